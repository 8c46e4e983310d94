//! Whether the terminal shows what is typed, for a command that asks for something secret.

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

/// Off: every key is handed over as it is, ctrl-c too, so that nothing ends the program while the
/// terminal is silent. Where stdin is no terminal nothing happens.
pub fn show_typing(on: bool) {
    let stdin = std::io::stdin();
    let Ok(mut modes) = tcgetattr(&stdin) else { return };
    modes.local_modes.set(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG, on);
    tcsetattr(&stdin, OptionalActions::Now, &modes).unwrap_or_default();
}

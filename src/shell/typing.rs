//! Turns the terminal's echo off and on, for commands that read a secret.

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

/// Off also disables line editing and signals: Ctrl-C arrives as a key, so that the program cannot
/// end with the echo off. Does nothing if stdin is not a terminal.
pub fn show_typing(on: bool) {
    let stdin = std::io::stdin();
    let Ok(mut modes) = tcgetattr(&stdin) else { return };
    modes.local_modes.set(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG, on);
    tcsetattr(&stdin, OptionalActions::Now, &modes).unwrap_or_default();
}

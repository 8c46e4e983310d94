//! The notebook's binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    sotay::shell::start(sotay::command::run)
}

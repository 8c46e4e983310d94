//! The binary `sotay`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sotay::entry::start(sotay::command::run)
}

//! Headquarters' binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    sotay::programme::serve_headquarters();
    sotay::shell::start(sotay::command::hq::run)
}

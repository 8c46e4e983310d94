//! Headquarters' binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    sotay::programme::serve_headquarters();
    sotay::entry::start(sotay::command::hq::run)
}

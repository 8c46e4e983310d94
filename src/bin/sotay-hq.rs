//! The binary `sotay-hq`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sotay::entry::start(sotay::command::hq::run)
}

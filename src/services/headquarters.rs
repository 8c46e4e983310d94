//! What headquarters' commands and screen share.

use crate::hq::HqDirectory;
use crate::hq::ingest::batch::Logs;
use crate::hq::ingest::log;

/// What the devices sent, as the fold asks for it.
pub fn logs(home: &HqDirectory) -> Box<Logs<'_>> {
    Box::new(|cursors, most| log::gather(&home.dir, &home.keys, cursors, most))
}

//! Shared by headquarters' commands and screen.

use crate::hq::HqDirectory;
use crate::hq::admin::roll::AwaitingConfirm;
use crate::hq::ingest::batch::Logs;
use crate::hq::ingest::log;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::sync::messages::when;

/// The device logs, as a source for the fold.
pub fn logs(home: &HqDirectory) -> Box<Logs<'_>> {
    Box::new(|cursors, most| log::gather(&home.dir, &home.keys, cursors, most))
}

/// Why a confirmation is needed, and what the administrator must do.
pub fn unconfirmed_text(waits: &AwaitingConfirm, lang: Lang) -> String {
    match waits.replaced {
        Some(era) => hq_words::replaced_by(lang, &when(era)),
        None => hq_words::waits_for_word(lang, &when(waits.since)),
    }
}

//! Shared by the commands that receive bundles: the reason why a bundle was refused.

use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::lang::Lang;
use crate::lang::sync as sync_words;
use crate::storage::error::NewerFormat;
use crate::store::{StoreError, messages};
use crate::sync::bundle::BundleRefused;

pub fn refusal_text(refused: &BundleNotTaken, lang: Lang) -> String {
    match refused {
        BundleNotTaken::Need { from, .. } => sync_words::why_need(lang, *from),
        BundleNotTaken::Fork { .. } => sync_words::why_fork(lang),
        BundleNotTaken::Full => sync_words::why_full(lang),
        BundleNotTaken::Busy => sync_words::why_busy(lang),
        BundleNotTaken::Stranger => sync_words::why_stranger(lang),
        BundleNotTaken::OtherOfficer => sync_words::why_officer(lang),
        BundleNotTaken::Bundle(BundleRefused::Key) => sync_words::why_key(lang),
        BundleNotTaken::Bundle(BundleRefused::Newer(NewerFormat::Programme(_))) => {
            sync_words::why_other_programme(lang)
        }
        BundleNotTaken::Bundle(BundleRefused::Newer(_)) => sync_words::why_newer(lang),
        BundleNotTaken::Bundle(_) => sync_words::why_damaged(lang),
        BundleNotTaken::Store(StoreError::Io { source, .. }) => messages::why(source, lang),
        BundleNotTaken::Store(e) => messages::error(e, lang),
    }
}

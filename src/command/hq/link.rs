//! What the commands that meet the wire share: the devices' logs, and why a bundle was not taken.

use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::lang::Lang;
use crate::lang::sync::SyncWord;
use crate::store::{StoreError, messages};
use crate::sync::bundle::BundleRefused;

pub fn refusal_text(refused: &BundleNotTaken, lang: Lang) -> String {
    match refused {
        BundleNotTaken::Need { from, .. } => SyncWord::WhyNeed { from: *from },
        BundleNotTaken::Fork { .. } => SyncWord::WhyFork,
        BundleNotTaken::Full => SyncWord::WhyFull,
        BundleNotTaken::Busy => SyncWord::WhyBusy,
        BundleNotTaken::Stranger => SyncWord::WhyStranger,
        BundleNotTaken::OtherOfficer => SyncWord::WhyOfficer,
        BundleNotTaken::Bundle(BundleRefused::Key) => SyncWord::WhyKey,
        BundleNotTaken::Bundle(BundleRefused::Newer(_)) => SyncWord::WhyNewer,
        BundleNotTaken::Bundle(_) => SyncWord::WhyDamaged,
        BundleNotTaken::Store(StoreError::Io { source, .. }) => {
            return messages::why(source, lang);
        }
        BundleNotTaken::Store(e) => return messages::error(e, lang),
    }
    .text(lang)
}

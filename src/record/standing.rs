//! How a notebook stands with headquarters, as plain data for the screens.

use super::Hlc;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// headquarters' name; `None` for a notebook that is not enrolled
    pub hq: Option<String>,
    /// where it is reached, as `ssh://…` or `folder:…`, when that is known
    pub address: Option<String>,
    /// the road that was taken last, whatever the settings say
    pub by: Option<String>,
    /// ops that headquarters has receipted, and such as wait
    pub there: u64,
    pub waiting: u64,
    /// attachments' files that headquarters is not known to have
    pub files_unsent: u64,
    /// records name files that are not here
    pub files_missing: bool,
    /// every own op up to this time lies at headquarters
    pub up_to: Hlc,
    /// when the two last talked to the end, or headquarters last gave a receipt; Unix milliseconds, 0
    /// for never
    pub last: u64,
}

//! Filters headquarters' notices that were shown before. A lane is read again after a restore, and
//! a new laptop reads it from the beginning, with notices about the officer's former device.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::storage::disk::write_whole;
use crate::storage::format::down::Notice;
use crate::store::{Store, StoreError};
use crate::sync::certificate::Enrolment;
use crate::text::hex::{hex, unhex};

/// File with the hashes of the shown notices, one per line.
const FILE: &str = "notices";
/// Maximum number of stored hashes, the newest last.
const MAX_KEPT: usize = 512;
/// Bytes of the file.
const MAX_BYTES: u64 = 64 << 10;

/// Removes notices that were shown before, and stores the others as shown. `is_new`: this notebook
/// has received nothing before, so notices older than its enrolment are removed, too.
pub(crate) fn keep_new(
    store: &Store,
    enrolment: &Enrolment,
    is_new: bool,
    notices: &mut Vec<Notice>,
) -> Result<(), StoreError> {
    if notices.is_empty() {
        return Ok(());
    }
    let path = store.dir().join(FILE);
    let bytes = store.disk().read(&path, MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    let mut shown: Vec<[u8; 16]> = text.lines().filter_map(unhex).collect();
    let mut known: BTreeSet<[u8; 16]> = shown.iter().copied().collect();
    let since = if is_new { enrolment.certificate.certificate.issued } else { 0 };
    notices.retain(|notice| {
        let mark = mark(notice);
        let is_news = known.insert(mark);
        if is_news {
            shown.push(mark);
        }
        is_news && notice.when >= since
    });
    let kept = shown.iter().skip(shown.len().saturating_sub(MAX_KEPT));
    let lines: String = kept.map(|mark| hex(mark) + "\n").collect();
    write_whole(store.disk(), &path, lines.as_bytes())
}

fn mark(notice: &Notice) -> [u8; 16] {
    let hash = Sha256::new_with_prefix(notice.when.to_le_bytes()).chain_update(&notice.text);
    let hash: [u8; 32] = hash.finalize().into();
    hash.first_chunk::<16>().copied().unwrap_or_default()
}

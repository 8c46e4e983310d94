//! What the screen and the commands show of the exchange with headquarters.

use crate::lang::{Lang, standing};
use crate::store::{Store, StoreError};
use crate::sync::messages::when;

/// Device, epochs and receipts, short enough to be read over the telephone.
pub fn details(store: &Store, lang: Lang) -> Result<Vec<String>, StoreError> {
    let receipts = store.receipts()?;
    let mut lines = vec![standing::details_device(lang, &digits(&store.device_id()))];
    for epoch in store.epochs()? {
        let (name, chain) = (digits(&epoch.epoch.to_be_bytes()), digits(&epoch.chain));
        lines.push(standing::details_epoch(lang, &name, epoch.last, &chain));
        let signed = receipts.iter().map(|r| &r.receipt).find(|r| r.epoch == epoch.epoch);
        lines.push(match signed {
            Some(r) => {
                standing::details_receipt(lang, r.acked, &digits(&r.chain), &when(r.time))
            }
            None => standing::details_none(lang),
        });
    }
    Ok(lines)
}

/// The first eight hex digits: what two people compare over the telephone.
pub fn digits(bytes: &[u8]) -> String {
    bytes.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// Where headquarters is, by argument or settings, and what carries the line.
#[derive(Clone, Debug, Default)]
pub struct SyncTarget {
    pub address: Option<String>,
    pub program: Option<String>,
}

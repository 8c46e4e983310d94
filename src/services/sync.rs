//! Details of the sync with headquarters, for the screen and the commands.

use crate::lang::{Lang, sync_status};
use crate::store::{Store, StoreError};
use crate::sync::messages::when;
use crate::text::hex::short_hex;

/// Device, epochs and receipts, abbreviated for reading over the telephone.
pub fn details(store: &Store, lang: Lang) -> Result<Vec<String>, StoreError> {
    let receipts = store.uplink().receipts()?;
    let mut lines = vec![sync_status::details_device(lang, &short_hex(&store.device_id()))];
    for epoch in store.uplink().epochs()? {
        let (name, chain) = (short_hex(&epoch.epoch.to_be_bytes()), short_hex(&epoch.chain));
        lines.push(sync_status::details_epoch(lang, &name, epoch.last, &chain));
        let signed = receipts.iter().map(|r| &r.receipt).find(|r| r.epoch == epoch.epoch);
        lines.push(match signed {
            Some(r) => {
                sync_status::details_receipt(lang, r.acked, &short_hex(&r.chain), &when(r.time))
            }
            None => sync_status::details_none(lang),
        });
    }
    Ok(lines)
}

/// Address of headquarters, by argument or settings, and the program that connects to it.
#[derive(Clone, Debug, Default)]
pub struct SyncTarget {
    pub address: Option<String>,
    pub program: Option<String>,
}

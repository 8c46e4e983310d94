//! Groups ops into segments of about two seconds of transfer on a slow line.

use super::bundle::SEGMENT;
use crate::store::{Outgoing, Store, StoreError};
use crate::sync::{compression, strip};

/// Bytes read from the journal at a time.
const MAX_READ: usize = 192 * 1024;
/// Uncompressed bytes of the first try: made-up visits compress to a fifth, other texts only to a
/// half.
const MAX_RAW: usize = 56 * 1024;
/// A segment that compresses to more than this is split again.
const MAX_PACKED: usize = 16 * 1024;

/// The segments of an epoch's ops after number `after`, up to `until`.
pub struct Segments<'a> {
    store: &'a Store,
    epoch: u64,
    after: u64,
    until: u64,
    held: Option<Outgoing>,
}

/// One segment's ops and its content.
pub struct OutgoingSegment {
    pub part: Outgoing,
    pub plain: Vec<u8>,
}

impl<'a> Segments<'a> {
    pub fn new(store: &'a Store, epoch: u64, after: u64, until: u64) -> Segments<'a> {
        Segments { store, epoch, after, until, held: None }
    }

    fn next_part(&mut self) -> Result<Option<Outgoing>, StoreError> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        if self.after >= self.until {
            return Ok(None);
        }
        let Some(mut part) = self.store.uplink().ops_after(self.epoch, self.after, MAX_READ)?
        else {
            return Ok(None);
        };
        let keep = usize::try_from(self.until.saturating_sub(self.after)).unwrap_or(usize::MAX);
        part.split_off(keep);
        Ok(Some(part))
    }
}

impl Iterator for Segments<'_> {
    type Item = Result<OutgoingSegment, StoreError>;

    fn next(&mut self) -> Option<Result<OutgoingSegment, StoreError>> {
        let mut part = match self.next_part() {
            Ok(part) => part?,
            Err(e) => return Some(Err(e)),
        };
        let mut rest = part.split_off(fitting(&part, MAX_RAW));
        let mut plain = strip::pack(&part);
        let long = compression::pack(&plain).map_or(plain.len(), |packed| packed.len());
        if long > MAX_PACKED && part.ops.len() > 1 {
            let n = (part.ops.len() * SEGMENT / long).max(1);
            let back = part.split_off(n);
            rest = back.join(rest);
            plain = strip::pack(&part);
        }
        self.after = part.last();
        self.held = Some(rest).filter(|rest| !rest.ops.is_empty());
        Some(Ok(OutgoingSegment { part, plain }))
    }
}

fn fitting(part: &Outgoing, most: usize) -> usize {
    let mut size = 0;
    let over = part.ops.iter().position(|op| {
        size += op.size();
        size > most
    });
    over.unwrap_or(part.ops.len()).max(1)
}

//! The store as the road to headquarters uses it: ops and receipts, what comes down, attachments on
//! their way. Only forwards: `uplink`, `downlink` and `attachments` do the work.

use std::collections::BTreeMap;

use crate::record::standing::ReceiptStatus;
use crate::record::{Hlc, Id};
use crate::storage::error::StoreError;
use crate::storage::format::blob::Sum;
use crate::storage::format::receipt::SignedReceipt;
use crate::store::Store;
use crate::store::attachments::folder::Flaw;
use crate::store::attachments::incoming;
use crate::store::attachments::transfer::AttachmentRef;
use crate::store::journal::outgoing::{Epoch, Outgoing};
use crate::store::notebook::downlink;
use crate::store::notebook::downlink::{LanePiece, PieceTaken};
use crate::store::state::down::{Cursor, RemoteOps};

impl Store {
    /// This device's epochs, oldest first, each with its last op.
    pub fn epochs(&self) -> Result<Vec<Epoch>, StoreError> {
        self.inner.epochs()
    }

    /// Ops of an epoch behind number `seq`, raw, as they lie in the journal: whole frames up to
    /// about `budget` bytes, at least one. `None`: there are no more.
    pub fn ops_after(
        &self,
        epoch: u64,
        seq: u64,
        budget: usize,
    ) -> Result<Option<Outgoing>, StoreError> {
        self.inner.ops_after(epoch, seq, budget)
    }

    /// Where the clock had run ahead, and is right again by what headquarters says, a new epoch begins
    /// with true times. False: it had not.
    pub fn put_clock_right(&self) -> Result<bool, StoreError> {
        self.inner.put_clock_right()
    }

    /// When something was really written, though the clock may have run ahead; Unix milliseconds.
    pub fn true_millis(&self, at: Hlc) -> u64 {
        super::inner::held(&self.inner.corrections).true_millis(at)
    }

    /// The op chain behind an op of this device; `None`: there is no such op.
    pub fn chain_at(&self, epoch: u64, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
        self.inner.chain_at(epoch, seq)
    }

    /// The newest receipt of each epoch.
    pub fn receipts(&self) -> Result<Vec<SignedReceipt>, StoreError> {
        self.inner.receipts()
    }

    /// Journals a receipt whose signature has been found good. False: it says nothing new.
    pub fn take_receipt(&self, receipt: &SignedReceipt) -> Result<bool, StoreError> {
        self.inner.take_receipt(receipt)
    }

    /// What headquarters holds by its receipts, and what waits.
    pub fn received(&self) -> Result<ReceiptStatus, StoreError> {
        self.inner.received()
    }

    /// Headquarters holds other ops than this notebook behind number `common` of an epoch: a new
    /// one begins, and what headquarters lacks is written there again.
    pub fn part_from(&self, epoch: u64, common: u64, reason: &str) -> Result<(), StoreError> {
        self.inner.part_from(epoch, common, reason)
    }

    /// Takes in what headquarters sent; durable when it returns. `position` is the place in the
    /// lane behind it; what is here already changes nothing.
    pub fn take_down(
        &self,
        lane: u8,
        era: u64,
        position: u64,
        content: &[u8],
    ) -> Result<PieceTaken, StoreError> {
        let at = Cursor { lane, era, position };
        self.inner.take_down(LanePiece { at, logs: Vec::new(), content })
    }

    /// Headquarters' own road: what it made of its devices' logs, and how far it has read them.
    pub fn take_fold(
        &self,
        era: u64,
        logs: Vec<([u8; 16], u64)>,
        content: &[u8],
    ) -> Result<PieceTaken, StoreError> {
        let at = Cursor { lane: downlink::FOLD, era, position: 0 };
        self.inner.take_down(LanePiece { at, logs, content })
    }

    /// How far each lane has come down.
    pub fn cursors(&self) -> Result<Vec<Cursor>, StoreError> {
        self.inner.lanes()
    }

    /// How far headquarters has read each device's log.
    pub fn logs(&self) -> Result<BTreeMap<[u8; 16], u64>, StoreError> {
        self.inner.wait()?;
        self.inner.ask(|state| state.logs())
    }

    /// What other devices wrote at a record, as far as headquarters sent it or folded it.
    pub fn told(&self, id: Id) -> Result<RemoteOps, StoreError> {
        self.inner.told(id)
    }

    /// The plain bytes of a file by their sum, whole and unchanged.
    pub fn file(&self, sum: &Sum) -> Result<Vec<u8>, Flaw> {
        self.inner.files().read(sum)
    }

    /// Files that finished records name and headquarters is not known to have; newest first.
    pub fn files_to_send(&self) -> Result<Vec<AttachmentRef>, StoreError> {
        self.inner.wait()?;
        self.inner.files_to_send()
    }

    /// How many files headquarters is not known to have, those of drafts too; and whether records
    /// name files that are not here.
    pub fn files_standing(&self) -> Result<(u64, bool), StoreError> {
        self.inner.files_standing()
    }

    /// Headquarters is of this era. True: it was of another one, and what it was known to have is
    /// to be offered again.
    pub fn files_in_era(&self, era: u64) -> Result<bool, StoreError> {
        self.inner.files_in_era(era)
    }

    /// Files that records name and that are not here, newest first, each with how many of its bytes
    /// are.
    pub fn files_wanted(&self) -> Result<Vec<(Sum, u64)>, StoreError> {
        self.inner.wait()?;
        self.inner.files_wanted()
    }

    /// Headquarters, of this era, has these files, whole and durable.
    pub fn files_received(&self, era: u64, sums: &[Sum]) -> Result<(), StoreError> {
        self.inner.files_received(era, sums)
    }

    /// A piece of a file that was asked for; true: it was the last one, and the whole is durable.
    pub fn take_piece(&self, piece: &incoming::AttachmentPiece) -> Result<bool, StoreError> {
        self.inner.take_piece(piece)
    }
}

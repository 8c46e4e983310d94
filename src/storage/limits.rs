//! All size limits of the store. There are two sets.
//!
//! **What may be written** is checked once, before anything is journalled: a change by an officer
//! or a reviewer in `notebook/validate.rs` (`check_op_size`, `limits_hold`, `may_be_written`; an
//! answer that is asked for is refused by the programme's check before, as a fault of its field),
//! images that headquarters makes in `hq/fold/snapshot.rs`, and its other writes in `hq/fold.rs`
//! and `hq/review/case.rs` (which also cuts every text that the program composes). Sizes are
//! refused only there.
//!
//! **What can be read** is larger: a journal file accepts longer frames than a bundle carries
//! (`FRAME_KEPT` over `FRAME_STORED`), and the state accepts larger records than may be written
//! (`HELD_RECORD` over `PICTURE` over `RECORD`), because a review, a deletion's reason and answers
//! that headquarters has not seen yet are added to a record after the check.
//!
//! So everything durable can be folded, and the state's codec accepts the result of every fold. A
//! piece that exceeds even that, which only a faulty or malicious program can write, is left out by
//! `store/fold.rs`: it stays in the journal and the record is marked partial.
//!
//! Headquarters enforces the same limits as a laptop, so a saved change is never too large there.

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// One answer: the programme reports a larger one as a fault of its field.
pub use crate::programme::types::limits::{LIST, NOTE, ROWS, TEXT};
/// Fields named by one op.
pub const FIELDS: usize = 500;
/// One op: its body and the personal values next to it.
pub const OP: usize = 64 * KIB;
/// The compressed answers of one op: they must fit into a frame of a bundle and of a lane.
pub const OP_PACKED: usize = 58 * KIB;
/// One record when written, as bincode, before compression.
pub const RECORD: usize = 64 * KIB;
/// One image of a record, with authors, heads and review.
pub const PICTURE: usize = RECORD + 16 * KIB;
/// One record in the state.
pub const HELD_RECORD: usize = 256 * KIB;
/// A block of records is full at this many bytes of sealed contents.
pub const BLOCK: usize = 32 * KIB;
/// One mark's content.
pub const MARK: usize = 4 * KIB;
/// A stored list that gains an entry at a rare event: handovers, corrections of the clock. When written,
/// and when read.
pub const STORED_LIST: usize = MIB / 2;
pub const STORED_LIST_READ: usize = MIB;
/// Reason of a deletion or of a new epoch, in bytes.
pub const REASON: usize = 2 * KIB;

/// Body of a frame in transfer: content, nonce and tag.
pub const FRAME_STORED: usize = 64 * KIB + 40;
/// Body of a frame in a journal file: the content in transfer, and the receiver's additions.
pub const FRAME_KEPT: usize = 96 * KIB;
/// Content of a frame before compression.
pub const FRAME_RAW: usize = MIB;
/// Shorter content is not compressed.
pub const COMPRESS_FROM: usize = 128;
/// Level of zstd inside the notebook.
pub const COMPRESS_LEVEL: i32 = 3;

/// One file of the journal.
pub const JOURNAL_FILE: u32 = (4 * MIB) as u32;
/// Maximum bytes of a journal file that is read.
pub const JOURNAL_FILE_MAX: u64 = (64 * MIB) as u64;
/// Maximum bytes hashed per file when searching for frames after damage.
pub const SALVAGE_BYTES: usize = 64 * MIB;

/// Free space needed in addition to twice the batch.
pub const SPACE_MARGIN: u64 = (8 * MIB) as u64;
/// Minimum bytes of finished drafts in old files before the journal is rewritten without them.
pub const OLD_DRAFTS: usize = 256 * KIB;
/// A smaller state file is not worth compacting.
pub const STATE_FILE: u64 = (8 * MIB) as u64;
/// Freed when the disk is full: enough for a journal file, opening sled and one bundle.
pub const BALLAST: u64 = (16 * MIB) as u64;
/// The ballast is recreated when this much is free.
pub const BALLAST_AGAIN: u64 = (64 * MIB) as u64;

/// Slots in the key file.
pub const KEY_SLOTS: usize = 8;
/// Limits of Argon2id when reading: a hostile key file must not exhaust the machine.
pub const ARGON_KIB: u32 = 256 * 1024;
pub const ARGON_PASSES: u32 = 10;
pub const ARGON_LANES: u32 = 4;
/// Target time of one key derivation on the machine where the passphrase is set.
pub const UNLOCK_MILLIS: u64 = 700;
/// A passphrase, in bytes.
pub const PASSPHRASE: usize = KIB;
/// Minimum characters of a new passphrase.
pub const PASSPHRASE_LETTERS: usize = 8;

/// Maximum bytes of the cache of facts: about 40 bytes per record for millions of records.
pub const FACTS: usize = 256 * MIB;

/// Maximum bytes of small files such as `LOCK`, `key`, `device`.
pub const SMALL_FILE: u64 = (64 * KIB) as u64;
/// Plain bytes of one attachment.
pub const ATTACHMENT: usize = 8 * MIB;
/// Seconds to wait for another process to release the lock.
pub const TAKE_OVER_SECONDS: u64 = 10;

/// Bytes of an officer's name, or of the unit's.
pub use crate::programme::rules::OFFICER_TEXT;

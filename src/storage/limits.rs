//! Every size that the store enforces, in one place. There are two sets.
//!
//! **What may be written** is checked once, before anything is journalled: an officer's or a
//! reviewer's change in `commit.rs` (`op_fits`, `limits_hold`, `may_be_written`), what headquarters
//! makes of the logs in `hq/fold/snapshot.rs` (images), `hq/fold.rs` (`fits`, `put`) and `hq/review/case.rs`
//! (`write`, which also cuts every text that the program composes). Only here may a size be refused.
//!
//! **What can be read** is larger: a journal file holds longer frames than a bundle carries
//! (`FRAME_KEPT` over `FRAME_STORED`), and the state holds larger records than anybody may write
//! (`HELD_RECORD` over `PICTURE` over `RECORD`), because a review, a deletion's reason and answers
//! that headquarters has not seen yet join a record after it was checked.
//!
//! So what is durable can always be folded. Whatever a fold makes, the state's codec takes; a piece
//! that would go beyond even that (only a faulty or a dishonest program can write such a thing) is
//! set aside in `fold.rs`: it stays in the journal and the record is marked partial.
//!
//! Headquarters enforces the same sizes as a laptop, so what was saved here is never too large there.

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// One line of text, in bytes.
pub const TEXT: usize = KIB;
/// One note, in bytes.
pub const NOTE: usize = 16 * KIB;
/// Rows of one table.
pub const ROWS: usize = 500;
/// Items of one list of choices or links.
pub const LIST: usize = 1000;
/// Fields named by one op.
pub const FIELDS: usize = 500;
/// One op: its body and what travels next to it.
pub const OP: usize = 64 * KIB;
/// The answers of one op, compressed: they must fit into a frame of a bundle and of a lane, with what
/// is around them.
pub const OP_PACKED: usize = 58 * KIB;
/// One record as it is written, as bincode, before compression.
pub const RECORD: usize = 64 * KIB;
/// One image of a record: with its authors, its heads and what was said of it.
pub const PICTURE: usize = RECORD + 16 * KIB;
/// One record that the state holds.
pub const HELD_RECORD: usize = 256 * KIB;
/// Bytes of sealed contents from which on a block of records takes no further one.
pub const BLOCK: usize = 32 * KIB;
/// One mark's content.
pub const MARK: usize = 4 * KIB;
/// Reason of a deletion or of a new epoch, in bytes.
pub const REASON: usize = 2 * KIB;

/// Body of a frame that travels: content, nonce and tag.
pub const FRAME_STORED: usize = 64 * KIB + 40;
/// Body of a frame in a journal file: the content as sent, and the receiver's notes.
pub const FRAME_KEPT: usize = 96 * KIB;
/// Content of a frame before compression.
pub const FRAME_RAW: usize = MIB;
/// Content shorter than this is not worth compressing.
pub const COMPRESS_FROM: usize = 128;
/// Level of zstd inside the notebook.
pub const COMPRESS_LEVEL: i32 = 3;

/// One file of the journal.
pub const JOURNAL_FILE: u32 = (4 * MIB) as u32;
/// One file of the journal when reading: a longer one is not ours.
pub const JOURNAL_FILE_MAX: u64 = (64 * MIB) as u64;
/// Bytes looked at while searching for frames after damage, per file.
pub const SALVAGE_BYTES: usize = 64 * MIB;

/// Free space needed in addition to twice the batch.
pub const SPACE_MARGIN: u64 = (8 * MIB) as u64;
/// What finished drafts of old files hold before the journal is cut again without it.
pub const OLD_DRAFTS: usize = 256 * KIB;
/// A smaller state file is not worth compacting.
pub const STATE_FILE: u64 = (8 * MIB) as u64;
/// Freed when the disk is full: pays for a journal file, sled's opening and one bundle.
pub const BALLAST: u64 = (16 * MIB) as u64;
/// The ballast is made again when so much is free.
pub const BALLAST_AGAIN: u64 = (64 * MIB) as u64;

/// Slots in the key file.
pub const KEY_SLOTS: usize = 8;
/// Reading caps of Argon2id: a key file from elsewhere must not eat the machine.
pub const ARGON_KIB: u32 = 256 * 1024;
pub const ARGON_PASSES: u32 = 10;
pub const ARGON_LANES: u32 = 4;
/// A try of a passphrase may take so long on the machine where it is set.
pub const UNLOCK_MILLIS: u64 = 700;
/// A passphrase, in bytes.
pub const PASSPHRASE: usize = KIB;
/// Letters that a new passphrase must have.
pub const PASSPHRASE_LETTERS: usize = 8;

/// What the cache of facts holds: some 40 bytes for each of millions of records.
pub const FACTS: usize = 256 * MIB;

/// Small files read whole: `LOCK`, `key`, `device`.
pub const SMALL_FILE: u64 = (64 * KIB) as u64;
/// One attachment, as the officer gives it.
pub const ATTACHMENT: usize = 8 * MIB;
/// Waiting for another instance to let go.
pub const TAKE_OVER_SECONDS: u64 = 10;

/// Bytes of an officer's name, or of the unit's.
pub use crate::programme::rules::OFFICER_TEXT;

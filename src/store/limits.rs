//! Every size that the store enforces, in one place; headquarters enforces the same ones, so that
//! what was saved here can never be too large there.

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
/// One op: its body and what rides beside it.
pub const OP: usize = 64 * KIB;
/// One record, as bincode, before compression.
pub const RECORD: usize = 64 * KIB;
/// One mark's content.
pub const MARK: usize = 4 * KIB;
/// Reason of a deletion or of a new epoch, in bytes.
pub const REASON: usize = 2 * KIB;

/// Body of a frame as stored: content, nonce and tag.
pub const FRAME_STORED: usize = 64 * KIB + 40;
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
/// Bytes looked at while searching for frames behind damage, per file.
pub const SALVAGE_BYTES: usize = 64 * MIB;

/// What is waiting is taken together up to this many commands ...
pub const BATCH_COMMANDS: usize = 64;
/// ... and this many bytes.
pub const BATCH_BYTES: usize = 256 * KIB;

/// Space that must be left beside twice the batch.
pub const SPACE_MARGIN: u64 = (8 * MIB) as u64;
/// Freed when the disk is full: pays for a journal file, sled's opening and one bundle.
/// A state's file below this is never too large for what lives in it.
pub const STATE_FILE: u64 = (64 * MIB) as u64;
pub const BALLAST: u64 = (16 * MIB) as u64;
/// The ballast is made again when so much is free.
pub const BALLAST_AGAIN: u64 = (64 * MIB) as u64;

/// Slots in the key file.
pub const KEY_SLOTS: usize = 8;
/// Reading caps of Argon2id: a key file from elsewhere must not eat the machine.
pub const ARGON_KIB: u32 = 256 * 1024;
pub const ARGON_PASSES: u32 = 10;
pub const ARGON_LANES: u32 = 4;

/// Small files read whole: `LOCK`, `key`, `device`.
pub const SMALL_FILE: u64 = (64 * KIB) as u64;
/// One attachment, as the officer gives it.
pub const ATTACHMENT: usize = 8 * MIB;
/// Waiting for another instance to let go.
pub const TAKE_OVER_SECONDS: u64 = 10;

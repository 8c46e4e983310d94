//! The errors and findings of the store as data; `lang` has the sentences. They never contain
//! record content, a person's name or a secret.

use std::io;
use std::path::{Path, PathBuf};

use crate::text::format::{clock_is_wrong, today_from_millis};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{operation:?} {file}: {source}")]
    Io { operation: IoOperation, file: String, source: io::Error },
    /// refused before any op number was used
    #[error("disk full: {free} bytes free, {need} needed")]
    DiskFull { free: u64, need: u64, folder: PathBuf },
    /// two journal files in a row could not be written, or the folder is read-only; nothing is
    /// written in this session
    #[error("journal is read-only after failed writes")]
    ReadOnly,
    #[error("notebook is held by process {}", .0.pid)]
    Held(Holder),
    /// locks have no effect in this folder (some network file systems)
    #[error("locks are not honoured in this folder")]
    LockNotHonoured,
    #[error("take-over failed: {0:?}")]
    TakeOver(TakeOverFault),
    #[error("no notebook in {}", .0.display())]
    NoNotebook(PathBuf),
    #[error("there is a notebook in this folder already")]
    AlreadyNotebook,
    /// a new notebook needs a name that a foreign file has
    #[error("{} is in the way", .0.display())]
    InTheWay(PathBuf),
    #[error("key file missing")]
    KeyMissing,
    /// `key` and `key.bak` are both unreadable
    #[error("both copies of the key are damaged")]
    KeyDamaged,
    /// the data key is wrapped by a passphrase, and none was given
    #[error("the notebook is closed by a passphrase")]
    PassphraseNeeded,
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// the passphrase was changed, but the second copy of the key could not be written
    #[error("the second copy of the key is old")]
    OldKeyLeft,
    /// too little memory for the hash of a passphrase
    #[error("too little memory")]
    NoMemory,
    /// the journal was sealed with another data key
    #[error("the key does not belong to this notebook")]
    KeyForeign,
    /// headquarters has given the laptop to an officer whose record has not arrived yet
    #[error("the officer's record is not here yet")]
    OfficerMissing,
    #[error("{file} was written by a newer version ({what:?})")]
    TooNew { file: String, what: NewerFormat },
    #[error("{what:?} too large: {bytes} bytes, {limit} allowed")]
    TooLarge { what: LimitedItem, bytes: usize, limit: usize },
    /// Ops are missing in the chain: `Journal::start_epoch` first.
    #[error("ops are missing before this one: a new epoch is needed")]
    EpochNeeded,
    #[error("damaged: {0:?}")]
    Damaged(Damage),
    #[error("device file is damaged")]
    DeviceDamaged,
    /// the file of the notebook's enrolment is damaged
    #[error("enrolment file is damaged")]
    EnrolmentDamaged,
    /// no folder of headquarters
    #[error("no headquarters here")]
    NoHeadquarters,
    /// a folder of headquarters without both copies of the file with its secret
    #[error("headquarters' own file is missing")]
    HeadquartersMissing,
    /// both copies of one of headquarters' own files, by its path in the folder
    #[error("headquarters' file {0} is damaged")]
    HeadquartersDamaged(String),
    /// the officer's name or unit is longer than headquarters accepts
    #[error("name or unit is too long")]
    LongName,
    /// another process of headquarters holds the list of devices
    #[error("the list of devices is held")]
    DevicesBusy,
    /// the target folder is not empty
    #[error("folder is not empty")]
    NotEmpty,
    /// the backup file is truncated or changed
    #[error("backup file is damaged")]
    BackupDamaged,
    #[error("the system gives no randomness")]
    NoRandomness,
    /// a fault of the program itself
    #[error("internal fault: {0}")]
    Bug(&'static str),
    /// the state can be neither used nor rebuilt; the journal is not affected
    #[error("the state cannot be made")]
    StateLost,
    /// the notebook has been closed
    #[error("the notebook is closed")]
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IoOperation {
    Read,
    Write,
    Sync,
    Create,
    Rename,
    List,
    Lock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewerFormat {
    /// records of another programme: field numbers have other meanings there
    Programme(u16),
    Schema(u16),
    Major(u8),
    Suite(u8),
    Flag(u8),
    Dictionary(u32),
    Layout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedItem {
    /// the caller must split the ops over several entries
    Frame,
    Op,
    Record,
    Mark,
    /// more than one journal file holds
    Batch,
    File,
    /// one answer
    Text,
    Note,
    /// counted in items, like `Rows` and `Fields`
    List,
    Rows,
    Fields,
}

/// What an opening found or repaired; each is a sentence for the officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningFinding {
    /// an unacknowledged write was incomplete and is ignored: nothing is lost
    TornTail { file: u32 },
    /// frames `from..=to` cannot be read
    LostFrames { file: u32, from: u64, to: u64 },
    /// a journal file is missing
    FileMissing { file: u32 },
    /// a damaged header or link was reconstructed; no content is lost
    Mended { file: u32 },
    /// any other damage to a frame or a file
    Damaged(Damage),
    /// the damaged file was copied into this folder below the notebook
    PutAside { file: u32, folder: String },
    /// one of the key's two copies was damaged and was written again from the other
    KeyRepaired,
    /// one of the two copies of this file was damaged and was written again from the other
    CopyRepaired { file: &'static str },
    /// one of the two copies of this file is damaged and could not be written again
    CopyLeft { file: &'static str },
    /// both copies of the enrolment are damaged
    EnrolmentDamaged,
    /// an interrupted change of the passphrase was completed
    KeyChangeFinished,
    /// after a change of the passphrase, a copy still opens with the old one or without any
    OldKeyLeft,
    /// the notebook is on a network file system
    NetworkFolder,
    /// opened for reading and for writing drafts
    DiskFull { free: u64 },
    /// opened for reading
    ReadOnlyFolder,
    /// the state was rebuilt from the journal; `partial` records have lost ops
    Rebuilt { records: usize, partial: usize },
    /// the journal had lost acknowledged frames; what the state still knew was journalled again
    /// under a new epoch
    Rewritten { records: usize },
    /// the clock is before the program's date, or before the last change at `last`; Unix
    /// milliseconds
    Clock { now: u64, last: u64 },
    /// an entry of the audit log could not be written
    NotLogged,
}

/// A clock set back by less than this, as by a change of time zone, is not reported.
const BEHIND_MILLIS: u64 = 2 * 24 * 3600 * 1000;

impl OpeningFinding {
    /// Checks the clock: `now`, and the time of the last change, in Unix milliseconds.
    pub fn of_clock(now: u64, last: u64) -> Option<OpeningFinding> {
        let behind = now.saturating_add(BEHIND_MILLIS) < last;
        let wrong = behind || clock_is_wrong(today_from_millis(now));
        wrong.then_some(OpeningFinding::Clock { now, last })
    }
}

impl StoreError {
    /// Whether the data to be written is at fault, not the store.
    pub fn is_about_content(&self) -> bool {
        matches!(self, StoreError::TooLarge { .. })
    }

    /// Whether a file must be restored from a backup: retrying does not help.
    pub fn is_damage(&self) -> bool {
        use StoreError::*;
        matches!(
            self,
            Damaged(_)
                | HeadquartersDamaged(_)
                | DeviceDamaged
                | KeyDamaged
                | KeyForeign
                | EpochNeeded
                | NoNotebook(_)
        )
    }

    /// An I/O error with only the file's name, because the folders above may name a person.
    pub fn io(doing: IoOperation, path: &Path, source: io::Error) -> StoreError {
        let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
        let mut file = name(path).unwrap_or_default();
        // for a link, add the folder, so that the user can find it
        if let Some(folder) = path.parent().and_then(name).filter(|_| is_link(&source)) {
            file = format!("{folder}/{file}");
        }
        // for a full disk, name the folder, because there may be several disks
        if is_full(&source) {
            file = path.parent().unwrap_or(path).display().to_string();
        }
        StoreError::Io { operation: doing, file, source }
    }

    /// Whether the disk is full.
    pub fn is_full(&self) -> bool {
        matches!(self, StoreError::DiskFull { .. })
            || matches!(self, StoreError::Io { source, .. } if is_full(source))
    }

    pub fn is_read_only(&self) -> bool {
        matches!(self, StoreError::ReadOnly)
            || matches!(self, StoreError::Io { source, .. } if is_read_only(source))
    }
}

/// The error of the system for a link that must not be followed.
pub fn link_error() -> io::Error {
    rustix::io::Errno::LOOP.into()
}

/// Whether a path was refused because of a symbolic link.
pub fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// Whether the file system is read-only or this user has no permission.
pub(crate) fn is_read_only(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

pub fn is_full(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Damage to the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// frames `from..=to` are missing or fail their link
    Lost {
        file: u32,
        from: u64,
        to: u64,
    },
    /// bad bytes between two good frames, but no frame number is missing
    Bytes {
        file: u32,
        offset: u32,
    },
    /// the link fits, but the seal does not open
    Seal {
        file: u32,
        no: u64,
    },
    /// the seal opens, but the content is invalid for the frame's type
    Content {
        file: u32,
        no: u64,
    },
    /// a personal value does not match its hash
    Companion {
        file: u32,
        no: u64,
    },
    /// the ops do not continue the chain of the ops before
    Chain {
        file: u32,
        no: u64,
    },
    Header {
        file: u32,
    },
    Missing {
        file: u32,
    },
    /// the file does not continue the one before it
    Link {
        file: u32,
    },
    /// a read error of the disk
    Unreadable {
        file: u32,
    },
    /// valid, but written by a newer version
    Newer {
        file: u32,
        no: u64,
    },
}

/// The holder of the notebook's lock, from the file `LOCK`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// 0 when the file could not be read
    pub pid: u32,
    pub terminal: String,
    pub host: String,
    /// Unix milliseconds
    pub start: u64,
    pub version: String,
}

impl Holder {
    pub fn to_text(&self) -> String {
        let Holder { pid, terminal, host, start, version } = self;
        format!(
            "pid {pid}\nterminal {terminal}\nhost {host}\nstart {start}\nversion {version}\n"
        )
    }

    /// Parses leniently: the text may be incomplete or foreign.
    pub fn from_text(text: &str) -> Holder {
        let mut holder = Holder::default();
        for (name, value) in text.lines().filter_map(|l| l.split_once(' ')) {
            let clean = || value.chars().filter(|c| !c.is_control()).take(80).collect();
            match name {
                "pid" => holder.pid = value.parse().unwrap_or(0),
                "terminal" => holder.terminal = clean(),
                "host" => holder.host = clean(),
                "start" => holder.start = value.parse().unwrap_or(0),
                "version" => holder.version = clean(),
                _ => {}
            }
        }
        holder
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOverFault {
    /// the holder runs on another machine
    OtherHost,
    /// the process belongs to another user
    OtherUser,
    /// the process is not `sotay`
    NotSotay,
    /// `LOCK` names no running process
    Unknown,
    /// the holder did not release the lock in time
    StillRunning,
}

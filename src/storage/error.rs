//! What can go wrong in the store, as data: `lang` makes the sentences. No record content, no name
//! of a person and no secret is ever put in here.

use std::io;
use std::path::{Path, PathBuf};

use crate::text::format::{clock_is_wrong, today_from_millis};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{operation:?} {file}: {source}")]
    Io { operation: IoOperation, file: String, source: io::Error },
    /// refused before any number was given
    #[error("disk full: {free} bytes free, {need} needed")]
    DiskFull { free: u64, need: u64, folder: PathBuf },
    /// two journal files in a row could not be written; nothing more is written in this session
    #[error("journal is read-only after failed writes")]
    ReadOnly,
    #[error("notebook is held by process {}", .0.pid)]
    Held(Holder),
    /// the folder is where locks do nothing (some network file systems)
    #[error("locks are not honoured in this folder")]
    LockNotHonoured,
    #[error("take-over failed: {0:?}")]
    TakeOver(TakeOverFault),
    #[error("no notebook in {}", .0.display())]
    NoNotebook(PathBuf),
    #[error("there is a notebook in this folder already")]
    AlreadyNotebook,
    /// a notebook is to be made where something of another program bears a name that it needs
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
    /// a change of the passphrase is in force, and the second copy of the key could not be written
    #[error("the second copy of the key is old")]
    OldKeyLeft,
    /// for the hash of a passphrase
    #[error("too little memory")]
    NoMemory,
    /// the journal was sealed with another data key
    #[error("the key does not belong to this notebook")]
    KeyForeign,
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
    /// both copies of one of headquarters' own files, by its path in the folder
    #[error("headquarters' file {0} is damaged")]
    HeadquartersDamaged(String),
    /// the officer's name or unit is longer than what can travel
    #[error("name or unit is too long")]
    LongName,
    /// another process of headquarters decides about devices and does not end
    #[error("the list of devices is held")]
    DevicesBusy,
    /// the folder to write into holds something else
    #[error("folder is not empty")]
    NotEmpty,
    /// the backup file is cut or changed
    #[error("backup file is damaged")]
    BackupDamaged,
    #[error("the system gives no randomness")]
    NoRandomness,
    /// a fault of the program itself
    #[error("internal fault: {0}")]
    Bug(&'static str),
    /// sled's state can neither be used nor rebuilt; the journal is whole
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
    /// records of another programme: their numbers mean other questions
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
    /// the caller splits the ops over several entries
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
    /// counted in items, like the two below
    List,
    Rows,
    Fields,
}

/// What opening found and did: a sentence for the officer each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningFinding {
    /// a write that was never acknowledged was cut short: nothing is lost
    TornTail { file: u32 },
    /// frames `from..=to` cannot be read; everything else was
    LostFrames { file: u32, from: u64, to: u64 },
    /// a journal file is not there
    FileMissing { file: u32 },
    /// a header or a link was damaged, its content was recovered whole
    Mended { file: u32 },
    /// any other damage to a frame or a file
    Damaged(Damage),
    /// the damaged file was copied into this folder below the notebook
    PutAside { file: u32, folder: String },
    /// one of the key's two copies was bad and was written again from the other
    KeyRepaired,
    /// one of the two copies of this file was bad and was written again from the other
    CopyRepaired { file: &'static str },
    /// the same, and it could not be written
    CopyLeft { file: &'static str },
    /// both copies of the enrolment are bad
    EnrolmentDamaged,
    /// a change of the passphrase that was interrupted is done now
    KeyChangeFinished,
    /// what was before that change is still there: a copy that the old passphrase, or nothing, opens
    OldKeyLeft,
    /// the notebook is on a network file system
    NetworkFolder,
    /// opened to read and to write drafts
    DiskFull { free: u64 },
    /// opened to read
    ReadOnlyFolder,
    /// the state was rebuilt from the journal; of `partial` records some ops are lost
    Rebuilt { records: usize, partial: usize },
    /// the journal had lost frames that were confirmed; what the state still knew was written
    /// again under a new epoch
    Rewritten { records: usize },
    /// the clock says a day before the program, or before the last change, which was at `last`;
    /// Unix milliseconds
    Clock { now: u64, last: u64 },
    /// something was done that the audit log should name and does not: it could not be written
    NotLogged,
}

/// A clock set back by hours, as by a change of time zone, needs no message.
const BEHIND_MILLIS: u64 = 2 * 24 * 3600 * 1000;

impl OpeningFinding {
    /// Unix milliseconds now, and of the last change.
    pub fn of_clock(now: u64, last: u64) -> Option<OpeningFinding> {
        let behind = now.saturating_add(BEHIND_MILLIS) < last;
        let wrong = behind || clock_is_wrong(today_from_millis(now));
        wrong.then_some(OpeningFinding::Clock { now, last })
    }
}

impl StoreError {
    /// The fault is in what was to be written; the store itself is well.
    pub fn is_about_content(&self) -> bool {
        matches!(self, StoreError::TooLarge { .. })
    }

    /// A file that must be brought back from a backup: trying again does not help.
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

    /// Only the file's own name is stored: the folders above may name a person.
    pub fn io(doing: IoOperation, path: &Path, source: io::Error) -> StoreError {
        let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
        let mut file = name(path).unwrap_or_default();
        // a link must be found by the reader
        if let Some(folder) = path.parent().and_then(name).filter(|_| is_link(&source)) {
            file = format!("{folder}/{file}");
        }
        // and so must the disk that has no room, of which there may be several
        if is_full(&source) {
            file = path.parent().unwrap_or(path).display().to_string();
        }
        StoreError::Io { operation: doing, file, source }
    }

    /// The disk said that it is full.
    pub fn is_full(&self) -> bool {
        matches!(self, StoreError::DiskFull { .. })
            || matches!(self, StoreError::Io { source, .. } if is_full(source))
    }

    pub fn is_read_only(&self) -> bool {
        matches!(self, StoreError::ReadOnly)
            || matches!(self, StoreError::Io { source, .. } if is_read_only(source))
    }
}

/// What the system says of a link that may not be followed.
pub fn link_error() -> io::Error {
    rustix::io::Errno::LOOP.into()
}

/// Whether something was refused because it is a link, or is after one.
pub fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// Writing is not allowed here, or not to this user.
pub(crate) fn is_read_only(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

pub fn is_full(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Something that is not shown as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// these frames are not there or fail their link
    Lost {
        file: u32,
        from: u64,
        to: u64,
    },
    /// bytes between two good frames are bad, but no frame number is missing
    Bytes {
        file: u32,
        offset: u32,
    },
    /// the link is right, the seal is not
    Seal {
        file: u32,
        no: u64,
    },
    /// opened, but it does not say what such a frame must say
    Content {
        file: u32,
        no: u64,
    },
    /// a personal value does not fit its hash
    Companion {
        file: u32,
        no: u64,
    },
    /// ops do not follow the ones before
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
    /// the file continues another journal than the one before it
    Link {
        file: u32,
    },
    /// cannot be read from the disk
    Unreadable {
        file: u32,
    },
    /// in good order, but from a newer version
    Newer {
        file: u32,
        no: u64,
    },
}

/// Who holds the notebook, as its `LOCK` file says.
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

    /// Takes what it can: the text may be half written or foreign.
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
    /// the process is no `sotay`
    NotSotay,
    /// there is no process to end: the file names none
    Unknown,
    /// it did not let go in 10 s
    StillRunning,
}

//! The lock for one writer per notebook: an advisory lock that the kernel releases with the
//! process. So there are no stale locks: a held one means a live process. The file is never
//! deleted.

use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::{Holder, TakeOverFault};
use crate::storage::error::{IoOperation, StoreError, is_full, is_read_only};
use crate::storage::limits;

/// Programs that close cleanly on SIGTERM.
const PROGRAMS: [&str; 2] = ["sotay", "sotay-hq"];

/// The held lock; released on drop.
#[derive(Debug)]
pub struct Lock {
    /// the lock is held while this file is open and not unlocked
    file: File,
    /// the folder is on a network file system; the caller warns
    pub network: bool,
}

impl Lock {
    /// `now` is Unix milliseconds. `StoreError::Held` names the holder.
    pub fn take(dir: &Path, now: u64) -> Result<Lock, StoreError> {
        let path = dir.join("LOCK");
        let io = |doing| {
            let path = path.clone();
            move |e| StoreError::io(doing, &path, e)
        };
        let (mut file, writable) = open_any(&path).map_err(io(IoOperation::Lock))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Held(holder(dir))),
            Err(TryLockError::Error(e)) => return Err(io(IoOperation::Lock)(e)),
        }
        // A second lock on the same file must fail; otherwise locks have no effect here.
        let (second, _) = open_any(&path).map_err(io(IoOperation::Lock))?;
        if second.try_lock().is_ok() {
            return Err(StoreError::LockNotHonoured);
        }
        if writable {
            match write_text(&mut file, &own_holder(now).to_text()) {
                // a full disk is no obstacle: the text only says who holds the lock
                Err(e) if !is_full(&e) => return Err(io(IoOperation::Write)(e)),
                _ => {}
            }
        }
        Ok(Lock { file, network: is_on_network(dir) })
    }

    /// Sends SIGTERM to the holder and waits up to `limits::TAKE_OVER_SECONDS` for the lock.
    pub fn take_over(dir: &Path, holder: &Holder, now: u64) -> Result<Lock, StoreError> {
        // If the holder has ended by itself, another process may have its process id.
        match Lock::take(dir, now) {
            Err(StoreError::Held(again)) if again == *holder => {}
            other => return other,
        }
        let pid = signal_target(holder).map_err(StoreError::TakeOver)?;
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)
            .map_err(|e| StoreError::io(IoOperation::Lock, &dir.join("LOCK"), e.into()))?;
        let end = Instant::now() + Duration::from_secs(limits::TAKE_OVER_SECONDS);
        loop {
            match Lock::take(dir, now) {
                Err(StoreError::Held(_)) if Instant::now() < end => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(StoreError::Held(_)) => {
                    return Err(StoreError::TakeOver(TakeOverFault::StillRunning));
                }
                other => return other,
            }
        }
    }
}

impl Drop for Lock {
    /// Unlocks explicitly: a child between fork and exec has a copy of the open file, and with it
    /// the lock.
    fn drop(&mut self) {
        self.file.unlock().unwrap_or_default();
    }
}

/// Whether a notebook is open somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockState {
    Free,
    Held(Holder),
    /// the lock file cannot be read
    Unknown,
}

/// Tests the lock without taking the notebook. Uses a shared lock and releases it at once: several
/// tests do not conflict, and an opening fails only if it coincides with a test.
pub fn look(dir: &Path) -> LockState {
    let file = match super::open_regular(&dir.join("LOCK")) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return LockState::Free,
        Err(_) => return LockState::Unknown,
    };
    match file.try_lock_shared() {
        Ok(()) => {
            file.unlock().unwrap_or_default();
            LockState::Free
        }
        Err(TryLockError::WouldBlock) => LockState::Held(holder(dir)),
        Err(TryLockError::Error(_)) => LockState::Unknown,
    }
}

/// The holder named in `LOCK`.
pub fn holder(dir: &Path) -> Holder {
    let bytes = RealDisk.read(&dir.join("LOCK"), limits::SMALL_FILE).unwrap_or_default();
    Holder::from_text(&String::from_utf8_lossy(&bytes))
}

/// Overwrites the text, then truncates: on a full disk, truncating first would leave it empty.
fn write_text(file: &mut File, text: &str) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)
}

/// Opens the lock file for writing; if that is not permitted, for reading, which can be locked as
/// well.
fn open_any(path: &Path) -> std::io::Result<(File, bool)> {
    match RealDisk.open_or_create(path) {
        Err(e) if is_read_only(&e) => Ok((File::open(path)?, false)),
        opened => opened.map(|file| (file, true)),
    }
}

fn own_holder(now: u64) -> Holder {
    let terminal = rustix::termios::ttyname(std::io::stdin(), Vec::new());
    Holder {
        pid: std::process::id(),
        terminal: terminal.map(|t| t.to_string_lossy().into_owned()).unwrap_or_default(),
        host: host(),
        start: now,
        version: env!("CARGO_PKG_VERSION").into(),
    }
}

pub(super) fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

/// The process to send SIGTERM to: only a `sotay` of the same user on this machine.
fn signal_target(holder: &Holder) -> Result<rustix::process::Pid, TakeOverFault> {
    if holder.host != host() {
        return Err(TakeOverFault::OtherHost);
    }
    let raw = i32::try_from(holder.pid).map_err(|_| TakeOverFault::Unknown)?;
    let pid = rustix::process::Pid::from_raw(raw).ok_or(TakeOverFault::Unknown)?;
    if raw <= 1 || holder.pid == std::process::id() {
        return Err(TakeOverFault::Unknown);
    }
    let process = PathBuf::from(format!("/proc/{raw}"));
    let status = std::fs::read_to_string(process.join("status"));
    let status = status.map_err(|_| TakeOverFault::Unknown)?;
    if real_user(&status) != Some(rustix::process::getuid().as_raw()) {
        return Err(TakeOverFault::OtherUser);
    }
    let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
    if PROGRAMS.contains(&name.trim_end()) { Ok(pid) } else { Err(TakeOverFault::NotSotay) }
}

/// The real user id in `/proc/PID/status`. The owner of `/proc/PID` is no substitute: it is root
/// for a process that is not dumpable.
fn real_user(status: &str) -> Option<u32> {
    let users = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    users.split_whitespace().next()?.parse().ok()
}

/// Whether the folder is on a network file system (NFS, SMB and others), where locks may have no
/// effect.
pub(super) fn is_on_network(dir: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, 9P, FUSE (sshfs)
    const NETWORK: [u32; 9] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x5346_414f,
        0x7375_7245,
        0x00c3_6400,
        0x0102_1997,
        0x6573_5546,
    ];
    rustix::fs::statfs(dir).is_ok_and(|fs| NETWORK.contains(&(fs.f_type as u32)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may stop
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_open_file_in_a_child_kept_the_notebook_held() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path(), 1).unwrap();
        let copy = lock.file.try_clone().unwrap();
        assert!(matches!(Lock::take(folder.path(), 2), Err(StoreError::Held(_))));
        drop(lock);
        Lock::take(folder.path(), 3).unwrap();
        drop(copy);
    }
}

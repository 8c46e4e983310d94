//! A file that is there whole or not at all: written beside its place, synced, renamed. When it
//! is dropped before that, nothing stays. Work that somebody stops fails at its next write.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::NamedTempFile;

/// Somebody does not want to wait any more.
#[derive(Clone, Debug, Default)]
pub struct Halt(pub Arc<AtomicBool>);

impl Halt {
    /// Taken from the keys and signals that end a program; the second one ends it at once.
    pub fn on_signals() -> Halt {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::flag;
        let halt = Halt::default();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // Where signals cannot be taken they end the program, as they always did.
            let twice = flag::register_conditional_default(signal, halt.0.clone());
            twice.and_then(|_| flag::register(signal, halt.0.clone())).map(drop).unwrap_or(());
        }
        halt
    }

    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// What was asked of earlier work does not hold for the next.
    pub fn withdraw(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Not `Interrupted`: that one is tried again by those who write.
    fn check(&self) -> io::Result<()> {
        if self.asked() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
    }
}

pub struct Beside {
    file: NamedTempFile,
    target: PathBuf,
    halt: Halt,
}

impl Beside {
    pub fn create(target: &Path, halt: &Halt) -> io::Result<Beside> {
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let file = tempfile::Builder::new().prefix(".sotay-").tempfile_in(folder(target))?;
        Ok(Beside { file, target: target.to_owned(), halt: halt.clone() })
    }

    /// From here on the file is in its place; what stood there before is replaced.
    pub fn keep(self) -> io::Result<()> {
        self.halt.check()?;
        self.file.as_file().sync_all()?;
        self.file.persist(&self.target).map_err(|e| e.error)?;
        File::open(folder(&self.target))?.sync_all()
    }
}

/// Where a file's neighbours live.
pub fn folder(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.halt.check()?;
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

impl Seek for Beside {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.as_file_mut().seek(to)
    }
}

//! A writer that fails once: after its first error it accepts and discards everything.
//!
//! The archive writer of workbooks completes its archive when it is dropped, and prints on stderr
//! if that fails, over the screen too. With this below it, the first error ends the work and is
//! kept, and the rest is silent.

use std::io::{self, ErrorKind, Write};

pub struct LatchedWriter<W> {
    out: W,
    failed: Option<io::Error>,
}

impl<W> LatchedWriter<W> {
    pub fn new(out: W) -> LatchedWriter<W> {
        LatchedWriter { out, failed: None }
    }

    /// The result of the work that wrote here: the error of the disk comes before what a library
    /// made of it.
    pub fn result<T>(self, done: io::Result<T>) -> io::Result<T> {
        match self.failed {
            Some(error) => Err(error),
            None => done,
        }
    }

    fn latch<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            if error.kind() == ErrorKind::Interrupted {
                return error;
            }
            let same = error.raw_os_error().map(io::Error::from_raw_os_error);
            let same = same.unwrap_or_else(|| error.kind().into());
            self.failed = Some(error);
            same
        })
    }
}

impl<W: Write> Write for LatchedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self.failed {
            Some(_) => Ok(bytes.len()),
            None => self.out.write(bytes),
        };
        let written = match written {
            Ok(0) if !bytes.is_empty() => Err(ErrorKind::WriteZero.into()),
            written => written,
        };
        self.latch(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed.is_some() {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.latch(flushed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::blank::{self, BlankQuestion, BlankWords};
    use crate::office::book::{Cell, CellLook, Column, WorkbookWriter};

    /// A disk that is full after some writes. `after` counts writes to it once it was full.
    struct FullDisk {
        out: Vec<u8>,
        room: usize,
        after: usize,
    }

    impl Write for FullDisk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.room == 0 {
                self.after += 1;
                return Err(ErrorKind::StorageFull.into());
            }
            self.room -= 1;
            self.out.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Writes with every number of writes that fit, until all do.
    fn at_every_write(write: impl Fn(&mut FullDisk) -> io::Result<()>) {
        for room in 0.. {
            let mut disk = FullDisk { out: Vec::new(), room, after: 0 };
            let written = write(&mut disk);
            if disk.after == 0 {
                assert!(written.is_ok() && room > 5, "{room}: {written:?}");
                return;
            }
            // a second write would be that of the archive being completed, which prints
            assert_eq!(disk.after, 1, "{room}");
            assert_eq!(written.unwrap_err().kind(), ErrorKind::StorageFull, "{room}");
        }
    }

    #[test]
    fn a_disk_that_is_full_at_any_write_is_one_silent_error() {
        let folder = tempfile::tempdir().unwrap();
        at_every_write(|out| {
            let mut book = WorkbookWriter::new(folder.path())?;
            let mut sheet = book.sheet("Cán bộ")?;
            sheet.header(&[Column { heading: "Tên".into(), look: CellLook::Text }])?;
            sheet.row(&[Cell::Text("An".into())])?;
            book.save(out)
        });
        at_every_write(|out| {
            let column = Column { heading: "Tên".into(), look: CellLook::Text };
            let question = BlankQuestion {
                column,
                help: String::new(),
                choices: Vec::new(),
                several: false,
            };
            let words = BlankWords { list: "Cán bộ".into(), ..BlankWords::default() };
            let words = BlankWords { help: "1".into(), choices: "2".into(), ..words };
            blank::write(&words, &[question], out)
        });
    }
}

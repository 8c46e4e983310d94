//! Writes files for the user, and explains errors in words.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::lang::system::why;
use crate::lang::{Lang, files};
use crate::office::book::WorkbookWriter;
use crate::storage::disk::atomic_file::{AtomicFile, folder, is_in_place};
use crate::store::catch_with_payload;
use crate::text::format::show_int;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFault {
    /// the file exists, and the user has not agreed to replace it
    Exists,
    /// anything else, as a sentence
    Other(String),
}

/// Writes a workbook. The library panics where it cannot write its temporary rows, with various
/// texts; every panic becomes an error, since the caller drops the half-written file anyway.
pub fn workbook<T, E: From<io::Error>>(write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_with_payload(write).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(error_in_panic(words.unwrap_or_default()).into())
    })
}

/// The error that was unwrapped, if the text of the panic has its code. The code is lost where a
/// library replaces the error; without one, its rows did not fit.
fn error_in_panic(words: &str) -> io::Error {
    const ROWS: &str = "write to xml file";
    let code = words.split_once("Os { code: ").and_then(|(_, rest)| rest.split_once(','));
    match code.and_then(|(code, _)| code.trim().parse().ok()) {
        Some(code) => io::Error::from_raw_os_error(code),
        None if words.contains(ROWS) => io::ErrorKind::StorageFull.into(),
        None => io::Error::other(words.to_owned()),
    }
}

/// Flushes the buffer. The file is not published yet.
pub fn fill_file(mut out: BufWriter<AtomicFile>) -> io::Result<AtomicFile> {
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Flushes the buffer and publishes the file.
pub fn finish_file(out: BufWriter<AtomicFile>) -> io::Result<()> {
    fill_file(out)?.publish()
}

pub fn fill_book(book: WorkbookWriter, file: AtomicFile) -> io::Result<AtomicFile> {
    let mut out = BufWriter::new(file);
    book.save(&mut out)?;
    fill_file(out)
}

pub fn save_book(book: WorkbookWriter, file: AtomicFile) -> io::Result<()> {
    fill_book(book, file)?.publish()
}

impl From<String> for WriteFault {
    fn from(sentence: String) -> WriteFault {
        WriteFault::Other(sentence)
    }
}

impl WriteFault {
    pub fn of(error: &io::Error, file: &Path, lang: Lang) -> WriteFault {
        WriteFault::after(error, file, 0, lang)
    }

    /// The fault after an import that has already changed `changed` records of the notebook.
    pub fn after(error: &io::Error, file: &Path, changed: u64, lang: Lang) -> WriteFault {
        let name = file.display().to_string();
        let safe = match changed {
            0 => files::unchanged(lang),
            n => files::entered(lang, &show_int(i64::try_from(n).unwrap_or(i64::MAX))),
        };
        match error.kind() {
            _ if is_in_place(error) => WriteFault::Other(files::not_synced(lang, &name, &safe)),
            io::ErrorKind::AlreadyExists => WriteFault::Exists,
            // creating a file fails with this only if its folder is missing
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                let folder = folder(file).display().to_string();
                WriteFault::Other(files::no_folder(lang, &folder, &safe))
            }
            kind => {
                let why = why(error, lang);
                let full = matches!(
                    kind,
                    io::ErrorKind::StorageFull
                        | io::ErrorKind::QuotaExceeded
                        | io::ErrorKind::WriteZero
                );
                let todo = if full { files::make_room(lang) } else { files::other_place(lang) };
                WriteFault::Other(files::not_written(lang, &name, &why, &safe, &todo))
            }
        }
    }

    /// Text for the command line, which has an option to replace a file; the screen asks instead.
    pub fn text(self, file: &Path, lang: Lang) -> String {
        match self {
            WriteFault::Exists => files::is_there(lang, &file.display().to_string()),
            WriteFault::Other(sentence) => sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An export to a full disk once ended the program, with the library's message or without one.
    #[test]
    #[allow(clippy::panic)]
    fn a_panic_of_the_writer_of_workbooks_is_an_error_in_words() {
        let file = Path::new("ds.xlsx");
        let text = |fault: io::Result<()>| {
            WriteFault::of(&fault.unwrap_err(), file, Lang::Vi).text(file, Lang::Vi)
        };
        let fault = workbook(|| -> io::Result<()> { panic!("Couldn't write to xml file") });
        assert!(text(fault).contains("đĩa đầy"));
        // as when the rows of a small workbook are flushed
        #[cfg(unix)]
        {
            let full = io::Error::from_raw_os_error(28);
            let fault = workbook(|| -> io::Result<()> {
                panic!("called `Result::unwrap()` on an `Err` value: {full:?}")
            });
            assert!(text(fault).contains("đĩa đầy"));
        }
        let fault = workbook(|| -> io::Result<()> { panic!("another reason") });
        assert!(text(fault).contains("ds.xlsx"));
        assert_eq!(workbook(|| io::Result::Ok(3)).unwrap(), 3);
    }
}

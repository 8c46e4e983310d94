//! What is said when a file that a person asked for is not written.

use std::io;
use std::path::Path;

use crate::lang::system::why;
use crate::lang::{Lang, files};
use crate::office::beside::is_in_place;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFault {
    /// a file of that name is there, and nobody said that it may be replaced
    Exists,
    /// anything else, as a sentence
    Other(String),
}

impl From<String> for WriteFault {
    fn from(sentence: String) -> WriteFault {
        WriteFault::Other(sentence)
    }
}

impl WriteFault {
    pub fn of(error: &io::Error, file: &Path, lang: Lang) -> WriteFault {
        let name = file.display().to_string();
        match error.kind() {
            _ if is_in_place(error) => WriteFault::Other(files::not_synced(lang, &name)),
            io::ErrorKind::AlreadyExists => WriteFault::Exists,
            _ => WriteFault::Other(files::not_written(lang, &name, &why(error, lang))),
        }
    }

    /// For the command line, which has an option where the screen asks.
    pub fn text(self, file: &Path, lang: Lang) -> String {
        match self {
            WriteFault::Exists => files::is_there(lang, &file.display().to_string()),
            WriteFault::Other(sentence) => sentence,
        }
    }
}

//! Version stamp of an exported row: the head of its record, and whether personal answers were
//! exported. An import uses it to tell changes made in the file from changes made in the notebook
//! since.
//!
//! The leading letter keeps spreadsheets from reading the digits as a number. A head is a hash and
//! reveals nothing about a person. Words for a reader may follow.

use std::fmt;
use std::str::FromStr;

use crate::lang::{Lang, files};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowStamp {
    pub head: u64,
    /// whether personal answers were exported too
    pub contacts: bool,
}

impl fmt::Display for RowStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.contacts { 'w' } else { 'v' };
        write!(f, "{letter}{:016x}", self.head)
    }
}

impl FromStr for RowStamp {
    type Err = ();

    fn from_str(text: &str) -> Result<RowStamp, ()> {
        let text = text.split_whitespace().next().ok_or(())?;
        let (letter, digits) = text.split_at_checked(1).ok_or(())?;
        let contacts = match letter {
            "w" | "W" => true,
            "v" | "V" => false,
            _ => return Err(()),
        };
        let hex = digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let head = if hex { u64::from_str_radix(digits, 16).ok() } else { None };
        Ok(RowStamp { head: head.ok_or(())?, contacts })
    }
}

/// Whether the words after a stamp say that the record is made up.
pub fn is_made_up(stamp: &str) -> bool {
    [Lang::Vi, Lang::En].iter().any(|lang| stamp.contains(&files::made_up(*lang)))
}

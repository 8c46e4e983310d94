//! The marks of a case: what identifies it, and its news. The field `heads` stores them as words
//! separated by spaces, with numbers and bytes in hexadecimal. Only this file writes and reads
//! them. Cases are found by them, so the format must never change.

use super::quarantined::EpochEnds;
use crate::text::hex::{hex, short_hex, unhex};

/// Maximum letters of all marks of a case.
pub(crate) const MAX_LETTERS: usize = 400;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseMarks(String);

impl CaseMarks {
    pub(crate) fn new() -> CaseMarks {
        CaseMarks::default()
    }

    /// Parses the text of the field `heads`.
    pub(crate) fn read(text: &str) -> CaseMarks {
        CaseMarks(text.to_owned())
    }

    pub(crate) fn word(self, word: &str) -> CaseMarks {
        CaseMarks([&self.0, word].join(" ").trim().to_owned())
    }

    /// Adds a device or an opid.
    pub(crate) fn bytes(self, bytes: &[u8; 16]) -> CaseMarks {
        self.word(&hex(bytes))
    }

    /// Adds a device by its first digits, for cases that do not cause the device's log to be read
    /// again.
    pub(crate) fn short_device(self, device: &[u8; 16]) -> CaseMarks {
        self.word(&short_hex(device))
    }

    /// Adds a head, an epoch or a time.
    pub(crate) fn number(self, number: u64) -> CaseMarks {
        self.word(&format!("{number:016x}"))
    }

    /// Adds a number with a letter for its sort; two marks of a sort mean that the event happened
    /// twice.
    pub(crate) fn sorted_number(self, sort: char, number: u64) -> CaseMarks {
        self.word(&format!("{sort}{number:016x}"))
    }

    /// Adds the end of each epoch of a device.
    pub(crate) fn ends(self, ends: &EpochEnds) -> CaseMarks {
        let one = |(epoch, seq): (&u64, &u64)| format!("{epoch:016x}:{seq}");
        self.word(&ends.iter().map(one).collect::<Vec<_>>().join(" "))
    }

    pub(crate) fn cut(self) -> CaseMarks {
        CaseMarks(self.0.chars().take(MAX_LETTERS).collect())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The device that the case is about: the first mark.
    pub(crate) fn device(&self) -> Option<[u8; 16]> {
        self.words().next().and_then(unhex)
    }

    /// The second mark, as a number.
    pub(crate) fn second_number(&self) -> Option<u64> {
        self.words().nth(1).and_then(|word| u64::from_str_radix(word, 16).ok())
    }

    pub(crate) fn has_bytes(&self, bytes: &[u8; 16]) -> bool {
        let wanted = hex(bytes);
        self.words().any(|word| word == wanted)
    }

    pub(crate) fn read_ends(&self) -> EpochEnds {
        let one = |word: &str| {
            let (epoch, seq) = word.split_once(':')?;
            Some((u64::from_str_radix(epoch, 16).ok()?, seq.parse().ok()?))
        };
        self.words().filter_map(one).collect()
    }

    /// The marks with other ends of epochs.
    pub(crate) fn with_ends(&self, ends: &EpochEnds) -> CaseMarks {
        let words: Vec<&str> = self.words().filter(|word| !word.contains(':')).collect();
        CaseMarks(words.join(" ")).ends(ends)
    }

    /// The marks with the news added. `None` if the news is already there, empty, or too long.
    pub(crate) fn with_news(&self, news: &CaseMarks) -> Option<CaseMarks> {
        let new = news.as_str();
        let noted = new.is_empty() || self.words().any(|word| word == new);
        let fits = self.0.len() + new.len() < MAX_LETTERS;
        (!noted && fits).then(|| CaseMarks([&self.0, new].join(" ")))
    }

    /// Whether an earlier mark is of the same sort as the news, so the event happened again.
    pub(crate) fn happened_again(&self, news: &CaseMarks) -> bool {
        let new = news.as_str();
        self.words().any(|word| word.get(..1) == new.get(..1) && word.len() == new.len())
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }
}

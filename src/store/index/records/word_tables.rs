//! What the words of the vocabulary, and the names made of them, have of what was typed. Knows no rows
//! but by their places.

use super::tokens;
use super::vocabulary::Vocabulary;
use crate::text::matcher::{PairHits, TextQuery, WordHits};

pub(super) fn at<T: Copy + Default>(table: &[T], number: u16) -> T {
    table.get(usize::from(number)).copied().unwrap_or_default()
}

/// What each word of the vocabulary has of what was typed. Whether it has anything is in a table of
/// its own, small enough for the processor's nearest memory: most rows are refused by it alone.
pub(super) struct WordTables {
    pub written: Vec<WordHits>,
    pub written_found: Vec<u8>,
    /// by token
    pub further: Vec<WordHits>,
    pub further_found: Vec<u8>,
    /// by folded word; none where a single word was typed
    pub pairs: Vec<PairHits>,
}

impl WordTables {
    pub fn new(vocabulary: &Vocabulary, text: &TextQuery) -> WordTables {
        let first = usize::from(tokens::FIRST_WORD);
        let mut further = vec![WordHits::default(); first + vocabulary.folded.len()];
        let folded = further.get_mut(first..).unwrap_or_default();
        for needle in text.needles() {
            for number in vocabulary.folded.holding(needle) {
                let hits = folded.get_mut(usize::from(number)).filter(|hits| hits.is_none());
                if let Some(hits) = hits {
                    *hits = text.hits(vocabulary.folded.get(number), "");
                }
            }
        }
        let with_marks = |(number, fold): (u16, &u16)| {
            let found = folded.get(usize::from(*fold)).copied().unwrap_or_default();
            match found.is_none() {
                true => found,
                false => {
                    text.hits(vocabulary.folded.get(*fold), vocabulary.written.get(number))
                }
            }
        };
        let written: Vec<WordHits> = (0..).zip(&vocabulary.folds).map(with_marks).collect();
        let pairs = match text.has_pairs() {
            true => vocabulary.folded.all().map(|word| text.pair_hits(word)).collect(),
            false => Vec::new(),
        };
        let found = |hits: &Vec<WordHits>| hits.iter().map(|hits| text.found(*hits)).collect();
        WordTables {
            written_found: found(&written),
            written,
            further_found: found(&further),
            further,
            pairs,
        }
    }
}

/// What names one behind the other have of what was typed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameHits {
    pub words: WordHits,
    pub pairs: PairHits,
    /// bytes of the folded words with a space between two
    pub length: u16,
}

impl NameHits {
    pub fn and(self, next: NameHits) -> NameHits {
        if self.length == 0 {
            return next;
        }
        if next.length == 0 {
            return self;
        }
        NameHits {
            words: self.words | next.words.not_first(),
            pairs: self.pairs.and(next.pairs),
            length: self.length.saturating_add(next.length).saturating_add(1),
        }
    }
}

/// The names of the rows of one kind that others' names are made of: what is found in each, by its
/// place. A table of its own says which terms are found, small enough for the processor's memory.
#[derive(Default)]
pub(super) struct LinkedNames {
    pub kind: u8,
    /// the place of the first name in the index
    pub first: u32,
    pub names: Vec<NameHits>,
    pub found: Vec<u8>,
}

impl LinkedNames {
    /// `None` for a row of another kind.
    pub fn found(&self, kind: u8, row: u32) -> Option<u8> {
        let found = self.found.get(row.checked_sub(self.first)? as usize);
        found.copied().filter(|_| kind == self.kind)
    }

    pub fn name(&self, kind: u8, row: u32) -> Option<NameHits> {
        let name = self.names.get(row.checked_sub(self.first)? as usize);
        name.copied().filter(|_| kind == self.kind)
    }
}

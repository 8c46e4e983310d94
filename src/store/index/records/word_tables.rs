//! Tables of what the words of the vocabulary, and names made of them, match of the typed text.
//! Knows rows only by slot.

use super::tokens;
use super::vocabulary::Vocabulary;
use crate::text::matcher::{PairHits, TextQuery, WordHits};

pub(super) fn at<T: Copy + Default>(table: &[T], number: u16) -> T {
    table.get(usize::from(number)).copied().unwrap_or_default()
}

/// The matches of each word of the vocabulary. The found terms are also in separate tables, small
/// enough for the processor's cache, which alone reject most rows.
pub(super) struct WordTables {
    pub written: Vec<WordHits>,
    pub written_found: Vec<u8>,
    /// by token
    pub further: Vec<WordHits>,
    pub further_found: Vec<u8>,
    /// by folded word; empty if a single word was typed
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

/// The matches of concatenated names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameHits {
    pub words: WordHits,
    pub pairs: PairHits,
    /// bytes of the folded words, with single spaces between them
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

/// The matches of the names of one kind that other names include, by slot. The found terms are in a
/// separate table, small enough for the processor's cache.
#[derive(Default)]
pub(super) struct LinkedNames {
    pub kind: u8,
    /// slot of the first name
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

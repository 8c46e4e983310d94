//! Searches by words: compares each word of the vocabulary with the typed text once, then evaluates
//! rows by their word numbers. Finds and ranks as the matcher does on the rows' texts, which a test
//! compares. Knows no filters and no disk.

use super::by_parts::fill_by_parts;
use super::hits::Hits;
use super::places::PlaceWords;
use super::scan::RowFilter;
use super::tokens::{self, Literal, Token};
use super::vocabulary::Vocabulary;
use super::word_tables::{LinkedNames, NameHits, WordTables, at};
use super::{NONE, RecordIndex};
use crate::record::Query;
use crate::store::schema::StoreSchema;
use crate::text::fold::fold;
use crate::text::matcher::{PairHits, SearchText, TextQuery, WordHits};

impl RecordIndex {
    /// The rows with names that are part of a row's name, in this order: its home, the other record
    /// in its title, and that record's home if the row has no home.
    fn named_rows(&self, slot: u32) -> [Option<u32>; 3] {
        let known = |row: u32| Some(row).filter(|row| *row != NONE);
        let (home, via) = (known(self.home(slot)), known(self.place_record(slot)));
        let beyond = via.filter(|_| home.is_none()).and_then(|via| known(self.home(via)));
        [home, via, beyond]
    }

    /// Best matches first; equal ones in list order.
    pub(super) fn search(
        &self,
        plan: &StoreSchema,
        query: &Query,
        wanted: &RowFilter,
        text: &TextQuery,
    ) -> Hits {
        let mut scores = vec![0u32; self.len()];
        let search = Search::new(self, plan, text, query.kind);
        fill_by_parts(&mut scores, |first, part| {
            let mut rows = RowSearch::new(&search);
            for (slot, score) in (first..).zip(part) {
                if self.fits(wanted, slot) {
                    *score = rows.score(slot);
                }
            }
        });
        let score = |slot: u32| scores.get(slot as usize).copied().unwrap_or(0);
        Hits::ranked(self.rows_where(query, |slot| score(slot) > 0), score)
    }
}

/// Number of further words read between checks whether all terms are found.
const WORDS_AT_ONCE: usize = 8;

/// Tables of a search that do not depend on the row.
struct Search<'a> {
    index: &'a RecordIndex,
    vocabulary: &'a Vocabulary,
    text: &'a TextQuery,
    tables: WordTables,
    places: PlaceWords,
    /// one bit per term; a match needs all of them
    all: u8,
    /// a typed term may occur in a number; otherwise numbers are skipped
    has_digit: bool,
    linked: LinkedNames,
}

/// One search over some of the rows.
struct RowSearch<'a, 's> {
    search: &'s Search<'a>,
    /// buffer for a literal word
    literal: String,
}

impl<'a> Search<'a> {
    fn new(
        index: &'a RecordIndex,
        plan: &StoreSchema,
        text: &'a TextQuery,
        kind: u8,
    ) -> Search<'a> {
        let vocabulary = &index.texts.vocabulary;
        let is_letter = |c: char| !c.is_ascii() || c.is_ascii_alphabetic();
        let search = Search {
            index,
            vocabulary,
            text,
            tables: WordTables::new(vocabulary, text),
            places: PlaceWords::new(index, plan, text),
            all: text.all_found(),
            has_digit: text.needles().any(|needle| !needle.chars().any(is_letter)),
            linked: LinkedNames::default(),
        };
        let linked = search.all_linked(kind);
        Search { linked, ..search }
    }

    /// The names of all rows of the kind that rows of `kind` belong to, if most of them are needed;
    /// else none. Computed in memory order, which is much faster than in the order of the rows.
    fn all_linked(&self, kind: u8) -> LinkedNames {
        let index = self.index;
        let slots = index.orders.get(&kind).map_or(&[][..], |orders| orders.day.slots());
        let home = slots.iter().map(|slot| index.home(*slot)).find(|home| *home != NONE);
        let Some(home) = home.filter(|_| slots.len() * 4 >= index.len()) else {
            return LinkedNames::default();
        };
        let kind = index.kind(home);
        let (mut own, mut from_end) = (index.kinds().iter(), index.kinds().iter().rev());
        let first = own.position(|no| *no == kind).unwrap_or(0);
        let after = index.len() - from_end.position(|no| *no == kind).unwrap_or(0);
        let mut names = vec![NameHits::default(); after.saturating_sub(first)];
        let first = u32::try_from(first).unwrap_or(NONE);
        fill_by_parts(&mut names, |at, part| {
            let mut rows = RowSearch::new(self);
            for (slot, name) in (first + at..).zip(part) {
                if index.kind(slot) == kind {
                    *name = rows.linked_name(slot);
                }
            }
        });
        let found = names.iter().map(|name| self.text.found(name.words)).collect();
        LinkedNames { kind, first, names, found }
    }

    /// Whether all these terms come from these typed words.
    fn are_in(&self, terms: u8, words: u64) -> bool {
        let terms = (0..WordHits::TERMS).filter(|at| terms >> at & 1 != 0);
        let mut typed = terms.map(|at| self.text.word_of(at));
        typed.all(|word| word.is_some_and(|word| bit(word) & words != 0))
    }
}

impl<'a, 's> RowSearch<'a, 's> {
    fn new(search: &'s Search<'a>) -> RowSearch<'a, 's> {
        RowSearch { search, literal: String::new() }
    }

    /// The score of a row; 0: no match.
    fn score(&mut self, slot: u32) -> u32 {
        let search = self.search;
        let rows = search.index.named_rows(slot);
        let own = self.find_own_name(slot);
        let mut in_name = own;
        for row in rows.into_iter().flatten() {
            in_name |= self.linked_found(row);
        }
        let mut found = in_name;
        if found != search.all {
            found |= self.find_further(slot, search.all & !found);
        }
        let missing = search.all & !found;
        // most words name no place; then no place of a row is looked up
        let may_be_placed = missing != 0 && search.are_in(missing, search.places.any);
        let mut places = 0;
        if may_be_placed || !search.text.fits_hits() {
            let of = |row| search.places.of(search.index, row);
            places = rows.into_iter().flatten().fold(of(slot), |all, row| all | of(row));
        }
        if !search.are_in(missing, places) {
            return 0;
        }
        let elsewhere = |word: usize| bit(word) & places != 0;
        let score = match search.text.fits_hits() {
            true => {
                // if the name has all terms, the further words do not matter
                let more = match in_name == search.all {
                    true => WordHits::default(),
                    false => self.further(slot),
                };
                let mut name = self.own_name(slot, own);
                for row in rows.into_iter().flatten() {
                    name = name.and(self.linked_name(row));
                }
                let rank = || (name.pairs.count(), usize::from(name.length));
                search.text.score_hits(name.words, more, elsewhere, rank)
            }
            false => search.score_of_texts(slot, elsewhere),
        };
        score.map_or(0, |score| score.saturating_add(1))
    }

    /// The terms in the name of a linked row.
    fn linked_found(&mut self, row: u32) -> u8 {
        match self.search.linked.found(self.search.index.kind(row), row) {
            Some(found) => found,
            None => self.find_own_name(row),
        }
    }

    fn linked_name(&mut self, row: u32) -> NameHits {
        match self.search.linked.name(self.search.index.kind(row), row) {
            Some(name) => name,
            None => {
                let found = self.find_own_name(row);
                self.own_name(row, found)
            }
        }
    }

    /// The terms in a row's own name.
    fn find_own_name(&mut self, slot: u32) -> u8 {
        let search = self.search;
        let mut found = 0;
        for token in tokens::read(search.index.texts.title(slot)) {
            found |= match token {
                Token::Mark(_) => 0,
                Token::Word(number) => at(&search.tables.written_found, number),
                Token::Literal(literal) => {
                    let hits = self.literal(literal, true).0;
                    search.text.found(hits)
                }
            };
        }
        found
    }

    /// The terms in the further words; stops when all `missing` ones are found.
    fn find_further(&mut self, slot: u32, missing: u8) -> u8 {
        let search = self.search;
        let (words, literals) = tokens::numbered(search.index.texts.further(slot));
        let mut found = 0;
        for some in words.chunks(WORDS_AT_ONCE) {
            found = some
                .iter()
                .fold(found, |found, word| found | at(&search.tables.further_found, *word));
            if found & missing == missing {
                return found;
            }
        }
        for token in literals {
            if let Token::Literal(literal) = token {
                let hits = self.literal(literal, false).0;
                found |= search.text.found(hits);
            }
        }
        found
    }

    /// `found`: the terms in its own name.
    fn own_name(&mut self, slot: u32, found: u8) -> NameHits {
        let search = self.search;
        let length = u16::try_from(search.index.texts.folded_length(slot)).unwrap_or(u16::MAX);
        let has_pairs = !search.tables.pairs.is_empty();
        if found == 0 && !has_pairs {
            return NameHits { length, ..NameHits::default() };
        }
        let mut name = NameHits::default();
        for token in tokens::read(search.index.texts.title(slot)) {
            let (words, pairs) = match token {
                Token::Mark(_) => continue,
                Token::Word(number) => {
                    // an empty word is not searched
                    let decides = name.length == 0 || has_pairs;
                    if decides && search.vocabulary.folded_of(number).is_empty() {
                        continue;
                    }
                    let words = at(&search.tables.written, number);
                    match has_pairs {
                        true => (
                            words,
                            at(&search.tables.pairs, at(&search.vocabulary.folds, number)),
                        ),
                        false => (words, PairHits::default()),
                    }
                }
                Token::Literal(literal) => self.literal(literal, true),
            };
            name = name.and(NameHits { words, pairs, length: 1 });
        }
        NameHits { length, ..name }
    }

    fn further(&mut self, slot: u32) -> WordHits {
        let search = self.search;
        let (words, literals) = tokens::numbered(search.index.texts.further(slot));
        let mut hits = words
            .iter()
            .fold(WordHits::default(), |hits, word| hits | at(&search.tables.further, *word));
        for token in literals {
            if let Token::Literal(literal) = token {
                hits = hits | self.literal(literal, false).0;
            }
        }
        hits.not_first()
    }

    fn literal(&mut self, literal: Literal<'_>, is_written: bool) -> (WordHits, PairHits) {
        let search = self.search;
        if literal.is_digits && !search.has_digit {
            return Default::default();
        }
        self.literal.clear();
        literal.write(&mut self.literal);
        let word = self.literal.as_str();
        match is_written && !literal.is_digits {
            true => {
                let folded = fold(word);
                (search.text.hits(&folded, word), search.text.pair_hits(&folded))
            }
            false => (search.text.hits(word, ""), search.text.pair_hits(word)),
        }
    }
}

impl<'a> Search<'a> {
    /// Scores a row by its texts, if more words were typed than the tables hold.
    fn score_of_texts(
        &self,
        slot: u32,
        is_elsewhere: impl FnMut(usize) -> bool,
    ) -> Option<u32> {
        let (mut name, mut exact, mut more) = (String::new(), String::new(), String::new());
        let rows =
            std::iter::once(slot).chain(self.index.named_rows(slot).into_iter().flatten());
        for row in rows {
            for word in self.words(self.index.texts.title(row)) {
                add(&fold(&word), &mut name);
                add(&word, &mut exact);
            }
        }
        for token in tokens::read(self.index.texts.further(slot)) {
            match token {
                Token::Mark(_) => {}
                Token::Word(number) => add(self.vocabulary.folded.get(number), &mut more),
                Token::Literal(literal) => add(&literal.text(), &mut more),
            }
        }
        let hay = SearchText { name: &name, exact: &exact, more: &more };
        self.text.matches_elsewhere(&hay, is_elsewhere)
    }

    /// The words of a title as written, except those without searchable characters.
    fn words(&self, title: &'a [u16]) -> impl Iterator<Item = String> {
        let word = |token: Token<'_>| match token {
            Token::Mark(_) => String::new(),
            Token::Word(number) => self.vocabulary.written.get(number).to_owned(),
            Token::Literal(literal) => literal.text(),
        };
        tokens::read(title).map(word).filter(|word| !fold(word).is_empty())
    }
}

/// The bit of a typed word in `PlaceWords`.
fn bit(word: usize) -> u64 {
    1u64.checked_shl(u32::try_from(word).unwrap_or(u32::MAX)).unwrap_or(0)
}

/// Appends a word, after a space if needed.
fn add(word: &str, text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

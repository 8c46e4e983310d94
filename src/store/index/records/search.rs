//! Searching by words: each word of the vocabulary is compared with what was typed once, then a row
//! is what its words are. It finds and ranks as the matcher does on the rows' texts, which a test
//! compares; it knows no filters and no disk.

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
    /// The rows whose names are part of a row's name, in this order: what it belongs to, the other
    /// record in its title, and what that one belongs to if the row itself belongs to nothing.
    fn named_rows(&self, slot: u32) -> [Option<u32>; 3] {
        let known = |row: u32| Some(row).filter(|row| *row != NONE);
        let (home, via) = (known(self.home(slot)), known(self.place_record(slot)));
        let beyond = via.filter(|_| home.is_none()).and_then(|via| known(self.home(via)));
        [home, via, beyond]
    }

    /// Best matches first, equally good ones in order.
    pub(super) fn search(
        &self,
        plan: &StoreSchema,
        query: &Query,
        wanted: &RowFilter,
        text: &TextQuery,
    ) -> Vec<u32> {
        let mut scores = vec![0u32; self.len()];
        let mut search = Search::new(self, plan, text, query.kind);
        for (slot, score) in (0u32..).zip(&mut scores) {
            if self.fits(wanted, slot) {
                *score = search.score(slot);
            }
        }
        let score = |slot: u32| scores.get(slot as usize).copied().unwrap_or(0);
        let found = self.rows_where(query, |slot| score(slot) > 0);
        // a score and a place in one number, which sorts fastest
        let key =
            |(place, slot): (u32, &u32)| u64::from(!score(*slot)) << 32 | u64::from(place);
        let mut keys: Vec<u64> = (0u32..).zip(&found).map(key).collect();
        keys.sort_unstable();
        keys.iter().filter_map(|key| found.get(*key as u32 as usize).copied()).collect()
    }
}

/// Further words looked at before it is seen whether they are enough.
const WORDS_AT_ONCE: usize = 8;

/// One search over many rows.
struct Search<'a> {
    index: &'a RecordIndex,
    vocabulary: &'a Vocabulary,
    text: &'a TextQuery,
    tables: WordTables,
    places: PlaceWords,
    /// of each term one: all of them make a match
    all: u8,
    /// something was typed that a number may hold; otherwise none is looked into
    has_digit: bool,
    /// of the rows that are searched
    kind: u8,
    linked: LinkedNames,
    /// a word as it is
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
        Search {
            index,
            vocabulary,
            text,
            tables: WordTables::new(vocabulary, text),
            places: PlaceWords::new(index, plan, text),
            all: text.all_found(),
            has_digit: text.needles().any(|needle| !needle.chars().any(is_letter)),
            kind,
            linked: LinkedNames::default(),
            literal: String::new(),
        }
    }

    /// 0: does not match.
    fn score(&mut self, slot: u32) -> u32 {
        let rows = self.index.named_rows(slot);
        let own = self.find_own_name(slot);
        let linked = rows.map(|row| row.map_or(0, |row| self.linked(row)));
        let in_name =
            linked.iter().fold(own, |found, known| found | LinkedNames::found(*known));
        let mut found = in_name;
        if found != self.all {
            found |= self.find_further(slot, self.all & !found);
        }
        let missing = self.all & !found;
        // most words name no place at all: then no place of a row is looked up
        let may_be_placed = missing != 0 && self.are_in(missing, self.places.any);
        let mut places = 0;
        if may_be_placed || !self.text.fits_hits() {
            let linked = linked.iter().map(|known| self.linked.name(*known).places);
            places = linked.fold(self.places.of(self.index, slot), |all, own| all | own);
        }
        if !self.are_in(missing, places) {
            return 0;
        }
        let elsewhere = |word: usize| bit(word) & places != 0;
        let score = match self.text.fits_hits() {
            true => {
                // where the name has all of them, the further words decide nothing
                let more = match in_name == self.all {
                    true => WordHits::default(),
                    false => self.further(slot),
                };
                let own = self.own_name(slot, own);
                let name =
                    linked.iter().fold(own, |name, row| name.and(self.linked.name(*row)));
                let rank = || (name.pairs.count(), usize::from(name.length));
                self.text.score_hits(name.words, more, elsewhere, rank)
            }
            false => self.score_of_texts(slot, elsewhere),
        };
        score.map_or(0, |score| score.saturating_add(1))
    }

    /// Whether all of these terms are among these words typed.
    fn are_in(&self, terms: u8, words: u64) -> bool {
        let terms = (0..WordHits::TERMS).filter(|at| terms >> at & 1 != 0);
        let mut typed = terms.map(|at| self.text.word_of(at));
        typed.all(|word| word.is_some_and(|word| bit(word) & words != 0))
    }

    /// What `LinkedNames` knows of a row.
    fn linked(&mut self, row: u32) -> u32 {
        if self.linked.rows.is_empty() {
            self.linked.rows = vec![0; self.index.len()];
            self.all_linked(self.index.kind(row));
        }
        match self.linked.rows.get(row as usize) {
            Some(0) | None => self.add_linked(row),
            Some(known) => *known,
        }
    }

    fn add_linked(&mut self, row: u32) -> u32 {
        let found = self.find_own_name(row);
        let places = self.places.of(self.index, row);
        let name = NameHits { places, ..self.own_name(row, found) };
        self.linked.add(row, found, name)
    }

    /// In the order in which they lie in memory, which is far quicker than in that of the rows;
    /// worth it when most of them are needed.
    fn all_linked(&mut self, kind: u8) {
        let rows = self.index.orders.get(&self.kind).map_or(0, |o| o.day.slots().len());
        if rows * 4 < self.index.len() {
            return;
        }
        let last = u32::try_from(self.index.len()).unwrap_or(NONE);
        for row in (0..last).filter(|slot| self.index.kind(*slot) == kind) {
            self.add_linked(row);
        }
    }

    /// Which terms a row's own name holds.
    fn find_own_name(&mut self, slot: u32) -> u8 {
        let index = self.index;
        let mut found = 0;
        for token in tokens::read(index.texts.title(slot)) {
            found |= match token {
                Token::Mark(_) => 0,
                Token::Word(number) => at(&self.tables.written_found, number),
                Token::Literal(literal) => {
                    let hits = self.literal(literal, true).0;
                    self.text.found(hits)
                }
            };
        }
        found
    }

    /// Which terms the further words hold; it stops when it has those that were missing.
    fn find_further(&mut self, slot: u32, missing: u8) -> u8 {
        let index = self.index;
        let (words, literals) = tokens::numbered(index.texts.further(slot));
        let mut found = 0;
        for some in words.chunks(WORDS_AT_ONCE) {
            found = some
                .iter()
                .fold(found, |found, word| found | at(&self.tables.further_found, *word));
            if found & missing == missing {
                return found;
            }
        }
        for token in literals {
            if let Token::Literal(literal) = token {
                let hits = self.literal(literal, false).0;
                found |= self.text.found(hits);
            }
        }
        found
    }

    /// `found`: the terms that its own name holds.
    fn own_name(&mut self, slot: u32, found: u8) -> NameHits {
        let index = self.index;
        let length = u16::try_from(index.texts.folded_length(slot)).unwrap_or(u16::MAX);
        let has_pairs = !self.tables.pairs.is_empty();
        if found == 0 && !has_pairs {
            return NameHits { length, ..NameHits::default() };
        }
        let mut name = NameHits::default();
        for token in tokens::read(index.texts.title(slot)) {
            let (words, pairs) = match token {
                Token::Mark(_) => continue,
                Token::Word(number) => {
                    // of one that is empty nothing is searched
                    let decides = name.length == 0 || has_pairs;
                    if decides && self.vocabulary.folded_of(number).is_empty() {
                        continue;
                    }
                    let words = at(&self.tables.written, number);
                    match has_pairs {
                        true => {
                            (words, at(&self.tables.pairs, at(&self.vocabulary.folds, number)))
                        }
                        false => (words, PairHits::default()),
                    }
                }
                Token::Literal(literal) => self.literal(literal, true),
            };
            name = name.and(NameHits { words, pairs, length: 1, places: 0 });
        }
        NameHits { length, ..name }
    }

    fn further(&mut self, slot: u32) -> WordHits {
        let index = self.index;
        let (words, literals) = tokens::numbered(index.texts.further(slot));
        let mut hits = words
            .iter()
            .fold(WordHits::default(), |hits, word| hits | at(&self.tables.further, *word));
        for token in literals {
            if let Token::Literal(literal) = token {
                hits = hits | self.literal(literal, false).0;
            }
        }
        hits.not_first()
    }

    fn literal(&mut self, literal: Literal<'_>, is_written: bool) -> (WordHits, PairHits) {
        if literal.is_digits && !self.has_digit {
            return Default::default();
        }
        self.literal.clear();
        literal.write(&mut self.literal);
        let word = self.literal.as_str();
        match is_written && !literal.is_digits {
            true => {
                let folded = fold(word);
                (self.text.hits(&folded, word), self.text.pair_hits(&folded))
            }
            false => (self.text.hits(word, ""), self.text.pair_hits(word)),
        }
    }

    /// More words were typed than the tables hold.
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

    /// The words of a title as they are written, but those of which nothing is searched.
    fn words(&self, title: &'a [u16]) -> impl Iterator<Item = String> {
        let word = |token: Token<'_>| match token {
            Token::Mark(_) => String::new(),
            Token::Word(number) => self.vocabulary.written.get(number).to_owned(),
            Token::Literal(literal) => literal.text(),
        };
        tokens::read(title).map(word).filter(|word| !fold(word).is_empty())
    }
}

/// Of a word typed, among those of places.
fn bit(word: usize) -> u64 {
    1u64.checked_shl(u32::try_from(word).unwrap_or(u32::MAX)).unwrap_or(0)
}

/// One more word behind a space.
fn add(word: &str, text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

//! The vocabulary: each word of all records once, by number. Knows no rows.

use std::collections::HashMap;

use super::NONE;
use super::entry::PART;
use super::tokens::{self, TitleMark, Token};
use crate::text::fold::fold;

/// Terminates each word of a list; never part of a word.
const BETWEEN: char = '\n';

/// Words by number; a number is never reused.
#[derive(Debug, Default)]
pub(super) struct WordList {
    /// the words, each followed by `BETWEEN`
    text: String,
    /// offset of each word
    begins: Vec<u32>,
    /// built at the first look-up
    numbers: HashMap<Box<str>, u16>,
}

impl WordList {
    pub fn from_text(text: String) -> Option<WordList> {
        let words = text.split_terminator(BETWEEN);
        let begins = words.scan(0, |at, word| {
            let begin = *at;
            *at += u32::try_from(word.len() + BETWEEN.len_utf8()).unwrap_or(NONE);
            Some(begin)
        });
        let begins: Vec<u32> = begins.collect();
        let is_whole = begins.len() <= usize::from(tokens::WORDS)
            && (text.is_empty() || text.ends_with(BETWEEN));
        is_whole.then(|| WordList { text, begins, numbers: HashMap::new() })
    }

    /// The input of `from_text`.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn len(&self) -> usize {
        self.begins.len()
    }

    pub fn get(&self, number: u16) -> &str {
        let at = usize::from(number);
        let end = self.begins.get(at + 1).map_or(self.text.len(), |next| *next as usize);
        let word = self.begins.get(at).and_then(|begin| self.text.get(*begin as usize..end));
        word.and_then(|word| word.strip_suffix(BETWEEN)).unwrap_or_default()
    }

    /// Numbers of the words that contain a needle, ascending, possibly repeated. One search through
    /// the whole text is much faster than one per word.
    pub fn holding(&self, needle: &str) -> impl Iterator<Item = u16> {
        let mut number = 0;
        self.text.match_indices(needle).map(move |(place, _)| {
            let is_before = |next: &u32| *next as usize <= place;
            while self.begins.get(usize::from(number) + 1).is_some_and(is_before) {
                number += 1;
            }
            number
        })
    }

    pub fn all(&self) -> impl Iterator<Item = &str> {
        (0..tokens::WORDS).take(self.len()).map(|number| self.get(number))
    }

    /// The number of a word; assigns one if there is room.
    fn number_of(&mut self, word: &str) -> Option<u16> {
        if tokens::is_of_one_record(word) || word.contains(BETWEEN) {
            return None;
        }
        if self.numbers.is_empty() && !self.begins.is_empty() {
            self.numbers = (0..).zip(self.all()).map(|(at, word)| (word.into(), at)).collect();
        }
        if let Some(number) = self.numbers.get(word) {
            return Some(*number);
        }
        let number = u16::try_from(self.len()).ok().filter(|number| *number < tokens::WORDS)?;
        self.begins.push(u32::try_from(self.text.len()).unwrap_or(NONE));
        self.text.push_str(word);
        self.text.push(BETWEEN);
        self.numbers.insert(word.into(), number);
        Some(number)
    }
}

/// The words of titles as written, and the folded words of all search texts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub written: WordList,
    pub folded: WordList,
    /// per written word, the number of its folded word
    pub folds: Vec<u16>,
}

impl Vocabulary {
    pub fn from_parts(
        written: WordList,
        folded: WordList,
        folds: Vec<u16>,
    ) -> Option<Vocabulary> {
        let is_whole = folds.len() == written.len()
            && folds.iter().all(|number| usize::from(*number) < folded.len());
        is_whole.then_some(Vocabulary { written, folded, folds })
    }

    /// Encodes a title template losslessly as tokens.
    pub fn encode_title(&mut self, title: &str) -> Vec<u16> {
        let mut out = Vec::new();
        for (at, part) in title.split(PART).enumerate() {
            if at > 0 {
                out.push(TitleMark::Part.token());
            }
            let (mark, words) = TitleMark::strip(part);
            out.extend(mark.map(TitleMark::token));
            if words.is_empty() {
                continue;
            }
            for word in words.split(' ') {
                match self.number_of_written(word) {
                    Some(number) => out.push(tokens::word(number)),
                    None => tokens::put_literal(word, &mut out),
                }
            }
        }
        out
    }

    /// Encodes further words as tokens, numbered ones first, as their order does not matter.
    /// Otherwise they keep the order of the text, which compresses better.
    pub fn encode_further(&mut self, folded: &str) -> Vec<u16> {
        let (mut numbers, mut literals) = (Vec::new(), Vec::new());
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            match self.folded.number_of(word) {
                Some(number) => numbers.push(tokens::word(number)),
                None => tokens::put_literal(word, &mut literals),
            }
        }
        numbers.extend(literals);
        numbers
    }

    fn number_of_written(&mut self, word: &str) -> Option<u16> {
        let folded = self.folded.number_of(&fold(word))?;
        let number = self.written.number_of(word)?;
        if usize::from(number) == self.folds.len() {
            self.folds.push(folded);
        }
        Some(number)
    }

    /// The folded form of a written word; empty if nothing of it is searchable.
    pub fn folded_of(&self, number: u16) -> &str {
        self.folds.get(usize::from(number)).map_or("", |folded| self.folded.get(*folded))
    }

    /// A title template from its tokens.
    pub fn title(&self, row: &[u16]) -> String {
        let mut out = String::new();
        let mut is_behind_word = false;
        for token in tokens::read(row) {
            if is_behind_word && !matches!(token, Token::Mark(TitleMark::Part)) {
                out.push(' ');
            }
            is_behind_word = !matches!(token, Token::Mark(_));
            match token {
                Token::Mark(mark) => out.push(mark.char()),
                Token::Word(number) => out.push_str(self.written.get(number)),
                Token::Literal(literal) => literal.write(&mut out),
            }
        }
        out
    }

    /// Bytes of a title's folded words with single spaces between them.
    pub fn folded_len(&self, row: &[u16]) -> usize {
        let lengths = tokens::read(row).map(|token| match token {
            Token::Mark(_) => 0,
            Token::Word(number) => self.folded_of(number).len(),
            Token::Literal(literal) => fold(&literal.text()).len(),
        });
        let lengths = lengths.filter(|len| *len > 0).map(|len| len + 1);
        lengths.sum::<usize>().saturating_sub(1)
    }
}

//! Encodes a text as 16-bit tokens: word numbers, title marks, and literals for words without a
//! number. Does not know the words.

use super::entry::{DAY, HOME, PART, VIA};

/// Maximum number of numbered words.
pub(super) const WORDS: u16 = LITERAL - FIRST_WORD;
pub(super) const FIRST_WORD: u16 = 4;
/// Literal word: this plus its length in bytes, then its bytes, two per token.
const LITERAL: u16 = 0xf800;
/// Literal number: this plus its count of digits, then its digits, four per token.
const DIGITS: u16 = 0xfc00;
const MAX_LITERAL: usize = 0x3ff;
/// Longer words with a digit mostly occur in one record only: telephones, tax codes, addresses.
const SHORT: usize = 4;

/// A mark in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleMark {
    /// separates parts
    Part,
    Home,
    Via,
    Day,
}

impl TitleMark {
    const ALL: [TitleMark; FIRST_WORD as usize] =
        [TitleMark::Part, TitleMark::Home, TitleMark::Via, TitleMark::Day];

    pub fn token(self) -> u16 {
        self as u16
    }

    pub fn char(self) -> char {
        match self {
            TitleMark::Part => PART,
            TitleMark::Home => HOME,
            TitleMark::Via => VIA,
            TitleMark::Day => DAY,
        }
    }

    /// The mark that opens a part of a title, and the rest.
    pub fn strip(part: &str) -> (Option<TitleMark>, &str) {
        let opens = |mark: TitleMark| Some((Some(mark), part.strip_prefix(mark.char())?));
        TitleMark::ALL.into_iter().find_map(opens).unwrap_or((None, part))
    }
}

pub(super) enum Token<'a> {
    Mark(TitleMark),
    /// the number of a word
    Word(u16),
    Literal(Literal<'a>),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Literal<'a> {
    len: usize,
    pub is_digits: bool,
    packed: &'a [u16],
}

impl Literal<'_> {
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    pub fn write(&self, out: &mut String) {
        if self.is_digits {
            let digits = self.packed.iter().flat_map(|four| [12, 8, 4, 0].map(|at| four >> at));
            let digit = |bits: u16| char::from(b'0' + (bits & 0xf) as u8);
            out.extend(digits.take(self.len).map(digit));
        } else {
            let bytes = self.packed.iter().flat_map(|two| two.to_le_bytes()).take(self.len);
            out.push_str(&String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()));
        }
    }
}

pub(super) fn word(number: u16) -> u16 {
    FIRST_WORD + number
}

/// Whether a word probably occurs in one record only, so that it is stored as a literal. Days occur
/// in many records.
pub(super) fn is_of_one_record(word: &str) -> bool {
    let is_day = || matches!(word.as_bytes(), [_, _, b'/', _, _, b'/', _, _, _, _]);
    word.len() > SHORT && word.bytes().any(|byte| byte.is_ascii_digit()) && !is_day()
}

/// Appends a literal; a word that is too long is truncated.
pub(super) fn put_literal(word: &str, out: &mut Vec<u16>) {
    let word = word.get(..word.floor_char_boundary(MAX_LITERAL)).unwrap_or_default();
    let len = u16::try_from(word.len()).unwrap_or(0);
    let bytes = word.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        out.push(DIGITS | len);
        let pack = |four: &[u8]| {
            let digits = four.iter().chain(std::iter::repeat(&b'0')).take(4);
            digits.fold(0, |packed, digit| packed << 4 | u16::from(digit - b'0'))
        };
        out.extend(bytes.chunks(4).map(pack));
    } else {
        out.push(LITERAL | len);
        let pack = |two: &[u8]| {
            let byte = |at: usize| two.get(at).copied().unwrap_or(0);
            u16::from_le_bytes([byte(0), byte(1)])
        };
        out.extend(bytes.chunks(2).map(pack));
    }
}

/// Splits a row without marks into its leading word tokens and the rest.
pub(super) fn numbered(row: &[u16]) -> (&[u16], Tokens<'_>) {
    let end = row.iter().position(|token| *token >= LITERAL).unwrap_or(row.len());
    let (words, rest) = row.split_at(end);
    (words, Tokens(rest))
}

pub(super) fn read(row: &[u16]) -> Tokens<'_> {
    Tokens(row)
}

pub(super) struct Tokens<'a>(&'a [u16]);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    #[inline]
    fn next(&mut self) -> Option<Token<'a>> {
        let (token, rest) = self.0.split_first()?;
        self.0 = rest;
        if let Some(number) = token.checked_sub(FIRST_WORD).filter(|_| *token < LITERAL) {
            return Some(Token::Word(number));
        }
        if let Some(mark) = TitleMark::ALL.get(usize::from(*token)) {
            return Some(Token::Mark(*mark));
        }
        let is_digits = *token >= DIGITS;
        let len = usize::from(token & MAX_LITERAL as u16);
        let packed = len.div_ceil(if is_digits { 4 } else { 2 });
        let (packed, rest) = self.0.split_at_checked(packed)?;
        self.0 = rest;
        Some(Token::Literal(Literal { len, is_digits, packed }))
    }
}

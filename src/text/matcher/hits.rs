//! Where a term occurs in a text, as bits. The hits of several words are combined by or, so a word
//! that a hundred thousand rows share is searched once. Knows no rows.

use std::ops::BitOr;

const WHOLE_POINTS: u32 = 60;
const PREFIX_POINTS: u32 = 50;
const INSIDE_POINTS: u32 = 10;
const FIRST_WORD_BONUS: u32 = 15;
const AS_TYPED: u32 = 20;
/// The most points of one word.
pub(super) const MAX_POINTS: u32 = WHOLE_POINTS + AS_TYPED + FIRST_WORD_BONUS;

const INSIDE: u16 = 1;
const PREFIX: u16 = 1 << 1;
const WHOLE: u16 = 1 << 2;
const FIRST_PREFIX: u16 = 1 << 3;
const FIRST_WHOLE: u16 = 1 << 4;
/// The bits of the places of one needle.
const PLACES: u16 = 0x1f;
/// Places that only the first word of a text has.
const FIRST: u16 = FIRST_PREFIX | FIRST_WHOLE;

/// Offsets in `TermHits` of the places of a term's other needles.
const MEANT: u32 = 5;
const MEANT_EXACT: u32 = 10;
/// `FIRST` of all needles of a term.
const TERM_FIRST: u16 = FIRST | FIRST << MEANT | FIRST << MEANT_EXACT;
const MARKED: u16 = 1 << 15;

/// How good a place of a word is, and its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordPlace {
    pub is_start: bool,
    pub points: u32,
}

impl WordPlace {
    fn best(places: u16) -> Option<WordPlace> {
        let found = [
            (FIRST_WHOLE, WHOLE_POINTS + FIRST_WORD_BONUS),
            (FIRST_PREFIX, PREFIX_POINTS + FIRST_WORD_BONUS),
            (WHOLE, WHOLE_POINTS),
            (PREFIX, PREFIX_POINTS),
            (INSIDE, INSIDE_POINTS),
        ];
        let (bit, points) = found.into_iter().find(|(bit, _)| places & bit != 0)?;
        Some(WordPlace { is_start: bit != INSIDE, points })
    }

    fn plus(self, points: u32) -> WordPlace {
        WordPlace { points: self.points + points, ..self }
    }

    fn less(self, points: u32) -> WordPlace {
        WordPlace { points: self.points.saturating_sub(points), ..self }
    }
}

/// What a term finds in a text: the places of its folded word; the places of the word that it means
/// as raw Telex, folded and with marks; and whether it occurs with the marks it was typed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TermHits(u16);

impl TermHits {
    pub fn new(own: u16, is_marked: bool, meant: u16, meant_exact: u16) -> TermHits {
        let marked = if is_marked { MARKED } else { 0 };
        TermHits(own | meant << MEANT | meant_exact << MEANT_EXACT | marked)
    }

    pub fn not_first(self) -> TermHits {
        TermHits(self.0 & !TERM_FIRST)
    }

    /// `is_long`: the meaning as raw Telex also counts without marks.
    pub fn best(self, is_long: bool) -> Option<WordPlace> {
        let places = |at: u32| WordPlace::best(self.0 >> at & PLACES);
        let marked = if self.0 & MARKED != 0 { AS_TYPED } else { 0 };
        let own = places(0).map(|found| found.plus(marked));
        // slightly less than the same word typed directly
        let exact = places(MEANT_EXACT).map(|found| found.less(1));
        let loose = places(MEANT).filter(|_| is_long).map(|found| found.less(AS_TYPED));
        own.max(exact).max(loose)
    }
}

/// What the first terms of a query find, in one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordHits(u128);

impl WordHits {
    pub const TERMS: usize = 8;
    const TERM_BITS: usize = 16;
    const FIRST: u128 = {
        let (mut all, mut at) = (0, 0);
        while at < WordHits::TERMS {
            all |= (TERM_FIRST as u128) << (at * WordHits::TERM_BITS);
            at += 1;
        }
        all
    };

    pub(super) fn of(terms: impl Iterator<Item = TermHits>) -> WordHits {
        let place = (0..WordHits::TERMS).map(|at| at * WordHits::TERM_BITS);
        WordHits(terms.zip(place).fold(0, |all, (hits, at)| all | u128::from(hits.0) << at))
    }

    pub(super) fn term(self, at: usize) -> TermHits {
        let bits =
            self.0.checked_shr(u32::try_from(at * WordHits::TERM_BITS).unwrap_or(u32::MAX));
        TermHits(bits.unwrap_or(0) as u16)
    }

    /// The same in a word that is not the first of its text.
    pub fn not_first(self) -> WordHits {
        WordHits(self.0 & !WordHits::FIRST)
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether the term is found at all. `is_long` as in `TermHits::best`.
    pub(super) fn has(self, at: usize, is_long: bool) -> bool {
        let exact = PLACES | PLACES << MEANT_EXACT;
        let wanted = if is_long { exact | PLACES << MEANT } else { exact };
        self.term(at).0 & wanted != 0
    }
}

impl BitOr for WordHits {
    type Output = WordHits;

    fn bitor(self, other: WordHits) -> WordHits {
        WordHits(self.0 | other.0)
    }
}

/// The pairs that a text starts with the second half of, ends with the first half of, or contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairHits {
    pub(super) starts: u16,
    pub(super) ends: u16,
    pub(super) within: u16,
}

impl PairHits {
    /// The hits of this text followed by `next`.
    pub fn and(self, next: PairHits) -> PairHits {
        PairHits {
            starts: self.starts,
            ends: next.ends,
            within: self.within | next.within | self.ends & next.starts,
        }
    }

    /// The number of pairs contained; each has one bit as typed, and one as meant.
    pub fn count(self) -> u32 {
        ((self.within | self.within >> 1) & 0x5555).count_ones()
    }
}

/// The sorts of places at which a needle occurs in a text. Compares bytes, not letters: this is the
/// innermost loop.
pub(super) fn places(hay: &str, needle: &str) -> u16 {
    // vectorised, and enough for most texts
    if !hay.contains(needle) {
        return 0;
    }
    let (bytes, wanted) = (hay.as_bytes(), needle.as_bytes());
    let Some(first) = wanted.first() else { return 0 };
    let (mut found, mut before) = (INSIDE, b' ');
    for (at, byte) in bytes.iter().enumerate() {
        let opens = !in_word(before);
        before = *byte;
        if opens && byte == first && bytes.get(at..).is_some_and(|b| b.starts_with(wanted)) {
            let goes_on = bytes.get(at + wanted.len()).is_some_and(|b| in_word(*b));
            found |= match (goes_on, at) {
                (true, 0) => FIRST_PREFIX | PREFIX,
                (true, _) => PREFIX,
                (false, 0) => FIRST_WHOLE | WHOLE,
                (false, _) => WHOLE,
            };
        }
    }
    found
}

/// Whether a needle starts at the start of a word somewhere in a text.
pub(super) fn opens_word(hay: &str, needle: &str) -> bool {
    places(hay, needle) & !INSIDE != 0
}

/// Whether a needle starts at the start of a word and ends with the text.
pub(super) fn ends_with_word(hay: &str, needle: &str) -> bool {
    let before = hay.strip_suffix(needle).map(|before| before.as_bytes().last().copied());
    before.is_some_and(|last| last.is_none_or(|byte| !in_word(byte)))
}

/// A letter or digit; bytes beyond ASCII count as parts of letters.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

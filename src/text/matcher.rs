//! The filter of every search box: words in any order, ignoring accents, or in raw Telex.
//!
//! A query is prepared once. It is compared with whole texts, or once with each distinct word of
//! many texts (`hits`), so that a hundred thousand names are filtered between two keys. `folded`
//! texts come from `fold::fold`; `exact` is the text as written.

mod hits;
mod typed_phone;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::compose::{Telex, from_telex};
use super::fold;
use hits::{MAX_POINTS, TermHits, ends_with_word, opens_word, places};
pub use hits::{PairHits, WordHits};

/// From this length on, a word that is raw Telex is also searched for without marks: "as" must not
/// find everything with an a in it.
const TELEX_FOLDED: usize = 3;

/// The text that is searched: folded names, the same with marks, and further folded words, which
/// count for less.
#[derive(Clone, Copy, Debug)]
pub struct SearchText<'a> {
    pub name: &'a str,
    pub exact: &'a str,
    pub more: &'a str,
}

/// How well a text matches. Fields are compared in this order.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    /// words that are not in the text, but in the name of a place
    found_elsewhere: u32,
    /// words that are not in the name
    outside_name: u32,
    /// words found only inside others
    inside: u32,
    /// neighbours as typed that are neighbours in the name
    pairs: u32,
    /// what the words are worth, of 255
    points: u32,
    /// of otherwise equal matches, the shorter text is better
    length: u32,
}

impl Fit {
    /// Higher is better.
    fn score(self) -> u32 {
        let few = |count: u32| 15 - count.min(15);
        let parts = [
            few(self.found_elsewhere),
            few(self.outside_name),
            few(self.inside),
            self.pairs.min(15),
        ];
        let ranks = parts.into_iter().fold(0, |score, part| score << 4 | part);
        ranks << 16 | self.points.min(255) << 8 | (255 - self.length.min(255))
    }
}

/// What one word of the query may mean.
#[derive(Clone, Debug)]
struct Term {
    /// index among the words typed
    at: usize,
    folded: String,
    /// `None` if the word was typed without marks
    exact: Option<Marked>,
    telex: Option<Meant>,
}

/// Two neighbouring words, as typed and as meant in Telex.
#[derive(Clone, Debug)]
struct Pair {
    spellings: [TwoWords; 2],
}

#[derive(Clone, Debug)]
struct TwoWords {
    first: String,
    second: String,
    /// both words with the space between them
    whole: String,
}

#[derive(Clone, Debug)]
struct Meant {
    folded: String,
    exact: Marked,
}

/// A word with its marks in the capitalisations that a name may have: `hòa`, `Hòa`, `HÒA`. Three
/// fast searches, where lower-casing would cost an allocation for every text.
#[derive(Clone, Debug)]
struct Marked([String; 3]);

#[derive(Clone, Debug, Default)]
pub struct TextQuery {
    /// the longest first, because it rejects soonest
    terms: Vec<Term>,
    /// each word with the next one
    pairs: Vec<Pair>,
}

impl TextQuery {
    pub fn new(text: &str) -> TextQuery {
        let mut telex = Telex::new();
        // a comma separates a name from its place, and belongs to neither
        let phone = typed_phone::digits(text);
        let exact = fold::exact(phone.as_deref().unwrap_or(text));
        let words = exact.split(' ').map(|word| word.trim_end_matches([',', ';']));
        let mut terms: Vec<Term> = words.filter_map(|w| Term::new(w, &mut telex)).collect();
        (0..).zip(&mut terms).for_each(|(at, term)| term.at = at);
        let pairs = terms.windows(2).filter_map(Pair::new).collect();
        terms.sort_by_key(|term| std::cmp::Reverse(term.folded.len()));
        TextQuery { terms, pairs }
    }

    /// Nothing was typed: everything matches equally.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words as typed: folded, and the meaning of a word that is raw Telex.
    pub fn words<'a>(&'a self) -> Vec<(&'a str, Option<&'a str>)> {
        let mut terms: Vec<&'a Term> = self.terms.iter().collect();
        terms.sort_by_key(|term| term.at);
        let word = |term: &'a Term| {
            let meant = term.telex.as_ref().map(|meant| meant.folded.as_str());
            (term.folded.as_str(), meant)
        };
        terms.into_iter().map(word).collect()
    }

    /// Higher is better; `None`: a word is missing.
    pub fn matches(&self, folded_hay: &str, exact_hay: &str) -> Option<u32> {
        let hay = SearchText { name: folded_hay, exact: exact_hay, more: "" };
        self.matches_elsewhere(&hay, |_| false)
    }

    /// A word that the text lacks may be elsewhere: the callback gets its index among `words`.
    pub fn matches_elsewhere(
        &self,
        hay: &SearchText<'_>,
        elsewhere: impl FnMut(usize) -> bool,
    ) -> Option<u32> {
        let name = |_: usize, term: &Term| term.hits(hay.name, hay.exact);
        // further words have no order, so none of them is the first
        let more = |_: usize, term: &Term| term.hits(hay.more, "").not_first();
        self.score(name, more, elsewhere, || (self.pairs_in(hay.name), hay.name.len()))
    }

    /// What the first `WordHits::TERMS` terms find in a text. `exact`: the same text with its
    /// marks, or empty if unknown.
    pub fn hits(&self, folded: &str, exact: &str) -> WordHits {
        WordHits::of(self.terms.iter().map(|term| term.hits(folded, exact)))
    }

    /// Whether `score_hits` covers all terms of this query.
    pub fn fits_hits(&self) -> bool {
        self.terms.len() <= WordHits::TERMS
    }

    /// Strings, one of which a folded word must contain for any term to be found in it.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        let meant = self.terms.iter().filter_map(|term| term.telex.as_ref());
        let own = self.terms.iter().map(|term| term.folded.as_str());
        own.chain(meant.map(|meant| meant.folded.as_str()))
    }

    /// One bit for each of the first terms that is found.
    pub fn found(&self, hits: WordHits) -> u8 {
        if hits.is_none() {
            return 0;
        }
        let first = self.terms.iter().take(WordHits::TERMS).enumerate();
        first.fold(0, |found, (at, term)| found | u8::from(hits.has(at, term.is_long())) << at)
    }

    /// The bits that `found` may set.
    pub fn all_found(&self) -> u8 {
        self.terms
            .iter()
            .take(WordHits::TERMS)
            .enumerate()
            .fold(0, |all, (at, _)| all | 1 << at)
    }

    /// The index among `words` of the term that a bit of `found` stands for.
    pub fn word_of(&self, bit: usize) -> Option<usize> {
        self.terms.get(bit).map(|term| term.at)
    }

    /// The score of a text from hits in its words. `name`: hits in its name, `more`: hits in its
    /// further words. `pairs` returns how many pairs are neighbours in the name, and the name's
    /// length in bytes; it is called only if the text matches.
    pub fn score_hits(
        &self,
        name: WordHits,
        more: WordHits,
        elsewhere: impl FnMut(usize) -> bool,
        pairs: impl FnOnce() -> (u32, usize),
    ) -> Option<u32> {
        self.score(|at, _| name.term(at), |at, _| more.term(at), elsewhere, pairs)
    }

    fn score(
        &self,
        name: impl Fn(usize, &Term) -> TermHits,
        more: impl Fn(usize, &Term) -> TermHits,
        mut elsewhere: impl FnMut(usize) -> bool,
        pairs: impl FnOnce() -> (u32, usize),
    ) -> Option<u32> {
        let mut fit = Fit::default();
        for (at, term) in self.terms.iter().enumerate() {
            let found = name(at, term).best(term.is_long()).or_else(|| {
                fit.outside_name += 1;
                more(at, term).best(term.is_long())
            });
            match found {
                Some(found) => {
                    fit.points += found.points;
                    fit.inside += u32::from(!found.is_start);
                }
                None if elsewhere(term.at) => fit.found_elsewhere += 1,
                None => return None,
            }
        }
        let most =
            MAX_POINTS * u32::try_from(self.terms.len()).unwrap_or(u32::MAX / MAX_POINTS);
        fit.points = (fit.points * 255).checked_div(most).unwrap_or(0);
        let (pairs, length) = pairs();
        fit.pairs = pairs;
        fit.length = u32::try_from(length).unwrap_or(u32::MAX);
        Some(fit.score())
    }

    /// Whether a typed word equals the first word of the text.
    pub fn names_first_word(&self, folded_hay: &str) -> bool {
        let first = folded_hay.split(|c: char| !c.is_alphanumeric()).next();
        let first = first.filter(|word| !word.is_empty());
        first.is_some_and(|first| {
            self.words().iter().any(|(typed, meant)| *typed == first || *meant == Some(first))
        })
    }

    /// The number of pairs that are in the name, each starting at the start of a word.
    fn pairs_in(&self, name: &str) -> u32 {
        let stands =
            |pair: &Pair| pair.spellings.iter().any(|two| opens_word(name, &two.whole));
        let pairs = self.pairs.iter().filter(|pair| stands(pair));
        u32::try_from(pairs.count()).unwrap_or(u32::MAX)
    }

    pub fn has_pairs(&self) -> bool {
        !self.pairs.is_empty()
    }

    /// The halves of pairs of the first terms that a folded word has.
    pub fn pair_hits(&self, word: &str) -> PairHits {
        let mut hits = PairHits::default();
        let spellings =
            self.pairs.iter().take(WordHits::TERMS).flat_map(|pair| &pair.spellings);
        for (at, two) in spellings.enumerate() {
            let bit = |is_there: bool| u16::from(is_there) << at;
            hits.ends |= bit(ends_with_word(word, &two.first));
            hits.starts |= bit(word.starts_with(&two.second));
            hits.within |= bit(opens_word(word, &two.whole));
        }
        hits
    }
}

impl Pair {
    fn new(terms: &[Term]) -> Option<Pair> {
        let [first, second] = terms else { return None };
        let two = |first: &str, second: &str| TwoWords {
            first: first.to_owned(),
            second: second.to_owned(),
            whole: format!("{first} {second}"),
        };
        let spellings =
            [two(&first.folded, &second.folded), two(first.meant(), second.meant())];
        Some(Pair { spellings })
    }
}

impl Term {
    fn new(word: &str, telex: &mut Telex) -> Option<Term> {
        let folded = fold::fold(word);
        if folded.is_empty() {
            return None;
        }
        let marked = word.contains('đ') || word.nfd().any(is_combining_mark);
        let telex = from_telex(telex, word)
            .map(|exact| Meant { folded: fold::fold(&exact), exact: Marked::new(&exact) });
        Some(Term { at: 0, folded, exact: marked.then(|| Marked::new(word)), telex })
    }

    /// The word that was meant, if this one is raw Telex, else the word.
    fn meant(&self) -> &str {
        self.telex.as_ref().map_or(&self.folded, |meant| &meant.folded)
    }

    fn hits(&self, folded: &str, exact: &str) -> TermHits {
        let own = places(folded, &self.folded);
        let is_marked =
            own != 0 && self.exact.as_ref().is_some_and(|marked| marked.places(exact) != 0);
        match &self.telex {
            Some(meant) => {
                let places = places(folded, &meant.folded);
                let exact = if places == 0 { 0 } else { meant.exact.places(exact) };
                TermHits::new(own, is_marked, places, exact)
            }
            None => TermHits::new(own, is_marked, 0, 0),
        }
    }

    /// Whether its meaning as raw Telex is also searched for without marks.
    fn is_long(&self) -> bool {
        self.telex.as_ref().is_some_and(|meant| meant.folded.len() >= TELEX_FOLDED)
    }
}

impl Marked {
    fn new(lower: &str) -> Marked {
        let mut letters = lower.chars();
        let title = letters.next().map(char::to_uppercase).into_iter().flatten();
        let title = title.chain(letters).collect();
        Marked([lower.to_owned(), title, lower.to_uppercase()])
    }

    fn places(&self, text: &str) -> u16 {
        self.0.iter().fold(0, |all, form| all | places(text, form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(query: &str, hay: &str) -> Option<u32> {
        TextQuery::new(query).matches(&fold::fold(hay), hay)
    }

    fn better(query: &str, best: &str, other: &str) {
        assert!(score(query, best) > score(query, other), "{query}: {best} before {other}");
        assert!(score(query, other).is_some(), "{query} finds {other}");
    }

    #[test]
    fn words_in_any_order_without_accents() {
        assert!(score("phat hoa", "Cơ sở Hòa Phát").is_some());
        assert!(score("hoa xyz", "Cơ sở Hòa Phát").is_none());
        assert!(score("", "Cơ sở").is_some());
        assert!(score("  ", "Cơ sở").is_some());
        assert!(score("0912 345", "0912 345 678").is_some());
        assert!(score("+84 912.345.678", "ĐT 0912345678").is_some());
    }

    #[test]
    fn prefix_before_inside_and_marks_first() {
        better("an", "Tân An", "Tân Lan");
        better("hoa", "Hoa Lan", "Thu Hoan");
        better("hoa", "Hoa Lan", "Hoan");
        better("hòa", "Cơ sở Hòa Phát", "Cơ sở Hoa Lan");
        better("hòa", "HÒA PHÁT", "HOA LAN");
        better("đa", "Đa Lộc", "Da giày");
        better("go hoa", "Gỗ Hòa Phát", "Hòa Phát gỗ");
    }

    #[test]
    fn raw_telex_is_understood() {
        assert!(score("nguyeenx", "Nguyễn Văn An").is_some());
        assert!(score("nguyeen", "Nguyên liệu").is_some());
        assert!(score("xuwowngr ddoof", "Xưởng đồ gỗ").is_some());
        assert!(score("xuwowngr", "Xuong go").is_some());
        better("xuwowngr", "Xưởng gỗ", "Xương gỗ");
        assert!(score("as", "Lan").is_none());
    }

    #[test]
    fn an_nfd_query_is_the_same() {
        assert_eq!(score("ho\u{300}a", "Hòa Phát"), score("hòa", "Hòa Phát"));
    }
}

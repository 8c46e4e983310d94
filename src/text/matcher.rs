//! The filter of every search box: words in any order, without accents, also in raw Telex.
//!
//! A query is prepared once; a hay costs a few substring searches and no allocation, so that a
//! hundred thousand names are filtered between two keys. The folded hay comes from `fold::fold`,
//! the exact one is the text as it is written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::compose::{Telex, from_telex};
use super::fold;

/// A word meant by raw Telex is also looked for without its marks from this length on: "as" must
/// not find everything with an a in it.
const TELEX_FOLDED: usize = 3;

const WHOLE: u32 = 60;
const PREFIX: u32 = 50;
const INSIDE: u32 = 10;
const AS_TYPED: u32 = 20;
const FIRST_WORD_BONUS: u32 = 15;
/// What a word can be worth.
const MAX_SCORE: u32 = WHOLE + AS_TYPED + FIRST_WORD_BONUS;

/// What is searched: folded names, the same with their marks, and further folded words, which
/// count for less.
#[derive(Clone, Copy, Debug)]
pub struct SearchText<'a> {
    pub name: &'a str,
    pub exact: &'a str,
    pub more: &'a str,
}

/// How well a hay answers. What is first decides first.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    /// words that are outside the hay, in the name of a place
    found_elsewhere: u32,
    /// words that are not in the name
    extra_score: u32,
    /// words found only inside others
    inside: u32,
    /// neighbours as typed that are neighbours in the name
    pairs: u32,
    /// what the words are worth, of 255
    points: u32,
    /// of two equal ones the shorter says more of what was typed
    length: u32,
}

impl Fit {
    /// Higher is better.
    fn score(self) -> u32 {
        let few = |count: u32| 15 - count.min(15);
        let parts = [
            few(self.found_elsewhere),
            few(self.extra_score),
            few(self.inside),
            self.pairs.min(15),
        ];
        let ranks = parts.into_iter().fold(0, |score, part| score << 4 | part);
        ranks << 16 | self.points.min(255) << 8 | (255 - self.length.min(255))
    }
}

/// Where a word is, and what that is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct WordPlace {
    is_start: bool,
    points: u32,
}

impl WordPlace {
    fn inside(points: u32) -> WordPlace {
        WordPlace { is_start: false, points }
    }

    fn plus(self, points: u32) -> WordPlace {
        WordPlace { points: self.points + points, ..self }
    }

    fn less(self, points: u32) -> WordPlace {
        WordPlace { points: self.points.saturating_sub(points), ..self }
    }
}

/// What one word of the query may stand for.
#[derive(Clone, Debug)]
struct Term {
    /// its place among the words typed
    at: usize,
    folded: String,
    /// set when the word was typed with marks
    exact: Option<Marked>,
    telex: Option<Meant>,
}

#[derive(Clone, Debug)]
struct Meant {
    folded: String,
    exact: Marked,
}

/// A word with its marks as it may be in a name: `hòa`, `Hòa`, `HÒA`. Three fast searches
/// where lower case would cost an allocation for every hay.
#[derive(Clone, Debug)]
struct Marked([String; 3]);

#[derive(Clone, Debug, Default)]
pub struct TextQuery {
    /// the longest first: it refuses soonest
    terms: Vec<Term>,
    /// each word with the next one, as typed and as meant
    pairs: Vec<[String; 2]>,
}

impl TextQuery {
    pub fn new(text: &str) -> TextQuery {
        let mut telex = Telex::new();
        // a comma parts a name from its place, and belongs to neither
        let exact = fold::exact(text);
        let words = exact.split(' ').map(|word| word.trim_end_matches([',', ';']));
        let mut terms: Vec<Term> = words.filter_map(|w| Term::new(w, &mut telex)).collect();
        (0..).zip(&mut terms).for_each(|(at, term)| term.at = at);
        let pair = |two: &[Term]| {
            let typed = two.iter().map(|t| t.folded.as_str()).collect::<Vec<_>>();
            let meant = two.iter().map(Term::meant).collect::<Vec<_>>();
            [typed.join(" "), meant.join(" ")]
        };
        let pairs = terms.windows(2).map(pair).collect();
        terms.sort_by_key(|term| std::cmp::Reverse(term.folded.len()));
        TextQuery { terms, pairs }
    }

    /// Nothing was typed: everything matches alike.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words as typed: folded, and what each means when it is raw Telex.
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

    /// A word that the hay lacks may be elsewhere; that is asked by its place among `words`.
    pub fn matches_elsewhere(
        &self,
        hay: &SearchText<'_>,
        mut elsewhere: impl FnMut(usize) -> bool,
    ) -> Option<u32> {
        let mut fit = Fit::default();
        for term in &self.terms {
            let found = term.place(hay.name, hay.exact).or_else(|| {
                fit.extra_score += 1;
                term.place(hay.more, "")
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
        let most = MAX_SCORE * u32::try_from(self.terms.len()).unwrap_or(u32::MAX / MAX_SCORE);
        fit.points = (fit.points * 255).checked_div(most).unwrap_or(0);
        fit.pairs = self.pairs_in(hay.name);
        fit.length = u32::try_from(hay.name.len()).unwrap_or(u32::MAX);
        Some(fit.score())
    }

    /// Whether one of the words typed is the whole first word of the hay.
    pub fn names_first_word(&self, folded_hay: &str) -> bool {
        let first = folded_hay.split(|c: char| !c.is_alphanumeric()).next();
        let first = first.filter(|word| !word.is_empty());
        first.is_some_and(|first| {
            self.words().iter().any(|(typed, meant)| *typed == first || *meant == Some(first))
        })
    }

    fn pairs_in(&self, name: &str) -> u32 {
        let stands = |pair: &String| place(name, pair).is_some_and(|place| place.is_start);
        let pairs = self.pairs.iter().filter(|two| two.iter().any(stands));
        u32::try_from(pairs.count()).unwrap_or(u32::MAX)
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

    /// As raw Telex where it is that.
    fn meant(&self) -> &str {
        self.telex.as_ref().map_or(&self.folded, |meant| &meant.folded)
    }

    fn place(&self, folded_hay: &str, exact_hay: &str) -> Option<WordPlace> {
        let own = place(folded_hay, &self.folded).map(|found| match &self.exact {
            Some(exact) => found.plus(exact.place(exact_hay).map_or(0, |_| AS_TYPED)),
            None => found,
        });
        let meant = self.telex.as_ref().and_then(|meant| meant.place(folded_hay, exact_hay));
        own.max(meant)
    }
}

impl Meant {
    /// A little below the same word typed as it is.
    fn place(&self, folded_hay: &str, exact_hay: &str) -> Option<WordPlace> {
        let folded = place(folded_hay, &self.folded)?;
        let exact = self.exact.place(exact_hay).map(|found| found.less(1));
        let loose = self.folded.len() >= TELEX_FOLDED;
        exact.max(loose.then(|| folded.less(AS_TYPED)))
    }
}

impl Marked {
    fn new(lower: &str) -> Marked {
        let mut letters = lower.chars();
        let title = letters.next().map(char::to_uppercase).into_iter().flatten();
        let title = title.chain(letters).collect();
        Marked([lower.to_owned(), title, lower.to_uppercase()])
    }

    fn place(&self, hay: &str) -> Option<WordPlace> {
        self.0.iter().filter_map(|form| place(hay, form)).max()
    }
}

/// Where the best occurrence is. Bytes, not letters: this is the innermost loop.
fn place(hay: &str, needle: &str) -> Option<WordPlace> {
    // vectorised, and most hays end here
    if !hay.contains(needle) {
        return None;
    }
    let (bytes, wanted) = (hay.as_bytes(), needle.as_bytes());
    let first = *wanted.first()?;
    let (mut best, mut before) = (WordPlace::inside(INSIDE), b' ');
    for (at, byte) in bytes.iter().enumerate() {
        let opens = !in_word(before);
        before = *byte;
        if opens && *byte == first && bytes.get(at..).is_some_and(|b| b.starts_with(wanted)) {
            let goes_on = bytes.get(at + wanted.len()).is_some_and(|b| in_word(*b));
            let word = if goes_on { PREFIX } else { WHOLE };
            let points = word + if at == 0 { FIRST_WORD_BONUS } else { 0 };
            best = best.max(WordPlace { is_start: true, points });
        }
    }
    Some(best)
}

/// A letter or digit; bytes beyond ASCII are taken for parts of letters.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
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

//! Search while typing over today's communes and the former ones, ignoring accents and word order.
//! All names that fold to the same key are found.

use std::cmp::Reverse;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::names::province_first;
use super::old::{HitKind, OldUnit, lines, old_unit, without_type};
use super::place_words::WrittenPlace;
use super::read::read_address;
use super::{Commune, commune, communes, fold, key};
use crate::lang::Lang;
use crate::record::Date;
use crate::text::compose::{Telex, from_telex};

/// A commune of today, found by its own name or by that of a former unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceHit {
    pub commune: Commune,
    pub old: Option<OldUnit>,
    pub how: HitKind,
}

impl PlaceHit {
    /// "Phường Phúc Xá (cũ) → Phường Hồng Hà, Hà Nội", as it is called on the day.
    pub fn label(&self, lang: Lang, day: Date) -> String {
        let now = self.commune.on(day).full_name();
        let former = match lang {
            Lang::Vi => "cũ",
            Lang::En => "former",
        };
        let part = match (self.how.is_split(), lang) {
            (false, _) => "",
            (true, Lang::Vi) => " (một phần)",
            (true, Lang::En) => " (a part)",
        };
        match self.old {
            Some(old) => format!("{} ({former}) → {now}{part}", old.name),
            None => now,
        }
    }
}

/// The keys of all names in one string: `name \t district \t province` for each, up to `ends`.
struct Haystack {
    text: String,
    ends: Vec<u32>,
}

impl Haystack {
    fn entries(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .filter_map(|(from, to)| self.text.get(from as usize..*to as usize))
    }
}

/// Communes under all their names since July 2025; present names come first.
static NAMES: LazyLock<Vec<Commune>> = LazyLock::new(|| {
    let earlier = communes().iter().flat_map(|commune| commune.names().skip(1));
    communes().iter().copied().chain(earlier).collect()
});

/// First all communes, then the former ones in the order of their list.
static HAYSTACK: LazyLock<Haystack> = LazyLock::new(|| {
    let mut hay = Haystack { text: String::new(), ends: Vec::new() };
    let mut push = |name: &str, around: &[&str]| {
        hay.text.push_str(&key(name));
        hay.text.push('\t');
        let around: Vec<String> = around.iter().map(|unit| key(unit)).collect();
        hay.text.push_str(&around.join("\t"));
        hay.ends.push(u32::try_from(hay.text.len()).unwrap_or(u32::MAX));
    };
    for commune in NAMES.iter() {
        push(commune.name, &[commune.province().map_or("", |p| p.short_name())]);
    }
    for line in lines() {
        match old_unit(line) {
            Some(old) => push(old.name, &[old.district, old.province]),
            None => push("", &[]),
        }
    }
    hay
});

/// Searches the whole country; of hits that answer equally well, those in the officer's province
/// (`near`, a code) come first.
pub fn search(query: &str, near: Option<&str>, limit: usize) -> Vec<PlaceHit> {
    search_near(query, near, false, limit)
}

/// Of equal hits, those in `province` come first; with `only` there are no others.
pub fn search_near(
    query: &str,
    province: Option<&str>,
    only: bool,
    limit: usize,
) -> Vec<PlaceHit> {
    if let Some(found) = commune(query.trim()) {
        return vec![PlaceHit { commune: found, old: None, how: HitKind::Now }];
    }
    let mut found = matching(&PlaceSearch::new(query), province, only);
    for reading in [as_listed, meant_by_telex] {
        if found.is_empty()
            && let Some(meant) = reading(query)
        {
            found = matching(&PlaceSearch::new(&meant), province, only);
        }
    }
    if found.is_empty() {
        found = as_read(query, province, only);
    }
    found.truncate(limit);
    found
}

/// Reads the query as an address, or as a name in a spelling that no list has.
fn as_read(query: &str, province: Option<&str>, only: bool) -> Vec<PlaceHit> {
    let written = WrittenPlace { commune: query, home: province, ..WrittenPlace::default() };
    let communes = read_address(written).place.communes().into_iter();
    let inside = |commune: &Commune| !only || province.is_none_or(|p| p == commune.province);
    let hit = |commune| PlaceHit { commune, old: None, how: HitKind::Now };
    communes.filter(inside).map(hit).collect()
}

/// The query with its provinces as the list has them: "chau doc tinh an giang" becomes "chau doc an
/// giang", and "go vap tphcm" becomes "go vap ho chi minh".
fn as_listed(query: &str) -> Option<String> {
    let line = key(query);
    let mut words: Vec<&str> = Vec::new();
    let mut rest = line.as_str();
    while let Some((word, after)) = province_first(rest).or_else(|| first_word(rest)) {
        words.push(word);
        rest = after;
    }
    let listed = words.join(" ");
    (listed != line).then_some(listed)
}

fn first_word(line: &str) -> Option<(&str, &str)> {
    (!line.is_empty()).then(|| line.split_once(' ').unwrap_or((line, "")))
}

/// "xuaan hoaf", typed without an input method.
fn meant_by_telex(query: &str) -> Option<String> {
    let mut telex = Telex::new();
    let mut changed = false;
    let words = query.split_whitespace().take(12).map(|word| {
        let meant = from_telex(&mut telex, word);
        changed |= meant.is_some();
        meant.unwrap_or_else(|| word.to_string())
    });
    let meant = words.collect::<Vec<_>>().join(" ");
    changed.then_some(meant)
}

/// Best first.
fn matching(asked: &PlaceSearch, province: Option<&str>, only: bool) -> Vec<PlaceHit> {
    if asked.words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Rank, PlaceHit)> = Vec::new();
    for (at, entry) in HAYSTACK.entries().enumerate() {
        let Some(fit) = asked.fit(entry) else { continue };
        let Some(hit) = hit_at(at) else { continue };
        let near = province.is_some_and(|p| p == hit.commune.province);
        // present names come first
        let nothing_new =
            hit.how == HitKind::Now && at >= communes().len() || says_nothing_new(&hit);
        let shown = !found.is_empty() && nothing_new && has_now(&found, &hit);
        if only && province.is_some() && !near || shown {
            continue;
        }
        let name = hit.old.map_or(hit.commune.name, |old| old.name);
        let rank = (fit, asked.marks_agree(&hit), near, at < communes().len());
        found.push(((Reverse(rank), name), hit));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, hit)| hit).collect()
}

type Rank = (Reverse<(PlaceFit, bool, bool, bool)>, &'static str);

/// How well a name answers; later is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum PlaceFit {
    /// some words are of the district or the province
    Around,
    Words,
    /// the whole name, and the beginning of its district or province
    WholeAndMore,
    /// the name begins with the query
    Start,
    /// the whole name, alone or with its district or province
    Whole,
}

struct PlaceSearch {
    words: Vec<String>,
    line: String,
    /// the query in small letters, when it has marks
    marked: Option<String>,
}

impl PlaceSearch {
    fn new(query: &str) -> PlaceSearch {
        let line = key(query);
        let words = line.split(' ').filter(|w| !w.is_empty()).map(str::to_string).collect();
        let exact = in_words(query);
        let marked = (exact != fold(&exact)).then_some(exact);
        PlaceSearch { words, line, marked }
    }

    fn fit(&self, entry: &str) -> Option<PlaceFit> {
        let (name, around) = entry.split_once('\t')?;
        let mut all_in_name = true;
        for word in &self.words {
            if !starts_a_word(name, word) {
                all_in_name = false;
                if !around.split('\t').any(|unit| starts_a_word(unit, word)) {
                    return None;
                }
            }
        }
        let bare = without_type(name);
        let more = self.after(name).or_else(|| self.after(bare));
        Some(if more.is_some_and(|more| is_around(more, around)) {
            PlaceFit::Whole
        } else if name.starts_with(&self.line) || bare.starts_with(&self.line) {
            PlaceFit::Start
        } else if more.is_some_and(|more| forms(around).any(|unit| unit.starts_with(more))) {
            PlaceFit::WholeAndMore
        } else if all_in_name {
            PlaceFit::Words
        } else {
            PlaceFit::Around
        })
    }

    /// What follows the whole name in the query.
    fn after(&self, name: &str) -> Option<&str> {
        words_after(&self.line, name)
    }

    /// Whether the name, with the units around it, has the marks of the query.
    fn marks_agree(&self, hit: &PlaceHit) -> bool {
        let Some(marked) = &self.marked else { return false };
        let full = match hit.old {
            Some(old) => {
                let name = format!("{} {}", old.name, old.province);
                let district = format!("{} {} {}", old.name, old.district, old.province);
                [name, district].map(|name| in_words(&name))
            }
            None => [in_words(hit.commune.name), in_words(&hit.commune.full_name())],
        };
        full.iter().any(|full| full.contains(marked.as_str()))
    }
}

fn words_after<'q>(line: &'q str, name: &str) -> Option<&'q str> {
    let more = line.strip_prefix(name)?;
    if more.is_empty() { Some(more) } else { more.strip_prefix(' ') }
}

/// The units around a commune, with their types and without.
fn forms(around: &str) -> impl Iterator<Item = &str> {
    around.split('\t').flat_map(|unit| [unit, without_type(unit)])
}

/// Whether the words are no more than whole units around a commune.
fn is_around(words: &str, around: &str) -> bool {
    let rest = |unit: &str| words_after(words, unit);
    let is_unit = |more: &str| more.is_empty() || forms(around).any(|unit| unit == more);
    words.is_empty() || forms(around).filter_map(rest).any(is_unit)
}

/// The words in small letters with their marks, without punctuation.
fn in_words(text: &str) -> String {
    let text: String = text.nfc().flat_map(char::to_lowercase).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn starts_a_word(hay: &str, word: &str) -> bool {
    hay.split(' ').any(|w| w.starts_with(word))
}

fn hit_at(at: usize) -> Option<PlaceHit> {
    if let Some(named) = NAMES.get(at) {
        return Some(PlaceHit { commune: commune(named.code)?, old: None, how: HitKind::Now });
    }
    let old = old_unit(lines().get(at.checked_sub(NAMES.len())?)?)?;
    Some(PlaceHit { commune: commune(old.new_code)?, old: Some(old), how: old.how })
}

/// Whether a former unit went wholly into a commune of the same name.
fn says_nothing_new(hit: &PlaceHit) -> bool {
    hit.old.is_some_and(|old| {
        old.how == HitKind::Whole
            && without_type(&key(old.name)) == without_type(&key(hit.commune.name))
    })
}

fn has_now(found: &[(Rank, PlaceHit)], hit: &PlaceHit) -> bool {
    found.iter().any(|(_, other)| other.how == HitKind::Now && other.commune == hit.commune)
}

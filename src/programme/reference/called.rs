//! What communes are called when a list is searched: by the words of their own names, and by the
//! whole name of anything they lie in or were made of.
//!
//! A province's single words are no names: "tho" must not find everything in Phú Thọ.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::names::ALIASES;
use super::old::{old_units, without_type};
use super::{communes, key};
use crate::text::matcher::Query;

/// A typed word as it may stand in a name: without hyphens and commas, which names lack here.
struct Word {
    spellings: Vec<String>,
}

/// A search, made ready for the names of places.
pub struct Asked(Vec<Word>);

/// Words beyond these are not looked for in names of places.
const MOST: usize = 64;

/// Every name once, so that a search costs what it finds and not what there is.
struct Index {
    /// words of communes' own names without "Xã", "Phường", in order, each with its commune
    own: Vec<(String, u16)>,
    /// whole names in order, each with the communes that it stands for
    names: Vec<(String, Vec<u16>)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::build);

/// One bit for each word that a commune, or what it lies in or was made of, is called by, in the
/// order of `communes`; empty when the words name no place at all.
pub fn answers(asked: &Asked) -> Vec<u64> {
    let mut bits = Vec::new();
    let mut give = |commune: u16, more: u64| {
        if bits.is_empty() {
            bits.resize(communes().len(), 0);
        }
        if let Some(known) = bits.get_mut(usize::from(commune)) {
            *known |= more;
        }
    };
    for (at, word) in asked.0.iter().enumerate() {
        for spelling in word.spellings.iter().filter(|spelling| !spelling.is_empty()) {
            let own = &INDEX.own;
            let from = own.partition_point(|(own, _)| own < spelling);
            let opened = own.iter().skip(from).take_while(|(own, _)| own.starts_with(spelling));
            opened.for_each(|(_, commune)| give(*commune, 1 << at));
            // a name is spelled from its first word on
            let names = &INDEX.names;
            let from = names.partition_point(|(name, _)| name < spelling);
            let begun =
                names.iter().skip(from).take_while(|(name, _)| name.starts_with(spelling));
            for (name, communes) in begun {
                let spelled = asked.spells(name);
                if spelled != 0 {
                    communes.iter().for_each(|commune| give(*commune, spelled));
                }
            }
        }
    }
    bits
}

impl Index {
    fn build() -> Index {
        let mut own = Vec::new();
        let mut names = Names::default();
        for (at, commune) in (0u16..).zip(communes()) {
            let whole = key(commune.name);
            own.extend(without_type(&whole).split(' ').map(|word| (word.to_owned(), at)));
            names.add(&whole, at);
            if let Some(province) = commune.province() {
                names.add(&key(province.name), at);
            }
        }
        // districts and provinces come again from line to line
        let (mut districts, mut provinces) = (HashMap::new(), HashMap::new());
        for unit in old_units() {
            let code = unit.new_code;
            let Ok(at) = communes().binary_search_by_key(&code, |c| c.code) else { continue };
            let Ok(at) = u16::try_from(at) else { continue };
            names.add(&key(unit.name), at);
            let district = districts.entry(unit.district);
            names.add(district.or_insert_with(|| key(unit.district)), at);
            let province = provinces.entry(unit.province);
            names.add(province.or_insert_with(|| format!("tinh {}", key(unit.province))), at);
        }
        own.sort();
        own.dedup();
        let mut names: Vec<_> = names.0.into_iter().collect();
        names.sort();
        Index { own, names }
    }
}

/// Names with the communes that they stand for, these in order.
#[derive(Default)]
struct Names(HashMap<String, Vec<u16>>);

impl Names {
    /// With its type and without, and as it is shortened.
    fn add(&mut self, name: &str, commune: u16) {
        let bare = without_type(name);
        self.line(name, commune);
        // "Phường 14" is no 14
        if !bare.bytes().all(|b| b.is_ascii_digit()) {
            self.line(bare, commune);
        }
        for (alias, _) in ALIASES.iter().filter(|(_, name)| *name == bare) {
            self.line(alias, commune);
        }
    }

    fn line(&mut self, name: &str, commune: u16) {
        match self.0.get_mut(name) {
            Some(communes) if communes.last() == Some(&commune) => {}
            Some(communes) => communes.push(commune),
            None => drop(self.0.insert(name.to_owned(), vec![commune])),
        }
    }
}

impl Asked {
    pub fn new(query: &Query) -> Asked {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
        let word = |(typed, meant): (&str, Option<&str>)| Word {
            spellings: std::iter::once(typed).chain(meant).map(plain).collect(),
        };
        Asked(query.words().into_iter().take(MOST).map(word).collect())
    }

    /// The words that spell a whole name one after the other. At the end of what is typed the
    /// name may be begun only, from its second word on.
    fn spells(&self, name: &str) -> u64 {
        let mut bits = 0;
        for from in 0..self.0.len() {
            let mut wanted = name.split(' ').peekable();
            let mut to = from;
            while let (Some(word), Some(part)) = (self.0.get(to), wanted.peek()) {
                let begun = to > from && to + 1 == self.0.len() && word.opens(part);
                if word.is(part) || begun {
                    wanted.next();
                } else if to == from || !word.is("") {
                    break;
                }
                to += 1;
            }
            let all_typed = to == self.0.len() && to > from + 1;
            if wanted.peek().is_none() || all_typed {
                bits |= (from..to).fold(0, |bits, at| bits | 1 << at);
            }
        }
        bits
    }
}

impl Word {
    fn is(&self, part: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling == part)
    }

    fn opens(&self, part: &str) -> bool {
        let mut spelled = self.spellings.iter().filter(|spelling| !spelling.is_empty());
        spelled.any(|spelling| part.starts_with(spelling.as_str()))
    }
}

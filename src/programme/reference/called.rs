//! What a commune is called when a list is searched: by the words of its own name, and by the
//! whole name of anything it lies in or was made of.
//!
//! A province's single words are no names: "tho" must not find everything in Phú Thọ.

use std::sync::{LazyLock, OnceLock};

use super::names::ALIASES;
use super::old::{lines, old_unit, without_type};
use super::{Commune, communes, key};
use crate::text::matcher::Query;

/// Of one commune.
#[derive(Debug)]
pub struct Called {
    /// its own name without "Xã", "Phường"
    own: String,
    /// whole names, a line each: its own, its province's, those of former units
    names: String,
}

/// A typed word as it may stand in a name: without hyphens and commas, which names lack here.
struct Word {
    spellings: Vec<String>,
}

/// A search, made ready for many communes.
pub struct Asked(Vec<Word>);

/// Words beyond these are not looked for in names of places.
const MOST: usize = 64;

static CALLED: LazyLock<Vec<OnceLock<Called>>> =
    LazyLock::new(|| communes().iter().map(|_| OnceLock::new()).collect());

/// Numbers of the former units' lines, in the order of the communes they went into.
static BY_COMMUNE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut order: Vec<u16> = (0..).zip(lines()).map(|(at, _)| at).collect();
    order.sort_by_key(|at| new_code(*at));
    order
});

fn new_code(line: u16) -> Option<&'static str> {
    lines().get(usize::from(line))?.split('\t').nth(4)
}

/// `None` where the list has no such commune.
pub fn called(code: &str) -> Option<&'static Called> {
    let at = communes().binary_search_by_key(&code, |c| c.code).ok()?;
    let (known, commune) = (CALLED.get(at)?, communes().get(at)?);
    Some(known.get_or_init(|| Called::of(commune)))
}

impl Called {
    fn of(commune: &Commune) -> Called {
        let whole = key(commune.name);
        let own = without_type(&whole).to_owned();
        let mut names = Names::default();
        names.add(&whole);
        if let Some(province) = commune.province() {
            names.add(&key(province.name));
        }
        let from = BY_COMMUNE.partition_point(|at| new_code(*at) < Some(commune.code));
        let of_it = BY_COMMUNE.iter().skip(from);
        let of_it = of_it.take_while(|at| new_code(**at) == Some(commune.code));
        for old in of_it.filter_map(|at| old_unit(lines().get(usize::from(*at))?)) {
            names.add(&key(old.name));
            names.add(&key(old.district));
            names.add(&format!("tinh {}", key(old.province)));
        }
        Called { own, names: names.0 }
    }

    /// One bit for each word that this commune, or what it lies in, is called by.
    pub fn answers(&self, asked: &Asked) -> u64 {
        let mut bits = 0;
        for (at, word) in asked.0.iter().enumerate() {
            if self.own.split(' ').any(|own| word.opens(own)) {
                bits |= 1 << at;
            }
        }
        self.names.lines().for_each(|name| bits |= asked.spells(name));
        bits
    }
}

/// Lines of names, each once.
#[derive(Default)]
struct Names(String);

impl Names {
    /// With its type and without, and as it is shortened.
    fn add(&mut self, name: &str) {
        let bare = without_type(name);
        self.line(name);
        // "Phường 14" is no 14
        if !bare.bytes().all(|b| b.is_ascii_digit()) {
            self.line(bare);
        }
        for (alias, _) in ALIASES.iter().filter(|(_, name)| *name == bare) {
            self.line(alias);
        }
    }

    fn line(&mut self, name: &str) {
        if !self.0.lines().any(|known| known == name) {
            self.0.push_str(name);
            self.0.push('\n');
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

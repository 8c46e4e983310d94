//! Finds communes by name when a list is searched: by the words of their names, and by the full
//! name of a unit that they are in or were made from.
//!
//! Single words of a province's name do not count: "tho" must not find everything in Phú Thọ.

use std::collections::HashMap;

use super::spelling;
use crate::text::matcher::TextQuery;

/// A typed word, without hyphens and commas, which the names in the tables lack.
struct TypedWord {
    spellings: Vec<String>,
}

/// A part of a typed word, and the index of that word.
struct WordPart {
    word: TypedWord,
    of: usize,
}

/// A search prepared for names of places: the words as typed, and further readings of them with the
/// kinds of places written out.
pub struct NameSearch(Vec<Vec<WordPart>>);

/// Words after this many are not looked for in names of places: an answer has 64 bits.
const MOST: usize = 64;
/// Digits of a commune's code.
const CODE: usize = 5;

/// `WORDS`: words of communes' names without "Xã", "Phường". `NAMES`: full names of the units that
/// communes are in or were made from. Lines are in byte order; after a tab come the codes of the
/// communes. A test below makes both tables from the others, so that a search builds nothing in
/// memory.
static WORDS: &str = include_str!("called-words.tsv");
static NAMES: &str = include_str!("called-names.tsv");

/// By commune code, one bit for each typed word that names the commune or a unit that it is in or
/// was made from. Empty if no word names a place.
pub fn answers(asked: &NameSearch) -> HashMap<&'static str, u64> {
    let mut bits: HashMap<&str, u64> = HashMap::new();
    let mut give = |codes: &'static str, more: u64| {
        let codes = (0..codes.len()).step_by(CODE).filter_map(|at| codes.get(at..at + CODE));
        codes.for_each(|code| *bits.entry(code).or_default() |= more);
    };
    for (reading, parts) in asked.0.iter().enumerate() {
        for WordPart { word, of } in parts {
            for spelling in word.spellings.iter().filter(|spelling| !spelling.is_empty()) {
                // one letter begins half of all names, so it must be the whole word
                let opens = |own: &str| own == spelling || spelling.len() > 1;
                let own = lines_with_prefix(WORDS, spelling)
                    .filter(|(own, _)| reading == 0 && opens(own));
                own.for_each(|(_, codes)| give(codes, 1 << of));
                // a name is found by its first word
                for (name, codes) in lines_with_prefix(NAMES, spelling) {
                    match spells(parts, name) {
                        0 => {}
                        spelled => give(codes, spelled),
                    }
                }
            }
        }
    }
    bits
}

/// The lines that begin with `prefix`, found by binary search: text and codes of each.
fn lines_with_prefix(
    text: &'static str,
    prefix: &str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let line_at = |at: usize| text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let start = line_at(low + (high - low) / 2);
        let rest = text.get(start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        if line < prefix {
            low = start + line.len() + 1;
        } else {
            high = start;
        }
    }
    let lines = text.get(low..).unwrap_or_default().lines();
    let prefix = prefix.to_owned();
    lines.take_while(move |line| line.starts_with(&prefix)).filter_map(|l| l.split_once('\t'))
}

impl NameSearch {
    pub fn new(query: &TextQuery) -> NameSearch {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect();
        let word = |(typed, meant): (&str, Option<&str>)| TypedWord {
            spellings: std::iter::once(typed).chain(meant).map(plain).collect(),
        };
        let typed: Vec<(&str, Option<&str>)> = query.words().into_iter().take(MOST).collect();
        let as_typed = typed.iter().enumerate();
        let as_typed = as_typed.map(|(of, one)| WordPart { word: word(*one), of }).collect();
        let mut readings = vec![as_typed];
        readings.extend((0..MOST_KINDS).map_while(|choice| written_out(&typed, choice)));
        NameSearch(readings)
    }
}

/// Full names that an abbreviated kind may mean.
const MOST_KINDS: usize = 4;

/// The words with kinds of places in full: "p1" becomes "phuong 1". `choice` picks one of several
/// full names. `None` if there is nothing to write out.
fn written_out(typed: &[(&str, Option<&str>)], choice: usize) -> Option<Vec<WordPart>> {
    let (mut parts, mut changed, mut behind_kind) = (Vec::new(), false, false);
    for (of, (typed, _)) in typed.iter().enumerate() {
        let mut push = |text: &str| {
            for one in text.split(' ').filter(|one| !one.is_empty()) {
                let one: String = one.chars().filter(|c| c.is_alphanumeric()).collect();
                parts.push(WordPart { word: TypedWord { spellings: vec![one] }, of });
            }
        };
        match spelling::opening_kind(typed) {
            Some((names, rest)) if !behind_kind => {
                changed |= choice == 0 || names.len() > choice;
                push(names.get(choice).or(names.first()).unwrap_or(&""));
                push(&rest);
                behind_kind = rest.is_empty();
            }
            _ => {
                push(&if behind_kind {
                    spelling::numbered(typed)
                } else {
                    (*typed).to_owned()
                });
                behind_kind = false;
            }
        }
    }
    changed.then_some(parts)
}

/// One bit for each typed word that takes part in spelling the whole name. At the end of the query
/// a name may be incomplete, if two words or more agree.
fn spells(parts: &[WordPart], name: &str) -> u64 {
    let mut bits = 0;
    for from in 0..parts.len() {
        let mut wanted = name.split(' ').peekable();
        let mut to = from;
        while let (Some(WordPart { word, .. }), Some(part)) = (parts.get(to), wanted.peek()) {
            let begun = to > from && to + 1 == parts.len() && word.is_prefix(part);
            if word.is(part) || begun {
                wanted.next();
            } else if to == from || !word.is("") {
                break;
            }
            to += 1;
        }
        let all_typed = to == parts.len() && to > from + 1;
        // a typed word takes part as a whole or not at all
        let of = |at: usize| parts.get(at).map(|part| part.of);
        let parted = |at: usize| at > 0 && of(at - 1) == of(at);
        if (wanted.peek().is_none() || all_typed) && !parted(from) && !parted(to) {
            let spelled = parts.get(from..to).unwrap_or_default();
            bits |= spelled.iter().fold(0, |bits, part| bits | 1 << part.of);
        }
    }
    bits
}

impl TypedWord {
    fn is(&self, part: &str) -> bool {
        self.spellings.iter().any(|spelling| spelling == part)
    }

    fn is_prefix(&self, part: &str) -> bool {
        let mut spelled = self.spellings.iter().filter(|spelling| !spelling.is_empty());
        spelled.any(|spelling| part.starts_with(spelling.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::old::{old_units, without_type};
    use super::super::{communes, key};
    use super::{NAMES, WORDS};
    use crate::programme::reference::aliases::ALIASES;

    type Lines = BTreeMap<String, BTreeSet<&'static str>>;

    /// Adds a name with its type, without it, and under its aliases.
    fn add(names: &mut Lines, name: &str, commune: &'static str) {
        let bare = without_type(name);
        // "14" alone does not name "Phường 14"
        let number = bare.bytes().all(|b| b.is_ascii_digit());
        let aliases = ALIASES.iter().filter(|(_, name)| *name == bare).map(|(alias, _)| *alias);
        let all = [name].into_iter().chain((!number).then_some(bare)).chain(aliases);
        for name in all {
            names.entry(name.to_owned()).or_default().insert(commune);
        }
    }

    fn text(lines: &Lines) -> String {
        let line = |(name, codes): (&String, &BTreeSet<&str>)| {
            format!("{name}\t{}\n", codes.iter().copied().collect::<String>())
        };
        let mut lines: Vec<String> = lines.iter().map(line).collect();
        lines.sort();
        lines.concat()
    }

    /// `SOTAY_WRITE=1 cargo test --lib called` writes the two tables after another one has changed.
    #[test]
    fn the_tables_are_made_from_those_of_communes_and_provinces() {
        let (mut words, mut names) = (Lines::new(), Lines::new());
        for commune in communes() {
            for named in commune.names() {
                let whole = key(named.name);
                for word in without_type(&whole).split(' ') {
                    words.entry(word.to_owned()).or_default().insert(commune.code);
                }
                add(&mut names, &whole, commune.code);
            }
            for named in commune.province().unwrap().names() {
                add(&mut names, &key(named.name), commune.code);
            }
        }
        for unit in old_units() {
            add(&mut names, &key(unit.name), unit.new_code);
            add(&mut names, &key(unit.district), unit.new_code);
            add(&mut names, &format!("tinh {}", key(unit.province)), unit.new_code);
        }
        let tables = [("called-words.tsv", WORDS, &words), ("called-names.tsv", NAMES, &names)];
        for (file, there, lines) in tables {
            let made = text(lines);
            if std::env::var_os("SOTAY_WRITE").is_some() {
                let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/programme/reference");
                std::fs::write(format!("{folder}/{file}"), &made).unwrap();
            } else {
                assert!(there == made, "{file} is not what the tables say");
            }
        }
    }
}

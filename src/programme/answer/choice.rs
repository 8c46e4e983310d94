//! Finds which choice of a list a text names: by id, by a current or former label, by a common name
//! (`choice-names.tsv`), or by the words of a label, abbreviated or not (`short-words.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::programme::faults::FaultKind;
use crate::programme::spec::{Choice, ChoiceList};
use crate::record::Value;
use crate::text::fold::fold;

/// The fact of a choice that holds its labels in earlier versions.
const FORMERLY: &str = "formerly";

/// Separators between choices.
const MARKS: [char; 2] = [';', ','];

/// A longer text is a sentence and names no choice.
const MOST_BYTES: usize = 200;

/// Choice ids by list id and key.
static NAMES: LazyLock<HashMap<&str, HashMap<String, &str>>> = LazyLock::new(|| {
    let mut names: HashMap<&str, HashMap<String, &str>> = HashMap::new();
    for line in include_str!("choice-names.tsv").lines() {
        let mut parts = line.split('\t');
        if let (Some(list), Some(id), Some(name)) = (parts.next(), parts.next(), parts.next()) {
            names.entry(list).or_default().insert(key(name), id);
        }
    }
    names
});

/// Abbreviations that offices use, with the full words; both folded.
static SHORT: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("short-words.tsv").lines().filter_map(|line| line.split_once('\t')).collect()
});

/// The id of the choice that `text` names; `None` if it names none or more than one.
pub fn by_text(list: &ChoiceList, text: &str) -> Option<String> {
    let exact = text.trim();
    if let Some(choice) = list.choice(exact).or_else(|| labelled(list, exact)) {
        return Some(choice.id.clone());
    }
    if exact.is_empty() || exact.len() > MOST_BYTES {
        return None;
    }
    let wanted = fold(exact);
    let before = |c: &&Choice| c.facts(FORMERLY).iter().any(|label| fold(label) == wanted);
    if let Some(choice) = list.choices.iter().find(before) {
        return Some(choice.id.clone());
    }
    let same = |label: &str| fold(label) == wanted;
    let mut found = list.choices.iter().filter(|c| same(&c.label.vi) || same(&c.label.en));
    match (found.next(), found.next()) {
        (Some(one), None) => return Some(one.id.clone()),
        (Some(_), Some(_)) => return None,
        (None, _) => {}
    }
    if let Some(choice) = list.choices.iter().find(|c| fold(&c.id) == wanted) {
        return Some(choice.id.clone());
    }
    called(list, exact)
}

/// Whether a text is the id or a label of a choice, ignoring accents and case.
pub fn is_label(list: &ChoiceList, text: &str) -> bool {
    let wanted = fold(text);
    let same = |label: &str| fold(label) == wanted;
    list.choices.iter().any(|c| same(&c.id) || same(&c.label.vi) || same(&c.label.en))
}

/// Whether a text is a label that itself contains a separator; few labels do.
fn is_label_with_mark(list: &ChoiceList, text: &str) -> bool {
    let same = |label: &str| label.contains(MARKS) && fold(label) == fold(text);
    list.choices.iter().any(|c| same(&c.label.vi) || same(&c.label.en))
}

fn labelled<'a>(list: &'a ChoiceList, exact: &str) -> Option<&'a Choice> {
    list.choices.iter().find(|c| c.label.vi == exact || c.label.en == exact)
}

/// By a name in the table, or by the words of a label.
fn called(list: &ChoiceList, text: &str) -> Option<String> {
    let names = NAMES.get(list.id.as_str());
    for key in keys(text) {
        let named = names.and_then(|names| names.get(&key)).copied();
        if let Some(id) = named.filter(|id| list.choice(id).is_some()) {
            return Some(id.to_owned());
        }
        let worded = |c: &&Choice| {
            [&c.label.vi, &c.label.en].into_iter().flat_map(|l| label_keys(l)).any(|l| l == key)
        };
        let mut found = list.choices.iter().filter(worded);
        if let (Some(one), None) = (found.next(), found.next()) {
            return Some(one.id.clone());
        }
    }
    None
}

/// A remark in brackets may be left out, as in "Cấp huyện (lịch sử)".
fn label_keys(label: &str) -> Vec<String> {
    let bare = label.split_once('(').map(|(bare, _)| key(bare));
    std::iter::once(key(label)).chain(bare).filter(|key| !key.is_empty()).collect()
}

/// A point ends an abbreviation or is part of it: "Cty.TNHH", "C.ty".
fn keys(text: &str) -> Vec<String> {
    let mut keys = vec![key(text)];
    if text.contains('.') {
        keys.push(key(&text.replace('.', "")));
    }
    keys.retain(|key| !key.is_empty());
    keys
}

/// The words written out, without punctuation: "Cty TNHH" -> "cong ti tnhh". `y` becomes `i`, since
/// both "mỹ nghệ" and "mĩ nghệ" are written.
fn key(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.map(|word| SHORT.get(word).copied().unwrap_or(word)).collect();
    // the name of a unit may be a sign alone
    if words.is_empty() { folded } else { words.join(" ").replace('y', "i") }
}

/// Parses several choices, separated by semicolons or commas, into the list's order.
pub fn many(list: &ChoiceList, text: &str) -> Result<Value, FaultKind> {
    let chosen = parts(list, text)?;
    let is_chosen = |id: &&String| chosen.iter().any(|(chosen, _)| chosen == *id);
    let ids = list.choices.iter().map(|c| &c.id).filter(is_chosen);
    Ok(Value::Many(ids.cloned().collect()))
}

/// The choices that a text lists, each with the words that name it. A label may contain a
/// separator, so the longest run of parts that names a choice is taken.
pub fn parts<'a>(
    list: &ChoiceList,
    text: &'a str,
) -> Result<Vec<(String, &'a str)>, FaultKind> {
    parted(list, text, &[';']).or_else(|_| parted(list, text, &MARKS))
}

fn parted<'a>(
    list: &ChoiceList,
    text: &'a str,
    by: &[char],
) -> Result<Vec<(String, &'a str)>, FaultKind> {
    let mut chosen = Vec::new();
    let mut rest = text;
    loop {
        let mark = |c: char| c.is_whitespace() || by.contains(&c);
        rest = rest.trim_start_matches(mark).trim_end();
        if rest.is_empty() {
            return Ok(chosen);
        }
        // a longer run names no choice
        let near = rest.char_indices().take_while(|(at, _)| *at <= MOST_BYTES);
        let ends = near.filter(|(_, c)| by.contains(c)).map(|(at, _)| at);
        let whole = (rest.len() <= MOST_BYTES).then_some(rest.len());
        let ends: Vec<usize> = ends.chain(whole).collect();
        let run = |end: &usize| {
            let words = rest.get(..*end)?;
            // several parts together are one choice only if they are its label
            let named = !words.contains(MARKS) || is_label_with_mark(list, words);
            let id = named.then(|| by_text(list, words)).flatten()?;
            Some((id, words))
        };
        let Some((id, words)) = ends.iter().rev().find_map(run) else {
            let first = ends.first().and_then(|end| rest.get(..*end)).unwrap_or(rest);
            return Err(FaultKind::UnknownChoice { given: first.trim().to_owned() });
        };
        chosen.push((id, words));
        rest = rest.get(words.len()..).unwrap_or_default();
    }
}

/// A tick on paper is an x, a v or a sign; `ü` and `þ` are ticks in the font Wingdings.
pub fn yes_or_no(text: &str) -> Option<bool> {
    let around = ['.', '!', '(', ')', '[', ']', '"', ' ', '\u{fe0f}'];
    let text = text.trim().trim_matches(around);
    if matches!(text, "✓" | "✔" | "☑" | "☒" | "√" | "ü" | "þ" | "✅") {
        return Some(true);
    }
    match fold(text).as_str() {
        "co" | "yes" | "true" | "c" | "y" | "x" | "v" | "1" | "ok" | "dung" | "roi" | "da"
        | "da co" | "co roi" | "xong" | "da xong" | "phai" | "t" | "xx" | "vv" | "duoc" => {
            Some(true)
        }
        "khong" | "no" | "false" | "k" | "n" | "0" | "ko" | "kh" | "khg" | "khong co"
        | "ko co" | "k co" | "chua" | "chua co" | "sai" | "khong phai" | "ko phai" | "hong"
        | "f" | "khong duoc" | "chua duoc" | "chua xong" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::Role;

    /// A name that is also a label or a name of another choice would be ambiguous.
    #[test]
    fn every_name_of_a_choice_is_known_and_names_one() {
        let mut wrong = Vec::new();
        for line in include_str!("choice-names.tsv").lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            let [of, id, name] = parts.as_slice() else { panic!("{line}") };
            let list = Role::Officer.programme().list(of).unwrap_or_else(|| panic!("{line}"));
            let read = |name: &str| by_text(list, name).as_deref() == Some(*id);
            if !read(name) || !read(&name.to_uppercase()) || is_label(list, name) {
                wrong.push(line);
            }
        }
        assert_eq!(wrong, [""; 0]);
        for line in include_str!("short-words.tsv").lines() {
            let (short, long) = line.split_once('\t').unwrap();
            assert_eq!((fold(short), fold(long)), (short.into(), long.into()), "{line}");
        }
    }
}

//! Choice lists: `[[list]]` with `choices`, a line each. A list may declare facts; their values
//! are ids of another list, or free words when that list's name is empty.

use std::collections::BTreeMap;

use super::walk::Located;
use crate::programme::spec::{Choice, ChoiceList, Label};

/// A list with `also` begins with the choices of that other list.
pub fn join(roots: &[Located], lists: &mut [ChoiceList]) {
    for list in roots.iter().filter(|r| !r.has("no")).flat_map(|r| r.tables("list")) {
        let Some(also) = list.text("also") else { continue };
        let Some(other) = lists.iter().find(|l| l.id == also).map(|l| l.choices.clone()) else {
            list.fault(format!("`also`: no list `{also}`"));
            continue;
        };
        let own = list.need_text("id");
        if let Some(own) = lists.iter_mut().find(|l| l.id == own) {
            own.choices.splice(0..0, other);
        }
    }
}

pub fn lists(root: &Located) -> Vec<ChoiceList> {
    root.allow_keys(&["list"]);
    root.tables("list").iter().map(list).collect()
}

fn list(at: &Located) -> ChoiceList {
    at.allow_keys(&["id", "facts", "also", "choices"]);
    let facts = declared(at);
    let choices = at.tables("choices");
    if choices.is_empty() && !at.has("choices") {
        at.fault("`choices` is missing");
    }
    ChoiceList {
        id: at.need_text("id"),
        choices: choices.iter().map(|c| choice(c, &facts)).collect(),
        facts: facts.into_iter().collect(),
    }
}

fn choice(at: &Located, facts: &BTreeMap<String, String>) -> Choice {
    for key in at.keys().filter(|k| !["id", "vi", "en", "short"].contains(k)) {
        if !facts.contains_key(key) {
            at.fault(format!("unknown key `{key}`"));
        }
    }
    Choice {
        id: at.need_text("id"),
        label: Label { vi: at.need_text("vi"), en: at.need_text("en") },
        short: at.label("short"),
        facts: facts
            .keys()
            .filter(|key| at.has(key))
            .map(|key| (key.clone(), at.words(key)))
            .collect(),
    }
}

fn declared(at: &Located) -> BTreeMap<String, String> {
    let Some(facts) = at.table("facts") else { return BTreeMap::new() };
    let pair = |key: &str| (key.to_owned(), facts.text(key).unwrap_or_default().to_owned());
    facts.keys().map(pair).collect()
}

/// Checks that facts name existing choices; `all` means every choice.
pub fn check_facts(roots: &[Located], lists: &[ChoiceList]) {
    for list in
        roots.iter().filter(|r| r.has("list") && !r.has("no")).flat_map(|r| r.tables("list"))
    {
        for (fact, of) in declared(&list).iter().filter(|(_, of)| !of.is_empty()) {
            match lists.iter().find(|l| l.id == **of) {
                Some(named) => check_fact(&list, fact, named),
                None => list.fault(format!("fact `{fact}`: no list `{of}`")),
            }
        }
    }
}

fn check_fact(list: &Located, fact: &str, named: &ChoiceList) {
    for choice in list.tables("choices").iter().filter(|c| c.has(fact)) {
        for word in choice.words(fact) {
            if word != "all" && named.choice(&word).is_none() {
                choice.fault(format!("`{fact}`: no choice `{word}` in list `{}`", named.id));
            }
        }
    }
}

//! Reads TOML files into a [`Programme`]. Reports all faults of all files at once, each with its
//! file and place. References between fields become numbers here.
//!
//! A file is one kind (it has `no`), some choice lists (`[[list]]`), rows of the reports and what
//! they count (`indicator`), or the programme's head. For a kind's file see
//! `khuyencong/visit.toml`.

mod choices;
mod condition;
mod field;
mod indicator;
mod kind;
mod line;
mod names;
mod rule;
mod tree;
mod walk;

use std::cell::RefCell;

use names::ProgrammeNames;
use toml::Table;
use tree::Tree;
use walk::{Faults, Located};

use super::spec::indicator::INDICATORS;
use super::spec::{ChoiceList, Programme};
use super::{lint, released};
use crate::programme::lint::LintFault;

/// Reads files and lints what they say.
pub fn parse(sources: &[(&str, &str)]) -> Result<Programme, Vec<LintFault>> {
    lint(sources, |_| Vec::new())
}

/// Like `parse`; in addition every named function must be among `known`.
pub fn parse_known(
    sources: &[(&str, &str)],
    known: &[&str],
) -> Result<Programme, Vec<LintFault>> {
    lint(sources, |programme| lint::unknown_names(programme, known))
}

/// Like `parse_known`, for the version that follows a released programme.
pub fn parse_next(
    sources: &[(&str, &str)],
    known: &[&str],
    before: &Programme,
) -> Result<Programme, Vec<LintFault>> {
    lint(sources, |programme| {
        let mut faults = lint::unknown_names(programme, known);
        faults.extend(released::faults(before, programme));
        faults
    })
}

fn lint(
    sources: &[(&str, &str)],
    more: impl Fn(&Programme) -> Vec<LintFault>,
) -> Result<Programme, Vec<LintFault>> {
    let (programme, mut faults) = read(sources);
    let mut found = lint::faults(&programme);
    found.extend(more(&programme));
    if found.is_empty() && faults.is_empty() {
        return Ok(programme);
    }
    let files: Vec<(&str, Vec<String>)> = sources.iter().map(|(f, t)| (*f, ids(t))).collect();
    for fault in &mut found {
        let head = fault.place.split('.').next().unwrap_or_default();
        let file = files.iter().find(|(_, ids)| ids.iter().any(|id| id == head));
        fault.file = file.map(|(file, _)| (*file).to_owned()).unwrap_or_default();
    }
    faults.extend(found);
    for fault in faults.iter_mut().filter(|fault| fault.line == 0) {
        let text = sources.iter().find(|(file, _)| *file == fault.file);
        fault.line =
            text.map_or(0, |(_, text)| line::of_place(text, &fault.place, &fault.what));
    }
    faults.sort();
    Err(faults)
}

/// The ids of the kind, the lists or the report rows that a file holds.
fn ids(text: &str) -> Vec<String> {
    let Ok(table) = text.parse::<Table>() else { return Vec::new() };
    let held = ["list", "indicator"].into_iter().filter_map(|key| table.get(key)?.as_array());
    let ids = held.flatten().map(|item| item.get("id")).chain([table.get("id")]);
    ids.flatten().filter_map(|id| id.as_str()).map(str::to_owned).collect()
}

/// Reads files without the lint: returns what could be read, and the faults.
pub fn read(sources: &[(&str, &str)]) -> (Programme, Vec<LintFault>) {
    let faults = RefCell::new(Vec::new());
    let trees: Vec<((&str, &str), Tree)> = sources
        .iter()
        .filter_map(|(file, text)| match text.parse::<Table>() {
            Ok(table) => Some(((*file, *text), Tree::of(table))),
            Err(e) => {
                faults.borrow_mut().push(unreadable(file, text, &e));
                None
            }
        })
        .collect();
    of_trees(&trees, faults)
}

/// Reads the built-in files, which were parsed at build time. A test proves that they have no
/// faults.
pub fn read_parsed(files: &[&'static [u8]]) -> Programme {
    let files = files.iter().flat_map(|bytes| tree::files_of(bytes).unwrap_or_default());
    let trees: Vec<_> = files.map(|(file, tree)| ((file, ""), tree)).collect();
    of_trees(&trees, Faults::default()).0
}

fn of_trees(trees: &[((&str, &str), Tree)], faults: Faults) -> (Programme, Vec<LintFault>) {
    let roots: Vec<Located> =
        trees.iter().map(|(file, tree)| Located::root(*file, tree, &faults)).collect();
    let mut programme = Programme::default();
    for root in roots.iter().filter(|r| r.has("list") && !r.has("no")) {
        programme.lists.extend(choices::lists(root));
    }
    // its choices are known once the rows of the reports are read
    let indicators = INDICATORS.to_owned();
    programme.lists.push(ChoiceList { id: indicators, facts: Vec::new(), choices: Vec::new() });
    choices::join(&roots, &mut programme.lists);
    let mut kinds: Vec<&Located> = roots.iter().filter(|r| r.has("no")).collect();
    // kinds without an order come last in menus
    kinds.sort_by_key(|kind| {
        (kind.number("order").unwrap_or(u16::MAX), kind.number::<u8>("no"))
    });
    let names = ProgrammeNames::gather(&kinds);
    for root in &kinds {
        programme.kinds.push(kind::kind(root, &names, &programme.lists));
    }
    let (reports, heads): (Vec<&Located>, Vec<&Located>) = roots
        .iter()
        .filter(|root| !root.has("no") && !root.has("list"))
        .partition(|root| indicator::is_about(root));
    for root in heads {
        root.allow_keys(&["id", "version"]);
        programme.id = root.need_text("id");
        programme.version = root.number("version").unwrap_or_default();
    }
    programme.resolve_home_fields();
    indicator::read(&reports, &mut programme);
    choices::check_facts(&roots, &programme.lists);
    let mut faults = faults.into_inner();
    // gathering the names and reading the kinds can report the same fault
    faults.sort();
    faults.dedup();
    (programme, faults)
}

fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> LintFault {
    let upto = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    LintFault {
        file: file.to_owned(),
        line: upto.matches('\n').count() + 1,
        place: String::new(),
        what: error.message().to_owned(),
    }
}

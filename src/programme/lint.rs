//! Finds what is wrong in a programme that could be read: numbers and ids used twice, labels that
//! are not NFC or too long, a question that depends on a later one. Looks at the types only.

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::is_nfc;

use super::spec::indicator::{INDICATORS, IndicatorSpec};
use super::spec::{Compute, Field, Kind, Label, Personal, Programme, Required, Test};
use crate::programme::role::KindRole;
use crate::record::ValueShape;
use crate::text::cells;

/// Cells that a form leaves for the name of a field.
const MAX_LABEL: usize = 30;
const MAX_CHOICE: usize = 72;
const MAX_HELP: usize = 150;
const MAX_RULE_TEXT: usize = 200;
/// For the text that explains how a report row is counted.
const MAX_RULE: usize = 500;

struct LintReport(Vec<LintFault>);

impl LintReport {
    /// Leaves the file empty; `load` fills it in from the kind or list that the place begins with.
    fn add(&mut self, place: &str, what: impl Into<String>) {
        let file = String::new();
        self.0.push(LintFault { file, line: 0, place: place.to_owned(), what: what.into() });
    }

    fn once<T: Ord + Copy + std::fmt::Display>(
        &mut self,
        place: &str,
        what: &str,
        items: impl Iterator<Item = T>,
    ) {
        let mut seen = BTreeSet::new();
        for item in items {
            if !seen.insert(item) {
                self.add(place, format!("{what} `{item}` twice"));
            }
        }
    }

    fn label(&mut self, place: &str, label: &Label, most: usize) {
        for (lang, words) in [("vi", &label.vi), ("en", &label.en)] {
            let cells = cells::width(words);
            // missing and empty labels were reported when the file was read
            if words.trim() != words {
                self.add(place, format!("{lang}: blank at an end: `{words}`"));
            }
            if !is_nfc(words) {
                self.add(place, format!("{lang}: not NFC: `{words}`"));
            }
            if cells > most {
                self.add(place, format!("{lang}: {cells} cells, {most} at most: `{words}`"));
            }
        }
    }
}

pub fn faults(programme: &Programme) -> Vec<LintFault> {
    let mut book = LintReport(Vec::new());
    book.once("programme", "kind number", programme.kinds.iter().map(|k| k.no));
    book.once("programme", "kind", programme.kinds.iter().map(|k| k.id.as_str()));
    book.once("programme", "list", programme.lists.iter().map(|l| l.id.as_str()));
    for list in &programme.lists {
        let place = list.id.clone();
        book.once(&place, "choice", list.choices.iter().map(|c| c.id.as_str()));
        // rows of reports are checked by `indicator_faults`
        for choice in list.choices.iter().filter(|_| list.id != INDICATORS) {
            let place = format!("{}.{}", list.id, choice.id);
            ascii(&mut book, &place, &choice.id);
            book.label(&place, &choice.label, MAX_CHOICE);
        }
    }
    for indicator in &programme.indicators.indicators {
        indicator_faults(&mut book, indicator);
    }
    let keys = programme.indicators.indicators.iter().flat_map(|row| &row.figures);
    let keys = keys.filter(|figure| figure.split.is_none());
    book.once("programme", "indicator", keys.map(|figure| figure.key.as_str()));
    for kind in &programme.kinds {
        kind_faults(&mut book, programme, kind);
    }
    book.0
}

fn kind_faults(book: &mut LintReport, programme: &Programme, kind: &Kind) {
    book.label(&kind.id, &kind.label, MAX_LABEL);
    book.once(&kind.id, "section", kind.sections.iter().map(|s| s.id.as_str()));
    for section in &kind.sections {
        book.label(&format!("{}.{}", kind.id, section.id), &section.label, MAX_LABEL);
    }
    let fields: Vec<&Field> = kind.fields().collect();
    fields_faults(book, programme, &kind.id, &fields);
    for field in fields {
        if !field.columns().is_empty() {
            let place = format!("{}.{}", kind.id, field.id);
            let columns: Vec<&Field> = field.columns().iter().collect();
            fields_faults(book, programme, &place, &columns);
        }
    }
    if let Some(lock) = &kind.lock {
        let known = kind.field(lock.field).is_some_and(|f| answers(programme, f, &lock.is));
        if !known {
            book.add(&kind.id, format!("lock: `{}` is no answer", lock.is));
        }
    }
}

/// Fields of a kind, or columns of a table.
fn fields_faults(book: &mut LintReport, programme: &Programme, place: &str, fields: &[&Field]) {
    book.once(place, "number", fields.iter().map(|f| f.no));
    book.once(place, "id", fields.iter().map(|f| f.id.as_str()));
    for (at, field) in fields.iter().enumerate() {
        let place = format!("{place}.{}", field.id);
        ascii(book, &place, &field.id);
        if field.no == 0 {
            book.add(&place, "numbers begin at 1");
        }
        book.label(&place, &field.label, MAX_LABEL);
        book.label(&place, &field.help, MAX_HELP);
        if let Some(unit) = &field.unit {
            book.label(&place, unit, MAX_LABEL);
        }
        for text in field.rules.iter().filter_map(|r| r.text.as_ref()) {
            book.label(&place, text, MAX_RULE_TEXT);
        }
        for condition in &field.when {
            if !fields.iter().take(at).any(|f| f.no == condition.field) {
                book.add(&place, "`when` looks at a field that comes later");
            }
        }
        default_faults(book, programme, &place, field);
    }
}

fn default_faults(book: &mut LintReport, programme: &Programme, place: &str, field: &Field) {
    let Some(default) = &field.default else { return };
    let valid = match field.ty.shape() {
        _ if default.starts_with("link ") || default.starts_with("outer ") => true,
        ValueShape::Date => default == "today",
        ValueShape::Int => default.parse::<i64>().is_ok(),
        ValueShape::Link | ValueShape::Links => {
            default == "officer" && programme.links(field, KindRole::Officer)
        }
        _ => answers(programme, field, default),
    };
    if !valid {
        book.add(place, format!("`default`: `{default}` is no answer"));
    }
}

fn answers(programme: &Programme, field: &Field, word: &str) -> bool {
    match field.ty.list() {
        Some(list) => programme.list(list).is_some_and(|list| list.choice(word).is_some()),
        None => field.ty.shape() == ValueShape::Bool && matches!(word, "true" | "false"),
    }
}

/// The key of a report row is a capital and a number, `I6b`; parts follow after a point.
fn indicator_faults(book: &mut LintReport, indicator: &IndicatorSpec) {
    for figure in
        indicator.figures.iter().flat_map(|figure| [figure].into_iter().chain(&figure.repeat))
    {
        let rest = figure.key.strip_prefix(|c: char| c.is_ascii_uppercase());
        for part in rest.unwrap_or(&figure.key).split('.') {
            ascii(book, &figure.key, part);
        }
        book.label(&figure.key, &figure.label, MAX_CHOICE);
        book.label(&figure.key, &indicator.rule, MAX_RULE);
    }
}

fn ascii(book: &mut LintReport, place: &str, id: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if id.is_empty() || !id.chars().all(plain) {
        book.add(place, format!("`{id}`: an id is made of a-z, 0-9 and _"));
    }
}

/// Named functions that the files call, each with the field that calls it.
pub fn named(programme: &Programme) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    for kind in &programme.kinds {
        for field in kind.fields() {
            let place = format!("{}.{}", kind.id, field.id);
            for one in std::iter::once(field).chain(field.columns()) {
                found.extend(named_of(one).into_iter().map(|name| (place.clone(), name)));
            }
        }
    }
    found
}

fn named_of(field: &Field) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    if let Required::Named(name) = &field.required {
        names.push(name);
    }
    if let Personal::Named(name) = &field.personal {
        names.push(name);
    }
    if let Some(Compute::Named(name)) = field.computed.as_ref().map(|c| &c.how) {
        names.push(name);
    }
    names.extend(field.rules.iter().filter_map(|rule| match &rule.test {
        Test::Named(name) => Some(name.as_str()),
        _ => None,
    }));
    names
}

pub fn unknown_names(programme: &Programme, known: &[&str]) -> Vec<LintFault> {
    let mut book = LintReport(Vec::new());
    for (place, name) in named(programme) {
        if !known.contains(&name) {
            book.add(&place, format!("no named function `{name}`"));
        }
    }
    book.0
}

/// A fault in a programme's file. Its reader is the author of the file, hence in English only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LintFault {
    pub file: String,
    /// from 1; 0 if unknown
    pub line: usize,
    /// kind, field and column, as far as they are known
    pub place: String,
    pub what: String,
}

impl fmt::Display for LintFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // a fault about something that was removed from all files belongs to no file
        if !self.file.is_empty() {
            write!(f, "{}:", self.file)?;
        }
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        let space = if self.file.is_empty() { "" } else { " " };
        match self.place.as_str() {
            "" => write!(f, "{space}{}", self.what),
            place => write!(f, "{space}{place}: {}", self.what),
        }
    }
}

//! Notes that are alike, as one: how many rows, which, and the first examples. A preview stays
//! short however many problems a list has; the file of problems has each of them.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use super::columns::clip;
use super::note::{Note, Sort, Told};
use super::run::{Report, spans};
use crate::lang::{Lang, listing};
use crate::programme::check::What;
use crate::record::{Remark, Weight};
use crate::text::format::FormatFault;

/// Lines of a preview, all together.
pub const MOST_LINES: usize = 60;
/// So many alike are told one by one.
const FEW: usize = 4;
const EXAMPLES: usize = 3;
/// Letters of a note where it is one among others.
const MOST_LETTERS: usize = 240;
/// Runs of lines that are named.
const MOST_SPANS: usize = 5;

/// What makes notes alike: not the values in them.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
    sort: u8,
    column: Option<String>,
    told: Discriminant<Told>,
    what: Option<Discriminant<What>>,
    fault: Option<Discriminant<FormatFault>>,
    words: String,
}

impl Shape {
    fn of(note: &Note) -> Shape {
        let what = match &note.told {
            Told::Answer { what, .. } | Told::LeftEmpty { what, .. } => Some(what),
            _ => None,
        };
        let fault = match what {
            Some(What::Format(fault)) => Some(discriminant(fault)),
            _ => None,
        };
        let words = match &note.told {
            Told::Rule { vi, .. } => without_values(vi),
            Told::Lacks { vi, .. } => vi.join(", "),
            _ => String::new(),
        };
        Shape {
            sort: weight(note.sort) as u8 * 8 + note.sort as u8,
            column: note.column.clone(),
            told: discriminant(&note.told),
            what: what.map(discriminant),
            fault,
            words,
        }
    }
}

/// The words of a rule, whatever numbers and quoted values stand in them.
fn without_values(text: &str) -> String {
    let mut quoted = false;
    let shown = text.chars().filter(|c| {
        quoted ^= matches!(c, '"' | '“' | '”');
        !quoted && !c.is_numeric() && !matches!(c, '.' | ',')
    });
    shown.collect()
}

pub fn weight(sort: Sort) -> Weight {
    match sort {
        Sort::Fault | Sort::Double => Weight::Refused,
        Sort::Question | Sort::Warning => Weight::Doubtful,
        Sort::Change | Sort::Told => Weight::Info,
    }
}

/// Several missing answers of a row are told each with the rows that lack it.
fn parts(note: &Note) -> Vec<Note> {
    match &note.told {
        Told::Lacks { vi, en } => {
            let one = |(vi, en): (&String, &String)| Note {
                told: Told::Lacks { vi: vec![vi.clone()], en: vec![en.clone()] },
                ..note.clone()
            };
            vi.iter().zip(en).map(one).collect()
        }
        _ => vec![note.clone()],
    }
}

/// Notes with their lines.
type Placed = Vec<(Option<u64>, Note)>;

/// What is to be said of a list, what matters most first.
pub fn remarks(report: &Report, lang: Lang) -> Vec<Remark> {
    let mut groups: Vec<(Weight, Placed)> = Vec::new();
    let mut known: HashMap<Shape, usize> = HashMap::new();
    for (line, note) in &report.notes {
        for note in parts(note) {
            if line.is_none() {
                groups.push((weight(note.sort), vec![(None, note)]));
                continue;
            }
            let at = *known.entry(Shape::of(&note)).or_insert_with(|| {
                groups.push((weight(note.sort), Vec::new()));
                groups.len() - 1
            });
            if let Some((_, group)) = groups.get_mut(at) {
                group.push((*line, note));
            }
        }
    }
    groups.sort_by_key(|(weight, _)| *weight);
    let sheet = report.sheet.as_deref();
    let mut remarks = Vec::new();
    for (weight, group) in groups {
        let mut each: Vec<String> = Vec::new();
        for (line, note) in &group {
            each.push(note.text_in(sheet, *line, lang));
        }
        if group.len() <= FEW {
            let alone = |said: String| {
                let summary = clip(&said, MOST_LETTERS);
                let each = if summary == said { Vec::new() } else { vec![said] };
                Remark { weight, summary, each }
            };
            remarks.extend(each.into_iter().map(alone));
        } else {
            let summary = summary(&group, lang);
            remarks.push(Remark { weight, summary, each });
        }
    }
    remarks
}

fn summary(group: &[(Option<u64>, Note)], lang: Lang) -> String {
    let lines: Vec<u64> = group.iter().filter_map(|(line, _)| *line).collect();
    let Some((_, first)) = group.first() else { return String::new() };
    let said = |note: &Note| clip(&note.told.text(lang), MOST_LETTERS);
    let same = group.iter().all(|(_, note)| said(note) == said(first));
    let what = if same {
        said(first)
    } else {
        let few = group.iter().take(EXAMPLES);
        let examples =
            few.filter_map(|(line, note)| Some(listing::example(lang, (*line)?, &said(note))));
        examples.collect::<Vec<_>>().join(" ")
    };
    let what = match first.sort {
        Sort::Question => listing::sort_question(lang, &what),
        Sort::Warning => listing::sort_warning(lang, &what),
        Sort::Fault | Sort::Double | Sort::Change | Sort::Told => what,
    };
    let spans = spans(&lines, MOST_SPANS);
    match &first.column {
        Some(column) => {
            listing::alike_column(lang, &clip(column, 60), lines.len(), &spans, &what)
        }
        None => listing::alike_all(lang, lines.len(), &spans, &what),
    }
}

/// The most important ones of them, and how many kinds there are beside.
pub fn within(remarks: &[Remark], most: usize, lang: Lang) -> Vec<String> {
    let all = remarks.len();
    let shown = if all > most { most.saturating_sub(1) } else { all };
    let mut lines: Vec<String> =
        remarks.iter().take(shown).map(|remark| remark.summary.clone()).collect();
    lines.extend((shown < all).then(|| listing::more_kinds(lang, all - shown)));
    lines
}

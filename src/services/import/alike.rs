//! Groups similar notes into one remark: number of rows, which rows, and the first examples. This
//! keeps a preview short however many problems a list has; the problems file has every note.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use super::columns::clip;
use super::note::{ImportNote, Note, NoteSort, Original, Twin};
use crate::lang::cli::rows as rows_words;
use crate::lang::{Lang, listing, revise};
use crate::programme::check::FaultKind;
use crate::record::{Remark, RemarkWeight};
use crate::services::import::report::{ImportReport, line_ranges};
use crate::text::format::FormatFault;

/// Maximum number of lines of a preview.
pub const MOST_LINES: usize = 60;
/// Groups up to this size are reported note by note; `FEW_THE_SAME` applies if all texts are the
/// same.
const FEW: usize = 4;
const FEW_THE_SAME: usize = 2;
const MAX_EXAMPLES: usize = 3;
/// Maximum letters of a note within a group.
const MOST_LETTERS: usize = 240;
/// Cells shown of a row, and of a row that may be a duplicate.
const FEW_CELLS: usize = 3;
const MOST_CELLS: usize = 8;
/// Maximum number of line ranges listed.
const MOST_SPANS: usize = 5;

/// Key for grouping notes: everything except the values in them.
#[derive(PartialEq, Eq, Hash)]
struct NoteShape {
    sort: u8,
    column: Option<String>,
    note: Discriminant<ImportNote>,
    what: Option<Discriminant<FaultKind>>,
    fault: Option<Discriminant<FormatFault>>,
    words: String,
}

impl NoteShape {
    fn of(note: &Note) -> NoteShape {
        let what = match &note.what {
            ImportNote::Answer { what, .. } | ImportNote::LeftEmpty { what, .. } => Some(what),
            _ => None,
        };
        let fault = match what {
            Some(FaultKind::Format(fault)) => Some(discriminant(fault)),
            _ => None,
        };
        let words = match &note.what {
            ImportNote::Rule { vi, .. } => without_values(vi),
            ImportNote::LeftOut { why, .. } => without_values(&why.vi),
            ImportNote::Lacks { vi, .. } => vi.join(", "),
            _ => String::new(),
        };
        NoteShape {
            sort: weight(note.sort) as u8 * 8 + note.sort as u8,
            column: note.column.clone(),
            note: discriminant(&note.what),
            what: what.map(discriminant),
            fault,
            words,
        }
    }
}

/// The words of a rule without the numbers and quoted values in them.
fn without_values(text: &str) -> String {
    let mut quoted = false;
    let shown = text.chars().filter(|c| {
        quoted ^= matches!(c, '"' | '“' | '”');
        !quoted && !c.is_numeric() && !matches!(c, '.' | ',')
    });
    shown.collect()
}

pub fn weight(sort: NoteSort) -> RemarkWeight {
    match sort {
        NoteSort::Fault | NoteSort::Double => RemarkWeight::Refused,
        NoteSort::Question | NoteSort::Warning => RemarkWeight::Doubtful,
        NoteSort::Change | NoteSort::Info => RemarkWeight::Info,
    }
}

/// Splits a note of several missing answers into one note for each.
fn parts(note: &Note) -> Vec<Note> {
    match &note.what {
        ImportNote::Lacks { vi, en } => {
            let one = |(vi, en): (&String, &String)| Note {
                what: ImportNote::Lacks { vi: vec![vi.clone()], en: vec![en.clone()] },
                ..note.clone()
            };
            vi.iter().zip(en).map(one).collect()
        }
        _ => vec![note.clone()],
    }
}

/// Notes with their line numbers; `None` for notes about the file.
type NotesByLine = Vec<(Option<u64>, Note)>;

/// All remarks about a list, the most severe first.
pub fn remarks(report: &ImportReport, lang: Lang) -> Vec<Remark> {
    let mut groups: Vec<(RemarkWeight, NotesByLine)> = Vec::new();
    let mut known: HashMap<NoteShape, usize> = HashMap::new();
    let lacks =
        |(_, note): &&(Option<u64>, Note)| matches!(note.what, ImportNote::Lacks { .. });
    // with only a few such rows, one remark per row is more useful than one per missing answer
    let apart = report.notes.iter().filter(lacks).count() > FEW;
    // answers that are missing in every row are reported once for the file
    let rows = |(line, note): &&(Option<u64>, Note)| {
        line.is_none() || !matches!(note.what, ImportNote::Unnamed(_))
    };
    for (line, note) in report.notes.iter().filter(rows) {
        let notes = if apart { parts(note) } else { vec![note.clone()] };
        for note in notes {
            if line.is_none() {
                groups.push((weight(note.sort), vec![(None, note)]));
                continue;
            }
            let at = *known.entry(NoteShape::of(&note)).or_insert_with(|| {
                groups.push((weight(note.sort), Vec::new()));
                groups.len() - 1
            });
            if let Some((_, group)) = groups.get_mut(at) {
                group.push((*line, note));
            }
        }
    }
    groups.sort_by_key(|(weight, _)| *weight);
    let mut remarks = Vec::new();
    for (weight, group) in groups {
        let few = if have_same_text(&group, lang) { FEW_THE_SAME } else { FEW };
        if group.len() <= few {
            for (line, note) in &group {
                // only one sheet is read, and remarks do not name it
                let said = note.text_in(None, *line, lang);
                let summary = clip(&said, MOST_LETTERS);
                let each = in_full(report, *line, note, lang);
                let each = if each == [summary.as_str()] { Vec::new() } else { each };
                remarks.push(Remark { weight, summary, each });
            }
        } else {
            let summary = summary(&group, lang);
            let each = group.iter().flat_map(|(line, note)| in_full(report, *line, note, lang));
            remarks.push(Remark { weight, summary, each: each.collect() });
        }
    }
    remarks
}

/// A note with cells of its row; one text for each row if the note is about several.
fn in_full(report: &ImportReport, line: Option<u64>, note: &Note, lang: Lang) -> Vec<String> {
    let one = |line: Option<u64>, note: &Note| {
        let mut lines = vec![note.text_in(None, line, lang)];
        let message = |line, most| report.source.row_label(line, note.column.as_deref(), most);
        let row = |line, most| Some(message(line, most)).filter(|row| !row.is_empty());
        match &note.what {
            ImportNote::Double(Twin { of: Original::Row(other, _), .. }) => {
                let pair = line.into_iter().chain([*other]);
                let pair = pair.filter_map(|line| Some((line, row(line, MOST_CELLS)?)));
                lines.extend(pair.map(|(line, row)| listing::example(lang, line, &row)));
            }
            _ => lines.extend(line.and_then(|line| row(line, FEW_CELLS))),
        }
        lines.join("\n   ")
    };
    match &note.what {
        ImportNote::OfRows { vi, en, lines } => {
            let message = ImportNote::Rule { vi: vi.clone(), en: en.clone() };
            let rule = Note { what: message, ..note.clone() };
            lines.iter().map(|line| one(Some(*line), &rule)).collect()
        }
        _ => vec![one(line, note)],
    }
}

fn have_same_text(group: &NotesByLine, lang: Lang) -> bool {
    let mut said = group.iter().map(|(_, note)| note.what.text(lang));
    let first = said.next();
    said.all(|other| Some(other) == first)
}

fn summary(group: &[(Option<u64>, Note)], lang: Lang) -> String {
    let lines: Vec<u64> = group.iter().filter_map(|(line, _)| *line).collect();
    let Some((_, first)) = group.first() else { return String::new() };
    let said = |note: &Note| clip(&note.what.text(lang), MOST_LETTERS);
    let same = group.iter().all(|(_, note)| said(note) == said(first));
    let what = if same {
        said(first)
    } else {
        let few = group.iter().take(MAX_EXAMPLES);
        let examples =
            few.filter_map(|(line, note)| Some(listing::example(lang, (*line)?, &said(note))));
        // only some of the texts are sentences
        let bare = |text: String| text.trim_end_matches('.').to_owned();
        examples.map(bare).collect::<Vec<_>>().join("; ")
    };
    let what = match first.sort {
        NoteSort::Question => listing::sort_question(lang, &what),
        NoteSort::Warning => listing::sort_warning(lang, &what),
        NoteSort::Fault | NoteSort::Double | NoteSort::Change | NoteSort::Info => what,
    };
    let spans = line_ranges(&lines, MOST_SPANS);
    match &first.column {
        Some(column) => {
            listing::alike_column(lang, &clip(column, 60), lines.len(), &spans, &what)
        }
        None => listing::alike_all(lang, lines.len(), &spans, &what),
    }
}

/// The first `most` remarks; the last line counts the rest if there are more.
pub fn top(remarks: &[Remark], most: usize, lang: Lang) -> Vec<String> {
    let all = remarks.len();
    let shown = if all > most { most.saturating_sub(1) } else { all };
    let mut lines: Vec<String> =
        remarks.iter().take(shown).map(|remark| remark.summary.clone()).collect();
    lines.extend((shown < all).then(|| listing::more_kinds(lang, all - shown)));
    lines
}

impl ImportReport {
    /// A command line option that maps the most important unmapped column.
    fn how_to_map(&self, lang: Lang) -> Option<String> {
        let name = self.notes.iter().find_map(|(_, note)| match &note.what {
            ImportNote::NoNameColumn(none) => Some((none.likely.as_ref()?, &none.label)),
            _ => None,
        });
        if let Some((column, label)) = name {
            return Some(listing::how_to_map(lang, &column.heading, label.get(lang)));
        }
        let open = self.columns.iter().find(|column| column.is_open())?;
        Some(listing::how_to_map(lang, &open.heading, &listing::some_question(lang)))
    }

    /// Sentences for the officer: totals, then grouped remarks, then what can be done next. At most
    /// [`MOST_LINES`].
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        let mut first = self.totals(lang);
        let mut last = Vec::new();
        let clashes = self.revised.clashes > self.revised.taken;
        last.extend(clashes.then(|| revise::clashes_option(lang)));
        let undo = self.undoable().map(|batch| revise::undo_way(lang, &batch.id.to_string()));
        last.extend(undo);
        let options = self.options;
        last.extend(
            (options && !self.doubles.is_empty()).then(|| rows_words::doubles_option(lang)),
        );
        last.extend(
            (options && !self.doubtful.is_empty()).then(|| listing::doubtful_option(lang)),
        );
        let unclear = self.values.iter().find(|value| value.to.is_none()).filter(|_| options);
        let mapped = self.how_to_map(lang).filter(|_| options);
        // records that are already written would be duplicates in the next import
        let here = !self.is_dry_run && self.undoable().is_some();
        let again = here && (mapped.is_some() || unclear.is_some());
        last.extend(mapped);
        last.extend(unclear.map(|v| listing::how_to_value(lang, &v.heading, &v.given)));
        last.extend(again.then(|| listing::undo_first(lang)));
        let remarks = remarks(self, lang);
        let grouped = remarks.iter().any(Remark::has_details);
        last.extend((options && grouped).then(|| listing::how_to_write(lang)));
        // the command that publishes prints its own note for this
        last.extend((self.is_dry_run && options).then(|| rows_words::dry_run(lang)));
        let room = MOST_LINES.saturating_sub(first.len() + last.len());
        first.extend(top(&remarks, room, lang));
        first.extend(last);
        first
    }
}

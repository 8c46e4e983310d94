//! Preview of an import: totals, columns and values that a person has to map, hidden parts of the
//! list, and remarks, with similar remarks as one row.

use crate::lang::{Lang, listing as say, revise};
use crate::programme::meaning;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::{ListClash, ListColumn, ListValue, MapTo, Preview, RemarkWeight};

#[derive(Debug)]
pub struct Import {
    pub preview: Preview,
    pub rows: Vec<PreviewRow>,
    pub at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewRow {
    Heading(String),
    /// the totals; always the first row, opens as text where a small screen cuts it
    Sums,
    /// index into the preview's columns
    Column(usize),
    /// index into the preview's values
    Value(usize),
    Known,
    HiddenRows,
    HiddenColumns,
    NoValues,
    Doubtful,
    /// index into the preview's clashes
    Clash(usize),
    /// index into the preview's remarks
    Remark(usize),
}

/// Maximum number of rows for unmapped columns; the others are reached from the known ones.
const MOST_OPEN: usize = 12;
/// Maximum number of rows for clashes; the others can only be decided all together.
const MOST_CLASHES: usize = 30;
/// Maximum number of rows for remarks, the most important first; the problems file has all.
const MOST_REMARKS: usize = 40;

impl Import {
    pub fn new(preview: Preview, lang: Lang) -> Import {
        let rows = rows(&preview, lang);
        let first =
            |row: &PreviewRow| !matches!(row, PreviewRow::Heading(_) | PreviewRow::Sums);
        let at = rows.iter().position(first).unwrap_or(0);
        Import { preview, rows, at }
    }

    /// Replaces the preview after a choice. The cursor stays on the choice; after a column or value
    /// was mapped, it moves to the next unmapped one.
    pub fn replace(&mut self, preview: Preview, lang: Lang) {
        let chosen = self.row().cloned();
        *self = Import::new(preview, lang);
        let values = &self.preview.values;
        let open = |at: usize| values.get(at).is_some_and(|v| v.to.is_none());
        let next = match chosen {
            Some(PreviewRow::Value(at)) if !open(at) => {
                (0..at).rev().find(|at| open(*at)).map(PreviewRow::Value)
            }
            // columns keep their indices
            Some(PreviewRow::Column(at)) => {
                let open =
                    |row: &&PreviewRow| matches!(row, PreviewRow::Column(to) if *to >= at);
                self.rows.iter().find(open).cloned()
            }
            Some(PreviewRow::Known) if self.preview.columns.iter().any(ListColumn::is_open) => {
                None
            }
            Some(PreviewRow::Remark(_) | PreviewRow::Heading(_)) => None,
            chosen => chosen,
        };
        if let Some(at) = self.rows.iter().position(|row| Some(row) == next.as_ref()) {
            self.at = at;
        }
    }

    /// Moves the cursor, skipping headings.
    pub fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        let mut to = self.at.saturating_add_signed(by).min(last);
        let is_heading = |at: usize| matches!(self.rows.get(at), Some(PreviewRow::Heading(_)));
        while is_heading(to) && by > 0 && to < last {
            to += 1;
        }
        while is_heading(to) && by < 0 && to > 0 {
            to -= 1;
        }
        if !is_heading(to) {
            self.at = to;
        }
    }

    pub fn go_to_end(&mut self, last: bool) {
        let choosable = |row: &PreviewRow| !matches!(row, PreviewRow::Heading(_));
        let found = match last {
            true => self.rows.iter().rposition(choosable),
            false => self.rows.iter().position(choosable),
        };
        self.at = found.unwrap_or(0);
    }

    pub fn row(&self) -> Option<&PreviewRow> {
        self.rows.get(self.at)
    }

    pub fn text(&self, row: &PreviewRow, programme: &Programme, lang: Lang) -> String {
        let preview = &self.preview;
        let kind = programme.kind(preview.listing.kind);
        match row {
            PreviewRow::Heading(words) => words.clone(),
            PreviewRow::Sums => format!("  {}", preview.sums.join(" ")),
            PreviewRow::Column(at) => match preview.columns.get(*at) {
                Some(c) => {
                    let examples = quoted(&c.examples);
                    format!("? {}", say::column_open(lang, &c.letters, &c.heading, &examples))
                }
                None => String::new(),
            },
            PreviewRow::Value(at) => match preview.values.get(*at) {
                Some(value) => value_text(value, programme, kind, lang),
                None => String::new(),
            },
            PreviewRow::Known => {
                let known = preview.columns.iter().filter(|c| !c.is_open()).count();
                let by_hand = preview.columns.iter().filter(|c| c.by_hand);
                let by_hand: Vec<String> =
                    by_hand.map(|column| column_text(column, kind, lang)).collect();
                let known = format!("  {}", say::columns_known(lang, known));
                if by_hand.is_empty() {
                    known
                } else {
                    format!("{known}. {}", by_hand.join("; "))
                }
            }
            PreviewRow::HiddenRows => {
                let n = preview.hidden_rows;
                let words = match preview.listing.wanted.hidden_rows {
                    true => say::hidden_rows_read(lang, n),
                    false => say::hidden_rows_left_out(lang, n),
                };
                format!("? {words}")
            }
            PreviewRow::HiddenColumns => {
                let n = preview.hidden_columns;
                let words = match preview.listing.wanted.hidden_columns {
                    true => say::hidden_columns_read(lang, n),
                    false => say::hidden_columns_left_out(lang, n),
                };
                format!("? {words}")
            }
            PreviewRow::NoValues => {
                let n = preview.no_values;
                let words = match preview.listing.wanted.empty_formulas {
                    true => say::formulas_emptied(lang, n),
                    false => say::formulas_refused(lang, n),
                };
                format!("? {words}")
            }
            PreviewRow::Doubtful => {
                let n = preview.doubtful;
                let words = match preview.listing.wanted.doubtful {
                    true => say::doubtful_read(lang, n),
                    false => say::doubtful_left_out(lang, n),
                };
                format!("? {words}")
            }
            PreviewRow::Clash(at) => match preview.clashes.get(*at) {
                Some(ListClash {
                    line,
                    record,
                    label,
                    ours: here,
                    file,
                    theirs: taken,
                    ..
                }) => {
                    let what = revise::clash_row(lang, *line, record, label);
                    match taken {
                        true => {
                            format!("* {}", revise::clash_row_taken(lang, &what, here, file))
                        }
                        false => {
                            format!("? {}", revise::clash_row_kept(lang, &what, here, file))
                        }
                    }
                }
                None => String::new(),
            },
            PreviewRow::Remark(at) => match preview.remarks.get(*at) {
                Some(remark) => {
                    let mark = match remark.weight {
                        RemarkWeight::Refused => '!',
                        RemarkWeight::Doubtful => '?',
                        RemarkWeight::Info => '·',
                    };
                    format!("{mark} {}", remark.summary)
                }
                None => String::new(),
            },
        }
    }
}

fn rows(preview: &Preview, lang: Lang) -> Vec<PreviewRow> {
    let mut rows = vec![PreviewRow::Sums];
    let open = preview.columns.iter().enumerate().filter(|(_, column)| column.is_open());
    let open: Vec<PreviewRow> =
        open.map(|(at, _)| PreviewRow::Column(at)).take(MOST_OPEN).collect();
    if !open.is_empty() {
        rows.push(PreviewRow::Heading(say::heading_columns(lang)));
        rows.extend(open);
    }
    let (open, meant): (Vec<usize>, Vec<usize>) =
        (0..preview.values.len()).partition(|at| preview.values[*at].to.is_none());
    if !open.is_empty() {
        rows.push(PreviewRow::Heading(say::heading_values(lang)));
        rows.extend(open.into_iter().map(PreviewRow::Value));
    }
    let clashes = preview.clashes.len();
    if clashes > 0 {
        rows.push(PreviewRow::Heading(revise::clash_heading(lang)));
        rows.extend((0..clashes.min(MOST_CLASHES)).map(PreviewRow::Clash));
        if clashes > MOST_CLASHES {
            let more = (clashes - MOST_CLASHES).to_string();
            rows.push(PreviewRow::Heading(revise::clash_more(lang, &more)));
        }
    }
    let mut looked = Vec::new();
    let choices = [
        (preview.hidden_rows, PreviewRow::HiddenRows),
        (preview.hidden_columns, PreviewRow::HiddenColumns),
        (preview.no_values, PreviewRow::NoValues),
        (preview.doubtful, PreviewRow::Doubtful),
    ];
    looked.extend(choices.into_iter().filter(|(n, _)| *n > 0).map(|(_, row)| row));
    let (mut info, mut room) = (Vec::new(), MOST_REMARKS);
    for (at, remark) in preview.remarks.iter().enumerate() {
        let rows = if remark.weight == RemarkWeight::Info { &mut info } else { &mut looked };
        if room > 0 {
            rows.push(PreviewRow::Remark(at));
            room -= 1;
        }
    }
    info.splice(0..0, meant.into_iter().map(PreviewRow::Value));
    if !preview.columns.is_empty() {
        info.insert(0, PreviewRow::Known);
    }
    for (heading, part) in [(say::heading_look(lang), looked), (say::heading_info(lang), info)]
    {
        if !part.is_empty() {
            rows.push(PreviewRow::Heading(heading));
            rows.extend(part);
        }
    }
    rows
}

pub fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", ")
}

/// Describes a column and what it is mapped to.
pub fn column_text(column: &ListColumn, kind: Option<&Kind>, lang: Lang) -> String {
    let (letters, heading) = (&column.letters, &column.heading);
    let Some(to) = column.to else { return say::column_unknown(lang, letters, heading) };
    let label = map_to_text(to, kind, lang);
    match (column.by_hand, column.read || to == MapTo::Nothing) {
        (_, false) => say::column_unread(lang, letters, heading, &label),
        (true, true) => say::column_by_hand(lang, letters, heading, &label),
        (false, true) => say::column_known(lang, letters, heading, &label),
    }
}

fn value_text(
    value: &ListValue,
    programme: &Programme,
    kind: Option<&Kind>,
    lang: Lang,
) -> String {
    let ListValue { heading, given, .. } = value;
    let rows = value.lines.len();
    let field = kind.and_then(|kind| kind.field(value.field));
    match field.zip(value.to.as_ref()) {
        Some((field, to)) => {
            let to = meaning::label(programme, field, to, lang);
            format!("* {}", say::value_chosen(lang, heading, given, &to, rows))
        }
        None => format!("? {}", say::value_open(lang, heading, given, rows)),
    }
}

pub fn map_to_text(to: MapTo, kind: Option<&Kind>, lang: Lang) -> String {
    match to {
        MapTo::Field(no) => {
            let field = kind.and_then(|kind| kind.field(no));
            field.map(|field| field.label.get(lang).to_owned()).unwrap_or_default()
        }
        MapTo::Province => say::province(lang),
        MapTo::District => say::district(lang),
        MapTo::Nothing => say::left_out(lang),
    }
}

/// The fields that a column can be mapped to.
pub fn questions(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields().filter(|field| {
        let computed = field.computed.as_ref().is_some_and(|c| !c.overridable);
        !computed && !matches!(field.ty, Type::Lines(_))
    })
}

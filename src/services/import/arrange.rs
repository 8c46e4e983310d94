//! Arranges the rows and columns of a sheet: drops hidden ones, joins columns that answer the same
//! question, and joins rows under one merged name cell into one record.

use super::header::{ColumnNames, HeaderColumn, named_year};
use super::note::{ImportNote, PlacedColumn};
use crate::office::grid::letters;
use crate::programme::spec::{Kind, Type};
use crate::record::{FieldNo, ReadOptions};
use crate::services::import::sheet::{ListSheet, SheetRow};
use crate::text::fold::fold;

/// What is known about the columns.
pub struct ArrangedColumns {
    pub all: Vec<Option<HeaderColumn>>,
    /// columns that already have a note
    pub notes: Vec<usize>,
    /// columns mapped by a person, the highest priority first
    pub by_hand: Vec<usize>,
}

/// Removes hidden rows and columns, except the id columns of an export, which are always read.
pub fn hide(
    columns: &mut ArrangedColumns,
    sheet: &mut ListSheet,
    wanted: &ReadOptions,
) -> Option<ImportNote> {
    let hidden = |row: &&SheetRow| row.hidden && !wanted.hidden_rows;
    let lines: Vec<u64> = sheet.rows.iter().filter(hidden).map(|r| r.line).collect();
    sheet.rows.retain(|row| !hidden(&row));
    let mut names = Vec::new();
    if wanted.hidden_columns {
        sheet.hidden_columns.clear();
    }
    for at in std::mem::take(&mut sheet.hidden_columns) {
        let heading = sheet.header.get(at).map(|h| h.trim()).unwrap_or_default();
        use HeaderColumn::{Code, Id, MadeUp, Version};
        let is_code =
            matches!(columns.all.get(at), Some(Some(Id | MadeUp | Version | Code(_))));
        if is_code || heading.is_empty() {
            continue;
        }
        names.push(heading.to_owned());
        columns.notes.push(at);
        if let Some(column) = columns.all.get_mut(at) {
            *column = None;
        }
    }
    (!lines.is_empty() || !names.is_empty())
        .then_some(ImportNote::Hidden { lines, columns: names })
}

/// Leaves one column for each question. Parts of an address are joined. Otherwise the column chosen
/// by a person is used, else the one headed with the question's label, else the one of the last
/// year, else the first.
pub fn one_for_each(
    kind: &Kind,
    names: &ColumnNames,
    columns: &mut ArrangedColumns,
    sheet: &mut ListSheet,
) -> Vec<ImportNote> {
    let mut message = Vec::new();
    for at in 0..columns.all.len() {
        let many = [HeaderColumn::Number, HeaderColumn::Unit];
        let Some(column) = columns.all[at].filter(|column| !many.contains(column)) else {
            continue;
        };
        let same = |other: &usize| columns.all[*other] == Some(column);
        let mut parts: Vec<usize> = (at..columns.all.len()).filter(same).collect();
        let by_hand = columns.by_hand.iter().find(|part| parts.contains(part));
        let label = |part: &&usize| names.is_label(&sheet.header[**part]);
        // of figures of several years, the latest
        let year = |part: &&usize| named_year(&sheet.header[**part]);
        let latest = parts.iter().rev().filter(|part| year(part).is_some()).max_by_key(year);
        let best = by_hand.or_else(|| parts.iter().find(label)).or(latest);
        let at = best.copied().unwrap_or(at);
        let others: Vec<usize> = parts.iter().copied().filter(|part| *part != at).collect();
        if others.is_empty() {
            continue;
        }
        for other in &others {
            columns.all[*other] = None;
        }
        columns.notes.extend(&others);
        let heading = |at: &usize| sheet.header[*at].trim().to_owned();
        let field = match column {
            HeaderColumn::Field(no) => kind.field(no),
            _ => None,
        };
        if field.is_some_and(|f| f.id == "address") {
            message.push(ImportNote::Joined(parts.iter().map(heading).collect()));
            parts.sort_by_key(|at| !fold(&sheet.header[*at]).starts_with("so nha"));
            sheet.rows.iter_mut().for_each(|row| row.join_into(at, &parts));
            continue;
        }
        // a number would get the unit of the wrong heading
        let fills = field.is_some_and(|f| matches!(f.ty, Type::Place | Type::Phone));
        let placed = |at: &usize| {
            let place = u32::try_from(sheet.place(*at)).unwrap_or(u32::MAX);
            PlacedColumn { heading: heading(at), letters: letters(place) }
        };
        let (first, others_placed) = (placed(&at), others.iter().map(placed).collect());
        message.push(ImportNote::SecondHeading { first, others: others_placed, fills });
        if fills {
            sheet.rows.iter_mut().for_each(|row| row.fill(at, &others));
        }
    }
    message
}

impl SheetRow {
    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map(|cell| cell.trim()).unwrap_or_default()
    }

    /// Moves faults of a cell to the column that its text is moved to.
    fn move_faults(&mut self, from: usize, to: usize) {
        for (at, _) in self.faults.iter_mut().filter(|(at, _)| *at == from) {
            *at = to;
        }
    }

    fn join_into(&mut self, at: usize, parts: &[usize]) {
        let mut words: Vec<String> = Vec::new();
        for part in parts {
            let cell = self.cell(*part).to_owned();
            self.move_faults(*part, at);
            // as whole words, and not a number alone: house 12 and hamlet 1 are two
            let bare = format!(" {} ", fold(&cell));
            let is_name = cell.contains(char::is_alphabetic);
            let holds = |word: &String| is_name && format!(" {} ", fold(word)).contains(&bare);
            if !cell.is_empty() && !words.iter().any(holds) {
                words.push(cell);
            }
        }
        self.cells.set(at, &words.join(", "));
    }

    fn fill(&mut self, at: usize, others: &[usize]) {
        if !self.cell(at).is_empty() {
            return;
        }
        if let Some(from) = others.iter().copied().find(|other| !self.cell(*other).is_empty()) {
            let cell = self.cell(from).to_owned();
            self.move_faults(from, at);
            self.cells.set(at, &cell);
        }
    }
}

/// Rows that share one merged name cell are one record, unless an export gave them two ids. Texts are joined; numbers that differ must
/// be chosen by a person.
pub fn one_record(
    kind: &Kind,
    columns: &[Option<HeaderColumn>],
    names: &[FieldNo],
    sheet: &mut ListSheet,
) -> Option<ImportNote> {
    let is_name = |at: usize| matches!(columns.get(at), Some(Some(HeaderColumn::Field(no))) if names.contains(no));
    let mut spans: Vec<(u64, u64)> = std::mem::take(&mut sheet.tall)
        .into_iter()
        .filter(|tall| is_name(tall.column))
        .map(|tall| (tall.first.into(), tall.last.into()))
        .collect();
    spans.sort_unstable();
    let id = columns.iter().position(|column| matches!(column, Some(HeaderColumn::Id)));
    let (mut rows, mut lines): (Vec<SheetRow>, Vec<u64>) = (Vec::new(), Vec::new());
    for row in std::mem::take(&mut sheet.rows) {
        let at = spans.partition_point(|(first, _)| *first <= row.line);
        let span = at.checked_sub(1).and_then(|at| spans.get(at));
        let span = span.filter(|(_, last)| row.line <= *last);
        let is_same = |top: &SheetRow| {
            let ids = id.map(|at| (top.cell(at), row.cell(at)));
            ids.is_none_or(|(top, own)| own.is_empty() || top == own)
        };
        match (span, rows.last_mut()) {
            (Some((first, _)), Some(top)) if top.line >= *first && is_same(top) => {
                lines.push(row.line);
                top.take_in(row, kind, columns);
            }
            _ => rows.push(row),
        }
    }
    sheet.rows = rows;
    (!lines.is_empty()).then_some(ImportNote::OneRecord(lines))
}

impl SheetRow {
    fn take_in(&mut self, row: SheetRow, kind: &Kind, columns: &[Option<HeaderColumn>]) {
        self.fault = self.fault.take().or_else(|| row.fault.clone());
        self.faults.extend(row.faults.iter().cloned());
        for (at, column) in columns.iter().enumerate() {
            let Some(HeaderColumn::Field(no)) = column else { continue };
            let (mine, other) = (self.cell(at).to_owned(), row.cell(at).to_owned());
            if other.is_empty() || fold(&mine) == fold(&other) {
                continue;
            }
            let text = kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Text | Type::Note));
            if mine.is_empty() {
                self.cells.set(at, &other);
            } else if text {
                if !mine.split("; ").any(|part| fold(part) == fold(&other)) {
                    self.cells.set(at, &format!("{mine}; {other}"));
                }
            } else {
                self.faults.push((at, ImportNote::TwoValues { line: row.line, value: other }));
            }
        }
    }
}

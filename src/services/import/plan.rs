//! Turns a file's bytes into the records that it would create. Pure, so that a dry run and a screen
//! can show it. Other records (duplicates in the notebook) are looked up later, by `run`.

use std::collections::{HashMap, HashSet};

use super::column_notes::SmallMoney;
use super::columns::{self, ListSource};
use super::disputed::{self, DisputedDefault};
use super::header::{self, ColumnNames, HeaderColumn, can_read};
use super::mapping::Mapping;
use super::note::{ImportNote, Note, NoteSort};
use super::reader::RowReader;
use super::stray::{self};
use super::stray_rows::{RowKinds, nameless, strays};
use super::unit::sheet::{self as sheet_units};
use super::value::ValueTally;
use super::{arrange, chosen, file, linked_place, tables, unnamed};
use crate::cancel::CancelToken;
use crate::office::pace::Pace;
use crate::programme::spec::{Kind, Type};
use crate::record::{FieldNo, Fields, Id, ListColumn, ListValue};
use crate::services::import::row::{ColumnLayout, PackedRow, PlanContext, PlanRow};
use crate::services::import::sheet::FileFault;

#[derive(Debug)]
pub struct ImportPlan {
    /// one for each row of data, in the order of the file
    pub rows: Vec<PackedRow>,
    /// about the file as a whole
    pub notes: Vec<Note>,
    /// headings of the columns, for faults that are found later
    pub headings: HashMap<FieldNo, String>,
    /// questions that have a column in the file
    pub asked_fields: HashSet<FieldNo>,
    /// name of the workbook's sheet
    pub sheet: Option<String>,
    /// the file's columns, for mapping by a person
    pub columns: Vec<ListColumn>,
    /// number of hidden rows and columns of a workbook, whether read or not
    pub hidden: (usize, usize),
    /// number of rows that may be no records, whether read or not
    pub in_doubt: usize,
    pub source: ListSource,
    /// Defaults of new records: only for questions without a column, as a default must never
    /// replace an answer that is missing or was not understood.
    pub start: Fields,
    /// questions that an unread column seems to answer
    pub unread: Vec<FieldNo>,
    /// values that were not understood, or were mapped by a person
    pub values: Vec<ListValue>,
    /// for reading a row again
    pub layout: ColumnLayout,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanFault {
    File(FileFault),
    /// the message takes example headings from the kind
    NoHeader,
}

/// The defaults that may be applied to imported records: everything except dates, which only the
/// file can give.
pub fn steady_defaults(kind: &Kind, start: Fields) -> Fields {
    let lasting = |no: FieldNo| kind.field(no).is_some_and(|f| !matches!(f.ty, Type::Date));
    start.iter().filter(|(no, _)| lasting(*no)).map(|(no, v)| (no, v.clone())).collect()
}

/// A plan without mapped columns.
pub fn plan(
    bytes: &[u8],
    kind: &Kind,
    context: &PlanContext<'_>,
) -> Result<ImportPlan, PlanFault> {
    let mut nobody = |_| ();
    let pace = &mut Pace::new(CancelToken::default(), &mut nobody);
    plan_mapped(bytes, kind, context, &Mapping::default(), pace)
}

pub fn plan_mapped(
    bytes: &[u8],
    kind: &Kind,
    context: &PlanContext<'_>,
    mapping: &Mapping,
    pace: &mut Pace<'_>,
) -> Result<ImportPlan, PlanFault> {
    let mut names = ColumnNames::of(kind);
    names.in_year(context.today.year);
    mapping.apply(&mut names);
    let mut sheet =
        file::read(bytes, &|row| names.score(row), pace).map_err(|fault| match fault {
            FileFault::NoHeader => PlanFault::NoHeader,
            fault => PlanFault::File(fault),
        })?;
    if sheet.name.is_some() {
        // cells next to the table form columns without a heading
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        sheet.header.resize(width.max(sheet.header.len()), String::new());
    }
    sheet_units::notes_beside(&mut sheet);
    let mut all = header::columns(&names, &sheet.header);
    let tables = tables::join(kind, &names, &mut all, &mut sheet);
    let mut columns = arrange::ArrangedColumns { all, notes: Vec::new(), by_hand: Vec::new() };
    let mut message = std::mem::take(&mut sheet.notes);
    for one in &mut message {
        if let ImportNote::NoValues { emptied, .. } = one {
            *emptied = context.wanted.empty_formulas;
        }
    }
    let (strays, doubtful, groups) = strays(kind, &columns.all, tables, &mut sheet);
    message.extend(strays);
    chosen::take(kind, context.programme, &names, &mut columns.all, &sheet, mapping);
    message.extend(columns::name_unheaded(&mut columns, &names, &mut sheet));
    // before hidden rows are dropped: a line of units may be hidden
    let mut unit_notes = sheet_units::units(kind, &mut columns.all, &mut sheet);
    columns.notes.extend(sheet_units::empty_notes(&columns.all, &sheet));
    sheet_units::choose(&mut unit_notes, &columns.all, context.wanted);
    let units: Vec<_> = unit_notes.iter().map(|notes| notes.unit.clone()).collect();
    let mut seen = columns::list_columns(&columns.all, &sheet, mapping);
    let answered = |no: &FieldNo| columns.all.contains(&Some(HeaderColumn::Field(*no)));
    for (_, column) in seen.iter_mut().filter(|(_, column)| column.is_open()) {
        let can_read = |no: &FieldNo| {
            let field = kind.field(*no);
            field.is_some_and(|f| can_read(context.programme, f, column, context.today))
        };
        let likely = names.likely(&column.heading).into_iter();
        column.likely = likely.filter(|no| !answered(no) && can_read(no)).collect();
    }
    message.extend(columns::skip_computed(kind, &mut columns, &sheet));
    let hidden = columns::hidden(&columns.all, &sheet);
    message.extend(columns::choice_notes(&seen, kind, mapping));
    columns::apply_choices(&mut columns, &sheet, mapping);
    message.extend(arrange::hide(&mut columns, &mut sheet, context.wanted));
    message.extend(arrange::one_for_each(kind, &names, &mut columns, &mut sheet));
    let titles = crate::services::import::row::names(kind);
    message.extend(arrange::one_record(kind, &columns.all, &titles, &mut sheet));
    for (at, column) in &mut seen {
        column.read = columns.all.get(*at).copied().flatten().is_some();
    }
    let linked_place =
        linked_place::column(kind, context.programme, &columns.all, &sheet.header, mapping);
    if let Some(at) = linked_place {
        columns.notes.push(at);
        seen.iter_mut().filter(|(seen, _)| *seen == at).for_each(|(_, c)| c.read = true);
    }
    let none = unnamed::no_name_column(kind, &columns.all, &mut seen, &sheet);
    let unnamed = none.as_ref().map(|none| none.label.clone());
    message.extend(none.map(|none| ImportNote::NoNameColumn(Box::new(none))));
    let asked = |no: FieldNo| columns.all.iter().flatten().any(|column| column.answers(no));
    let start = context.defaults.iter().filter(|(no, _)| !asked(*no));
    let mut start: Fields = start.map(|(no, value)| (no, value.clone())).collect();
    let disputed =
        disputed::find(kind, context.programme, &start, &columns.all, &sheet, mapping);
    let marks = sheet_units::marks(kind, &columns.all, &sheet);
    let rows = std::mem::take(&mut sheet.rows);
    for DisputedDefault { field, at, .. } in &disputed {
        start.put(*field, None);
        if let Some((_, column)) = seen.iter_mut().find(|(seen, _)| seen == at) {
            column.likely.retain(|no| no != field);
            column.likely.insert(0, *field);
        }
    }
    let reader = RowReader {
        kind,
        context,
        columns: &columns.all,
        notes: &columns.notes,
        seen: &seen,
        unnamed: unnamed.as_ref(),
        groups: &groups,
        linked_place,
        units: &units,
        marks: &marks,
        start: &start,
        sheet: &sheet,
    };
    let shown = reader.about_shown(&rows);
    let choices = reader.about_choices(&rows);
    let no_answers = reader.about_no_answers(&rows);
    let all = rows.len();
    let (mut made, mut kept) = (Vec::with_capacity(all), Vec::new());
    let (mut small, mut ids) = (SmallMoney::default(), HashMap::new());
    let mut values = ValueTally::default();
    for (at, row) in rows.into_iter().enumerate() {
        let on = pace.row(at, all);
        on.map_err(|halted| PlanFault::File(halted.into()))?;
        let mut read = reader.row_of(&row);
        if doubtful.contains(&row.line) && !context.wanted.doubtful {
            read.doubtful = true;
            let kinds = RowKinds::of(kind, &columns.all);
            read.notes = vec![match nameless(&row, &kinds) {
                Some((at, text)) => Note::of_cell(
                    NoteSort::Double,
                    reader.heading(at),
                    ImportNote::NoNamePerhaps(text.to_owned()),
                ),
                None => {
                    let words = stray::words(&row.cells, &kinds);
                    let words = words.map(|(_, words)| words.to_owned()).unwrap_or_default();
                    Note::of_row(NoteSort::Double, ImportNote::NoRecordPerhaps(words))
                }
            }];
        }
        values.take(&mut read, &context.wanted.values);
        // hold the cells of a file with many rows only once
        match context.wanted.cells {
            true => {
                read.source = read.id.map(|_| row.clone());
                kept.push(row);
            }
            false => read.source = read.id.map(|_| row),
        }
        tell_same_id(&mut read, &mut ids);
        small.take(kind, &read.fields);
        made.push(read.pack());
    }
    let rows: Vec<PackedRow> = made;
    let unread = disputed.iter().map(|disputed| disputed.field).collect();
    message.extend(disputed.into_iter().map(|disputed| disputed.note));
    let message = message.into_iter().map(|message| Note::of_file(message.sort(), message));
    let notes = message
        .chain(reader.about_units(&unit_notes, &small))
        .chain(reader.about_unit_columns())
        .chain(reader.about_old_names(&rows))
        .chain(shown)
        .chain(choices)
        .chain(no_answers)
        .chain(reader.left_out())
        .collect();
    let (headings, asked) = (reader.headings(), reader.asked());
    let kinds = RowKinds::of(kind, &columns.all);
    let all = 0..sheet.header.len();
    let (names, others): (Vec<usize>, Vec<usize>) =
        all.partition(|at| stray::Columns::is_name(&kinds, *at));
    let field = |at: &usize| matches!(kinds.column(*at), Some(HeaderColumn::Field(_)));
    let read = names.iter().copied().chain(others.into_iter().filter(field)).collect();
    let source = ListSource::new(&sheet.header, kept, &units, names, read);
    let name = sheet.name.clone();
    let province = context.province.map(str::to_owned);
    let defaults = Fields::new();
    let wanted = context.wanted.clone();
    let layout =
        ColumnLayout { columns: columns.all, units, marks, sheet, province, defaults, wanted };
    let columns = seen.into_iter().map(|(_, column)| column).collect();
    let in_doubt = doubtful.len();
    Ok(ImportPlan {
        rows,
        notes,
        headings,
        asked_fields: asked,
        sheet: name,
        columns,
        hidden,
        in_doubt,
        source,
        start,
        unread,
        values: values.all(),
        layout,
    })
}

/// Adds a fault to a row with the id of an earlier row. `lines`: the first line of each id.
fn tell_same_id(row: &mut PlanRow, lines: &mut HashMap<Id, u64>) {
    let Some(id) = row.id else { return };
    let first = *lines.entry(id).or_insert(row.line);
    if first != row.line {
        row.notes.push(Note::of_row(NoteSort::Fault, ImportNote::SameId(first)));
    }
}

//! What a rule sees: the record, the row it is in, the records around it, and today.

use crate::programme::faults::{Fault, FaultKind};
use crate::programme::spec::{Field, Kind, Level, Linked, Programme};
use crate::record::{Date, Decimal, FieldNo, Fields, Id, KindNo, Path, Record, Row, Value};
use crate::text::fold::fold;
use crate::text::format::believable_day;

/// Other records that a rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    Record(Id),
    /// records of a kind with an answer that folds to the same key, and with these other answers
    Same {
        kind: KindNo,
        field: FieldNo,
        folded: String,
        with: Vec<(FieldNo, Option<Value>)>,
    },
    /// records of a kind that link to `to`, in a field or in a table
    LinkingTo {
        kind: KindNo,
        field: FieldNo,
        to: Id,
    },
    /// records of a kind that link to a record of another kind which links to `to`
    LinkedVia {
        kind: KindNo,
        field: FieldNo,
        /// kind and field of the records in between
        via: (KindNo, FieldNo),
        to: Id,
    },
}

#[derive(Clone, Debug)]
pub struct Context {
    pub today: Date,
    /// the officer's own record
    pub officer: Option<Id>,
    pub found: Vec<(Need, Vec<Record>)>,
}

/// Whether two answers are equal: texts if they fold alike, and `None` equals `None`.
pub fn agree(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Text(a)), Some(Value::Text(b))) => fold(a) == fold(b),
        (a, b) => a == b,
    }
}

impl Default for Context {
    /// Has no records; its day is far ahead, so that no answer is in the future.
    fn default() -> Context {
        let today = Date { year: 2100, month: 12, day: 31 };
        Context { today, officer: None, found: Vec::new() }
    }
}

impl Context {
    /// Also empty for a need that was not fetched; `fetched` tells the two apart.
    pub fn records(&self, need: &Need) -> &[Record] {
        self.found.iter().find(|(n, _)| n == need).map_or(&[], |(_, records)| records)
    }

    pub fn record(&self, id: Id) -> Option<&Record> {
        self.records(&Need::Record(id)).first()
    }

    pub fn fetched(&self, need: &Need) -> bool {
        self.found.iter().any(|(n, _)| n == need)
    }
}

/// The record under check.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub kind: &'a Kind,
    pub id: Id,
    pub fields: &'a Fields,
    /// the record before this change; `None` for a new one
    pub before: Option<&'a Record>,
}

impl<'a> Subject<'a> {
    /// For a check of answers without a record.
    pub const NOBODY: Id = Id([0; 16]);

    /// A record of which only the answers are known.
    pub fn of(kind: &'a Kind, fields: &'a Fields) -> Subject<'a> {
        Subject { kind, id: Subject::NOBODY, fields, before: None }
    }

    /// Whether the record was locked before this change; changing it then needs a reason.
    pub fn is_locked(&self) -> bool {
        let Some((lock, before)) = self.kind.lock.as_ref().zip(self.before) else {
            return false;
        };
        before.fields.get(lock.field).and_then(Value::as_text) == Some(&lock.is)
    }
}

/// Answers by the ids of their fields: of a record, or of a table's row.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(super) questions: Questions<'a>,
    pub fields: &'a Fields,
    /// hidden fields, which count as not answered
    pub hidden: &'a [FieldNo],
}

#[derive(Clone, Copy)]
pub(super) enum Questions<'a> {
    Kind(&'a Kind),
    Columns(&'a [Field]),
}

impl<'a> View<'a> {
    pub fn of_kind(kind: &'a Kind, fields: &'a Fields) -> View<'a> {
        View { questions: Questions::Kind(kind), fields, hidden: &[] }
    }

    pub fn of_row(table: &'a Field, row: &'a Row) -> View<'a> {
        View { questions: Questions::Columns(table.columns()), fields: &row.cells, hidden: &[] }
    }

    pub fn field(&self, id: &str) -> Option<&'a Field> {
        match self.questions {
            Questions::Kind(kind) => kind.field_by_id(id),
            Questions::Columns(columns) => columns.iter().find(|c| c.id == id),
        }
    }

    pub fn question(&self, no: FieldNo) -> Option<&'a Field> {
        match self.questions {
            Questions::Kind(kind) => kind.field(no),
            Questions::Columns(columns) => columns.iter().find(|c| c.no == no),
        }
    }

    pub fn by_no(&self, no: FieldNo) -> Option<&'a Value> {
        if self.hidden.contains(&no) { None } else { self.fields.get(no) }
    }

    pub fn get(&self, id: &str) -> Option<&'a Value> {
        self.by_no(self.field(id)?.no)
    }

    /// Text, or the id of a choice.
    pub fn text(&self, id: &str) -> Option<&'a str> {
        self.get(id)?.as_text().filter(|text| !text.trim().is_empty())
    }

    pub fn int(&self, id: &str) -> Option<i64> {
        match self.get(id)? {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    pub fn decimal(&self, id: &str) -> Option<Decimal> {
        match self.get(id)? {
            Value::Decimal(n) => Some(*n),
            _ => None,
        }
    }

    pub fn yes(&self, id: &str) -> Option<bool> {
        match self.get(id)? {
            Value::Bool(yes) => Some(*yes),
            _ => None,
        }
    }

    pub fn date(&self, id: &str) -> Option<Date> {
        self.get(id)?.as_date()
    }

    pub fn link(&self, id: &str) -> Option<Id> {
        self.get(id)?.as_link()
    }

    pub fn commune(&self, id: &str) -> Option<&'a str> {
        match self.get(id)? {
            Value::Place(place) => Some(&place.commune),
            _ => None,
        }
    }

    pub fn rows(&self, id: &str) -> Vec<View<'a>> {
        let Some(table) = self.field(id) else { return Vec::new() };
        let rows = self.by_no(table.no).map_or(&[][..], Value::as_lines);
        rows.iter().map(|row| View::of_row(table, row)).collect()
    }
}

/// One question under check, with all that a rule may look at.
#[derive(Clone, Copy)]
pub struct QuestionContext<'a> {
    pub programme: &'a Programme,
    pub subject: &'a Subject<'a>,
    pub context: &'a Context,
    pub field: &'a Field,
    pub cell: Option<(&'a Field, &'a Row)>,
}

/// Everything but the question.
pub(super) struct RecordContext<'a> {
    pub programme: &'a Programme,
    pub subject: &'a Subject<'a>,
    context: &'a Context,
}

impl<'a> RecordContext<'a> {
    pub fn at(&self, field: &'a Field) -> QuestionContext<'a> {
        let RecordContext { programme, subject, context } = *self;
        QuestionContext { programme, subject, context, field, cell: None }
    }

    pub fn at_cell(
        &self,
        table: &'a Field,
        row: &'a Row,
        column: &'a Field,
    ) -> QuestionContext<'a> {
        QuestionContext { cell: Some((table, row)), ..self.at(column) }
    }
}

impl<'a> QuestionContext<'a> {
    pub(super) fn whole(
        programme: &'a Programme,
        subject: &'a Subject<'a>,
        context: &'a Context,
    ) -> RecordContext<'a> {
        RecordContext { programme, subject, context }
    }

    pub fn new(
        programme: &'a Programme,
        subject: &'a Subject<'a>,
        context: &'a Context,
        field: &'a Field,
    ) -> QuestionContext<'a> {
        QuestionContext { programme, subject, context, field, cell: None }
    }

    /// Today for rules; corrected when the clock cannot be right.
    pub fn today(&self) -> Date {
        believable_day(self.context.today)
    }

    /// The clock's day uncorrected, for checks that refuse a date because the clock is wrong.
    pub fn clock_day(&self) -> Date {
        self.context.today
    }

    /// The officer's own record.
    pub fn officer(&self) -> Option<Id> {
        self.context.officer
    }

    pub fn value(&self) -> Option<&'a Value> {
        match self.cell {
            Some((_, row)) => row.cells.get(self.field.no),
            None => self.subject.fields.get(self.field.no),
        }
    }

    pub fn text(&self) -> Option<&'a str> {
        self.value()?.as_text().filter(|text| !text.trim().is_empty())
    }

    /// The record's answers.
    pub fn record(&self) -> View<'a> {
        View::of_kind(self.subject.kind, self.subject.fields)
    }

    /// The answers next to this one: the row's, or the record's.
    pub fn siblings(&self) -> View<'a> {
        match self.cell {
            Some((table, row)) => View::of_row(table, row),
            None => self.record(),
        }
    }

    /// The record that a link of this record names, if it was fetched.
    pub fn linked(&self, id: &str) -> Option<View<'a>> {
        self.other(self.record().link(id)?)
    }

    pub fn other(&self, id: Id) -> Option<View<'a>> {
        self.view(self.context.record(id)?)
    }

    pub fn view(&self, record: &'a Record) -> Option<View<'a>> {
        Some(View::of_kind(self.programme.kind(record.kind)?, &record.fields))
    }

    /// The values of a field of the linked record; for a column, of all its rows. The link is next
    /// to the question: in its row, or in the record.
    pub fn linked_values(&self, linked: &Linked) -> Vec<&'a Value> {
        let Some(there) = self.linked_record(linked) else { return Vec::new() };
        match (there.by_no(linked.field), linked.column) {
            (Some(value), None) => vec![value],
            (Some(value), Some(column)) => {
                value.as_lines().iter().filter_map(|row| row.cells.get(column)).collect()
            }
            (None, _) => Vec::new(),
        }
    }

    pub fn linked_record(&self, linked: &Linked) -> Option<View<'a>> {
        self.other(self.siblings().by_no(linked.link)?.as_link()?)
    }

    /// Records of `kind` with a `field` that names `to`.
    pub fn linking_to(&self, kind: &str, field: &str, to: Id) -> Option<Need> {
        let kind = self.programme.kind_by_id(kind)?;
        Some(Need::LinkingTo { kind: kind.no, field: kind.field_by_id(field)?.no, to })
    }

    /// Records of `kind` with a `field` that names a record of kind `via`, which names `to` in its
    /// field `by`.
    pub fn linked_via(
        &self,
        (kind, field): (&str, &str),
        (via, by): (&str, &str),
        to: Id,
    ) -> Option<Need> {
        let no = |kind: &str, field: &str| {
            let kind = self.programme.kind_by_id(kind)?;
            Some((kind.no, kind.field_by_id(field)?.no))
        };
        let (kind, field) = no(kind, field)?;
        Some(Need::LinkedVia { kind, field, via: no(via, by)?, to })
    }

    /// The records found for a need that count here: not deleted, and not the one under check.
    pub fn others(&self, need: &Need) -> impl Iterator<Item = &'a Record> + use<'a> {
        let (own, programme) = (self.subject.id, self.programme);
        let counts = |record: &Record| {
            programme.kind(record.kind).is_none_or(|kind| programme.counts_record(kind, record))
        };
        let found = self.context.records(need).iter();
        found.filter(move |record| {
            record.id != own && record.deleted.is_none() && counts(record)
        })
    }

    pub fn path(&self) -> Path {
        match self.cell {
            Some((table, row)) => Path { field: table.no, cell: Some((row.id, self.field.no)) },
            None => Path::field(self.field.no),
        }
    }

    pub fn fault(&self, level: Level, what: FaultKind) -> Fault {
        Fault { at: self.path(), level, label: self.field.label.clone(), what }
    }
}

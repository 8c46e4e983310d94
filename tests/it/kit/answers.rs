//! Valid answers for a new record of any kind, made from the kind's definition: a first guess for
//! each question, and another where the check refuses it.

use std::collections::BTreeMap;

use crate::kit::programme;
use sotay::programme::check::{
    Context, Subject, asked_cells, asked_fields, check, compute, needs,
};
use sotay::programme::reference::commune;
use sotay::programme::spec::{Bound, Compute, Field, Kind, Level, Required, Type};
use sotay::record::{Date, Decimal, FieldNo, Fields, Id, Row, Value};
use sotay::store::Store;
use sotay::text::format::date_add;

/// More rounds than the longest list of choices.
const ROUNDS: usize = 80;

pub struct Maker<'a> {
    pub store: &'a Store,
    pub today: Date,
    pub officer: Id,
    /// a record of each kind that can be linked to
    pub there: &'a BTreeMap<String, Id>,
    /// chooses among several valid answers
    pub turn: usize,
}

/// A question: a field, or a column of one.
type At = (FieldNo, Option<FieldNo>);

impl Maker<'_> {
    pub fn fields(&self, kind: &Kind, id: Id) -> Fields {
        let mut tried: BTreeMap<At, usize> = BTreeMap::new();
        for _ in 0..ROUNDS {
            let fields = self.guess(kind, id, &tried);
            let subject = Subject { kind, id, fields: &fields, before: None };
            let found = self.store.records().needs(&needs(programme(), &subject)).unwrap();
            let context = Context { today: self.today, officer: Some(self.officer), found };
            let fields = compute(programme(), &subject, &context);
            let subject = Subject { fields: &fields, ..subject };
            let faults = check(programme(), &subject, &context).into_iter();
            let wrong: Vec<_> = faults.filter(|f| f.level == Level::Error).collect();
            if wrong.is_empty() {
                return fields;
            }
            for fault in wrong {
                let at = (fault.at.field, fault.at.cell.map(|(_, column)| column));
                for at in blamed(kind, at) {
                    *tried.entry(at).or_default() += 1;
                }
            }
        }
        panic!("no valid {}: {tried:?}", kind.id);
    }

    /// Answers to all visible questions in order, since each may depend on earlier ones.
    fn guess(&self, kind: &Kind, id: Id, tried: &BTreeMap<At, usize>) -> Fields {
        let mut fields = Fields::new();
        for field in kind.fields().filter(|f| self.answers(f)) {
            let subject = Subject { kind, id, fields: &fields, before: None };
            if asked_fields(programme(), &subject).contains(&field.no) {
                let value = match &field.ty {
                    Type::Lines(_) => self.row(field, tried),
                    _ => self.pick(field, (field.no, None), tried),
                };
                fields.put(field.no, value);
            }
        }
        fields
    }

    /// Some computed answers are left to the program.
    fn answers(&self, field: &Field) -> bool {
        let kept = |how: &Compute| matches!(how, Compute::Named(name) if name == "kept");
        let given = matches!(field.required, Required::Always);
        field.computed.as_ref().is_none_or(|c| {
            (c.overridable && (self.is_odd() || given)) || (kept(&c.how) && given)
        })
    }

    fn is_odd(&self) -> bool {
        self.turn % 2 == 1
    }

    fn row(&self, table: &Field, tried: &BTreeMap<At, usize>) -> Option<Value> {
        let mut row = Row { id: Id([table.no as u8; 16]), cells: Fields::new() };
        for column in table.columns() {
            if asked_cells(programme(), table, &row).contains(&column.no) {
                let value = self.pick(column, (table.no, Some(column.no)), tried);
                row.cells.put(column.no, value);
            }
        }
        Some(Value::Lines(vec![row]))
    }

    fn pick(&self, field: &Field, at: At, tried: &BTreeMap<At, usize>) -> Option<Value> {
        let nth = tried.get(&at).copied().unwrap_or(0);
        self.candidates(field).into_iter().nth(nth)
    }

    fn candidates(&self, field: &Field) -> Vec<Value> {
        let turn = self.turn;
        let mark = format!("{} ưu {turn}", field.id);
        match &field.ty {
            Type::Text => {
                let code = (10 + turn).to_string();
                [&mark, "25", "0100109106", "08230", &code, "C"]
                    .map(|text: &str| Value::Text(text.into()))
                    .into()
            }
            Type::Note => {
                vec![Value::Text(format!("{mark}, \"ngoặc\"; phẩy,\n- dòng hai"))]
            }
            Type::Phone => vec![Value::Text(format!("091234567{turn}"))],
            Type::Int => [6, 2, i64::from(self.today.year), 0].map(Value::Int).into(),
            Type::Money => [60_000_000, 20_000_000, 0].map(Value::Int).into(),
            Type::Decimal => {
                let bounds = [&field.min, &field.max].into_iter().flatten();
                let ends = bounds.filter_map(|b| match b {
                    Bound::Number(n) => Some(Value::Decimal(Decimal(*n))),
                    _ => None,
                });
                let odd = Value::Decimal(Decimal(12_345_000 + turn as i64 * 1_000));
                std::iter::once(odd).chain(ends).collect()
            }
            Type::Date => {
                let days = [-260 + turn as i32, 0, 10];
                days.map(|d| Value::Date(date_add(self.today, d))).into()
            }
            Type::YesNo => [self.is_odd(), !self.is_odd()].map(Value::Bool).into(),
            Type::Choice(list) => self.choices(list).into_iter().map(Value::Choice).collect(),
            Type::Many(list) => {
                let all = &programme().list(list).unwrap().choices;
                let some = all.iter().skip(turn).take(2).map(|c| c.id.clone());
                vec![Value::Many(some.collect())]
            }
            Type::Link(kind) => {
                self.there.get(kind).map(|id| Value::Link(*id)).into_iter().collect()
            }
            Type::Links(kind) => {
                self.there.get(kind).map(|id| Value::Links(vec![*id])).into_iter().collect()
            }
            Type::Place => vec![Value::Place(commune("08230").unwrap().place(self.today))],
            Type::Lines(_) => Vec::new(),
        }
    }

    /// All choices of a list, starting with another one at each turn.
    fn choices(&self, list: &str) -> Vec<String> {
        let all = &programme().list(list).unwrap().choices;
        let from = self.turn % all.len();
        all.iter().cycle().skip(from).take(all.len()).map(|c| c.id.clone()).collect()
    }
}

/// A sum is changed through its parts.
fn blamed(kind: &Kind, at: At) -> Vec<At> {
    match kind.field(at.0).and_then(|f| f.computed.as_ref()).map(|c| &c.how) {
        Some(Compute::Sum(parts)) => parts.iter().map(|no| (*no, None)).collect(),
        _ => vec![at],
    }
}

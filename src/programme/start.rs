//! The answers that a new record starts with: the defaults of its kind, answers of the last record,
//! and answers of the establishment's record.

use super::compute::compute;
use super::spec::{Choice, ChoiceList, Field, Kind, Programme, Type};
use crate::programme::check::condition::asked_fields;
use crate::programme::check::context::{Context, QuestionContext, Subject};
use crate::record::{Decimal, Fields, Id, KindNo, Record, Row, Value, ValueShape};
use crate::text::format::clock_is_wrong;

/// The fields of a new record, at an establishment when one is known, after the `last` record
/// of the kind there.
pub fn start(
    programme: &Programme,
    kind: &Kind,
    context: &Context,
    establishment: Option<&Record>,
    last: Option<&Record>,
) -> Fields {
    let mut fields = Fields::new();
    if let Some((there, field)) = establishment.zip(kind.home) {
        fields.set(field, Value::Link(there.id));
    }
    for field in kind.fields().filter(|f| f.carry.is_some()) {
        fields.put(field.no, carried(programme, field, establishment, last));
    }
    fill_defaults(programme, kind, context, fields)
}

/// Fills the defaults of fields that are still empty. Also called when a link was chosen, since
/// defaults may depend on it.
pub fn fill_defaults(
    programme: &Programme,
    kind: &Kind,
    context: &Context,
    mut fields: Fields,
) -> Fields {
    for field in kind.fields().filter(|f| f.default.is_some()) {
        if fields.get(field.no).is_none() {
            let subject = Subject::of(kind, &fields);
            let value = default(&QuestionContext::new(programme, &subject, context, field));
            fields.put(field.no, value);
        }
    }
    let asked = asked_fields(programme, &Subject::of(kind, &fields));
    let fields: Fields = fields
        .iter()
        .filter(|(no, _)| asked.contains(no))
        .map(|(n, v)| (n, v.clone()))
        .collect();
    compute(programme, &Subject::of(kind, &fields), context)
}

/// Rows that a linked record proposes for the tables of a new record. For a table that begins with
/// a choice column: the choices with a fact that names an answer of the linked record, or `all`. A
/// second choice column starts with the choice "not yet", if its list has it.
pub fn proposed_rows(
    programme: &Programme,
    kind: &Kind,
    linked: &Record,
    new_id: &mut dyn FnMut() -> Id,
) -> Fields {
    let answers: Vec<&str> = linked.fields.iter().filter_map(|(_, v)| v.as_text()).collect();
    let mut out = Fields::new();
    for table in kind.fields() {
        let [first, rest @ ..] = table.columns() else { continue };
        let Type::Choice(list) = &first.ty else { continue };
        let Some(list) = programme.list(list) else { continue };
        if !names_answers_of(programme, list, linked.kind) {
            continue;
        }
        let named = |choice: &&Choice| {
            let facts =
                choice.facts.iter().filter(|(fact, _)| PROPOSING.contains(&fact.as_str()));
            let mut names = facts.flat_map(|(_, names)| names);
            names.any(|name| name == "all" || answers.contains(&name.as_str()))
        };
        let not_yet = rest.iter().find_map(|column| {
            let Type::Choice(list) = &column.ty else { return None };
            let choice = programme.list(list)?.choice(NOT_YET)?;
            Some((column.no, Value::Choice(choice.id.clone())))
        });
        let rows: Vec<Row> = list
            .choices
            .iter()
            .filter(named)
            .map(|choice| {
                let own = (first.no, Value::Choice(choice.id.clone()));
                let cells = [Some(own), not_yet.clone()].into_iter().flatten().collect();
                Row { id: new_id(), cells }
            })
            .collect();
        if !rows.is_empty() {
            out.set(table.no, Value::Lines(rows));
        }
    }
    out
}

/// Whether facts of the choices name answers that records of this kind can give.
fn names_answers_of(programme: &Programme, list: &ChoiceList, kind: KindNo) -> bool {
    let facts = list.choices.iter().flat_map(|c| &c.facts);
    let names: Vec<&String> = facts
        .filter(|(fact, _)| PROPOSING.contains(&fact.as_str()))
        .flat_map(|(_, names)| names)
        .collect();
    programme.kind(kind).into_iter().flat_map(Kind::fields).any(|field| match &field.ty {
        Type::Choice(list) => programme
            .list(list)
            .is_some_and(|list| list.choices.iter().any(|c| names.contains(&&c.id))),
        _ => false,
    })
}

/// Facts of a choice that say which records propose it.
const PROPOSING: &[&str] = &["kinds", "schemes"];
const NOT_YET: &str = "chua";

/// A new row of a table, with its defaults.
pub fn start_row(
    programme: &Programme,
    subject: &Subject,
    context: &Context,
    table: &Field,
    id: Id,
) -> Row {
    let mut row = Row { id, cells: Fields::new() };
    for column in table.columns() {
        let look = QuestionContext::new(programme, subject, context, column);
        let value = default(&QuestionContext { cell: Some((table, &row)), ..look });
        row.cells.put(column.no, value);
    }
    row
}

fn carried(
    programme: &Programme,
    field: &Field,
    establishment: Option<&Record>,
    last: Option<&Record>,
) -> Option<Value> {
    if let Some(value) = last.and_then(|record| record.fields.get(field.no)) {
        return Some(value.clone());
    }
    let name = field.carry.as_ref()?.from_establishment.as_ref()?;
    let there = establishment?;
    let no = programme.kind(there.kind)?.field_by_id(name)?.no;
    there.fields.get(no).cloned()
}

fn default(look: &QuestionContext) -> Option<Value> {
    let text = look.field.default.as_deref()?;
    let mut words = text.split(' ');
    match (words.next()?, words.next(), words.next()) {
        // no day is better than the day of a clock that cannot be right
        ("today", None, None) if clock_is_wrong(look.clock_day()) => None,
        ("today", None, None) => Some(Value::Date(look.today())),
        ("officer", None, None) => {
            let officer = look.context.officer?;
            Some(match look.field.ty.shape() {
                ValueShape::Links => Value::Links(vec![officer]),
                _ => Value::Link(officer),
            })
        }
        ("link", Some(field), Some(id)) => look.linked(field)?.get(id).cloned(),
        ("outer", Some(id), None) => look.record().get(id).cloned(),
        _ => constant(look.field, text),
    }
}

fn constant(field: &Field, text: &str) -> Option<Value> {
    match field.ty.shape() {
        ValueShape::Bool => Some(Value::Bool(matches!(text, "true" | "co"))),
        ValueShape::Choice => Some(Value::Choice(text.to_string())),
        ValueShape::Many => Some(Value::Many(vec![text.to_string()])),
        ValueShape::Text => Some(Value::Text(text.to_string())),
        ValueShape::Int => text.parse().ok().map(Value::Int),
        ValueShape::Decimal => {
            let whole: i64 = text.parse().ok()?;
            whole.checked_mul(Decimal::ONE).map(|n| Value::Decimal(Decimal(n)))
        }
        _ => None,
    }
}

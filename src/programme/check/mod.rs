//! Checks a record: its answers alone, then against the other records that its rules look at. Pure:
//! `needs` says which records those are, and the caller fetches them.

mod compare;
pub mod condition;
pub mod context;
mod lacking;
mod offer;
mod rows;
mod test;
mod value;

pub use condition::{
    asked, asked_cells, asked_fields, holds, personal, required, required_now,
};
pub use context::{Context, Need, QuestionContext, Subject, View, agree};
pub use offer::is_offered;

pub use super::compute::{compute, recompute};
pub use super::faults::{Fault, FaultKind};
use super::rules;
use super::spec::{Field, Kind, Level, Programme, Required, Rule, Test, Type};
pub use super::start::{fill_defaults, start, start_row};
use super::types::limits;
use crate::lang::rules as rule_words;
use crate::record::{FieldNo, Fields, Path, Row, Value};
use crate::text::fold::fold;
use condition::has_answer;
use context::RecordContext;

/// The records that this record's rules look at, without repeats.
pub fn needs(programme: &Programme, subject: &Subject) -> Vec<Need> {
    let nothing = Context::default();
    let whole = QuestionContext::whole(programme, subject, &nothing);
    let mut needs = Vec::new();
    for no in asked_fields(programme, subject) {
        let Some(field) = subject.kind.field(no) else { continue };
        field_needs(&whole.at(field), &mut needs);
        for row in checked_rows(subject.fields.get(no)) {
            for column in field.columns() {
                field_needs(&whole.at_cell(field, row, column), &mut needs);
            }
        }
    }
    needs
}

fn field_needs(look: &QuestionContext, needs: &mut Vec<Need>) {
    let mut add = |need: Need| {
        if !needs.contains(&need) {
            needs.push(need);
        }
    };
    match look.value() {
        Some(Value::Link(id)) => add(Need::Record(*id)),
        Some(Value::Links(ids)) => {
            ids.iter().take(limits::LIST).for_each(|id| add(Need::Record(*id)))
        }
        _ => {}
    }
    for rule in &look.field.rules {
        match &rule.test {
            Test::Unique(with) => same_need(look, with).into_iter().for_each(&mut add),
            Test::Named(name) => rules::needs(name, look).into_iter().for_each(&mut add),
            other => rows::needs(look, other).into_iter().for_each(&mut add),
        }
    }
    for name in rules::names_of(look.field) {
        rules::needs(name, look).into_iter().for_each(&mut add);
    }
}

/// The records with this same answer that also agree in the fields `with`.
fn same_need(look: &QuestionContext, with: &[FieldNo]) -> Option<Need> {
    let (kind, field) = (look.subject.kind.no, look.field.no);
    let near = look.siblings();
    match look.value()? {
        Value::Link(to) => Some(Need::LinkingTo { kind, field, to: *to }),
        value => {
            let folded = fold(value.as_text().filter(|text| !text.trim().is_empty())?);
            let with = with.iter().map(|no| (*no, near.by_no(*no).cloned())).collect();
            Some(Need::Same { kind, field, folded, with })
        }
    }
}

/// Everything wrong with the record, in the order of the form.
pub fn check(programme: &Programme, subject: &Subject, context: &Context) -> Vec<Fault> {
    let fields = compute(programme, subject, context);
    let full = Subject { fields: &fields, ..*subject };
    let whole = QuestionContext::whole(programme, &full, context);
    let mut faults = Vec::new();
    for no in asked_fields(programme, &full) {
        let Some(field) = subject.kind.field(no) else { continue };
        check_field(&whole.at(field), &mut faults);
        check_rows(&whole, field, &mut faults);
    }
    faults.extend(locked(subject, &fields));
    lacking::drop_excused(programme, subject, &fields, context, &mut faults);
    faults
}

fn check_field(look: &QuestionContext, faults: &mut Vec<Fault>) {
    let answered = look.value().is_some_and(has_answer);
    if !answered && required_now(look) {
        faults.push(missing(look));
        return;
    }
    if is_claimed(look) {
        faults.push(look.fault(Level::Error, FaultKind::say(rule_words::only_headquarters)));
        return;
    }
    if let Some(value) = look.value().filter(|v| has_answer(v)) {
        let wrong = value::faults(look, value);
        let stop = wrong.iter().any(|(level, _)| *level == Level::Error);
        faults.extend(wrong.into_iter().map(|(level, what)| look.fault(level, what)));
        if stop {
            return;
        }
    }
    for rule in &look.field.rules {
        check_rule(look, rule, faults);
    }
}

/// The fault of a missing answer; it also names the field that may be answered instead.
fn missing(look: &QuestionContext) -> Fault {
    let fault = look.fault(Level::Error, FaultKind::Required);
    let Some(other) = condition::alternative(look) else { return fault };
    let in_order = other.no > look.field.no;
    let (first, second) = match in_order {
        true => (&look.field.label, &other.label),
        false => (&other.label, &look.field.label),
    };
    Fault { label: first.or(second), ..fault }
}

/// Whether an answer that only headquarters may give was given here. The default is allowed.
fn is_claimed(look: &QuestionContext) -> bool {
    let field = look.field;
    if !field.headquarters || look.cell.is_some() || look.programme.is_headquarters() {
        return false;
    }
    let Some(value) = look.value().filter(|v| has_answer(v)) else { return false };
    let before = look.subject.before.and_then(|before| before.fields.get(field.no));
    let usual = match value {
        Value::Link(id) => look.officer() == Some(*id),
        value => field.default.as_deref() == value.as_text(),
    };
    before != Some(value) && !usual
}

fn check_rule(look: &QuestionContext, rule: &Rule, faults: &mut Vec<Fault>) {
    if !holds(&rule.when, &look.siblings()) {
        return;
    }
    for (at, what) in test::found(look, &rule.test) {
        let what = rule.text.clone().map_or(what, FaultKind::Text);
        let label = at.1.unwrap_or(look.field).label.clone();
        faults.push(Fault { at: at.0, level: rule.level, label, what });
    }
}

fn check_rows<'a>(whole: &RecordContext<'a>, table: &'a Field, faults: &mut Vec<Fault>) {
    for row in checked_rows(whole.subject.fields.get(table.no)) {
        for no in asked_cells(whole.programme, table, row) {
            if let Some(column) = table.column(no) {
                check_field(&whole.at_cell(table, row, column), faults);
            }
        }
    }
}

/// The rows whose cells are checked: a table with too many has that fault alone.
fn checked_rows(value: Option<&Value>) -> &[Row] {
    let rows = value.map_or(&[][..], Value::as_lines);
    if rows.len() > limits::ROWS { &[] } else { rows }
}

/// A locked record changes only together with a new reason. A missing reason is reported by
/// `required_now` as `Required`.
fn locked(subject: &Subject, fields: &Fields) -> Option<Fault> {
    let lock = subject.kind.lock.as_ref().filter(|_| subject.is_locked())?;
    let before = &subject.before?.fields;
    let reason = fields.get(lock.reason).filter(|v| has_answer(v))?;
    let stale = before.get(lock.reason) == Some(reason);
    let field = subject.kind.field(lock.reason)?;
    (stale && changed(subject.kind, before, fields)).then(|| Fault {
        at: Path::field(lock.reason),
        level: Level::Error,
        label: field.label.clone(),
        what: FaultKind::Locked,
    })
}

/// Computed answers follow the others and do not count as a change.
fn changed(kind: &Kind, before: &Fields, fields: &Fields) -> bool {
    let own =
        |no| kind.field(no).is_none_or(|f| f.computed.as_ref().is_none_or(|c| c.overridable));
    let all = before.iter().chain(fields.iter()).map(|(no, _)| no);
    all.filter(|no| own(*no)).any(|no| before.get(no) != fields.get(no))
}

/// Whether required answers are missing, as far as the record alone can tell.
pub fn incomplete(programme: &Programme, kind: &Kind, fields: &Fields) -> bool {
    let subject = Subject::of(kind, fields);
    let context = Context::default();
    let whole = QuestionContext::whole(programme, &subject, &context);
    let missing = |look: QuestionContext| {
        look.field.computed.is_none()
            && !look.value().is_some_and(has_answer)
            && !matches!(look.field.required, Required::No)
            && required_now(&look)
    };
    asked_fields(programme, &subject).into_iter().filter_map(|no| kind.field(no)).any(|field| {
        let rows = fields.get(field.no).map_or(&[][..], Value::as_lines);
        missing(whole.at(field))
            || rows.iter().any(|row| row_missing(&whole, field, row, &missing))
    })
}

fn row_missing<'a>(
    whole: &RecordContext<'a>,
    table: &'a Field,
    row: &'a Row,
    missing: &dyn Fn(QuestionContext<'a>) -> bool,
) -> bool {
    let columns = asked_cells(whole.programme, table, row);
    let mut columns = columns.into_iter().filter_map(|no| table.column(no));
    columns.any(|column| missing(whole.at_cell(table, row, column)))
}

/// Whether this programme knows the kind that a link leads to.
fn leads_somewhere(programme: &Programme, field: &Field) -> bool {
    match &field.ty {
        Type::Link(kind) | Type::Links(kind) => programme.kind_by_id(kind).is_some(),
        _ => true,
    }
}

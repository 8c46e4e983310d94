//! The tests of one answer that a rule in the programme's files can name.

use std::cmp::Ordering;

use super::condition::{equals, has_answer};
use super::context::{QuestionContext, View, agree};
use super::{rows, same_need};
use crate::programme::check::compare::{FaultPlace, holds, shown, size};
use crate::programme::faults::FaultKind;
use crate::programme::rules;
use crate::programme::spec::{Cmp, Linked, Test, Type};
use crate::record::{Date, Decimal, FieldNo, Record, Value};
use crate::text::format::{date_add, days_between, show_decimal};

pub(super) fn found<'a>(
    look: &QuestionContext<'a>,
    test: &Test,
) -> Vec<(FaultPlace<'a>, FaultKind)> {
    if let Some(found) = rows::found(look, test) {
        return found;
    }
    single(look, test).map(|what| ((look.path(), None), what)).into_iter().collect()
}

fn single(look: &QuestionContext, test: &Test) -> Option<FaultKind> {
    let value = look.value().filter(|v| has_answer(v));
    match test {
        Test::Compare(op, no) => compare(look, &look.siblings(), *op, *no),
        Test::CompareOuter(op, no) => compare(look, &look.record(), *op, *no),
        Test::CompareSum(op, parts) => compare_sum(look, *op, parts),
        Test::CompareLinked { own, cmp, linked } => compare_linked(look, *own, *cmp, linked),
        Test::DaysAfter(op, no, days) => {
            let wanted = date_add(look.siblings().by_no(*no)?.as_date()?, *days);
            let right = holds(*op, value?.as_date()?.cmp(&wanted));
            (!right).then_some(bound_by(*op, wanted))
        }
        Test::NotAfter { year, plus, month, day } => {
            let year = match look.siblings().by_no(*year)? {
                Value::Int(n) => i32::try_from(*n).ok()?,
                Value::Date(date) => date.year.into(),
                _ => return None,
            };
            let year = i16::try_from(year.checked_add(*plus)?).ok()?;
            let last = Date { year, month: *month, day: *day };
            (value?.as_date()? > last).then_some(FaultKind::Late { last })
        }
        Test::LinkedIs { linked, is, since } => linked_is(look, linked, is, *since),
        Test::Against(op, than) => {
            let right = holds(*op, size(value?)?.cmp(&i128::from(*than)));
            let than = || show_decimal(Decimal(*than));
            (!right).then(|| FaultKind::Number { op: *op, than: than() })
        }
        Test::Is(wrong) => {
            let value = value?;
            wrong.iter().any(|w| equals(value, w)).then_some(FaultKind::NotThis)
        }
        Test::Empty => value.is_none().then_some(FaultKind::Required),
        Test::OlderThan(days) => {
            let age = days_between(value?.as_date()?, look.today());
            (age > *days).then_some(FaultKind::OlderThan { days: *days })
        }
        Test::Unique(with) => unique(look, value?, with),
        Test::Named(name) => rules::test(name, look),
        Test::RowsUnique(_)
        | Test::RowsRising(_)
        | Test::RowsSum { .. }
        | Test::RowsForward { .. }
        | Test::RowsShared { .. } => None,
    }
}

fn unique(look: &QuestionContext, value: &Value, with: &[FieldNo]) -> Option<FaultKind> {
    let (own, near) = (look.field.no, look.siblings());
    let twin = |r: &Record| {
        agree(Some(value), r.fields.get(own))
            && with.iter().all(|no| agree(near.by_no(*no), r.fields.get(*no)))
    };
    // a merged record continues as another record, which may be this one
    let same = |r: &&Record| {
        r.alias_of().is_none() && look.subject.kind.is_official(r) == is_official(look)
    };
    let taken = look.others(&same_need(look, with)?).filter(same).any(twin);
    taken.then_some(FaultKind::SameAsOther)
}

/// An officer's own record and an official one are not duplicates of each other.
fn is_official(look: &QuestionContext) -> bool {
    let kind = look.subject.kind;
    match look.subject.before {
        Some(before) => kind.is_official(before),
        None => !kind.published || look.programme.is_headquarters(),
    }
}

fn compare(look: &QuestionContext, view: &View, op: Cmp, no: FieldNo) -> Option<FaultKind> {
    let other = view.by_no(no)?;
    let order = order(look.value()?, other)?;
    let than = view.question(no)?;
    let days = matches!(than.ty, Type::Date);
    (!holds(op, order)).then(|| FaultKind::Compare { op, than: than.label.clone(), days })
}

fn compare_sum(look: &QuestionContext, op: Cmp, parts: &[FieldNo]) -> Option<FaultKind> {
    let near = look.siblings();
    let parts: Vec<i128> = parts.iter().filter_map(|no| size(near.by_no(*no)?)).collect();
    let own = size(look.value()?)?;
    let sum: i128 = parts.iter().sum();
    let right = parts.is_empty() || holds(op, own.cmp(&sum));
    (!right).then(|| FaultKind::Number { op, than: shown(sum) })
}

fn compare_linked(
    look: &QuestionContext,
    own: FieldNo,
    op: Cmp,
    linked: &Linked,
) -> Option<FaultKind> {
    let near = look.siblings();
    let own = near.by_no(own).or_else(|| look.record().by_no(own))?;
    let there = look.linked_values(linked);
    let right = there.is_empty()
        || there.iter().any(|other| match (own, other) {
            (Value::Link(a), Value::Link(b)) => a == b,
            (a, b) => order(a, b).is_none_or(|order| holds(op, order)),
        });
    let question = || look.linked_record(linked)?.question(linked.field);
    let what = question().map(|than| {
        let days = matches!(than.ty, Type::Date);
        FaultKind::Compare { op, than: than.label.clone(), days }
    });
    if right { None } else { Some(what.unwrap_or(FaultKind::NotThis)) }
}

fn linked_is(
    look: &QuestionContext,
    linked: &Linked,
    is: &[String],
    since: Option<(FieldNo, Date)>,
) -> Option<FaultKind> {
    let late = since.is_none_or(|(no, first)| {
        look.record().by_no(no).and_then(Value::as_date).is_some_and(|day| day >= first)
    });
    let there = look.linked_values(linked);
    let found = there.iter().any(|value| is.iter().any(|wanted| equals(value, wanted)));
    (late && found).then_some(FaultKind::NotThis)
}

fn bound_by(op: Cmp, day: Date) -> FaultKind {
    match op {
        Cmp::Le | Cmp::Eq => FaultKind::Late { last: day },
        Cmp::Lt => FaultKind::Late { last: date_add(day, -1) },
        Cmp::Ge => FaultKind::Early { first: day },
        Cmp::Gt => FaultKind::Early { first: date_add(day, 1) },
    }
}

/// `None`: the values cannot be compared.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Choice(a) | Value::Text(a), Value::Choice(b) | Value::Text(b)) => {
            Some(a.cmp(b))
        }
        (a, b) => Some(size(a)?.cmp(&size(b)?)),
    }
}

//! Checks that several types share: sizes, limits of texts, numbers and days, choices of a list,
//! links to records.

use unicode_normalization::is_nfc;
use unicode_segmentation::UnicodeSegmentation;

use super::{ValueFault, is_year};
use crate::programme::check::context::{Need, QuestionContext};
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Bound, Field, Level, Type};
use crate::record::{Date, Decimal, Id, Value};
use crate::text::format::{clock_is_wrong, date_add, date_is_real, show_decimal, show_int};

/// The store takes no larger answers, whatever a kind's file allows. One line of text, in bytes.
pub const TEXT: usize = 1024;
/// One note, in bytes.
pub const NOTE: usize = 16 * 1024;
/// Rows of one table.
pub const ROWS: usize = 500;
/// Items of one list of choices or links.
pub const LIST: usize = 1000;

/// A field with room for at most this many letters holds a code.
const MOST_CODE: usize = 20;

fn error(what: Option<FaultKind>) -> Vec<ValueFault> {
    what.map(|what| (Level::Error, what)).into_iter().collect()
}

/// The fault of an answer that is too large for the store.
pub fn size_fault(ty: &Type, value: &Value) -> Option<FaultKind> {
    let text = if matches!(ty, Type::Note) { NOTE } else { TEXT };
    let (has, max) = match value {
        Value::Text(given) => (given.len(), text),
        Value::Choice(given) => (given.len(), TEXT),
        Value::Many(items) => (items.len(), LIST),
        Value::Links(items) => (items.len(), LIST),
        Value::Lines(rows) => (rows.len(), ROWS),
        _ => return None,
    };
    let is_text = matches!(value, Value::Text(_) | Value::Choice(_));
    (has > max).then_some(match is_text {
        true => FaultKind::TooLarge { bytes: has, max },
        false => FaultKind::TooMany { has, max },
    })
}

/// `lines`: line breaks are allowed.
pub(super) fn text_fault(field: &Field, value: &Value, lines: bool) -> Vec<ValueFault> {
    let Value::Text(text) = value else { return Vec::new() };
    let unclean = text.chars().any(|c| c.is_control() && !(lines && c == '\n'));
    if unclean || !is_nfc(text) {
        return error(Some(FaultKind::Unclean));
    }
    // bytes first: counting graphemes is not free, and no text has more of them than bytes
    let long = text.len() > field.max_len && text.graphemes(true).count() > field.max_len;
    let max = field.max_len;
    let several = max <= MOST_CODE && text.contains([';', ',']);
    let what = if several { FaultKind::OnlyOne { max } } else { FaultKind::TooLong { max } };
    error(long.then_some(what))
}

/// A number in its unit, and that unit's 1.
fn number_and_unit(value: &Value) -> Option<(i64, i64)> {
    match value {
        Value::Int(n) => Some((*n, 1)),
        Value::Decimal(n) => Some((n.0, Decimal::ONE)),
        _ => None,
    }
}

/// The fault of a number outside the limits of its field, whatever the other answers are.
pub fn beyond(field: &Field, value: &Value, today: Date) -> Option<FaultKind> {
    let of_type = value.shape() == Some(field.ty.shape());
    let (n, unit) = number_and_unit(value).filter(|_| of_type)?;
    let of_clock = matches!(field.max, Some(Bound::Year(_))) && clock_is_wrong(today);
    limit_fault(field, n, unit, today)
        .filter(|fault| !(of_clock && matches!(fault, FaultKind::Above { .. })))
}

pub(super) fn number_fault(look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
    let Some((n, unit)) = number_and_unit(value) else { return Vec::new() };
    let today = look.clock_day();
    let Some(fault) = limit_fault(look.field, n, unit, today) else { return Vec::new() };
    let of_clock = matches!(look.field.max, Some(Bound::Year(_)));
    error(match fault {
        FaultKind::Above { .. } if of_clock && is_old(look) => None,
        FaultKind::Above { .. } if of_clock && clock_is_wrong(today) => {
            Some(FaultKind::WrongClock { today })
        }
        fault => Some(fault),
    })
}

fn limit_fault(field: &Field, n: i64, unit: i64, today: Date) -> Option<FaultKind> {
    let scale = i128::from(Decimal::ONE / unit);
    let millionths = i128::from(n) * scale;
    let counts = matches!(field.ty, Type::Int | Type::Money);
    let zero = counts.then_some(Bound::Number(0));
    let limit = |bound: &Bound| match bound {
        Bound::Number(n) => *n,
        Bound::Year(plus) => (i64::from(today.year) + i64::from(*plus)) * Decimal::ONE,
        Bound::Today(_) => 0,
    };
    let shown = |bound: &Bound| {
        let value = limit(bound);
        let year = matches!(bound, Bound::Year(_)) || is_year(field);
        if year { (value / Decimal::ONE).to_string() } else { plain(value) }
    };
    let min = field.min.as_ref().or(zero.as_ref());
    if let Some(min) = min.filter(|min| millionths < i128::from(limit(min))) {
        return Some(FaultKind::Below { min: shown(min) });
    }
    let max = field.max.as_ref();
    let max = max.filter(|max| millionths > i128::from(limit(max)))?;
    Some(FaultKind::Above { max: shown(max) })
}

fn plain(millionths: i64) -> String {
    if millionths % Decimal::ONE == 0 {
        show_int(millionths / Decimal::ONE)
    } else {
        show_decimal(Decimal(millionths))
    }
}

/// If the file gives no limit, a day may not be in the future.
pub(super) fn date_fault(look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
    error(value.as_date().and_then(|date| day_fault(look, date)))
}

fn day_fault(look: &QuestionContext, date: Date) -> Option<FaultKind> {
    if !date_is_real(date) {
        return Some(FaultKind::NoSuchDay);
    }
    let day = |bound: &Bound| match bound {
        Bound::Today(plus) => Some(date_add(look.clock_day(), *plus)),
        Bound::Year(plus) => {
            let year = i32::from(look.clock_day().year).saturating_add(*plus).clamp(1900, 2100);
            Some(Date { year: i16::try_from(year).ok()?, month: 1, day: 1 })
        }
        Bound::Number(_) => None,
    };
    if let Some(first) = look.field.min.as_ref().and_then(day).filter(|min| date < *min) {
        return Some(FaultKind::Early { first });
    }
    let today = Bound::Today(0);
    let max = look.field.max.as_ref().unwrap_or(&today);
    let (last, today) = (day(max)?, look.clock_day());
    // an old answer stays valid when the clock goes back, so that other answers can be edited
    if is_old(look) {
        return None;
    }
    if clock_is_wrong(today) && date >= today.min(last) {
        return Some(FaultKind::WrongClock { today });
    }
    (date > last).then(|| {
        if last == today { FaultKind::FutureDay { today } } else { FaultKind::Late { last } }
    })
}

/// Whether the record had this answer before it was changed.
fn is_old(look: &QuestionContext) -> bool {
    let Some(before) = look.subject.before else { return false };
    let old = match look.cell {
        None => before.fields.get(look.field.no),
        Some((table, row)) => {
            let rows = before.fields.get(table.no).map(Value::as_lines).unwrap_or_default();
            rows.iter()
                .find(|old| old.id == row.id)
                .and_then(|old| old.cells.get(look.field.no))
        }
    };
    old.is_some() && old == look.value()
}

pub(super) fn choices_fault(look: &QuestionContext, ids: &[String]) -> Vec<ValueFault> {
    let list = look.field.ty.list().and_then(|list| look.programme.list(list));
    let Some(list) = list else { return error(Some(FaultKind::WrongType)) };
    if let Some(given) = ids.iter().find(|id| list.choice(id).is_none()) {
        return error(Some(FaultKind::UnknownChoice { given: given.clone() }));
    }
    let offered = narrowed(look);
    let is_offered = |id: &&String| offered.is_none_or(|offered| offered.contains(id));
    if let Some(given) = ids.iter().find(|id| !is_offered(id)) {
        return error(Some(FaultKind::NotOffered { given: given.clone() }));
    }
    let twice = ids.iter().enumerate().any(|(at, id)| ids.iter().skip(at + 1).any(|i| i == id));
    error(twice.then_some(FaultKind::Twice))
}

/// The choices that the answer of the narrowing field allows; `None`: all of the list.
fn narrowed<'a>(look: &QuestionContext<'a>) -> Option<&'a [String]> {
    let narrow = look.field.narrow.as_ref()?;
    let near = look.siblings();
    let sibling = match look.cell {
        Some((table, _)) => table.column(narrow.field),
        None => look.subject.kind.field(narrow.field),
    };
    let Type::Choice(list) = &sibling?.ty else { return None };
    let answer = near.by_no(narrow.field)?.as_text()?;
    let choice = look.programme.list(list)?.choice(answer)?;
    choice.facts.iter().find(|(name, _)| *name == narrow.fact).map(|(_, ids)| ids.as_slice())
}

/// Reports no fault for a record that was not fetched.
pub(super) fn link_fault(look: &QuestionContext, id: Id) -> Option<ValueFault> {
    if !look.context.fetched(&Need::Record(id)) {
        return None;
    }
    let Some(record) = look.context.record(id) else {
        return Some((Level::Error, FaultKind::UnknownRecord));
    };
    let wanted = look.programme.kind_by_id(look.field.ty.linked_kind()?)?;
    if record.kind != wanted.no {
        return Some((Level::Error, FaultKind::WrongKind { wanted: wanted.label.clone() }));
    }
    record.deleted.is_some().then_some((Level::Warning, FaultKind::DeletedRecord))
}

//! Detects dates written month first, as American programs do. "03/14/2020" has only this reading;
//! "03/05/2020" in the same column is ambiguous.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::header::HeaderColumn;
use super::unit::{ColumnUnit, UnitNotes};
use crate::programme::spec::{Kind, Type};
use crate::services::import::sheet::ListSheet;

/// Whether the day or the month comes first, as far as the numbers decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    Day,
    Month,
    Either,
}

impl DayOrder {
    /// `None` for a text without such a date, and for a date that is the same in both orders.
    pub fn of(text: &str) -> Option<DayOrder> {
        let text = plain(text);
        let (first, second) = numbers(&text)?;
        let number = |at: Range<usize>| text.get(at)?.parse::<u8>().ok();
        let (first, second) = (number(first)?, number(second)?);
        let month = 1..=12;
        match (month.contains(&first), month.contains(&second)) {
            (true, true) => (first != second).then_some(DayOrder::Either),
            (true, false) if second <= 31 => Some(DayOrder::Month),
            (false, true) if first <= 31 => Some(DayOrder::Day),
            _ => None,
        }
    }
}

/// The text with day and month exchanged.
pub fn turned(text: &str) -> Option<String> {
    let text = plain(text);
    let (first, second) = numbers(&text)?;
    let part = |at: Range<usize>| text.get(at);
    let (before, between, behind) =
        (part(0..first.start)?, part(first.end..second.start)?, part(second.end..text.len())?);
    Some(format!("{before}{}{between}{}{behind}", part(second.clone())?, part(first.clone())?))
}

fn plain(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfkc().collect()),
    }
}

/// The first two of three numbers joined by date separators, the third of which has four digits.
fn numbers(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut last: [Option<Range<usize>>; 2] = [None, None];
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(start) = bytes.get(at..)?.iter().position(u8::is_ascii_digit) {
        let start = at + start;
        let long = bytes.get(start..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        let run = start..start + long;
        let joined = |before: &Range<usize>| {
            let between = text.get(before.end..start).unwrap_or("x");
            between.chars().all(|c| matches!(c, '/' | '-' | '.' | '\\' | ' ' | '–' | '—'))
        };
        let [first, second] = &mut last;
        if !second.as_ref().is_some_and(joined) {
            last = [None, Some(run.clone())];
        } else if let (4, Some(first), Some(second)) = (long, first.clone(), second.clone()) {
            if first.len() <= 2 && second.len() <= 2 {
                return Some((first, second));
            }
            last = [Some(second), Some(run.clone())];
        } else {
            *first = second.replace(run.clone());
        }
        at = run.end;
    }
    None
}

/// Marks the date columns with an unknown order. One list uses one order: if any date column has a
/// date that can only be month first, ambiguous dates in the other columns are doubtful too.
pub fn mark(
    kind: &Kind,
    columns: &[Option<HeaderColumn>],
    sheet: &ListSheet,
    notes: &mut [UnitNotes],
) {
    // an export writes the day first
    if columns.contains(&Some(HeaderColumn::Id)) {
        return;
    }
    let is_date = |column: &Option<HeaderColumn>| match column {
        Some(HeaderColumn::Field(no)) => {
            kind.field(*no).is_some_and(|field| matches!(field.ty, Type::Date))
        }
        _ => false,
    };
    let dates: Vec<usize> = (0..columns.len()).filter(|at| is_date(&columns[*at])).collect();
    let cells = |at: usize| sheet.rows.iter().filter_map(move |row| row.cells.get(at));
    let any = |at: usize, order| cells(at).any(|cell| DayOrder::of(cell) == Some(order));
    let mut only = dates.iter().flat_map(|at| cells(*at));
    let Some(example) = only.find(|cell| DayOrder::of(cell) == Some(DayOrder::Month)) else {
        return;
    };
    for at in dates {
        let doubtful =
            any(at, DayOrder::Month) || any(at, DayOrder::Either) && !any(at, DayOrder::Day);
        if let Some(notes) = notes.get_mut(at).filter(|_| doubtful) {
            let example = example.trim().to_owned();
            notes.unit = Some(ColumnUnit::DayOrder { month_first: None, example });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_day_is_told_by_its_numbers() {
        for (text, order, other) in [
            ("03/14/2020", Some(DayOrder::Month), Some("14/03/2020")),
            ("3-14-2020", Some(DayOrder::Month), Some("14-3-2020")),
            ("3/14/2020 12:00:00 AM", Some(DayOrder::Month), Some("14/3/2020 12:00:00 AM")),
            ("14:05 03/14/2020", Some(DayOrder::Month), Some("14:05 14/03/2020")),
            ("ngày 3/14/2020", Some(DayOrder::Month), Some("ngày 14/3/2020")),
            ("３/１４/２０２０", Some(DayOrder::Month), Some("14/3/2020")),
            ("03 / 05 / 2020", Some(DayOrder::Either), Some("05 / 03 / 2020")),
            ("14/03/2020", Some(DayOrder::Day), Some("03/14/2020")),
            ("04/04/2020", None, Some("04/04/2020")),
            ("2020-03-14", None, None),
            ("03/14/20", None, None),
            ("ngày 5 tháng 3 năm 2020", None, None),
            ("0912 345 678", None, None),
            ("", None, None),
        ] {
            assert_eq!((DayOrder::of(text), turned(text).as_deref()), (order, other), "{text}");
        }
    }
}

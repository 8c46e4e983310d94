//! Filters of a list by due day: the ranges of days that a kind offers, and their labels.

use crate::lang::{Lang, app as say};
use crate::programme::role::AttentionSort;
use crate::programme::spec::Kind;
use crate::record::{Date, DueIn};
use crate::text::format::{date_add, days_between};

/// The offered ranges in days from today, including the range of the first screen.
fn days_ahead(kind: &Kind) -> &[i32] {
    kind.attention.as_ref().map_or(&[], |attention| &attention.ahead)
}

/// The filters of a list, overdue first; none for a kind without a due day.
pub fn due_filters(kind: &Kind, today: Date) -> Vec<DueIn> {
    let ahead = days_ahead(kind);
    let passed = DueIn { before: Some(today), ..DueIn::default() };
    let coming = ahead.iter().map(|days| DueIn {
        from: Some(today),
        before: Some(date_add(today, *days)),
        given: None,
    });
    let passed = (!ahead.is_empty()).then_some(passed);
    passed.into_iter().chain(coming).collect()
}

/// "Quá hạn", "Hạn trong 14 ngày tới", "Quá hạn và 14 ngày tới".
pub fn label(kind: &Kind, due: DueIn, today: Date, lang: Lang) -> String {
    if due.given == Some(true) {
        return say::assigned_only(lang);
    }
    let days = due.before.map(|before| days_between(today, before)).unwrap_or_default();
    let n = usize::try_from(days).unwrap_or_default();
    let which = match (due.from, days) {
        (None, ..=0) => 0,
        (None, _) => 2,
        (Some(_), _) => 1,
    };
    let say: [fn(Lang, usize) -> String; 3] =
        match kind.attention.as_ref().map(|attention| attention.sort) {
            Some(AttentionSort::Visit) => {
                [say::visits_missed, say::visits_within, say::visits_both]
            }
            Some(AttentionSort::Class) => {
                [say::classes_overdue, say::classes_within, say::classes_both]
            }
            Some(AttentionSort::Certificate) => {
                [say::lapsed, say::lapse_within, say::lapsed_and_within]
            }
            Some(AttentionSort::Case) => [say::matters_waiting; 3],
            _ => [say::overdue, say::due_within, say::overdue_and_within],
        };
    say.get(which).map(|say| say(lang, n)).unwrap_or_default()
}

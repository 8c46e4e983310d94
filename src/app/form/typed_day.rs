//! Days that are typed as a distance: "+30" in a visit's next day counts from the visit's day.
//! Knows no kind: a day counts from the one that it may not precede.

use super::Form;
use super::content::FormContent;
use crate::programme::answer;
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Cmp, Field, Programme, Test, Type};
use crate::record::{Date, Path, Value};
use crate::text::format::{DayContext, parse_relative_date};

/// Parses what is typed in a field of the form; blank text gives `None`.
pub(super) fn parse(
    content: &FormContent,
    (field, path): (&Field, Path),
    text: &str,
    programme: &'static Programme,
    today: Date,
) -> Result<Option<Value>, FaultKind> {
    match relative_day(content, (field, path), text, today) {
        Some(day) => Ok(Some(Value::Date(day))),
        None => answer::parse(programme, field, text, today),
    }
}

/// A day that is counted from another day of the form; `None` for any other text.
fn relative_day(
    content: &FormContent,
    (field, path): (&Field, Path),
    text: &str,
    today: Date,
) -> Option<Date> {
    // one that goes back counts from today: from the first day it could only be wrong
    let forward = text.trim_start().starts_with('+');
    let first = first_day(content, field, path).filter(|_| forward)?;
    let context = DayContext { today, from: Some(first), ahead: true };
    parse_relative_date(text, context)?.ok()
}

/// The day that this one may not precede, by a rule of the field.
fn first_day(content: &FormContent, field: &Field, path: Path) -> Option<Date> {
    let Type::Date = field.ty else { return None };
    let sibling = |no| match path.cell {
        Some((row, _)) => Path { cell: Some((row, no)), ..path },
        None => Path::field(no),
    };
    let rules = field.rules.iter().filter(|rule| rule.when.is_empty());
    let mut days = rules.filter_map(|rule| match rule.test {
        Test::Compare(Cmp::Ge | Cmp::Gt, no) => content.value_at(sibling(no)),
        Test::CompareOuter(Cmp::Ge | Cmp::Gt, no) => content.value_at(Path::field(no)),
        _ => None,
    });
    days.next()?.as_date()
}

impl Form {
    /// The text under the cursor and the day that it means, where that does not show by itself:
    /// "+30", "thứ 6".
    pub fn meant_day(
        &self,
        programme: &'static Programme,
        today: Date,
    ) -> Option<(&str, Date)> {
        let (field, path) = self.focus.field_at_cursor(&self.content, programme)?;
        let Type::Date = field.ty else { return None };
        let text = self.focus.editor.as_ref()?.text().trim();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let value = parse(&self.content, (field, path), text, programme, today).ok()??;
        Some((text, value.as_date()?))
    }
}

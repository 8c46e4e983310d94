//! Details that distinguish records of the same name, for lists to choose from.

use std::collections::BTreeMap;

use crate::app::title;
use crate::lang::{Lang, app as say};
use crate::programme::spec::{Field, Kind, Programme, Tell, Type};
use crate::record::{Date, Id, Record, Value};
use crate::text::format::show_date;

/// A record that can be chosen as a link's target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: Id,
    pub title: String,
    /// shown next to the name
    pub details: String,
    /// shown below the name when several names are equal
    pub more: String,
}

/// Number of last digits shown of a telephone or paper number.
const DIGITS: usize = 3;

/// How the answers of one record are shown.
pub struct ShownRecord<'a> {
    pub programme: &'a Programme,
    pub kind: &'a Kind,
    pub titles: &'a BTreeMap<Id, String>,
    pub lang: Lang,
}

impl ShownRecord<'_> {
    /// Shown after the name.
    pub fn short_details(&self, record: &Record) -> String {
        match self.kind.list.details.first() {
            Some(Tell::Field(no)) => self.field(record, *no).unwrap_or_default(),
            Some(Tell::LastVisit) | None => String::new(),
        }
    }

    /// Below the name. `last_visit` is looked up only where it is shown.
    pub fn details<E>(
        &self,
        record: &Record,
        last_visit: impl Fn() -> Result<Option<Date>, E>,
    ) -> Result<String, E> {
        let mut parts = Vec::new();
        for tell in self.kind.list.details.iter().skip(1) {
            parts.extend(match tell {
                Tell::Field(no) => self.field(record, *no),
                Tell::LastVisit => Some(match last_visit()? {
                    Some(day) => say::last_visited(self.lang, &show_date(day)),
                    None => say::never_visited(self.lang),
                }),
            });
        }
        Ok(parts.join(" · "))
    }

    fn field(&self, record: &Record, no: u16) -> Option<String> {
        let (field, value) = (self.kind.field(no)?, record.fields.get(no)?);
        if let (true, Value::Text(text)) = (shows_end_only(field), value) {
            let last = text.chars().count().saturating_sub(DIGITS);
            let end: String = text.chars().skip(last).collect();
            return Some(say::ends_in(self.lang, field.label.get(self.lang), &end));
        }
        let text = title::answer_text(self.programme, field, value, self.titles, self.lang);
        (!text.is_empty()).then_some(text)
    }
}

/// Whether only the last digits are shown: telephones, and numbers of papers.
fn shows_end_only(field: &Field) -> bool {
    matches!(field.ty, Type::Phone) || field.is_unique_alone()
}

//! Answers as text and as JSON: read from what is typed or given, and shown again.
//!
//! Only parses, as the field's type says (`types`); `check` validates.

pub(in crate::programme) mod choice;
mod json;

pub use choice::{
    by_text as choice_by_text, is_label as is_choice_label, parts as choices_by_text,
};
pub use json::{JsonFault, JsonReader, from_json, record_from_json, record_to_json, to_json};

use super::faults::FaultKind;
use super::spec::{Field, Programme};
use super::types::Question;
use crate::lang::Lang;
use crate::record::{Date, Value};

/// Parses typed text; blank text gives `None`. Links are typed as ids; a table cannot be typed.
pub fn parse(
    programme: &Programme,
    field: &Field,
    text: &str,
    today: Date,
) -> Result<Option<Value>, FaultKind> {
    Question { programme, field }.parse(text, today)
}

/// The answer as the screen shows it. Callers show a link themselves, since they know the record's
/// title; a table is shown as its number of rows.
pub fn show(programme: &Programme, field: &Field, value: &Value, lang: Lang) -> String {
    field.ty.behaviour().show(&Question { programme, field }, value, lang)
}

//! Answers as text and as JSON: read from what is typed or given, and shown again.
//!
//! Reads the form of an answer only, as its type says (`types`); whether it is right is `check`'s
//! business.

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

/// A typed text as an answer; blank is none. Links are typed as ids, tables are not typed.
pub fn parse(
    programme: &Programme,
    field: &Field,
    text: &str,
    today: Date,
) -> Result<Option<Value>, FaultKind> {
    Question { programme, field }.parse(text, today)
}

/// An answer as it is read on the screen. A link is shown by the caller, which knows the record's title,
/// a table by its number of rows.
pub fn show(programme: &Programme, field: &Field, value: &Value, lang: Lang) -> String {
    field.ty.behaviour().show(&Question { programme, field }, value, lang)
}

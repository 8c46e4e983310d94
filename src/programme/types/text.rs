//! One line of text. Codes and provinces have a normal form.

use serde_json::Value as Json;

use super::limits::text_fault;
use super::{FieldType, Question, ValueFault, show_value};
use crate::lang::Lang;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Field, Type};
use crate::programme::{reference, tax_code};
use crate::record::{Date, Value, ValueShape};
use crate::text::trimmed;

pub struct TextType;

impl FieldType for TextType {
    fn name(&self) -> &'static str {
        "text"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Text
    }

    fn parse(&self, question: &Question, text: &str, _today: Date) -> Result<Value, FaultKind> {
        Ok(Value::Text(code(question.field, trimmed(text))))
    }

    fn example(&self, question: &Question) -> Json {
        Json::from(match question.field.id.as_str() {
            "tax_code" => "0100109106",
            "vsic" => "3100",
            _ => "Bàn ghế gỗ",
        })
    }

    fn show(&self, question: &Question, value: &Value, lang: Lang) -> String {
        match value {
            Value::Text(code) if is_province(question.field) => {
                reference::province_name(code).to_owned()
            }
            other => show_value(question, other, lang),
        }
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        text_fault(look.field, value, false)
    }
}

/// A text that holds the code of a province. It is given by code or by name, and shown by name.
pub fn is_province(field: &Field) -> bool {
    matches!(field.ty, Type::Text) && field.id == "province"
}

/// Codes in their normal form; any other text unchanged.
fn code(field: &Field, text: &str) -> String {
    match field.id.as_str() {
        // an unknown name is left to the rules, which report it; spreadsheets drop a code's leading
        // 0
        "province" => reference::province_by_name(text)
            .or_else(|| reference::province(&format!("{text:0>2}")))
            .map_or_else(|| text.to_owned(), |province| province.code.to_owned()),
        "tax_code" => tax_code::tidy(text),
        "vsic" => reference::tidy_vsic(text),
        _ => text.to_owned(),
    }
}

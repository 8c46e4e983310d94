//! A telephone number, stored as its digits.

use serde_json::Value as Json;

use super::limits::text_fault;
use super::{FieldType, Question, ValueFault, show_value};
use crate::lang::Lang;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value, ValueShape};
use crate::text::format::{parse_phone, show_phone};

pub struct PhoneType;

impl FieldType for PhoneType {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Text
    }

    fn parse(
        &self,
        _question: &Question,
        text: &str,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        parse_phone(text).map(Value::Text).map_err(FaultKind::Format)
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from("0912345678")
    }

    fn show(&self, question: &Question, value: &Value, lang: Lang) -> String {
        match value {
            Value::Text(digits) => show_phone(digits),
            other => show_value(question, other, lang),
        }
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        text_fault(look.field, value, false)
    }
}

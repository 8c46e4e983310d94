//! Yes or no.

use serde_json::Value as Json;

use super::{FieldType, Question};
use crate::programme::answer::choice;
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value, ValueShape};

pub struct YesNoType;

impl FieldType for YesNoType {
    fn name(&self) -> &'static str {
        "yesno"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Bool
    }

    fn parse(
        &self,
        _question: &Question,
        text: &str,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        let unknown = || FaultKind::UnknownChoice { given: text.to_owned() };
        choice::yes_or_no(text).map(Value::Bool).ok_or_else(unknown)
    }

    fn read_json(
        &self,
        question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        match json {
            Json::Bool(yes) => Ok(Value::Bool(*yes)),
            Json::String(text) => question.parse_or_blank(text, today),
            _ => Err(FaultKind::WrongType),
        }
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from(true)
    }

    fn is_typed(&self) -> bool {
        false
    }

    fn column_width(&self) -> u16 {
        5
    }
}

//! Text of several lines.

use serde_json::Value as Json;

use super::limits::text_fault;
use super::{FieldType, Question, ValueFault};
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::Merge;
use crate::record::{Date, Value, ValueShape};

pub struct NoteType;

impl FieldType for NoteType {
    fn name(&self) -> &'static str {
        "note"
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
        Ok(Value::Text(text.trim_end().to_owned()))
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from("Bàn ghế gỗ")
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        text_fault(look.field, value, true)
    }

    fn max_len(&self) -> usize {
        10_000
    }

    fn merge(&self) -> Merge {
        Merge::Text
    }
}

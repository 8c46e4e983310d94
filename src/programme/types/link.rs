//! A link to one record, typed as its id.

use serde_json::Value as Json;

use super::limits::link_fault;
use super::links::{EXAMPLE_ID, ids, json_id};
use super::{FieldType, Question, ValueFault};
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value, ValueShape};

pub struct LinkType;

impl FieldType for LinkType {
    fn name(&self) -> &'static str {
        "link"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Link
    }

    fn parse(
        &self,
        _question: &Question,
        text: &str,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        match ids(text)?.as_slice() {
            [one] => Ok(Value::Link(*one)),
            _ => Err(FaultKind::UnknownRecord),
        }
    }

    fn read_json(
        &self,
        _question: &Question,
        json: &Json,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        json_id(json).map(Value::Link)
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from(EXAMPLE_ID)
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        value.as_link().and_then(|id| link_fault(look, id)).into_iter().collect()
    }

    fn is_typed(&self) -> bool {
        false
    }
}

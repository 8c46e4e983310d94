//! Several choices of a list, stored as their ids in the list's order.

use serde_json::Value as Json;

use super::limits::choices_fault;
use super::{FieldType, Question, ValueFault};
use crate::programme::answer::choice;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value, ValueShape};

pub struct ManyType;

impl FieldType for ManyType {
    fn name(&self) -> &'static str {
        "many"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Many
    }

    fn parse(&self, question: &Question, text: &str, _today: Date) -> Result<Value, FaultKind> {
        choice::many(question.list().ok_or(FaultKind::WrongType)?, text)
    }

    fn read_json(
        &self,
        question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        match json {
            Json::Array(items) => ids(question, items),
            Json::String(text) => question.parse_or_blank(text, today),
            _ => Err(FaultKind::WrongType),
        }
    }

    fn example(&self, question: &Question) -> Json {
        Json::from(vec![question.first_choice()])
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        match value {
            Value::Many(ids) => choices_fault(look, ids),
            _ => Vec::new(),
        }
    }

    fn is_typed(&self) -> bool {
        false
    }
}

/// In the list's order, each once.
fn ids(question: &Question, items: &[Json]) -> Result<Value, FaultKind> {
    let all = question.list().map_or(&[][..], |list| &list.choices);
    let mut chosen = Vec::new();
    for item in items {
        let id = item.as_str().ok_or(FaultKind::WrongType)?;
        if !all.iter().any(|choice| choice.id == id) {
            return Err(FaultKind::UnknownChoice { given: id.to_owned() });
        }
        chosen.push(id);
    }
    let ids = all.iter().map(|choice| &choice.id).filter(|id| chosen.contains(&id.as_str()));
    Ok(Value::Many(ids.cloned().collect()))
}

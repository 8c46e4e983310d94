//! One choice of a list, stored as its id.

use serde_json::Value as Json;

use super::limits::choices_fault;
use super::{FieldType, Question, ValueFault};
use crate::programme::answer::choice;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value, ValueShape};

pub struct ChoiceType;

impl FieldType for ChoiceType {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Choice
    }

    fn parse(&self, question: &Question, text: &str, _today: Date) -> Result<Value, FaultKind> {
        let list = question.list().ok_or(FaultKind::WrongType)?;
        let unknown = || FaultKind::UnknownChoice { given: text.to_owned() };
        choice::by_text(list, text).map(Value::Choice).ok_or_else(unknown)
    }

    fn example(&self, question: &Question) -> Json {
        Json::from(question.first_choice())
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        match value {
            Value::Choice(id) => choices_fault(look, std::slice::from_ref(id)),
            _ => Vec::new(),
        }
    }

    fn is_typed(&self) -> bool {
        false
    }

    fn column_width(&self) -> u16 {
        13
    }
}

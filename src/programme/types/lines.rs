//! A table: rows with the same columns. A table is not typed as one text.

use serde_json::{Map, Value as Json};

use super::{FieldType, Question};
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value, ValueShape};

pub struct LinesType;

impl FieldType for LinesType {
    fn name(&self) -> &'static str {
        "lines"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Lines
    }

    fn parse(
        &self,
        _question: &Question,
        _text: &str,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        Err(FaultKind::WrongType)
    }

    /// Rows are read by `answer::from_json`, which gives each an id.
    fn read_json(
        &self,
        _question: &Question,
        _json: &Json,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        Err(FaultKind::WrongType)
    }

    fn example(&self, question: &Question) -> Json {
        let columns = question.field.columns().iter().take(2);
        let cells: Map<String, Json> = columns
            .map(|field| {
                let column = Question { field, ..*question };
                (field.id.clone(), field.ty.behaviour().example(&column))
            })
            .collect();
        Json::Array(vec![Json::Object(cells)])
    }

    fn is_typed(&self) -> bool {
        false
    }
}

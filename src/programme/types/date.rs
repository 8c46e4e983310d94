//! A day of the calendar.

use serde_json::Value as Json;

use super::limits::date_fault;
use super::{FieldType, Question, ValueFault};
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Bound, Field};
use crate::record::{Date, Value, ValueShape};
use crate::text::format::{DayContext, parse_date_in, parse_iso, parse_whole_date};

/// Years from today that a future day may have where the file gives no limit (1900-2100).
const YEARS_AHEAD: i32 = 74;

pub struct DateType;

/// Whether the day may be a later one than today.
fn may_lie_ahead(field: &Field) -> bool {
    !matches!(field.max, Some(Bound::Today(0)))
}

impl FieldType for DateType {
    fn name(&self) -> &'static str {
        "date"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Date
    }

    fn parse(&self, question: &Question, text: &str, today: Date) -> Result<Value, FaultKind> {
        let context = DayContext { today, from: None, ahead: may_lie_ahead(question.field) };
        parse_date_in(text, context).map(Value::Date).map_err(FaultKind::Format)
    }

    /// `2026-11-22`, or a complete date as written in Vietnam.
    fn read_json(
        &self,
        _question: &Question,
        json: &Json,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        let text = json.as_str().ok_or(FaultKind::WrongType)?;
        let date = parse_iso(text).or_else(|_| parse_whole_date(text));
        date.map(Value::Date).map_err(FaultKind::Format)
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from("2026-11-22")
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        date_fault(look, value)
    }

    /// Days are not in the future, unless the file says so.
    fn bounds(&self, ahead: bool) -> (Option<Bound>, Option<Bound>) {
        (None, Some(if ahead { Bound::Year(YEARS_AHEAD) } else { Bound::Today(0) }))
    }

    fn column_width(&self) -> u16 {
        8
    }
}

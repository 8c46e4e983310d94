//! A number with at most six places: a measure, a percentage, or one of a pair of coordinates.

use serde_json::Value as Json;

use super::limits::number_fault;
use super::{FieldType, Question, ValueFault};
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::Field;
use crate::record::{Date, Decimal, Value, ValueShape};
use crate::text::format::{FormatFault, parse_angle, parse_decimal};

pub struct DecimalType;

impl FieldType for DecimalType {
    fn name(&self) -> &'static str {
        "decimal"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Decimal
    }

    fn parse(&self, question: &Question, text: &str, _today: Date) -> Result<Value, FaultKind> {
        if is_angle(question.field) {
            return angle(text);
        }
        let read = parse_decimal(question.without_unit(text)).map_err(|fault| match fault {
            FormatFault::NotNumber if is_percent(question.field) => FormatFault::NotPercent,
            other => other,
        });
        read.map(Value::Decimal).map_err(FaultKind::Format)
    }

    fn read_json(
        &self,
        question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        match json {
            Json::String(text) if is_angle(question.field) => angle(text),
            Json::Number(n) if is_angle(question.field) => angle(&n.to_string()),
            Json::String(text) => plain(text).or_else(|_| question.parse_or_blank(text, today)),
            Json::Number(n) => plain(&n.to_string()).map_err(FaultKind::Format),
            _ => Err(FaultKind::WrongType),
        }
    }

    fn example(&self, question: &Question) -> Json {
        Json::from(match question.field.id.as_str() {
            "lat" => "21.0286",
            "lon" => "105.8542",
            _ => "12.5",
        })
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        number_fault(look, value)
    }

    fn column_width(&self) -> u16 {
        8
    }
}

/// Whether the field's numbers are percentages.
pub fn is_percent(field: &Field) -> bool {
    field.unit.as_ref().is_some_and(|unit| unit.vi == "%")
}

/// Whether the field is one of a pair of coordinates.
pub fn is_angle(field: &Field) -> bool {
    matches!(field.id.as_str(), "lat" | "lon")
}

fn angle(text: &str) -> Result<Value, FaultKind> {
    parse_angle(text).map(|(n, _)| Value::Decimal(n)).map_err(FaultKind::Format)
}

/// Reads digits with an optional decimal point and no thousands separators; this is unambiguous.
fn plain(text: &str) -> Result<Value, FormatFault> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1i64, digits),
        None => (1, text),
    };
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let only_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !only_digits(whole) || !only_digits(places) {
        return Err(FormatFault::NotNumber);
    }
    let places = places.trim_end_matches('0');
    if places.len() > 6 {
        return Err(FormatFault::TooManyPlaces);
    }
    let size = format!("{whole}{places:0<6}").parse::<i64>();
    size.map(|n| Value::Decimal(Decimal(sign * n))).map_err(|_| FormatFault::TooBig)
}

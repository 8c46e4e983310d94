//! A whole number: a count, or a year, which is shown without dots.

use serde_json::Value as Json;

use super::limits::number_fault;
use super::{FieldType, Question, ValueFault, show_value};
use crate::lang::Lang;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Bound, Field};
use crate::record::{Date, Value, ValueShape};
use crate::text::fold::fold;
use crate::text::format::{FormatFault, parse_int};

pub struct IntType;

impl FieldType for IntType {
    fn name(&self) -> &'static str {
        "int"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Int
    }

    fn parse(&self, question: &Question, text: &str, _today: Date) -> Result<Value, FaultKind> {
        let number = question.without_unit(text);
        let read = if is_year(question.field) {
            parse_int(without_year_word(number)).map_err(|fault| match fault {
                FormatFault::NotNumber => FormatFault::NotYear,
                other => other,
            })
        } else {
            parse_int(number)
        };
        read.map(Value::Int).map_err(FaultKind::Format)
    }

    fn read_json(
        &self,
        question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        whole_json(question, json, today)
    }

    fn example(&self, question: &Question) -> Json {
        if is_year(question.field) { Json::from(2026) } else { Json::from(12) }
    }

    fn show(&self, question: &Question, value: &Value, lang: Lang) -> String {
        match value {
            Value::Int(year) if is_year(question.field) => year.to_string(),
            other => show_value(question, other, lang),
        }
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        number_fault(look, value)
    }

    /// Counts are not negative.
    fn bounds(&self, _ahead: bool) -> (Option<Bound>, Option<Bound>) {
        (Some(Bound::Number(0)), None)
    }

    fn column_width(&self) -> u16 {
        6
    }
}

/// Whether the number is a year, written 2026 and not 2.026.
pub fn is_year(field: &Field) -> bool {
    field.unit.as_ref().is_some_and(|unit| unit.vi == "năm") || field.id.contains("year")
}

/// "năm 2024" is 2024.
fn without_year_word(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    match text.split_at(end) {
        (word, rest) if fold(word) == "nam" => rest.trim_start_matches([' ', '\u{a0}', ':']),
        _ => text,
    }
}

/// A whole number in JSON. "5.0" is read as 5, since some programs write it so.
pub(super) fn whole_json(
    question: &Question,
    json: &Json,
    today: Date,
) -> Result<Value, FaultKind> {
    let n = match json {
        Json::Number(n) => n,
        Json::String(text) => return question.parse_or_blank(text, today),
        _ => return Err(FaultKind::WrongType),
    };
    // larger doubles may not be exact
    const EXACT: f64 = 9e15;
    let whole = |n: f64| (n.fract() == 0.0 && n.abs() < EXACT).then_some(n as i64);
    let found = n.as_i64().or_else(|| n.as_f64().filter(|_| n.is_f64()).and_then(whole));
    let found = found.ok_or_else(|| match n.as_f64() {
        Some(n) if n.fract() != 0.0 => FormatFault::NotWhole,
        _ => FormatFault::TooBig,
    });
    found.map(Value::Int).map_err(FaultKind::Format)
}

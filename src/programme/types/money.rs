//! An amount in whole đồng.

use serde_json::Value as Json;

use super::int::whole_json;
use super::limits::number_fault;
use super::{FieldType, Question, ValueFault, show_value};
use crate::lang::Lang;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::Bound;
use crate::record::{Date, Value, ValueShape};
use crate::text::format::{parse_money, show_money};

pub struct MoneyType;

impl FieldType for MoneyType {
    fn name(&self) -> &'static str {
        "money"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Int
    }

    fn parse(
        &self,
        _question: &Question,
        text: &str,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        parse_money(text).map(Value::Int).map_err(FaultKind::Format)
    }

    fn read_json(
        &self,
        question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        whole_json(question, json, today)
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from(1_500_000_000)
    }

    fn show(&self, question: &Question, value: &Value, lang: Lang) -> String {
        match value {
            Value::Int(dong) => show_money(*dong),
            other => show_value(question, other, lang),
        }
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        number_fault(look, value)
    }

    /// Amounts are not negative.
    fn bounds(&self, _ahead: bool) -> (Option<Bound>, Option<Bound>) {
        (Some(Bound::Number(0)), None)
    }

    fn column_width(&self) -> u16 {
        15
    }
}

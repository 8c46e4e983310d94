//! Links to several records, typed as their ids.

use serde_json::Value as Json;

use super::limits::link_fault;
use super::{FieldType, Question, ValueFault};
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::Level;
use crate::record::{Date, Id, Value, ValueShape};

pub(super) const EXAMPLE_ID: &str = "018f0000-0000-7000-8000-000000000001";

pub struct LinksType;

impl FieldType for LinksType {
    fn name(&self) -> &'static str {
        "links"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Links
    }

    fn parse(
        &self,
        _question: &Question,
        text: &str,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        match ids(text)? {
            ids if ids.is_empty() => Err(FaultKind::UnknownRecord),
            ids => Ok(Value::Links(ids)),
        }
    }

    fn read_json(
        &self,
        _question: &Question,
        json: &Json,
        _today: Date,
    ) -> Result<Value, FaultKind> {
        let items = json.as_array().ok_or(FaultKind::WrongType)?;
        items.iter().map(json_id).collect::<Result<_, _>>().map(Value::Links)
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from(vec![EXAMPLE_ID])
    }

    fn faults(&self, look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        let Value::Links(ids) = value else { return Vec::new() };
        let twice = |(at, id): (usize, &Id)| ids.iter().skip(at + 1).any(|other| other == id);
        if ids.iter().enumerate().any(twice) {
            return vec![(Level::Error, FaultKind::Twice)];
        }
        ids.iter().filter_map(|id| link_fault(look, *id)).take(1).collect()
    }

    fn is_typed(&self) -> bool {
        false
    }
}

pub(super) fn ids(text: &str) -> Result<Vec<Id>, FaultKind> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let ids: Result<Vec<_>, ()> = parts.map(str::parse).collect();
    ids.map_err(|()| FaultKind::UnknownRecord)
}

pub(super) fn json_id(json: &Json) -> Result<Id, FaultKind> {
    json.as_str().ok_or(FaultKind::WrongType)?.parse().map_err(|()| FaultKind::UnknownRecord)
}

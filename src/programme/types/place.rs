//! A commune, stored with its code, its name and the day it was chosen.

use serde_json::Value as Json;

use super::{FieldType, Question, ValueFault};
use crate::lang::rules;
use crate::programme::check::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::reference::{self, Commune, PlaceReading, WrittenPlace};
use crate::programme::spec::Level;
use crate::record::{Date, Value, ValueShape};

pub struct PlaceType;

impl FieldType for PlaceType {
    fn name(&self) -> &'static str {
        "place"
    }

    fn shape(&self) -> ValueShape {
        ValueShape::Place
    }

    fn parse(&self, _question: &Question, text: &str, today: Date) -> Result<Value, FaultKind> {
        read(text, today)
    }

    fn read_json(
        &self,
        _question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        read(json.as_str().ok_or(FaultKind::WrongType)?, today)
    }

    fn example(&self, _question: &Question) -> Json {
        Json::from("00097")
    }

    fn faults(&self, _look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
        let Value::Place(place) = value else { return Vec::new() };
        if reference::commune(&place.commune).is_some() {
            return Vec::new();
        }
        let given = if place.name.is_empty() { &place.commune } else { &place.name };
        vec![(Level::Error, FaultKind::UnknownPlace { given: given.clone() })]
    }

    fn is_typed(&self) -> bool {
        false
    }

    fn column_width(&self) -> u16 {
        18
    }
}

/// Reads a code, or a name with or without district and province.
fn read(text: &str, today: Date) -> Result<Value, FaultKind> {
    let given = || text.to_owned();
    let address =
        reference::read_address(WrittenPlace { commune: text, ..WrittenPlace::default() });
    match address.place {
        // an answer cannot hold the rest of an address, and nothing is dropped silently
        PlaceReading::Sure(_) | PlaceReading::Renamed(_) if !address.before.is_empty() => {
            let (before, commune) = (address.before, address.commune);
            Err(FaultKind::say(|lang| rules::address_before_place(lang, before, commune)))
        }
        PlaceReading::Sure(commune) | PlaceReading::Renamed(commune) => {
            Ok(Value::Place(commune.place(today)))
        }
        PlaceReading::Divided(all) | PlaceReading::Several(all) | PlaceReading::Listed(all) => {
            let named = |c: &Commune| format!("{} ({})", c.on(today).full_name(), c.code);
            let among = all.iter().map(named).collect();
            Err(FaultKind::ManyPlaces { given: given(), among })
        }
        PlaceReading::NoProvince | PlaceReading::Nothing => {
            Err(FaultKind::UnknownPlace { given: given() })
        }
    }
}

//! Answers as JSON (`design.md` section 7): text as a string, int and money as integers, decimal as
//! a string, date as `"2026-11-22"` (`"22/11/2026"` is read too), yes/no as a boolean, a choice as
//! its id, many and links as arrays, a place as its commune's code, a table as an array of objects
//! by column id.
//!
//! A string given for another type is read like a cell of an imported list.

use serde_json::{Map, Value as Json};

use crate::lang::Lang;
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Field, Kind, Label, Programme, Type};
use crate::programme::types::Question;
use crate::record::{Date, Fields, Id, Row, Value};
use crate::text::format::{iso, show_decimal_plain};

/// What reading needs: the lists, today's date, and new ids for rows.
pub struct JsonReader<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    pub new_id: &'a mut dyn FnMut() -> Id,
}

/// A fault and its path, such as `papers[2].have`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonFault {
    pub at: String,
    pub label: Label,
    pub what: FaultKind,
    /// an acceptable answer, as JSON
    pub example: Option<String>,
}

impl JsonFault {
    pub fn text(&self, lang: Lang) -> String {
        format!("{}: {}", self.at, self.sentence(lang))
    }

    /// The sentence without the path.
    pub fn sentence(&self, lang: Lang) -> String {
        let what = self.what.text(self.label.get(lang), lang);
        match (&self.example, lang) {
            (Some(example), Lang::Vi) => format!("{what} Ghi như: {example}"),
            (Some(example), Lang::En) => format!("{what} Write as: {example}"),
            (None, _) => what,
        }
    }

    fn new(field: &Field, what: FaultKind, programme: &Programme) -> JsonFault {
        let example = field.ty.behaviour().example(&Question { programme, field });
        let example = Some(example.to_string());
        JsonFault { at: field.id.clone(), label: field.label.clone(), what, example }
    }

    fn unknown(name: &str) -> JsonFault {
        let what = FaultKind::UnknownField { name: name.to_string() };
        JsonFault { at: name.to_string(), label: Label::default(), what, example: None }
    }
}

/// Reads all answers of a record, or returns all faults, unknown fields among them.
pub fn record_from_json(
    kind: &Kind,
    json: &Map<String, Json>,
    reader: &mut JsonReader,
) -> Result<Fields, Vec<JsonFault>> {
    answers(&|name| kind.field_by_id(name), json, reader)
}

fn answers<'f>(
    find: &dyn Fn(&str) -> Option<&'f Field>,
    json: &Map<String, Json>,
    reader: &mut JsonReader,
) -> Result<Fields, Vec<JsonFault>> {
    let mut fields = Fields::new();
    let mut faults = Vec::new();
    for (name, json) in json {
        let Some(field) = find(name) else {
            faults.push(JsonFault::unknown(name));
            continue;
        };
        match from_json(field, json, reader) {
            Ok(value) => fields.put(field.no, value),
            Err(wrong) => faults.extend(wrong),
        }
    }
    if faults.is_empty() { Ok(fields) } else { Err(faults) }
}

/// `null` gives `None`. So does blank text, unless the type wants ids, a date, a place or an angle.
pub fn from_json(
    field: &Field,
    json: &Json,
    reader: &mut JsonReader,
) -> Result<Option<Value>, Vec<JsonFault>> {
    let question = Question { programme: reader.programme, field };
    match (&field.ty, json) {
        (_, Json::Null) => Ok(None),
        (Type::Lines(_), Json::Array(rows)) => lines(field, rows, reader),
        _ => match field.ty.behaviour().read_json(&question, json, reader.today) {
            Ok(Value::Text(text)) if text.trim().is_empty() => Ok(None),
            Ok(value) => Ok(Some(value)),
            Err(what) => Err(vec![JsonFault::new(field, what, reader.programme)]),
        },
    }
}

fn lines(
    field: &Field,
    rows: &[Json],
    reader: &mut JsonReader,
) -> Result<Option<Value>, Vec<JsonFault>> {
    let mut read = Vec::new();
    let mut faults = Vec::new();
    let column = |name: &str| field.columns().iter().find(|c| c.id == name);
    for (at, row) in rows.iter().enumerate() {
        let cells = match row {
            Json::Object(cells) => answers(&column, cells, reader),
            _ => Err(vec![JsonFault::new(field, FaultKind::WrongType, reader.programme)]),
        };
        match cells {
            Ok(cells) => read.push(Row { id: (reader.new_id)(), cells }),
            Err(wrong) => faults.extend(wrong.into_iter().map(|fault| JsonFault {
                at: format!("{}[{}].{}", field.id, at + 1, fault.at),
                ..fault
            })),
        }
    }
    match (faults.is_empty(), read.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Ok(None),
        (true, false) => Ok(Some(Value::Lines(read))),
    }
}

/// The record's answers by field id, without empty ones and those of a newer version.
pub fn record_to_json(kind: &Kind, fields: &Fields) -> Map<String, Json> {
    to_map(kind.fields(), fields)
}

fn to_map<'f>(
    questions: impl Iterator<Item = &'f Field>,
    fields: &Fields,
) -> Map<String, Json> {
    let mut map = Map::new();
    for field in questions {
        let json = fields.get(field.no).map_or(Json::Null, |value| to_json(field, value));
        if !json.is_null() {
            map.insert(field.id.clone(), json);
        }
    }
    map
}

pub fn to_json(field: &Field, value: &Value) -> Json {
    let texts = |ids: Vec<String>| Json::from(ids);
    match value {
        Value::Text(text) | Value::Choice(text) => Json::from(text.as_str()),
        Value::Int(n) => Json::from(*n),
        Value::Decimal(n) => Json::from(show_decimal_plain(*n)),
        Value::Date(date) => Json::from(iso(*date)),
        Value::Bool(yes) => Json::from(*yes),
        Value::Many(ids) => texts(ids.clone()),
        Value::Link(id) => Json::from(id.to_string()),
        Value::Links(ids) => texts(ids.iter().map(ToString::to_string).collect()),
        Value::Place(place) => Json::from(place.commune.as_str()),
        Value::Lines(rows) => Json::Array(
            rows.iter()
                .map(|row| Json::Object(to_map(field.columns().iter(), &row.cells)))
                .collect(),
        ),
        Value::Unknown(_) => Json::Null,
    }
}

//! Answers as JSON (`design.md` section 7): text as strings, int and money as integers, decimal
//! as a string, date as `"2026-11-22"` (`"22/11/2026"` is read, too), yes/no as a boolean, choice as its id, many and links as
//! arrays, a place as its commune's code, a table as an array of objects by column id.

use serde_json::{Map, Value as Json};

use crate::lang::Lang;
use crate::programme::faults::What;
use crate::programme::spec::{Field, Kind, Label, Programme, Type};
use crate::record::{Date, Decimal, Fields, Id, Row, Value};
use crate::text::format::{
    FormatFault, iso, parse_angle, parse_iso, parse_phone, parse_whole_date, show_decimal_plain,
};
use crate::text::{clean, trimmed};

/// What reading needs beside the text: the lists, the day, and new ids for rows.
pub struct Reader<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    pub new_id: &'a mut dyn FnMut() -> Id,
}

/// What is wrong, and where: `papers[2].have`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonFault {
    pub at: String,
    pub label: Label,
    pub what: What,
}

impl JsonFault {
    pub fn text(&self, lang: Lang) -> String {
        let label = super::pick(&self.label, lang);
        format!("{}: {}", self.at, self.what.text(label, lang))
    }

    fn new(field: &Field, what: What) -> JsonFault {
        JsonFault { at: field.id.clone(), label: field.label.clone(), what }
    }

    fn unknown(name: &str) -> JsonFault {
        let what = What::UnknownField { name: name.to_string() };
        JsonFault { at: name.to_string(), label: Label::default(), what }
    }
}

/// All answers of a record; all faults at once, unknown fields among them.
pub fn record_from_json(
    kind: &Kind,
    json: &Map<String, Json>,
    reader: &mut Reader,
) -> Result<Fields, Vec<JsonFault>> {
    answers(&|name| kind.field_by_id(name), json, reader)
}

fn answers<'f>(
    find: &dyn Fn(&str) -> Option<&'f Field>,
    json: &Map<String, Json>,
    reader: &mut Reader,
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

/// `null` and blank text are no answer.
pub fn from_json(
    field: &Field,
    json: &Json,
    reader: &mut Reader,
) -> Result<Option<Value>, Vec<JsonFault>> {
    match (&field.ty, json) {
        (_, Json::Null) => Ok(None),
        (Type::Lines(_), Json::Array(rows)) => lines(field, rows, reader),
        _ => match simple(field, json, reader) {
            Ok(Value::Text(text)) if text.trim().is_empty() => Ok(None),
            Ok(value) => Ok(Some(value)),
            Err(what) => Err(vec![JsonFault::new(field, what)]),
        },
    }
}

fn lines(
    field: &Field,
    rows: &[Json],
    reader: &mut Reader,
) -> Result<Option<Value>, Vec<JsonFault>> {
    let mut read = Vec::new();
    let mut faults = Vec::new();
    let column = |name: &str| field.columns().iter().find(|c| c.id == name);
    for (at, row) in rows.iter().enumerate() {
        let cells = match row {
            Json::Object(cells) => answers(&column, cells, reader),
            _ => Err(vec![JsonFault::new(field, What::WrongType)]),
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

fn simple(field: &Field, json: &Json, reader: &Reader) -> Result<Value, What> {
    let ids = |items: &[Json]| -> Result<Vec<Id>, What> { items.iter().map(id).collect() };
    match (&field.ty, json) {
        (Type::Text, Json::String(text)) => {
            Ok(Value::Text(super::code(field, trimmed(&clean(text, false)))))
        }
        (Type::Note, Json::String(text)) => {
            Ok(Value::Text(clean(text, true).trim_end().into()))
        }
        (Type::Phone, Json::String(text)) if text.trim().is_empty() => {
            Ok(Value::Text(String::new()))
        }
        (Type::Phone, Json::String(text)) => {
            parse_phone(text).map(Value::Text).map_err(What::Format)
        }
        (Type::Int | Type::Money, Json::Number(n)) => {
            n.as_i64().map(Value::Int).ok_or(What::Format(whole_fault(n)))
        }
        (Type::Decimal, Json::String(text)) if super::is_angle(field) => {
            parse_angle(text).map(|(n, _)| Value::Decimal(n)).map_err(What::Format)
        }
        (Type::Decimal, Json::Number(n)) if super::is_angle(field) => {
            parse_angle(&n.to_string()).map(|(n, _)| Value::Decimal(n)).map_err(What::Format)
        }
        (Type::Decimal, Json::String(text)) => decimal(text).map_err(What::Format),
        (Type::Decimal, Json::Number(n)) => decimal(&n.to_string()).map_err(What::Format),
        (Type::Date, Json::String(text)) => {
            let date = parse_iso(text).or_else(|_| parse_whole_date(text, reader.today));
            date.map(Value::Date).map_err(What::Format)
        }
        (Type::YesNo, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (Type::Choice(list), Json::String(id)) => {
            choice(reader.programme, list, id)?;
            Ok(Value::Choice(id.clone()))
        }
        (Type::Many(list), Json::Array(items)) => many(reader.programme, list, items),
        (Type::Link(_), json) => id(json).map(Value::Link),
        (Type::Links(_), Json::Array(items)) => ids(items).map(Value::Links),
        (Type::Place, Json::String(text)) => super::place(text, reader.today),
        _ => Err(What::WrongType),
    }
}

fn whole_fault(n: &serde_json::Number) -> FormatFault {
    if n.is_u64() { FormatFault::TooBig } else { FormatFault::NotWhole }
}

/// A point and no thousands: nothing to guess here.
fn decimal(text: &str) -> Result<Value, FormatFault> {
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

fn choice(programme: &Programme, list: &str, id: &str) -> Result<(), What> {
    let known = programme.list(list).is_some_and(|list| list.choice(id).is_some());
    if known { Ok(()) } else { Err(What::UnknownChoice { given: id.to_string() }) }
}

/// In the list's order, each once.
fn many(programme: &Programme, list: &str, items: &[Json]) -> Result<Value, What> {
    let mut chosen = Vec::new();
    for item in items {
        let id = item.as_str().ok_or(What::WrongType)?;
        choice(programme, list, id)?;
        chosen.push(id);
    }
    let all = programme.list(list).map_or(&[][..], |list| &list.choices);
    let ids = all.iter().map(|c| &c.id).filter(|id| chosen.contains(&id.as_str()));
    Ok(Value::Many(ids.cloned().collect()))
}

fn id(json: &Json) -> Result<Id, What> {
    json.as_str().ok_or(What::WrongType)?.parse().map_err(|()| What::UnknownRecord)
}

/// The record's answers by field id; empty ones and those this version cannot read are left out.
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

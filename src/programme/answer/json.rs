//! Answers as JSON (`design.md` section 7): text as strings, int and money as integers, decimal
//! as a string, date as `"2026-11-22"` (`"22/11/2026"` is read, too), yes/no as a boolean, choice as its id, many and links as
//! arrays, a place as its commune's code, a table as an array of objects by column id.
//!
//! Text in place of any of these is read as a cell of a list is.

use serde_json::{Map, Value as Json};

use crate::lang::Lang;
use crate::programme::faults::FaultKind;
use crate::programme::spec::{Field, Kind, Label, Programme, Type};
use crate::record::{Date, Decimal, Fields, Id, Row, Value};
use crate::text::format::{
    FormatFault, iso, parse_angle, parse_iso, parse_phone, parse_whole_date, show_decimal_plain,
};
use crate::text::{clean, trimmed};

/// What reading needs beside the text: the lists, the day, and new ids for rows.
pub struct JsonReader<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    pub new_id: &'a mut dyn FnMut() -> Id,
}

/// What is wrong, and where: `papers[2].have`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonFault {
    pub at: String,
    pub label: Label,
    pub what: FaultKind,
    /// an answer that would be taken, as JSON
    pub example: Option<String>,
}

impl JsonFault {
    pub fn text(&self, lang: Lang) -> String {
        format!("{}: {}", self.at, self.sentence(lang))
    }

    /// Without the name of the field.
    pub fn sentence(&self, lang: Lang) -> String {
        let what = self.what.text(super::pick(&self.label, lang), lang);
        match (&self.example, lang) {
            (Some(example), Lang::Vi) => format!("{what} Ghi như: {example}"),
            (Some(example), Lang::En) => format!("{what} Write as: {example}"),
            (None, _) => what,
        }
    }

    fn new(field: &Field, what: FaultKind, programme: &Programme) -> JsonFault {
        let example = Some(example(field, programme).to_string());
        JsonFault { at: field.id.clone(), label: field.label.clone(), what, example }
    }

    fn unknown(name: &str) -> JsonFault {
        let what = FaultKind::UnknownField { name: name.to_string() };
        JsonFault { at: name.to_string(), label: Label::default(), what, example: None }
    }
}

/// All answers of a record; all faults at once, unknown fields among them.
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

/// `null` and blank text are no answer.
pub fn from_json(
    field: &Field,
    json: &Json,
    reader: &mut JsonReader,
) -> Result<Option<Value>, Vec<JsonFault>> {
    match (&field.ty, json) {
        (_, Json::Null) => Ok(None),
        (Type::Lines(_), Json::Array(rows)) => lines(field, rows, reader),
        _ => match simple(field, json, reader) {
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

fn simple(field: &Field, json: &Json, reader: &JsonReader) -> Result<Value, FaultKind> {
    let ids = |items: &[Json]| -> Result<Vec<Id>, FaultKind> { items.iter().map(id).collect() };
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
            parse_phone(text).map(Value::Text).map_err(FaultKind::Format)
        }
        (Type::Int | Type::Money, Json::Number(n)) => {
            whole(n).map(Value::Int).map_err(FaultKind::Format)
        }
        (Type::Decimal, Json::String(text)) if super::is_angle(field) => {
            parse_angle(text).map(|(n, _)| Value::Decimal(n)).map_err(FaultKind::Format)
        }
        (Type::Decimal, Json::Number(n)) if super::is_angle(field) => {
            parse_angle(&n.to_string())
                .map(|(n, _)| Value::Decimal(n))
                .map_err(FaultKind::Format)
        }
        (Type::Decimal, Json::String(text)) => {
            decimal(text).or_else(|_| typed(field, text, reader))
        }
        (Type::Decimal, Json::Number(n)) => decimal(&n.to_string()).map_err(FaultKind::Format),
        (Type::Date, Json::String(text)) => {
            let date = parse_iso(text).or_else(|_| parse_whole_date(text));
            date.map(Value::Date).map_err(FaultKind::Format)
        }
        (Type::YesNo, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (Type::Choice(list), Json::String(id)) => match choice(reader.programme, list, id) {
            Ok(()) => Ok(Value::Choice(id.clone())),
            Err(_) => typed(field, id, reader),
        },
        (Type::Many(list), Json::Array(items)) => many(reader.programme, list, items),
        (Type::Link(_), json) => id(json).map(Value::Link),
        (Type::Links(_), Json::Array(items)) => ids(items).map(Value::Links),
        (Type::Place, Json::String(text)) => super::place(text, reader.today),
        (Type::Int | Type::Money | Type::YesNo | Type::Many(_), Json::String(text)) => {
            typed(field, text, reader)
        }
        _ => Err(FaultKind::WrongType),
    }
}

/// As a cell of a list is read; blank text is no answer.
fn typed(field: &Field, text: &str, reader: &JsonReader) -> Result<Value, FaultKind> {
    let value = super::parse_in(reader.programme, field, text, reader.today)?;
    Ok(value.unwrap_or(Value::Text(String::new())))
}

/// "5.0" is 5: whoever reckons writes it so.
fn whole(n: &serde_json::Number) -> Result<i64, FormatFault> {
    // beyond that a double is no longer exact
    const EXACT: f64 = 9e15;
    let whole = |n: f64| (n.fract() == 0.0 && n.abs() < EXACT).then_some(n as i64);
    let found = n.as_i64().or_else(|| n.as_f64().filter(|_| n.is_f64()).and_then(whole));
    found.ok_or_else(|| match n.as_f64() {
        Some(n) if n.fract() != 0.0 => FormatFault::NotWhole,
        _ => FormatFault::TooBig,
    })
}

/// An answer to the question as JSON, for whoever gave one of another form.
fn example(field: &Field, programme: &Programme) -> Json {
    const ID: &str = "018f0000-0000-7000-8000-000000000001";
    let first = |list: &str| {
        let choice = programme.list(list).and_then(|list| list.choices.first());
        choice.map(|choice| choice.id.clone()).unwrap_or_default()
    };
    match &field.ty {
        Type::Text if field.id == "tax_code" => Json::from("0100109106"),
        Type::Text if field.id == "vsic" => Json::from("3100"),
        Type::Text | Type::Note => Json::from("Bàn ghế gỗ"),
        Type::Phone => Json::from("0912345678"),
        Type::Int if super::is_year(field) => Json::from(2026),
        Type::Int => Json::from(12),
        Type::Money => Json::from(1_500_000_000),
        Type::Decimal if field.id == "lat" => Json::from("21.0286"),
        Type::Decimal if field.id == "lon" => Json::from("105.8542"),
        Type::Decimal => Json::from("12.5"),
        Type::Date => Json::from("2026-11-22"),
        Type::YesNo => Json::from(true),
        Type::Choice(list) => Json::from(first(list)),
        Type::Many(list) => Json::from(vec![first(list)]),
        Type::Link(_) => Json::from(ID),
        Type::Links(_) => Json::from(vec![ID]),
        Type::Place => Json::from("00097"),
        Type::Lines(columns) => {
            let cells = columns.iter().take(2);
            let cells = cells.map(|column| (column.id.clone(), example(column, programme)));
            Json::Array(vec![Json::Object(cells.collect())])
        }
    }
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

fn choice(programme: &Programme, list: &str, id: &str) -> Result<(), FaultKind> {
    let known = programme.list(list).is_some_and(|list| list.choice(id).is_some());
    if known { Ok(()) } else { Err(FaultKind::UnknownChoice { given: id.to_string() }) }
}

/// In the list's order, each once.
fn many(programme: &Programme, list: &str, items: &[Json]) -> Result<Value, FaultKind> {
    let mut chosen = Vec::new();
    for item in items {
        let id = item.as_str().ok_or(FaultKind::WrongType)?;
        choice(programme, list, id)?;
        chosen.push(id);
    }
    let all = programme.list(list).map_or(&[][..], |list| &list.choices);
    let ids = all.iter().map(|c| &c.id).filter(|id| chosen.contains(&id.as_str()));
    Ok(Value::Many(ids.cloned().collect()))
}

fn id(json: &Json) -> Result<Id, FaultKind> {
    json.as_str().ok_or(FaultKind::WrongType)?.parse().map_err(|()| FaultKind::UnknownRecord)
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

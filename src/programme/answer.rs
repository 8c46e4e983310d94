//! Answers as text and as JSON: read from what is typed or given, and shown again.
//!
//! Reads the form of an answer only; whether it is right is `check`'s business.

mod choice;
mod json;

pub use choice::{
    by_text as choice_by_text, is_label as is_choice_label, parts as choices_by_text,
};
pub use json::{JsonFault, JsonReader, from_json, record_from_json, record_to_json, to_json};

use super::faults::{FaultKind, pick};
use super::reference::{self, Commune, PlaceReading, WrittenPlace};
use super::spec::{Field, Programme, Type};
use super::tax_code;
use crate::lang::Lang;
use crate::record::{Date, Value};
use crate::text::fold::fold;
use crate::text::format::{
    FormatFault, parse_angle, parse_date, parse_decimal, parse_int, parse_money, parse_phone,
    show_date, show_decimal, show_int, show_money, show_phone,
};
use crate::text::{clean, trimmed};

/// `parse_in` the programme that this program was built with.
pub fn parse(field: &Field, text: &str, today: Date) -> Result<Option<Value>, FaultKind> {
    parse_in(super::programme(), field, text, today)
}

/// `show_in` the programme that this program was built with.
pub fn show(field: &Field, value: &Value, lang: Lang) -> String {
    show_in(super::programme(), field, value, lang)
}

/// The number before "%", "phần trăm".
fn without_percent(text: &str) -> Option<&str> {
    let text = text.trim();
    let words = ["phần trăm", "phan tram", "percent"].into_iter();
    let mut words = words.filter_map(|words| text.strip_suffix(words));
    text.strip_suffix('%').or_else(|| words.next()).map(str::trim_end)
}

/// A typed text as an answer; blank is none. Links and tables are not typed.
pub fn parse_in(
    programme: &Programme,
    field: &Field,
    text: &str,
    today: Date,
) -> Result<Option<Value>, FaultKind> {
    let note = matches!(field.ty, Type::Note);
    let text = clean(text, note);
    if trimmed(&text).is_empty() {
        return Ok(None);
    }
    // the unit may be written after the number, as a spreadsheet shows it
    let percent = field.unit.as_ref().is_some_and(|unit| unit.vi == "%");
    let number = without_percent(&text).filter(|_| percent).unwrap_or(&text);
    let unknown = || FaultKind::UnknownChoice { given: text.clone() };
    Ok(Some(match &field.ty {
        Type::Text => Value::Text(code(field, trimmed(&text))),
        Type::Note => Value::Text(text.trim_end().to_string()),
        Type::Phone => Value::Text(parse_phone(&text).map_err(FaultKind::Format)?),
        Type::Int if is_year(field) => {
            let fit = |fault| match fault {
                FormatFault::NotNumber => FormatFault::NotYear,
                other => other,
            };
            let year = parse_int(without_year_word(number)).map_err(fit);
            Value::Int(year.map_err(FaultKind::Format)?)
        }
        Type::Int => Value::Int(parse_int(number).map_err(FaultKind::Format)?),
        Type::Money => Value::Int(parse_money(&text).map_err(FaultKind::Format)?),
        Type::Decimal if is_angle(field) => {
            Value::Decimal(parse_angle(&text).map_err(FaultKind::Format)?.0)
        }
        Type::Decimal => {
            let fit = |fault| match fault {
                FormatFault::NotNumber if percent => FormatFault::NotPercent,
                other => other,
            };
            Value::Decimal(parse_decimal(number).map_err(fit).map_err(FaultKind::Format)?)
        }
        Type::Date => Value::Date(parse_date(&text, today).map_err(FaultKind::Format)?),
        Type::YesNo => Value::Bool(choice::yes_or_no(&text).ok_or_else(unknown)?),
        Type::Choice(list) => {
            let list = programme.list(list).ok_or(FaultKind::WrongType)?;
            Value::Choice(choice::by_text(list, &text).ok_or_else(unknown)?)
        }
        Type::Many(list) => {
            let list = programme.list(list).ok_or(FaultKind::WrongType)?;
            choice::many(list, &text)?
        }
        Type::Place => place(&text, today)?,
        Type::Link(_) | Type::Links(_) => link(field, &text)?,
        Type::Lines(_) => return Err(FaultKind::WrongType),
    }))
}

/// One of a pair of coordinates.
pub fn is_angle(field: &Field) -> bool {
    matches!(field.id.as_str(), "lat" | "lon")
}

/// A text that holds the code of a province. It is given by code or by name, and shown by name.
pub fn is_province(field: &Field) -> bool {
    matches!(field.ty, Type::Text) && field.id == "province"
}

/// Codes in their one form; any other text as it is.
fn code(field: &Field, text: &str) -> String {
    match field.id.as_str() {
        // a name that is none is left to the rules, which say so
        // and a spreadsheet drops the zero in front of a code
        "province" => reference::province_by_name(text)
            .or_else(|| reference::province(&format!("{text:0>2}")))
            .map_or_else(|| text.to_owned(), |province| province.code.to_owned()),
        "tax_code" => tax_code::tidy(text),
        "vsic" => reference::tidy_vsic(text),
        _ => text.to_owned(),
    }
}

/// By code, or by name with or without what it is in.
fn place(text: &str, today: Date) -> Result<Value, FaultKind> {
    let given = || text.to_owned();
    let address =
        reference::read_address(WrittenPlace { commune: text, ..WrittenPlace::default() });
    match address.place {
        // an answer has no room for the rest of an address, and nothing is dropped unseen
        PlaceReading::Sure(_) | PlaceReading::Renamed(_) if !address.before.is_empty() => {
            let (before, commune) = (address.before, address.commune);
            Err(FaultKind::say(
                format!("Địa điểm: “{before}” là phần địa chỉ. Ở đây chỉ ghi “{commune}”."),
                format!(
                    "Place: “{before}” belongs to the address. Write only “{commune}” here."
                ),
            ))
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

fn link(field: &Field, text: &str) -> Result<Value, FaultKind> {
    let ids: Result<Vec<_>, ()> =
        text.split([',', ' ']).filter(|p| !p.is_empty()).map(str::parse).collect();
    let ids = ids.map_err(|()| FaultKind::UnknownRecord)?;
    match (&field.ty, ids.as_slice()) {
        (Type::Links(_), [_, ..]) => Ok(Value::Links(ids)),
        (_, [one]) => Ok(Value::Link(*one)),
        _ => Err(FaultKind::UnknownRecord),
    }
}

/// An answer as it is read on the screen. A link is shown by whoever knows the record's title,
/// a table by its number of rows.
pub fn show_in(programme: &Programme, field: &Field, value: &Value, lang: Lang) -> String {
    match value {
        Value::Text(text) if matches!(field.ty, Type::Phone) => show_phone(text),
        Value::Text(code) if is_province(field) => reference::province_name(code).to_owned(),
        Value::Text(text) => text.clone(),
        Value::Int(n) if matches!(field.ty, Type::Money) => show_money(*n),
        Value::Int(n) if is_year(field) => n.to_string(),
        Value::Int(n) => show_int(*n),
        Value::Decimal(n) => show_decimal(*n),
        Value::Date(date) => show_date(*date),
        Value::Bool(yes) => word(*yes, lang).to_string(),
        Value::Choice(id) => choice(programme, field, id, lang),
        Value::Many(ids) => {
            let shown: Vec<String> =
                ids.iter().map(|id| choice(programme, field, id, lang)).collect();
            shown.join("; ")
        }
        Value::Link(id) => id.to_string(),
        Value::Links(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Value::Place(place) => place.name.clone(),
        Value::Lines(rows) => rows.len().to_string(),
        Value::Unknown(_) => "?".to_string(),
    }
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

/// 2026, not 2.026.
pub fn is_year(field: &Field) -> bool {
    field.unit.as_ref().is_some_and(|unit| unit.vi == "năm") || field.id.contains("year")
}

fn word(yes: bool, lang: Lang) -> &'static str {
    match (yes, lang) {
        (true, Lang::Vi) => "Có",
        (false, Lang::Vi) => "Không",
        (true, Lang::En) => "Yes",
        (false, Lang::En) => "No",
    }
}

/// A choice of a newer programme is shown by its id.
fn choice(programme: &Programme, field: &Field, id: &str, lang: Lang) -> String {
    let (Type::Choice(list) | Type::Many(list)) = &field.ty else { return id.to_string() };
    let choice = programme.list(list).and_then(|list| list.choice(id));
    choice.map_or(id, |choice| pick(&choice.label, lang)).to_string()
}

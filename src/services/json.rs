//! Records as JSON objects keyed by field id (design.md section 7), and a parser for objects that
//! keeps duplicate members.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use crate::programme::spec::{Kind, Programme};
use crate::programme::{answer, check};
use crate::record::{Origin, Record};
use crate::text::is_hidden;

/// Flag and column of sample records in lists for programs.
pub const MADE_UP: &str = "made_up";

/// An object with "id", the answers, and the flags "incomplete", "deleted", "made_up", "official"
/// and "merged_into" if they apply.
pub fn record(programme: &Programme, kind: &Kind, record: &Record) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("id".to_owned(), Json::String(record.id.to_string()));
    for field in kind.fields() {
        if let Some(value) = record.fields.get(field.no) {
            object.insert(field.id.clone(), answer::to_json(field, value));
        }
    }
    if check::incomplete(programme, kind, &record.fields) {
        object.insert("incomplete".to_owned(), Json::Bool(true));
    }
    if record.deleted.is_some() {
        object.insert("deleted".to_owned(), Json::Bool(true));
    }
    if record.origin == Origin::MadeUp {
        object.insert(MADE_UP.to_owned(), Json::Bool(true));
    }
    if kind.published && kind.is_official(record) {
        object.insert("official".to_owned(), Json::Bool(true));
    }
    if let Some(into) = record.alias_of() {
        object.insert("merged_into".to_owned(), Json::String(into.to_string()));
    }
    object
}

/// JSON text with escapes for characters that could control a terminal or reverse its text; with
/// `ascii` for all non-ASCII characters. In JSON these occur only in strings, so the value is
/// unchanged.
pub fn printable(json: &str, ascii: bool) -> Cow<'_, str> {
    let raw = |c: char| if ascii { !c.is_ascii() || c == '\u{7f}' } else { is_hidden(c) };
    if !json.contains(raw) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if raw(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The members of an object in order, including duplicates.
#[derive(Debug)]
pub struct Pairs(pub Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pairs, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Members)
    }
}

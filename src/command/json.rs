//! Records as JSON objects by field id (design.md section 7), and objects read back as pairs in
//! which nothing is silently dropped.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use crate::programme::spec::{Kind, Programme};
use crate::programme::{answer, check};
use crate::record::Record;

/// One object: "id", the answers, and "incomplete", "deleted" or "merged_into" where it is so.
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
    if let Some(into) = record.alias_of() {
        object.insert("merged_into".to_owned(), Json::String(into.to_string()));
    }
    object
}

pub fn line(object: Map<String, Json>) -> Vec<u8> {
    let mut line = Json::Object(object).to_string().into_bytes();
    line.push(b'\n');
    line
}

/// The members of an object in their order, twins included.
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

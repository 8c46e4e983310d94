//! Records as points on a map, at their own coordinates or at those of the establishment that they
//! are about. A point is where a person works and often lives, so without the flag for personal
//! answers it is rounded to about a kilometre.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use crate::programme::answer;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::programme::spec::Programme;
use crate::record::{Decimal, FieldNo, Fields, Id, Origin, Record, Value};
use crate::services::json::printable;

/// A hundredth of a degree.
const BLUR: i64 = Decimal::ONE / 100;

/// Where the coordinates of a kind's records are found.
pub enum CoordinateSource {
    Own {
        lat: FieldNo,
        lon: FieldNo,
    },
    /// at the record that this field links to
    Linked {
        link: FieldNo,
        lat: FieldNo,
        lon: FieldNo,
    },
}

impl CoordinateSource {
    /// `None` for a kind without coordinates.
    pub fn of(programme: &Programme, kind: &Kind) -> Option<CoordinateSource> {
        let own =
            |kind: &Kind| Some((kind.field_by_id("lat")?.no, kind.field_by_id("lon")?.no));
        if let Some((lat, lon)) = own(kind) {
            return Some(CoordinateSource::Own { lat, lon });
        }
        let (lat, lon) = own(programme.with_role(KindRole::Home)?)?;
        let link = kind.home?;
        Some(CoordinateSource::Linked { link, lat, lon })
    }

    /// The record that has the coordinates, if it is another one.
    pub fn elsewhere(&self, fields: &Fields) -> Option<Id> {
        match self {
            CoordinateSource::Own { .. } => None,
            CoordinateSource::Linked { link, .. } => fields.get(*link)?.as_link(),
        }
    }

    pub fn point(&self, fields: &Fields, exact: bool) -> Option<[f64; 2]> {
        let (CoordinateSource::Own { lat, lon } | CoordinateSource::Linked { lat, lon, .. }) =
            self;
        let degrees = |no: FieldNo| match fields.get(no)? {
            Value::Decimal(n) if exact => Some(n.0 as f64 / Decimal::ONE as f64),
            Value::Decimal(n) => {
                let hundredths = (n.0 + BLUR / 2).div_euclid(BLUR);
                Some(hundredths as f64 / 100.0)
            }
            _ => None,
        };
        Some([degrees(*lon)?, degrees(*lat)?])
    }
}

pub struct GeoJson<W: Write> {
    out: W,
    first: bool,
}

impl<W: Write> GeoJson<W> {
    pub fn new(mut out: W) -> io::Result<GeoJson<W>> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(GeoJson { out, first: true })
    }

    pub fn feature(
        &mut self,
        kind: &Kind,
        record: &Record,
        title: &str,
        fields: &Fields,
        point: [f64; 2],
    ) -> io::Result<()> {
        let mut properties = answer::record_to_json(kind, fields);
        // the point has them, blurred if personal answers are excluded
        properties.remove("lat");
        properties.remove("lon");
        properties.insert("kind".into(), Json::from(kind.id.as_str()));
        properties.insert("title".into(), Json::from(title));
        if record.origin == Origin::MadeUp {
            properties.insert("made_up".into(), Json::Bool(true));
        }
        if let Some(into) = record.alias_of() {
            properties.insert("merged_into".into(), Json::from(into.to_string()));
        }
        let feature = json!({
            "type": "Feature",
            "id": record.id.to_string(),
            "geometry": { "type": "Point", "coordinates": point },
            "properties": properties,
        });
        self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        self.out.write_all(printable(&feature.to_string(), false).as_bytes())?;
        Ok(())
    }

    pub fn end(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out)
    }
}

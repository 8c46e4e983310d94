//! Finds rows that duplicate a record or an earlier row. They match by the tax code (an answer that
//! no two records share), or by the name together with the commune, the telephone or the unit.
//! Abbreviations in names ("CS", "Cty") are expanded. Duplicates are not imported unless the user
//! says that they are distinct.

use std::collections::{HashMap, HashSet};

use super::earlier::Fingerprint;
use crate::programme::check::Need;
use crate::programme::short_names::spelled_out;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::{FieldNo, Fields, Id, Record, Value};
use crate::services::import::note::{MatchedBy, Original, Twin};
use crate::services::import::row::PlanRow;
use crate::services::validator::RecordValidator;
use crate::store::{Store, StoreError};
use crate::text::fold::fold;

pub struct Doubles<'a> {
    kind: &'a Kind,
    unique: Vec<&'a Field>,
    name: Vec<FieldNo>,
    place: Option<FieldNo>,
    phone: Option<FieldNo>,
    /// for kinds where the unit distinguishes persons of the same name
    unit: Option<FieldNo>,
    /// existing records, by their names with abbreviations expanded
    named: HashMap<String, Vec<Id>>,
    /// rows of this list by fingerprint: line, name, commune
    rows: HashMap<Fingerprint, (u64, String, Option<String>)>,
    /// rows of this list by their keys (see `keys`)
    seen: HashMap<String, SeenRow>,
    /// records created by this run; their rows are compared instead
    made: HashSet<Id>,
}

struct SeenRow {
    line: u64,
    name: String,
    unique: Unique,
}

type Unique = Vec<Option<String>>;

impl<'a> Doubles<'a> {
    pub fn load(store: &Store, kind: &'a Kind) -> Result<Doubles<'a>, StoreError> {
        let mut doubles = Doubles::of(kind);
        let titled = kind.list.title.len() == 1 && doubles.name.len() == 1;
        let here = if titled { store.records().ids(kind.no)? } else { Vec::new() };
        let here: Vec<Id> =
            here.into_iter().filter(|(_, gone)| !gone).map(|(id, _)| id).collect();
        for (id, title) in store.records().titles(&here)? {
            doubles.named.entry(spelled_out(&title)).or_default().push(id);
        }
        Ok(doubles)
    }

    fn of(kind: &'a Kind) -> Doubles<'a> {
        let first =
            |wanted: fn(&Type) -> bool| kind.fields().find(|f| wanted(&f.ty)).map(|f| f.no);
        let text = |no: &FieldNo| kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Text));
        Doubles {
            kind,
            unique: kind.fields().filter(|f| f.is_unique_alone()).collect(),
            name: kind.list.title.iter().copied().filter(text).collect(),
            // an imported data set has several rows of one place, for different times
            place: first(|ty| matches!(ty, Type::Place)).filter(|_| !kind.imported),
            phone: first(|ty| matches!(ty, Type::Phone)),
            unit: kind.field_by_id("unit").map(|f| f.no).filter(text),
            named: HashMap::new(),
            rows: HashMap::new(),
            seen: HashMap::new(),
            made: HashSet::new(),
        }
    }

    /// The record or row that this row, as the record `id`, would duplicate.
    pub fn twin(
        &self,
        row: &PlanRow,
        id: Id,
        validator: &RecordValidator<'_>,
    ) -> Result<Option<Twin>, StoreError> {
        // a record id in the row identifies the record more reliably than any answer
        if row.id.is_some() {
            return Ok(None);
        }
        if let Some(twin) = self.record(row, id, validator)? {
            return Ok(Some(twin));
        }
        let called = || self.called(&row.fields);
        // equal rows below the headings of two communes are two records
        let first = self.rows.get(&row.print);
        if let Some((line, theirs, _)) =
            first.filter(|(.., at)| *at == self.commune(&row.fields))
        {
            let of = Original::Row(*line, theirs.clone());
            return Ok(Some(Twin { name: called(), of, by: vec![MatchedBy::All] }));
        }
        let unique = self.unique_answers(&row.fields);
        let same = self.sought_keys(&row.fields).into_iter().filter_map(|(by, key)| {
            let seen = self.seen.get(&key).filter(|seen| !differ(&unique, &seen.unique))?;
            Some((by, seen))
        });
        let same: Vec<(MatchedBy, &SeenRow)> = same.collect();
        let Some((_, first)) = same.first() else { return Ok(None) };
        let of = Original::Row(first.line, first.name.clone());
        let by = same.iter().filter(|(_, seen)| seen.line == first.line);
        let by = by.map(|(by, _)| by.clone()).collect();
        Ok(Some(Twin { name: called(), of, by }))
    }

    /// Adds a row to compare with later ones. `id`: the record that this run creates for it, if
    /// any.
    pub fn add(&mut self, row: &PlanRow, id: Option<Id>) {
        self.made.extend(id);
        let (unique, name) = (self.unique_answers(&row.fields), self.called(&row.fields));
        let commune = self.commune(&row.fields);
        self.rows.entry(row.print).or_insert_with(|| (row.line, name.clone(), commune));
        for (_, key) in self.keys(&row.fields) {
            let (line, name, unique) = (row.line, name.clone(), unique.clone());
            self.seen.entry(key).or_insert(SeenRow { line, name, unique });
        }
    }

    fn commune(&self, fields: &Fields) -> Option<String> {
        match self.place.and_then(|no| fields.get(no)) {
            Some(Value::Place(place)) => Some(place.commune.clone()),
            _ => None,
        }
    }

    fn name(&self, fields: &Fields) -> String {
        spelled_out(&self.called(fields))
    }

    fn called(&self, fields: &Fields) -> String {
        let parts = self.name.iter().filter_map(|no| fields.get(*no)?.as_text());
        parts.collect::<Vec<_>>().join(" ")
    }

    fn record(
        &self,
        row: &PlanRow,
        id: Id,
        validator: &RecordValidator<'_>,
    ) -> Result<Option<Twin>, StoreError> {
        let keys = self.sought_keys(&row.fields);
        if keys.is_empty() {
            return Ok(None);
        }
        let fields = self.unique.iter().map(|field| field.no).chain(self.name.first().copied());
        let need = |no: FieldNo| {
            let folded = fold(row.fields.get(no)?.as_text()?);
            Some(Need::Same { kind: self.kind.no, field: no, folded, with: Vec::new() })
        };
        let needs: Vec<Need> = fields.filter_map(need).collect();
        let found = validator.needs(&needs)?;
        let unique = self.unique_answers(&row.fields);
        let mut records: Vec<Record> =
            found.into_iter().flat_map(|(_, records)| records).collect();
        // records of the same name in another spelling
        for other in self.named.get(&self.name(&row.fields)).into_iter().flatten() {
            if !records.iter().any(|record| record.id == *other) {
                records.extend(validator.record(*other)?);
            }
        }
        for record in records.iter().filter(|r| self.is_older(r, id)) {
            if differ(&unique, &self.unique_answers(&record.fields)) {
                continue;
            }
            let theirs = self.keys(&record.fields);
            let same =
                keys.iter().filter(|(_, key)| theirs.iter().any(|(_, their)| their == key));
            let by: Vec<MatchedBy> = same.map(|(by, _)| by.clone()).collect();
            if !by.is_empty() {
                let (name, of) =
                    (self.called(&row.fields), Original::Record(self.title(record)));
                return Ok(Some(Twin { name, of, by }));
            }
        }
        Ok(None)
    }

    fn is_older(&self, record: &Record, id: Id) -> bool {
        record.id != id && record.deleted.is_none() && !self.made.contains(&record.id)
    }

    fn title(&self, record: &Record) -> String {
        let mut parts: Vec<&str> =
            self.name.iter().filter_map(|no| record.fields.get(*no)?.as_text()).collect();
        let place = self.place.and_then(|no| record.fields.get(no));
        if let Some(Value::Place(place)) = place {
            parts.push(&place.name);
        }
        parts.join(", ")
    }

    fn unique_answers(&self, fields: &Fields) -> Unique {
        self.unique
            .iter()
            .map(|f| fields.get(f.no).and_then(Value::as_text).map(fold))
            .collect()
    }

    fn keys(&self, fields: &Fields) -> Vec<(MatchedBy, String)> {
        let text = |no: FieldNo| fields.get(no).and_then(Value::as_text).map(fold);
        let mut keys = Vec::new();
        for field in &self.unique {
            let key = text(field.no).filter(|text| !text.is_empty());
            keys.extend(key.map(|t| {
                (MatchedBy::Answer(field.label.clone()), format!("{}\t{t}", field.no))
            }));
        }
        let name = self.name(fields);
        if name.is_empty() {
            return keys;
        }
        if let Some(Value::Place(place)) = self.place.and_then(|no| fields.get(no)) {
            keys.push((MatchedBy::NameAndPlace, format!("place\t{}\t{name}", place.commune)));
        }
        if let Some(phone) = self.phone.and_then(text) {
            keys.push((MatchedBy::NameAndPhone, format!("phone\t{phone}\t{name}")));
        }
        if let Some(no) = self.unit {
            let unit = fields.get(no).and_then(Value::as_text).map(spelled_out);
            let unit = unit.unwrap_or_default();
            keys.push((MatchedBy::NameAndUnit, format!("unit\t{unit}\t{name}")));
            keys.push((MatchedBy::Name, format!("any unit\t{name}")));
        }
        keys
    }

    /// The keys to look up for this row. A row with a unit also matches a record without one, and a
    /// row without a unit matches any unit.
    fn sought_keys(&self, fields: &Fields) -> Vec<(MatchedBy, String)> {
        let mut keys = self.keys(fields);
        if let Some(no) = self.unit
            && fields.get(no).and_then(Value::as_text).is_some()
            && let Some((_, key)) = keys.iter_mut().find(|(by, _)| *by == MatchedBy::Name)
        {
            *key = format!("unit\t\t{}", self.name(fields));
        }
        keys
    }
}

/// Whether a unique answer differs: two tax codes are two establishments, whatever their names are.
fn differ(a: &Unique, b: &Unique) -> bool {
    a.iter().zip(b).any(|(a, b)| a.is_some() && b.is_some() && a != b)
}

//! Rows that equal a record in what tells it apart, or another row of the list: the tax code (an
//! answer that no two records share), or the name together with the commune or the telephone.
//! They do not enter unless somebody says that they are others.

use std::collections::HashMap;

use super::again::Fingerprint;
use super::plan::PlanRow;
use crate::command::judge::Judge;
use crate::programme::check::Need;
use crate::programme::spec::{Field, Kind, Label, Type};
use crate::record::{FieldNo, Fields, Id, Record, Value};
use crate::store::StoreError;
use crate::text::fold::fold;

/// What a row equals, and in what.
#[derive(Clone, Debug)]
pub struct Twin {
    pub of: Original,
    pub by: By,
}

#[derive(Clone, Debug)]
pub enum Original {
    /// an earlier row of the list
    Row(u64),
    /// a record, by name and commune
    Record(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// every word of the row
    All,
    Answer(Label),
    NameAndPlace,
    NameAndPhone,
}

pub struct Doubles<'a> {
    kind: &'a Kind,
    unique: Vec<&'a Field>,
    name: Vec<FieldNo>,
    place: Option<FieldNo>,
    phone: Option<FieldNo>,
    rows: HashMap<Fingerprint, u64>,
    /// by what tells apart: the row's line and its unique answers
    seen: HashMap<String, (u64, Unique)>,
}

type Unique = Vec<Option<String>>;

impl<'a> Doubles<'a> {
    pub fn of(kind: &'a Kind) -> Doubles<'a> {
        let first =
            |wanted: fn(&Type) -> bool| kind.fields().find(|f| wanted(&f.ty)).map(|f| f.no);
        let text = |no: &FieldNo| kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Text));
        Doubles {
            kind,
            unique: kind.fields().filter(|f| f.tells_apart()).collect(),
            name: kind.list.title.iter().copied().filter(text).collect(),
            // a set has rows of one place for several times
            place: first(|ty| matches!(ty, Type::Place)).filter(|_| !kind.imported),
            phone: first(|ty| matches!(ty, Type::Phone)),
            rows: HashMap::new(),
            seen: HashMap::new(),
        }
    }

    /// What the row, as the record `id`, would double.
    pub fn twin(
        &self,
        row: &PlanRow,
        id: Id,
        judge: &Judge<'_>,
    ) -> Result<Option<Twin>, StoreError> {
        // an id tells records apart better than any answer
        if row.id.is_some() {
            return Ok(None);
        }
        if let Some(twin) = self.record(row, id, judge)? {
            return Ok(Some(twin));
        }
        if let Some(line) = self.rows.get(&row.print) {
            return Ok(Some(Twin { of: Original::Row(*line), by: By::All }));
        }
        let unique = self.unique_answers(&row.fields);
        let same = self.keys(&row.fields).into_iter().find_map(|(by, key)| {
            let (line, other) = self.seen.get(&key)?;
            (!differ(&unique, other)).then_some(Twin { of: Original::Row(*line), by })
        });
        Ok(same)
    }

    /// The row is in the notebook, or will be.
    pub fn enters(&mut self, row: &PlanRow) {
        self.rows.entry(row.print).or_insert(row.line);
        let unique = self.unique_answers(&row.fields);
        for (_, key) in self.keys(&row.fields) {
            self.seen.entry(key).or_insert_with(|| (row.line, unique.clone()));
        }
    }

    fn record(
        &self,
        row: &PlanRow,
        id: Id,
        judge: &Judge<'_>,
    ) -> Result<Option<Twin>, StoreError> {
        let keys = self.keys(&row.fields);
        if keys.is_empty() {
            return Ok(None);
        }
        let fields = self.unique.iter().map(|field| field.no).chain(self.name.first().copied());
        let need = |no: FieldNo| {
            let folded = fold(row.fields.get(no)?.as_text()?);
            Some(Need::Same { kind: self.kind.no, field: no, folded, with: Vec::new() })
        };
        let needs: Vec<Need> = fields.filter_map(need).collect();
        let found = judge.store.context(&needs)?;
        let unique = self.unique_answers(&row.fields);
        let records = found.iter().flat_map(|(_, records)| records);
        for record in records.filter(|r| r.id != id && r.deleted.is_none()) {
            if differ(&unique, &self.unique_answers(&record.fields)) {
                continue;
            }
            let theirs = self.keys(&record.fields);
            let same =
                keys.iter().find(|(_, key)| theirs.iter().any(|(_, their)| their == key));
            if let Some((by, _)) = same {
                let of = Original::Record(self.title(record));
                return Ok(Some(Twin { of, by: by.clone() }));
            }
        }
        Ok(None)
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

    fn keys(&self, fields: &Fields) -> Vec<(By, String)> {
        let text = |no: FieldNo| fields.get(no).and_then(Value::as_text).map(fold);
        let mut keys = Vec::new();
        for field in &self.unique {
            let key = text(field.no).filter(|text| !text.is_empty());
            keys.extend(
                key.map(|t| (By::Answer(field.label.clone()), format!("{}\t{t}", field.no))),
            );
        }
        let name: Vec<String> = self.name.iter().filter_map(|no| text(*no)).collect();
        let name = name.join(" ");
        if name.is_empty() {
            return keys;
        }
        if let Some(Value::Place(place)) = self.place.and_then(|no| fields.get(no)) {
            keys.push((By::NameAndPlace, format!("place\t{}\t{name}", place.commune)));
        }
        if let Some(phone) = self.phone.and_then(text) {
            keys.push((By::NameAndPhone, format!("phone\t{phone}\t{name}")));
        }
        keys
    }
}

/// Two tax codes are two establishments, whatever their names are.
fn differ(a: &Unique, b: &Unique) -> bool {
    a.iter().zip(b).any(|(a, b)| a.is_some() && b.is_some() && a != b)
}

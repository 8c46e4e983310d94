//! Finds the official record that a published row revises: the one with the same key. The key is
//! the question with a `Unique` rule, and the fields of that rule.

use std::collections::BTreeMap;

use super::note::{ImportNote, Note, NoteSort};
use crate::programme::check::{Need, agree};
use crate::programme::spec::{Field, Kind, Label, Level, Rule, Test};
use crate::record::{FieldNo, Fields, Record, Value};
use crate::services::import::row::PlanRow;
use crate::services::validator::RecordValidator;
use crate::store::StoreError;
use crate::text::fold::fold;

pub struct Published<'a> {
    kind: &'a Kind,
    key: Option<RowKey<'a>>,
    /// lines of the file by key
    seen: BTreeMap<String, u64>,
}

struct RowKey<'a> {
    field: &'a Field,
    with: &'a [FieldNo],
    rule: &'a Rule,
}

impl<'a> Published<'a> {
    pub fn of(kind: &'a Kind) -> Published<'a> {
        let key = |field: &'a Field| {
            let rules = field.rules.iter().filter(|rule| rule.level == Level::Error);
            let unique = |rule: &'a Rule| match &rule.test {
                Test::Unique(with) => Some(RowKey { field, with, rule }),
                _ => None,
            };
            rules.into_iter().find_map(unique)
        };
        Published { kind, key: kind.fields().find_map(key), seen: BTreeMap::new() }
    }

    /// Gives the row the id of the official record that it revises. Refuses a second row with the
    /// same key.
    pub fn look(
        &mut self,
        row: &mut PlanRow,
        validator: &RecordValidator<'_>,
    ) -> Result<(), StoreError> {
        let by_id = row.id.map(|id| validator.store.records().get(id)).transpose()?.flatten();
        if by_id.is_some_and(|record| !self.kind.is_official(&record)) {
            // an officer's record is not changed
            (row.id, row.source) = (None, None);
        }
        let Some(key) = &self.key else { return Ok(()) };
        let Some(value) = row.fields.get(key.field.no) else { return Ok(()) };
        let text = key.text(&row.fields);
        if let Some(line) = self.seen.get(&text) {
            row.notes.push(key.double(*line));
            return Ok(());
        }
        self.seen.insert(text, row.line);
        if row.id.is_none() {
            row.id = self.official(key, value, &row.fields, validator)?.map(|record| record.id);
        }
        Ok(())
    }

    fn official(
        &self,
        key: &RowKey<'_>,
        value: &Value,
        fields: &Fields,
        validator: &RecordValidator<'_>,
    ) -> Result<Option<Record>, StoreError> {
        let (kind, field) = (self.kind.no, key.field.no);
        let with = key.with.iter().map(|no| (*no, fields.get(*no).cloned())).collect();
        let folded = fold(value.as_text().unwrap_or_default());
        let found =
            validator.store.records().needs(&[Need::Same { kind, field, folded, with }])?;
        let same = |record: &Record| {
            let agrees = |no: &FieldNo| agree(fields.get(*no), record.fields.get(*no));
            record.deleted.is_none()
                && self.kind.is_official(record)
                && key.with.iter().chain([&field]).all(agrees)
        };
        Ok(found.into_iter().flat_map(|(_, records)| records).find(same))
    }
}

impl RowKey<'_> {
    fn text(&self, fields: &Fields) -> String {
        let one = |no: &FieldNo| match fields.get(*no) {
            Some(Value::Text(text)) => fold(text),
            value => format!("{value:?}"),
        };
        self.with.iter().chain([&self.field.no]).map(one).collect::<Vec<_>>().join("\n")
    }

    fn double(&self, line: u64) -> Note {
        let Label { vi, en } = self.rule.text.clone().unwrap_or_default();
        let (vi, en) = (format!("{vi} (dòng {line})."), format!("{en} (line {line})."));
        Note::of_row(NoteSort::Fault, ImportNote::Rule { vi, en })
    }
}

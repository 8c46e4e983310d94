//! Records that a run has accepted and that the store does not have yet: those of a dry run, and
//! those of a group that is about to be committed. Checks read them as if they were stored, so that
//! they find the same with and without a commit.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::programme::check::Need;
use crate::record::{FieldNo, Id, KindNo, Record, Value};
use crate::storage::format::packed::PackedFields;
use crate::store::{MAX_SAME, StoreError, answers, targets};
use crate::text::fold::fold;

#[derive(Default)]
pub struct ExpectedRecords {
    /// packed: a dry run of a long list expects all of its rows
    records: HashMap<Id, PackedRecord>,
    /// one for each question that a check has asked for
    indexes: BTreeMap<IndexedQuestion, Index>,
}

struct PackedRecord {
    /// without its answers
    record: Record,
    answers: PackedFields,
}

impl PackedRecord {
    fn of(mut record: Record) -> PackedRecord {
        let answers = PackedFields::of(&std::mem::take(&mut record.fields));
        PackedRecord { record, answers }
    }

    fn open(&self) -> Result<Record, StoreError> {
        Ok(Record { fields: self.answers.open()?, ..self.record.clone() })
    }
}

type Index = HashMap<AnswerKey, BTreeSet<Id>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct IndexedQuestion {
    kind: KindNo,
    field: FieldNo,
    by: IndexedBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum IndexedBy {
    Text,
    Link,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum AnswerKey {
    Text(String),
    Link(Id),
}

impl IndexedQuestion {
    fn add(&self, record: &Record, index: &mut Index) {
        for key in self.keys(record) {
            index.entry(key).or_default().insert(record.id);
        }
    }

    fn keys(&self, record: &Record) -> Vec<AnswerKey> {
        if record.kind != self.kind {
            return Vec::new();
        }
        match self.by {
            IndexedBy::Text => {
                let text = record.fields.get(self.field).and_then(Value::as_text);
                text.map(|text| AnswerKey::Text(fold(text))).into_iter().collect()
            }
            IndexedBy::Link => {
                targets(record, self.field).into_iter().map(AnswerKey::Link).collect()
            }
        }
    }
}

impl ExpectedRecords {
    pub fn get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        self.records.get(&id).map(PackedRecord::open).transpose()
    }

    pub fn add(&mut self, record: Record) {
        for (question, index) in &mut self.indexes {
            question.add(&record, index);
        }
        self.records.insert(record.id, PackedRecord::of(record));
    }

    pub fn clear(&mut self) {
        self.records.clear();
        self.indexes.values_mut().for_each(HashMap::clear);
    }

    /// Changes what the store answers to what it will answer when it has these records.
    pub fn overlay(&mut self, found: &mut [(Need, Vec<Record>)]) -> Result<(), StoreError> {
        if self.records.is_empty() {
            return Ok(());
        }
        for (need, stored) in found {
            stored.retain(|record| !self.records.contains_key(&record.id));
            stored.extend(self.find(need)?);
            // the order of the store, and its limit
            stored.sort_by_key(|record| record.id);
            if matches!(need, Need::Same { .. }) {
                stored.truncate(MAX_SAME);
            }
        }
        Ok(())
    }

    fn find(&mut self, need: &Need) -> Result<Vec<Record>, StoreError> {
        let (question, key) = match need {
            Need::Record(id) => return Ok(self.get(*id)?.into_iter().collect()),
            Need::Same { kind, field, folded, .. } => {
                let by = IndexedBy::Text;
                let question = IndexedQuestion { kind: *kind, field: *field, by };
                (question, AnswerKey::Text(folded.clone()))
            }
            Need::LinkingTo { kind, field, to } => {
                let by = IndexedBy::Link;
                (IndexedQuestion { kind: *kind, field: *field, by }, AnswerKey::Link(*to))
            }
            // leads from records of one kind over another, and a run writes one kind
            Need::LinkedVia { .. } => return Ok(Vec::new()),
        };
        let index = match self.indexes.entry(question) {
            Entry::Occupied(index) => index.into_mut(),
            Entry::Vacant(place) => {
                let mut index = Index::new();
                for record in self.records.values() {
                    question.add(&record.open()?, &mut index);
                }
                place.insert(index)
            }
        };
        let most = if matches!(need, Need::Same { .. }) { MAX_SAME } else { usize::MAX };
        let ids = index.get(&key).into_iter().flatten();
        let records = ids.filter_map(|id| self.records.get(id)).map(PackedRecord::open);
        // an error ends the collecting
        let is_answer = |found: &Result<Record, StoreError>| match found {
            Ok(record) => answers(need, record),
            Err(_) => true,
        };
        records.filter(is_answer).take(most).collect()
    }
}

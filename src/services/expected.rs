//! Records that a run has accepted and that the store does not have yet: those of a dry run, and
//! those of a group that is about to be committed. Checks read them as if they were stored, so that
//! they find the same with and without a commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::programme::check::Need;
use crate::record::{FieldNo, Id, KindNo, Record, Value};
use crate::store::{MAX_SAME, answers, targets};
use crate::text::fold::fold;

#[derive(Debug, Default)]
pub struct ExpectedRecords {
    records: HashMap<Id, Record>,
    /// one for each question that a check has asked for
    indexes: BTreeMap<IndexedQuestion, HashMap<AnswerKey, BTreeSet<Id>>>,
}

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
    pub fn get(&self, id: Id) -> Option<&Record> {
        self.records.get(&id)
    }

    pub fn add(&mut self, record: Record) {
        for (question, index) in &mut self.indexes {
            for key in question.keys(&record) {
                index.entry(key).or_default().insert(record.id);
            }
        }
        self.records.insert(record.id, record);
    }

    pub fn clear(&mut self) {
        self.records.clear();
        self.indexes.values_mut().for_each(HashMap::clear);
    }

    /// Changes what the store answers to what it will answer when it has these records.
    pub fn overlay(&mut self, found: &mut [(Need, Vec<Record>)]) {
        if self.records.is_empty() {
            return;
        }
        for (need, stored) in found {
            stored.retain(|record| !self.records.contains_key(&record.id));
            stored.extend(self.find(need));
            // the order of the store, and its limit
            stored.sort_by_key(|record| record.id);
            if matches!(need, Need::Same { .. }) {
                stored.truncate(MAX_SAME);
            }
        }
    }

    fn find(&mut self, need: &Need) -> Vec<Record> {
        let (question, key) = match need {
            Need::Record(id) => return self.get(*id).cloned().into_iter().collect(),
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
            Need::LinkedVia { .. } => return Vec::new(),
        };
        let records = &self.records;
        let index = self.indexes.entry(question).or_insert_with(|| {
            let mut index: HashMap<AnswerKey, BTreeSet<Id>> = HashMap::new();
            for record in records.values() {
                for key in question.keys(record) {
                    index.entry(key).or_default().insert(record.id);
                }
            }
            index
        });
        let most = if matches!(need, Need::Same { .. }) { MAX_SAME } else { usize::MAX };
        let ids = index.get(&key).into_iter().flatten();
        let found = ids.filter_map(|id| records.get(id)).filter(|record| answers(need, record));
        found.take(most).cloned().collect()
    }
}

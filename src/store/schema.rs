//! What the store needs from the programme, computed once: which fields title a record, date it,
//! filter a list, link it to other records or call for attention. Everything is read from the
//! kinds' definitions.

use crate::programme::role::{Attention, AttentionSort, KindRole};
use crate::programme::rules::FOLLOW_UP;
use crate::programme::spec::indicator::FactCondition;
use crate::programme::spec::{Field, Kind, Programme, Test, Type};
use crate::programme::twins;
use crate::record::{Date, FieldNo, Fields, Id, KindNo, Record, Value};
use crate::text::format::date_add;

#[derive(Debug)]
pub(crate) struct StoreSchema {
    kinds: Vec<KindSchema>,
}

#[derive(Debug)]
pub(crate) struct KindSchema {
    pub no: KindNo,
    pub title: Vec<FieldNo>,
    pub search: Vec<FieldNo>,
    pub date: Option<FieldNo>,
    pub filter: Vec<FieldNo>,
    /// position in `filter` of the place field
    pub place: Option<usize>,
    /// records are reviewed by headquarters
    pub is_reviewed: bool,
    /// the first link to an establishment
    pub home: Option<FieldNo>,
    /// the first other link that the title names
    pub place_link: Option<FieldNo>,
    /// links, lists of links, and tables with a column of links
    pub links: Vec<FieldNo>,
    /// the kinds that `links` lead to
    pub linked: Vec<KindNo>,
    /// text fields with an index by the whole answer: unique ones, and those in the title
    pub same: Vec<FieldNo>,
    /// the kind itself, if its duplicates are searched by marks: only at headquarters
    pub twins: Option<&'static Kind>,
    pub attention: Option<Attention>,
    /// conditions of indicators that the record index stores for the facts
    pub indexed: Vec<&'static FactCondition>,
    /// the place field that has its earlier values recorded: that of an establishment
    pub moves: Option<FieldNo>,
    /// the field with the SHA-256 of a file
    pub file: Option<FieldNo>,
}

impl StoreSchema {
    pub fn of(programme: &'static Programme) -> StoreSchema {
        let reviews = programme.with_role(KindRole::Case).is_some();
        let number = |id: &String| programme.kind_by_id(id).map(|kind| kind.no);
        let kind = |kind: &'static Kind| KindSchema {
            linked: kind.fields().flat_map(linked).filter_map(number).collect(),
            twins: Some(kind).filter(|kind| reviews && twins::may_have(kind)),
            indexed: programme.indicators.indexed(kind.no).collect(),
            ..KindSchema::of(kind)
        };
        StoreSchema { kinds: programme.kinds.iter().map(kind).collect() }
    }

    pub fn kind(&self, no: KindNo) -> Option<&KindSchema> {
        self.kinds.iter().find(|k| k.no == no)
    }

    pub fn file(&self, kind: KindNo) -> Option<FieldNo> {
        self.kind(kind).and_then(|k| k.file)
    }

    /// The kinds of records that describe a file.
    pub fn kinds_of_files(&self) -> Vec<KindNo> {
        self.kinds.iter().filter(|kind| kind.file.is_some()).map(|kind| kind.no).collect()
    }

    pub fn attention(&self, kind: KindNo) -> Option<AttentionSort> {
        self.kind(kind)?.attention.as_ref().map(|attention| attention.sort)
    }
}

impl KindSchema {
    fn of(kind: &Kind) -> KindSchema {
        let home = kind.home;
        let via = kind.list.title.iter().copied().find(|no| {
            Some(*no) != home && kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Link(_)))
        });
        KindSchema {
            no: kind.no,
            title: kind.list.title.clone(),
            search: kind.list.search.clone(),
            date: kind.list.date,
            filter: kind.list.filter.clone(),
            place: kind
                .list
                .filter
                .iter()
                .position(|no| kind.field(*no).is_some_and(|f| matches!(f.ty, Type::Place))),
            is_reviewed: kind.is_reviewed,
            home,
            place_link: via,
            links: kind.fields().filter(|f| has_links(f)).map(|f| f.no).collect(),
            linked: Vec::new(),
            same: kind
                .fields()
                .filter(|f| is_unique(f) || (is_text(f) && kind.list.title.contains(&f.no)))
                .map(|f| f.no)
                .collect(),
            twins: None,
            attention: kind.attention.clone(),
            moves: kind.moving_place().map(|field| field.no),
            indexed: Vec::new(),
            file: kind.field_by_id("sha256").filter(|_| kind.is(KindRole::File)).map(|f| f.no),
        }
    }

    /// The day on which the record needs attention, from this record alone.
    pub fn due(&self, fields: &Fields) -> Option<Date> {
        let attention = self.attention.as_ref()?;
        let date = |no| fields.get(no).and_then(Value::as_date);
        let day = attention.day.and_then(date)?;
        let state = attention.state.and_then(|no| fields.get(no));
        let state = state.map(|value| value.as_text().unwrap_or_default());
        let calls = match attention.sort {
            AttentionSort::Task => state.is_none() || state == attention.open.as_deref(),
            AttentionSort::Case => state.is_some() && state == attention.open.as_deref(),
            AttentionSort::Certificate => state.is_none(),
            AttentionSort::Visit | AttentionSort::Class => true,
            AttentionSort::FollowUp => false,
        };
        let day = match attention.sort {
            AttentionSort::Class => date_add(day, FOLLOW_UP),
            _ => day,
        };
        calls.then_some(day)
    }
}

fn is_unique(field: &Field) -> bool {
    field.rules.iter().any(|r| matches!(r.test, Test::Unique(_)))
}

fn is_text(field: &Field) -> bool {
    matches!(field.ty, Type::Text | Type::Phone)
}

fn has_links(field: &Field) -> bool {
    !linked(field).is_empty()
}

/// The kinds that a field's links lead to.
fn linked(field: &Field) -> Vec<&String> {
    match &field.ty {
        Type::Link(kind) | Type::Links(kind) => vec![kind],
        Type::Lines(columns) => columns.iter().flat_map(linked).collect(),
        _ => Vec::new(),
    }
}

/// Every record that `record` points at through `field`, rows of tables included.
pub(crate) fn targets(record: &Record, field: FieldNo) -> Vec<Id> {
    let mut found = Vec::new();
    if let Some(value) = record.fields.get(field) {
        collect(value, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(value: &Value, found: &mut Vec<Id>) {
    match value {
        Value::Link(id) => found.push(*id),
        Value::Links(ids) => found.extend(ids),
        Value::Lines(rows) => {
            rows.iter().flat_map(|r| r.cells.iter()).for_each(|(_, v)| collect(v, found));
        }
        _ => {}
    }
}

//! Fills the facts of the kinds with most records from the record index, without reading the
//! records, if the index has everything that the figures need.

use std::collections::HashMap;

use crate::indicators::facts::{ChoiceIndex, NONE, Ref, Site};
use crate::indicators::held::{HeldRow, HeldValue};
use crate::indicators::{Facts, read};
use crate::programme::spec::indicator::{
    FactCondition, FactSort, FactTableSpec, ValuePlace, WantedAnswer,
};
use crate::programme::spec::{Kind, Programme};
use crate::record::{FieldNo, Value};
use crate::storage::mutex::lock;
use crate::store::index::records::{RecordIndex, unpack};
use crate::store::notebook::projections::Projections;
use crate::store::schema::KindSchema;
use crate::store::state::{State, StateFault, index_keys};

/// Where a column's values are in the index.
enum IndexedColumn {
    Day,
    Home,
    /// row of the linking record -> row of its target
    Link(HashMap<Ref, Ref>),
    Choice(WordCache<ChoiceIndex>),
    Site(WordCache<Site>),
}

/// Caches the parsed values of a filter's words, which have few distinct values.
struct WordCache<T> {
    filter: usize,
    known: HashMap<String, T>,
}

/// A condition that the index stores as a bit, or one with tests of a single filter.
enum IndexedCondition<'a> {
    Held(usize),
    Words { condition: &'a FactCondition, known: WordCache<bool> },
}

/// Fills the facts of a kind. False: the index lacks something, and nothing was filled.
pub(super) fn fill(
    projections: &Projections,
    state: &State,
    kind: &Kind,
    facts: &mut Facts,
) -> Result<bool, StateFault> {
    let programme = projections.context.programme;
    let Some(plan) = projections.context.schema.kind(kind.no) else { return Ok(false) };
    let book = &programme.indicators;
    for (no, spec) in book.tables_of(kind.no) {
        let Some(mut reader) = IndexReader::of(projections, state, plan, spec)? else {
            return Ok(false);
        };
        let is_home = book.home.is_some_and(|home| home.table == no);
        let names = lock(&projections.index);
        let all = Ref::try_from(names.len()).unwrap_or(NONE);
        for at in (0..all).filter(|at| names.kind(*at) == kind.no) {
            let living = !names.is_deleted(at) && !names.is_merged(at);
            let id = names.id(at);
            if let (true, Some(table), Some(id)) =
                (living || is_home, facts.tables.get_mut(no), id)
            {
                table.put(at, id, vec![reader.row(&names, at, living)]);
            }
        }
    }
    Ok(true)
}

struct IndexReader<'a> {
    programme: &'static Programme,
    spec: &'a FactTableSpec,
    columns: Vec<IndexedColumn>,
    conditions: Vec<IndexedCondition<'a>>,
}

impl<'a> IndexReader<'a> {
    fn of(
        projections: &Projections,
        state: &State,
        plan: &KindSchema,
        spec: &'a FactTableSpec,
    ) -> Result<Option<IndexReader<'a>>, StateFault> {
        let mut columns = Vec::new();
        for column in &spec.columns {
            let ValuePlace::Record(field) = column.place else { return Ok(None) };
            let filter = plan.filter.iter().position(|no| *no == field);
            columns.push(match (&column.sort, filter) {
                (FactSort::Day, _) if plan.date == Some(field) => IndexedColumn::Day,
                (FactSort::Link, _) if plan.home == Some(field) => IndexedColumn::Home,
                (FactSort::Link, _) => {
                    IndexedColumn::Link(links(projections, state, plan, field)?)
                }
                (FactSort::Choice(_), Some(at)) => IndexedColumn::Choice(WordCache::of(at)),
                (FactSort::Site, Some(at)) => IndexedColumn::Site(WordCache::of(at)),
                _ => return Ok(None),
            });
        }
        let mut held = 0..;
        let condition = |condition: &'a FactCondition| match condition.is_indexed {
            true => held.next().map(IndexedCondition::Held),
            false => IndexedCondition::of_words(plan, condition),
        };
        let conditions: Option<Vec<_>> = spec.conditions.iter().map(condition).collect();
        let is_of_records = spec.rows.is_none() && !spec.has_ids;
        let conditions = conditions.filter(|_| is_of_records);
        let programme = projections.context.programme;
        Ok(conditions.map(|conditions| IndexReader { programme, spec, columns, conditions }))
    }

    fn row(&mut self, names: &RecordIndex, at: Ref, living: bool) -> HeldRow {
        let complete = living && !names.is_incomplete(at);
        let conditions = self.conditions.iter_mut().map(|c| c.holds(names, at));
        let bits = read::bits(living, complete, conditions);
        let columns = self.columns.iter_mut().zip(&self.spec.columns);
        let values =
            columns.map(|(column, spec)| column.value(self.programme, names, at, &spec.sort));
        HeldRow { bits, values: values.collect() }
    }
}

/// Row of each record -> row of the record that `field` links to.
fn links(
    projections: &Projections,
    state: &State,
    plan: &KindSchema,
    field: FieldNo,
) -> Result<HashMap<Ref, Ref>, StateFault> {
    let links = state.links(&index_keys::field_prefix(plan.no, field))?;
    let mut names = lock(&projections.index);
    let place = |(to, from)| (names.slot_for(from), names.counted_slot(from, to));
    Ok(links.into_iter().map(place).collect())
}

impl<T: Copy> WordCache<T> {
    fn of(filter: usize) -> WordCache<T> {
        WordCache { filter, known: HashMap::new() }
    }

    fn value(&mut self, names: &RecordIndex, at: Ref, make: impl Fn(&str) -> T) -> T {
        let word = names.filter_word(at, Some(self.filter));
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let made = make(word);
        self.known.insert(word.to_owned(), made);
        made
    }
}

impl IndexedColumn {
    fn value(
        &mut self,
        programme: &Programme,
        names: &RecordIndex,
        at: Ref,
        sort: &FactSort,
    ) -> HeldValue {
        match (self, sort) {
            (IndexedColumn::Day, _) => HeldValue::Day(unpack(names.day(at))),
            (IndexedColumn::Home, _) => HeldValue::Link(names.goes_on_as(names.home(at))),
            (IndexedColumn::Link(links), _) => {
                HeldValue::Link(links.get(&at).copied().unwrap_or(NONE))
            }
            (IndexedColumn::Choice(words), FactSort::Choice(list)) => {
                let choice = |word: &str| read::choice(programme, list, Some(word));
                HeldValue::Choice(words.value(names, at, choice))
            }
            (IndexedColumn::Choice(_), _) => HeldValue::Choice(ChoiceIndex::MAX),
            (IndexedColumn::Site(words), _) => {
                HeldValue::Site(words.value(names, at, read::site))
            }
        }
    }
}

impl<'a> IndexedCondition<'a> {
    fn of_words(
        plan: &KindSchema,
        condition: &'a FactCondition,
    ) -> Option<IndexedCondition<'a>> {
        let mut tests = condition.any.iter().chain(&condition.all).map(|test| {
            let (ValuePlace::Record(field), WantedAnswer::Words(_) | WantedAnswer::Any) =
                (test.place, &test.wanted)
            else {
                return None;
            };
            plan.filter.iter().position(|no| *no == field)
        });
        let filter = tests.next()??;
        let known = WordCache::of(filter);
        tests
            .all(|other| other == Some(filter))
            .then_some(IndexedCondition::Words { condition, known })
    }

    fn holds(&mut self, names: &RecordIndex, at: Ref) -> bool {
        match self {
            IndexedCondition::Held(bit) => names.meets(at, *bit),
            IndexedCondition::Words { condition, known } => known.value(names, at, |word| {
                let value = (!word.is_empty()).then(|| Value::Choice(word.to_owned()));
                condition.holds_for(value.as_ref())
            }),
        }
    }
}

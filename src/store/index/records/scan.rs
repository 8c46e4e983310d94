//! Finds rows: one pass over the columns, linear in the number of records, then a walk along the
//! list's order. Caches the last result, so scrolling costs nothing. Knows no words.

use std::collections::HashSet;

use super::hits::Hits;
use super::{NONE, RecordIndex, lets_through, pack};
use crate::record::{FieldNo, Id, Query, Reviewed, Sort};
use crate::store::index::agenda;
use crate::store::schema::StoreSchema;
use crate::text::matcher::TextQuery;

/// A query's conditions on a row, prepared for many rows.
pub(super) struct RowFilter {
    kind: u8,
    deleted: bool,
    incomplete: bool,
    reviewed: Option<Reviewed>,
    /// slot of the officer who made the last change
    by: Option<u32>,
    from: u32,
    to: u32,
    /// (position among the row's filters, which filter values pass)
    filters: Vec<(usize, Vec<bool>)>,
    pointing: Option<HashSet<u32>>,
    due: Option<HashSet<u32>>,
}

impl RecordIndex {
    /// The rows in the wanted order. `pointing`: the ids that the store found for `query.pointing`.
    /// Ignores filters of fields that the index does not have. `own`: the officer; tasks of the
    /// officer are not assigned ones.
    pub fn find(
        &mut self,
        plan: &StoreSchema,
        query: &Query,
        pointing: Option<&[Id]>,
        own: Option<Id>,
    ) -> &mut Hits {
        let last = self.last.take().filter(|(last, _)| last == query);
        let hits = match last {
            Some((_, hits)) => hits,
            None => self.find_again(plan, query, pointing, own),
        };
        &mut self.last.insert((query.clone(), hits)).1
    }

    fn find_again(
        &mut self,
        plan: &StoreSchema,
        query: &Query,
        pointing: Option<&[Id]>,
        own: Option<Id>,
    ) -> Hits {
        self.settle(query.kind, query.sort == Sort::Title);
        let wanted = self.wanted(plan, query, pointing, own);
        let text = TextQuery::new(&query.text);
        match text.is_empty() {
            true => Hits::in_order(self.rows_where(query, |slot| self.fits(&wanted, slot))),
            false => self.search(plan, query, &wanted, &text),
        }
    }

    /// The last result of `find`, unless the index has changed since.
    pub fn last_hits(&mut self) -> Option<&mut Hits> {
        self.last.as_mut().map(|(_, hits)| hits)
    }

    /// Whether `find` can filter by this field.
    pub fn can_filter_by(plan: &StoreSchema, query: &Query, field: FieldNo) -> bool {
        plan.kind(query.kind).is_some_and(|k| k.filter.contains(&field))
    }

    fn wanted(
        &self,
        plan: &StoreSchema,
        query: &Query,
        pointing: Option<&[Id]>,
        own: Option<Id>,
    ) -> RowFilter {
        let fields = plan.kind(query.kind).map(|k| k.filter.as_slice()).unwrap_or_default();
        let filters = query.filter.iter().filter_map(|(field, value)| {
            let at = fields.iter().position(|f| f == field)?;
            let words = self.words.iter().map(|has| lets_through(value, has));
            // a row without an answer passes only an empty filter
            Some((at, std::iter::once(value.is_empty()).chain(words).collect()))
        });
        RowFilter {
            kind: query.kind,
            deleted: query.deleted,
            incomplete: query.incomplete,
            reviewed: query.reviewed,
            by: query.by.map(|id| self.slot(id).unwrap_or(NONE - 1)),
            from: pack(query.from),
            to: query.to.map_or(u32::MAX, |d| pack(Some(d))),
            filters: filters.collect(),
            pointing: pointing.map(|ids| ids.iter().filter_map(|id| self.slot(*id)).collect()),
            due: query.due.map(|due| agenda::due(self, plan, own, query.kind, due)),
        }
    }

    pub(super) fn fits(&self, wanted: &RowFilter, slot: u32) -> bool {
        self.kind(slot) == wanted.kind
            && self.is_deleted(slot) == wanted.deleted
            && (!wanted.incomplete || self.is_incomplete(slot))
            && wanted.reviewed.is_none_or(|one| self.has_review_status(slot, one))
            && wanted.by.is_none_or(|one| self.changed_by(slot) == one)
            && (wanted.from..=wanted.to).contains(&self.day(slot))
            && wanted.due.as_ref().is_none_or(|due| due.contains(&slot))
            && wanted.pointing.as_ref().is_none_or(|p| p.contains(&slot))
            && wanted.filters.iter().all(|(at, passes)| {
                let word = self.texts.filter(slot, *at).unwrap_or(0);
                passes.get(word).copied().unwrap_or(false)
            })
    }

    /// Whether a row has a review status; headquarters' own records are never waiting.
    fn has_review_status(&self, slot: u32, wanted: Reviewed) -> bool {
        self.reviewed(slot) == wanted
            && (wanted != Reviewed::Waits || self.changed_by(slot) != NONE)
    }

    /// All rows of the kind that pass, in order.
    pub(super) fn rows_where(&self, query: &Query, pass: impl Fn(u32) -> bool) -> Vec<u32> {
        let Some(orders) = self.orders.get(&query.kind) else { return Vec::new() };
        let slots = match query.sort {
            Sort::Title => orders.title.slots(),
            Sort::Newest | Sort::Oldest | Sort::Due => orders.day.slots(),
        };
        let passing = slots.iter().copied().filter(|slot| pass(*slot));
        match query.sort {
            Sort::Newest => passing.rev().collect(),
            Sort::Oldest | Sort::Title => passing.collect(),
            Sort::Due => {
                let mut passing: Vec<u32> = passing.collect();
                // records without a due day come last
                let key = |slot: &u32| (self.due(*slot) == 0, self.due(*slot), self.id(*slot));
                passing.sort_by_key(key);
                passing
            }
        }
    }
}

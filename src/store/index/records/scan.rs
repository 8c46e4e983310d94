//! Finding rows: one pass over the columns, linear in the number of records, then a walk along
//! the list's order. The last answer is kept, so scrolling costs nothing.

use std::collections::HashSet;
use std::sync::Arc;

use super::{NONE, RecordIndex, lets_through, pack};
use crate::programme::reference;
use crate::record::{FieldNo, Id, Query, Reviewed, Sort};
use crate::store::index::agenda;
use crate::store::schema::StoreSchema;
use crate::text::matcher;

/// What a row must be, made ready for many rows.
struct RowFilter {
    kind: u8,
    deleted: bool,
    incomplete: bool,
    reviewed: Option<Reviewed>,
    /// the place of an officer
    by: Option<u32>,
    from: u32,
    to: u32,
    /// place among the row's filters, and which words let it through
    filters: Vec<(usize, Vec<bool>)>,
    pointing: Option<HashSet<u32>>,
    due: Option<HashSet<u32>>,
}

impl RecordIndex {
    /// Places of the rows in the order asked for. `pointing`: the ids that the store found for
    /// `query.pointing`. Filters of fields that the index does not hold are not looked at. `own`:
    /// the officer, whose own tasks nobody gave.
    pub fn find(
        &mut self,
        plan: &StoreSchema,
        query: &Query,
        pointing: Option<&[Id]>,
        own: Option<Id>,
    ) -> Arc<Vec<u32>> {
        if let Some((last, found)) = &self.last
            && last == query
        {
            return Arc::clone(found);
        }
        self.settle(query.kind, query.sort == Sort::Title);
        let wanted = self.wanted(plan, query, pointing, own);
        let matcher = matcher::TextQuery::new(&query.text);
        let mut found = match query.text.trim().is_empty() {
            true => self.rows_where(query, |slot| self.fits(&wanted, slot)),
            false => self.search(plan, query, &wanted, &matcher),
        };
        found.shrink_to_fit();
        let found = Arc::new(found);
        self.last = Some((query.clone(), Arc::clone(&found)));
        found
    }

    /// The fields that `find` can narrow by.
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
            // no answer passes an empty filter only
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

    fn fits(&self, wanted: &RowFilter, slot: u32) -> bool {
        self.kind(slot) == wanted.kind
            && self.is_deleted(slot) == wanted.deleted
            && (!wanted.incomplete || self.is_incomplete(slot))
            && wanted.reviewed.is_none_or(|one| self.has_review_status(slot, one))
            && wanted.by.is_none_or(|one| self.changed_by(slot) == one)
            && (wanted.from..=wanted.to).contains(&self.day(slot))
            && wanted.due.as_ref().is_none_or(|due| due.contains(&slot))
            && wanted.pointing.as_ref().is_none_or(|p| p.contains(&slot))
            && wanted.filters.iter().all(|(at, passes)| {
                let word = self.filters(slot).nth(*at).unwrap_or(0);
                passes.get(word).copied().unwrap_or(false)
            })
    }

    /// Headquarters' own records wait for nobody.
    fn has_review_status(&self, slot: u32, wanted: Reviewed) -> bool {
        self.reviewed(slot) == wanted
            && (wanted != Reviewed::Waits || self.changed_by(slot) != NONE)
    }

    /// All rows of the kind that pass, in order.
    fn rows_where(&self, query: &Query, pass: impl Fn(u32) -> bool) -> Vec<u32> {
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
                // those without a day are last
                let key = |slot: &u32| (self.due(*slot) == 0, self.due(*slot), self.id(*slot));
                passing.sort_by_key(key);
                passing
            }
        }
    }

    /// Best matches first, equally good ones in order.
    fn search(
        &self,
        plan: &StoreSchema,
        query: &Query,
        wanted: &RowFilter,
        matcher: &matcher::TextQuery,
    ) -> Vec<u32> {
        let mut scores = vec![0u32; self.len()];
        let mut search = Search::new(self, plan, matcher, query);
        for (slot, score) in (0u32..).zip(&mut scores) {
            if self.fits(wanted, slot) {
                *score = search.score(slot);
            }
        }
        let score = |slot: u32| scores.get(slot as usize).copied().unwrap_or(0);
        let mut found = self.rows_where(query, |slot| score(slot) > 0);
        found.sort_by_key(|slot| std::cmp::Reverse(score(*slot)));
        found
    }
}

/// Which of the words typed name a place, one bit for each: by the places of communes' codes
/// among the index's words. Looked up once for a search, so that no row holds a place's name.
struct PlaceWords {
    /// of each kind, which of a row's filters is its place
    at: [Option<usize>; 256],
    answers: Vec<u64>,
    /// what any of them answers to
    any: u64,
}

impl PlaceWords {
    fn new(
        names: &RecordIndex,
        plan: &StoreSchema,
        matcher: &matcher::TextQuery,
    ) -> PlaceWords {
        let places = reference::answers(&reference::NameSearch::new(matcher));
        if places.is_empty() {
            return PlaceWords { at: [None; 256], answers: Vec::new(), any: 0 };
        }
        let answers = |code: &String| places.get(code.as_str()).copied().unwrap_or(0);
        // place 0 stands for no answer
        let answers: Vec<u64> =
            std::iter::once(0).chain(names.words.iter().map(answers)).collect();
        let any = answers.iter().fold(0, |any, own| any | own);
        let at = std::array::from_fn(|no| {
            plan.kind(u8::try_from(no).ok()?).and_then(|kind| kind.place)
        });
        PlaceWords { at, answers, any }
    }

    fn of(&self, names: &RecordIndex, slot: u32) -> u64 {
        let at = self.at.get(usize::from(names.kind(slot))).copied().flatten();
        let word = at.and_then(|at| names.filters(slot).nth(at));
        word.and_then(|word| self.answers.get(word)).copied().unwrap_or(0)
    }
}

/// One search over many rows.
struct Search<'a> {
    names: &'a RecordIndex,
    places: PlaceWords,
    /// what is read for the row at hand: itself, and what it belongs to
    rows: Vec<u32>,
    matcher: &'a matcher::TextQuery,
    /// of the rows asked for
    kind: u8,
    /// something beside letters
    has_more: bool,
    /// scores of records that others belong to, plus one; 0 where not yet known
    homes: Vec<u32>,
    /// titles, folded
    hay: String,
    /// the same with their marks
    exact: String,
}

impl<'a> Search<'a> {
    fn new(
        names: &'a RecordIndex,
        plan: &StoreSchema,
        matcher: &'a matcher::TextQuery,
        query: &Query,
    ) -> Search<'a> {
        Search {
            names,
            places: PlaceWords::new(names, plan, matcher),
            rows: Vec::new(),
            matcher,
            kind: query.kind,
            has_more: query.text.chars().any(|c| !c.is_alphabetic() && !c.is_whitespace()),
            homes: Vec::new(),
            hay: String::new(),
            exact: String::new(),
        }
    }

    /// 0: does not match.
    fn score(&mut self, slot: u32) -> u32 {
        let (home, via) = (self.names.home(slot), self.names.place_record(slot));
        // A visit's own words are a day: letters find it by its establishment alone, and that
        // has been looked at already.
        let own = self.names.search_text(slot);
        let bare = via == NONE && !own.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80);
        if home != NONE && bare && !self.has_more {
            return self.score_of_home(home);
        }
        self.clear();
        self.rows.push(slot);
        self.hay.push_str(self.names.folded(slot));
        self.exact.push_str(self.names.title_template(slot));
        for to in [home, via].into_iter().filter(|to| *to != NONE) {
            self.add(to);
            let beyond = self.names.home(to);
            if beyond != NONE && beyond != home {
                self.add(beyond);
            }
        }
        self.matches(self.names.more(slot))
    }

    fn score_of_home(&mut self, home: u32) -> u32 {
        if self.homes.is_empty() {
            self.homes.resize(self.names.len(), 0);
            self.all_homes(self.names.kind(home));
        }
        match self.homes.get(home as usize) {
            Some(0) | None => {}
            Some(known) => return known - 1,
        }
        self.clear();
        self.add(home);
        let score = self.matches("");
        if let Some(known) = self.homes.get_mut(home as usize) {
            *known = score.saturating_add(1);
        }
        score
    }

    /// In the order in which they lie in memory, which is far quicker than in that of the rows;
    /// worth it when most of them will be asked for.
    fn all_homes(&mut self, kind: u8) {
        let rows = self.names.orders.get(&self.kind).map_or(0, |o| o.day.slots().len());
        if rows * 4 < self.names.len() {
            return;
        }
        let last = u32::try_from(self.names.len()).unwrap_or(NONE);
        for home in (0..last).filter(|slot| self.names.kind(*slot) == kind) {
            self.score_of_home(home);
        }
    }

    fn clear(&mut self) {
        self.hay.clear();
        self.exact.clear();
        self.rows.clear();
    }

    fn add(&mut self, other: u32) {
        self.rows.push(other);
        self.hay.push(' ');
        self.hay.push_str(self.names.folded(other));
        self.exact.push(' ');
        self.exact.push_str(self.names.title_template(other));
    }

    /// `more`: what the row says beside titles.
    fn matches(&self, more: &str) -> u32 {
        let hay = matcher::SearchText { name: &self.hay, exact: &self.exact, more };
        let mut placed = None;
        let found = self.matcher.matches_elsewhere(&hay, |word| {
            // most words name no place at all: then no row is asked where it is
            let bit = 1u64.checked_shl(u32::try_from(word).unwrap_or(u32::MAX)).unwrap_or(0);
            let all = || {
                let places = self.rows.iter().map(|slot| self.places.of(self.names, *slot));
                places.fold(0, |all, own| all | own)
            };
            self.places.any & bit != 0 && *placed.get_or_insert_with(all) & bit != 0
        });
        found.map_or(0, |score| score.saturating_add(1))
    }
}

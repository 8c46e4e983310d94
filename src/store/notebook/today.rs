//! The first screen: what is due, what was sent back, and drafts. Answers from the start cache until
//! the record index is loaded.

use super::projections::{AgendaCache, Projections};
use crate::record::{Date, Draft, Id, Record, Today};
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::agenda;
use crate::store::index::agenda::{ROWS, Reasons, StoredAgenda};
use crate::store::index::start_cache::StoredStatus;

impl Projections {
    pub(super) fn today_from_start(&self, today: Date) -> Option<Today> {
        if !self.lifecycle.is_loading() {
            return None;
        }
        lock(&self.start).as_ref()?.current.as_ref()?.today.today(today)
    }

    pub(super) fn today_from_index(&self, today: Date) -> Result<Today, StoreError> {
        let reasons = self.agenda_reasons()?;
        let index = lock(&self.index);
        let mut last = lock(&self.agenda);
        let is_current =
            |(changes, day, _): &AgendaCache| *changes == index.changes() && *day == today;
        if !last.as_ref().is_some_and(is_current) {
            let agenda = StoredAgenda::of(
                &index,
                &self.context.schema,
                today,
                &reasons,
                self.own_officer(),
            );
            *last = Some((index.changes(), today, agenda));
        }
        let answer = last.as_ref().and_then(|(_, _, agenda)| agenda.today(today));
        answer.ok_or(StoreError::Bug("today is not in its own agenda"))
    }

    /// Why records were sent back, of as many as the first screen may show.
    pub fn agenda_reasons(&self) -> Result<Reasons, StoreError> {
        let ids: Vec<Id> = {
            let index = lock(&self.index);
            let edited = agenda::edited(&index, self.own_officer().is_some());
            let returned = agenda::returned(&index).into_iter().take(ROWS);
            returned.chain(edited).filter_map(|slot| index.id(slot)).collect()
        };
        let reason = |id: Id| {
            let review = self.get(id)?.and_then(|record| record.review);
            Ok((id, review.map(|review| (review.at, review.reason)).unwrap_or_default()))
        };
        ids.into_iter().map(reason).collect()
    }

    pub fn list_drafts(&self) -> Vec<Draft> {
        let book = self.drafts();
        book.as_ref().map(|book| book.list((self.now)())).unwrap_or_default()
    }

    pub(super) fn status_from_start(&self) -> Option<StoredStatus> {
        if !self.lifecycle.is_deferred() {
            return None;
        }
        lock(&self.start).as_ref()?.current.as_ref()?.status
    }

    pub(super) fn officer_from_start(&self) -> Option<Record> {
        if !self.lifecycle.is_loading() {
            return None;
        }
        lock(&self.start).as_ref()?.officer.clone()
    }
}

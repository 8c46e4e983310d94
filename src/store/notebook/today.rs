//! The first screen: due records, returned records and drafts. Uses the start cache until the
//! record index is loaded.

use super::projections::{AgendaCache, Projections};
use crate::record::{Date, Draft, Id, Record, Today};
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::agenda;
use crate::store::index::agenda::{ROWS, Reasons, StoredAgenda};
use crate::store::index::start_cache::StoredStatus;

impl Projections {
    pub(super) fn today_from_start(&self, today: Date) -> Option<Today> {
        if !self.lifecycle.is_loading() && !self.is_as_saved() {
            return None;
        }
        lock(&self.start).as_ref()?.current.as_ref()?.today.today(today)
    }

    /// The agenda of the last session, if no record has changed since and it covers `today`.
    pub(super) fn agenda_from_start(&self, today: Date) -> Option<StoredAgenda> {
        if !self.is_as_saved() {
            return None;
        }
        let start = lock(&self.start);
        let agenda = &start.as_ref()?.current.as_ref()?.today;
        agenda.today(today).is_some().then(|| agenda.clone())
    }

    /// Whether the index is unchanged since the start cache was written.
    fn is_as_saved(&self) -> bool {
        self.lifecycle.is_ready() && lock(&self.index).changes() == 0
    }

    pub(super) fn today_from_index(&self, today: Date) -> Result<Today, StoreError> {
        let changes = lock(&self.index).changes();
        let is_current = |(of, day, _): &&AgendaCache| *of == changes && *day == today;
        let last = lock(&self.agenda);
        let known =
            last.as_ref().filter(is_current).and_then(|(.., agenda)| agenda.today(today));
        drop(last);
        if let Some(answer) = known {
            return Ok(answer);
        }
        let (changes, agenda) = self.agenda_of(today)?;
        let answer = agenda.today(today);
        *lock(&self.agenda) = Some((changes, today, agenda));
        answer.ok_or(StoreError::Bug("today is not in its own agenda"))
    }

    /// The agenda computed from the index, with the index's change counter.
    pub(super) fn agenda_of(&self, today: Date) -> Result<(u64, StoredAgenda), StoreError> {
        let reasons = self.agenda_reasons()?;
        let index = self.whole_index()?;
        let own = self.own_officer();
        let agenda = StoredAgenda::of(&index, &self.context.schema, today, &reasons, own);
        Ok((index.changes(), agenda))
    }

    /// The reasons for which records were returned, for the records that the first screen may show.
    pub fn agenda_reasons(&self) -> Result<Reasons, StoreError> {
        let ids: Vec<Id> = {
            let index = self.whole_index()?;
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

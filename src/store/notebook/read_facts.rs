//! Reads all facts: kinds that the record index knows enough of from there, records of the others on
//! several threads, as most of the time goes into decoding them. Knows nothing of figures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, Builder};

use super::indexed_facts;
use crate::indicators::{Facts, read};
use crate::programme::spec::Kind;
use crate::record::{KindNo, Record};
use crate::storage::mutex::lock;
use crate::store::index::records::unpack;
use crate::store::notebook::projections::Projections;
use crate::store::state::{State, StateFault};

/// A laptop has hardly more processors; the facts themselves are filled by this thread.
const MAX_READERS: usize = 2;
/// Records that are on their way: of a page of memory or two each.
const BATCH: usize = 64;
const BATCHES: usize = 16;

impl Projections {
    pub(super) fn all_facts(&self, state: &State) -> Result<Facts, StateFault> {
        let programme = self.context.programme;
        let mut facts = Facts::of(&programme.indicators);
        for (id, day, commune) in self.moves(state)? {
            let at = lock(&self.index).slot_for(id);
            if let Some(day) = unpack(day) {
                facts.add_move(at, day, read::site(&format!("{commune:05}")));
            }
        }
        let mut others = Vec::new();
        for kind in programme.kinds.iter().filter(|kind| programme.indicators.counts(kind.no)) {
            if !read::may_be_filled(kind.role)
                || !indexed_facts::fill(self, state, kind, &mut facts)?
            {
                others.push(kind);
            }
        }
        each_of(state, &others, |record| {
            let mut names = lock(&self.index);
            let at = names.slot_for(record.id);
            // the index has it of the same check, which takes as long as reading the record
            let complete = !names.is_incomplete(at);
            facts
                .put(programme, &record, complete, &mut |id| names.counted_slot(record.id, id));
        })?;
        Ok(facts)
    }
}

/// All records of these kinds; those of one kind in the order of their ids.
fn each_of(
    state: &State,
    kinds: &[&Kind],
    mut take: impl FnMut(Record),
) -> Result<(), StateFault> {
    let next = AtomicUsize::new(0);
    let readers = thread::available_parallelism().map_or(1, usize::from).min(MAX_READERS);
    thread::scope(|scope| {
        let (send, received) = sync_channel(BATCHES);
        let mut threads = Vec::new();
        for _ in 0..readers {
            let (send, next) = (send.clone(), &next);
            let work = move || {
                while let Some(kind) = kinds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    send_all(state, kind.no, &send)?;
                }
                Ok(())
            };
            // where the system refuses a thread, the rest is read below
            match Builder::new().spawn_scoped(scope, work) {
                Ok(thread) => threads.push(thread),
                Err(_) => break,
            }
        }
        drop(send);
        received.into_iter().flatten().for_each(&mut take);
        while let Some(kind) = kinds.get(next.fetch_add(1, Ordering::Relaxed)) {
            state.each_of(kind.no, &mut take)?;
        }
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or(Err(StateFault::Panicked)))
    })
}

fn send_all(
    state: &State,
    kind: KindNo,
    send: &SyncSender<Vec<Record>>,
) -> Result<(), StateFault> {
    let mut batch = Vec::with_capacity(BATCH);
    state.each_of(kind, |record| {
        batch.push(record);
        if batch.len() == BATCH {
            // nobody receives only after a panic, which ends this too
            send.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))
                .unwrap_or_default();
        }
    })?;
    send.send(batch).unwrap_or_default();
    Ok(())
}

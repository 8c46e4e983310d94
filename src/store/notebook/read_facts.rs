//! Reads all facts: from the record index for kinds where it has enough, otherwise from the
//! records. Knows nothing of figures.

use super::indexed_facts;
use crate::indicators::{Facts, read};
use crate::storage::mutex::lock;
use crate::store::index::records::unpack;
use crate::store::notebook::projections::Projections;
use crate::store::state::{State, StateFault};

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
        for kind in programme.kinds.iter().filter(|kind| programme.indicators.counts(kind.no)) {
            if read::may_be_filled(kind.role)
                && indexed_facts::fill(self, state, kind, &mut facts)?
            {
                continue;
            }
            // measured: two threads took 1.5 times the processor time and were not faster on two
            // cores
            state.each_of(kind.no, |record| {
                let mut names = lock(&self.index);
                let at = names.slot_for(record.id);
                // computed by the same check when the record was indexed
                let complete = !names.is_incomplete(at);
                facts.put(programme, &record, complete, &mut |id| {
                    names.counted_slot(record.id, id)
                });
            })?;
        }
        facts.shrink();
        Ok(facts)
    }
}

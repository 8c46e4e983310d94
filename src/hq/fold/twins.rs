//! Finds establishments that were recorded twice. Records with the same tax code and a similar name
//! are merged by the program; the same code alone, or the same name with place or telephone,
//! becomes a case for a reviewer. This is always reversible: both records remain, and one refers to
//! the other.
//!
//! The comparison is symmetric, so it does not matter which record came first. A pair that was
//! raised stays raised, even if the two no longer match. Aliases and deleted records have no pairs
//! until they are independent again. So the order of reading and deciding can change which pairs
//! were raised; but any two live records that match have been raised, and reading the logs again
//! raises nothing new.

use std::collections::{BTreeMap, BTreeSet};

use crate::hq::fold::context::Fold;
use crate::hq::review::case;
use crate::hq::review::finding::CaseFinding;
use crate::programme::spec::Programme;
use crate::programme::twins;
use crate::programme::twins::{Likeness, Marks};
use crate::record::review_case::CaseCause;
use crate::record::{Id, Record};
use crate::store::StoreError;
use crate::sync::merge::Merged;

/// Maximum number of candidates for each mark; a mark that more records share is useless.
const MAX_TWINS: usize = 16;

/// Maximum number of pairs found in one fold among one device's records. Generous, as a list of a
/// whole province may really have many duplicates. But each pair costs a search, a commit and a
/// reviewer's time, and the same code in every record of a bundle would give twenty pairs a record.
const MAX_PAIRS: usize = 500;

/// Whether records of this kind can have twins.
pub(crate) fn may_have_twins(programme: &Programme, merged: &Merged) -> bool {
    programme.kind(merged.kind).is_some_and(twins::may_have)
}

/// The cause of a case for a pair.
fn cause_of(why: Likeness) -> CaseCause {
    match why {
        Likeness::CodeAndName => CaseCause::SameCodeAndName,
        Likeness::Code => CaseCause::SameCode,
        Likeness::NameAndPlace => CaseCause::SameNameAndPlace,
        Likeness::NameAndPhone => CaseCause::SameNameAndPhone,
        Likeness::Similar => CaseCause::SimilarNameAndPhone,
    }
}

fn is_independent(record: &Record) -> bool {
    record.deleted.is_none() && record.alias_of().is_none()
}

/// Pairs with other records that may be the same establishment, without those already raised.
pub(crate) fn twins(fold: &Fold, record: &Record) -> Result<Vec<CaseFinding>, StoreError> {
    let kind = fold.programme.kind(record.kind).filter(|_| is_independent(record));
    let Some(kind) = kind else { return Ok(Vec::new()) };
    let marks = Marks::of(kind, &record.fields);
    let mut pairs: Vec<CaseFinding> = Vec::new();
    for twin in fold
        .store
        .records()
        .twins(record, MAX_TWINS)?
        .iter()
        .filter(|twin| is_independent(twin))
    {
        if let Some(why) = marks.same(&Marks::of(kind, &twin.fields)) {
            pairs.extend(twin_case(fold, record, twin, cause_of(why))?);
        }
    }
    Ok(pairs)
}

/// A case for a pair. It proposes to continue the older record.
fn twin_case(
    fold: &Fold,
    this: &Record,
    that: &Record,
    why: CaseCause,
) -> Result<Option<CaseFinding>, StoreError> {
    let [this, that] = [this, that].map(|record| (record.created.hlc, record.id));
    let ((_, kept), (_, other)) = (this.min(that), this.max(that));
    let mut pair = CaseFinding::duplicate_case(kept, other, why);
    if case::find_case(fold, &pair)?.is_some() {
        return Ok(None);
    }
    pair.who = format!("{} · {}", author(fold, kept)?, author(fold, other)?);
    Ok(Some(pair))
}

/// Name of the record's first author.
fn author(fold: &Fold, id: Id) -> Result<String, StoreError> {
    let ops = fold.store.downlink().remote_ops(id)?.ops;
    let first = ops.into_iter().min_by_key(|op| op.op.hlc);
    Ok(first.map(|op| op.name).unwrap_or_default())
}

impl Fold<'_> {
    /// Searches twins of changed records. A device with too many pairs is skipped until a reviewer
    /// closes the case that reports it.
    pub(crate) fn find_twins(&mut self) -> Result<(), StoreError> {
        // both records of a pair may have changed, and each finds the other
        let (mut found, mut over) = (BTreeSet::new(), BTreeMap::new());
        for id in std::mem::take(&mut self.changed) {
            let Some(record) = self.store.records().get(id)? else { continue };
            let by = record.by.as_ref().map(|by| by.device);
            let officer = self.officers.iter().find(|o| Some(o.certificate().device) == by);
            let who = officer.map(|o| (o.certificate().device, o.certificate().display_name()));
            if let Some((device, name)) = &who
                && self.pairs_of(*device)? >= MAX_PAIRS
            {
                over.insert(*device, name.clone());
                continue;
            }
            for pair in twins(self, &record)? {
                if !found.insert(pair.key()) {
                    continue;
                }
                if let Some((device, _)) = &who {
                    *self.pairs.entry(*device).or_default() += 1;
                }
                self.findings.push(pair);
            }
        }
        let over = over.into_iter();
        self.findings
            .extend(over.map(|(device, name)| CaseFinding::pair_limit_case(device, &name)));
        Ok(())
    }

    fn pairs_of(&mut self, device: [u8; 16]) -> Result<usize, StoreError> {
        if let Some(pairs) = self.pairs.get(&device) {
            return Ok(*pairs);
        }
        let pairs = if self.is_open(&CaseFinding::pair_limit_case(device, ""))? {
            MAX_PAIRS
        } else {
            0
        };
        self.pairs.insert(device, pairs);
        Ok(pairs)
    }
}

//! The same establishment written down twice. The tax code and a similar name are enough for the
//! program; the code alone, or name and place or telephone, are a reviewer's matter. Always
//! reversible: both records stay, one of them says which goes on.
//!
//! Whether two are a pair is asked of both in the same way, so it makes no difference which came
//! first. A pair that was raised stays raised, also when the two are no longer alike; a record that
//! goes on as another one, or is deleted, has no pairs until it stands for itself again. So which of
//! several pairs were raised depends on what was read, and decided, between them; but whatever two
//! stand for themselves and are alike have been raised, and reading the logs again raises nothing.

use crate::hq::fold::Fold;
use crate::hq::review::case;
use crate::hq::review::case::{CaseFinding, cause};
use crate::programme::spec::Programme;
use crate::programme::twins::{self, Likeness, Marks};
use crate::record::{Id, Record};
use crate::store::StoreError;
use crate::sync::merge::Merged;

/// Candidates looked at for each mark; one that more share tells nothing.
const MOST: usize = 16;

/// Whether it is of the kind that is written down twice.
pub(crate) fn may_have(programme: &Programme, merged: &Merged) -> bool {
    programme.kind(merged.kind).is_some_and(twins::may_have)
}

/// What a matter says of why two may be one.
fn cause_of(why: Likeness) -> &'static str {
    match why {
        Likeness::CodeAndName => cause::CODE_AND_NAME,
        Likeness::Code => cause::CODE,
        Likeness::NameAndPlace => cause::NAME_AND_PLACE,
        Likeness::NameAndPhone => cause::NAME_AND_PHONE,
        Likeness::Similar => cause::ALIKE,
    }
}

fn stands_for_itself(record: &Record) -> bool {
    record.deleted.is_none() && record.alias_of().is_none()
}

/// Others that may be the same establishment, as far as nobody knows of it yet.
pub(crate) fn twins(fold: &Fold, record: &Record) -> Result<Vec<CaseFinding>, StoreError> {
    let kind = fold.programme.kind(record.kind).filter(|_| stands_for_itself(record));
    let Some(kind) = kind else { return Ok(Vec::new()) };
    let marks = Marks::of(kind, &record.fields);
    let mut pairs: Vec<CaseFinding> = Vec::new();
    for twin in fold.store.twins(record, MOST)?.iter().filter(|twin| stands_for_itself(twin)) {
        if let Some(why) = marks.same(&Marks::of(kind, &twin.fields)) {
            pairs.extend(pair(fold, record, twin, cause_of(why))?);
        }
    }
    Ok(pairs)
}

/// The older one is the one that goes on.
fn pair(
    fold: &Fold,
    this: &Record,
    that: &Record,
    why: &'static str,
) -> Result<Option<CaseFinding>, StoreError> {
    let [this, that] = [this, that].map(|record| (record.created.hlc, record.id));
    let ((_, kept), (_, other)) = (this.min(that), this.max(that));
    let mut pair = CaseFinding::duplicate(kept, other, why);
    if case::known(fold, &pair)?.is_some() {
        return Ok(None);
    }
    pair.who = format!("{} · {}", author(fold, kept)?, author(fold, other)?);
    Ok(Some(pair))
}

/// Who wrote it down.
fn author(fold: &Fold, id: Id) -> Result<String, StoreError> {
    let ops = fold.store.told(id)?.ops;
    let first = ops.into_iter().min_by_key(|told| told.op.hlc);
    Ok(first.map(|told| told.name).unwrap_or_default())
}

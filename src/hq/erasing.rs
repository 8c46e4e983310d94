//! Carries out erasures at headquarters: rewrites every device's log and every lane without the
//! erased answers, then headquarters' own notebook. The rights of an erasure's author decide
//! whether it counts. The note that an erasure is pending belongs to the notebook and is removed
//! last, so an interrupted erasure is completed after the next fold.

use std::collections::BTreeSet;

use crate::hq::HqDirectory;
use crate::hq::fold::held::split_held;
use crate::hq::fold::rights::Rights;
use crate::hq::ingest::log;
use crate::hq::review::case::commit_fitted;
use crate::programme::check;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Change, FieldNo, Query, Record, Value};
use crate::store::{Erasure, ErasureCount, Store, StoreError};

/// Completes interrupted replacements of logs, before the logs are read.
pub(crate) fn recover(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    if store.erasures().is_pending() { log::recover(home) } else { Ok(()) }
}

/// Whether an erasure is pending.
pub fn is_pending(home: &HqDirectory) -> bool {
    Store::has_pending_erasures(&home.dir)
}

/// Called after everything received has been folded. Skips a log that a receiver is writing; it is
/// erased next time.
pub(crate) fn carry_out(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    if !store.erasures().is_pending() {
        return Ok(());
    }
    if !erase_cases(store, &counting(home, store)?)? {
        // Nothing is noted as done, so the next fold tries again.
        return Ok(());
    }
    // counts again to include the erasures that headquarters has just written
    let counted = counting(home, store)?;
    let counts = |erasure: &Erasure| counted.contains(&erasure.head);
    let erased = store.erasures().read(&counts)?;
    let mut is_whole = true;
    for device in log::devices(&home.dir)? {
        is_whole &= log::erase(home, &device, &mut erased.clone())?;
    }
    home.lanes().erase(&erased)?;
    match store.erasures().carry_out(&counts, !is_whole) {
        // the erasure stays pending and the damage is announced: folds must go on without it
        Err(StoreError::Damaged(_)) => Ok(()),
        done => done.map(drop),
    }
}

/// Counts erased answers that are still in logs and lanes. Takes no lock.
pub fn count_left(home: &HqDirectory) -> Result<ErasureCount, StoreError> {
    let mut erased = Store::erased_at_headquarters(&home.dir, &home.keys, home.device)?;
    for device in log::devices(&home.dir)? {
        log::count_erased(home, &device, &mut erased)?;
    }
    home.lanes().count_erased(&mut erased)?;
    Ok(erased.count)
}

/// Heads of the erasures that count: headquarters' own, and those by authors who had the right.
fn counting(home: &HqDirectory, store: &Store) -> Result<BTreeSet<u64>, StoreError> {
    let rights = Rights::of(home, store)?;
    let mut counted = BTreeSet::new();
    for erasure in store.erasures().find()? {
        if erasure.device == home.device {
            counted.insert(erasure.head);
            continue;
        }
        let known = store.downlink().remote_ops(erasure.entity)?;
        let (ops, _) = split_held(home, &known.ops);
        let (allowed, _) = rights.split_allowed(erasure.entity, ops)?;
        let counts = allowed.iter().any(|known_op| known_op.head() == erasure.head);
        counted.extend(counts.then_some(erasure.head));
    }
    Ok(counted)
}

/// Erases the answers that cases quote from erased questions. An erasure that was carried out before is
/// skipped: a case quotes answers given after it. False: a case was changed meanwhile.
fn erase_cases(store: &Store, counted: &BTreeSet<u64>) -> Result<bool, StoreError> {
    let programme = store.programme();
    let Some(kind) = programme.with_role(KindRole::Case) else { return Ok(true) };
    let mut erased = store.erasures().find()?;
    erased.retain(|one| counted.contains(&one.head) && !store.erasures().is_done(one));
    let living = Query::all(kind.no);
    let deleted = Query { deleted: true, ..living.clone() };
    let mut cases = store.records().page(&living, 0, usize::MAX)?.rows;
    cases.extend(store.records().page(&deleted, 0, usize::MAX)?.rows);
    let mut is_whole = true;
    for case in cases {
        let of = erased.iter().find(|erasure| quotes(store, programme, kind, &case, erasure));
        let Some(erasure) = of else { continue };
        let personal = check::personal(kind, &case.fields).into_iter();
        let fields: Vec<FieldNo> =
            personal.filter(|no| case.fields.get(*no).is_some()).collect();
        if fields.is_empty() {
            continue;
        }
        let (base, reason) = (case.head, erasure.reason.clone());
        is_whole &= commit_fitted(store, Change::Erase { id: case.id, base, fields, reason })?;
    }
    Ok(is_whole)
}

/// Whether a case is about the record, and about an erased question or none in particular.
fn quotes(
    store: &Store,
    programme: &Programme,
    kind: &Kind,
    case: &Record,
    erasure: &Erasure,
) -> bool {
    let answer = |id: &str| kind.field_by_id(id).and_then(|field| case.fields.get(field.no));
    let is_it = |id: &str| answer(id).and_then(Value::as_link) == Some(erasure.entity);
    if !is_it("about") && !is_it("other") {
        return false;
    }
    let question = answer("question").and_then(Value::as_text).filter(|text| !text.is_empty());
    let Some(question) = question else { return true };
    let record = store.records().get(erasure.entity).ok().flatten();
    let field = record.and_then(|record| programme.kind(record.kind)?.field_by_id(question));
    field.is_none_or(|field| erasure.fields.contains(&field.no))
}

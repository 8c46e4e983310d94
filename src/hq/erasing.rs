//! Carries erasures out at headquarters: every device's log and every lane is cut again without what
//! must go, then headquarters' own notebook. Which erasures count is decided by the rights of their
//! writers; the note of what is still to be done is the notebook's and goes last, so that an
//! erasure that was cut off is completed after the next fold.

use std::collections::BTreeSet;

use crate::hq::HqDirectory;
use crate::hq::fold::held::split_held;
use crate::hq::fold::rights::Rights;
use crate::hq::ingest::log;
use crate::programme::check;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Change, FieldNo, Query, Record, Value};
use crate::store::{Commit, CommitError, Erasure, ErasureCount, Store, StoreError};

/// Replacements of logs that were cut off are completed, before the logs are read.
pub(crate) fn recover(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    if store.erasures().is_pending() { log::recover(home) } else { Ok(()) }
}

/// Whether something is still to be erased.
pub fn is_pending(home: &HqDirectory) -> bool {
    Store::has_pending_erasures(&home.dir)
}

/// Called when all that came in is folded. A log that a receiver is writing is left for the next
/// time.
pub(crate) fn carry_out(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    if !store.erasures().is_pending() {
        return Ok(());
    }
    let counted = counting(home, store)?;
    let counts = |erasure: &Erasure| counted.contains(&erasure.head);
    erase_cases(store, &counts)?;
    // with what headquarters itself has just written
    let counted = counting(home, store)?;
    let counts = |erasure: &Erasure| counted.contains(&erasure.head);
    let erased = store.erasures().read(&counts)?;
    let mut is_whole = true;
    for device in log::devices(&home.dir)? {
        is_whole &= log::erase(home, &device, &mut erased.clone())?;
    }
    home.lanes().erase(&erased)?;
    store.erasures().carry_out(&counts, !is_whole).map(drop)
}

/// What is left in logs and lanes of answers that were erased; for a check, without a lock.
pub fn count_left(home: &HqDirectory) -> Result<ErasureCount, StoreError> {
    let mut erased = Store::erased_at_headquarters(&home.dir, &home.keys, home.device)?;
    for device in log::devices(&home.dir)? {
        log::count_erased(home, &device, &mut erased)?;
    }
    home.lanes().count_erased(&mut erased)?;
    Ok(erased.count)
}

/// Heads of the erasures that are carried out: headquarters' own, and those of writers with a right.
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

/// A case quotes the answers that it is about: those of erased questions go with them.
fn erase_cases(store: &Store, counts: &dyn Fn(&Erasure) -> bool) -> Result<(), StoreError> {
    let programme = store.programme();
    let Some(kind) = programme.with_role(KindRole::Case) else { return Ok(()) };
    let mut erased = store.erasures().find()?;
    erased.retain(counts);
    let living = Query::all(kind.no);
    let deleted = Query { deleted: true, ..living.clone() };
    let mut cases = store.records().page(&living, 0, usize::MAX)?.rows;
    cases.extend(store.records().page(&deleted, 0, usize::MAX)?.rows);
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
        let change = Change::Erase { id: case.id, base, fields, reason };
        match store.commit(Commit { changes: vec![change], ..Commit::default() }) {
            Ok(_) | Err(CommitError::Stale { .. }) => {}
            Err(CommitError::Store(error)) => return Err(error),
            Err(_) => return Err(StoreError::Bug("a case that could not be erased")),
        }
    }
    Ok(())
}

/// Whether a case is about the record, and not about a question that was left.
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

//! Carries out reviewers' decisions: a verdict is sent to the record's authors; a decided case
//! becomes a change of headquarters that knows both sides. Each has author, time and reason.
//!
//! Reviews are applied again whenever the logs are read again, so each must take effect once: of
//! several reviews of a record the latest applies, a change is made only while its case is open,
//! and a verdict about a record that is not here yet is applied when it arrives.

mod conflict;

use std::collections::BTreeSet;

use conflict::conflict;

use super::lost_verdicts;
use crate::hq::downlink::lane::{LaneOwner, PLACES, VERDICTS};
use crate::hq::fold::context::Fold;
use crate::hq::fold::route::province_of;
use crate::hq::fold::{authority, held};
use crate::hq::review::case;
use crate::hq::review::case::{answer, link, no};
use crate::hq::review::finding::{CaseFinding, EDIT_LETTERS};
use crate::hq::review::marks::CaseMarks;
use crate::hq::review::quarantined::numbers;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::programme::check::Need;
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::record::review_case::CaseCause;
use crate::record::review_case::CaseDecision;
use crate::record::review_case::CaseKind;
use crate::record::review_case::VerdictChoice;
use crate::record::{Change, FieldNo, Hlc, Id, Record, Review, Verdict};
use crate::storage::format::down::{About, Down};
use crate::storage::limits;
use crate::store::StoreError;
use crate::sync::merge::{Merged, Proposal, merge};
use crate::text::cut;
use crate::text::fold::fold as plain;

/// Applies the verdicts and decided cases among these records, oldest first. Each is read in its
/// present state, so its ops may arrive in any batches.
pub(crate) fn apply_all(
    fold: &mut Fold,
    ids: BTreeSet<Id>,
    words: &mut Down,
    places: &mut Vec<([u8; 16], u64)>,
) -> Result<(), StoreError> {
    let mut records = Vec::new();
    for id in ids {
        records.extend(fold.store.records().get(id)?.filter(|record| record.deleted.is_none()));
    }
    records.sort_by_key(|record| (decided_at(fold, record), record.id));
    for record in records {
        // a decision must see the result of an earlier one about the same record
        let about = [link(fold, &record, "about"), link(fold, &record, "other")];
        if words.reviews.iter().any(|said| about.contains(&Some(Id(said.entity)))) {
            fold.flush(std::mem::take(words))?;
        }
        match role_of(fold, &record) {
            Some(KindRole::Verdict) => verdict(fold, &record, words)?,
            Some(KindRole::Case)
                if ReviewCase::of(fold.programme, &record)
                    .is_some_and(ReviewCase::is_settled) =>
            {
                apply_decision(fold, &record, words, places)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Fields in which verdicts and cases name the records that they are about.
const ABOUT: [(KindRole, &str); 3] =
    [(KindRole::Verdict, "about"), (KindRole::Case, "about"), (KindRole::Case, "other")];

/// The verdicts and cases about a record. They may be older than the record's arrival here, or than
/// an op that hid them.
pub(crate) fn reviews_about(fold: &Fold, about: Id) -> Result<Vec<Id>, StoreError> {
    let mut found = Vec::new();
    for (role, field) in ABOUT {
        let Some(known) = fold.programme.with_role(role) else { continue };
        let (kind, field) = (known.no, no(fold, role, field));
        let records =
            fold.store.records().needs(&[Need::LinkingTo { kind, field, to: about }])?;
        found.extend(records.iter().flat_map(|(_, records)| records).map(|record| record.id));
    }
    Ok(found)
}

fn role_of(fold: &Fold, record: &Record) -> Option<KindRole> {
    fold.programme.kind(record.kind)?.role
}

/// Time of the decision: creation of a verdict, last change of a case.
fn decided_at(fold: &Fold, word: &Record) -> Hlc {
    match role_of(fold, word) {
        Some(KindRole::Verdict) => word.created.hlc,
        _ => word.changed.hlc,
    }
}

fn verdict(fold: &mut Fold, word: &Record, words: &mut Down) -> Result<(), StoreError> {
    let Some(about) = link(fold, word, "about") else { return Ok(()) };
    let Some(record) = fold.store.records().get(about)? else { return Ok(()) };
    let edits = edits_until(fold, about, word)?.unwrap_or_default();
    let given = answer(fold, word, "reason");
    let chosen = VerdictChoice::from_id(&answer(fold, word, "verdict"));
    let (verdict, reason) = match chosen {
        Some(VerdictChoice::Edited) => (Verdict::Edited, edits),
        Some(VerdictChoice::Approved) => {
            (Verdict::Approved, [edits, given].join(" ").trim().to_owned())
        }
        _ => {
            let field = question(fold, &record, &answer(fold, word, "question"));
            (Verdict::SentBack { field }, given)
        }
    };
    let review = review(fold, verdict, reason, word, record.head)?;
    lost_verdicts::close_report(fold, about, word.created.hlc)?;
    send_review(fold, &record, review, words)
}

/// Describes all edits by reviewers between the previous verdict and this one. Computed from the
/// verdicts alone, so reading the logs again gives the same text.
fn edits_until(fold: &Fold, about: Id, word: &Record) -> Result<Option<String>, StoreError> {
    let mut words = Vec::new();
    for id in reviews_about(fold, about)? {
        words.extend(
            fold.store.records().get(id)?.filter(|other| {
                other.kind == word.kind && other.created.hlc <= word.created.hlc
            }),
        );
    }
    words.sort_by_key(|one| (one.created.hlc, one.id));
    let is_edit = |one: &Record| answer(fold, one, "verdict") == VerdictChoice::Edited.id();
    let since = words.iter().rposition(|one| !is_edit(one) && one.id != word.id);
    let edits = words.iter().skip(since.map_or(0, |at| at + 1)).filter(|one| is_edit(one));
    let all: Vec<String> = edits
        .map(|one| {
            let (changes, reason) = (answer(fold, one, "changes"), answer(fold, one, "reason"));
            hq_words::edited_because(Lang::Vi, &changes, &reason)
        })
        .collect();
    Ok((!all.is_empty()).then(|| cut(&all.join(" "), 2 * EDIT_LETTERS, limits::NOTE / 2)))
}

/// Finds a question by its id or label.
fn question(fold: &Fold, record: &Record, text: &str) -> Option<FieldNo> {
    let wanted = plain(text);
    let kind = fold.programme.kind(record.kind)?;
    let named = |f: &&crate::programme::spec::Field| {
        [&f.id, &f.label.vi, &f.label.en].iter().any(|name| plain(name) == wanted)
    };
    kind.fields().find(named).map(|f| f.no)
}

fn review(
    fold: &Fold,
    verdict: Verdict,
    reason: String,
    word: &Record,
    head: u64,
) -> Result<Review, StoreError> {
    let by = fold.store.records().officer()?.map(|r| answer(fold, &r, "name"));
    let by =
        by.filter(|name| !name.is_empty()).unwrap_or_else(|| fold.home.secret.name.clone());
    // a case that was raised as settled was decided by the program
    let sure =
        word.changed.hlc == word.created.hlc && matches!(verdict, Verdict::Merged { .. });
    let by = if sure { String::new() } else { by };
    Ok(Review { verdict, reason, by, at: decided_at(fold, word).millis(), head })
}

/// Applies a review to headquarters' own record and sends it to all authors.
fn send_review(
    fold: &mut Fold,
    record: &Record,
    review: Review,
    words: &mut Down,
) -> Result<(), StoreError> {
    // already applied: the logs are being read again
    let said = |known: &Review| {
        let same = (&known.verdict, &known.reason) == (&review.verdict, &review.reason);
        known.at > review.at || (known.at == review.at && same)
    };
    if record.review.as_ref().is_some_and(said) {
        return Ok(());
    }
    let about = About::of(record.id, &review);
    let ops = fold.store.downlink().remote_ops(record.id)?;
    let mut officers: BTreeSet<Id> = ops.ops.iter().map(|t| Id(t.officer)).collect();
    officers.remove(&fold.store.officer_id());
    for officer in officers {
        fold.outbox.push_about(officer, VERDICTS, &about);
    }
    if matches!(review.verdict, Verdict::Merged { .. }) {
        let kind = fold.programme.kind(record.kind);
        if let Some(code) = kind.and_then(|kind| province_of(kind, &record.fields)) {
            fold.outbox.push_to((LaneOwner::Province(code.to_owned()), PLACES), &about);
        }
    }
    words.reviews.push(about);
    if record.alias_of().is_some() && review.merged_into(record.id).is_none() {
        // the record is independent again, so it may have twins
        fold.changed.insert(record.id);
    }
    Ok(())
}

/// Whether a record's review stays when the record is found to differ from `other`: an approval, a
/// correction, or an alias of a third record stays, and its authors learn of the decision from the
/// other record. Independent of order and of later changes.
fn keeps_review(record: &Record, other: Id) -> bool {
    record.review.as_ref().is_some_and(|known| match known.verdict {
        Verdict::Approved | Verdict::SentBack { .. } => true,
        Verdict::Merged { with } => with != record.id && with != other,
        _ => false,
    })
}

fn apply_decision(
    fold: &mut Fold,
    matter: &Record,
    words: &mut Down,
    places: &mut Vec<([u8; 16], u64)>,
) -> Result<(), StoreError> {
    let Some(case) = ReviewCase::of(fold.programme, matter) else { return Ok(()) };
    let decided = case.decision();
    let reason = answer(fold, matter, "reason");
    let about = match link(fold, matter, "about") {
        Some(id) => fold.store.records().get(id)?,
        None => None,
    };
    let Some(kind) = case.kind() else { return Ok(()) };
    match (kind, about) {
        _ if decided == Some(CaseDecision::Vanished) => Ok(()),
        (CaseKind::Conflict, Some(record)) => {
            conflict(fold, matter, &record, (decided, &reason), words)
        }
        (CaseKind::Refused, Some(record)) => {
            let taken = matches!(decided, Some(CaseDecision::Accept | CaseDecision::First));
            if taken && !authority::adopt(fold, matter, &record, &reason)? {
                return case::reopen(fold, matter).map(|_| ());
            }
            Ok(())
        }
        (CaseKind::Deletion, Some(record)) => {
            deletion(fold, matter, &record, (decided, reason))
        }
        (CaseKind::Duplicate, Some(record)) => {
            let Some(other) = link(fold, matter, "other") else { return Ok(()) };
            let Some(other) = fold.store.records().get(other)? else { return Ok(()) };
            duplicate(fold, matter, (record, other), (decided, reason), words)
        }
        (CaseKind::LostVerdict, Some(record)) => {
            if lost_verdicts::is_taken(decided)
                && !lost_verdicts::restore_verdict(fold, matter, &record)?
            {
                return case::reopen(fold, matter).map(|_| ());
            }
            Ok(())
        }
        (CaseKind::Quarantine, _)
            if decided == Some(CaseDecision::AcceptSome)
                && !numbers_are_listed(fold, matter) =>
        {
            case::reopen(fold, matter).map(|_| ())
        }
        // reads the log again: accepted ops are then let in by their position, others stay out
        (CaseKind::Quarantine, _) => {
            places.extend(device_of(fold, matter).map(|device| (device, 0)));
            Ok(())
        }
        // reads the log again for what exceeded the limit
        (CaseKind::Held, _) if case.cause() == Some(CaseCause::TooMuch) => {
            places.extend(device_of(fold, matter).map(|device| (device, 0)));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Whether the numbers that a reviewer typed are all in the case's list.
fn numbers_are_listed(fold: &Fold, matter: &Record) -> bool {
    let listed = answer(fold, matter, "first").lines().count();
    numbers(&answer(fold, matter, "parts"))
        .is_some_and(|named| named.iter().all(|number| *number <= listed))
}

/// The device that a case is about; its log must be read again.
fn device_of(fold: &Fold, matter: &Record) -> Option<[u8; 16]> {
    CaseMarks::read(&answer(fold, matter, "heads")).device()
}

/// Carries out a decision on a deletion. A proposal that is no longer open needs nothing: later ops
/// apply.
fn deletion(
    fold: &Fold,
    matter: &Record,
    record: &Record,
    (decision, reason): (Option<CaseDecision>, String),
) -> Result<(), StoreError> {
    let Some(merged) = merged(fold, record.id)? else { return Ok(()) };
    let is_it = |p: &Proposal| {
        CaseFinding::deletion_case(record.id, p).is_raised_as(fold.home, matter.id)
    };
    if !merged.proposals.iter().any(is_it) {
        return Ok(());
    }
    let (id, base) = (record.id, record.head);
    let change = match decision {
        Some(CaseDecision::Delete | CaseDecision::First) => Change::Delete { id, base, reason },
        _ => Change::Restore { id, base },
    };
    case::write(fold, change).map(|_| ())
}

/// Merges the record from all ops that count.
fn merged(fold: &Fold, id: Id) -> Result<Option<Merged>, StoreError> {
    let known = fold.store.downlink().remote_ops(id)?;
    let (ops, _) = held::split_held(fold.home, &known.ops);
    let (ops, _) = fold.rights.split_allowed(id, ops)?;
    Ok(merge(fold.programme, &ops, &known.images))
}

/// Carries out a decision on a duplicate: one record continues, or both do.
fn duplicate(
    fold: &mut Fold,
    matter: &Record,
    (first, second): (Record, Record),
    (decision, reason): (Option<CaseDecision>, String),
    words: &mut Down,
) -> Result<(), StoreError> {
    let into = match decision {
        Some(CaseDecision::KeepFirst | CaseDecision::First) => Some(first.id),
        Some(CaseDecision::KeepSecond | CaseDecision::Second) => Some(second.id),
        _ => None,
    };
    let ids = [first.id, second.id];
    for (record, other) in [first, second].into_iter().zip(ids.into_iter().rev()) {
        if into.is_none_or(|id| id == record.id) && keeps_review(&record, other) {
            continue;
        }
        // the remaining record names itself, so that its authors learn of the merge, too
        let verdict = Verdict::Merged { with: into.unwrap_or(record.id) };
        let review = review(fold, verdict, reason.clone(), matter, record.head)?;
        send_review(fold, &record, review, words)?;
    }
    Ok(())
}

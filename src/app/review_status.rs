//! Sentences about the status of a record: its transfer, headquarters' review, and advice for
//! a reviewer's case. Knows nothing of the layout.

use crate::app::decision_text;
use crate::app::layer::scene::PageScene;
use crate::lang::{Lang, app as say, review_case, sync_status};
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::review_case::CaseCause as C;
use crate::record::{FieldNo, HELD_NEWER, Hlc, Record, Review, Verdict};

/// Whether headquarters has the record. `None` also for a held record: `review_status` says more.
pub fn transit_status(scene: &PageScene, record: &Record) -> Option<String> {
    let held = |r: &Review| r.verdict == Verdict::Held && r.head == record.head;
    let received = scene.received.filter(|_| record.is_local != Hlc::default())?;
    match record.is_local <= received {
        true if record.review.as_ref().is_some_and(held) => None,
        true => Some(sync_status::state_received(scene.lang, &scene.superior)),
        false => Some(sync_status::state_waiting(scene.lang)),
    }
}

/// Headquarters' review of the present version of the record. If the record changed since, only
/// that it had been sent back or approved, and for the reviewer that changes are held.
pub fn review_status(scene: &PageScene, kind: &Kind, record: &Record) -> Option<String> {
    let review = record.review.as_ref()?;
    let lang = scene.lang;
    let name =
        |no: FieldNo| kind.field(no).map(|f| f.label.get(lang).to_owned()).unwrap_or_default();
    let (who, by, why) = (&scene.superior, &review.by, &review.reason);
    if review.is_decision() {
        let what = |no: FieldNo| kind.field(no).map(|f| f.label.get(lang));
        return Some(decision_text::decision_text(
            lang,
            &scene.superior,
            record.id,
            review,
            what,
        ));
    }
    if review.head != record.head {
        return match review.verdict {
            Verdict::SentBack { .. } => Some(sync_status::answer_changed(lang)),
            Verdict::Approved => Some(sync_status::changed_since_approval(lang)),
            Verdict::Held if scene.programme.with_role(KindRole::Case).is_some() => {
                Some(say::review_held_here(lang))
            }
            _ => None,
        };
    }
    Some(match review.verdict {
        Verdict::Approved if !why.is_empty() => {
            decision_text::decision_text(lang, who, record.id, review, |_| None)
        }
        Verdict::Approved => say::review_approved(lang, who, by),
        Verdict::SentBack { field: None } => say::review_returned(lang, who, by, why),
        Verdict::SentBack { field: Some(no) } => {
            say::review_returned_at(lang, who, by, &name(no), why)
        }
        Verdict::Held if why == HELD_NEWER => say::review_held(lang),
        Verdict::Held => say::review_held_odd(lang),
        Verdict::Conflict { field } => say::review_conflict(lang, &name(field)),
        Verdict::Merged { .. } | Verdict::Edited => return None,
    })
}

/// What a reviewer should do about a case that is an incident.
pub fn advice(kind: &Kind, record: &Record, lang: Lang) -> Option<String> {
    use review_case as say;
    let case =
        kind.is(KindRole::Case).then(|| ReviewCase::with_fields(kind, &record.fields))?;
    Some(match case.cause()? {
        C::ClonedNotebook => say::cloned(lang),
        C::RestoredBackup => say::backup(lang),
        C::LostNotebook => say::journal_lost(lang),
        C::RestoredHeadquarters => say::restored(lang),
        C::LostOps => say::untrue(lang),
        C::NewerRoll => say::devices(lang),
        C::Replaced => say::replaced(lang),
        C::BadSignature => say::signature(lang),
        C::OtherOfficersKey => say::officer(lang),
        C::Forbidden => say::forbidden(lang),
        C::NewerProgram => say::newer(lang),
        C::BadHash => say::hash(lang),
        C::TooMuch => say::too_much(lang),
        C::SameCodeAndName
        | C::SameCode
        | C::SameNameAndPlace
        | C::SameNameAndPhone
        | C::SimilarNameAndPhone => return None,
    })
}

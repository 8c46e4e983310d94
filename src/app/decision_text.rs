//! A reviewer's decision on a record as one sentence: the decision, reviewer, time and reason.

use crate::lang::{Lang, sync_status as say};
use crate::record::{FieldNo, Id, Review, Verdict};
use crate::text::format::show_moment;

/// `own`: the record; `who`: headquarters as `sync_status::superior` names it; `label`: the label
/// of a field.
pub fn decision_text<'l>(
    lang: Lang,
    who: &str,
    own: Id,
    review: &Review,
    label: impl Fn(FieldNo) -> Option<&'l str>,
) -> String {
    let what = match review.verdict {
        Verdict::Conflict { field } => {
            say::chose_answer(lang, who, label(field).unwrap_or("–"))
        }
        Verdict::Merged { .. } if review.merged_into(own).is_some() => {
            say::brought_in(lang, who)
        }
        Verdict::Merged { .. } => say::goes_on(lang, who),
        Verdict::Edited => say::edited(lang, who),
        Verdict::SentBack { .. } => say::sent_back(lang, who),
        Verdict::Approved | Verdict::Held => say::approved(lang, who),
    };
    let by = if review.by.is_empty() { say::by_program(lang) } else { review.by.clone() };
    let at = show_moment(review.at);
    match review.reason.as_str() {
        "" => say::decided_by(lang, &what, &by, &at),
        why => say::decided_because(lang, &what, &by, &at, why),
    }
}

//! History of a record: when and by whom it was changed, and the answers before each change. These
//! are computed by replaying the earlier changes.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::app::decision_text;
use crate::lang::cli::work as work_words;
use crate::lang::sync_status::{by_program, superior};
use crate::lang::{Lang, erasing};
use crate::programme::answer;
use crate::programme::review_case;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Personal};
use crate::record::{FieldNo, Fields, Id, Review, Value, Verdict};
use crate::services::officer::officer_text;
use crate::services::record_text::{Titles, named, text};
use crate::storage::format::old_hash;
use crate::store::{PastChange, PastEvent, Store, StoreError};
use crate::sync::certificate::Enrolment;
use crate::text::cells::cut_apart;
use crate::text::format::{clock_from_millis, iso, show_date, today_from_millis};

/// Cells of an answer that are shown.
const SHOWN: usize = 160;

/// A change to one answer.
struct Changed {
    no: FieldNo,
    /// what the author saw
    before: Option<Value>,
    after: Option<Value>,
    /// what another author had written meanwhile, unseen by this one
    unseen: Option<Value>,
    /// whether the value before, and the value after, has been erased since
    erased: (bool, bool),
}

/// Replays the past from the beginning; yields each step with the answers that it changed. If two
/// authors changed an answer concurrently, the later one wins. The value that an author saw is then
/// found by the hash in his change, not taken from the preceding change.
fn steps<'p>(kind: &Kind, past: &'p [PastChange]) -> Vec<(&'p PastChange, Vec<Changed>)> {
    let mut now = Fields::new();
    let mut gone: BTreeSet<FieldNo> = BTreeSet::new();
    let mut earlier: Vec<(FieldNo, Option<Value>)> = Vec::new();
    let mut steps = Vec::new();
    for step in past {
        let set: Vec<(FieldNo, Option<Value>)> = match &step.event {
            PastEvent::Made { fields, .. } => {
                let erased = step.erased.iter().map(|no| (*no, None));
                let all = fields.iter().map(|(no, value)| (no, Some(value.clone())));
                all.chain(erased).collect()
            }
            PastEvent::Changed(set) => set.clone(),
            PastEvent::Erased { fields, .. } => fields.iter().map(|no| (*no, None)).collect(),
            _ => Vec::new(),
        };
        let changed = set.into_iter().map(|(no, after)| {
            let before = now.get(no).cloned();
            now.put(no, after.clone());
            let seen =
                seen_hash(kind, step, no).filter(|seen| *seen != old_hash(before.as_ref()));
            let other = seen.and_then(|seen| {
                let is_it = |one: &&(FieldNo, Option<Value>)| {
                    one.0 == no && old_hash(one.1.as_ref()) == seen
                };
                earlier.iter().rev().find(is_it).map(|(_, value)| value.clone())
            });
            earlier.push((no, after.clone()));
            let was_erased = gone.contains(&no);
            let erased = (was_erased, step.erased.contains(&no));
            match erased.1 {
                true => gone.insert(no),
                false => gone.remove(&no),
            };
            match other {
                Some(saw) => Changed { no, before: saw, after, unseen: before, erased },
                None => Changed { no, before, after, unseen: None, erased },
            }
        });
        steps.push((step, changed.collect()));
    }
    steps
}

/// Hash of the value that the author of a change saw. Personal answers have none.
fn seen_hash(kind: &Kind, step: &PastChange, no: FieldNo) -> Option<u32> {
    let open = kind.field(no).is_some_and(|field| matches!(field.personal, Personal::No));
    step.seen.iter().find(|(of, _)| *of == no).map(|(_, hash)| *hash).filter(|_| open)
}

/// The history as lines to read, the newest change first.
pub fn history(store: &Store, id: Id, lang: Lang) -> Result<Vec<String>, StoreError> {
    let Some(record) = store.records().get(id)? else { return Ok(Vec::new()) };
    let programme = store.programme();
    let Some(kind) = programme.kind(record.kind) else { return Ok(Vec::new()) };
    let past = store.history().of(id)?;
    let steps = steps(kind, &past);
    let all = steps.iter().flat_map(|(_, changed)| changed);
    let values: Fields = all
        .flat_map(|c| [&c.before, &c.after, &c.unseen])
        .flatten()
        .enumerate()
        .map(|(at, value)| (at as FieldNo, value.clone()))
        .collect();
    let titles = store.records().titles(&named(&values))?;
    let name =
        store.records().officer()?.and_then(|o| officer_text(store.programme(), &o, "name"));
    let enrolment = Enrolment::read(&store.keyed_folder())?;
    let who = superior(enrolment.as_ref().map(|e| e.card.name.as_str()), lang);
    let mut words = reviews_and_merges(store, id)?;
    let mut lines = Vec::new();
    for (step, changed) in steps.iter().rev() {
        let since = words.partition_point(|review| review.at < step.millis);
        let said = words.split_off(since);
        lines.extend(said.iter().rev().map(|word| review_line(kind, id, word, &who, lang)));
        let program = is_by_program(kind, step).then(|| by_program(lang));
        let by = step.by.as_deref().or(program.as_deref()).or(name.as_deref());
        lines.push(heading(step, by, lang));
        // a record's initial answers are on its page; only later changes have a value before
        if matches!(step.event, PastEvent::Erased { .. }) {
            let answered = changed.iter().filter(|c| c.erased.0 || c.before.is_some());
            lines.extend(answered.filter_map(|c| erased_line(kind, c, lang)));
        }
        if matches!(step.event, PastEvent::Changed(_)) {
            lines.extend(
                changed.iter().filter_map(|c| change_line(programme, kind, c, &titles, lang)),
            );
        }
    }
    lines.extend(words.iter().rev().map(|word| review_line(kind, id, word, &who, lang)));
    Ok(lines)
}

/// Reviewers' decisions and merges of records, oldest first.
fn reviews_and_merges(store: &Store, id: Id) -> Result<Vec<Review>, StoreError> {
    let mut words = store.history().reviews(id)?;
    words.retain(|review| review.is_decision() || !review.by.is_empty());
    Ok(words)
}

fn review_line(kind: &Kind, id: Id, review: &Review, who: &str, lang: Lang) -> String {
    let label = |no| kind.field(no).map(|field| field.label.get(lang));
    decision_text::decision_text(lang, who, id, review, label)
}

/// Whether the program made this change: it raises cases, and can close them without a person.
fn is_by_program(kind: &Kind, step: &PastChange) -> bool {
    kind.is(KindRole::Case)
        && match &step.event {
            PastEvent::Made { .. } | PastEvent::Restored => true,
            PastEvent::Changed(set) => review_case::is_by_program(kind, set),
            PastEvent::Deleted { .. } | PastEvent::Erased { .. } | PastEvent::Unreadable => {
                false
            }
        }
}

fn heading(step: &PastChange, name: Option<&str>, lang: Lang) -> String {
    let day = today_from_millis(step.millis);
    let at = format!("{} {}", show_date(day), clock_from_millis(step.millis));
    let at = at.as_str();
    let what = match &step.event {
        PastEvent::Made { .. } => work_words::made(lang, at),
        PastEvent::Changed(_) => work_words::changed(lang, at),
        PastEvent::Deleted { reason } => work_words::removed(lang, at, reason),
        PastEvent::Restored => work_words::restored(lang, at),
        PastEvent::Erased { reason, .. } => erasing::erased_at(lang, at, reason),
        PastEvent::Unreadable => work_words::not_readable(lang, at),
    };
    match name {
        Some(name) => format!("{}  ({name})", what),
        None => what,
    }
}

fn change_line(
    programme: &Programme,
    kind: &Kind,
    changed: &Changed,
    titles: &Titles,
    lang: Lang,
) -> Option<String> {
    let field = kind.field(changed.no).filter(|field| !field.internal)?;
    let line = |value: &Option<Value>, erased: bool| match value {
        Some(value) => one_line(programme, field, value, titles, lang),
        None if erased => erasing::erased_answer(lang),
        None => work_words::nothing(lang),
    };
    let (before, after) =
        (line(&changed.before, changed.erased.0), line(&changed.after, changed.erased.1));
    let (seen, is) = cut_apart(&before, &after, SHOWN);
    let was = match &changed.unseen {
        None => work_words::before(lang, &seen),
        Some(_) => {
            let unseen = line(&changed.unseen, changed.erased.0);
            let (unseen, _) = cut_apart(&unseen, &after, SHOWN);
            work_words::before_unseen(lang, &seen, &unseen)
        }
    };
    Some(format!("    {}: {is}  [{was}]", field.label.get(lang)))
}

/// A question with an erased answer.
fn erased_line(kind: &Kind, changed: &Changed, lang: Lang) -> Option<String> {
    let field = kind.field(changed.no).filter(|field| !field.internal)?;
    Some(format!("    {}: {}", field.label.get(lang), erasing::erased_answer(lang)))
}

/// An answer on one line.
fn one_line(
    programme: &Programme,
    field: &Field,
    value: &Value,
    titles: &Titles,
    lang: Lang,
) -> String {
    let whole = match value {
        Value::Lines(rows) => format!("{} x", rows.len()),
        value => text(programme, field, value, titles, lang),
    };
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The history as JSON, oldest step first.
pub fn history_json(store: &Store, id: Id) -> Result<Vec<Json>, StoreError> {
    let Some(record) = store.records().get(id)? else { return Ok(Vec::new()) };
    let Some(kind) = store.programme().kind(record.kind) else { return Ok(Vec::new()) };
    let past = store.history().of(id)?;
    let name =
        store.records().officer()?.and_then(|o| officer_text(store.programme(), &o, "name"));
    let steps = steps(kind, &past);
    let step =
        |(step, changed): &(&PastChange, Vec<Changed>)| step_json(kind, step, changed, &name);
    let mut all: Vec<Json> = steps.iter().map(step).collect();
    for (before, review) in reviews_and_merges(store, id)?.iter().enumerate() {
        let at = steps.iter().filter(|(step, _)| step.millis <= review.at).count() + before;
        all.insert(at.min(all.len()), review_json(kind, id, review));
    }
    Ok(all)
}

fn review_json(kind: &Kind, id: Id, review: &Review) -> Json {
    let what = match review.verdict {
        Verdict::Approved => "approved",
        Verdict::SentBack { .. } => "sent_back",
        Verdict::Held => "held",
        Verdict::Conflict { .. } => "answer_chosen",
        Verdict::Merged { .. } if review.merged_into(id).is_some() => "merged",
        Verdict::Merged { .. } => "goes_on",
        Verdict::Edited => "edited",
    };
    let question = match review.verdict {
        Verdict::SentBack { field } => field,
        Verdict::Conflict { field } => Some(field),
        _ => None,
    };
    let question = question.and_then(|no| kind.field(no)).map(|field| &field.id);
    let day = today_from_millis(review.at);
    let at = format!("{} {}", iso(day), clock_from_millis(review.at));
    json!({ "at": at, "by": review.by, "what": what, "question": question,
        "into": review.merged_into(id).map(|id| id.to_string()), "reason": review.reason })
}

fn step_json(
    kind: &Kind,
    step: &PastChange,
    changed: &[Changed],
    name: &Option<String>,
) -> Json {
    let side = |pick: &dyn Fn(&Changed) -> Option<Value>| {
        let mut object = Map::new();
        for one in changed {
            if let Some(field) = kind.field(one.no) {
                let value = pick(one).map_or(Json::Null, |v| answer::to_json(field, &v));
                object.insert(field.id.clone(), value);
            }
        }
        Json::Object(object)
    };
    let day = today_from_millis(step.millis);
    let at = format!("{} {}", iso(day), clock_from_millis(step.millis));
    // a person's name or null, as in reviews
    let own = name.as_ref().filter(|_| !is_by_program(kind, step));
    let mut object = json!({ "at": at, "by": step.by.as_ref().or(own) });
    let more = match &step.event {
        PastEvent::Made { .. } => {
            json!({ "what": "created", "to": side(&|c| c.after.clone()) })
        }
        PastEvent::Changed(_) => json!({
            "what": "changed",
            "from": side(&|c| c.before.clone()),
            "to": side(&|c| c.after.clone()),
        }),
        PastEvent::Deleted { reason } => json!({ "what": "deleted", "reason": reason }),
        PastEvent::Restored => json!({ "what": "restored" }),
        PastEvent::Erased { fields, reason } => json!({
            "what": "erased",
            "fields": fields.iter().filter_map(|no| Some(&kind.field(*no)?.id)).collect::<Vec<_>>(),
            "reason": reason,
        }),
        PastEvent::Unreadable => json!({ "what": "unreadable" }),
    };
    if let (Some(into), Json::Object(more)) = (object.as_object_mut(), more) {
        into.extend(more);
    }
    object
}

//! A reviewer's edit of an officer's record: requires a reason, and tells the authors the old and
//! the new answers.

use std::collections::BTreeMap;

use crate::hq::admin::directory::HqDirectory;
use crate::hq::review::finding::{EDIT_LETTERS, edit_id};
use crate::lang::Lang;
use crate::lang::{erasing, hq as hq_words};
use crate::programme::answer::show;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Personal};
use crate::record::review_case::VerdictChoice;
use crate::record::{Change, FieldNo, Fields, Id, Origin, Record, Value};
use crate::storage::limits;
use crate::store::{Store, StoreError};
use crate::text::{cells, cut};

/// Display width of one answer.
const ANSWER_COLUMNS: usize = 80;

/// Adds a verdict for the authors to each change of an officer's record. `None` if such a change
/// has no reason and `reason` is `None`.
pub fn with_reasons(
    home: &HqDirectory,
    store: &Store,
    changes: Vec<Change>,
    reason: Option<&str>,
) -> Result<Option<Vec<Change>>, StoreError> {
    let mut words = Vec::new();
    for change in &changes {
        let Some(edit) = OfficerEdit::of(store, change)? else { continue };
        let Some(reason) = edit.reason.as_deref().or(reason) else { return Ok(None) };
        words.extend(edit.reason_verdict(home, store, reason));
    }
    Ok(Some(changes.into_iter().chain(words).collect()))
}

/// A change of a record that an officer has written to.
struct OfficerEdit {
    about: Id,
    base: u64,
    what: String,
    /// the reason in the change itself
    reason: Option<String>,
}

impl OfficerEdit {
    fn of(store: &Store, change: &Change) -> Result<Option<OfficerEdit>, StoreError> {
        let (about, base) = match change {
            Change::Create { .. } => return Ok(None),
            Change::Patch { id, base, .. }
            | Change::Delete { id, base, .. }
            | Change::Erase { id, base, .. }
            | Change::Restore { id, base } => (*id, *base),
        };
        let Some(record) = store.records().get(about)? else { return Ok(None) };
        let Some(kind) = store.programme().kind(record.kind) else { return Ok(None) };
        if kind.is(KindRole::Case)
            || kind.is(KindRole::Verdict)
            || !is_of_an_officer(store, about)?
        {
            return Ok(None);
        }
        let (what, reason) = match change {
            Change::Patch { set, .. } => {
                let lock = kind.lock.as_ref().map(|lock| lock.reason);
                let given = set.iter().find(|(no, _)| Some(*no) == lock);
                let given = given.and_then(|(_, value)| value.as_ref()?.as_text());
                let given = given.filter(|text| !text.trim().is_empty()).map(str::to_owned);
                let Some(what) = answers(store, kind, &record, set)? else { return Ok(None) };
                (what, given)
            }
            Change::Delete { reason, .. } => {
                (hq_words::edit_deleted(Lang::Vi), Some(reason.clone()))
            }
            Change::Erase { reason, .. } => {
                (erasing::edit_erased(Lang::Vi), Some(reason.clone()))
            }
            _ => (hq_words::edit_restored(Lang::Vi), None),
        };
        Ok(Some(OfficerEdit { about, base, what, reason }))
    }

    /// The verdict that informs the authors.
    fn reason_verdict(
        &self,
        home: &HqDirectory,
        store: &Store,
        reason: &str,
    ) -> Option<Change> {
        let kind = store.programme().with_role(KindRole::Verdict)?;
        let text = |text: &str| Value::Text(cut(text, EDIT_LETTERS, limits::NOTE / 4));
        let all = [
            ("about", Value::Link(self.about)),
            ("verdict", Value::Choice(VerdictChoice::Edited.id().to_owned())),
            ("changes", text(&self.what)),
            ("reason", text(reason)),
        ];
        let fields: Fields =
            all.into_iter().filter_map(|(id, v)| Some((kind.field_by_id(id)?.no, v))).collect();
        // one for each version of the record that is edited
        let id = edit_id(home, self.about, self.base);
        let (kind, origin) = (kind.no, Origin::Headquarters);
        Some(Change::Create { kind, id, fields, origin })
    }
}

fn is_of_an_officer(store: &Store, id: Id) -> Result<bool, StoreError> {
    let own = store.officer_id().0;
    Ok(store.downlink().remote_ops(id)?.ops.iter().any(|op| op.officer != own))
}

/// The changed answers with their old values. `None` if only computed answers changed.
fn answers(
    store: &Store,
    kind: &Kind,
    record: &Record,
    set: &[(FieldNo, Option<Value>)],
) -> Result<Option<String>, StoreError> {
    let lock = kind.lock.as_ref().map(|lock| lock.reason);
    let asked = |no: FieldNo| kind.field(no).filter(|f| !f.internal && Some(no) != lock);
    let changed: Vec<(&Field, Option<&Value>, Option<&Value>)> = set
        .iter()
        .filter_map(|(no, after)| Some((asked(*no)?, record.fields.get(*no), after.as_ref())))
        .filter(|(_, before, after)| before != after)
        .collect();
    let linked = changed.iter().flat_map(|(_, before, after)| [*before, *after]).flatten();
    let linked: Vec<Id> = linked.flat_map(links).collect();
    let titles = store.records().titles(&linked)?;
    let shown = |field: &Field, value: Option<&Value>| shown(store, field, value, &titles);
    let all: Vec<String> = changed
        .iter()
        .map(|(field, before, after)| {
            let label = field.label.vi.as_str();
            // reviews contain no personal answers, except the name, which is in every list
            let named = kind.list.title.contains(&field.no);
            if !named && !matches!(field.personal, Personal::No) {
                return hq_words::edited_answer_hidden(Lang::Vi, label);
            }
            let (before, after) = (shown(field, *before), shown(field, *after));
            hq_words::edited_answer(Lang::Vi, label, &before, &after)
        })
        .collect();
    Ok((!all.is_empty()).then(|| all.join("; ")))
}

fn links(value: &Value) -> Vec<Id> {
    match value {
        Value::Link(id) => vec![*id],
        Value::Links(ids) => ids.clone(),
        _ => Vec::new(),
    }
}

/// An answer on one line.
fn shown(
    store: &Store,
    field: &Field,
    value: Option<&Value>,
    titles: &BTreeMap<Id, String>,
) -> String {
    let Some(value) = value else { return hq_words::no_answer(Lang::Vi) };
    let title = |id: &Id| titles.get(id).cloned().unwrap_or_else(|| "–".to_owned());
    let whole = match value {
        Value::Link(_) | Value::Links(_) => {
            links(value).iter().map(title).collect::<Vec<_>>().join(", ")
        }
        Value::Lines(rows) => hq_words::rows(Lang::Vi, rows.len() as u64),
        value => show(store.programme(), field, value, Lang::Vi),
    };
    let line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    cells::cut(&line, ANSWER_COLUMNS).into_owned()
}

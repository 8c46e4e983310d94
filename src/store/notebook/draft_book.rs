//! The drafts of open forms, folded from journal frames. A draft is journalled as differences
//! between successive images; every 32nd frame is a full image. Drafts are never sent and have no
//! seq.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::programme::spec::Programme;
use crate::record::{Draft, FieldNo, Fields, Id, KindNo, Path, Typed};
use crate::storage::format;
use crate::store::journal::{DraftFrame, Entry, Mark};

/// Every n-th frame is a full image: bounds how long the fields of a lost frame stay missing.
const FULL_EVERY: u32 = 32;
/// Time during which a discarded draft can be restored.
const KEPT_MILLIS: u64 = 30 * 24 * 3600 * 1000;
/// Maximum number of discarded drafts that are saved, whatever their age.
const MOST_HIDDEN: usize = 200;

/// The drafts that have not ended, as of the frames read so far.
#[derive(Default)]
pub(crate) struct DraftIndex {
    drafts: BTreeMap<Id, Live>,
}

struct Live {
    draft: Draft,
    /// number of the draft's next frame
    next: u32,
}

impl DraftIndex {
    /// Most recently changed first. Discarded drafts are included with a flag until they expire.
    pub fn list(&self, now: u64) -> Vec<Draft> {
        let mut list: Vec<Draft> = self.all().filter(|d| is_kept(d, now)).cloned().collect();
        list.sort_by(|a, b| b.changed.cmp(&a.changed).then(b.id.cmp(&a.id)));
        list
    }

    pub fn get(&self, id: Id) -> Option<&Draft> {
        self.drafts.get(&id).map(|live| &live.draft)
    }

    /// A frame that changes only the time of a draft; `None` for a discarded or unknown one.
    pub(crate) fn touch_frame(&self, id: Id, now: u64) -> Option<DraftFrame> {
        let live = self.drafts.get(&id).filter(|live| !live.draft.hidden)?;
        let draft = Draft { changed: now.max(live.draft.changed), ..live.draft.clone() };
        Some(frame_of(&draft, Some(live)))
    }

    /// The frame from the journal's last image of the draft to this one; `None` if nothing changed.
    pub fn frame(&self, draft: &Draft) -> Option<DraftFrame> {
        let live = self.drafts.get(&draft.id);
        if live.is_some_and(|l| same(&l.draft, draft)) {
            return None;
        }
        Some(frame_of(draft, live))
    }

    /// Folds a journal entry.
    pub fn take(&mut self, programme: &Programme, entry: &Entry) {
        match entry {
            Entry::Draft(frame) => self.take_frame(programme, frame),
            Entry::Ops { ends_draft: Some(id), .. }
            | Entry::Mark(Mark::DraftEnded { draft: id }) => {
                self.drafts.remove(id);
            }
            Entry::Mark(Mark::DraftHidden { draft }) => self.hide(*draft, true),
            Entry::Mark(Mark::DraftShown { draft }) => self.hide(*draft, false),
            _ => {}
        }
    }

    fn hide(&mut self, id: Id, hidden: bool) {
        if let Some(live) = self.drafts.get_mut(&id) {
            live.draft.hidden = hidden;
        }
    }

    fn take_frame(&mut self, programme: &Programme, frame: &DraftFrame) {
        let before = self.drafts.remove(&frame.draft).filter(|_| !frame.full);
        let mut fields = before.map_or_else(Fields::new, |live| live.draft.fields);
        let kind = programme.kind(frame.kind);
        for (no, bytes) in &frame.fields {
            let value = bytes.as_deref().map(|b| format::field_value(kind, *no, b));
            fields.put(*no, value);
        }
        let draft = Draft {
            id: frame.draft,
            kind: frame.kind,
            form: frame.form,
            edits: frame.edits,
            fields,
            typed: frame.typed.clone(),
            at: frame.at,
            changed: frame.changed,
            // a new frame restores a discarded draft
            hidden: false,
        };
        let next = frame.no.saturating_add(1);
        self.drafts.insert(frame.draft, Live { draft, next });
    }

    /// Every draft, including expired ones: a wrong clock in one session must not lose any.
    pub fn all(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.values().map(|live| &live.draft)
    }

    pub fn save(&self) -> Vec<SavedDraft> {
        let (mut hidden, kept): (Vec<&Live>, Vec<&Live>) =
            self.drafts.values().partition(|live| live.draft.hidden);
        hidden.sort_by_key(|live| std::cmp::Reverse(live.draft.changed));
        kept.into_iter()
            .chain(hidden.into_iter().take(MOST_HIDDEN))
            .map(SavedDraft::of)
            .collect()
    }

    pub fn load(saved: Vec<SavedDraft>) -> DraftIndex {
        let live = saved.into_iter().map(SavedDraft::live);
        DraftIndex { drafts: live.map(|l| (l.draft.id, l)).collect() }
    }
}

fn frame_of(draft: &Draft, live: Option<&Live>) -> DraftFrame {
    let no = live.map_or(0, |l| l.next);
    let full = no.is_multiple_of(FULL_EVERY);
    let before = live.filter(|_| !full).map(|l| &l.draft.fields);
    DraftFrame {
        draft: draft.id,
        no,
        full,
        kind: draft.kind,
        form: draft.form,
        edits: draft.edits,
        fields: differences(before, &draft.fields),
        typed: draft.typed.clone(),
        at: draft.at,
        changed: draft.changed,
    }
}

fn is_kept(draft: &Draft, now: u64) -> bool {
    !draft.hidden || now.saturating_sub(draft.changed) < KEPT_MILLIS
}

/// Same content; the time is not compared.
fn same(a: &Draft, b: &Draft) -> bool {
    !a.hidden
        && a.fields == b.fields
        && a.typed == b.typed
        && a.at == b.at
        && (a.kind, a.form, a.edits) == (b.kind, b.form, b.edits)
}

/// Changed fields with their bytes; `None` for a cleared field.
fn differences(before: Option<&Fields>, now: &Fields) -> Vec<(FieldNo, Option<Vec<u8>>)> {
    let was = |no| before.and_then(|b| b.get(no));
    let set = now
        .iter()
        .filter(|(no, value)| was(*no) != Some(value))
        .map(|(no, value)| (no, Some(format::value_bytes(value))));
    let gone = before
        .into_iter()
        .flat_map(Fields::iter)
        .filter(|(no, _)| now.get(*no).is_none())
        .map(|(no, _)| (no, None));
    let mut all: Vec<_> = set.chain(gone).collect();
    all.sort_by_key(|(no, _)| *no);
    all
}

/// A draft as stored in the start cache.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SavedDraft {
    id: Id,
    kind: KindNo,
    form: u16,
    edits: Option<(Id, u64)>,
    fields: Fields,
    typed: Vec<(SavedPath, String, u32)>,
    at: Option<SavedPath>,
    changed: u64,
    hidden: bool,
    next: u32,
}

type SavedPath = (FieldNo, Option<(Id, FieldNo)>);

impl SavedDraft {
    fn of(live: &Live) -> SavedDraft {
        let d = &live.draft;
        let path = |p: &Path| (p.field, p.cell);
        SavedDraft {
            id: d.id,
            kind: d.kind,
            form: d.form,
            edits: d.edits,
            fields: d.fields.clone(),
            typed: d.typed.iter().map(|t| (path(&t.path), t.text.clone(), t.cursor)).collect(),
            at: d.at.as_ref().map(path),
            changed: d.changed,
            hidden: d.hidden,
            next: live.next,
        }
    }

    fn live(self) -> Live {
        let path = |(field, cell)| Path { field, cell };
        let typed = self.typed.into_iter();
        let draft = Draft {
            id: self.id,
            kind: self.kind,
            form: self.form,
            edits: self.edits,
            fields: self.fields,
            typed: typed
                .map(|(p, text, cursor)| Typed { path: path(p), text, cursor })
                .collect(),
            at: self.at.map(path),
            changed: self.changed,
            hidden: self.hidden,
        };
        Live { draft, next: self.next }
    }
}

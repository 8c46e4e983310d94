//! What waits for a reviewer, as records of a kind that only headquarters has: so lists, pages and
//! the command line serve them. A matter's id is made from what it is about; the same is never
//! raised twice.

use sha2::{Digest, Sha256};

use crate::hq::admin::directory::HqDirectory;
use crate::hq::fold::Fold;
use crate::hq::review::quarantine::QuarantinedChanges;
use crate::lang::Lang;
use crate::lang::hq::HqWord;
use crate::programme::answer::show_in;
use crate::programme::check::Need;
use crate::programme::spec::{Kind, Programme, Type};
use crate::record::{Change, FieldNo, Fields, Id, Origin, Query, Record, Value};
use crate::storage::crypto::key::Domain;
use crate::storage::limits;
use crate::store::{Commit, CommitError, StoreError};
use crate::sync::merge::{Conflict, Proposal};
use crate::text;
use crate::text::format::{show_moment, today_from_millis};

pub const KIND: &str = "matter";
/// Letters of a side that a matter shows; the whole answer is in the record's history.
pub(crate) const SHOWN: usize = 2000;
/// The verdict that says what a reviewer changed; an id of the choice list.
pub(crate) const EDITED: &str = "sua";
/// Letters of what was changed, and of the reason, as that verdict's fields hold them.
pub(crate) const EDIT_LETTERS: usize = 1000;
/// Letters of all marks of a matter.
const MARKS: usize = 400;

/// What sort of matter; ids of the choice list.
pub mod what {
    pub const CONFLICT: &str = "mau_thuan";
    pub const DUPLICATE: &str = "trung";
    pub const DELETION: &str = "xoa";
    pub const INCIDENT: &str = "su_co";
    pub const SHUT_OUT: &str = "cach_ly";
    pub const HELD: &str = "giu";
    pub const REFUSED: &str = "tu_choi";
    pub const LOST: &str = "duyet_mat";
}

/// What happened; ids of the choice list.
pub mod cause {
    pub const CLONED: &str = "nhan_ban";
    pub const BACKUP: &str = "ban_luu";
    pub const LOST: &str = "mat_so";
    pub const RESTORED: &str = "khoi_phuc";
    pub const UNTRUE: &str = "mat_bien_nhan";
    pub const DEVICES: &str = "danh_sach";
    pub const SIGNATURE: &str = "chu_ky";
    pub const OFFICER: &str = "ten_khac";
    pub const FORBIDDEN: &str = "khong_quyen";
    pub const NEWER: &str = "ban_moi";
    pub const HASH: &str = "sai_dau";
    pub const TOO_MUCH: &str = "qua_muc";
    pub const CODE_AND_NAME: &str = "ma_va_ten";
    pub const CODE: &str = "ma_so";
    pub const NAME_AND_PLACE: &str = "ten_va_xa";
    pub const NAME_AND_PHONE: &str = "ten_va_so";
    pub const ALIKE: &str = "gan_va_so";
}

/// What was decided; ids of the choice list.
pub mod decision {
    pub const FIRST: &str = "nhat";
    pub const SECOND: &str = "hai";
    pub const BASE: &str = "goc";
    pub const GONE: &str = "het";
    pub const KEEP_FIRST: &str = "giu_1";
    pub const KEEP_SECOND: &str = "giu_2";
    pub const DELETE: &str = "xoa_di";
    pub const LET_IN: &str = "cho_vao";
    pub const PART: &str = "mot_phan";
    pub const AGAIN: &str = "cho_lai";
}

/// Something that a reviewer has to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFinding {
    pub what: &'static str,
    /// what happened, an id of the choice list
    pub cause: &'static str,
    pub about: Option<Id>,
    pub other: Option<Id>,
    /// a field's id
    pub question: String,
    pub first: String,
    pub second: String,
    pub base: String,
    pub who: String,
    /// what makes it this one and no other
    pub marks: String,
    /// what is new about one that is known already
    pub news: String,
    /// found and settled by the program
    pub settled: bool,
    /// one that is closed waits again
    pub(crate) waits_again: bool,
    /// the device that can bring up any number of these
    pub(crate) by: Option<[u8; 16]>,
    /// what came from a device that was shut out
    pub(crate) waits: Option<QuarantinedChanges>,
}

impl CaseFinding {
    pub fn conflict(
        programme: &Programme,
        kind: Option<&Kind>,
        id: Id,
        c: &Conflict,
    ) -> CaseFinding {
        let field = kind.and_then(|kind| kind.field(c.field));
        let shown = |value: Option<&Value>| match (field, value) {
            (Some(field), Some(value)) => {
                text::cut(&show_in(programme, field, value, Lang::Vi), SHOWN, limits::NOTE / 2)
            }
            _ => String::new(),
        };
        let side = |at: usize| shown(c.sides.get(at).and_then(|s| s.value.as_ref()));
        let marks: Vec<String> = c.sides.iter().map(|s| format!("{:016x}", s.head)).collect();
        let who = c
            .sides
            .iter()
            .map(|s| format!("{} {}", s.name, show_moment(s.author.hlc.millis())));
        CaseFinding {
            what: what::CONFLICT,
            about: Some(id),
            question: field.map(|f| f.id.clone()).unwrap_or_default(),
            first: side(0),
            second: side(1),
            base: shown(c.base.as_ref()),
            who: who.collect::<Vec<_>>().join(" · "),
            marks: marks.join(" ").chars().take(MARKS).collect(),
            ..CaseFinding::default()
        }
    }

    pub fn deletion(id: Id, proposal: &Proposal) -> CaseFinding {
        CaseFinding {
            what: what::DELETION,
            about: Some(id),
            first: proposal.reason.clone(),
            who: proposal.name.clone(),
            marks: format!("{:016x}", proposal.head),
            ..CaseFinding::default()
        }
    }

    /// Settled at once where there is no doubt.
    pub fn duplicate(kept: Id, other: Id, why: &'static str) -> CaseFinding {
        let (about, other) = (Some(kept), Some(other));
        CaseFinding {
            what: what::DUPLICATE,
            cause: why,
            about,
            other,
            settled: why == cause::CODE_AND_NAME,
            ..CaseFinding::default()
        }
    }

    /// Under headquarters' own key, so that no device can take the id first.
    pub(crate) fn id(&self, home: &HqDirectory) -> Id {
        self.hashed(&[b"sotay matter ", &home.keys.subkey(Domain::Matter)[..]].concat())
    }

    /// As it was before ids were keyed; matters of that time go on under it.
    fn former_id(&self) -> Id {
        self.hashed(b"sotay matter")
    }

    /// Apart from its news.
    pub(crate) fn key(&self) -> Id {
        self.former_id()
    }

    pub(crate) fn is_raised_as(&self, fold: &Fold, matter: Id) -> bool {
        [self.id(fold.home), self.former_id()].contains(&matter)
    }

    fn hashed(&self, before: &[u8]) -> Id {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(self.what.as_bytes());
        for id in [self.about, self.other].into_iter().flatten() {
            hash.update(id.0);
        }
        hash.update(self.question.as_bytes());
        hash.update(self.marks.as_bytes());
        let whole: [u8; 32] = hash.finalize().into();
        Id::new(0, whole.first_chunk::<10>().copied().unwrap_or_default())
    }

    fn fields(&self, kind: &Kind, today: crate::record::Date) -> Fields {
        let text = |t: &str| (!t.is_empty()).then(|| Value::Text(t.to_owned()));
        let choice = |id: &str| Some(Value::Choice(id.to_owned()));
        let settled = |id: &str| self.settled.then(|| Value::Choice(id.to_owned()));
        let marks = [self.marks.as_str(), &self.news].join(" ");
        let sure = self.settled.then(|| HqWord::SureOfIt.text(Lang::Vi));
        let reason = sure.unwrap_or_default();
        let all = [
            ("what", choice(self.what)),
            ("cause", choice(self.cause).filter(|_| !self.cause.is_empty())),
            ("about", self.about.map(Value::Link)),
            ("other", self.other.map(Value::Link)),
            ("question", text(&self.question)),
            ("first", text(&self.first)),
            ("second", text(&self.second)),
            ("base", text(&self.base)),
            ("who", text(&self.who)),
            ("heads", text(marks.trim_end())),
            ("found", Some(Value::Date(today))),
            ("state", choice(if self.settled { "xong" } else { "cho" })),
            ("decision", settled(decision::KEEP_FIRST)),
            ("reason", text(&reason)),
        ];
        let no = |id: &str| kind.field_by_id(id).map(|f| f.no);
        let waits = self.waits.iter().flat_map(QuarantinedChanges::answers);
        let all = all.into_iter().chain(waits.map(|(id, value)| (id, Some(value))));
        all.filter_map(|(id, value)| Some((no(id)?, value?))).collect()
    }
}

/// The id of the verdict that a matter gives again; no device can take it first.
pub(crate) fn verdict_of(fold: &Fold, matter: Id) -> Id {
    let finding =
        CaseFinding { what: what::LOST, other: Some(matter), ..CaseFinding::default() };
    finding.id(fold.home)
}

/// One field's number in a kind of headquarters.
pub fn no(fold: &Fold, kind: &str, field: &str) -> FieldNo {
    let kind = fold.programme.kind_by_id(kind);
    kind.and_then(|k| k.field_by_id(field)).map_or(0, |f| f.no)
}

/// Writes it down unless it is known; true when it now waits.
pub(crate) fn raise(fold: &Fold, finding: CaseFinding) -> Result<bool, StoreError> {
    let Some(kind) = fold.programme.kind_by_id(KIND) else { return Ok(false) };
    if let Some(known) = known(fold, &finding)? {
        return again(fold, &known, &finding);
    }
    let id = finding.id(fold.home);
    let fields = finding.fields(kind, today_from_millis((fold.now)()));
    let (kind, origin) = (kind.no, Origin::Headquarters);
    Ok(write(fold, Change::Create { kind, id, fields, origin })? && !finding.settled)
}

/// The matter about this, if it was raised before. Another record under its id is none.
pub(crate) fn known(fold: &Fold, finding: &CaseFinding) -> Result<Option<Record>, StoreError> {
    for id in [finding.id(fold.home), finding.former_id()] {
        let found = fold.store.get(id)?;
        let is_one = |record: &Record| {
            fold.programme.kind(record.kind).is_some_and(|kind| kind.id == KIND)
        };
        if let Some(found) = found.filter(is_one) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Noted with what is known. A second piece of news of the same sort (its first letter) says that
/// it happened once more: what was settled waits again.
fn again(fold: &Fold, known: &Record, finding: &CaseFinding) -> Result<bool, StoreError> {
    // whoever deletes one has closed it
    let closed = answer(fold, known, "state") == "xong" || known.deleted.is_some();
    if finding.waits_again {
        return Ok(closed && reopen(fold, known)?);
    }
    let (heads, news) = (answer(fold, known, "heads"), &*finding.news);
    let mut marks = heads.split(' ');
    let noted = news.is_empty() || marks.clone().any(|mark| mark == news);
    if noted || heads.len() + news.len() >= MARKS {
        return Ok(false);
    }
    let more = marks.any(|mark| mark.get(..1) == news.get(..1) && mark.len() == news.len());
    let opens = more && closed;
    let known = &if opens { undeleted(fold, known)? } else { known.clone() };
    let mut set = vec![(no(fold, KIND, "heads"), Some(Value::Text([&heads, news].join(" "))))];
    let waits = Some(Value::Choice("cho".to_owned()));
    set.extend(opens.then(|| (no(fold, KIND, "state"), waits)));
    let change = Change::Patch { id: known.id, base: known.head, set };
    Ok(write(fold, change)? && opens)
}

/// It waits again for a reviewer.
pub(crate) fn reopen(fold: &Fold, matter: &Record) -> Result<bool, StoreError> {
    let matter = undeleted(fold, matter)?;
    let set = vec![(no(fold, KIND, "state"), Some(Value::Choice("cho".to_owned())))];
    write(fold, Change::Patch { id: matter.id, base: matter.head, set })
}

/// One that was deleted stands in lists again.
fn undeleted(fold: &Fold, matter: &Record) -> Result<Record, StoreError> {
    if matter.deleted.is_some() {
        write(fold, Change::Restore { id: matter.id, base: matter.head })?;
    }
    Ok(fold.store.get(matter.id)?.unwrap_or_else(|| matter.clone()))
}

/// Whether something waits in such a matter that is shown nowhere else.
pub fn keeps_changes(what: &str) -> bool {
    [what::SHUT_OUT, what::REFUSED, what::HELD].contains(&what)
}

/// Matters in which changes wait and that were deleted before they were decided: an older program
/// allowed that, and nothing else shows what waits.
pub(crate) fn restore_undecided(fold: &Fold) -> Result<(), StoreError> {
    let Some(kind) = fold.programme.kind_by_id(KIND).map(|kind| kind.no) else {
        return Ok(());
    };
    let filter = vec![(no(fold, KIND, "state"), "cho".to_owned())];
    let query = Query { filter, deleted: true, ..Query::all(kind) };
    for matter in fold.store.page(&query, 0, usize::MAX)?.rows {
        if keeps_changes(&answer(fold, &matter, "what")) {
            undeleted(fold, &matter)?;
        }
    }
    Ok(())
}

/// Matters about this record that are over without anybody's decision.
pub(crate) fn settle_vanished(
    fold: &Fold,
    about: Id,
    found: &[CaseFinding],
) -> Result<(), StoreError> {
    let Some(kind) = fold.programme.kind_by_id(KIND).map(|k| k.no) else { return Ok(()) };
    let need = Need::Pointing { kind, field: no(fold, KIND, "about"), to: about };
    let known = fold.store.context(&[need])?;
    let by_itself = |record: &&Record| {
        let text = |field: &str| answer(fold, record, field);
        let over = [what::CONFLICT, what::DELETION, what::REFUSED].contains(&&*text("what"))
            || text("cause") == cause::HASH;
        text("state") == "cho" && over
    };
    for record in known.iter().flat_map(|(_, records)| records).filter(by_itself) {
        if !found.iter().any(|finding| finding.is_raised_as(fold, record.id)) {
            vanish(fold, record)?;
        }
    }
    Ok(())
}

/// Over by itself.
pub(crate) fn vanish(fold: &Fold, matter: &Record) -> Result<(), StoreError> {
    let choice = |id: &str| Some(Value::Choice(id.to_owned()));
    let set = vec![
        (no(fold, KIND, "state"), choice("xong")),
        (no(fold, KIND, "decision"), choice(decision::GONE)),
        (no(fold, KIND, "reason"), Some(Value::Text(HqWord::OverByItself.text(Lang::Vi)))),
    ];
    write(fold, Change::Patch { id: matter.id, base: matter.head, set }).map(|_| ())
}

/// A text or a choice of a matter or a verdict.
pub(crate) fn answer(fold: &Fold, record: &Record, field: &str) -> String {
    let kind = fold.programme.kind(record.kind);
    let value = kind.and_then(|k| k.field_by_id(field)).and_then(|f| record.fields.get(f.no));
    value.and_then(Value::as_text).unwrap_or_default().to_owned()
}

pub(crate) fn link(fold: &Fold, record: &Record, field: &str) -> Option<Id> {
    let kind = fold.programme.kind(record.kind)?;
    record.fields.get(kind.field_by_id(field)?.no)?.as_link()
}

/// Headquarters' own change. False: the programme's rules or a limit refuse it, or the record has gone
/// on. No finding may stop the fold of everybody else's changes.
pub(crate) fn write(fold: &Fold, change: Change) -> Result<bool, StoreError> {
    let change = fitted(fold, change)?;
    let commit = Commit { changes: vec![change], ends_draft: None, allow_incomplete: true };
    match fold.store.commit(commit) {
        Ok(_) => Ok(true),
        Err(CommitError::Store(error)) if !error.is_about_content() => Err(error),
        Err(_) => Ok(false),
    }
}

/// With every text cut to what its field holds: they are made of what devices send, and no limit is
/// known there.
fn fitted(fold: &Fold, change: Change) -> Result<Change, StoreError> {
    let fit = |kind: Option<&Kind>, no: FieldNo, value: Value| match value {
        Value::Text(text) => {
            let field = kind.and_then(|kind| kind.field(no));
            let bytes = match field.map(|field| &field.ty) {
                Some(Type::Note) => limits::NOTE,
                _ => limits::TEXT,
            };
            Value::Text(text::cut(&text, field.map_or(bytes, |field| field.max_len), bytes))
        }
        other => other,
    };
    Ok(match change {
        Change::Create { kind, id, fields, origin } => {
            let known = fold.programme.kind(kind);
            let all = fields.iter().map(|(no, value)| (no, fit(known, no, value.clone())));
            Change::Create { kind, id, fields: all.collect(), origin }
        }
        Change::Patch { id, base, set } => {
            let record = fold.store.get(id)?;
            let kind = record.and_then(|record| fold.programme.kind(record.kind));
            let one =
                |(no, value): (FieldNo, Option<Value>)| (no, value.map(|v| fit(kind, no, v)));
            Change::Patch { id, base, set: set.into_iter().map(one).collect() }
        }
        Change::Delete { id, base, reason } => {
            let reason = text::cut(&reason, limits::REASON, limits::REASON);
            Change::Delete { id, base, reason }
        }
        other @ Change::Restore { .. } => other,
    })
}

//! What waits for a reviewer, as records of a kind that only headquarters has: so lists, pages and
//! the command line serve them. A matter's id is made from what it is about; the same is never
//! raised twice.

use sha2::{Digest, Sha256};

use super::fold::Fold;
use super::log::{self, Incident};
use super::officer::{Enrolled, hex};
use crate::lang::Lang;
use crate::programme::answer::show_in;
use crate::programme::check::Need;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Change, FieldNo, Fields, Id, Origin, Record, Value};
use crate::store::{Commit, CommitError, StoreError};
use crate::sync::merge::{Conflict, Proposal};
use crate::text::format::{iso, moment_from_millis, today_from_millis};

pub const KIND: &str = "matter";
/// Letters of a side that a matter shows; the whole answer is in the record's history.
const SHOWN: usize = 2000;

/// What sort of matter; ids of the choice list.
pub mod what {
    pub const CONFLICT: &str = "mau_thuan";
    pub const DUPLICATE: &str = "trung";
    pub const DELETION: &str = "xoa";
    pub const INCIDENT: &str = "su_co";
    pub const SHUT_OUT: &str = "cach_ly";
    pub const HELD: &str = "giu";
}

/// Something that a reviewer has to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    pub what: &'static str,
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
    /// found and settled by the program
    pub settled: bool,
}

impl Finding {
    pub fn conflict(
        programme: &Programme,
        kind: Option<&Kind>,
        id: Id,
        c: &Conflict,
    ) -> Finding {
        let field = kind.and_then(|kind| kind.field(c.field));
        let shown = |value: Option<&Value>| match (field, value) {
            (Some(field), Some(value)) => {
                cut(&show_in(programme, field, value, Lang::Vi), SHOWN)
            }
            _ => String::new(),
        };
        let side = |at: usize| shown(c.sides.get(at).and_then(|s| s.value.as_ref()));
        let marks: Vec<String> = c.sides.iter().map(|s| format!("{:016x}", s.head)).collect();
        let who = c.sides.iter().map(|s| {
            let millis = s.author.hlc.millis();
            format!("{} {}", s.name, moment_from_millis(millis, today_from_millis(0)))
        });
        Finding {
            what: what::CONFLICT,
            about: Some(id),
            question: field.map(|f| f.id.clone()).unwrap_or_default(),
            first: side(0),
            second: side(1),
            base: shown(c.base.as_ref()),
            who: cut(&who.collect::<Vec<_>>().join(" · "), 400),
            marks: cut(&marks.join(" "), 400),
            ..Finding::default()
        }
    }

    pub fn deletion(id: Id, proposal: &Proposal) -> Finding {
        Finding {
            what: what::DELETION,
            about: Some(id),
            first: proposal.reason.clone(),
            who: proposal.name.clone(),
            marks: format!("{:016x}", proposal.head),
            ..Finding::default()
        }
    }

    /// `sure`: by the tax code and a similar name.
    pub fn duplicate(kept: Id, other: Id, who: String, sure: bool) -> Finding {
        let (about, other) = (Some(kept), Some(other));
        Finding {
            what: what::DUPLICATE,
            about,
            other,
            who,
            settled: sure,
            ..Finding::default()
        }
    }

    pub fn forked(device: [u8; 16], epoch: u64, name: &str, reason: &str) -> Finding {
        let marks = format!("{} {epoch:016x}", hex(&device));
        let (who, first) = (name.to_owned(), cut(reason, 400));
        Finding { what: what::INCIDENT, first, who, marks, ..Finding::default() }
    }

    /// Seen while receiving.
    pub fn incident(device: [u8; 16], name: &str, incident: &Incident) -> Finding {
        let sort = match incident.what {
            log::What::Fork => "fork",
            log::What::Signature => "signature",
            log::What::Officer => "officer",
        };
        let day = iso(today_from_millis(incident.time));
        let marks = format!("{} {sort} {:016x} {day}", hex(&device), incident.epoch);
        let first = incident_text(incident.what).to_owned();
        Finding {
            what: what::INCIDENT,
            first,
            who: name.to_owned(),
            marks,
            ..Finding::default()
        }
    }

    pub fn forbidden(device: [u8; 16], name: &str, opid: &[u8; 16]) -> Finding {
        let marks = format!("{} {}", hex(&device), hex(opid));
        Finding { what: what::INCIDENT, who: name.to_owned(), marks, ..Finding::default() }
    }

    pub fn held(device: [u8; 16], name: &str, broken: bool) -> Finding {
        let marks = format!("{} {}", hex(&device), if broken { "broken" } else { "newer" });
        Finding { what: what::HELD, who: name.to_owned(), marks, ..Finding::default() }
    }

    pub fn shut_out(officer: &Enrolled) -> Finding {
        let marks = hex(&officer.who().device);
        let who = officer.who().name.clone();
        Finding { what: what::SHUT_OUT, who, marks, ..Finding::default() }
    }

    pub fn id(&self) -> Id {
        let mut hash = Sha256::new();
        hash.update(b"sotay matter");
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
        let all = [
            ("what", choice(self.what)),
            ("about", self.about.map(Value::Link)),
            ("other", self.other.map(Value::Link)),
            ("question", text(&self.question)),
            ("first", text(&self.first)),
            ("second", text(&self.second)),
            ("base", text(&self.base)),
            ("who", text(&self.who)),
            ("heads", text(&self.marks)),
            ("found", Some(Value::Date(today))),
            ("state", choice(if self.settled { "xong" } else { "cho" })),
            ("decision", settled("nhat")),
        ];
        let no = |id: &str| kind.field_by_id(id).map(|f| f.no);
        all.into_iter().filter_map(|(id, value)| Some((no(id)?, value?))).collect()
    }
}

fn incident_text(what: log::What) -> &'static str {
    match what {
        log::What::Fork => "Nghi nhân bản máy, hoặc máy dựng lại từ bản sao cũ",
        log::What::Signature => "Chữ ký không đúng của máy này",
        log::What::Officer => "Máy đến dưới tên cán bộ khác",
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// One field's number in a kind of headquarters.
pub fn no(fold: &Fold, kind: &str, field: &str) -> FieldNo {
    let kind = fold.programme.kind_by_id(kind);
    kind.and_then(|k| k.field_by_id(field)).map_or(0, |f| f.no)
}

/// Writes it down unless it is known; true when it now waits.
pub(super) fn raise(fold: &Fold, finding: Finding) -> Result<bool, StoreError> {
    let id = finding.id();
    let Some(kind) = fold.programme.kind_by_id(KIND) else { return Ok(false) };
    if fold.store.get(id)?.is_some() {
        return Ok(false);
    }
    let fields = finding.fields(kind, today_from_millis((fold.now)()));
    let (kind, origin) = (kind.no, Origin::Headquarters);
    Ok(write(fold, Change::Create { kind, id, fields, origin })? && !finding.settled)
}

/// Matters about this record that are over without anybody's decision.
pub(super) fn settle_vanished(
    fold: &Fold,
    about: Id,
    found: &[Finding],
) -> Result<(), StoreError> {
    let Some(kind) = fold.programme.kind_by_id(KIND).map(|k| k.no) else { return Ok(()) };
    let need = Need::Pointing { kind, field: no(fold, KIND, "about"), to: about };
    let known = fold.store.context(&[need])?;
    let by_itself = |record: &&Record| {
        let text = |field: &str| answer(fold, record, field);
        text("state") == "cho" && [what::CONFLICT, what::DELETION].contains(&&*text("what"))
    };
    for record in known.iter().flat_map(|(_, records)| records).filter(by_itself) {
        if !found.iter().any(|finding| finding.id() == record.id) {
            let choice = |id: &str| Some(Value::Choice(id.to_owned()));
            let set = vec![
                (no(fold, KIND, "state"), choice("xong")),
                (no(fold, KIND, "decision"), choice("het")),
            ];
            write(fold, Change::Patch { id: record.id, base: record.head, set })?;
        }
    }
    Ok(())
}

/// A text or a choice of a matter or a verdict.
pub(super) fn answer(fold: &Fold, record: &Record, field: &str) -> String {
    let kind = fold.programme.kind(record.kind);
    let value = kind.and_then(|k| k.field_by_id(field)).and_then(|f| record.fields.get(f.no));
    value.and_then(Value::as_text).unwrap_or_default().to_owned()
}

pub(super) fn link(fold: &Fold, record: &Record, field: &str) -> Option<Id> {
    let kind = fold.programme.kind(record.kind)?;
    record.fields.get(kind.field_by_id(field)?.no)?.as_link()
}

/// Headquarters' own change. False: the programme's rules refuse it, or the record has gone on.
pub(super) fn write(fold: &Fold, change: Change) -> Result<bool, StoreError> {
    let commit = Commit { changes: vec![change], ends_draft: None, allow_incomplete: true };
    match fold.store.commit(commit) {
        Ok(_) => Ok(true),
        Err(CommitError::Store(error)) => Err(error),
        Err(_) => Ok(false),
    }
}

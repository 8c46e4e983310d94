//! Something that a reviewer has to know, before it becomes a case. Its id is computed from its
//! subject, so that nothing is raised twice.

use sha2::{Digest, Sha256};

use crate::hq::HqDirectory;
use crate::hq::review::marks::CaseMarks;
use crate::hq::review::quarantined::QuarantinedChanges;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::programme::answer::show;
use crate::programme::spec::{Kind, Programme};
use crate::record::review_case::{CaseCause, CaseDecision, CaseKind, CaseState, VerdictChoice};
use crate::record::{Fields, Id, Value};
use crate::storage::crypto::key::Domain;
use crate::storage::limits;
use crate::sync::merge::{Conflict, Proposal};
use crate::text;
use crate::text::format::show_moment;

/// Maximum letters of an answer in a case; the whole answer is in the record's history.
pub(crate) const SHOWN: usize = 2000;

/// Maximum letters of the changes and of the reason in a verdict `Edited`.
pub(crate) const EDIT_LETTERS: usize = 1000;

/// Something that a reviewer has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFinding {
    pub kind: CaseKind,
    pub cause: Option<CaseCause>,
    pub about: Option<Id>,
    pub other: Option<Id>,
    /// id of a field
    pub question: String,
    pub first: String,
    pub second: String,
    pub base: String,
    pub who: String,
    /// identify the case
    pub marks: CaseMarks,
    /// marks to add to an existing case
    pub news: CaseMarks,
    /// found and decided by the program
    pub settled: bool,
    /// reopens the case if it is closed
    pub(crate) reopens: bool,
    /// the device that can cause any number of these
    pub(crate) by: Option<[u8; 16]>,
    /// quarantined changes of a revoked device
    pub(crate) is_open: Option<QuarantinedChanges>,
}

impl CaseFinding {
    /// A finding without details.
    pub(crate) fn of(kind: CaseKind) -> CaseFinding {
        CaseFinding {
            kind,
            cause: None,
            about: None,
            other: None,
            question: String::new(),
            first: String::new(),
            second: String::new(),
            base: String::new(),
            who: String::new(),
            marks: CaseMarks::new(),
            news: CaseMarks::new(),
            settled: false,
            reopens: false,
            by: None,
            is_open: None,
        }
    }

    pub fn conflict_case(
        programme: &Programme,
        kind: Option<&Kind>,
        id: Id,
        c: &Conflict,
    ) -> CaseFinding {
        let field = kind.and_then(|kind| kind.field(c.field));
        let shown = |value: Option<&Value>| match (field, value) {
            (Some(field), Some(value)) => {
                text::cut(&show(programme, field, value, Lang::Vi), SHOWN, limits::NOTE / 2)
            }
            _ => String::new(),
        };
        let side = |at: usize| shown(c.sides.get(at).and_then(|s| s.value.as_ref()));
        let heads = c.sides.iter().map(|side| side.head);
        let marks = heads.fold(CaseMarks::new(), CaseMarks::number);
        let who = c
            .sides
            .iter()
            .map(|s| format!("{} {}", s.name, show_moment(s.author.hlc.millis())));
        CaseFinding {
            about: Some(id),
            question: field.map(|f| f.id.clone()).unwrap_or_default(),
            first: side(0),
            second: side(1),
            base: shown(c.base.as_ref()),
            who: who.collect::<Vec<_>>().join(" · "),
            marks: marks.cut(),
            ..CaseFinding::of(CaseKind::Conflict)
        }
    }

    pub fn deletion_case(id: Id, proposal: &Proposal) -> CaseFinding {
        CaseFinding {
            about: Some(id),
            first: proposal.reason.clone(),
            who: proposal.name.clone(),
            marks: CaseMarks::new().number(proposal.head),
            ..CaseFinding::of(CaseKind::Deletion)
        }
    }

    /// Settled at once if there is no doubt.
    pub fn duplicate_case(kept: Id, other: Id, why: CaseCause) -> CaseFinding {
        let (about, other) = (Some(kept), Some(other));
        CaseFinding {
            cause: Some(why),
            about,
            other,
            settled: why == CaseCause::SameCodeAndName,
            ..CaseFinding::of(CaseKind::Duplicate)
        }
    }

    pub(crate) fn id(&self, home: &HqDirectory) -> Id {
        self.hashed(&own_prefix(home))
    }

    /// The id before ids were keyed; cases from that time keep it.
    pub(crate) fn former_id(&self) -> Id {
        self.hashed(b"sotay matter")
    }

    /// Identifies the finding, apart from its news.
    pub(crate) fn key(&self) -> Id {
        self.former_id()
    }

    pub(crate) fn is_raised_as(&self, home: &HqDirectory, matter: Id) -> bool {
        [self.id(home), self.former_id()].contains(&matter)
    }

    fn hashed(&self, before: &[u8]) -> Id {
        let about = [self.about, self.other];
        case_id(before, self.kind.id(), about, &[&self.question, self.marks.as_str()])
    }

    pub(crate) fn fields(&self, kind: &Kind, today: crate::record::Date) -> Fields {
        let text = |t: &str| (!t.is_empty()).then(|| Value::Text(t.to_owned()));
        let choice = |id: &str| Some(Value::Choice(id.to_owned()));
        let settled = |id: &str| self.settled.then(|| Value::Choice(id.to_owned()));
        let marks = self.marks.clone().word(self.news.as_str());
        let sure = self.settled.then(|| hq_words::sure_of_it(Lang::Vi));
        let reason = sure.unwrap_or_default();
        let state = if self.settled { CaseState::Settled } else { CaseState::Waiting };
        let all = [
            ("what", choice(self.kind.id())),
            ("cause", self.cause.and_then(|cause| choice(cause.id()))),
            ("about", self.about.map(Value::Link)),
            ("other", self.other.map(Value::Link)),
            ("question", text(&self.question)),
            ("first", text(&self.first)),
            ("second", text(&self.second)),
            ("base", text(&self.base)),
            ("who", text(&self.who)),
            ("heads", text(marks.as_str())),
            ("found", Some(Value::Date(today))),
            ("state", choice(state.id())),
            ("decision", settled(CaseDecision::KeepFirst.id())),
            ("reason", text(&reason)),
        ];
        let no = |id: &str| kind.field_by_id(id).map(|f| f.no);
        let waits = self.is_open.iter().flat_map(QuarantinedChanges::answers);
        let all = all.into_iter().chain(waits.map(|(id, value)| (id, Some(value))));
        all.filter_map(|(id, value)| Some((no(id)?, value?))).collect()
    }
}

/// Prefix with headquarters' own key, so that no device can use the id first.
fn own_prefix(home: &HqDirectory) -> Vec<u8> {
    [b"sotay matter ", &home.keys.subkey(Domain::Matter)[..]].concat()
}

/// Id of the verdict about a reviewer's edit of this version of a record.
pub(crate) fn edit_id(home: &HqDirectory, about: Id, base: u64) -> Id {
    let marks = CaseMarks::new().number(base);
    let kind = VerdictChoice::Edited.id();
    case_id(&own_prefix(home), kind, [Some(about), None], &["", marks.as_str()])
}

/// Computes an id from the subject of a case.
fn case_id(before: &[u8], kind: &str, about: [Option<Id>; 2], texts: &[&str]) -> Id {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(kind.as_bytes());
    for id in about.into_iter().flatten() {
        hash.update(id.0);
    }
    for text in texts {
        hash.update(text.as_bytes());
    }
    let whole: [u8; 32] = hash.finalize().into();
    Id::new(0, whole.first_chunk::<10>().copied().unwrap_or_default())
}

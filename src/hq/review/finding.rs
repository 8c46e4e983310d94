//! Something that a reviewer has to know, before it is raised as a case. Its id is made from what it
//! is about, so that the same is never raised twice.

use crate::lang::hq as hq_words;
use sha2::{Digest, Sha256};

use crate::hq::HqDirectory;
use crate::hq::review::quarantined::QuarantinedChanges;
use crate::lang::Lang;
use crate::programme::answer::show_in;
use crate::programme::spec::{Kind, Programme};
use crate::record::review_case::{cause, decision, what};
use crate::record::{Fields, Id, Value};
use crate::storage::crypto::key::Domain;
use crate::storage::limits;
use crate::sync::merge::{Conflict, Proposal};
use crate::text;
use crate::text::format::show_moment;

/// Letters of a side that a case shows; the whole answer is in the record's history.
pub(crate) const SHOWN: usize = 2000;

/// The verdict that says what a reviewer changed; an id of the choice list.
pub(crate) const EDITED: &str = "sua";

/// Letters of what was changed, and of the reason, as that verdict's fields hold them.
pub(crate) const EDIT_LETTERS: usize = 1000;

/// Letters of all marks of a case.
pub(crate) const MARKS: usize = 400;

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
    pub(crate) reopens: bool,
    /// the device that can bring up any number of these
    pub(crate) by: Option<[u8; 16]>,
    /// what came from a device that was shut out
    pub(crate) is_open: Option<QuarantinedChanges>,
}

impl CaseFinding {
    pub fn conflict_case(
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

    pub fn deletion_case(id: Id, proposal: &Proposal) -> CaseFinding {
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
    pub fn duplicate_case(kept: Id, other: Id, why: &'static str) -> CaseFinding {
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

    /// As it was before ids were keyed; cases of that time go on under it.
    pub(crate) fn former_id(&self) -> Id {
        self.hashed(b"sotay matter")
    }

    /// Apart from its news.
    pub(crate) fn key(&self) -> Id {
        self.former_id()
    }

    pub(crate) fn is_raised_as(&self, home: &HqDirectory, matter: Id) -> bool {
        [self.id(home), self.former_id()].contains(&matter)
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

    pub(crate) fn fields(&self, kind: &Kind, today: crate::record::Date) -> Fields {
        let text = |t: &str| (!t.is_empty()).then(|| Value::Text(t.to_owned()));
        let choice = |id: &str| Some(Value::Choice(id.to_owned()));
        let settled = |id: &str| self.settled.then(|| Value::Choice(id.to_owned()));
        let marks = [self.marks.as_str(), &self.news].join(" ");
        let sure = self.settled.then(|| hq_words::sure_of_it(Lang::Vi));
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
        let waits = self.is_open.iter().flat_map(QuarantinedChanges::answers);
        let all = all.into_iter().chain(waits.map(|(id, value)| (id, Some(value))));
        all.filter_map(|(id, value)| Some((no(id)?, value?))).collect()
    }
}

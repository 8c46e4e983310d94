//! Raises a case for each verdict that a laptop reports and headquarters has lost. The laptop
//! cannot prove it, so a reviewer decides; accepting it creates a new verdict with today's date.
//! Reports from revoked or replaced laptops are used too, as they may have the only copy; the case
//! says so.
//!
//! A report waits if its record is not here yet, or if its officer is not known to have changed the
//! record. It is stored as a review under an id that is made from record and device and belongs to
//! no record. It is checked again whenever something arrives for its record, so the order does not
//! matter.

use std::collections::BTreeSet;

use crate::hq::admin::directory::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::hq::fold::context::Fold;
use crate::hq::fold::cursors::reporter_mark;
use crate::hq::ingest::log::Verdicts;
use crate::hq::review::case;
use crate::hq::review::case::{answer, no};
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::marks::CaseMarks;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::programme::check::Need;
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::record::review_case::CaseDecision;
use crate::record::review_case::CaseKind;
use crate::record::review_case::VerdictChoice;
use crate::record::{Change, Hlc, Id, Origin, Record, Review, Value, Verdict};
use crate::storage::format::down::{About, Down};
use crate::storage::limits;
use crate::store::StoreError;
use crate::sync::verdicts;
use crate::text::format::show_moment;
use crate::text::{clean, cut, visible_line};

/// Maximum letters of a reason in a case, as in a verdict.
const REASON_LETTERS: usize = 1000;

/// The reporting device.
struct Reporter {
    device: [u8; 16],
    officer: Id,
    name: String,
    is_revoked: bool,
}

impl Reporter {
    fn of(enrolled: &Enrolled) -> Reporter {
        let who = enrolled.certificate();
        let (device, officer, name) = (who.device, who.officer, who.display_name());
        Reporter { device, officer, name, is_revoked: enrolled.is_revoked() }
    }
}

/// How a report relates to what is known here.
enum ReportedVerdict {
    /// the record is not here, or its officer is not known to have changed it
    Early,
    /// there is a later review, or no reviewer could have given this one
    Settled,
    Lost(Box<Record>),
}

impl Fold<'_> {
    pub(crate) fn take_verdicts(
        &mut self,
        device: [u8; 16],
        said: &Verdicts,
    ) -> Result<(), StoreError> {
        let whose = self.officers.iter().find(|o| o.certificate().device == device);
        let Some(reporter) = whose.map(Reporter::of) else { return Ok(()) };
        let all = verdicts::read(&said.content).unwrap_or_default();
        let mut early = Down::default();
        for (about, review) in all {
            match self.report(reporter.officer, about, &review)? {
                ReportedVerdict::Early => {
                    let waits = waiting_id(self.home, about, device);
                    early.reviews.push(About::of(waits, &fitted(review)));
                }
                ReportedVerdict::Settled => {}
                ReportedVerdict::Lost(record) => {
                    let finding = self.lost_verdict(&reporter, &record, &review);
                    self.findings.extend(finding);
                }
            }
        }
        if early.is_empty() {
            return Ok(());
        }
        self.reporters.insert(device);
        self.write_down(early, vec![(reporter_mark(&device), 1)])
    }

    /// Handles reports that waited for these records or for their officers' changes.
    pub(crate) fn take_early_verdicts(&mut self, arrived: &[Id]) -> Result<(), StoreError> {
        if self.reporters.is_empty() {
            return Ok(());
        }
        for id in arrived {
            let ops = self.store.downlink().remote_ops(*id)?.ops;
            let writers: BTreeSet<[u8; 16]> = ops.iter().map(|op| op.officer).collect();
            let mut found = Vec::new();
            for reporter in self.officers.iter().map(Reporter::of) {
                let device = reporter.device;
                if !writers.contains(&reporter.officer.0) || !self.reporters.contains(&device) {
                    continue;
                }
                let waiting =
                    self.store.downlink().remote_ops(waiting_id(self.home, *id, device))?.early;
                let Some(review) = waiting else { continue };
                if let ReportedVerdict::Lost(record) =
                    self.report(reporter.officer, *id, &review)?
                {
                    found.extend(self.lost_verdict(&reporter, &record, &review));
                }
            }
            self.findings.extend(found);
        }
        Ok(())
    }

    fn report(
        &self,
        officer: Id,
        about: Id,
        review: &Review,
    ) -> Result<ReportedVerdict, StoreError> {
        if !matches!(review.verdict, Verdict::Approved | Verdict::SentBack { .. }) {
            return Ok(ReportedVerdict::Settled);
        }
        let Some(record) = self.store.records().get(about)? else {
            return Ok(ReportedVerdict::Early);
        };
        if record.review.as_ref().is_some_and(|known| known.at >= review.at) {
            return Ok(ReportedVerdict::Settled);
        }
        let ops = self.store.downlink().remote_ops(about)?.ops;
        match ops.iter().any(|op| op.officer == officer.0) {
            true => Ok(ReportedVerdict::Lost(Box::new(record))),
            false => Ok(ReportedVerdict::Early),
        }
    }

    fn lost_verdict(
        &self,
        reporter: &Reporter,
        record: &Record,
        review: &Review,
    ) -> Option<CaseFinding> {
        let (verdict, field) = match review.verdict {
            Verdict::Approved => (VerdictChoice::Approved.id(), None),
            Verdict::SentBack { field } => (VerdictChoice::SentBack.id(), field),
            _ => return None,
        };
        let list = self.programme.list("verdict");
        let label = list.and_then(|list| list.choice(verdict)).map(|c| c.label.vi.clone());
        let (by, when) = (one_line(&review.by), show_moment(review.at));
        let reason = cut(&one_line(&review.reason), REASON_LETTERS, limits::NOTE / 4);
        let verdict_word = label.unwrap_or_default();
        let because = if reason.is_empty() { String::new() } else { format!(" · {reason}") };
        let changed = record.head != review.head;
        let word = hq_words::lost_verdict(Lang::Vi, &verdict_word, &by, &when, &because);
        let mut first = word;
        if reporter.is_revoked {
            first = format!("{first} {}", hq_words::told_by_shut_out(Lang::Vi));
        }
        if changed {
            first = format!("{first} {}", hq_words::changed_since(Lang::Vi));
        }
        let kind = self.programme.kind(record.kind);
        let question = field.and_then(|no| kind?.field(no)).map(|f| f.id.clone());
        Some(CaseFinding {
            about: Some(record.id),
            question: question.unwrap_or_default(),
            first,
            second: reason,
            base: verdict.to_owned(),
            who: reporter.name.clone(),
            // one case for each record and device, whatever the device makes up
            marks: CaseMarks::new().short_device(&reporter.device),
            news: CaseMarks::new().number(review.head),
            ..CaseFinding::of(CaseKind::LostVerdict)
        })
    }
}

fn one_line(text: &str) -> String {
    clean(&visible_line(text), false)
}

/// Cuts the texts to the length that a case can show.
fn fitted(review: Review) -> Review {
    let reason = cut(&one_line(&review.reason), REASON_LETTERS, limits::NOTE / 4);
    Review { reason, by: cut(&one_line(&review.by), REASON_LETTERS, limits::TEXT), ..review }
}

/// Id under which a device's report waits for its record. Keyed, so that no device can create a
/// record with this id.
fn waiting_id(home: &HqDirectory, about: Id, device: [u8; 16]) -> Id {
    let other = Some(Id(device));
    CaseFinding { about: Some(about), other, ..CaseFinding::of(CaseKind::LostVerdict) }.id(home)
}

/// Creates the verdict again. Returns false if the record has changed since and must be reviewed
/// again.
pub(crate) fn restore_verdict(
    fold: &Fold,
    matter: &Record,
    record: &Record,
) -> Result<bool, StoreError> {
    // a case restores its verdict only once
    let id = case::verdict_of(fold, matter.id);
    if fold.store.records().get(id)?.is_some() {
        return Ok(true);
    }
    let head = CaseMarks::read(&answer(fold, matter, "heads")).second_number();
    let Some(kind) =
        fold.programme.with_role(KindRole::Verdict).filter(|_| head == Some(record.head))
    else {
        return Ok(false);
    };
    let (verdict, question) = (answer(fold, matter, "base"), answer(fold, matter, "question"));
    let text = |t: String| (!t.is_empty()).then_some(Value::Text(t));
    let all = [
        ("about", Some(Value::Link(record.id))),
        ("verdict", Some(Value::Choice(verdict))),
        ("question", text(question)),
        ("reason", text(answer(fold, matter, "second"))),
    ];
    let fields = all
        .into_iter()
        .filter_map(|(id, value)| Some((no(fold, KindRole::Verdict, id), value?)))
        .collect();
    let (kind, origin) = (kind.no, Origin::Headquarters);
    let change = Change::Create { kind, id, fields, origin };
    case::write(fold, change)
}

/// Closes the reports about a record, as a new verdict settles them.
pub(crate) fn close_report(fold: &Fold, about: Id, given: Hlc) -> Result<(), StoreError> {
    let Some(kind) = fold.programme.with_role(KindRole::Case).map(|kind| kind.no) else {
        return Ok(());
    };
    let need = Need::LinkingTo { kind, field: no(fold, KindRole::Case, "about"), to: about };
    let known = fold.store.records().needs(&[need])?;
    let open = |record: &&Record| {
        let case = ReviewCase::of(fold.programme, record);
        let open = case.is_some_and(|case| {
            case.is_waiting() && case.kind() == Some(CaseKind::LostVerdict)
        });
        open && record.created.hlc < given
    };
    for matter in known.iter().flat_map(|(_, records)| records).filter(open) {
        case::close_case(fold, matter)?;
    }
    Ok(())
}

pub(crate) fn is_taken(decided: Option<CaseDecision>) -> bool {
    matches!(decided, Some(CaseDecision::GiveAgain | CaseDecision::First))
}

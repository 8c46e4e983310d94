//! The top of a review case's page: both sides with their differences, authors and times, and the
//! decision of each key.
//!
//! The possible decisions depend on the case's kind. Only [`decision`] knows them; keys, hints and
//! rows use it.

use crate::app::event::ComparedRecord;
use crate::app::intent::Intent;
use crate::app::layer::scene::RecordPage;
use crate::app::layer::scene::{LABEL, PageScene};
use crate::app::lines::{LineShape, ScreenLine};
use crate::app::title;
use crate::keymap::action::Action;
use crate::lang::{form, review_case as say};
use crate::programme::faults::lower;
use crate::programme::review_case::ReviewCase;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind};
use crate::record::review_case::CaseCause;
use crate::record::review_case::CaseDecision;
use crate::record::review_case::CaseKind;
use crate::record::{KindNo, Record, Value};
use crate::text::{cells, format};

/// Ids of the fields that distinguish establishments.
const COMPARED: [&str; 5] = ["name", "place", "tax_code", "contact_phone", "sector"];
/// Minimum width in cells to show the sides next to each other.
const WIDE_SCREEN: usize = 60;
/// Width of the label column in cells.
pub const SIDE_LABEL: usize = 15;

/// The decision that an action makes on this kind of case, if any.
pub fn decision(kind: CaseKind, action: Action) -> Option<CaseDecision> {
    use Action::{MatterBase, MatterEdit, MatterFirst, MatterSecond};
    use CaseDecision as D;
    use CaseKind as K;
    Some(match (kind, action) {
        (K::Conflict, MatterFirst) => D::First,
        (K::Conflict, MatterSecond) => D::Second,
        (K::Conflict, MatterBase) => D::Base,
        (K::Conflict, MatterEdit) => D::OtherAnswer,
        (K::Duplicate, MatterFirst) => D::KeepFirst,
        (K::Duplicate, MatterSecond) => D::KeepSecond,
        (K::Duplicate, MatterBase) => D::KeepBoth,
        (K::Deletion, MatterFirst) => D::Delete,
        (K::Deletion, MatterBase) => D::KeepRecord,
        (K::Quarantine | K::Refused, MatterFirst) => D::Accept,
        (K::Quarantine | K::Refused, MatterBase) => D::Reject,
        (K::LostVerdict, MatterFirst) => D::GiveAgain,
        (K::LostVerdict, MatterBase) => D::LeaveOut,
        (K::Quarantine, MatterEdit) => D::AcceptSome,
        (K::Incident | K::Held, MatterFirst) => D::Handled,
        _ => return None,
    })
}

pub fn case_lines(
    lines: &mut Vec<ScreenLine>,
    page: &RecordPage,
    scene: &PageScene,
    kind: &Kind,
    matter: &Record,
) {
    let Some(case) = ReviewCase::of(scene.programme, matter) else { return };
    let sort = case.kind();
    fact(lines, scene, kind, matter, "cause");
    // if the sides are below each other, their headings link to the records
    let heads_lead =
        !is_wide(scene) && matches!(sort, Some(CaseKind::Conflict | CaseKind::Duplicate));
    if !heads_lead {
        let links = ["about", "other"].into_iter().filter_map(|id| kind.field_by_id(id));
        links.for_each(|field| page.fact(lines, scene, matter, field));
    }
    match sort {
        Some(CaseKind::Conflict) => conflict(lines, page, scene, kind, matter),
        Some(CaseKind::Duplicate) => duplicate(lines, page, scene),
        Some(CaseKind::Deletion) => {
            push(lines, scene, say::proposed_by(scene.lang), text(kind, matter, "who"));
            push(lines, scene, say::proposed_why(scene.lang), text(kind, matter, "first"));
            for one in &page.compared {
                let all = counted(scene, one);
                push(lines, scene, form::linked(scene.lang), &all);
            }
        }
        Some(CaseKind::Refused) => {
            push(lines, scene, say::written_by(scene.lang), text(kind, matter, "who"));
            push(lines, scene, say::would_write(scene.lang), text(kind, matter, "first"));
        }
        Some(CaseKind::LostVerdict) => {
            push(lines, scene, say::officer_of(scene.lang), text(kind, matter, "who"));
            push(lines, scene, say::verdict(scene.lang), text(kind, matter, "first"));
        }
        _ => device(lines, scene, kind, matter, case),
    }
    if let Some(sort) = sort.filter(|_| case.is_waiting()) {
        choices(lines, scene, sort);
    }
}

/// Adds the rows with the decision of each key.
fn choices(lines: &mut Vec<ScreenLine>, scene: &PageScene, kind: CaseKind) {
    use Action::{MatterBase, MatterEdit, MatterFirst, MatterSecond};
    lines.push(ScreenLine::blank());
    lines.push(ScreenLine::heading(say::decide(scene.lang)));
    let list = scene.programme.list("matter_decision");
    for action in [MatterFirst, MatterSecond, MatterBase, MatterEdit] {
        let choice = decision(kind, action).and_then(|decision| list?.choice(decision.id()));
        let Some(choice) = choice else { continue };
        let width = scene.width.saturating_sub(6).max(16);
        let mut words = cells::wrap(choice.label.get(scene.lang), width).into_iter();
        let shape = LineShape::Choice(words.next().unwrap_or_default());
        lines.push(ScreenLine { shape, target: Some(Intent::Act(action)) });
        lines.extend(words.map(|rest| ScreenLine::text(format!("   {rest}"))));
    }
    lines.push(ScreenLine::blank());
}

fn is_wide(scene: &PageScene) -> bool {
    scene.width >= WIDE_SCREEN
}

/// The comparison: a head for each side with its record, and rows with a label and one cell for
/// each side.
struct MatterTable {
    heads: Vec<(String, Option<Intent>)>,
    rows: Vec<(String, Vec<String>)>,
}

fn conflict(
    lines: &mut Vec<ScreenLine>,
    page: &RecordPage,
    scene: &PageScene,
    kind: &Kind,
    matter: &Record,
) {
    let lang = scene.lang;
    let question = text(kind, matter, "question");
    let about = page.compared.first().and_then(|one| scene.programme.kind(one.record.kind));
    let field = about.and_then(|about| about.field_by_id(question));
    let label = field.map_or(question, |field| field.label.get(lang));
    push(lines, scene, say::question(lang), label);
    let shown = |id: &str| match text(kind, matter, id) {
        "" => "–".to_owned(),
        answer => answer.to_owned(),
    };
    let mut who = text(kind, matter, "who").split(" · ").map(str::to_owned);
    let mut who = || who.next().unwrap_or_default();
    let heads = [say::answer(lang, 1), say::before(lang), say::answer(lang, 2)];
    let target = page.compared.first().map(open_record);
    let table = MatterTable {
        heads: heads.map(|head| (head, target.clone())).into(),
        rows: vec![
            (label.to_owned(), vec![shown("first"), shown("base"), shown("second")]),
            (say::who_when(lang), vec![who(), String::new(), who()]),
        ],
    };
    table.put(lines, scene);
}

fn duplicate(lines: &mut Vec<ScreenLine>, page: &RecordPage, scene: &PageScene) {
    let [first, second] = page.compared.as_slice() else { return };
    let lang = scene.lang;
    let both = |of: &dyn Fn(&ComparedRecord) -> String| vec![of(first), of(second)];
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    let kind = scene.programme.kind(first.record.kind);
    for field in COMPARED.iter().filter_map(|id| kind?.field_by_id(id)) {
        let cells = both(&|one| shown(page, scene, field, &one.record));
        if cells.iter().all(|cell| cell == "–") {
            continue;
        }
        let label = field.label.get(lang);
        let same = cells.windows(2).all(|pair| pair.first() == pair.last());
        rows.push((if same { label.to_owned() } else { format!("≠ {label}") }, cells));
    }
    rows.push((say::written_by(lang), both(&|one| one.by.clone())));
    rows.push((say::written_at(lang), both(&|one| format::show_moment(one.made))));
    rows.push((say::visits(lang), both(&|one| one.visits.to_string())));
    rows.extend(linked_records(scene, [first, second]));
    let heads = [(1, first), (2, second)];
    let heads = heads.map(|(n, one)| (say::record(lang, n), Some(open_record(one)))).into();
    MatterTable { heads, rows }.put(lines, scene);
}

/// How many records of each kind link to a record, as text.
fn counted(scene: &PageScene, one: &ComparedRecord) -> String {
    let words = |(no, count): &(KindNo, usize)| {
        let kind = scene.programme.kind(*no).filter(|kind| !kind.is(KindRole::Case))?;
        Some(form::counted(scene.lang, &lower(kind.short.get(scene.lang)), *count))
    };
    let all: Vec<String> = one.linked.iter().filter_map(words).collect();
    if all.is_empty() { "–".to_owned() } else { all.join("; ") }
}

/// Rows with the counts of records that link to either side; a merge moves them to the remaining
/// record.
fn linked_records(
    scene: &PageScene,
    sides: [&ComparedRecord; 2],
) -> Vec<(String, Vec<String>)> {
    let count = |one: &ComparedRecord, no: KindNo| {
        let found = one.linked.iter().find(|(kind, _)| *kind == no);
        found.map_or(0, |(_, count)| *count)
    };
    // visits have their own row, and the case itself links to both records
    let kinds = scene.programme.kinds.iter();
    let kinds = kinds.filter(|kind| !kind.is(KindRole::Visit) && !kind.is(KindRole::Case));
    kinds
        .map(|kind| (kind, sides.map(|one| count(one, kind.no))))
        .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
        .map(|(kind, counts)| {
            (kind.short.get(scene.lang).to_owned(), counts.map(|n| n.to_string()).into())
        })
        .collect()
}

fn open_record(one: &ComparedRecord) -> Intent {
    Intent::OpenRecord(one.record.kind, one.record.id)
}

fn shown(page: &RecordPage, scene: &PageScene, field: &Field, record: &Record) -> String {
    let value = record.fields.get(field.no);
    let text = value.map(|value| {
        title::answer_text(scene.programme, field, value, &page.titles, scene.lang)
    });
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| "–".to_owned())
}

/// Adds the device of the case, its officer, and its changes in quarantine.
fn device(
    lines: &mut Vec<ScreenLine>,
    scene: &PageScene,
    kind: &Kind,
    matter: &Record,
    case: ReviewCase<'_>,
) {
    let lang = scene.lang;
    push(lines, scene, say::officer_of(lang), text(kind, matter, "who"));
    push(lines, scene, say::device(lang), digits(text(kind, matter, "heads")));
    if case.cause() == Some(CaseCause::OtherOfficersKey) {
        push(lines, scene, say::key_of(lang), text(kind, matter, "first"));
    }
    if case.kind() != Some(CaseKind::Quarantine) {
        return;
    }
    fact(lines, scene, kind, matter, "changes");
    fact(lines, scene, kind, matter, "newest");
    let kinds = text(kind, matter, "kinds")
        .split(' ')
        .filter_map(|id| Some(scene.programme.kind_by_id(id)?.label.get(lang).to_owned()));
    push(lines, scene, say::kinds(lang), &kinds.collect::<Vec<_>>().join(", "));
    for (line, n) in text(kind, matter, "first").lines().zip(1..) {
        push(lines, scene, say::waiting(lang, n), line);
    }
}

/// The first eight digits of the device id, which is the first mark; people compare these.
fn digits(marks: &str) -> &str {
    let device = marks.split(' ').next().unwrap_or_default();
    device.get(..8).filter(|_| device.len() == 32).unwrap_or_default()
}

fn text<'r>(kind: &Kind, record: &'r Record, field: &str) -> &'r str {
    let value = kind.field_by_id(field).and_then(|field| record.fields.get(field.no));
    value.and_then(Value::as_text).unwrap_or_default()
}

/// Adds an answer of the case with its label.
fn fact(
    lines: &mut Vec<ScreenLine>,
    scene: &PageScene,
    kind: &Kind,
    matter: &Record,
    field: &str,
) {
    let Some(field) = kind.field_by_id(field) else { return };
    let Some(value) = matter.fields.get(field.no) else { return };
    let shown =
        title::answer_text(scene.programme, field, value, &Default::default(), scene.lang);
    push(lines, scene, field.label.get(scene.lang).to_owned(), &shown);
}

fn push(lines: &mut Vec<ScreenLine>, scene: &PageScene, label: String, value: &str) {
    let width = scene.width.saturating_sub(LABEL + 4).max(16);
    let mut label = label;
    for value in cells::wrap(value, width).into_iter().filter(|part| !part.is_empty()) {
        let label = std::mem::take(&mut label);
        lines.push(ScreenLine { shape: LineShape::Fact { label, value }, target: None });
    }
}

impl MatterTable {
    fn put(self, lines: &mut Vec<ScreenLine>, scene: &PageScene) {
        lines.push(ScreenLine::blank());
        match is_wide(scene) {
            true => self.side_by_side(lines, scene),
            false => self.one_below_other(lines, scene),
        }
    }

    fn side_by_side(self, lines: &mut Vec<ScreenLine>, scene: &PageScene) {
        let sides = self.heads.len().max(1);
        let width = (scene.width.saturating_sub(2 + SIDE_LABEL) / sides).saturating_sub(1);
        let columns = |label: String, cells: Vec<String>| ScreenLine {
            shape: LineShape::Columns { label, cells },
            target: None,
        };
        let heads = self.heads.into_iter().map(|(head, _)| head).collect();
        lines.push(columns(String::new(), heads));
        for (label, row) in self.rows {
            let labels = cells::wrap(&label, SIDE_LABEL - 1);
            let wrapped: Vec<Vec<String>> =
                row.iter().map(|cell| cells::wrap(cell, width)).collect();
            let high = wrapped.iter().chain([&labels]).map(Vec::len).max().unwrap_or(0);
            for at in 0..high {
                let part = |of: &Vec<String>| of.get(at).cloned().unwrap_or_default();
                lines.push(columns(part(&labels), wrapped.iter().map(part).collect()));
            }
        }
    }

    fn one_below_other(self, lines: &mut Vec<ScreenLine>, scene: &PageScene) {
        for (at, (head, target)) in self.heads.into_iter().enumerate() {
            lines.push(ScreenLine { shape: LineShape::Heading(head), target });
            for (label, row) in &self.rows {
                let cell = row.get(at).map(String::as_str).unwrap_or_default();
                push(lines, scene, label.clone(), cell);
            }
        }
    }
}

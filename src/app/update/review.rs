//! Reviewing at headquarters: verdicts, assignments, decisions on cases. Each becomes a record of
//! headquarters, which the fold carries out. An officer's notebook does not have these kinds.

use crate::app::Effect;
use crate::app::cases::{decision_of_action, field_no};
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::{changes, forms, narrow, navigate};
use crate::keymap::action::Action;
use crate::lang::app as say;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Type};
use crate::record::review_case::CaseDecision;
use crate::record::review_case::CaseState;
use crate::record::review_case::VerdictChoice;
use crate::record::{Change, FieldNo, Fields, Id, Origin, Record, Reviewed, Value};
use crate::text::format::show_moment;

fn choice(id: &str) -> Value {
    Value::Choice(id.to_owned())
}

/// Opens the list of waiting cases.
pub fn open_cases(model: &mut Model) -> Vec<Effect> {
    let Some(cases) = model.programme.with_role(KindRole::Case) else { return Vec::new() };
    let mut effects = navigate::list(model, cases.no, false);
    let open = (
        field_no(model.programme, KindRole::Case, "state"),
        CaseState::Waiting.id().to_owned(),
    );
    let words = say::waiting_only(model.lang);
    effects.extend(narrow::narrow(model, Intent::Filter(Some(open)), words));
    narrow::freeze_filters(model);
    effects
}

/// Whether the layer below the page on top is a review queue. A decided record leaves the queue,
/// and the next one is under the cursor.
pub fn has_record_below(model: &Model) -> bool {
    let mut layers = model.stack.iter().rev();
    let page = layers.next().is_some_and(|top| matches!(top.screen, Screen::Page(_)));
    let queue = |screen: &Screen| match screen {
        Screen::List(list) => list.query.reviewed.is_some(),
        _ => false,
    };
    page && layers.next().is_some_and(|below| queue(&below.screen))
}

/// The record of the page on top.
fn record_below(model: &mut Model) -> Option<Box<Record>> {
    navigate::page_on_top(model).and_then(|page| page.record.clone())
}

/// Approves the record, unless its present version is already approved.
pub fn approve(model: &mut Model) -> Vec<Effect> {
    let Some(record) = record_below(model) else { return Vec::new() };
    if record.reviewed() == Reviewed::Approved {
        let by = record.review.as_ref().map(|review| (&*review.by, review.at));
        let (by, when) = by.unwrap_or_default();
        model.message = Some(say::approved_before(model.lang, by, &show_moment(when)));
        model.mark_dirty();
        return Vec::new();
    }
    let Some(kind) = model.programme.with_role(KindRole::Verdict).map(|kind| kind.no) else {
        return Vec::new();
    };
    let mut fields = Fields::new();
    fields.set(field_no(model.programme, KindRole::Verdict, "about"), Value::Link(record.id));
    fields.set(
        field_no(model.programme, KindRole::Verdict, "verdict"),
        choice(VerdictChoice::Approved.id()),
    );
    let (id, origin) = (model.new_id(), Origin::Headquarters);
    model.message = Some(say::approved_now(model.lang));
    changes::commit(model, vec![Change::Create { kind, id, fields, origin }])
}

/// Opens the form of a verdict that sends the record back. `at`: the field under the cursor.
pub fn send_back(model: &mut Model, at: Option<FieldNo>) -> Vec<Effect> {
    let Some(record) = record_below(model) else { return Vec::new() };
    let kind = model.programme.kind(record.kind);
    let field = kind.zip(at).and_then(|(kind, no)| kind.field(no));
    let question = field.map(|field| field.label.get(model.lang).to_owned());
    let mut given = vec![
        (field_no(model.programme, KindRole::Verdict, "about"), Value::Link(record.id)),
        (
            field_no(model.programme, KindRole::Verdict, "verdict"),
            choice(VerdictChoice::SentBack.id()),
        ),
    ];
    given.extend(question.map(|text| {
        (field_no(model.programme, KindRole::Verdict, "question"), Value::Text(text))
    }));
    let Some(verdict) = model.programme.with_role(KindRole::Verdict) else { return Vec::new() };
    forms::new_linked(model, verdict, &record, given)
}

pub fn assign(model: &mut Model) -> Vec<Effect> {
    let Some(record) = record_below(model) else { return Vec::new() };
    let given = vec![(field_no(model.programme, KindRole::Task, "owner"), choice("can_bo"))];
    let Some(task) = model.programme.with_role(KindRole::Task) else { return Vec::new() };
    forms::new_linked(model, task, &record, given)
}

/// Opens the form of the case with the decision set; the form asks for the reason. An answer that
/// cannot be typed in one line is changed in the record's form instead.
pub fn decide(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(matter) = record_below(model) else { return Vec::new() };
    if action == Action::MatterEdit
        && let Some((about, field)) = not_typed(model, &matter)
    {
        let (question, seek) = (field.label.get(model.lang), field.id.clone());
        let effects = navigate::page(model, about);
        model.message = Some(say::answer_there(model.lang, question));
        if let Some(page) = navigate::page_on_top(model) {
            page.seek = Some(seek);
        }
        return effects;
    }
    let Some(decision) = decision_of_action(model.programme, &matter, action) else {
        return Vec::new();
    };
    let ask = match decision {
        CaseDecision::OtherAnswer => "answer",
        CaseDecision::AcceptSome => "parts",
        _ => "reason",
    };
    let set = vec![
        (field_no(model.programme, KindRole::Case, "state"), choice(CaseState::Settled.id())),
        (field_no(model.programme, KindRole::Case, "decision"), choice(decision.id())),
    ];
    let at = field_no(model.programme, KindRole::Case, ask);
    forms::edit_with(model, matter, set, Some(at))
}

/// The record and field in conflict, if the answer is a table, a list of links or a note.
fn not_typed(model: &Model, matter: &Record) -> Option<(Id, &'static Field)> {
    let value =
        |field: &str| matter.fields.get(field_no(model.programme, KindRole::Case, field));
    let about = value("about").and_then(Value::as_link)?;
    let question = value("question").and_then(Value::as_text)?;
    let fields = model.programme.kinds.iter().filter_map(|kind| kind.field_by_id(question));
    let field = fields.max_by_key(|field| is_long(&field.ty)).filter(|f| is_long(&f.ty))?;
    Some((about, field))
}

fn is_long(ty: &Type) -> bool {
    matches!(ty, Type::Lines(_) | Type::Links(_) | Type::Note)
}

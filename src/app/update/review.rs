//! What a reviewer does at headquarters: verdicts, assignments, matters settled side by side. All of
//! it ends in a record of headquarters' own; the fold carries it out. An officer's notebook has no
//! such kinds, and so none of this.

use crate::app::Effect;
use crate::app::layer::menu::MenuChoice;
use crate::app::layer::scene::MATTER;
use crate::app::layer::{Screen, matter as layer};
use crate::app::lines::LineTarget;
use crate::app::model::Model;
use crate::app::update::{act, forms, go, menus};
use crate::keymap::action::Action;
use crate::lang::{app as say, matter as words};
use crate::programme::spec::{Field, Type};
use crate::record::{Change, FieldNo, Fields, Id, Origin, Record, Reviewed, Value};
use crate::text::format::show_moment;

const VERDICT: &str = "verdict";
/// Kinds that are nobody's report.
const UNJUDGED: [&str; 3] = [MATTER, VERDICT, "officer"];

pub fn at_headquarters(model: &Model) -> bool {
    model.at_headquarters()
}

/// Whether a reviewer says yes or no to this record.
pub fn judges(model: &Model, record: &Record) -> bool {
    let kind = model.programme.kind(record.kind);
    at_headquarters(model) && kind.is_some_and(|kind| !UNJUDGED.contains(&kind.id.as_str()))
}

/// Whether a matter still waits.
pub fn is_open(model: &Model, matter: &Record) -> bool {
    let state = matter.fields.get(no(model, MATTER, "state"));
    state.and_then(Value::as_text) == Some("cho")
}

/// Whether a record is a matter that waits for a decision.
pub fn is_waiting_case(model: &Model, record: &Record) -> bool {
    let kind = model.programme.kind(record.kind);
    kind.is_some_and(|kind| kind.id == MATTER) && is_open(model, record)
}

/// Whether changes wait in a matter, which stand in no other list.
pub fn keeps_changes(model: &Model, record: &Record) -> bool {
    let kind = model.programme.kind(record.kind).filter(|_| is_waiting_case(model, record));
    kind.is_some_and(|kind| layer::keeps_changes(layer::what(kind, record)))
}

/// What an action decides about this matter; `None` too where it waits no more.
pub fn decides(model: &Model, matter: &Record, action: Action) -> Option<&'static str> {
    let kind = model.programme.kind(matter.kind).filter(|kind| kind.id == MATTER)?;
    let what = layer::what(kind, matter);
    is_open(model, matter).then(|| layer::decision(what, action)).flatten()
}

/// What an action is called on the matter that is seen.
pub fn short(model: &Model, action: Action) -> Option<&'static str> {
    let Screen::Page(page) = &model.top()?.screen else { return None };
    let decision = decides(model, page.record.as_ref()?, action)?;
    words::short(decision, model.lang)
}

fn no(model: &Model, kind: &str, field: &str) -> FieldNo {
    let kind = model.programme.kind_by_id(kind);
    kind.and_then(|kind| kind.field_by_id(field)).map_or(0, |field| field.no)
}

fn choice(id: &str) -> Value {
    Value::Choice(id.to_owned())
}

/// The matters that wait.
pub fn matters(model: &mut Model) -> Vec<Effect> {
    let mut effects = go::list_of(model, MATTER);
    let open = (no(model, MATTER, "state"), "cho".to_owned());
    let words = say::waiting_only(model.lang);
    effects.extend(menus::narrow(model, MenuChoice::Filter(Some(open)), words));
    menus::set_opened(model);
    effects
}

/// Below this page lies a list of those that wait: what has its verdict leaves it, and the next
/// one stands under the cursor.
pub fn next_below(model: &Model) -> bool {
    let mut layers = model.stack.iter().rev();
    let page = layers.next().is_some_and(|top| matches!(top.screen, Screen::Page(_)));
    let queue = |screen: &Screen| match screen {
        Screen::List(list) => list.query.reviewed.is_some(),
        _ => false,
    };
    page && layers.next().is_some_and(|below| queue(&below.screen))
}

/// Once is enough for a record as it is.
pub fn approve(model: &mut Model, record: &Record) -> Vec<Effect> {
    if record.reviewed() == Reviewed::Approved {
        let by = record.review.as_ref().map(|review| (&*review.by, review.when));
        let (by, when) = by.unwrap_or_default();
        model.message = Some(say::approved_before(model.lang, by, &show_moment(when)));
        model.touch();
        return Vec::new();
    }
    let Some(kind) = model.programme.kind_by_id(VERDICT).map(|kind| kind.no) else {
        return Vec::new();
    };
    let mut fields = Fields::new();
    fields.set(no(model, VERDICT, "about"), Value::Link(record.id));
    fields.set(no(model, VERDICT, "verdict"), choice("duyet"));
    let (id, origin) = (model.new_id(), Origin::Headquarters);
    model.message = Some(say::approved_now(model.lang));
    act::commit(model, vec![Change::Create { kind, id, fields, origin }])
}

/// A verdict with the question on which the cursor stands; the reason is asked for.
pub fn send_back(model: &mut Model, record: &Record, at: Option<LineTarget>) -> Vec<Effect> {
    let question = match at {
        Some(LineTarget::Answer(field)) => {
            let kind = model.programme.kind(record.kind);
            kind.and_then(|kind| kind.field(field)).map(|f| f.label.get(model.lang).to_owned())
        }
        _ => None,
    };
    let mut given = vec![
        (no(model, VERDICT, "about"), Value::Link(record.id)),
        (no(model, VERDICT, "verdict"), choice("tra_lai")),
    ];
    given.extend(question.map(|text| (no(model, VERDICT, "question"), Value::Text(text))));
    forms::new_linked(model, VERDICT, record, given)
}

pub fn assign(model: &mut Model, record: &Record) -> Vec<Effect> {
    let given = vec![(no(model, "task", "owner"), choice("can_bo"))];
    forms::new_linked(model, "task", record, given)
}

/// The matter's own form with the decision in it; the reason is asked for. An answer that cannot
/// be typed in one line is changed where it stands: in the record's own form.
pub fn settle(model: &mut Model, matter: Box<Record>, action: Action) -> Vec<Effect> {
    if action == Action::MatterEdit
        && let Some((about, field)) = not_typed(model, &matter)
    {
        let (question, seek) = (field.label.get(model.lang), field.id.clone());
        let effects = go::page(model, about);
        model.message = Some(say::answer_there(model.lang, question));
        if let Some(page) = act::page_on_top(model) {
            page.seek = Some(seek);
        }
        return effects;
    }
    let Some(decision) = decides(model, &matter, action) else { return Vec::new() };
    let ask = match decision {
        "khac" => "answer",
        "mot_phan" => "parts",
        _ => "reason",
    };
    let set = vec![
        (no(model, MATTER, "state"), choice("xong")),
        (no(model, MATTER, "decision"), choice(decision)),
    ];
    let at = no(model, MATTER, ask);
    forms::edit_with(model, matter, set, Some(at))
}

/// The record, and its question, when the answer is a table, a list of links or a note.
fn not_typed(model: &Model, matter: &Record) -> Option<(Id, &'static Field)> {
    let value = |field: &str| matter.fields.get(no(model, MATTER, field));
    let about = value("about").and_then(Value::as_link)?;
    let question = value("question").and_then(Value::as_text)?;
    let fields = model.programme.kinds.iter().filter_map(|kind| kind.field_by_id(question));
    let field = fields.max_by_key(|field| is_long(&field.ty)).filter(|f| is_long(&f.ty))?;
    Some((about, field))
}

fn is_long(ty: &Type) -> bool {
    matches!(ty, Type::Lines(_) | Type::Links(_) | Type::Note)
}

//! A question that only headquarters or the program answers is shown in the form, but cannot be
//! answered there.

use crate::kit::programme;
use sotay::app::form::{Env, Form, Spot, answerable};
use sotay::app::ids::RowIds;
use sotay::keymap::action::ACTIONS;
use sotay::lang::Lang;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, Hlc, Id, Record, Stamp};

fn env(ids: &mut RowIds) -> Env<'_> {
    Env {
        size: (80, 24),
        is_working: false,
        programme: programme(),
        lang: Lang::Vi,
        today: Date { year: 2026, month: 11, day: 22 },
        now: 1,
        officer: None,
        edit_on_focus: true,
        province: None,
        ids,
    }
}

fn record(kind: &Kind) -> Box<Record> {
    Box::new(Record::blank(kind.no, Id([1; 16]), Stamp { hlc: Hlc(1), seq: 1 }))
}

fn is_asked(form: &Form, after: &str) {
    let kind = programme().kind(form.content.draft.kind).unwrap();
    if let Spot::Field(no) = form.at() {
        let field = kind.field(no).unwrap();
        assert!(answerable(programme(), field), "{}.{} {after}", kind.id, field.id);
    }
}

#[test]
fn no_key_leads_to_a_question_that_is_never_asked() {
    let shown =
        |kind: &&Kind| kind.fields().any(|f| !f.internal && !answerable(programme(), f));
    let mut ids = RowIds::seeded([7; 16]);
    let mut kinds = 0;
    for kind in programme().kinds.iter().filter(shown) {
        kinds += 1;
        let form = Form::new(kind, Fields::new(), &mut env(&mut ids));
        let spots = form.focus.cursor.spots(&form.content, programme());
        for (spot, first) in spots.iter().flat_map(|s| ["", "a", "1"].map(|first| (s, first))) {
            let begun = |env: &mut Env| {
                let mut form = Form::new(kind, Fields::new(), env);
                form.go_to_field(spot.field(), env);
                first.chars().for_each(|c| drop(form.typed(c, env)));
                form
            };
            let env = &mut env(&mut ids);
            let form = begun(env);
            let all = ACTIONS.iter().map(|spec| spec.action);
            for action in all.filter(|action| form.can(*action, programme())) {
                let mut form = begun(env);
                form.act(action, env);
                is_asked(&form, &format!("{first:?} {action:?}"));
            }
        }
        for field in kind.fields() {
            let env = &mut env(&mut ids);
            let mut form = Form::edit(kind, record(kind), Some(field.no), env);
            is_asked(&form, "opened there");
            form.go_to_field(field.no, env);
            is_asked(&form, "visited");
        }
    }
    assert!(kinds >= 5, "{kinds}");
}

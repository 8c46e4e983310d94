//! A letter or a paste starts editing the field under the cursor, whatever its type.

use crate::kit::programme;
use sotay::app::form::{Env, Form};
use sotay::app::ids::RowIds;
use sotay::keymap::action::Action::*;
use sotay::lang::Lang;
use sotay::programme::spec::{Kind, Type};
use sotay::record::{Date, Fields};

fn env(ids: &mut RowIds, edit_on_focus: bool) -> Env<'_> {
    Env {
        size: (80, 24),
        is_working: false,
        programme: programme(),
        lang: Lang::Vi,
        today: Date { year: 2026, month: 11, day: 22 },
        now: 1,
        officer: None,
        edit_on_focus,
        province: None,
        ids,
    }
}

/// Runs at every spot of every form, tables included, each time with a new form.
fn at_every_spot(edit_on_focus: bool, run: impl Fn(&mut Form, &mut Env)) {
    for kind in &programme().kinds {
        let mut seen = 0;
        loop {
            let mut ids = RowIds::seeded([7; 16]);
            let mut env = env(&mut ids, edit_on_focus);
            let mut form = Form::new(kind, Fields::new(), &mut env);
            let spots = form.focus.cursor.spots(&form.content, programme());
            let Some(spot) = spots.get(seen).copied() else { break };
            form.go_to_field(spot.field(), &mut env);
            run(&mut form, &mut env);
            seen += 1;
        }
        assert!(seen > 0 || !asks(kind), "{}", kind.id);
    }
}

fn asks(kind: &Kind) -> bool {
    kind.fields().any(|field| !field.internal && field.computed.is_none())
}

fn is_chosen(form: &Form) -> bool {
    let path = form.at().path().unwrap();
    let field = form.content.field_at(programme(), path).unwrap();
    use Type::*;
    matches!(field.ty, YesNo | Choice(_) | Many(_) | Link(_) | Links(_) | Place)
}

fn words(form: &Form) -> String {
    let at = form.at().path();
    let typed = form.content.draft.typed.iter().find(|typed| Some(typed.path) == at);
    typed.map(|typed| typed.text.clone()).unwrap_or_default()
}

#[test]
fn a_letter_on_any_field_begins_editing_it() {
    at_every_spot(true, |form, env| {
        form.typed('k', env);
        form.typed('6', env);
        assert_eq!((words(form).as_str(), form.focus.pick.is_some()), ("k6", is_chosen(form)));
    });
}

#[test]
fn a_paste_on_any_field_begins_editing_it() {
    for edit_on_focus in [true, false] {
        at_every_spot(edit_on_focus, |form, env| {
            form.paste("12\nbốn", env);
            assert_eq!(words(form).replace('\n', " "), "12 bốn");
            assert_eq!(form.focus.pick.is_some(), is_chosen(form));
        });
    }
}

/// However editing ended: with a keymap that has its own keys for it, `field.done` returns to the
/// field.
#[test]
fn a_field_that_was_left_is_typed_in_again() {
    at_every_spot(true, |form, env| {
        form.act(FieldDone, env);
        form.typed('k', env);
        assert_eq!((words(form).as_str(), form.focus.pick.is_some()), ("k", is_chosen(form)));
    });
}

#[test]
fn where_letters_are_commands_they_open_nothing() {
    at_every_spot(false, |form, env| {
        let before = form.content.draft.clone();
        form.typed('z', env);
        assert_eq!((&form.content.draft, form.focus.pick.is_some()), (&before, false));
    });
}

#[test]
fn words_in_a_list_that_was_closed_by_saving_stay_in_the_field() {
    at_every_spot(true, |form, env| {
        form.typed('k', env);
        if form.focus.pick.is_none() {
            return;
        }
        form.act(FormSave, env);
        assert_eq!((words(form).as_str(), form.focus.pick.is_none()), ("k", true));
        assert!(form.content.faults.iter().any(|fault| Some(fault.at) == form.at().path()));
    });
}

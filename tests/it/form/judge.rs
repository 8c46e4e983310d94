//! Faults that are shown while answers change: a fault that no longer holds is no longer shown.

use crate::kit::programme;
use sotay::app::form::{Env, Form};
use sotay::app::ids::RowIds;
use sotay::app::intent::Intent;
use sotay::keymap::action::Action;
use sotay::lang::Lang;
use sotay::programme::check::{self, Context, Subject};
use sotay::programme::spec::{Field, Type};
use sotay::record::{Date, Decimal, Fields, Path, Place, Value};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn env(ids: &mut RowIds) -> Env<'_> {
    let (officer, province) = (None, None);
    let (lang, now, edit_on_focus) = (Lang::Vi, 1, true);
    Env {
        size: (80, 24),
        is_working: false,
        programme: programme(),
        lang,
        today: TODAY,
        now,
        officer,
        edit_on_focus,
        province,
        ids,
    }
}

/// The next number of a simple generator, equal on every machine.
fn next(seed: &mut u64, most: u64) -> u64 {
    *seed =
        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % most
}

/// A good or bad answer of the field's type, or none.
fn answer(field: &Field, seed: &mut u64) -> Option<Value> {
    let n = next(seed, 6) as i64;
    if n == 0 {
        return None;
    }
    Some(match &field.ty {
        Type::Choice(list) => {
            let choices = &programme().list(list)?.choices;
            Value::Choice(choices.get(n as usize % choices.len())?.id.clone())
        }
        Type::YesNo => Value::Bool(n % 2 == 0),
        Type::Int => Value::Int(n * 1_000 - 2_000),
        Type::Money => Value::Int(n * 1_000_000 - 2_000_000),
        Type::Decimal => Value::Decimal(Decimal(n * 30 * Decimal::ONE)),
        Type::Date => Value::Date(Date { year: 2020 + n as i16 * 2, month: 3, day: 5 }),
        Type::Place => {
            let commune = ["08230", "00097", "99999"][n as usize % 3];
            Value::Place(Place { commune: commune.into(), name: "Xã".into(), day: TODAY })
        }
        Type::Text | Type::Note | Type::Phone => Value::Text(
            ["a", "0100109106", "0912345678", "001234567890"][n as usize % 4].into(),
        ),
        _ => return None,
    })
}

#[test]
fn a_fault_that_holds_no_more_is_not_shown() {
    for kind in &programme().kinds {
        let mut seed = u64::from(kind.no) + 1;
        let mut ids = RowIds::seeded([7; 16]);
        let mut form = Form::new(kind, Fields::new(), &mut env(&mut ids));
        for step in 0..300 {
            if step % 10 == 0 {
                form.mark_drawn();
                let intents = form.act(Action::FormSave, &mut env(&mut ids));
                if intents.iter().any(|intent| matches!(intent, Intent::SaveForm(..))) {
                    let subject = Subject {
                        kind,
                        id: form.content.subject_id(),
                        fields: &form.content.draft.fields,
                        before: None,
                    };
                    let context = Context { today: TODAY, officer: None, found: Vec::new() };
                    let faults = check::check(programme(), &subject, &context);
                    form.take_faults(faults, Vec::new(), &mut env(&mut ids));
                    form.waits_for(false, false, false);
                }
                continue;
            }
            let fields: Vec<&Field> = kind.fields().collect();
            let field = fields[next(&mut seed, fields.len() as u64) as usize];
            let value = answer(field, &mut seed);
            form.content.put(Path::field(field.no), value, &env(&mut ids));
            let subject = Subject {
                kind,
                id: form.content.subject_id(),
                fields: &form.content.draft.fields,
                before: None,
            };
            let context = Context { today: TODAY, officer: None, found: Vec::new() };
            let holds = check::check(programme(), &subject, &context);
            for fault in &form.content.faults {
                assert!(holds.contains(fault), "{} step {step}: {fault:?}", kind.id);
            }
        }
    }
}

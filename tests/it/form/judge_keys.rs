//! Faults that are shown are still faults: after any key, the checker reports them too.

use crate::kit::programme as real;
use proptest::prelude::*;
use sotay::app::form::Form;
use sotay::keymap::action::Action;
use sotay::lang::Lang;
use sotay::programme::check::{self, Context, Subject};
use sotay::record::Fields;

use crate::kit::app::{App, Setting, USUAL};
use sotay::app::layer::Screen;

fn form(app: &App) -> Option<&Form> {
    app.model.stack.iter().rev().find_map(|layer| match &layer.screen {
        Screen::Form(form) => Some(form.as_ref()),
        _ => None,
    })
}

/// Shown faults that the checker does not report, judged by the record alone; the store checks
/// other records on saving.
fn stale(app: &App) -> Vec<String> {
    let Some(form) = form(app) else { return Vec::new() };
    let Some(kind) = real().kind(form.content.draft.kind) else { return Vec::new() };
    let subject = Subject {
        kind,
        id: form.content.subject_id(),
        fields: &form.content.draft.fields,
        before: form.content.before.as_deref(),
    };
    let found = app.workers.store().records().needs(&check::needs(real(), &subject)).unwrap();
    let context = Context { today: app.model.today, officer: app.model.officer_id(), found };
    let now = check::check(real(), &subject, &context);
    let typed = |at| form.content.draft.typed.iter().any(|typed| typed.path == at);
    let shown = form.content.faults.iter().filter(|f| !typed(f.at) && !now.contains(f));
    shown.map(|fault| fault.text(Lang::Vi)).collect()
}

const SCRIPTS: &[&str] = &[
    "tab",
    "shift-tab",
    "down",
    "enter",
    "pgdn",
    "pgup",
    "f4",
    "del",
    "ins",
    "ctrl-d",
    "ctrl-z",
    "ctrl-y",
    "'5'",
    "'abc'",
    "'hôm nay'",
    "ctrl-u",
    "f2",
    "' '",
    "enter enter",
    "down enter",
    "'co'",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_fault_that_no_longer_holds_is_gone_at_once(
        begin in prop::sample::select(vec!["f2 f2 f2", "f6 ins f2", "f6 enter ctrl-o f2", "5 down enter ins f2"]),
        script in prop::collection::vec(prop::sample::select(SCRIPTS), 1..40),
    ) {
        let mut app = App::with(Setting { size: (80, 24), ..USUAL });
        app.given("establishment", serde_json::json!({
            "name": "Xưởng gỗ", "type": "htx", "place": "08230", "status": "dang_hoat_dong",
            "sector": "dd", "products": "bàn", "workers": 12, "tax_none": "chưa",
        }));
        app.keys(begin);
        for keys in script {
            app.keys(keys);
            prop_assert_eq!(stale(&app), Vec::<String>::new(), "after {}\n{}", keys, app.text());
        }
    }
}

/// A fault caused by another answer disappears with that answer.
#[test]
fn a_fault_made_by_another_field_goes_with_its_cause() {
    use super::harness::{FormHarness, visit};
    use sotay::record::Value;
    let mut fields = Fields::new();
    fields.set(4, Value::Bool(true));
    let mut harness = FormHarness::new(visit(), fields);
    harness.act(Action::FormSave);
    harness.checked();
    assert!(harness.form.content.faults.iter().any(|fault| fault.at.field == 5));
    harness.go(4);
    harness.act(Action::FieldClear);
    assert!(
        !harness.form.content.faults.iter().any(|fault| fault.at.field == 5),
        "{:?}",
        harness.form.content.faults
    );
}

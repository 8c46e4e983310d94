//! Values in lists from offices: what a cell means, or why it is refused.

use crate::kit::home::Home;
use crate::kit::plan::OpenPlan;
use crate::kit::{NOW, programme};
use sotay::cancel::CancelToken;
use sotay::lang::Lang;
use sotay::programme::spec::Kind;
use sotay::record::{Date, Fields, ReadOptions, Value};
use sotay::services::import;
use sotay::services::import::{ImportReport, Mapping, NoteSort, PlanContext, RunOptions};

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn kind() -> &'static Kind {
    programme().kind_by_id("establishment").unwrap()
}

fn plan(text: &str) -> OpenPlan {
    plan_of(text.as_bytes())
}

fn plan_of(bytes: &[u8]) -> OpenPlan {
    let context = PlanContext {
        wanted: &ReadOptions::default(),
        programme: programme(),
        today: TODAY,
        now: 1_795_300_000_000,
        province: Some("82"),
        defaults: &Fields::new(),
    };
    OpenPlan::of(import::plan(bytes, kind(), &context).unwrap())
}

fn answer<'a>(plan: &'a OpenPlan, row: usize, id: &str) -> Option<&'a Value> {
    plan.rows[row].fields.get(kind().field_by_id(id).unwrap().no)
}

fn money(plan: &OpenPlan, row: usize, id: &str) -> Option<i64> {
    match answer(plan, row, id) {
        Some(Value::Int(n)) => Some(*n),
        _ => None,
    }
}

/// Reads a list into a notebook, or tries it.
fn ran(home: &Home, kind: &Kind, bytes: &[u8], is_dry_run: bool) -> ImportReport {
    let how = &mut RunOptions {
        is_dry_run,
        duplicates: false,
        label: "list",
        wanted: ReadOptions::default(),
        publishing: false,
        now: NOW,
        cancel: CancelToken::default(),
        progress: &mut |_, _| (),
        reading: &mut |_| (),
        mapping: Some(Mapping::default()),
    };
    import::plan_and_run(bytes, kind, &home.open(), Lang::Vi, how).unwrap()
}

/// The messages about the file, then about its rows.
fn said(plan: &OpenPlan, lang: Lang) -> Vec<String> {
    let rows = plan
        .rows
        .iter()
        .flat_map(|row| row.notes.iter().map(move |note| note.text(Some(row.line), lang)));
    plan.notes.iter().map(|note| note.text(None, lang)).chain(rows).collect()
}

mod choices;
mod codes;
mod dates;
mod doubles;
mod endless;
mod headers;
mod headings;
mod letters;
mod long;
mod money;
mod notations;
mod places;
mod previews;
mod told;
mod types;
mod units;
mod zeros;

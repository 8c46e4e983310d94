//! What the first screen counts is in its lists: compared with a separate computation from the
//! answers as written.

use std::collections::BTreeMap;

use crate::kit::programme;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use sotay::record::{Date, DueIn, DueList, Id, Query, Sort, Today};
use sotay::text::format::date_add;

use crate::kit::notebook::Notebook;

const START: Date = Date { year: 2026, month: 11, day: 23 };

/// Days are counted from `START`.
#[derive(Clone, Debug)]
enum Made {
    Task { due: i32, open: bool },
    Visit { at: usize, day: i32, next: Option<i32> },
    Certificate { to: i32, revoked: bool },
    Class { certified: i32, followed: bool },
}

fn made() -> impl Strategy<Value = Vec<(Made, bool)>> {
    let near = 0..150i32;
    let one = prop_oneof![
        3 => (near.clone(), any::<bool>()).prop_map(|(due, open)| Made::Task { due, open }),
        4 => (0..5usize, -60..0i32, proptest::option::of(near.clone()))
            .prop_map(|(at, day, next)| Made::Visit { at, day, next }),
        2 => (near.clone(), proptest::bool::weighted(0.2))
            .prop_map(|(to, revoked)| Made::Certificate { to, revoked }),
        // half a year before the day that is due
        3 => (-215..-150i32, proptest::bool::weighted(0.3))
            .prop_map(|(certified, followed)| Made::Class { certified, followed }),
    ];
    proptest::collection::vec((one, proptest::bool::weighted(0.15)), 1..60)
}

fn iso(days: i32) -> String {
    let d = date_add(START, days);
    format!("{}-{:02}-{:02}", d.year, d.month, d.day)
}

/// For each record that may call for attention: its kind, and the day.
type Calls = BTreeMap<Id, (&'static str, i32)>;

fn fill(notebook: &mut Notebook, all: &[(Made, bool)]) -> Calls {
    let places: Vec<String> = (0..5)
        .map(|n| notebook.put("establishment", json!({ "name": format!("Xưởng {n}") })))
        .map(|id| id.to_string())
        .collect();
    let product = json!({ "establishment": places[0], "name": "Chè", "group": "g2" });
    let product = notebook.put("product", product).to_string();
    let mut calls = Calls::new();
    let mut visits: BTreeMap<usize, (i32, Id, Option<i32>)> = BTreeMap::new();
    for (made, deleted) in all {
        let id = match made {
            Made::Task { due, open } => {
                let state = if *open { "dang_lam" } else { "xong" };
                let id = notebook.put(
                    "task",
                    json!({ "establishment": places[0],
                    "what": format!("Việc {due}"), "due": iso(*due), "state": state }),
                );
                if *open {
                    calls.insert(id, ("task", *due));
                }
                id
            }
            Made::Visit { at, day, next } => {
                let mut visit = json!({ "establishment": places[*at], "date": iso(*day) });
                if let Some(next) = next {
                    visit["next_date"] = json!(iso(*next));
                }
                notebook.put("visit", visit)
            }
            Made::Certificate { to, revoked } => {
                let mut honour = json!({ "product": product, "level": "tinh",
                    "decision_no": "1/QĐ", "valid_to": iso(*to) });
                if *revoked {
                    honour["revoked"] = json!("2026-01-01");
                }
                let id = notebook.put("honour", honour);
                if !revoked {
                    calls.insert(id, ("honour", *to));
                }
                id
            }
            Made::Class { certified, followed } => {
                let id = notebook.put(
                    "training",
                    json!({ "establishment": places[0],
                    "trade": "Sao chè", "cert_date": iso(*certified) }),
                );
                if *followed {
                    let follow = json!({ "training": id.to_string(), "date": "2026-11-20" });
                    notebook.put("employment", follow);
                } else {
                    // half a year later, when a follow-up of the class is due
                    calls.insert(id, ("training", certified + 183));
                }
                id
            }
        };
        if *deleted {
            notebook.delete(id);
            calls.remove(&id);
        } else if let Made::Visit { at, day, next } = made {
            let last = visits.entry(*at).or_insert((*day, id, *next));
            if (last.0, last.1) < (*day, id) {
                *last = (*day, id, *next);
            }
        }
    }
    let planned = visits.into_values().filter_map(|(_, id, next)| Some((id, ("visit", next?))));
    calls.extend(planned);
    calls
}

/// Ids of the calls within a range of days, by day and then by age.
fn wanted(calls: &Calls, kind: &str, days: std::ops::Range<i32>) -> Vec<Id> {
    let mut found: Vec<(i32, Id)> = calls
        .iter()
        .filter(|(_, (of, day))| *of == kind && days.contains(day))
        .map(|(id, (_, day))| (*day, *id))
        .collect();
    found.sort();
    found.into_iter().map(|(_, id)| id).collect()
}

fn listed(notebook: &Notebook, kind: &str, due: DueIn) -> Vec<Id> {
    let kind = programme().kind_by_id(kind).unwrap().no;
    let query = Query { due: Some(due), sort: Sort::Due, ..Query::all(kind) };
    let page = notebook.store.records().page(&query, 0, 500).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.iter().map(|row| row.id).collect()
}

/// Two adjacent groups, since one row of the first screen leads to both.
fn both(passed: &DueList, coming: &DueList) -> (usize, DueIn) {
    let of = DueIn { before: coming.of.before, ..passed.of };
    (passed.total + coming.total, of)
}

#[test]
fn every_group_of_the_first_screen_is_as_long_as_its_list() {
    let config = ProptestConfig { cases: 24, ..ProptestConfig::default() };
    // records are created before their day, so it is the first screen that is later
    let strategy = (made(), 0..60i32);
    TestRunner::new(config)
        .run(&strategy, |(all, now)| {
            let mut notebook = Notebook::new();
            let calls = fill(&mut notebook, &all);
            let ever = -1000;
            let today: Today = notebook.store.records().today(date_add(START, now)).unwrap();
            let groups = [
                ("task", both(&today.tasks_overdue, &today.tasks_due), ever..now + 14),
                ("visit", both(&today.visits_missed, &today.visits_planned), ever..now + 14),
                ("training", both(&today.classes_overdue, &today.classes_due), ever..now + 14),
                ("honour", (today.certificates.total, today.certificates.of), now..now + 90),
            ];
            for (kind, (total, of), days) in groups {
                let ids = listed(&notebook, kind, of);
                prop_assert_eq!(&ids, &wanted(&calls, kind, days), "{}", kind);
                prop_assert_eq!(ids.len(), total, "{}", kind);
            }
            // the filters of the menu
            for (from, before) in [(None, Some(now)), (Some(now), Some(now + 7)), (None, None)]
            {
                let day = |days: Option<i32>| days.map(|days| date_add(START, days));
                let due = DueIn { from: day(from), before: day(before), given: None };
                let days = from.unwrap_or(ever)..before.unwrap_or(1000);
                for kind in ["task", "visit", "training", "honour", "establishment"] {
                    let ids = listed(&notebook, kind, due);
                    prop_assert_eq!(ids, wanted(&calls, kind, days.clone()), "{}", kind);
                }
            }
            Ok(())
        })
        .unwrap();
}

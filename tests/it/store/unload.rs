//! Data that was not used for a minute is unloaded, and is loaded again when needed. Each test has
//! a separate clock.

use std::sync::atomic::{AtomicU64, Ordering};

use super::small::*;
use crate::kit::notebook::Notebook as CountedNotebook;
use crate::results::records::{HERE, establishment, project};
use serde_json::json;
use sotay::indicators::{Report, ReportRow};
use sotay::programme::Role;
use sotay::record::{Id, Period, Query, ReportQuery, Scope, Sort};
use sotay::store::{Options, Store};

const MINUTE: u64 = 60_000;
/// Time after which changed data is written and unloaded.
const LONG: u64 = 10 * MINUTE;

fn open(notebook: &Notebook, now: fn() -> u64) -> Store {
    let options = Options { take_over: false, serve_early: false, now };
    Store::open(programme(), &notebook.dir, options).unwrap().0
}

/// A closed notebook with a few records.
fn filled() -> Notebook {
    let notebook = Notebook::new();
    let store = notebook.open();
    for n in 1..40 {
        save(&store, create(ESTABLISHMENT, n, &[(1, text("Cói")), (5, text("chiếu hoa"))]));
    }
    save(&store, visit(50, 1, day(11, 20)));
    store.close().unwrap();
    notebook
}

fn found(store: &Store, kind: u8, typed: &str) -> Vec<String> {
    let query = Query { text: typed.into(), sort: Sort::Title, ..Query::all(kind) };
    let page = store.records().page(&query, 0, 100).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.iter().map(|row| page.titles[&row.id].clone()).collect()
}

fn left(store: &Store) -> Option<u64> {
    store.maintenance().unload_unused().unwrap()
}

/// The records that each row of a report counts.
fn counted_records(book: &CountedNotebook, report: &Report) -> Vec<Vec<Id>> {
    report.rows.iter().map(|row| book.ids_of(row.total().records.as_deref().unwrap())).collect()
}

#[test]
fn a_minute_after_the_last_use_the_index_is_read_again() {
    static CLOCK: AtomicU64 = AtomicU64::new(NOW);
    let pass = |millis| CLOCK.fetch_add(millis, Ordering::SeqCst);
    let notebook = filled();
    let store = open(&notebook, || CLOCK.load(Ordering::SeqCst));
    assert_eq!(left(&store), None, "nothing is loaded yet");
    assert_eq!(found(&store, ESTABLISHMENT, "chieu").len(), 39);
    assert_eq!(left(&store), Some(MINUTE));
    pass(MINUTE - 1);
    assert_eq!(left(&store), Some(1));
    assert_eq!(found(&store, VISIT, "").len(), 1);
    pass(1);
    assert_eq!(left(&store), Some(MINUTE - 1), "it was looked at meanwhile");
    CLOCK.store(NOW - MINUTE, Ordering::SeqCst);
    assert_eq!(left(&store), Some(MINUTE), "the clock was set back");
    pass(MINUTE - 1);
    assert_eq!(left(&store), Some(1), "from then on it counts");
    pass(1);
    assert_eq!(left(&store), None);
    // once prepared, a search does not need the file
    store.records().prepare_search(ESTABLISHMENT).unwrap();
    assert_eq!(left(&store), Some(MINUTE));
    pass(MINUTE);
    assert_eq!(left(&store), None);
    // a session that only reads writes nothing, unless the file is needed and missing
    let file = notebook.dir.join("names");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(found(&store, ESTABLISHMENT, "chieu").len(), 39);
    assert_eq!(found(&store, VISIT, "coi"), ["Cói · 20/11/2026"]);
    store.close().unwrap();
    assert!(file.exists());
}

#[test]
fn what_was_changed_is_written_before_it_goes() {
    static CLOCK: AtomicU64 = AtomicU64::new(NOW);
    let pass = |millis| CLOCK.fetch_add(millis, Ordering::SeqCst);
    let notebook = filled();
    let store = open(&notebook, || CLOCK.load(Ordering::SeqCst));
    for round in 0..3u64 {
        let name = format!("Tre {round}");
        save(&store, create(ESTABLISHMENT, 60 + round, &[(1, text(&name))]));
        save(&store, visit(70 + round, 60 + round, day(11, 20)));
        save(&store, patch(&store, 1, 1, Some(text(&format!("Lụa {round}")))));
        let file = std::fs::read(notebook.dir.join("names")).unwrap();
        assert_eq!(found(&store, VISIT, "lua"), [format!("Lụa {round} · 20/11/2026")]);
        pass(LONG - 1);
        assert_eq!(left(&store), Some(1), "pauses in a day of entering records write nothing");
        pass(1);
        assert_eq!(left(&store), None);
        assert_ne!(std::fs::read(notebook.dir.join("names")).unwrap(), file);
        assert_eq!(found(&store, VISIT, "tre").len() as u64, round + 1);
        assert_eq!(found(&store, VISIT, "lua"), [format!("Lụa {round} · 20/11/2026")]);
        assert_eq!(found(&store, ESTABLISHMENT, "chieu").len(), 39);
    }
    let all = everything(&store);
    store.close().unwrap();
    assert_eq!(everything(&notebook.open()), all);
}

/// Figures that were computed without state and index are unloaded too.
#[test]
fn facts_go_where_nothing_else_is_loaded() {
    static CLOCK: AtomicU64 = AtomicU64::new(crate::kit::NOW);
    let mut book = CountedNotebook::new();
    let home = establishment(&mut book, HERE, json!({}));
    let given = json!([{"establishment": home.to_string(), "support": 100}]);
    let made = project("DA-1", Some("2025-06-01"), given, json!({}));
    book.put("project", made);
    let figures = |report: &Report| -> Vec<String> {
        let row =
            |row: &ReportRow| format!("{:?} {:?}", row.total().figure, row.total().counts_any);
        report.rows.iter().map(row).collect()
    };
    let wanted = figures(&book.report("2025"));
    let book = book.again();
    let book = book.changed(
        |_| {},
        |home| {
            let now = || CLOCK.load(Ordering::SeqCst);
            let options = Options { take_over: false, serve_early: true, now };
            Store::open(Role::Officer, &home.folder(), options).unwrap().0
        },
    );
    let year = ReportQuery { period: Period::Year(2025), scope: Scope::All };
    let shown = || book.store.reports().shown(&year).unwrap();
    for _ in 0..2 {
        assert_eq!(left(&book.store), None, "nothing is loaded");
        shown();
        assert_eq!(left(&book.store), Some(MINUTE));
        CLOCK.fetch_add(MINUTE, Ordering::SeqCst);
        assert_eq!(left(&book.store), None);
    }
    assert_eq!(figures(&shown()), wanted);
}

/// Facts, and figures on the screen, name records by their places in the index: an index that is
/// loaded again has the same places.
#[test]
fn figures_of_an_unloaded_index_are_those_of_before() {
    static CLOCK: AtomicU64 = AtomicU64::new(crate::kit::NOW);
    let mut book = CountedNotebook::new().changed(
        |_| {},
        |home| {
            let now = || CLOCK.load(Ordering::SeqCst);
            let options = Options { take_over: false, serve_early: false, now };
            Store::open(Role::Officer, &home.folder(), options).unwrap().0
        },
    );
    let facts = book.home.folder().join("facts");
    for round in 1..4 {
        // records of several kinds in turn
        let home = establishment(&mut book, HERE, json!({}));
        let given = json!([{"establishment": home.to_string(), "support": 100}]);
        let made = project(&format!("DA-{round}"), Some("2025-06-01"), given, json!({}));
        let made = book.put("project", made);
        let report = book.report("2025");
        let counted = counted_records(&book, &report);
        let of_projects = counted.iter().filter(|records| records.contains(&made));
        assert_eq!(of_projects.map(Vec::len).max(), Some(round), "{counted:?}");
        let written = std::fs::read(&facts).ok();
        CLOCK.fetch_add(LONG, Ordering::SeqCst);
        assert_eq!(left(&book.store), None);
        assert_ne!(std::fs::read(&facts).ok(), written, "the facts are written, too");
        assert_eq!(counted_records(&book, &report), counted, "as the screen has it");
        assert_eq!(counted_records(&book, &book.report("2025")), counted);
        // changed before it is computed again
        CLOCK.fetch_add(LONG, Ordering::SeqCst);
        assert_eq!(left(&book.store), None);
        book.edit(home, json!({"products": "Chè"}));
        assert_eq!(counted_records(&book, &book.report("2025")), counted);
    }
    let counted = counted_records(&book, &book.report("2025"));
    let book = book.again();
    assert_eq!(counted_records(&book, &book.report("2025")), counted);
    let gone = |home: &crate::kit::home::Home| {
        for file in ["facts", "names"] {
            std::fs::remove_file(home.folder().join(file)).unwrap();
        }
    };
    let book = book.changed(gone, crate::kit::home::Home::open);
    assert_eq!(counted_records(&book, &book.report("2025")), counted);
}

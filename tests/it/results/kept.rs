//! Figures that every commit updates, and that the file `facts` passes to the next session, equal
//! those computed from the records.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use serde_json::json;
use sotay::indicators::{Report, ReportRow};
use sotay::programme::{Role, check};
use sotay::record::{Change, Counted, Id, Period, Query, ReportQuery, Scope};
use sotay::store::{Options, Store};

use super::records::*;
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;
use crate::kit::{NOW, copy_folder, programme};

#[derive(Clone, Debug)]
enum Act {
    Establishment {
        place: usize,
        female: bool,
        share: u32,
    },
    Visit {
        at: usize,
        locked: bool,
    },
    Project {
        at: usize,
        fund: usize,
        passed: bool,
    },
    Class {
        at: usize,
        people: i64,
    },
    Owner {
        at: usize,
        female: bool,
    },
    Move {
        at: usize,
        place: usize,
    },
    Outcome {
        at: usize,
        passed: bool,
    },
    Lock {
        at: usize,
    },
    Delete {
        at: usize,
    },
    Erase {
        at: usize,
    },
    /// closed and opened again, or killed
    Reopen {
        cleanly: bool,
    },
    /// A minute passes.
    Unload,
    /// opened for the screen, with the results first; the file of facts may be damaged
    Look {
        spoilt: Option<Spoilt>,
    },
}

#[derive(Clone, Copy, Debug)]
enum Spoilt {
    Gone,
    Cut,
    Changed,
}

fn act() -> impl Strategy<Value = Act> {
    let at = || 0..12_usize;
    prop_oneof![
        3 => (0..3_usize, any::<bool>(), 0..100_u32)
            .prop_map(|(place, female, share)| Act::Establishment { place, female, share }),
        2 => (at(), any::<bool>()).prop_map(|(at, locked)| Act::Visit { at, locked }),
        2 => (at(), 0..3_usize, any::<bool>())
            .prop_map(|(at, fund, passed)| Act::Project { at, fund, passed }),
        1 => (at(), 1..40_i64).prop_map(|(at, people)| Act::Class { at, people }),
        1 => (at(), any::<bool>()).prop_map(|(at, female)| Act::Owner { at, female }),
        1 => (at(), 0..3_usize).prop_map(|(at, place)| Act::Move { at, place }),
        1 => (at(), any::<bool>()).prop_map(|(at, passed)| Act::Outcome { at, passed }),
        1 => at().prop_map(|at| Act::Lock { at }),
        1 => at().prop_map(|at| Act::Delete { at }),
        1 => at().prop_map(|at| Act::Erase { at }),
        2 => any::<bool>().prop_map(|cleanly| Act::Reopen { cleanly }),
        2 => Just(Act::Unload),
        2 => prop::option::weighted(0.3, prop_oneof![
                Just(Spoilt::Gone),
                Just(Spoilt::Cut),
                Just(Spoilt::Changed)
            ])
            .prop_map(|spoilt| Act::Look { spoilt }),
    ]
}

const PLACES: [&str; 3] = [HERE, NEAR, FAR];
const FUNDS: [&str; 3] = ["quoc_gia", "dia_phuong", "ket_hop"];

/// Ids by kind, without deleted records.
#[derive(Default)]
struct Made(BTreeMap<&'static str, Vec<Id>>);

impl Made {
    fn pick(&self, kind: &str, at: usize) -> Option<Id> {
        let all = self.0.get(kind)?;
        all.get(at % all.len().max(1)).copied()
    }

    fn put(&mut self, book: &mut Notebook, kind: &'static str, answers: serde_json::Value) {
        let id = book.put(kind, answers);
        self.0.entry(kind).or_default().push(id);
    }

    fn does(&mut self, book: &mut Notebook, act: &Act) {
        let outcome = |passed: bool| if passed { "dat" } else { "khong_dat" };
        match act {
            Act::Establishment { place, female, share } => {
                let more = json!({"owner_female": female, "contact_name": "Trần Văn Tám",
                    "local_material_pct": share.to_string()});
                let id = establishment(book, PLACES[*place], more);
                self.0.entry("establishment").or_default().push(id);
            }
            Act::Visit { at, locked } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                let state = if *locked { "chot" } else { "nhap" };
                let answers = json!({"establishment": home.to_string(), "date": "2025-05-01",
                    "purpose": "giam_sat", "observations": "Máy chạy", "operating": "dang_hoat_dong",
                    "conclusion": "dat", "state": state});
                self.put(book, "visit", answers);
            }
            Act::Project { at, fund, passed } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                let rows = json!([{"establishment": home.to_string(), "support": 100}]);
                let more = json!({"fund_level": FUNDS[*fund], "acceptance": outcome(*passed)});
                let code = format!("DA-{}", self.0.get("project").map_or(0, Vec::len));
                self.put(book, "project", project(&code, Some("2025-06-01"), rows, more));
            }
            Act::Class { at, people } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                self.put(book, "training", training(home, "2025-04-01", *people, json!({})));
            }
            Act::Owner { at, female } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                book.edit(home, json!({"owner_female": female}));
            }
            Act::Move { at, place } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                book.edit(home, json!({"place": PLACES[*place]}));
            }
            Act::Outcome { at, passed } => {
                let Some(project) = self.pick("project", *at) else { return };
                book.edit(project, json!({"acceptance": outcome(*passed)}));
            }
            Act::Lock { at } => {
                let Some(visit) = self.pick("visit", *at) else { return };
                book.edit(
                    visit,
                    json!({"state": "chot", "revision_reason": format!("sửa {at}")}),
                );
            }
            Act::Delete { at } => {
                let kinds = ["project", "visit", "training", "establishment"];
                let kind = kinds[*at % kinds.len()];
                let Some(id) = self.pick(kind, *at / kinds.len()) else { return };
                book.delete(id);
                self.0.entry(kind).or_default().retain(|own| *own != id);
            }
            Act::Erase { at } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                let record = book.store.records().get(home).unwrap().unwrap();
                let kind = programme().kind(record.kind).unwrap();
                let fields = check::personal(kind, &record.fields);
                let (base, reason) = (record.head, "Chủ cơ sở yêu cầu".to_owned());
                if !fields.is_empty() {
                    book.commit(vec![Change::Erase { id: home, base, fields, reason }]);
                }
            }
            Act::Reopen { .. } | Act::Look { .. } | Act::Unload => {}
        }
    }
}

/// Advanced by the steps that unload unused data.
static CLOCK: AtomicU64 = AtomicU64::new(NOW);

fn open(home: &Home) -> Store {
    let now = || CLOCK.load(Ordering::SeqCst);
    let options = Options { take_over: false, serve_early: false, now };
    Store::open(Role::Officer, &home.folder(), options).unwrap().0
}

const COPY: &str = "copy";

/// A copy of the notebook's files while it is open.
fn copied(book: &Notebook) {
    copy_folder(&book.home.folder(), &book.home.path(COPY));
}

/// What a new program computes for the same notebook without any cache.
fn computed<T>(book: &Notebook, read: impl Fn(&Notebook) -> T) -> T {
    copied(book);
    let dir = book.home.path(COPY);
    for name in ["facts", "names", "head"] {
        let path = dir.join(name);
        if path.exists() {
            std::fs::remove_file(path).unwrap();
        }
    }
    let home = Home::empty();
    std::fs::rename(&dir, home.folder()).unwrap();
    let book = Notebook::opened(home);
    let read = read(&book);
    book.store.close().unwrap();
    read
}

fn reopened(book: Notebook, cleanly: bool) -> Notebook {
    if cleanly {
        return book.changed(|_| {}, open);
    }
    copied(&book);
    let replace = |home: &Home| {
        std::fs::remove_dir_all(home.folder()).unwrap();
        std::fs::rename(home.path(COPY), home.folder()).unwrap();
    };
    book.changed(replace, open)
}

/// The figures as the screen gets them, before anything else.
fn looked_at(book: Notebook, spoilt: Option<Spoilt>) -> (Notebook, Vec<String>) {
    let spoil = |home: &Home| {
        let path = home.folder().join("facts");
        let (Some(spoilt), Ok(mut bytes)) = (spoilt, std::fs::read(&path)) else { return };
        let middle = bytes.len() / 2;
        match spoilt {
            Spoilt::Gone => std::fs::remove_file(&path).unwrap(),
            Spoilt::Cut => std::fs::write(&path, &bytes[..middle]).unwrap(),
            Spoilt::Changed => {
                bytes[middle] ^= 4;
                std::fs::write(&path, bytes).unwrap();
            }
        }
    };
    let book = book.changed(spoil, Home::open_for_screen);
    let shown = shown(&book);
    (book, shown)
}

fn shown(book: &Notebook) -> Vec<String> {
    let period = Period::parse("2025").unwrap();
    let asked = ReportQuery { period, scope: Scope::All };
    let report = book.store.reports().shown(&asked).unwrap();
    let figures = |row: &ReportRow| row.cells.each_ref().map(|cell| cell.figure);
    let row = |row: &ReportRow| {
        format!("{} {:?} {:?}", row.key, figures(row), row.total().counts_any)
    };
    report.rows.iter().map(row).collect()
}

/// The screen's report has the same figures, and each row's list the same records.
fn assert_lists(book: &Notebook, report: &Report) {
    let shown = book.store.reports().shown(&report.query).unwrap();
    assert_eq!(shown.rows.len(), report.rows.len());
    for (shown, row) in shown.rows.iter().zip(&report.rows) {
        let figures = |row: &ReportRow| row.cells.each_ref().map(|cell| cell.figure);
        assert_eq!(figures(shown), figures(row), "{}", row.key);
        let counted = Counted { asked: report.query.clone(), row: row.key.clone() };
        let kinds = book.store.reports().kinds_of(&counted).unwrap();
        assert_eq!(shown.total().counts_any, !kinds.is_empty(), "{}", row.key);
        let of_kind = |(kind, count): &(u8, usize)| {
            let query = Query { counted: Some(counted.clone()), ..Query::all(*kind) };
            let rows = book.store.records().page(&query, 0, usize::MAX).unwrap().rows;
            assert_eq!(rows.len(), *count, "{}", row.key);
            rows.into_iter().map(|record| record.id)
        };
        let mut listed: Vec<Id> = kinds.iter().flat_map(of_kind).collect();
        listed.sort_unstable();
        assert_eq!(listed, book.ids_of(row.total().records.as_deref().unwrap()), "{}", row.key);
    }
}

/// Every row with its figures and the records of every column.
fn all(book: &Notebook) -> Vec<String> {
    let scopes = [Scope::All, Scope::Province("25".into())];
    let reports = scopes.map(|scope| book.report_in("2025", scope));
    reports.iter().for_each(|report| assert_lists(book, report));
    let rows = reports.iter().flat_map(|report| &report.rows);
    let cells = rows.map(|row| {
        let cells: Vec<_> = row
            .cells
            .iter()
            .map(|cell| (cell.figure, book.ids_of(cell.records.as_deref().unwrap())))
            .collect();
        format!("{} {cells:?}", row.key)
    });
    cells.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn figures_are_kept_as_they_are_computed(acts in proptest::collection::vec(act(), 4..24)) {
        let mut book = Notebook::new().changed(|_| {}, open);
        let mut made = Made::default();
        for act in &acts {
            made.does(&mut book, act);
            match act {
                Act::Reopen { cleanly } => book = reopened(book, *cleanly),
                Act::Unload => {
                    CLOCK.fetch_add(60_000, Ordering::SeqCst);
                    book.store.maintenance().unload_unused().unwrap();
                }
                Act::Look { spoilt } => {
                    let found;
                    (book, found) = looked_at(book, *spoilt);
                    prop_assert_eq!(found, computed(&book, shown));
                }
                _ => {}
            }
            // loads the facts, so that later changes are added to them
            book.report("2025");
        }
        let kept = all(&book);
        prop_assert_eq!(&kept, &computed(&book, all));
        let book = book.again();
        prop_assert_eq!(kept, all(&book));
    }
}

fn filled() -> Notebook {
    let mut book = Notebook::new();
    let mut made = Made::default();
    for at in 0..6 {
        made.does(
            &mut book,
            &Act::Establishment { place: at % 3, female: at % 2 == 0, share: 60 },
        );
        made.does(&mut book, &Act::Project { at, fund: at % 3, passed: at != 1 });
        made.does(&mut book, &Act::Visit { at, locked: true });
    }
    book.report("2025");
    book
}

/// With the facts of the last session, the screen of results needs neither state nor index: the
/// test removes both.
#[test]
fn results_open_without_state_and_index() {
    let wanted = shown(&filled());
    let book = filled().changed(|_| {}, Home::open_for_screen);
    let dir = book.home.folder();
    std::fs::remove_dir_all(dir.join("state")).unwrap();
    std::fs::remove_file(dir.join("names")).unwrap();
    assert_eq!(shown(&book), wanted);
    assert!(!dir.join("state").exists(), "it was built again");
}

/// The facts name records by their places in another index, and must not be used.
#[test]
fn facts_of_an_index_that_is_gone_are_not_believed() {
    let spoil = |home: &Home| {
        let path = home.folder().join("names");
        let mut names = std::fs::read(&path).unwrap();
        let middle = names.len() / 2;
        names[middle] ^= 4;
        std::fs::write(path, names).unwrap();
    };
    let book = filled().changed(spoil, Home::open_for_screen);
    // computed from the old facts, before the index is rebuilt
    shown(&book);
    let found = all(&book);
    assert_eq!(found, computed(&book, all));
}

/// An erased answer is in no copy of the facts.
#[test]
fn an_erasure_takes_the_file_of_facts_away() {
    let mut book = filled();
    book = book.again();
    assert!(book.home.folder().join("facts").exists());
    let kind = programme().kind_by_id("establishment").unwrap();
    let home = book.store.records().page(&Query::all(kind.no), 0, 1).unwrap().rows[0].id;
    let record = book.store.records().get(home).unwrap().unwrap();
    let fields = check::personal(kind, &record.fields);
    let (base, reason) = (record.head, "Chủ cơ sở yêu cầu".to_owned());
    book.commit(vec![Change::Erase { id: home, base, fields, reason }]);
    let book = book.again();
    assert!(!book.home.folder().join("facts").exists());
    assert_eq!(all(&book), computed(&book, all));
}

//! Every kind of the programme can do all that kinds can; nothing here knows a kind by name.

use sotay::programme::Role;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::kit::programme;
use serde_json::{Map, Value as Json};
use sotay::app::layer::Screen;
use sotay::programme::answer::record_to_json;
use sotay::programme::spec::{Field, Kind, Menu, Type};
use sotay::record::{Change, Fields, Id, Origin, Query, Record, Value};
use sotay::store::Options;
use sotay::store::{Commit, Store, StoreError};
use sotay::text::format::today_from_millis;

use crate::kit::answers::Maker;
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::{Home, Ran};
use crate::kit::{NOW, now};

/// Records of each kind, each with different answers.
const TURNS: usize = 4;

struct Made {
    kind: &'static Kind,
    id: Id,
}

/// Between fork and exec, a process that another test starts holds a copy of the lock.
fn patiently<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    for _ in 0..200 {
        if let Some(answer) = ask() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the notebook stays held");
}

fn open(folder: &Path) -> Store {
    patiently(|| {
        match Store::open(
            Role::Officer,
            folder,
            Options { take_over: false, serve_early: false, now },
        ) {
            Err(StoreError::Held(_)) => None,
            opened => Some(opened.unwrap().0),
        }
    })
}

fn commit(store: &Store, change: Change) {
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: false,
        ..Commit::default()
    };
    store.commit(commit).unwrap_or_else(|e| panic!("{e:?}"));
}

fn get(store: &Store, id: Id) -> Record {
    store.records().get(id).unwrap().unwrap()
}

fn delete(store: &Store, id: Id) {
    let base = get(store, id).head;
    commit(store, Change::Delete { id, base, reason: "ghi nhầm".into() });
}

/// One record of each kind per turn; later turns link to records of earlier ones.
fn fill(store: &Store, turns: usize) -> Vec<Made> {
    let officer = store.records().officer().unwrap().unwrap().id;
    let mut there = BTreeMap::from([("officer".to_string(), officer)]);
    let mut made = Vec::new();
    for turn in 0..turns {
        for kind in &programme().kinds {
            let id = Id::new(NOW - 1_000, [1 + made.len() as u8; 10]);
            let maker =
                Maker { store, today: today_from_millis(NOW), officer, there: &there, turn };
            let fields = maker.fields(kind, id);
            let origin = Origin::Officer;
            commit(store, Change::Create { kind: kind.no, id, fields, origin });
            there.insert(kind.id.clone(), id);
            made.push(Made { kind, id });
        }
    }
    made
}

fn ids(store: &Store, query: &Query) -> Vec<Id> {
    store.records().page(query, 0, 100).unwrap().rows.iter().map(|r| r.id).collect()
}

/// A text of the record that is searched in lists.
fn searched(kind: &Kind, fields: &Fields) -> String {
    let list = &kind.list;
    let mut numbers = list.title.iter().chain(&list.search);
    let text = numbers.find_map(|no| match fields.get(*no) {
        Some(Value::Text(text)) => Some(text.lines().next()?.to_string()),
        _ => None,
    });
    text.unwrap_or_else(|| panic!("{}: nothing to search for", kind.id))
}

fn edit(store: &Store, made: &Made) {
    let before = get(store, made.id);
    let is_text = |f: &&Field| matches!(f.ty, Type::Text | Type::Note);
    let texts =
        || made.kind.fields().filter(is_text).filter(|f| before.fields.get(f.no).is_some());
    let field = texts().find(|f| f.rules.is_empty()).or_else(|| texts().next());
    let no = field.unwrap_or_else(|| panic!("{}: no text", made.kind.id)).no;
    let text = Some(Value::Text("Đã sửa lại cho đúng".into()));
    let mut set = vec![(no, text.clone())];
    if let Some(lock) = &made.kind.lock {
        let locked = before.fields.get(lock.field).and_then(Value::as_text) == Some(&lock.is);
        set.extend(locked.then(|| (lock.reason, Some(Value::Text("ghi nhầm".into())))));
    }
    commit(store, Change::Patch { id: made.id, base: before.head, set });
    assert_eq!(get(store, made.id).fields.get(no), text.as_ref(), "{}", made.kind.id);
}

#[test]
fn every_kind_is_recorded_listed_found_edited_deleted_and_restored() {
    let home = Kinds::new();
    let store = open(&home.folder());
    let all = fill(&store, TURNS);
    assert_eq!(all.len(), TURNS * programme().kinds.len());
    for made in &all {
        let (kind, id) = (made.kind, made.id);
        let living = Query::all(kind.no);
        assert!(ids(&store, &living).contains(&id), "{}", kind.id);
        let text = searched(kind, &get(&store, id).fields);
        let found = Query { text: text.clone(), ..living.clone() };
        assert!(ids(&store, &found).contains(&id), "{}: {text}", kind.id);
        edit(&store, made);
        let edited = get(&store, id);
        delete(&store, id);
        let gone = Query { deleted: true, ..living.clone() };
        assert!(!ids(&store, &living).contains(&id) && ids(&store, &gone).contains(&id));
        let base = get(&store, id).head;
        commit(&store, Change::Restore { id, base });
        assert!(ids(&store, &living).contains(&id), "{}", kind.id);
        let restored = get(&store, id);
        assert_eq!((restored.fields, restored.deleted), (edited.fields, None), "{}", kind.id);
        assert!(store.history().of(id).unwrap().len() >= 4, "{}", kind.id);
    }
    store.close().unwrap();
}

/// The command line on a notebook with every kind.
struct Kinds(Home);

impl Kinds {
    fn new() -> Kinds {
        Kinds(Home::new())
    }

    fn folder(&self) -> PathBuf {
        self.0.folder()
    }

    /// The output of a command, which must succeed.
    fn run(&self, args: &[&str], input: &[u8]) -> String {
        let ran = self.try_run(args, input);
        assert!(ran.well, "{args:?}: {}", ran.words);
        ran.out
    }

    /// Runs a command; it may fail.
    fn try_run(&self, args: &[&str], input: &[u8]) -> Ran {
        patiently(|| {
            let ran = self.0.run("vi", args, input);
            (!ran.words.contains("Sổ đang mở")).then_some(ran)
        })
    }

    /// The records of a kind by id, without empty answers and without computed ones.
    fn listed(&self, kind: &Kind) -> BTreeMap<String, Map<String, Json>> {
        let lines = self.run(&["list", &kind.id, "--format", "json"], b"");
        let record = |line: &str| {
            let mut record: Map<String, Json> = serde_json::from_str(line).unwrap();
            let id = record.remove("id").unwrap().as_str().unwrap().to_string();
            record.remove("incomplete");
            let reckoned = |f: &&Field| f.computed.as_ref().is_some_and(|c| !c.overridable);
            for field in kind.fields().filter(reckoned) {
                record.remove(&field.id);
            }
            (id, record)
        };
        lines.lines().map(record).collect()
    }

    fn delete_all(&self, kind: &Kind, but: Option<Id>) {
        let store = open(&self.folder());
        let all = ids(&store, &Query::all(kind.no));
        all.into_iter().filter(|id| Some(*id) != but).for_each(|id| delete(&store, id));
        store.close().unwrap();
    }
}

fn lines(records: &BTreeMap<String, Map<String, Json>>) -> String {
    records.values().map(|r| format!("{}\n", Json::Object(r.clone()))).collect()
}

/// Records in a fixed order, without regard to ids.
fn sorted<'a>(records: impl Iterator<Item = &'a Map<String, Json>>) -> Vec<String> {
    let mut all: Vec<String> = records.map(|r| Json::Object(r.clone()).to_string()).collect();
    all.sort();
    all
}

/// CSV cannot hold tables.
fn flat(kind: &Kind, record: &Map<String, Json>) -> Map<String, Json> {
    let table = |id: &str| kind.field_by_id(id).is_some_and(|f| !f.columns().is_empty());
    record.iter().filter(|(id, _)| !table(id)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

#[test]
fn every_kind_leaves_as_json_and_csv_and_comes_back_whole() {
    let home = Kinds::new();
    let store = open(&home.folder());
    let all = fill(&store, TURNS);
    let officer = store.records().officer().unwrap().map(|o| o.id);
    let shown = |made: &Made| record_to_json(made.kind, &get(&store, made.id).fields);
    let shown: Vec<_> = all.iter().map(shown).collect();
    store.close().unwrap();
    for (made, shown) in all.iter().zip(shown) {
        let line = home.run(&["show", &made.id.to_string(), "--format", "json"], b"");
        let line: Map<String, Json> = serde_json::from_str(&line).unwrap();
        assert!(shown.iter().all(|(id, value)| line.get(id) == Some(value)), "{line:?}");
    }
    for kind in &programme().kinds {
        let mut before = home.listed(kind);
        before.retain(|id, _| officer.map(|o| o.to_string()).as_ref() != Some(id));
        assert_eq!(before.len(), TURNS, "{}", kind.id);
        let csv = home.run(&["list", &kind.id, "--format", "csv"], b"");
        let own = officer.map(|id| id.to_string()).unwrap();
        let csv: Vec<&str> =
            csv.split_inclusive('\n').filter(|l| !l.starts_with(&own)).collect();
        let file = home.0.path(&format!("{}.csv", kind.id));
        std::fs::write(&file, csv.concat()).unwrap();

        if kind.id == "attachment" {
            // attachments are added with their file (`attach`)
            let ran = home.try_run(&["add", &kind.id], lines(&before).as_bytes());
            assert!(!ran.well && ran.words.contains("sotay attach"), "{}", ran.words);
            continue;
        }
        if kind.imported {
            let ran = home.try_run(&["add", &kind.id], lines(&before).as_bytes());
            assert!(!ran.well && ran.words.contains("sotay import"), "{}", ran.words);
        } else {
            home.delete_all(kind, officer);
            let added = home.run(&["add", &kind.id], lines(&before).as_bytes());
            let after = home.listed(kind);
            let again = added.lines().map(|id| &after[id]);
            assert_eq!(again.collect::<Vec<_>>(), before.values().collect::<Vec<_>>());
        }

        home.delete_all(kind, officer);
        home.run(&["import", &kind.id, file.to_str().unwrap(), "--duplicates"], b"");
        let mut after = home.listed(kind);
        after.remove(&own);
        let flat: Vec<_> = before.values().map(|record| flat(kind, record)).collect();
        assert_eq!(sorted(after.values()), sorted(flat.iter()), "{}", kind.id);
    }
}

/// What is exported to a file is imported into another notebook as the same records, with links and
/// tables. Records that link to later ones are imported in the next round.
#[test]
fn every_kind_leaves_in_a_file_and_enters_another_notebook_whole() {
    for ending in ["csv", "xlsx"] {
        let home = Kinds::new();
        let store = open(&home.folder());
        fill(&store, TURNS);
        store.close().unwrap();
        let file =
            |kind: &Kind| home.0.path(&format!("{}.{ending}", kind.id)).display().to_string();
        for kind in &programme().kinds {
            home.run(&["export", &kind.id, "--out", &file(kind), "--contacts"], b"");
        }
        let other = Kinds::new();
        // the other notebook has an officer with the same name: only ids distinguish them
        let officers = programme().kind_by_id("officer");
        for _ in 0..TURNS {
            for kind in officers.into_iter().chain(&programme().kinds) {
                other.try_run(&["import", &kind.id, &file(kind)], b"");
            }
        }
        for kind in &programme().kinds {
            // attachments are imported in another way, and so are links to them
            if kind.id == "attachment" {
                continue;
            }
            let (mut before, mut after) = (home.listed(kind), other.listed(kind));
            let to_files = kind.fields().filter(|f| f.links_to("attachment"));
            for field in to_files {
                before.values_mut().for_each(|record| drop(record.remove(&field.id)));
            }
            after.retain(|id, _| before.contains_key(id));
            assert_eq!(after, before, "{} as {ending}", kind.id);
        }
        let kinds = home.0.count();
        assert_eq!(kinds, 1 + programme().kinds.len(), "nothing else was left behind");
    }
}

/// Goes to a kind's list, by its key or through the menus.
fn to_list(app: &mut App, kind: &Kind) {
    app.keys("esc esc esc f5");
    let mut front = programme().kinds.iter().filter(|k| k.menu == Menu::Front);
    if let Some(at) = front.position(|k| k.no == kind.no) {
        app.keys(["f6", "f7", "f8"][at]);
        return;
    }
    app.keys("5");
    match kind.menu {
        Menu::Activities => app.choose("Hoạt động"),
        Menu::Reference => app.choose("danh mục tham chiếu"),
        _ => app,
    }
    .choose(&kind.label.vi);
}

#[test]
fn every_kind_has_a_list_a_page_and_a_form() {
    for size in [(80, 24), (40, 12)] {
        let mut app = App::with(Setting { size, ..USUAL });
        let all = fill(app.workers.store(), 2);
        for made in all.iter().rev().take(programme().kinds.len()) {
            let label = &made.kind.label.vi;
            to_list(&mut app, made.kind);
            let at = app.text();
            if made.kind.imported {
                app.keys("home ins ctrl-e");
                assert!(matches!(app.top(), Screen::List(_)), "{label}:\n{}", app.text());
                app.keys("enter ctrl-e enter");
                assert!(matches!(app.top(), Screen::Page(_)), "{label}:\n{}", app.text());
                continue;
            }
            app.keys("home enter").keys("ctrl-e");
            assert!(app.top_is_form_of(made.kind), "{label}:\n{at}\n{}", app.text());
            if made.kind.id == "attachment" {
                continue;
            }
            to_list(&mut app, made.kind);
            app.keys("ins");
            assert!(app.top_is_form_of(made.kind), "{label}:\n{}", app.text());
            app.keys("esc");
        }
    }
}

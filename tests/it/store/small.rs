//! A small programme, a notebook in a temporary folder, and records for it.

pub use crate::kit::copy_folder as copy;
use crate::kit::spec::{self, field};
use sotay::programme::Role;
use std::path::PathBuf;
use std::sync::LazyLock;

use sotay::programme::role::{Attention, AttentionSort, KindRole};
use sotay::programme::spec::*;
use sotay::record::{
    Change, Date, Draft, Fields, Id, KindNo, Origin, Place, Query, Record, Value,
};
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::{Commit, CommitError, Committed, OpeningFinding, Store};

pub const ESTABLISHMENT: KindNo = 1;
pub const VISIT: KindNo = 2;
pub const TASK: KindNo = 14;
/// 22 November 2026, 10:00 in Hà Nội
pub const NOW: u64 = 1_795_316_400_000;
pub const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

pub fn programme() -> &'static Programme {
    static SMALL: LazyLock<Programme> = LazyLock::new(small);
    &SMALL
}

pub fn now() -> u64 {
    NOW
}

fn must(field: Field) -> Field {
    Field { required: Required::Always, ..field }
}

fn kind(no: KindNo, id: &str, list: ListSpec, fields: Vec<Field>) -> Kind {
    let no_of = |id: &str| fields.iter().find(|field| field.id == id).map(|field| field.no);
    let attention = |sort, day, open: Option<&str>| Attention {
        sort,
        day: no_of(day),
        state: no_of("state"),
        open: open.map(str::to_owned),
        ahead: vec![7, 14],
    };
    let (role, attention) = match id {
        "establishment" => (Some(KindRole::Home), None),
        "visit" => {
            let attention = attention(AttentionSort::Visit, "next_date", None);
            (Some(KindRole::Visit), Some(attention))
        }
        "task" => {
            let attention = attention(AttentionSort::Task, "due", Some("dang_lam"));
            (Some(KindRole::Task), Some(attention))
        }
        "officer" => (Some(KindRole::Officer), None),
        _ => (None, None),
    };
    Kind { role, attention, list, ..spec::kind(no, id, fields) }
}

fn ahead(field: Field) -> Field {
    Field { max: Some(Bound::Today(3_650)), ..field }
}

fn unique(field: Field) -> Field {
    let rule =
        Rule { level: Level::Warning, when: vec![], test: Test::Unique(vec![]), text: None };
    Field { rules: vec![rule], ..field }
}

fn small() -> Programme {
    let to = |k: &str| Type::Link(k.into());
    let of = |l: &str| Type::Choice(l.into());
    let partner = vec![field(1, "who", to("establishment")), field(2, "share", Type::Int)];
    let establishment = vec![
        must(field(1, "name", Type::Text)),
        field(2, "type", of("type")),
        unique(field(3, "tax", Type::Text)),
        field(4, "place", Type::Place),
        field(5, "products", Type::Text),
        Field { personal: Personal::Always, ..field(6, "phone", Type::Phone) },
        field(7, "export", Type::YesNo),
        field(8, "notes", Type::Note),
    ];
    let visit = vec![
        must(field(1, "establishment", to("establishment"))),
        must(field(2, "date", Type::Date)),
        field(3, "purpose", of("type")),
        field(4, "notes", Type::Note),
        ahead(field(5, "next_date", Type::Date)),
        field(6, "partners", Type::Lines(partner)),
    ];
    let task = vec![
        must(field(1, "establishment", to("establishment"))),
        must(field(2, "what", Type::Text)),
        ahead(must(field(3, "due", Type::Date))),
        field(4, "state", of("state")),
    ];
    let officer = vec![must(field(1, "name", Type::Text)), field(4, "province", Type::Text)];
    let list = |title: &[u16], search: &[u16], date, filter: &[u16]| ListSpec {
        title: title.to_vec(),
        search: search.to_vec(),
        columns: vec![],
        date,
        filter: filter.to_vec(),
        details: vec![],
    };
    let choices = |id: &str, all: &[&str]| ChoiceList {
        facts: Vec::new(),
        id: id.into(),
        choices: all.iter().map(|c| spec::choice(c, c)).collect(),
    };
    Programme {
        id: "small".into(),
        version: 1,
        role: Role::Officer,
        indicators: Default::default(),
        kinds: vec![
            kind(1, "establishment", list(&[1], &[5], None, &[2, 4, 7]), establishment),
            kind(2, "visit", list(&[1, 2], &[], Some(2), &[3]), visit),
            kind(14, "task", list(&[2], &[], Some(3), &[4]), task),
            kind(16, "officer", list(&[1], &[], None, &[]), officer),
        ],
        lists: vec![
            choices("type", &["dnnvv", "htx", "ho_kinh_doanh"]),
            choices("state", &["dang_lam", "xong", "huy"]),
        ],
    }
}

pub struct Notebook {
    pub dir: PathBuf,
    _temp: tempfile::TempDir,
}

impl Notebook {
    pub fn new() -> Notebook {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("so");
        let setup = Setup {
            officer_name: "Lý Thị Mai".into(),
            unit: "TTKC".into(),
            province: "04".into(),
        };
        Store::init(programme(), &dir, &setup, NOW - 86_400_000).unwrap();
        Notebook { dir, _temp: temp }
    }

    pub fn open(&self) -> Store {
        self.open_telling().0
    }

    /// Waits for the background work and returns all findings.
    pub fn open_telling(&self) -> (Store, Vec<OpeningFinding>) {
        let (store, opening) = Store::open(programme(), &self.dir, options()).unwrap();
        store.wait_ready().unwrap();
        let mut findings = opening.findings;
        findings.extend(store.findings());
        (store, findings)
    }

    /// The disk as after a kill at this moment: a copy of the open notebook.
    pub fn killed(&self) -> Notebook {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("so");
        copy(&self.dir, &dir);
        Notebook { dir, _temp: temp }
    }

    pub fn state_folder(&self) -> PathBuf {
        let mut all: Vec<_> = std::fs::read_dir(self.dir.join("state"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        all.sort();
        all.pop().unwrap()
    }
}

pub fn options() -> Options {
    Options { take_over: false, serve_early: false, now }
}

/// Ids in the order of `n`.
pub fn id(n: u64) -> Id {
    let mut random = [7; 10];
    random[2..].copy_from_slice(&n.to_be_bytes());
    Id::new(NOW - 1_000_000 + n, random)
}

pub fn text(t: &str) -> Value {
    Value::Text(t.into())
}

pub fn day(month: u8, day: u8) -> Date {
    Date { year: 2026, month, day }
}

pub fn fields(all: &[(u16, Value)]) -> Fields {
    all.iter().cloned().collect()
}

pub fn create(kind: KindNo, n: u64, all: &[(u16, Value)]) -> Change {
    Change::Create { kind, id: id(n), fields: fields(all), origin: Origin::Officer }
}

pub fn establishment(n: u64, name: &str) -> Change {
    create(ESTABLISHMENT, n, &[(1, text(name)), (2, Value::Choice("htx".into()))])
}

pub fn visit(n: u64, at: u64, when: Date) -> Change {
    create(VISIT, n, &[(1, Value::Link(id(at))), (2, Value::Date(when))])
}

pub fn place(commune: &str) -> Value {
    Value::Place(Place { commune: commune.into(), name: "Xã".into(), day: TODAY })
}

pub fn save(store: &Store, change: Change) -> Committed {
    store.commit(one(change)).unwrap()
}

pub fn try_save(store: &Store, change: Change) -> Result<Committed, CommitError> {
    store.commit(one(change))
}

pub fn one(change: Change) -> Commit {
    Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: false,
        ..Commit::default()
    }
}

pub fn get(store: &Store, n: u64) -> Record {
    store.records().get(id(n)).unwrap().unwrap()
}

pub fn patch(store: &Store, n: u64, no: u16, value: Option<Value>) -> Change {
    Change::Patch { id: id(n), base: get(store, n).head, set: vec![(no, value)] }
}

pub fn draft(n: u64, all: &[(u16, Value)]) -> Draft {
    Draft {
        id: id(n),
        kind: ESTABLISHMENT,
        form: 1,
        edits: None,
        fields: fields(all),
        typed: vec![],
        at: None,
        changed: NOW,
        hidden: false,
    }
}

/// Every record that lists show, also deleted ones, by kind and id.
pub fn everything(store: &Store) -> Vec<Record> {
    let mut all = Vec::new();
    for kind in [ESTABLISHMENT, VISIT, TASK, 16] {
        for deleted in [false, true] {
            let query = Query { deleted, ..Query::all(kind) };
            all.extend(store.records().page(&query, 0, 100_000).unwrap().rows);
        }
    }
    all.sort_by_key(|r| (r.kind, r.id));
    all
}

/// A notebook whose journal has two files, with record 1 in both and record 2 in the second.
pub fn of_two_files() -> (Notebook, Store) {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Một"));
    fill_a_file(&store);
    save(&store, establishment(2, "Hai"));
    save(&store, patch(&store, 1, 1, Some(text("Ba"))));
    assert!(notebook.dir.join("journal/00000002.skj").exists());
    (notebook, store)
}

/// A thousand records from 10 on with notes that do not compress, more than one journal file holds.
pub fn fill_a_file(store: &Store) {
    let mut n = 1u64;
    let mut note = || {
        let next = || {
            n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{n:016x}")
        };
        text(&std::iter::repeat_with(next).take(600).collect::<String>())
    };
    let all =
        (10..1_010).map(|n| one(create(ESTABLISHMENT, n, &[(1, text("x")), (8, note())])));
    store.commit_many(all.collect()).into_iter().for_each(|done| drop(done.unwrap()));
}

//! A store in a folder of its own that takes records as JSON, for tests without a screen.

use crate::kit::programme;
use serde_json::Value as Json;
use sotay::indicators::Report;
use sotay::programme::answer::{JsonReader, record_from_json};
use sotay::record::{Change, Id, Origin, Period, ReportQuery, Scope};
use sotay::store::{Commit, Store};
use sotay::text::format::today_from_millis;

use super::desk::NOW;
use super::home::Home;

pub struct Notebook {
    pub store: Store,
    pub home: Home,
    made: u64,
}

impl Notebook {
    pub fn new() -> Notebook {
        Notebook::opened(Home::new())
    }

    pub fn opened(home: Home) -> Notebook {
        Notebook { store: home.open(), home, made: 0 }
    }

    /// Closed and opened again: nothing is known but what is on the disk.
    pub fn again(self) -> Notebook {
        self.store.close().unwrap();
        Notebook { store: self.home.open(), ..self }
    }

    pub fn change(&mut self, kind: &str, answers: &Json) -> (Id, Change) {
        let kind = programme().kind_by_id(kind).unwrap_or_else(|| panic!("no kind {kind}"));
        self.made += 1;
        let mut tail = [0; 10];
        tail[..8].copy_from_slice(&self.made.to_be_bytes());
        let id = Id::new(NOW - 1_000_000 + self.made, tail);
        let mut rows = 0;
        let mut new_id = || {
            rows += 1;
            tail[9] = rows;
            Id::new(NOW, tail)
        };
        let today = today_from_millis(NOW);
        let mut reader = JsonReader { programme: programme(), today, new_id: &mut new_id };
        let fields = record_from_json(kind, answers.as_object().unwrap(), &mut reader)
            .unwrap_or_else(|faults| panic!("{}: {faults:?}", kind.id));
        (id, Change::Create { kind: kind.no, id, fields, origin: Origin::Officer })
    }

    /// For a copy of a notebook: its new records are others than the first one's.
    pub fn skip_ids(&mut self, n: u64) {
        self.made += n;
    }

    pub fn commit(&self, changes: Vec<Change>) {
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        self.store.commit(commit).unwrap_or_else(|e| panic!("{e:?}"));
    }

    pub fn put(&mut self, kind: &str, answers: Json) -> Id {
        let (id, change) = self.change(kind, &answers);
        self.commit(vec![change]);
        id
    }

    /// Changes answers of a record.
    pub fn edit(&mut self, id: Id, answers: Json) {
        let record = self.store.records().get(id).unwrap().unwrap();
        let kind = &programme().kind(record.kind).unwrap().id;
        let (_, change) = self.change(kind, &answers);
        let Change::Create { fields, .. } = change else { unreachable!() };
        let set = fields.iter().map(|(no, value)| (no, Some(value.clone()))).collect();
        self.commit(vec![Change::Patch { id, base: record.head, set }]);
    }

    pub fn delete(&self, id: Id) {
        let base = self.store.records().get(id).unwrap().unwrap().head;
        self.commit(vec![Change::Delete { id, base, reason: "nhầm".into() }]);
    }

    pub fn report(&self, period: &str) -> std::sync::Arc<Report> {
        self.report_in(period, Scope::All)
    }

    pub fn report_in(&self, period: &str, scope: Scope) -> std::sync::Arc<Report> {
        let period = Period::parse(period).unwrap();
        self.store.reports().run(&ReportQuery { period, scope }).unwrap()
    }
}

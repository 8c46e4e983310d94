//! A store in a temporary folder that takes records as JSON, for tests without a screen.

use crate::kit::programme;
use serde_json::Value as Json;
use sotay::indicators::Report;
use sotay::record::{Change, Id, Origin, Period, ReportQuery, Scope};
use sotay::store::Store;

use super::home::Home;
use super::records;

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

    /// Closes and opens again, so that only what is on the disk is known.
    pub fn again(self) -> Notebook {
        self.store.close().unwrap();
        Notebook { store: self.home.open(), ..self }
    }

    /// Closes, changes the files, and opens again.
    pub fn changed(
        self,
        change: impl FnOnce(&Home),
        open: impl FnOnce(&Home) -> Store,
    ) -> Notebook {
        self.store.close().unwrap();
        change(&self.home);
        Notebook { store: open(&self.home), ..self }
    }

    pub fn change(&mut self, kind: &str, answers: &Json) -> (Id, Change) {
        self.made += 1;
        let (id, fields) = records::fields(programme(), kind, (0, self.made), answers);
        let kind = programme().kind_by_id(kind).unwrap().no;
        (id, Change::Create { kind, id, fields, origin: Origin::Officer })
    }

    /// For a copy of a notebook: its new records differ from those of the original.
    pub fn skip_ids(&mut self, n: u64) {
        self.made += n;
    }

    pub fn commit(&self, changes: Vec<Change>) {
        records::commit(&self.store, changes);
    }

    pub fn put(&mut self, kind: &str, answers: Json) -> Id {
        let (id, change) = self.change(kind, &answers);
        self.commit(vec![change]);
        id
    }

    pub fn edit(&mut self, id: Id, answers: Json) {
        records::edit(&self.store, id, &answers);
    }

    pub fn delete(&self, id: Id) {
        records::delete(&self.store, id, "nhầm");
    }

    pub fn report(&self, period: &str) -> Report {
        self.report_in(period, Scope::All)
    }

    pub fn report_in(&self, period: &str, scope: Scope) -> Report {
        let period = Period::parse(period).unwrap();
        self.store.reports().run(&ReportQuery { period, scope }).unwrap()
    }

    pub fn ids_of(&self, records: &[sotay::indicators::Ref]) -> Vec<Id> {
        self.store.reports().ids_of(records).unwrap()
    }
}

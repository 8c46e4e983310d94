//! Two officers' notebooks and one headquarters in one process. Data is passed directly: ops to the
//! logs, pieces of the lanes to the notebooks.

use sotay::programme::Role;
use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::kit::headquarters;
use serde_json::{Value as Json, json};
use sotay::hq::HqDirectory;
use sotay::hq::downlink::lane;
use sotay::hq::downlink::lane::Addressee;
use sotay::hq::fold::context::FoldOutcome;
use sotay::hq::fold::run;
use sotay::hq::ingest::batch::{LogBatch, ReceivedOp};
use sotay::hq::ingest::log::Verdicts;
use sotay::record::{Change, Fields, Id, Origin, Query, Record, Value};
use sotay::storage::crypto::key::Keys;
use sotay::store::Device;
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::{Committed, Store};
use sotay::sync::certificate::Certificate;
use sotay::sync::enrol::EnrolRequest;

use super::headquarters::{Headquarters, enrol};
use super::{NOW, now, records};

pub const LANES: [u8; 4] = [lane::VERDICTS, lane::ASSIGNED, lane::PLACES, lane::PUBLISHED];

/// Not a device: the log that holds the reports.
const REPORTS: [u8; 16] = [0xee; 16];

pub struct Laptop {
    pub store: Store,
    pub dir: PathBuf,
    pub who: Certificate,
    mark: u8,
    made: u64,
    sent: BTreeMap<u64, u64>,
}

pub struct World {
    pub home: HqDirectory,
    pub store: Store,
    pub arrived: Vec<ReceivedOp>,
    /// verdicts that laptops report, after the ops that arrived before them
    pub reported: Vec<([u8; 16], Verdicts)>,
    pub dir: tempfile::TempDir,
    made: u64,
    pub ticks: u64,
}

fn open(dir: &std::path::Path) -> Store {
    Store::open(Role::Officer, dir, Options { take_over: false, serve_early: false, now })
        .unwrap()
        .0
}

pub fn fields(kind: &str, mark: u8, made: u64, answers: &Json) -> (Id, Fields) {
    records::fields(headquarters(), kind, (mark, made), answers)
}

pub fn change(store: &Store, change: Change) -> Committed {
    records::commit(store, vec![change])
}

pub fn establishment(name: &str) -> Json {
    serde_json::json!({
        "name": name, "type": "ho_kinh_doanh", "place": "08230", "sector": "a",
        "products": "Bàn ghế", "workers": 5, "status": "dang_hoat_dong",
    })
}

impl World {
    pub fn new() -> World {
        let headquarters = Headquarters::new();
        World::of(headquarters.home(), headquarters.dir)
    }

    /// A headquarters without any data; `dir` is dropped with it.
    pub fn of(home: HqDirectory, dir: tempfile::TempDir) -> World {
        let store = World::open(&home.dir);
        World { home, store, arrived: Vec::new(), reported: Vec::new(), dir, made: 0, ticks: 0 }
    }

    fn open(folder: &std::path::Path) -> Store {
        let options = Options { take_over: false, serve_early: false, now };
        Store::open(Role::Headquarters, folder, options).unwrap().0
    }

    /// Closed and opened again.
    pub fn reopened(self) -> World {
        let store = World::open(&self.home.dir);
        World { store, ..self }
    }

    /// Two officers who have given one establishment different names, not sent yet.
    pub fn torn() -> (World, Laptop, Laptop, Id) {
        let mut w = World::new();
        let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
        let id = a.put("establishment", establishment("Mộc Hòa Phát"));
        w.round(&mut [&mut a, &mut b]);
        a.edit(id, json!({"name": "Mộc A"}));
        b.edit(id, json!({"name": "Mộc B"}));
        (w, a, b, id)
    }

    /// An enrolled notebook in province 25; `number`: an officer that headquarters knows.
    pub fn laptop(&mut self, name: &str, number: Option<u32>) -> Laptop {
        self.laptop_in("25", name, number)
    }

    pub fn laptop_in(&mut self, province: &str, name: &str, number: Option<u32>) -> Laptop {
        self.made += 1;
        let dir = self.dir.path().join(format!("laptop{}", self.made));
        let setup =
            Setup { officer_name: name.into(), unit: "TT".into(), province: province.into() };
        Store::init(Role::Officer, &dir, &setup, NOW).unwrap();
        let who = self.enrol(&dir, (name, province), number);
        let store = open(&dir);
        Laptop { store, dir, who, mark: self.made as u8, made: 0, sent: BTreeMap::new() }
    }

    /// The officer moves to another province and enrols the laptop again.
    pub fn moves(&mut self, laptop: &Laptop, province: &str) {
        self.enrol(&laptop.dir, (&laptop.who.name, province), None);
    }

    fn enrol(
        &self,
        dir: &std::path::Path,
        (name, province): (&str, &str),
        number: Option<u32>,
    ) -> Certificate {
        let (keys, _) = Keys::load(dir).unwrap();
        let device = Device::load(dir, &keys).unwrap();
        let request = EnrolRequest {
            key: device.signing_key().verifying_key().to_bytes(),
            officer: device.officer,
            name: name.into(),
            unit: "TT".into(),
            province: province.into(),
            ssh: String::new(),
            created_at: NOW,
        };
        let request = EnrolRequest::read(&request.sign(device.signing_key())).unwrap();
        enrol(&self.home, &request, number, NOW + self.ticks).certificate().clone()
    }

    /// Whether a receiver would reject the device.
    pub fn shuts_out(&self, device: [u8; 16]) -> bool {
        let known = self.home.officer_of(device).unwrap();
        known.is_some_and(|officer| officer.is_revoked())
    }

    /// Sends all finished epochs and ops.
    pub fn send(&mut self, laptop: &mut Laptop) {
        let held = self.shuts_out(laptop.who.device);
        for epoch in laptop.store.uplink().epochs().unwrap() {
            let sent = laptop.sent.entry(epoch.epoch).or_default();
            while let Some(found) =
                laptop.store.uplink().ops_after(epoch.epoch, *sent, 1 << 16).unwrap()
            {
                self.ticks += 1;
                for (seq, op) in (found.first..).zip(found.ops) {
                    *sent = seq;
                    let (device, epoch) = (laptop.who.device, epoch.epoch);
                    let received = NOW + self.ticks;
                    self.arrived.push(ReceivedOp {
                        device,
                        epoch,
                        seq,
                        received,
                        frame: 0,
                        held,
                        op,
                    });
                }
            }
        }
    }

    pub fn fold(&self) -> FoldOutcome {
        let mut logs = |cursors: &BTreeMap<[u8; 16], u64>, most: usize| {
            let mut batch = LogBatch::default();
            let devices: std::collections::BTreeSet<_> =
                self.arrived.iter().map(|a| a.device).collect();
            for device in devices {
                let all = self.arrived.iter().filter(|a| a.device == device);
                let from = cursors.get(&device).copied().unwrap_or(0) as usize;
                let new: Vec<_> = all.skip(from).take(most).cloned().collect();
                if !new.is_empty() {
                    batch.places.push((device, (from + new.len()) as u64));
                    batch.ops.extend(new);
                }
            }
            let from = cursors.get(&REPORTS).copied().unwrap_or(0) as usize;
            if let Some(new) = self.reported.get(from..).filter(|new| !new.is_empty()) {
                batch.places.push((REPORTS, self.reported.len() as u64));
                batch.verdicts.extend(new.iter().cloned());
            }
            Ok(batch)
        };
        run(&self.home, &self.store, &mut logs, now).unwrap()
    }

    /// Takes what waits in the lanes; with `all`, also the restore lane.
    pub fn down(&self, laptop: &Laptop, all: bool) {
        let to =
            Addressee { officer: laptop.who.officer, province: laptop.who.province.clone() };
        let era = self.home.secret.era;
        for lane in LANES.into_iter().chain(all.then_some(lane::RESTORE)) {
            let cursors = laptop.store.downlink().cursors().unwrap();
            let at = cursors.iter().find(|c| c.lane == lane && c.era == era);
            let after = at.map_or(0, |c| c.position);
            let pieces = self.home.lanes().read(&to, lane, after, usize::MAX).unwrap();
            for piece in pieces {
                laptop.store.downlink().take(lane, era, piece.position, &piece.bytes).unwrap();
            }
        }
    }

    /// Sends, folds and takes down, for all of them.
    pub fn round(&mut self, laptops: &mut [&mut Laptop]) -> FoldOutcome {
        laptops.iter_mut().for_each(|laptop| self.send(laptop));
        let folded = self.fold();
        laptops.iter().for_each(|laptop| self.down(laptop, false));
        folded
    }

    /// The reviewer creates a record.
    pub fn put(&mut self, kind: &str, answers: Json) -> Id {
        self.made += 1;
        records::create(&self.store, kind, (0, self.made), &answers, Origin::Headquarters)
    }

    pub fn edit(&self, id: Id, answers: Json) {
        records::edit(&self.store, id, &answers);
    }

    pub fn get(&self, id: Id) -> Record {
        self.store.records().get(id).unwrap().unwrap()
    }

    /// Open cases of a kind.
    pub fn matters(&self, what: &str) -> Vec<Record> {
        let kind = headquarters().kind_by_id("matter").unwrap();
        let no = |id: &str| kind.field_by_id(id).unwrap().no;
        let filter = vec![(no("what"), what.to_owned()), (no("state"), "cho".to_owned())];
        let query = Query { filter, ..Query::all(kind.no) };
        self.store.records().page(&query, 0, 100).unwrap().rows
    }
}

impl Laptop {
    pub fn put(&mut self, kind: &str, answers: Json) -> Id {
        self.made += 1;
        records::create(&self.store, kind, (self.mark, self.made), &answers, Origin::Officer)
    }

    pub fn edit(&self, id: Id, answers: Json) {
        records::edit(&self.store, id, &answers);
    }

    pub fn delete(&self, id: Id) {
        records::delete(&self.store, id, "trùng");
    }

    pub fn get(&self, id: Id) -> Record {
        self.store.records().get(id).unwrap().unwrap()
    }

    /// Closed and opened again.
    pub fn again_open(self) -> Laptop {
        let store = open(&self.dir);
        Laptop { store, ..self }
    }
}

pub fn text(record: &Record, field: &str) -> String {
    let kind = headquarters().kind(record.kind).unwrap();
    let value = record.fields.get(kind.field_by_id(field).unwrap().no);
    match value {
        Some(Value::Text(t) | Value::Choice(t)) => t.clone(),
        Some(Value::Int(n)) => n.to_string(),
        other => format!("{other:?}"),
    }
}

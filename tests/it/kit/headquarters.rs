//! A headquarters and laptops in one process, with lines between them that can be cut anywhere.

use sotay::programme::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, PipeWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::kit::{copy_folder, headquarters};
use sotay::hq::HqDirectory;
use sotay::hq::admin::audit::HqAudit;
use sotay::hq::admin::officer::Enrolled;
use sotay::hq::fold;
use sotay::hq::ingest::intake::IngestContext;
use sotay::hq::ingest::log;
use sotay::hq::ingest::log::LogEntry;
use sotay::hq::ingest::server::receive;
use sotay::lang::Lang;
use sotay::programme::answer::show;
use sotay::record::audit::{AuditAbout, AuditDeed};
use sotay::record::{Id, Query, Record};
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::Store;
use sotay::sync::certificate::Enrolment;
use sotay::sync::enrol::EnrolRequest;
use sotay::sync::line::{Connection, LineTimeouts};
use sotay::sync::link::ssh::LineEnd;
use sotay::sync::run::Session;
use sotay::sync::{Progress, Summary, SyncError};

use crate::kit::{NOW, now};

pub struct Headquarters {
    pub dir: tempfile::TempDir,
}

/// After how many bytes a line breaks, up and down.
#[derive(Clone, Copy, Debug, Default)]
pub struct Breaks {
    pub up: Option<usize>,
    pub down: Option<usize>,
}

impl Headquarters {
    pub fn new() -> Headquarters {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let setup = Setup {
            officer_name: "Trần Duyệt".into(),
            unit: "Cục".into(),
            province: "01".into(),
        };
        HqDirectory::init(&dir.path().join("hq"), &setup, "Trung tâm", NOW - 1_000).unwrap();
        Headquarters { dir }
    }

    /// Another headquarters with the same keys, officers and lanes, but without received ops:
    /// everything that a receiver reads.
    pub fn again(&self) -> Headquarters {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let (from, to) = (self.path(), dir.path().join("hq"));
        std::fs::create_dir(&to).unwrap();
        for name in ["key", "key.bak", "device", "hq"] {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
        for name in ["officers", "lanes"] {
            copy_folder(&from.join(name), &to.join(name));
        }
        Headquarters { dir }
    }

    /// A full copy in another folder.
    pub fn copied(&self) -> Headquarters {
        let dir = tempfile::tempdir().unwrap();
        copy_folder(&self.path(), &dir.path().join("hq"));
        Headquarters { dir }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("hq")
    }

    pub fn home(&self) -> HqDirectory {
        HqDirectory::open(&self.path()).unwrap()
    }

    /// A headquarters that knows a sender without a notebook; the fuzz targets have the sender's
    /// key.
    pub fn of_the_forger() -> Headquarters {
        let office = Headquarters::new();
        let request = asks(crate::fuzz::laptop().verifying_key().to_bytes(), Id([3; 16]));
        let home = office.home();
        enrol(&home, &request, None, NOW);
        office
    }

    /// Enrols as if the words had been compared over the telephone.
    pub fn enrol(&self, store: &Store) {
        self.enrol_as(store, None);
    }

    /// `number`: an officer that is already known, with another machine.
    pub fn enrol_as(&self, store: &Store, number: Option<u32>) {
        let home = self.home();
        let key = store.signing_key().verifying_key().to_bytes();
        let request = asks(key, store.officer_id());
        let enrolled = enrol(&home, &request, number, NOW + u64::from(number.is_some()));
        let card = home.secret.card().unwrap();
        let folder = store.keyed_folder();
        Enrolment { card, certificate: enrolled.certificate }.write(&folder).unwrap();
    }

    /// Folds everything that has arrived.
    pub fn fold(&self) {
        self.folded().close().unwrap();
    }

    /// A line to a new receiver.
    pub fn line(&self, breaks: Breaks) -> Connection {
        self.line_at(now, breaks)
    }

    /// The same with another clock.
    pub fn line_at(&self, now: fn() -> u64, breaks: Breaks) -> Connection {
        let (up_read, up) = io::pipe().unwrap();
        let (down_read, down) = io::pipe().unwrap();
        let path = self.path();
        std::thread::spawn(move || {
            let home = HqDirectory::open(&path).unwrap();
            let mut input = up_read;
            let mut out = Breaking { out: Some(down), left: breaks.down };
            // the line may break here on purpose
            let _done = receive(IngestContext { home: &home, now }, None, &mut input, &mut out);
        });
        let patience =
            LineTimeouts { first: Duration::from_secs(20), silent: Duration::from_secs(20) };
        let out = Breaking { out: Some(up), left: breaks.up };
        Connection {
            input: Box::new(down_read),
            out: Box::new(out),
            cut: Box::new(|| {}),
            patience,
        }
    }

    /// One sync; `breaks` applies to the first line, later lines are whole.
    pub fn sync(&self, store: &Store, breaks: Breaks) -> (Summary, Result<(), SyncError>) {
        let mut breaks = Some(breaks);
        self.sync_over(store, &mut || {
            let line = self.line(breaks.take().unwrap_or_default());
            Ok((line, Box::new(|e, _| e)))
        })
    }

    pub fn sync_over(
        &self,
        store: &Store,
        open: &mut dyn FnMut() -> Result<(Connection, LineEnd), SyncError>,
    ) -> (Summary, Result<(), SyncError>) {
        self.sync_how(store, false, &mut |_| {}, open)
    }

    /// `fetch`: also fetch missing attachments. `progress` may do what an officer does meanwhile.
    pub fn sync_how(
        &self,
        store: &Store,
        fetch: bool,
        progress: &mut dyn FnMut(Progress),
        open: &mut dyn FnMut() -> Result<(Connection, LineEnd), SyncError>,
    ) -> (Summary, Result<(), SyncError>) {
        let enrolment = Enrolment::read(&store.keyed_folder()).unwrap().unwrap();
        let stop = AtomicBool::new(false);
        let mut summary = Summary::default();
        let mut session = Session {
            store,
            enrolment: &enrolment,
            now,
            stop: &stop,
            fetch,
            progress,
            all: 0,
            bytes: (0, 0),
            retry_pauses: &[0; 4],
        };
        let done = session.lines(&mut summary, open);
        (summary, done)
    }

    /// Every op here by (device, opid); no number may occur twice.
    pub fn ops(&self) -> BTreeSet<([u8; 16], [u8; 16])> {
        let home = self.home();
        let (mut ops, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for device in log::devices(&home.dir).unwrap() {
            for (_, logged) in log::read(&home.dir, &home.keys, &device, 0) {
                let LogEntry::Ops(came) = logged else { continue };
                for (seq, op) in (came.first..).zip(&came.ops) {
                    assert!(numbers.insert((device, came.epoch, seq)), "a number came twice");
                    ops.insert((device, op.opid(&device)));
                }
            }
        }
        ops
    }

    /// Headquarters' notebook, after folding everything that arrived.
    pub fn folded(&self) -> Store {
        let home = self.home();
        let options = Options { take_over: false, serve_early: false, now };
        let (store, _) = Store::open(Role::Headquarters, &home.dir, options).unwrap();
        let mut logs = |cursors: &BTreeMap<[u8; 16], u64>, most: usize| {
            log::gather(&home.dir, &home.keys, cursors, most)
        };
        fold::run(&home, &store, &mut logs, now).unwrap();
        store
    }

    /// The causes that the reviewer sees, in both languages.
    pub fn seen(&self) -> Vec<[String; 2]> {
        let store = self.folded();
        let kind = headquarters().kind_by_id("matter").unwrap();
        let field = kind.field_by_id("cause").unwrap();
        let matters = store.records().page(&Query::all(kind.no), 0, 100).unwrap().rows;
        store.close().unwrap();
        let words = |record: &Record, lang| {
            let cause = record.fields.get(field.no).unwrap();
            show(headquarters(), field, cause, lang)
        };
        matters.iter().map(|m| [Lang::Vi, Lang::En].map(|lang| words(m, lang))).collect()
    }

    pub fn incidents(&self) -> usize {
        let home = self.home();
        let logs = log::devices(&home.dir).unwrap();
        let count = |device: &[u8; 16]| {
            let all = log::read(&home.dir, &home.keys, device, 0);
            all.filter(|(_, logged)| matches!(logged, LogEntry::Incident(_))).count()
        };
        logs.iter().map(count).sum()
    }
}

/// As if the eight words had been compared. `number`: an officer that is already known, with
/// another machine.
pub fn enrol(
    home: &HqDirectory,
    request: &EnrolRequest,
    number: Option<u32>,
    at: u64,
) -> Enrolled {
    let plan = home.plan_enrolment(request, number).unwrap().unwrap();
    let about = AuditAbout {
        device: Some(request.device()),
        ..AuditAbout::officer(plan.certificate().number)
    };
    HqAudit { home }.note(AuditDeed::Enrol, about, at).unwrap();
    home.enrol(&plan, at).unwrap()
}

/// Every op of a notebook about its own records.
pub fn own_ops(store: &Store) -> BTreeSet<([u8; 16], [u8; 16])> {
    let device = store.device_id();
    let mut all = BTreeSet::new();
    for epoch in store.uplink().epochs().unwrap() {
        let mut seq = 0;
        while let Some(part) = store.uplink().ops_after(epoch.epoch, seq, 1 << 20).unwrap() {
            seq = part.last();
            all.extend(part.opids.into_iter().map(|opid| (device, opid)));
        }
    }
    all
}

/// Asserts that no receipt names an op that headquarters lacks.
pub fn receipts_are_true(office: &Headquarters, store: &Store) {
    let home = office.home();
    let device = store.device_id();
    for signed in store.uplink().receipts().unwrap() {
        let said = signed.receipt;
        let last = log::read(&home.dir, &home.keys, &device, 0)
            .filter_map(|(_, logged)| match logged {
                LogEntry::Ops(came) if came.epoch == said.epoch => {
                    Some(came.first + came.ops.len() as u64 - 1)
                }
                _ => None,
            })
            .max();
        assert!(last.is_some_and(|last| last >= said.acked), "{said:?}");
    }
}

fn asks(key: [u8; 32], officer: Id) -> EnrolRequest {
    EnrolRequest {
        key,
        officer,
        name: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công".into(),
        province: "25".into(),
        ssh: String::new(),
        created_at: NOW,
    }
}

struct Breaking {
    out: Option<PipeWriter>,
    left: Option<usize>,
}

impl Write for Breaking {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.left.map_or(bytes.len(), |left| left.min(bytes.len()));
        if n == 0 && !bytes.is_empty() {
            self.out = None;
        }
        let out = self.out.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let n = out.write(bytes.get(..n).unwrap_or_default())?;
        self.left = self.left.map(|left| left - n);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

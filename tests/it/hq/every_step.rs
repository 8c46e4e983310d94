//! A disk that fails from some step of headquarters' day on: everything acknowledged before is
//! there, the rest can be repeated, and nothing is there twice.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use sotay::hq::HqDirectory;
use sotay::hq::admin::backup;
use sotay::hq::admin::manifest::Manifest;
use sotay::hq::fold;
use sotay::hq::ingest::intake::IngestContext;
use sotay::hq::ingest::{log, stick};
use sotay::programme::Role;
use sotay::record::{Id, Query};
use sotay::storage::disk::Disk;
use sotay::store::{Options, Store, StoreError};
use sotay::sync::enrol::EnrolRequest;

use crate::kit::disk::real_disk;
use crate::kit::failing::Failing;
use crate::kit::headquarters::{Headquarters, own_ops};
use crate::kit::{NOW, copy_folder, headquarters, now};
use crate::sync::outgoing::filled;
use crate::sync::stick::carry;

type Ops = std::collections::BTreeSet<([u8; 16], [u8; 16])>;

/// A headquarters without any data, the stick of a laptop that it knows, and the stick's contents.
struct Template {
    office: Headquarters,
    stick: tempfile::TempDir,
    ops: Ops,
}

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let (office, book) = (Headquarters::new(), filled(4));
    office.enrol(&book.store);
    let stick = tempfile::tempdir().unwrap();
    carry(&book.store, stick.path()).1.unwrap();
    Template { office, stick, ops: own_ops(&book.store) }
});

/// Copies for one run.
struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        copy_folder(&TEMPLATE.office.path(), &root.path().join("hq"));
        copy_folder(TEMPLATE.stick.path(), &root.path().join("stick"));
        Desk { root }
    }

    fn hq(&self) -> PathBuf {
        self.root.path().join("hq")
    }

    fn backup(&self) -> PathBuf {
        self.root.path().join("copies/one")
    }
}

/// What headquarters acknowledged as durable.
#[derive(Debug, Default, PartialEq)]
struct Acknowledged {
    enrolled: bool,
    taken_in: bool,
    folded: bool,
    revoked: bool,
    backed_up: bool,
}

impl Acknowledged {
    fn all(&self) -> bool {
        self.enrolled && self.taken_in && self.folded && self.revoked && self.backed_up
    }
}

const NEW_DEVICE: [u8; 32] = [
    0x3b, 0x6a, 0x27, 0xbc, 0xce, 0xb6, 0xa4, 0x2d, 0x62, 0xa3, 0xa8, 0xd0, 0x2a, 0x6f, 0x0d,
    0x73, 0x65, 0x32, 0x15, 0x77, 0x1d, 0xe2, 0x43, 0xa6, 0x3a, 0xc0, 0x48, 0xa1, 0x8b, 0x59,
    0xda, 0x29,
];

fn request() -> EnrolRequest {
    EnrolRequest {
        key: NEW_DEVICE,
        officer: Id([9; 16]),
        name: "Lê Chi".into(),
        unit: "TT".into(),
        province: "25".into(),
        ssh: String::new(),
        created_at: NOW,
    }
}

fn fold_in(disk: Arc<dyn Disk>, home: &HqDirectory) -> Result<(), StoreError> {
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open_on(disk, Role::Headquarters, &home.dir, options)?;
    let mut logs = |cursors: &BTreeMap<[u8; 16], u64>, most: usize| {
        log::gather(&home.dir, &home.keys, cursors, most)
    };
    let folded = fold::run(home, &store, &mut logs, now);
    store.close()?;
    folded.map(drop)
}

/// A day of work that continues after failures.
fn session(desk: &Desk, disk: Arc<dyn Disk>) -> Acknowledged {
    let mut done = Acknowledged::default();
    let Ok(home) = HqDirectory::open_on(disk.clone(), &desk.hq()) else { return done };
    let plan = home.plan_enrolment(&request(), None).unwrap().unwrap();
    done.enrolled = home.enrol(&plan, NOW).is_ok();
    let context = IngestContext { home: &home, now };
    let files = stick::import(context, &desk.root.path().join("stick"));
    done.taken_in = files.is_ok_and(|files| files.iter().all(|file| file.refused.is_none()));
    done.folded = fold_in(disk.clone(), &home).is_ok();
    done.revoked = home.revoke(plan.certificate().number, NOW + 1).is_ok();
    done.backed_up = backup::back_up(&*disk, &desk.hq(), &desk.backup(), NOW).is_ok();
    done
}

fn ops_at(home: &HqDirectory) -> Ops {
    let mut ops = Ops::new();
    for device in log::devices(&home.dir).unwrap() {
        for (_, logged) in log::read(&home.dir, &home.keys, &device, 0) {
            let log::LogEntry::Ops(came) = logged else { continue };
            for op in &came.ops {
                assert!(ops.insert((device, op.opid(&device))), "an op is there twice");
            }
        }
    }
    ops
}

fn check_backup(at: &Path, what: &str) {
    let manifest = Manifest::read(at).unwrap().unwrap_or_else(|| panic!("{what}: no manifest"));
    assert!(manifest.compare(at).unwrap().is_empty(), "{what}");
}

fn check(desk: &Desk, done: &Acknowledged, what: &str) {
    let home = HqDirectory::open(&desk.hq()).unwrap();
    let device = request().device();
    let officer = home.officer_of(device).unwrap();
    assert!(officer.is_some() || !done.enrolled, "{what}");
    let revoked = officer.is_some_and(|officer| officer.is_revoked());
    assert!(revoked || !done.revoked || !done.enrolled, "{what}");
    let here = ops_at(&home);
    assert!(here.is_subset(&TEMPLATE.ops), "{what}");
    assert!(here == TEMPLATE.ops || !done.taken_in, "{what}");
    home.lanes().verify().unwrap();
    if desk.backup().exists() {
        check_backup(&desk.backup(), what);
    } else {
        assert!(!done.backed_up, "{what}");
    }
    // repeats everything on a working disk
    let disk = real_disk();
    let plan = home.plan_enrolment(&request(), None).unwrap().unwrap();
    home.enrol(&plan, NOW + 2).unwrap();
    let context = IngestContext { home: &home, now };
    stick::import(context, &desk.root.path().join("stick")).unwrap();
    assert_eq!(ops_at(&home), TEMPLATE.ops, "{what}");
    fold_in(disk.clone(), &home).unwrap();
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open(Role::Headquarters, &home.dir, options).unwrap();
    let kind = headquarters().kind_by_id("intl_lead").unwrap();
    assert_eq!(store.records().page(&Query::all(kind.no), 0, 9).unwrap().total, 4, "{what}");
    store.close().unwrap();
    home.revoke(plan.certificate().number, NOW + 3).unwrap();
    assert!(home.officer_of(device).unwrap().is_some_and(|officer| officer.is_revoked()));
    let again = desk.root.path().join("copies/two");
    backup::back_up(&*disk, &desk.hq(), &again, NOW).unwrap();
    check_backup(&again, what);
    let report = Store::verify(Role::Headquarters, &desk.hq()).unwrap();
    assert!(report.whole(), "{what}: {report:?}");
}

#[test]
fn a_disk_that_stops_at_any_step_loses_nothing_acknowledged() {
    let runs = |steps: usize| {
        let kind = [io::ErrorKind::StorageFull, io::ErrorKind::Other][steps % 2];
        let desk = Desk::new();
        let done = session(&desk, Arc::new(Failing::after(steps, kind)));
        check(&desk, &done, &format!("{kind:?} after {steps} steps: {done:?}"));
        done.all()
    };
    let steps = (0usize..).find(|steps| runs(*steps)).unwrap();
    assert!(steps > 150, "a day has more steps than {steps}");
}

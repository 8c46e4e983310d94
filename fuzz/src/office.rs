//! Bytes on their way through a headquarters that is really there: taken in from a stick, or as a
//! segment that a known device has sealed and signed, and then folded. What must hold: what was
//! stored is a gap-free row, and nothing that came in stops the fold.

use std::cell::RefCell;
use std::collections::BTreeMap;

use sotay::hq::HqDirectory;
use sotay::hq::fold;
use sotay::hq::ingest::batch::{LogBatch, ReceivedOp};
use sotay::hq::ingest::intake::{BundleIngest, IngestContext};
use sotay::hq::ingest::log;
use sotay::hq::ingest::log::LogEntry;
use sotay::hq::ingest::stick;
use sotay::programme::Role;
use sotay::record::Id;
use sotay::storage::format::frame::ty;
use sotay::storage::format::op::chain_start;
use sotay::storage::limits;
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::Store;
use sotay::sync::bundle::UP;
use sotay::sync::enrol::EnrolRequest;
use sotay::sync::file;
use sotay::sync::{compression, strip};

use super::forge::{Claim, Forger, Says};
use super::{device, laptop, outgoing};

const NOW: u64 = 1_795_405_320_000;
/// An office is used so often; then a fresh one stands there, so that no file grows for hours.
const USES: usize = 400;

fn now() -> u64 {
    NOW
}

struct Office {
    dir: tempfile::TempDir,
    home: HqDirectory,
    number: u32,
    uses: usize,
    /// only the fold opens it
    store: Option<Store>,
    folded: u64,
}

impl Office {
    fn new() -> Office {
        // in memory where the system has such a place: nothing here asks whether bytes are durable
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let dir = dir.expect("a folder");
        let word = || "Trung tâm".to_owned();
        let setup = Setup { officer_name: word(), unit: word(), province: "01".into() };
        let home = HqDirectory::init(&dir.path().join("hq"), &setup, "Trung tâm", NOW);
        let home = home.expect("a headquarters");
        let request = EnrolRequest {
            key: laptop().verifying_key().to_bytes(),
            officer: Id([3; 16]),
            name: "Trần Thị Bình".into(),
            unit: "Trung tâm Khuyến công".into(),
            province: "25".into(),
            ssh: String::new(),
            created_at: NOW,
        };
        let seat = home.plan_enrolment(&request, None).expect("read").expect("a place");
        let enrolled = home.enrol(&seat, NOW).expect("enrolled");
        let number = enrolled.certificate().number;
        Office { dir, home, number, uses: 0, store: None, folded: 0 }
    }

    fn ingest(&self) -> IngestContext<'_> {
        IngestContext { home: &self.home, now }
    }

    fn claim(&self, epoch: u64, from: u64) -> Claim {
        let base = chain_start(&device(), epoch);
        Claim { direction: UP, device: device(), epoch, from, base, officer: self.number }
    }

    /// The pieces of a forged file, as from a line; gives how many ops were new.
    fn take(&self, file: &[u8]) -> u64 {
        let mut intake =
            BundleIngest::of(self.ingest(), &device(), None).expect("an enrolled device");
        for piece in file::Pieces::of(file) {
            let done = match piece {
                Ok(file::FilePiece::Header(header)) => intake.header(header),
                Ok(file::FilePiece::Segment(segment)) => intake.segment(segment).map(|_| ()),
                Err(refused) => Err(refused.into()),
            };
            if done.is_err() {
                break;
            }
        }
        intake.new
    }

    /// Every epoch's numbers follow one another, and every op is read or kept.
    fn is_whole(&self) {
        let mut next: BTreeMap<u64, u64> = BTreeMap::new();
        for (_, logged) in log::read(&self.home.dir, &self.home.keys, &device(), 0) {
            let LogEntry::Ops(came) = logged else { continue };
            let next = next.entry(came.epoch).or_insert(1);
            assert_eq!(came.first, *next);
            *next += came.ops.len() as u64;
            came.ops.iter().for_each(|op| drop(op.read(came.first)));
        }
    }

    fn forget(&self) {
        let log = self.home.dir.join("log");
        if log.exists() {
            std::fs::remove_dir_all(log).expect("a folder of ours");
        }
    }
}

thread_local! {
    static OFFICE: RefCell<Option<Office>> = const { RefCell::new(None) };
}

fn at_the_office(work: impl FnOnce(&mut Office)) {
    OFFICE.with_borrow_mut(|kept| {
        let mut office = kept.take().filter(|o| o.uses < USES).unwrap_or_else(Office::new);
        office.uses += 1;
        work(&mut office);
        *kept = Some(office);
    });
}

/// The first byte says how the rest comes in.
pub fn intake(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else { return };
    at_the_office(|office| {
        match how % 3 {
            0 => office.on_a_stick(rest),
            1 => office.signed(rest),
            _ => office.chained(*how, rest),
        }
        office.is_whole();
        // a stored op must not make the next one's number wrong
        if office.uses.is_multiple_of(16) {
            office.forget();
        }
    });
}

impl Office {
    fn on_a_stick(&self, bytes: &[u8]) {
        let folder = self.dir.path().join(file::OUT);
        std::fs::create_dir_all(&folder).expect("a folder of ours");
        std::fs::write(folder.join("a.stk"), bytes).expect("a file of ours");
        let taken = stick::take_in(self.ingest(), self.dir.path()).expect("a stick of ours");
        assert_eq!(taken.files.len(), 1);
    }

    /// Head and content as the bytes say, under a good seal and signature.
    fn signed(&self, bytes: &[u8]) {
        let Some((head, body)) = bytes.split_first_chunk::<16>() else { return };
        let [kind, packing, n, epoch, from @ .., r0, r1, r2, r3] = *head;
        let packed = match packing % 3 {
            1 => compression::pack(body).map(|packed| (Says::PACKED, packed)),
            2 => Some((Says::PACKED, body.to_vec())),
            _ => None,
        };
        let (flags, body_sent) = packed.unwrap_or((Says::PLAIN, body.to_vec()));
        let raw = match packing & 0x80 {
            0 => body.len() as u32,
            _ => u32::from_le_bytes([r0, r1, r2, r3]),
        };
        let first = u64::from_le_bytes(from);
        let claim = self.claim(u64::from(epoch % 4), first);
        let card = self.home.secret.card().expect("good keys");
        let key = laptop();
        let mut forger = Forger::begin(&claim, &card.hpke, &key);
        let says = Says { ty: kind, flags, n: n.into(), raw, first };
        forger.segment(says, &body_sent);
        self.take(&forger.bytes);
    }

    /// Ops as the bytes say, with the right chain: these are stored.
    fn chained(&self, how: u8, bytes: &[u8]) {
        let epoch = u64::from(how);
        let Some(part) = outgoing(bytes, epoch, 1) else { return };
        let plain = strip::pack(&part);
        let n = u16::try_from(part.ops.len()).unwrap_or(u16::MAX);
        let raw = plain.len() as u32;
        let (flags, body) = match compression::pack(&plain) {
            Some(packed) => (Says::PACKED, packed),
            None => (Says::PLAIN, plain),
        };
        self.forget();
        let card = self.home.secret.card().expect("good keys");
        let key = laptop();
        let mut forger = Forger::begin(&self.claim(epoch, 1), &card.hpke, &key);
        forger.segment(Says { ty: ty::OPS, flags, n, raw, first: 1 }, &body);
        let new = self.take(&forger.bytes);
        let fits = part.ops.iter().all(|op| op.size() <= limits::OP) && raw < 1 << 20;
        assert!(new == part.ops.len() as u64 || !fits, "{new} of {}", part.ops.len());
    }
}

/// Ops that an intake would store, understood: none of them may stop the rest.
pub fn fold(bytes: &[u8]) {
    let Some(part) = outgoing(bytes, 5, 1) else { return };
    at_the_office(|office| {
        let store = match office.store.take() {
            Some(store) => store,
            None => {
                let options = Options { take_over: false, serve_early: false, now };
                Store::open(Role::Headquarters, &office.home.dir, options).expect("a store").0
            }
        };
        let fit = part.ops.into_iter().filter(|op| op.size() <= limits::OP);
        let from = office.folded;
        let ops: Vec<ReceivedOp> = (from + 1..)
            .zip(fit)
            .map(|(seq, op)| ReceivedOp {
                device: device(),
                epoch: 5,
                seq,
                received: NOW,
                frame: 0,
                held: false,
                op,
            })
            .collect();
        office.folded += ops.len() as u64;
        let until = office.folded;
        let mut logs = |cursors: &BTreeMap<[u8; 16], u64>, _most: usize| {
            let known = cursors.get(&device()).copied().unwrap_or(0);
            let all = LogBatch {
                ops: ops.clone(),
                places: vec![(device(), until)],
                incidents: Vec::new(),
                verdicts: Vec::new(),
            };
            Ok(if known < until { all } else { LogBatch::default() })
        };
        let done = fold::run(&office.home, &store, &mut logs, now);
        let done = done.expect("one bad op stops nobody");
        assert!(done.ops >= ops.len());
        office.store = Some(store);
    });
}

//! Nothing durable stops a fold, a replay or a rebuild: sizes, numbers, times and contents at,
//! around and over every limit, from honest devices and from a device that writes what no form
//! would. Every case ends with lists, a report, a rebuild, a backup and one more sync that work.

mod random;
mod reviews;

use proptest::prelude::*;
use serde_json::json;
use sotay::hq::admin::backup;
use sotay::hq::ingest::batch::ReceivedOp;
use sotay::hq::ingest::log;
use sotay::hq::ingest::log::{EPOCHS, Log, LogEntry};
use sotay::programme::Role;
use sotay::record::{
    Body, Change, FieldBytes, FieldNo, Hlc, Id, Op, Origin, Patched, Period, Query,
    ReportQuery, Scope, Value,
};
use sotay::storage::disk::RealDisk;
use sotay::storage::format::down::Down;
use sotay::storage::format::op::{chain_start, encode_ops};
use sotay::storage::format::raw::{RawOp, chain_after, split};
use sotay::storage::format::wire::Bytes;
use sotay::storage::limits;
use sotay::store::{Commit, CommitError, Store, StoreError};
use sotay::sync::strip;

use crate::kit::world::{Laptop, World, establishment, text};
use crate::kit::{NOW, headquarters, kind, now};

/// A text of this many bytes that compresses badly: syllables in random order, as in a long note.
pub fn syllables(bytes: usize, seed: u64) -> String {
    const ALL: [&str; 8] = ["xưởng ", "gỗ ", "tiếng ", "được ", "nghề ", "đường ", "ề", "x"];
    let mut state = seed | 1;
    let mut out = String::new();
    loop {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let next = ALL[(state % 8) as usize];
        if out.len() + next.len() > bytes {
            let rest = bytes - out.len();
            return out + &"x".repeat(rest);
        }
        out.push_str(next);
    }
}

/// Bytes that do not compress.
pub fn noise(bytes: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b' ' + (state % 95) as u8
    };
    (0..bytes).map(|_| next()).collect()
}

/// A device that sends ops no form would make.
pub struct Sender {
    device: [u8; 16],
    seq: u64,
}

impl Sender {
    pub fn of(laptop: &Laptop) -> Sender {
        Sender { device: laptop.who.device, seq: 0 }
    }

    fn send(&mut self, w: &mut World, epoch: u64, body: Body) -> u64 {
        self.send_at(w, epoch, (NOW << 16) + self.seq, body)
    }

    /// Returns the head that the op makes.
    pub fn send_at(&mut self, w: &mut World, epoch: u64, hlc: u64, body: Body) -> u64 {
        self.seq += 1;
        w.ticks += 1;
        let (device, seq) = (self.device, self.seq);
        let op = Op { seq, hlc: Hlc(hlc), wall_flag: 0, ver: 1, body };
        let bytes = encode_ops(&device, [0; 32], &[op], None).unwrap().bytes;
        let op = split(&bytes).unwrap().ops.remove(0);
        let head = sotay::storage::format::head(&op.opid(&device));
        let held = w.shuts_out(device);
        w.arrived.push(ReceivedOp {
            device,
            epoch,
            seq,
            received: NOW + w.ticks,
            frame: 0,
            held,
            op,
        });
        head
    }

    pub fn put(&mut self, w: &mut World, entity: Id, fields: Vec<(FieldNo, Vec<u8>)>) -> u64 {
        let body = Body::Put {
            kind: kind("establishment").no,
            entity,
            origin: Origin::Officer,
            fields: cells(fields),
        };
        self.send(w, 77, body)
    }
}

pub fn cells(fields: Vec<(FieldNo, Vec<u8>)>) -> Vec<FieldBytes> {
    let one = |(no, bytes)| FieldBytes { no, bytes: Some(bytes), personal: false };
    fields.into_iter().map(one).collect()
}

fn entity(n: u8) -> Id {
    Id([n; 16])
}

/// Uses the store as people do.
fn is_used(store: &Store) {
    for kind in &store.programme().kinds {
        let page = store.records().page(&Query::all(kind.no), 0, 1_000).unwrap();
        for record in page.rows.iter().take(20) {
            store.history().of(record.id).unwrap();
        }
    }
    store
        .reports()
        .run(&ReportQuery { period: Period::Year(2026), scope: Scope::All })
        .unwrap();
    store.records().today(sotay::text::format::today_from_millis(NOW)).unwrap();
    store.maintenance().checkpoint().unwrap();
}

/// Lists, report, rebuild, backup and one more sync, at headquarters and on the laptops.
pub fn all_works(w: World, laptops: Vec<Laptop>) {
    let mut w = w;
    w.fold();
    is_used(&w.store);
    w.store.close().unwrap();
    let report = Store::rebuild(Role::Headquarters, &w.home.dir, now).unwrap();
    assert!(report.whole(), "{report:?}");
    let into = w.dir.path().join("copy");
    backup::copy(&RealDisk, &w.home.dir, &into).unwrap();
    let report = Store::rebuild(Role::Headquarters, &into, now).unwrap();
    assert!(report.whole(), "{report:?}");
    w = w.reopened();
    let mut again = Vec::new();
    for laptop in laptops {
        w.down(&laptop, true);
        is_used(&laptop.store);
        let folder = tempfile::tempdir().unwrap();
        let file = laptop.store.backup(folder.path()).unwrap();
        Store::open_backup(&file, &folder.path().join("back"), NOW).unwrap();
        laptop.store.close().unwrap();
        let report = Store::rebuild(Role::Officer, &laptop.dir, now).unwrap();
        assert_eq!(report.state.map(|s| (s.different, s.is_ahead)), Some((0, 0)), "{report:?}");
        again.push(laptop.again_open());
    }
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    for laptop in &mut again {
        let id = laptop.put("establishment", establishment("Mộc Sau Cùng"));
        w.round(&mut [laptop]);
        assert_eq!(text(&w.get(id), "name"), "Mộc Sau Cùng");
    }
    w.fold();
    assert_eq!(w.fold().ops, 0);
    is_used(&w.store);
}

fn save(a: &Laptop, id: Id, field: FieldNo, len: usize) -> Result<(), CommitError> {
    // from a newer programme, so no limit of a form applies
    let bytes = sotay::record::Value::Unknown(syllables(len, len as u64).into_bytes());
    let change = Change::Patch { id, base: a.get(id).head, set: vec![(field, Some(bytes))] };
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    };
    a.store.commit(commit).map(|_| ())
}

#[test]
fn a_record_of_64_kib_is_brought_together_with_its_twin_and_stops_nobody() {
    for len in [64_000, 65_000, 65_300, 65_400] {
        let mut w = World::new();
        let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
        let code = json!({"tax_code": "2600123456"});
        let mut shop = establishment("Công ty TNHH Mộc Hòa Phát");
        shop.as_object_mut().unwrap().extend(code.as_object().unwrap().clone());
        let small = a.put("establishment", shop.clone());
        let large = a.put("establishment", shop);
        // in addition to its own answers, as much as one op holds, from a newer programme
        let mut sender = Sender::of(&a);
        w.round(&mut [&mut a]);
        let base = w.get(large).head;
        let bytes = syllables(len - 700, 5).into_bytes();
        let fields = cells(vec![(9_999, bytes)]);
        let fields = fields.into_iter().map(|field| Patched { field, old_hash: 0 }).collect();
        sender.send(&mut w, 77, Body::Patch { entity: large, base, fields });
        w.round(&mut [&mut a, &mut b]);
        assert!(w.get(small).review.is_some() || w.get(large).review.is_some());
        all_works(w, vec![a, b]);
    }
}

#[test]
fn a_deletion_with_a_long_reason_becomes_a_matter_that_stops_nobody() {
    for len in [limits::REASON, limits::NOTE, limits::NOTE + 1, 24_000, 60_000] {
        let mut w = World::new();
        let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
        let id = a.put("establishment", establishment("Mộc Hòa Phát"));
        w.round(&mut [&mut a, &mut b]);
        let base = a.get(id).head;
        b.edit(id, json!({"products": "Ghế"}));
        let mut sender = Sender::of(&a);
        w.round(&mut [&mut b]);
        sender.send(&mut w, 77, Body::Del { entity: id, base, reason: syllables(len, 3) });
        w.fold();
        assert_eq!(w.matters("xoa").len(), 1, "{len}");
        all_works(w, vec![a, b]);
    }
}

#[test]
fn a_reason_longer_than_any_reader_takes_is_refused_before_it_is_saved() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    let delete = |len: usize| {
        let (base, reason) = (a.get(id).head, "x".repeat(len));
        let changes = vec![Change::Delete { id, base, reason }];
        a.store.commit(Commit {
            changes,
            ends_draft: None,
            allow_incomplete: true,
            ..Commit::default()
        })
    };
    let refused = delete(limits::REASON + 1);
    assert!(matches!(refused, Err(CommitError::Store(StoreError::TooLarge { .. }))));
    delete(limits::REASON).unwrap();
}

#[test]
fn a_revoked_laptop_may_come_under_any_number_of_epochs() {
    for epochs in [1, 49, 50, 51, 70, 255, 256] {
        let mut w = World::new();
        let old = w.laptop("Nguyễn An", None);
        let new = w.laptop("Nguyễn An", Some(old.who.number));
        let mut sender = Sender::of(&old);
        let mut sent = 0;
        // half at once and the rest later: the case is created, and then grows
        for part in [epochs / 2, epochs] {
            while sent < part {
                sent += 1;
                let body = Body::Put {
                    kind: kind("establishment").no,
                    entity: entity(sent as u8),
                    origin: Origin::Officer,
                    fields: cells(vec![(9_999, vec![b'x'; 9])]),
                };
                sender.send(&mut w, u64::MAX - sent, body);
            }
            w.fold();
        }
        let matters = w.matters("cach_ly");
        assert_eq!(matters.len(), 1, "{epochs}");
        assert_eq!(text(&matters[0], "changes"), epochs.to_string());
        // nothing is lost when the logs are read again
        sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
        w.fold();
        assert_eq!(text(&w.matters("cach_ly")[0], "changes"), epochs.to_string());
        all_works(w, vec![new]);
    }
}

#[test]
fn a_record_with_more_fields_than_a_picture_may_name_stops_nobody() {
    for count in [limits::FIELDS - 1, limits::FIELDS, limits::FIELDS + 1, 1_200] {
        let mut w = World::new();
        let a = w.laptop("Nguyễn An", None);
        let mut sender = Sender::of(&a);
        let all: Vec<(FieldNo, Vec<u8>)> =
            (0..count as u16).map(|n| (2_000 + n, vec![b'x'; 3])).collect();
        let mut parts = all.chunks(limits::FIELDS);
        let base = sender.put(&mut w, entity(9), parts.next().unwrap().to_vec());
        for part in parts {
            let one = |field| Patched { field, old_hash: 0 };
            let fields = cells(part.to_vec()).into_iter().map(one).collect();
            sender.send(&mut w, 77, Body::Patch { entity: entity(9), base, fields });
        }
        all_works(w, vec![a]);
    }
}

#[test]
fn answers_that_stay_beside_a_large_picture_stop_no_laptop() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let large = |n: u16, bytes: usize| cells(vec![(n, syllables(bytes, 9).into_bytes())]);
    let mut sender = Sender::of(&b);
    let one = |field| Patched { field, old_hash: 0 };
    let fields = large(9_999, 61_000).into_iter().map(one).collect();
    let base = a.get(id).head;
    sender.send(&mut w, 77, Body::Patch { entity: id, base, fields });
    w.fold();
    // headquarters has not received this yet when its snapshot arrives
    a.edit(id, json!({"notes": syllables(12_000, 4)}));
    w.down(&a, false);
    assert!(text(&a.get(id), "notes").len() > 11_000);
    all_works(w, vec![a, b]);
}

#[test]
fn an_attachment_that_a_device_names_and_never_sends_was_a_fault_of_headquarters() {
    let kind = headquarters().kind_by_id("attachment").unwrap();
    let sum = kind.field_by_id("sha256").unwrap().no;
    let named = |sum: &str| sotay::storage::format::value_bytes(&Value::Text(sum.into()));
    for sums in [None, Some(named("")), Some(named(&"ab".repeat(32))), Some(noise(80, 3))] {
        let mut w = World::new();
        let a = w.laptop("Nguyễn An", None);
        let fields = cells(sums.into_iter().map(|bytes| (sum, bytes)).collect());
        let (kind, origin) = (kind.no, Origin::Officer);
        let body = Body::Put { kind, entity: entity(9), origin, fields };
        Sender::of(&a).send(&mut w, 77, body);
        w.fold();
        assert!(w.store.records().get(entity(9)).unwrap().is_some());
        all_works(w, vec![a]);
    }
}

#[test]
fn more_devices_than_one_frame_names_stop_no_fold() {
    let w = World::new();
    let mut places = Vec::new();
    for n in 0..4_000u64 {
        let bytes = noise(16, n * 7_919 + 1);
        places.push((<[u8; 16]>::try_from(bytes).unwrap(), n));
    }
    let era = w.home.secret.era;
    let nothing = sotay::storage::format::down::encode(&Down::default());
    for part in places.chunks(400) {
        w.store.downlink().take_fold(era, part.to_vec(), &nothing).unwrap();
    }
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    assert!(w.store.downlink().logs().unwrap().len() >= 4_000);
    all_works(w, Vec::new());
}

/// Sizes at, around and over a limit.
pub fn around() -> impl Strategy<Value = usize> {
    let limits = [
        0,
        limits::TEXT,
        limits::REASON,
        limits::NOTE,
        32 * 1024,
        limits::OP_PACKED,
        limits::RECORD - 1_024,
        limits::RECORD - 256,
    ];
    (prop::sample::select(limits.to_vec()), -40i64..40)
        .prop_map(|(limit, off)| (limit as i64 + off).clamp(0, 65_400) as usize)
}

pub fn number() -> impl Strategy<Value = FieldNo> {
    prop_oneof![1u16..60, Just(9_999), Just(FieldNo::MAX - 1), Just(FieldNo::MAX)]
}

#[test]
fn an_op_as_long_as_may_be_goes_into_a_log_of_any_number_of_epochs() {
    let mut w = World::new();
    let a = w.laptop("Nguyễn An", None);
    let device = a.who.device;
    let mut log = Log::open(&w.home, &device).unwrap().unwrap();
    let mut chains = Vec::new();
    for n in 0..EPOCHS as u64 {
        let epoch = u64::MAX - n;
        let len = if n + 3 > EPOCHS as u64 { limits::OP - 40 } else { 10 };
        let body = [vec![77], noise(len, n + 9)].concat();
        let op = RawOp { hlc: n, wall_flag: 0, ver: 1, body: Bytes(body), beside: Vec::new() };
        let (first, base, opids) = (1, chain_start(&device, epoch), vec![op.opid(&device)]);
        let chain = chain_after(base, first, &opids);
        let came = strip::RestoredSegment { first, ops: vec![op], opids, base, chain };
        log.append(epoch, &came, 0, NOW, false).unwrap();
        chains.push((epoch, chain));
    }
    drop(log);
    let log = Log::open(&w.home, &device).unwrap().unwrap();
    assert!(chains.iter().all(|(epoch, chain)| log.end(&device, *epoch).chain == *chain));
    drop(log);
    let read = log::read(&w.home.dir, &w.home.keys, &device, 0);
    assert_eq!(read.filter(|(_, l)| matches!(l, LogEntry::Ops(_))).count(), EPOCHS);
}

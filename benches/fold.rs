//! Measures what folding costs headquarters for the most expensive bundles that one enrolled device
//! may send: each as large as a bundle may be, folded in a separate process into a headquarters
//! with one record of another officer. `cargo run --release --example fold -- [CASE]`; prints ops,
//! MiB before compression, seconds of processor time and peak memory.
#![allow(clippy::unwrap_used, clippy::panic)] // a script may stop

use sotay::programme::Role;
use std::collections::BTreeMap;
use std::path::Path;

use sotay::hq::HqDirectory;
use sotay::hq::fold::run;
use sotay::hq::ingest::batch::{LogBatch, ReceivedOp};
use sotay::hq::ingest::log::GATHERED;
use sotay::record::{Body, Date, FieldBytes, Hlc, Id, Op, Origin, Patched, Place, Row, Value};
use sotay::storage::crypto::key::Keys;
use sotay::storage::format;
use sotay::storage::format::op::encode_ops;
use sotay::storage::format::raw::split;
use sotay::store::Device;
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::Store;
use sotay::sync::bundle::MOST;
use sotay::sync::enrol::EnrolRequest;

const CASES: [&str; 16] = [
    "many records",
    "many records with nothing in common",
    "many records of one name and code",
    "one record, each change after the last",
    "one record, no change knows of another",
    "one record, a list that grows",
    "one record, lists that know of nothing",
    "one record, texts that know of nothing",
    "one record, deleted and restored",
    "another's record",
    "headquarters' kinds",
    "epochs",
    "nobody can read it",
    "a kind of nobody",
    "unpackable",
    "packing",
];

const NOW: u64 = 1_795_000_000_000;

fn now() -> u64 {
    NOW
}

/// `SOTAY_OPS`: fewer ops, to see how the cost grows.
fn most_ops() -> usize {
    std::env::var("SOTAY_OPS").ok().and_then(|n| n.parse().ok()).unwrap_or(MOST.ops)
}

fn setup() -> Setup {
    let text = || "Trung tâm".to_owned();
    Setup { officer_name: text(), unit: text(), province: "25".into() }
}

fn enrol(home: &HqDirectory, dir: &Path) -> [u8; 16] {
    Store::init(Role::Officer, dir, &setup(), NOW).unwrap();
    let (keys, _) = Keys::load(dir).unwrap();
    let device = Device::load(dir, &keys).unwrap();
    let request = EnrolRequest {
        key: device.signing_key().verifying_key().to_bytes(),
        officer: device.officer,
        name: "Bình".into(),
        unit: "Trung tâm".into(),
        province: "25".into(),
        ssh: String::new(),
        created_at: NOW,
    };
    let request = EnrolRequest::read(&request.sign(device.signing_key())).unwrap();
    let seat = home.plan_enrolment(&request, None).unwrap().unwrap();
    home.enrol(&seat, NOW).unwrap().certificate().device
}

/// Ops of one device, up to the limit of one bundle.
struct Bundle {
    device: [u8; 16],
    ops: Vec<ReceivedOp>,
    raw: usize,
}

impl Bundle {
    /// Returns the head that the op makes; `None` if the bundle is full.
    fn say(&mut self, epoch: u64, body: Body) -> Option<u64> {
        if self.ops.len() == most_ops() {
            return None;
        }
        let seq = self.ops.len() as u64 + 1;
        let op = Op { seq, hlc: Hlc((NOW << 16) + seq), wall_flag: 0, ver: 1, body };
        let bytes = encode_ops(&self.device, [0; 32], &[op], None).unwrap().bytes;
        let op = split(&bytes).unwrap().ops.remove(0);
        self.add(epoch, op)
    }

    fn add(&mut self, epoch: u64, op: format::raw::RawOp) -> Option<u64> {
        self.raw += op.body.0.len() + 16;
        if self.raw > MOST.raw || self.ops.len() == most_ops() {
            return None;
        }
        let (device, seq) = (self.device, self.ops.len() as u64 + 1);
        let head = format::head(&op.opid(&device));
        self.ops.push(ReceivedOp {
            device,
            epoch,
            seq,
            received: NOW + seq,
            op,
            frame: seq,
            held: false,
        });
        Some(head)
    }
}

fn no(kind: &str, field: &str) -> u16 {
    Role::Headquarters.programme().kind_by_id(kind).unwrap().field_by_id(field).unwrap().no
}

fn cell(kind: &str, field: &str, value: &Value) -> FieldBytes {
    let bytes = Some(format::value_bytes(value));
    FieldBytes { no: no(kind, field), bytes, personal: false }
}

fn shop(id: Id, name: &str) -> Body {
    shop_with(id, name, "2600123456", "0912345678")
}

fn shop_with(id: Id, name: &str, code: &str, phone: &str) -> Body {
    let day = Date { year: 2026, month: 11, day: 20 };
    let place = Place { commune: "08230".into(), name: String::new(), day };
    let kind = Role::Headquarters.programme().kind_by_id("establishment").unwrap().no;
    let text = |text: &str| Value::Text(text.to_owned());
    let fields = vec![
        cell("establishment", "name", &text(name)),
        cell("establishment", "place", &Value::Place(place)),
        cell("establishment", "tax_code", &text(code)),
        cell("establishment", "contact_phone", &text(phone)),
    ];
    Body::Put { kind, entity: id, origin: Origin::Officer, fields }
}

fn patch(id: Id, base: u64, field: FieldBytes) -> Body {
    Body::Patch { entity: id, base, fields: vec![Patched { old_hash: 0, field }] }
}

fn id(n: u64) -> Id {
    let mut bytes = [7; 16];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    Id(bytes)
}

/// Bytes that do not compress.
fn noise(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..len).map(|_| next()).collect()
}

fn fill(case: &str, bundle: &mut Bundle, other: (Id, u64)) {
    let words = |n: u64| {
        Value::Text(format!("Bàn ghế gỗ, mẫu số {n}, dùng cho gia đình và trường học"))
    };
    let one = id(1);
    let mut base = match case.starts_with("one record") {
        true if case.contains("list") => {
            let kind = Role::Headquarters.programme().kind_by_id("project").unwrap().no;
            let (entity, origin) = (one, Origin::Officer);
            bundle.say(9, Body::Put { kind, entity, origin, fields: Vec::new() }).unwrap()
        }
        true => bundle.say(9, shop(one, "Mộc Hòa Phát")).unwrap(),
        false => 0,
    };
    let first = base;
    for n in 2u64.. {
        let said = match case {
            "many records" => bundle.say(9, shop(id(n), &format!("Cơ sở {n} {}", n * 77))),
            "many records with nothing in common" => {
                let (code, phone) = (format!("26{:08}", n * 131), format!("09{:08}", n * 137));
                let name = format!("Xưởng {:05x} {:05x}", n * 7919 % 999_983, n * 104_729);
                bundle.say(9, shop_with(id(n), &name, &code, &phone))
            }
            "many records of one name and code" => bundle.say(9, shop(id(n), "Mộc Hòa Phát")),
            "one record, each change after the last" => {
                bundle.say(9, patch(one, base, cell("establishment", "products", &words(n))))
            }
            "one record, no change knows of another" => {
                bundle.say(9, patch(one, first, cell("establishment", "name", &words(n))))
            }
            "one record, a list that grows" | "one record, lists that know of nothing" => {
                let known = if case.ends_with("grows") { base } else { first };
                let row = |at: u64| Row { id: id(at), cells: Default::default() };
                let rows = (n.saturating_sub(200)..n).map(row).collect();
                let field = cell("project", "beneficiaries", &Value::Lines(rows));
                bundle.say(9, patch(one, known, field))
            }
            "one record, texts that know of nothing" => {
                bundle.say(9, patch(one, first, cell("establishment", "notes", &words(n))))
            }
            "one record, deleted and restored" => bundle.say(
                9,
                match n % 2 {
                    0 => Body::Del { entity: one, base, reason: "trùng".into() },
                    _ => Body::Restore { entity: one, base },
                },
            ),
            "another's record" => {
                let field = cell("ceiling", "legal_ref", &words(n));
                bundle.say(9, patch(other.0, other.1, field))
            }
            "headquarters' kinds" => {
                let kind = Role::Headquarters.programme().kind_by_id("verdict").unwrap().no;
                let origin = Origin::Headquarters;
                bundle.say(9, Body::Put { kind, entity: id(n), origin, fields: Vec::new() })
            }
            "epochs" => {
                let (old_epoch, old_seq, reason) = (n, n, "restored".to_owned());
                bundle.say(n, Body::Epoch { old_epoch, old_seq, reason })
            }
            "nobody can read it" => {
                let body = format::wire::Bytes([vec![77], n.to_be_bytes().to_vec()].concat());
                let hlc = (NOW << 16) + n;
                let op =
                    format::raw::RawOp { hlc, wall_flag: 0, ver: 1, body, beside: Vec::new() };
                bundle.add(9, op)
            }
            "a kind of nobody" => {
                let origin = Origin::Officer;
                bundle
                    .say(9, Body::Put { kind: 200, entity: id(n), origin, fields: Vec::new() })
            }
            "unpackable" | "packing" => {
                let bytes = match case {
                    "packing" => vec![0; 60_000],
                    // no more than may be sent
                    _ if bundle.raw > MOST.bytes => return,
                    _ => noise(60_000, n),
                };
                let field = FieldBytes { no: 9_999, bytes: Some(bytes), personal: false };
                let (kind, origin) = (1, Origin::Officer);
                bundle.say(9, Body::Put { kind, entity: id(n), origin, fields: vec![field] })
            }
            other => panic!("no case {other}: {CASES:?}"),
        };
        match said {
            Some(head) => base = head,
            None => return,
        }
    }
}

/// Processor time in hundredths of a second, and peak memory in KiB.
fn spent() -> (u64, u64) {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}")).unwrap();
    let stat = read("stat");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<u64>().unwrap();
    let status = read("status");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    (ticks(11) + ticks(12), line.split_whitespace().nth(1).unwrap().parse().unwrap())
}

fn measure(case: &str) {
    let dir = tempfile::tempdir().unwrap();
    let home = HqDirectory::init(&dir.path().join("hq"), &setup(), "Trung tâm", NOW).unwrap();
    let device = enrol(&home, &dir.path().join("laptop"));
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open(Role::Headquarters, &home.dir, options).unwrap();
    let fold = |arrived: &[ReceivedOp]| {
        let mut logs = |cursors: &BTreeMap<[u8; 16], u64>, most: usize| {
            let from = cursors.get(&device).copied().unwrap_or(0) as usize;
            let mut bytes = 0;
            let fits = |one: &&ReceivedOp| {
                bytes += one.op.size();
                bytes < GATHERED
            };
            let new = arrived.iter().skip(from).take(most);
            let ops: Vec<_> = new.take_while(fits).cloned().collect();
            let places = match ops.is_empty() {
                true => Vec::new(),
                false => vec![(device, (from + ops.len()) as u64)],
            };
            Ok(LogBatch { ops, places, ..LogBatch::default() })
        };
        run(&home, &store, &mut logs, now).unwrap()
    };
    let other = id(u64::MAX);
    let kind = Role::Headquarters.programme().kind_by_id("ceiling").unwrap().no;
    let answers = [
        ("kind", Value::Choice("ung_dung_may_moc".into())),
        ("legal_ref", Value::Text("TT 28".into())),
    ];
    let fields =
        answers.into_iter().map(|(field, value)| (no("ceiling", field), value)).collect();
    let change =
        sotay::record::Change::Create { kind, id: other, fields, origin: Origin::Headquarters };
    let commit = sotay::store::Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..sotay::store::Commit::default()
    };
    store.commit(commit).unwrap();
    fold(&[]);
    let mut bundle = Bundle { device, ops: Vec::new(), raw: 0 };
    let head = store.records().get(other).unwrap().unwrap().head;
    fill(case, &mut bundle, (other, head));
    let (before, has) = spent();
    let done = fold(&bundle.ops);
    let (after, most) = spent();
    println!(
        "{case}: {} ops, {:.1} MiB, {:.2} s of processor, {} MiB more at most ({} records, {} held, {} matters)",
        bundle.ops.len(),
        bundle.raw as f64 / f64::from(1 << 20),
        (after - before) as f64 / 100.0,
        most.saturating_sub(has) >> 10,
        done.records,
        done.held,
        done.matters,
    );
}

fn main() {
    if let Some(case) = std::env::args().nth(1) {
        return measure(&case);
    }
    let program = std::env::current_exe().unwrap();
    for case in CASES {
        assert!(std::process::Command::new(&program).arg(case).status().unwrap().success());
    }
}

//! Measures how many ops per second headquarters makes durable: bundles of 50 ops of several
//! devices, each taken in as by a new receiver (log opened, every segment fdatasynced, receipt
//! signed): `cargo run --release --example ingest -- FOLDER`, with the folder on the disk to be
//! measured.
#![allow(clippy::unwrap_used, clippy::panic)] // a script may stop

use sotay::programme::Role;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sotay::cancel::CancelToken;
use sotay::hq::HqDirectory;
use sotay::hq::ingest::intake::{BundleIngest, IngestContext};
use sotay::services::demo::notebook::{DemoSize, fill_with};
use sotay::storage::format::frame::ty;
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::Store;
use sotay::sync::bundle::{BundleTitle, BundleWriter, UP};
use sotay::sync::enrol::EnrolRequest;
use sotay::sync::strip;

const BUNDLE: usize = 50;
const DEVICES: usize = 4;

fn now() -> u64 {
    1_795_000_000_000
}

fn setup() -> Setup {
    let text = || "Trung tâm".to_owned();
    Setup { officer_name: text(), unit: text(), province: "25".into() }
}

/// The device, and its bundles of 50 ops, each as header and segment.
type Bundles = ([u8; 16], Vec<([u8; 152], Vec<u8>)>);

fn laptop(home: &HqDirectory, dir: &Path, seed: u64) -> Bundles {
    Store::init(Role::Officer, dir, &setup(), now()).unwrap();
    let (store, _) =
        Store::open(Role::Officer, dir, Options { take_over: false, serve_early: false, now })
            .unwrap();
    let amount = DemoSize { establishments: 500, visits: 4_000, seed };
    fill_with(&store, amount, now(), &CancelToken::default(), &mut |_, _| {}).unwrap();
    let key = store.signing_key();
    let request = EnrolRequest {
        key: key.verifying_key().to_bytes(),
        officer: store.officer_id(),
        name: "Bình".into(),
        unit: "Trung tâm".into(),
        province: "25".into(),
        ssh: String::new(),
        created_at: now(),
    };
    let seat = home.plan_enrolment(&request, None).unwrap().unwrap();
    let number = home.enrol(&seat, now()).unwrap().certificate().number;
    let (device, epoch) = (store.device_id(), store.uplink().epochs().unwrap()[0].epoch);
    let to = home.secret.card().unwrap().hpke;
    let (mut seq, mut bundles) = (0, Vec::new());
    while let Some(mut part) = store.uplink().ops_after(epoch, seq, 256 * 1024).unwrap() {
        part.split_off(BUNDLE);
        seq = part.last();
        let (from, base) = (part.first, part.base);
        let title = BundleTitle {
            direction: UP,
            device,
            epoch,
            from,
            base,
            officer: number,
            created: 1,
        };
        let (header, mut cutter) = BundleWriter::begin(&title, &to, &key).unwrap();
        let n = u16::try_from(part.ops.len()).unwrap();
        let cut = cutter.segment(ty::OPS, n, part.first, &strip::pack(&part), true).unwrap();
        bundles.push((header, cut));
    }
    (device, bundles)
}

/// Seconds of processor time of this process, if the system provides them: on a busy machine they
/// say more than elapsed time.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(12) + ticks(13)) / 100.0
}

fn main() {
    let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = tempfile::tempdir_in(folder).unwrap();
    let home = HqDirectory::init(&dir.path().join("hq"), &setup(), "Trung tâm", now()).unwrap();
    let laptops: Vec<Bundles> = (0..DEVICES)
        .map(|at| laptop(&home, &dir.path().join(format!("l{at}")), at as u64 + 1))
        .collect();
    let (started, worked) = (Instant::now(), processor());
    let ops: u64 = std::thread::scope(|scope| {
        let threads: Vec<_> = laptops
            .iter()
            .map(|(device, bundles)| {
                let home = &home;
                scope.spawn(move || {
                    let desk = IngestContext { home, now };
                    let one = |(header, segment): &([u8; 152], Vec<u8>)| {
                        let mut intake = BundleIngest::of(desk, device, None).unwrap();
                        intake.header(header).unwrap();
                        assert!(intake.segment(segment).unwrap());
                        assert!(
                            intake.position().and_then(|(e, _)| intake.receipt(e)).is_some()
                        );
                        intake.new
                    };
                    bundles.iter().map(one).sum::<u64>()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    let (seconds, worked) = (started.elapsed().as_secs_f64(), processor() - worked);
    let bundles: usize = laptops.iter().map(|(_, b)| b.len()).sum();
    println!(
        "{ops} ops in {bundles} bundles, {DEVICES} devices: {:.0} ops/s, {:.0} a second of processor",
        ops as f64 / seconds,
        ops as f64 / worked
    );
}

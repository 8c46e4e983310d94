//! Trains a dictionary for bundles from made-up records, and prints what a visit costs with it:
//! `cargo run --release --example dictionary -- FILE`; with `-- --records FILE`, a dictionary for
//! the records of the state. A released dictionary is never changed; a new one gets the next number
//! in `src/sync/compression.rs` or `src/storage/format/dictionary.rs`.
#![allow(clippy::unwrap_used, clippy::panic)] // a script may stop

use sotay::programme::Role;
use std::path::{Path, PathBuf};

use sotay::cancel::CancelToken;
use sotay::record::Query;
use sotay::services::demo::notebook::{DemoSize, fill_with};
use sotay::storage::format::record::encode_record;
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::{Outgoing, Store};
use sotay::sync::{compression, strip};

const SIZE: usize = 16 * 1024;
/// Size of the dictionary for records; 64 KiB would save nothing more.
const RECORDS_SIZE: usize = 32 * 1024;
const PROVINCES: [&str; 8] = ["01", "25", "38", "46", "66", "79", "92", "96"];
/// Kind of a visit, as it follows the tag of an op that creates one.
const VISIT: u8 = 2;

fn now() -> u64 {
    1_795_000_000_000
}

/// All ops of a made-up notebook, one by one.
fn made_up(dir: &Path, seed: u64, province: &str) -> Vec<Outgoing> {
    let store = filled(dir, seed, province);
    let epoch = store.uplink().epochs().unwrap().pop().unwrap().epoch;
    let (mut seq, mut all) = (0, Vec::new());
    while let Some(part) = store.uplink().ops_after(epoch, seq, 1 << 20).unwrap() {
        seq = part.last();
        let ops = part.ops.into_iter().zip(part.opids);
        all.extend(ops.map(|(op, opid)| alone(vec![op], vec![opid])));
    }
    all
}

/// The contents of a made-up notebook's records, as in the state.
fn records(dir: &Path, seed: u64, province: &str) -> Vec<Vec<u8>> {
    let store = filled(dir, seed, province);
    let mut all = Vec::new();
    for kind in &Role::Officer.programme().kinds {
        let query = Query::all(kind.no);
        for from in (0..).step_by(500) {
            let page = store.records().page(&query, from, 500).unwrap();
            if page.rows.is_empty() {
                break;
            }
            all.extend(page.rows.iter().map(|record| encode_record(record).unwrap()));
        }
    }
    all
}

fn filled(dir: &Path, seed: u64, province: &str) -> Store {
    let setup = Setup {
        officer_name: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công".into(),
        province: province.into(),
    };
    Store::init(Role::Officer, dir, &setup, now()).unwrap();
    let (store, _) =
        Store::open(Role::Officer, dir, Options { take_over: false, serve_early: false, now })
            .unwrap();
    let amount = DemoSize { establishments: 150, visits: 600, seed };
    fill_with(&store, amount, now(), &CancelToken::default(), &mut |_, _| {}).unwrap();
    store
}

fn alone(ops: Vec<sotay::storage::format::raw::RawOp>, opids: Vec<[u8; 16]>) -> Outgoing {
    Outgoing { first: 1, base: [0; 32], ops, opids }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let dir = tempfile::tempdir().unwrap();
    let folder = |province: &str| dir.path().join(province);
    if let [option, to] = &args[..]
        && option == "--records"
    {
        let many = PROVINCES.iter().zip(1..);
        let many = many.flat_map(|(province, seed)| records(&folder(province), seed, province));
        let dictionary = zstd::dict::from_samples(&many.collect::<Vec<_>>(), RECORDS_SIZE);
        std::fs::write(to, dictionary.unwrap()).unwrap();
        return;
    }
    if let Some(to) = args.first().map(PathBuf::from) {
        let many = PROVINCES
            .iter()
            .zip(1..)
            .flat_map(|(province, seed)| made_up(&folder(province), seed, province));
        let samples: Vec<Vec<u8>> = many.map(|part| strip::pack(&part)).collect();
        let dictionary = zstd::dict::from_samples(&samples, SIZE).unwrap();
        std::fs::write(&to, dictionary).unwrap();
        return;
    }
    // a seed and a province that the dictionary was not trained on
    let ops = made_up(&dir.path().join("judged"), 7_777, "31");
    let visits: Vec<&Outgoing> =
        ops.iter().filter(|o| o.ops[0].body.0.get(1) == Some(&VISIT)).collect();
    for n in [1, 20, 100, 500] {
        let (mut bytes, mut count) = (0, 0);
        for part in visits.chunks_exact(n) {
            let of = |o: &&Outgoing| (o.ops[0].clone(), o.opids[0]);
            let (ops, opids) = part.iter().map(of).unzip();
            let plain = strip::pack(&alone(ops, opids));
            bytes += compression::pack(&plain).map_or(plain.len(), |packed| packed.len());
            count += n;
        }
        println!("{n:4} visits in a segment: {} B each", bytes / count);
    }
}

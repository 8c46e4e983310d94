//! Makes a dictionary for bundles from made-up records, and says what a visit costs with it:
//! `cargo run --release --example dictionary -- FILE`. A dictionary that was released is never made
//! again; a new one gets the next number in `src/sync/compression.rs`.
#![allow(clippy::unwrap_used, clippy::panic)] // a script may stop

use sotay::programme::Role;
use std::path::{Path, PathBuf};

use sotay::cancel::CancelToken;
use sotay::services::demo::notebook::{DemoSize, fill_with};
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::{Outgoing, Store};
use sotay::sync::{compression, strip};

const SIZE: usize = 16 * 1024;
/// Kind of a visit, as it stands behind the tag of an op that begins one.
const VISIT: u8 = 2;

fn now() -> u64 {
    1_795_000_000_000
}

/// All ops of a made-up notebook, each alone.
fn made_up(dir: &Path, seed: u64, province: &str) -> Vec<Outgoing> {
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
    let epoch = store.uplink().epochs().unwrap().pop().unwrap().epoch;
    let (mut seq, mut all) = (0, Vec::new());
    while let Some(part) = store.uplink().ops_after(epoch, seq, 1 << 20).unwrap() {
        seq = part.last();
        let ops = part.ops.into_iter().zip(part.opids);
        all.extend(ops.map(|(op, opid)| alone(vec![op], vec![opid])));
    }
    all
}

fn alone(ops: Vec<sotay::storage::format::raw::RawOp>, opids: Vec<[u8; 16]>) -> Outgoing {
    Outgoing { first: 1, base: [0; 32], ops, opids }
}

fn main() {
    let to = std::env::args().nth(1).map(PathBuf::from);
    let dir = tempfile::tempdir().unwrap();
    if let Some(to) = to {
        let provinces = ["01", "25", "38", "46", "66", "79", "92", "96"];
        let many = provinces
            .iter()
            .zip(1..)
            .flat_map(|(province, seed)| made_up(&dir.path().join(province), seed, province));
        let samples: Vec<Vec<u8>> = many.map(|part| strip::pack(&part)).collect();
        let dictionary = zstd::dict::from_samples(&samples, SIZE).unwrap();
        std::fs::write(&to, dictionary).unwrap();
        return;
    }
    // another seed and province than any that the dictionary was made from
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

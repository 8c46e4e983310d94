//! Measures the milliseconds of processor and elapsed time until a search has its window of rows,
//! for each letter of some words, typed one after the other in the list of each large kind:
//! `cargo run --release --example search -- NOTEBOOK`. First the list is opened, as a person does,
//! which loads its rows, and then the search box, which loads the further words. `--each` prints
//! every query.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // a script may stop

use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use sotay::programme::Role;
use sotay::record::{Query, Sort};
use sotay::store::{Options, Store};

/// A window of a list at 80x24.
const WINDOW: usize = 24;
const TYPED: [&str; 10] = [
    "an",
    "hoa phat",
    "co so moc",
    "nguyeenx van",
    "xuwowngr",
    "0912",
    "5",
    "đồ gỗ tân",
    "zzz",
    "may cua bao duong dinh ky",
];

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

fn main() {
    let folder = std::env::args().nth(1).expect("a notebook");
    let is_each = std::env::args().any(|arg| arg == "--each");
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open(Role::Officer, Path::new(&folder), options).unwrap();
    let mut worst_of_all = 0.0f64;
    for kind in &Role::Officer.programme().kinds {
        let begin = Instant::now();
        let list = Query { sort: Sort::Title, ..Query::all(kind.no) };
        let all = store.records().page(&list, 0, WINDOW).unwrap().total;
        let list = begin.elapsed().as_secs_f64() * 1e3;
        if all < 1_000 {
            continue;
        }
        let begin = Instant::now();
        store.records().prepare_search(kind.no).unwrap();
        let prepared = begin.elapsed().as_secs_f64() * 1e3;
        let mut times: Vec<f64> = Vec::new();
        for text in TYPED {
            for (end, letter) in text.char_indices() {
                let typed = &text[..end + letter.len_utf8()];
                let query =
                    Query { text: typed.into(), sort: Sort::Title, ..Query::all(kind.no) };
                let begin = Instant::now();
                let page = store.records().page(&query, 0, WINDOW).unwrap();
                let took = begin.elapsed().as_secs_f64() * 1e3;
                if is_each {
                    println!("{} {typed:?}: {took:.1} ms, {} found", kind.id, page.total);
                }
                times.push(took);
            }
        }
        let first = times[0];
        times.sort_by(f64::total_cmp);
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        worst_of_all = worst_of_all.max(worst);
        println!(
            "{}, {all}: list {list:.1}, box {prepared:.1}; first {first:.1}, median {median:.1}, \
             worst {worst:.1} ms",
            kind.id
        );
    }
    println!("worst {worst_of_all:.1} ms");
    store.close().unwrap();
}

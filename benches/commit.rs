//! Prints the microseconds of each durable commit, one per line, without a pipe: an establishment
//! and then visits to it, each as a JSON line on stdin. `benches/commit.py` compares them with
//! another database:
//! `cargo run --release --example commit -- NEW-FOLDER < LINES`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // a script may stop

use sotay::programme::Role;
use std::io::BufRead;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use sotay::programme::answer::{JsonReader, record_from_json};
use sotay::record::{Change, Id, Origin};
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::{Commit, Store};
use sotay::text::format::today_from_millis;

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

fn main() {
    let folder = std::env::args().nth(1).expect("a folder that is not there yet");
    let setup = Setup {
        officer_name: "Nguyễn Thị Đo".into(),
        unit: "Trung tâm khuyến công".into(),
        province: "01".into(),
    };
    Store::init(Role::Officer, Path::new(&folder), &setup, now()).unwrap();
    let options = Options { take_over: false, serve_early: false, now };
    let (store, _) = Store::open(Role::Officer, Path::new(&folder), options).unwrap();
    let mut place = None;
    for (number, line) in (1u64..).zip(std::io::stdin().lock().lines()) {
        let mut json: serde_json::Map<_, _> = serde_json::from_str(&line.unwrap()).unwrap();
        let kind = if place.is_some() { "visit" } else { "establishment" };
        let kind = Role::Officer.programme().kind_by_id(kind).unwrap();
        if let Some(id) = place {
            let id: Id = id;
            json.insert("establishment".into(), id.to_string().into());
            json.insert("officers".into(), vec![store.officer_id().to_string()].into());
        }
        let mut random = [0; 10];
        random[..8].copy_from_slice(&number.to_be_bytes());
        let id = Id::new(now(), random);
        let today = today_from_millis(now());
        let mut reader =
            JsonReader { programme: Role::Officer.programme(), today, new_id: &mut || id };
        let fields = record_from_json(kind, &json, &mut reader).unwrap();
        let change = Change::Create { kind: kind.no, id, fields, origin: Origin::Officer };
        let commit = Commit { changes: vec![change], ..Commit::default() };
        let begin = Instant::now();
        store.commit(commit).unwrap();
        let took = begin.elapsed();
        if place.is_some() {
            println!("{:.1}", took.as_secs_f64() * 1e6);
        }
        place = place.or(Some(id));
    }
    store.close().unwrap();
}

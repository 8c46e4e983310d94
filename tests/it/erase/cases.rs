//! Cases at headquarters that quote erased answers, with erasures that no form of ours would write.

use sotay::hq::ingest::batch::ReceivedOp;

use super::*;
use crate::kit::NOW;
use crate::kit::world::{Laptop, World};

/// Two laptops that give one establishment two contacts, of which a reviewer must choose one.
fn disagreeing() -> (World, Laptop, Laptop, Id) {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", shop());
    w.round(&mut [&mut a, &mut b]);
    disagree(&mut w, &mut a, &mut b, id, ["Nguyễn Thị Hường Em", "Nguyễn Thị Hương Chị"]);
    (w, a, b, id)
}

fn disagree(w: &mut World, a: &mut Laptop, b: &mut Laptop, id: Id, names: [&str; 2]) {
    a.edit(id, json!({"name": names[0]}));
    b.edit(id, json!({"name": names[1]}));
    w.round(&mut [a, b]);
    assert_eq!(quoting(w, names[0]), 1, "a case quotes {}", names[0]);
}

/// Number of cases that quote a text.
fn quoting(w: &World, text: &str) -> usize {
    let kind = headquarters().kind_by_id("matter").unwrap();
    let rows = w.store.records().page(&Query::all(kind.no), 0, 100).unwrap().rows;
    let quotes = |case: &&Record| {
        case.fields.iter().any(|(_, v)| v.as_text().is_some_and(|t| t.contains(text)))
    };
    rows.iter().filter(quotes).count()
}

/// The op's reason is longer than one that a commit accepts, and no longer than one op may be.
#[test]
fn a_device_with_an_endless_reason_does_not_stop_erasures() {
    let (mut w, mut a, mut b, id) = disagreeing();
    let record = a.get(id);
    let mut fields = personal(&w.store, id);
    fields.sort_unstable();
    let reason = "yêu cầu ".repeat(2_000);
    let body = Body::Erase { entity: id, base: record.head, fields, reason };
    let op = Op { seq: 1, hlc: Hlc((NOW << 16) + 0xff00), wall_flag: 0, ver: 1, body };
    let (device, epoch) = (a.who.device, 7);
    let start = chain_start(&device, epoch);
    let bytes = encode_ops(&device, start, &[op], None).unwrap().bytes;
    let op = split(&bytes).unwrap().ops.remove(0);
    let (received, frame, held) = (NOW, 0, false);
    w.arrived.push(ReceivedOp { device, epoch, seq: 1, received, frame, held, op });
    w.round(&mut [&mut a, &mut b]);
    assert_eq!((quoting(&w, "Hường Em"), quoting(&w, "Hương Chị")), (0, 0));
    assert!(!w.store.erasures().is_pending());
}

#[test]
fn a_later_erasure_leaves_cases_about_other_records() {
    let (mut w, mut a, mut b, id) = disagreeing();
    erase(&a.store, id);
    let other = b.put("establishment", establishment("Gốm Bát Tràng"));
    b.edit(other, json!({"contact_name": "Lý Ba"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!((quoting(&w, "Hường Em"), quoting(&w, "Hương Chị")), (0, 0));
    // answers given after the erasure, and a new case about them
    disagree(&mut w, &mut a, &mut b, id, ["Phạm Bốn", "Phạm Năm"]);
    erase(&b.store, other);
    w.round(&mut [&mut a, &mut b]);
    assert!(!w.store.erasures().is_pending());
    assert_eq!((quoting(&w, "Phạm Bốn"), quoting(&w, "Phạm Năm")), (1, 1));
}

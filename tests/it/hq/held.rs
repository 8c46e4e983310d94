//! Ops that headquarters cannot understand yet: received, reported, and applied when they can be.

use crate::kit::opening;
use serde_json::json;
use sotay::hq::fold::context::FoldOutcome;
use sotay::hq::ingest::batch::ReceivedOp;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Body, HELD_NEWER, Id, Review, Verdict};
use sotay::storage::format::down::{About, Down, Foreign, encode};
use sotay::storage::format::{head, wire};

use crate::kit::NOW;
use crate::kit::app::App;
use crate::kit::world::{Laptop, World, establishment, text};

/// Positions of a device's ops about a record.
fn about(w: &World, id: Id) -> Vec<usize> {
    (0..w.arrived.len()).filter(|at| w.arrived[*at].op.entity() == Some(id)).collect()
}

/// Gives an op a personal answer that does not fit its hash; number and position stay the same.
fn poison(w: &mut World, at: usize) -> ReceivedOp {
    let sound = w.arrived[at].clone();
    w.arrived[at].op.beside[0].bytes.0.push(0);
    sound
}

fn shop(name: &str, phone: &str) -> serde_json::Value {
    let mut it = establishment(name);
    it["contact_name"] = json!("Trần Văn Ba");
    it["contact_phone"] = json!(phone);
    it
}

/// A laptop with one record; headquarters cannot apply its second change, and a third one is based
/// on that.
fn stuck() -> (World, Laptop, Id, ReceivedOp) {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", shop("Mộc A", "0912345678"));
    a.edit(id, json!({"contact_phone": "0987654321"}));
    a.edit(id, json!({"workers": 9}));
    w.send(&mut a);
    let at = about(&w, id)[1];
    let sound = poison(&mut w, at);
    (w, a, id, sound)
}

#[test]
fn a_held_change_is_told_to_its_author_and_to_nobody_else() {
    let (mut w, a, id, _) = stuck();
    let b = w.laptop("Lê Bình", None);
    let folded = w.fold();
    assert_eq!(folded.held, 2, "the change, and the one that was built on it");
    assert_eq!((text(&w.get(id), "workers"), w.matters("giu").len()), ("5".into(), 1));
    w.down(&a, false);
    w.down(&b, false);
    let here = a.get(id);
    assert_eq!(text(&here, "workers"), "9", "the officer's own answer stays");
    let review = here.review.unwrap();
    assert_eq!((review.verdict, &*review.reason), (Verdict::Held, "hash"));
    assert_eq!(review.head, here.head);
    let there = b.get(id);
    assert_ne!(there.review.unwrap().head, there.head);
    assert_eq!(w.fold(), FoldOutcome::default());
}

/// The same op as a newer program would find it, which can read it.
fn understood(w: &World, id: Id, sound: &ReceivedOp, who: &Laptop) {
    let told = Foreign {
        device: sound.device,
        epoch: sound.epoch,
        seq: sound.seq,
        officer: who.who.officer.0,
        name: who.who.name.clone(),
        received: sound.received,
        entity: id.0,
        op: sound.op.clone(),
    };
    let content = encode(&Down { ops: vec![told], ..Down::default() });
    let again = w.store.downlink().logs().unwrap().into_keys().map(|log| (log, 0)).collect();
    w.store.downlink().take_fold(w.home.secret.era, again, &content).unwrap();
    w.fold();
}

#[test]
fn what_is_understood_later_is_brought_in_and_the_author_hears_of_it() {
    let (w, a, id, sound) = stuck();
    w.fold();
    w.down(&a, false);
    assert_eq!(a.get(id).review.unwrap().verdict, Verdict::Held);
    understood(&w, id, &sound, &a);
    let now = w.get(id);
    assert_eq!((text(&now, "workers"), now.review), ("9".into(), None));
    assert!(w.matters("giu").is_empty());
    w.down(&a, false);
    assert_eq!((a.get(id).review, a.get(id).fields), (None, w.get(id).fields));
}

#[test]
fn a_record_that_begins_with_a_held_op_is_told_and_shown_later() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", shop("Mộc A", "0912345678"));
    w.send(&mut a);
    let at = about(&w, id)[0];
    let sound = poison(&mut w, at);
    assert_eq!(w.fold().held, 1);
    assert!(w.store.records().get(id).unwrap().is_none());
    w.down(&a, false);
    assert_eq!(a.get(id).review.unwrap().verdict, Verdict::Held);
    understood(&w, id, &sound, &a);
    w.down(&a, false);
    assert_eq!((text(&w.get(id), "name"), a.get(id).review), ("Mộc A".into(), None));
}

#[test]
fn an_op_of_a_newer_program_says_whose_it_is_though_nobody_can_read_it() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", establishment("Mộc A"));
    a.edit(id, json!({"workers": 6}));
    w.send(&mut a);
    let at = about(&w, id)[1];
    for (tag, ver) in [(2, 9), (7, 1), (31, 1)] {
        w.arrived[at].op.ver = ver;
        w.arrived[at].op.body.0[0] = tag;
        assert!(matches!(w.arrived[at].op.read(1).unwrap().body, Body::Unknown { .. }));
        assert_eq!(w.arrived[at].op.entity(), Some(id));
    }
    assert_eq!(w.fold().held, 1);
    let own = head(&w.arrived[at].op.opid(&a.who.device));
    let review = w.get(id).review.unwrap();
    assert_eq!((review.verdict, &*review.reason, review.head), (Verdict::Held, "newer", own));
    let matter = &w.matters("giu")[0];
    assert_eq!(
        (text(matter, "who"), text(matter, "cause")),
        ("Nguyễn An (1)".into(), "ban_moi".into())
    );
    // an op about no record, or about an invalid one, is stored under its device
    for (tag, first) in [(5, 1), (32, 1), (200, 1), (7, 0xff)] {
        let mut odd = w.arrived[at].clone();
        odd.op.body.0[0] = tag;
        odd.op.body.0[1..17].fill(first);
        odd.op.ver = 9;
        assert_eq!(odd.op.entity(), None, "{tag}");
    }
}

#[test]
fn the_officer_reads_that_it_came_and_waits_and_the_reviewer_that_something_is_missing() {
    let (w, a, id, _) = stuck();
    w.fold();
    w.down(&a, false);
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.keys("f6 enter").shows(&opening(&lang::app::review_held_odd(Vi)));
    app.workers.store().close().unwrap();
    // a laptop with a newer program
    let a = a.again_open();
    let reason = HELD_NEWER.to_owned();
    let (by, head) = (String::new(), a.get(id).head);
    let review = Review { verdict: Verdict::Held, reason, by, at: NOW << 1, head };
    let content = encode(&Down { reviews: vec![About::of(id, &review)], ..Down::default() });
    a.store.downlink().take(0, w.home.secret.era, 1 << 40, &content).unwrap();
    a.store.close().unwrap();
    for (lang, words) in [
        (Lang::Vi, "Đã nhận, chờ cấp trên nâng cấp"),
        (Lang::En, "Received; waits for headquarters' upgrade"),
    ] {
        let mut app = App::officer(a.dir.clone(), lang);
        app.keys("f6 enter").shows(words);
        app.workers.store().close().unwrap();
    }
    w.store.close().unwrap();
    let mut app = App::headquarters(w.home.dir.clone());
    app.shows("Chưa hiểu được · Câu trả lời không khớp dấu của nó");
    app.keys("f6 enter").shows(&opening(&lang::app::review_held_here(Vi)));
}

#[test]
fn one_that_says_of_nothing_gets_its_record_from_what_was_built_on_it() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", establishment("Mộc A"));
    a.edit(id, json!({"workers": 6}));
    a.edit(id, json!({"workers": 7}));
    w.send(&mut a);
    let [_, first, second] = about(&w, id)[..] else { panic!() };
    // its record cannot be determined, and the next op is based on it
    w.arrived[first].op.ver = 9;
    w.arrived[first].op.body.0[0] = 40;
    let base = head(&w.arrived[first].op.opid(&a.who.device));
    let body = &w.arrived[second].op.body.0;
    let mut patch: wire::PatchV1 = wire::record(&body[1..]).unwrap();
    patch.base = base;
    w.arrived[second].op.body.0 = [&[2], &wire::encode(&patch)[..]].concat();
    assert_eq!(w.fold().held, 2);
    assert_eq!(text(&w.get(id), "workers"), "5");
    w.down(&a, false);
    assert_eq!(a.get(id).review.unwrap().verdict, Verdict::Held);
    assert_eq!(w.store.downlink().remote_ops(id).unwrap().ops.len(), 3);
    // reading everything again changes nothing
    let again = w.store.downlink().logs().unwrap().into_keys().map(|log| (log, 0)).collect();
    let nothing = encode(&Down::default());
    w.store.downlink().take_fold(w.home.secret.era, again, &nothing).unwrap();
    let folded = w.fold();
    assert_eq!((folded.held, folded.records, folded.matters), (0, 0, 0));
}

#[test]
fn which_of_two_goes_on_is_not_forgotten_for_a_held_change() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let of = |name: &str| {
        let mut it = shop(name, "0912345678");
        it["tax_code"] = json!("2600123456");
        it
    };
    let ids = [
        a.put("establishment", of("Công ty TNHH Mộc Hòa Phát")),
        b.put("establishment", of("Mộc Hòa Phát")),
    ];
    w.round(&mut [&mut a, &mut b]);
    let merged = |w: &World, id: Id| w.get(id).alias_of().is_some();
    let gone = ids.into_iter().find(|id| merged(&w, *id)).unwrap();
    a.edit(gone, json!({"contact_phone": "0987654321"}));
    w.send(&mut a);
    let at = *about(&w, gone).last().unwrap();
    poison(&mut w, at);
    assert_eq!(w.fold().held, 1);
    assert!(merged(&w, gone));
}

#[test]
fn one_that_cannot_be_read_among_a_thousand_stops_nobody_else() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let ids: Vec<Id> = (0..999)
        .map(|n| a.put("intl_lead", json!({"partner": format!("Đối tác {n}")})))
        .collect();
    w.send(&mut a);
    let at = about(&w, ids[500])[0];
    w.arrived[at].op.ver = 9;
    let folded = w.fold();
    // plus the two officers' own records; the case is an op of headquarters
    assert_eq!((folded.held, folded.records), (1, 998 + 2));
    assert!(w.store.records().get(ids[500]).unwrap().is_none());
    assert!(
        ids.iter().filter(|id| **id != ids[500]).all(|id| w
            .store
            .records()
            .get(*id)
            .unwrap()
            .is_some())
    );
    w.down(&a, false);
    let held = |id: &&Id| a.get(**id).review.is_some_and(|r| r.verdict == Verdict::Held);
    // a newer laptop would have the head of the op that it wrote; this one only shows that it
    // arrived
    assert_eq!(ids.iter().filter(held).collect::<Vec<_>>(), [&ids[500]]);
    assert_eq!(w.matters("giu").len(), 1);
}

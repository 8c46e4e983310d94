//! Reading the logs again changes nothing: folding them as they arrived gives the same as folding
//! all of them at once.

use crate::kit::headquarters;
use serde_json::{Value as Json, json};
use sotay::hq::fold::context::FoldOutcome;
use sotay::hq::fold::cursors::reset;
use sotay::hq::fold::run;
use sotay::hq::ingest::batch::LogBatch;
use sotay::hq::ingest::log::Verdicts;
use sotay::record::{Change, Id, Query, Record, Review, Verdict};
use sotay::storage::format::down::{About, Down, encode};

use crate::kit::world::{Laptop, World, change, establishment, text};
use crate::kit::{NOW, now};

fn two() -> (World, Laptop, Laptop) {
    let mut w = World::new();
    let (a, b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    (w, a, b)
}

fn read_again(w: &World) -> FoldOutcome {
    reset(&w.home, &w.store).unwrap();
    w.fold()
}

fn all(w: &World, kind: &str) -> Vec<Record> {
    let kind = headquarters().kind_by_id(kind).unwrap().no;
    w.store.records().page(&Query::all(kind), 0, 100).unwrap().rows
}

/// Every case, whatever the order of the list.
fn matters(w: &World) -> Vec<Record> {
    let mut found = all(w, "matter");
    found.sort_by_key(|matter| matter.id);
    found
}

fn verdict_of(w: &World, id: Id) -> Option<Verdict> {
    w.get(id).review.map(|review| review.verdict)
}

fn decide(w: &World, matter: Id, decision: &str) {
    w.edit(matter, json!({"state": "xong", "decision": decision, "reason": "Đã xem"}));
}

fn approve(w: &mut World, about: Id) {
    w.put("verdict", json!({"about": about.to_string(), "verdict": "duyet"}));
}

fn coded(name: &str) -> Json {
    let mut shop = establishment(name);
    shop["tax_code"] = json!("2600123456");
    shop
}

#[test]
fn a_verdict_was_lost_when_its_record_came_after_it() {
    let (mut w, mut a, _) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    approve(&mut w, id);
    w.fold();
    w.round(&mut [&mut a]);
    assert_eq!(verdict_of(&w, id), Some(Verdict::Approved));
    assert_eq!(a.get(id).review.map(|review| review.verdict), Some(Verdict::Approved));
}

#[test]
fn a_verdict_that_was_deleted_before_its_record_came_was_given_when_logs_were_read_again() {
    let (mut w, mut a, _) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    approve(&mut w, id);
    w.fold();
    let word = all(&w, "verdict")[0].clone();
    change(&w.store, Change::Delete { id: word.id, base: word.head, reason: "nhầm".into() });
    w.round(&mut [&mut a]);
    read_again(&w);
    assert_eq!(verdict_of(&w, id), None);
}

#[test]
fn a_record_that_goes_on_as_another_was_paired_when_logs_were_read_again() {
    let (mut w, mut a, mut b) = two();
    let first = a.put("establishment", coded("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let others = [(); 2].map(|()| {
        let other = b.put("establishment", coded("Mộc Hòa Phát"));
        w.round(&mut [&mut a, &mut b]);
        w.fold();
        other
    });
    for other in others {
        assert_eq!(verdict_of(&w, other), Some(Verdict::Merged { with: first }));
    }
    // the last record is another establishment after all
    let is_last = |m: &&Record| format!("{:?}", m.fields).contains(&format!("{:?}", others[1]));
    let matter = matters(&w).iter().find(is_last).unwrap().id;
    decide(&w, matter, "ca_hai");
    w.fold();
    let before = matters(&w);
    assert_eq!(before.len(), 2);
    assert_eq!(read_again(&w).matters, 0);
    w.fold();
    assert_eq!(matters(&w), before);
}

#[test]
fn a_record_that_stands_for_itself_again_was_paired_only_when_logs_were_read_again() {
    for again in ["ca_hai", "giu_2"] {
        let (mut w, mut a, mut b) = two();
        a.put("establishment", establishment("Mộc Hòa Phát"));
        b.put("establishment", establishment("Mộc Hòa Phát"));
        w.round(&mut [&mut a, &mut b]);
        let matter = w.matters("trung")[0].id;
        decide(&w, matter, "giu_1");
        w.round(&mut [&mut a, &mut b]);
        b.put("establishment", establishment("Mộc Hòa Phát"));
        w.round(&mut [&mut a, &mut b]);
        assert_eq!(matters(&w).len(), 2, "with the one that goes on");
        decide(&w, matter, again);
        w.fold();
        let before = matters(&w);
        assert_eq!(before.len(), 3, "{again}");
        assert_eq!(read_again(&w).matters, 0, "{again}");
        assert_eq!(matters(&w), before, "{again}");
    }
}

#[test]
fn a_deletion_that_was_decided_and_taken_back_was_done_again_when_logs_were_read_again() {
    for (decision, is_deleted) in [("xoa_di", true), ("giu_lai", false)] {
        let (mut w, mut a, mut b) = two();
        let id = a.put("establishment", establishment("Mộc Hòa Phát"));
        w.round(&mut [&mut a, &mut b]);
        a.delete(id);
        b.edit(id, json!({"workers": 30}));
        w.round(&mut [&mut a, &mut b]);
        decide(&w, w.matters("xoa")[0].id, decision);
        w.fold();
        let record = w.get(id);
        assert_eq!(record.deleted.is_some(), is_deleted);
        let (base, reason) = (record.head, "thừa".into());
        change(
            &w.store,
            match is_deleted {
                true => Change::Restore { id, base },
                false => Change::Delete { id, base, reason },
            },
        );
        w.fold();
        let before = w.get(id);
        read_again(&w);
        assert_eq!(w.get(id), before, "{decision}");
    }
}

#[test]
fn a_change_that_was_taken_over_undid_a_later_one_when_logs_were_read_again() {
    let (mut w, mut a, _) = two();
    let answers = json!({"kind": "ung_dung_may_moc", "percent": "50", "cap": 300_000_000,
        "legal_ref": "TT 28/2018", "verified": true});
    let id = w.put("ceiling", answers);
    w.round(&mut [&mut a]);
    a.edit(id, json!({"cap": 250_000_000}));
    w.round(&mut [&mut a]);
    decide(&w, w.matters("tu_choi")[0].id, "cho_vao");
    w.round(&mut [&mut a]);
    assert_eq!(text(&w.get(id), "cap"), "250000000");
    w.edit(id, json!({"cap": 280_000_000}));
    w.fold();
    let (before, known) = (w.get(id), matters(&w));
    read_again(&w);
    assert_eq!(w.get(id), before);
    assert_eq!(matters(&w), known);
}

#[test]
fn a_conflict_was_decided_by_what_was_said_of_an_earlier_one() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    decide(&w, w.matters("mau_thuan")[0].id, "nhat");
    w.round(&mut [&mut a, &mut b]);
    w.round(&mut [&mut a, &mut b]);
    a.edit(id, json!({"name": "Mộc C"}));
    b.edit(id, json!({"name": "Mộc D"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.matters("mau_thuan").len(), 1);
    let before = w.get(id);
    read_again(&w);
    assert_eq!(w.matters("mau_thuan").len(), 1);
    assert_eq!(w.get(id), before);
}

/// A laptop reports a verdict that headquarters does not know.
fn claim(w: &World, laptop: &Laptop, about: Id, when: u64) {
    let head = w.get(about).head;
    let (reason, by) = (String::new(), "Trần Duyệt".to_owned());
    let review = Review { verdict: Verdict::Approved, reason, by, at: when, head };
    let reviews = vec![About::of(about, &review)];
    let content = encode(&Down { reviews, ..Down::default() });
    let said = Verdicts { time: NOW, held: false, content };
    let mut waiting = Some(LogBatch {
        verdicts: vec![(laptop.who.device, said)],
        places: vec![(laptop.who.device, 90)],
        ..LogBatch::default()
    });
    let mut logs = |_: &_, _| Ok(waiting.take().unwrap_or_default());
    run(&w.home, &w.store, &mut logs, now).unwrap();
}

#[test]
fn a_lost_verdict_that_was_given_again_waited_again_when_logs_were_read_again() {
    let (mut w, mut a, _) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    claim(&w, &a, id, NOW - 5);
    decide(&w, w.matters("duyet_mat")[0].id, "cho_lai");
    w.fold();
    assert_eq!(verdict_of(&w, id), Some(Verdict::Approved));
    // the record can be edited further
    w.edit(id, json!({"workers": 9}));
    w.fold();
    let before = matters(&w);
    read_again(&w);
    assert_eq!(matters(&w), before);
}

#[test]
fn a_lost_verdict_was_settled_by_an_older_one_when_logs_were_read_again() {
    let (mut w, mut a, _) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    approve(&mut w, id);
    w.fold();
    claim(&w, &a, id, NOW + 5);
    assert_eq!(w.matters("duyet_mat").len(), 1);
    read_again(&w);
    assert_eq!(w.matters("duyet_mat").len(), 1);
}

#[test]
fn two_words_of_one_batch_did_not_know_of_each_other() {
    let (mut w, mut a, mut b) = two();
    let first = a.put("establishment", coded("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let id = b.put("establishment", coded("Mộc Hòa Phát"));
    approve(&mut w, id);
    w.round(&mut [&mut a, &mut b]);
    let before = verdict_of(&w, id);
    assert_eq!(before, Some(Verdict::Merged { with: first }));
    read_again(&w);
    assert_eq!(verdict_of(&w, id), before);
}

#[test]
fn a_record_that_had_gone_on_as_another_stood_for_itself_when_a_third_came() {
    let (mut w, mut a, mut b) = two();
    let first = a.put("establishment", coded("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    // in one batch, so that each of the three pairs is found
    let (second, third) = (
        b.put("establishment", coded("Mộc Hòa Phát")),
        b.put("establishment", coded("Mộc Hòa Phát")),
    );
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(matters(&w).len(), 3);
    for again in [false, true] {
        if again {
            read_again(&w);
        }
        assert_eq!(verdict_of(&w, second), Some(Verdict::Merged { with: first }));
        assert_ne!(verdict_of(&w, third), None);
        assert_eq!(verdict_of(&w, first), Some(Verdict::Merged { with: first }));
    }
}

#[test]
fn an_approval_was_taken_away_by_an_older_pair_once_the_record_was_changed() {
    let (mut w, mut a, mut b) = two();
    let first = a.put("establishment", establishment("Mộc Hòa Phát"));
    b.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    approve(&mut w, first);
    w.fold();
    decide(&w, w.matters("trung")[0].id, "giu_1");
    w.fold();
    a.edit(first, json!({"workers": 9}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(verdict_of(&w, first), Some(Verdict::Approved));
    read_again(&w);
    assert_eq!(verdict_of(&w, first), Some(Verdict::Approved));
}

#[test]
fn a_pair_was_turned_around_when_logs_were_read_again_and_a_clock_had_run_ahead() {
    use super::durable::Sender;
    use sotay::record::{Body, Origin};
    let (mut w, a, b) = two();
    let shop = establishment("Mộc Hòa Phát");
    let cell = |(no, value): (u16, &sotay::record::Value)| sotay::record::FieldBytes {
        no,
        bytes: Some(sotay::storage::format::value_bytes(value)),
        personal: false,
    };
    let kind = headquarters().kind_by_id("establishment").unwrap().no;
    let ahead = u64::MAX - 1;
    let mut made = Vec::new();
    for (laptop, mark, hlc) in [(&a, 7, ahead), (&b, 8, (NOW << 16) + 1_000)] {
        let (id, fields) = crate::kit::world::fields("establishment", mark, 1, &shop);
        let fields = fields.iter().map(cell).collect();
        let body = Body::Put { kind, entity: id, origin: Origin::Officer, fields };
        let mut sender = Sender::of(laptop);
        let head = sender.send_at(&mut w, 77, hlc, body);
        made.push((sender, id, head));
        w.fold();
    }
    w.fold();
    let pairs = |w: &World| matters(w).iter().filter(|m| text(m, "what") == "trung").count();
    assert_eq!(pairs(&w), 1);
    // the older record stays the older one, even if it is written to under that clock
    let (sender, id, base) = &mut made[0];
    let workers = headquarters().kind(kind).unwrap().field_by_id("workers").unwrap().no;
    let field = cell((workers, &sotay::record::Value::Int(9)));
    let fields = vec![sotay::record::Patched { field, old_hash: 0 }];
    let body = Body::Patch { entity: *id, base: *base, fields };
    sender.send_at(&mut w, 77, ahead + 1, body);
    w.fold();
    assert_eq!(text(&w.get(made[0].1), "workers"), "9");
    let before = matters(&w);
    assert_eq!(pairs(&w), 1);
    read_again(&w);
    assert_eq!(matters(&w), before);
}

#[test]
fn a_record_of_a_newer_programmes_kind_was_not_found_at_headquarters() {
    use super::durable::{Sender, all_works, cells};
    use sotay::record::{Body, Origin};
    let is_unknown = |kind: &u8| headquarters().kind(*kind).is_none();
    let newest = headquarters().kinds.iter().map(|kind| kind.no).max().unwrap();
    // kind numbers between the officers' kinds and headquarters' kinds, and after both
    let between: Vec<u8> = (1..newest).filter(is_unknown).collect();
    for kind in [between[0], *between.last().unwrap(), newest + 1, u8::MAX] {
        let (mut w, a, _) = two();
        let id = Id([3; 16]);
        approve(&mut w, id);
        let fields = cells(vec![(1, b"x".to_vec())]);
        let body = Body::Put { kind, entity: id, origin: Origin::Officer, fields };
        Sender::of(&a).send_at(&mut w, 77, NOW << 16, body);
        w.fold();
        assert_eq!(verdict_of(&w, id), Some(Verdict::Approved), "{kind}");
        all_works(w, vec![a]);
    }
}

#[test]
fn a_verdict_on_what_headquarters_wrote_itself_was_lost_when_it_came_first() {
    let (mut w, _, _) = two();
    let id = Id([6; 16]);
    approve(&mut w, id);
    w.fold();
    let shop = establishment("Mộc Hòa Phát");
    let (_, fields) = crate::kit::world::fields("establishment", 1, 1, &shop);
    let kind = headquarters().kind_by_id("establishment").unwrap().no;
    let origin = sotay::record::Origin::Headquarters;
    change(&w.store, Change::Create { kind, id, fields, origin });
    w.fold();
    assert_eq!(verdict_of(&w, id), Some(Verdict::Approved));
}

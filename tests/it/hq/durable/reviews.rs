//! Reviews of any length and order, and records near their limit that are sent back.

use serde_json::json;
use sotay::hq::downlink::lane::{LaneOwner, VERDICTS};
use sotay::record::{Id, Review, Verdict};
use sotay::storage::format::down::{About, Down};
use sotay::storage::limits;

use super::{all_works, entity, save};
use crate::kit::NOW;
use crate::kit::world::{Laptop, World, establishment, text};

/// Saves a visit with this many bytes, or with as many as a record may have.
fn large_visit(a: &mut Laptop, bytes: usize) -> Id {
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    let id = a.put(
        "visit",
        json!({"establishment": home.to_string(), "date": "2026-11-20",
        "purpose": "khao_sat", "conclusion": "dat", "officers": [a.who.officer.to_string()],
        "operating": "dang_hoat_dong", "state": "chot", "observations": "Đang chạy"}),
    );
    let mut len = bytes;
    while save(a, id, 9_999, len).is_err() {
        len -= 1;
        assert!(len + 2_000 > bytes.min(limits::RECORD), "nothing so large is saved");
    }
    id
}

pub(super) fn send_back(w: &mut World, about: Id, reason: &str) {
    w.put(
        "verdict",
        json!({"about": about.to_string(), "verdict": "tra_lai", "reason": reason}),
    );
}

#[test]
fn a_record_near_its_limit_can_be_sent_back_with_a_long_reason() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = large_visit(&mut a, limits::RECORD);
    w.round(&mut [&mut a]);
    let reason = "Thiếu số lò đốt; ".repeat(58);
    send_back(&mut w, id, &reason);
    w.round(&mut [&mut a]);
    assert_eq!(a.get(id).review.unwrap().reason, reason.trim());
    // it can be corrected: a shorter text is always accepted
    save(&a, id, 9_999, 62_000).unwrap();
    all_works(w, vec![a]);
}

#[test]
fn a_verdict_waits_for_the_record_that_it_is_about() {
    let mut w = World::new();
    let mut old = w.laptop("Nguyễn An", None);
    let id = large_visit(&mut old, 5_000);
    w.round(&mut [&mut old]);
    send_back(&mut w, id, "Thiếu số lò");
    w.round(&mut [&mut old]);
    assert_eq!(old.get(id).review.unwrap().reason, "Thiếu số lò");
    // verdicts arrive before the records they are about
    let new = w.laptop("Nguyễn An", Some(old.who.number));
    w.down(&new, true);
    let review = new.get(id).review.unwrap();
    assert_eq!(review.reason, "Thiếu số lò");
    assert!(matches!(review.verdict, Verdict::SentBack { .. }));
    let today = new.store.records().today(sotay::text::format::today_from_millis(NOW)).unwrap();
    assert_eq!(today.returned.iter().filter(|r| r.id == id).count(), 1);
    all_works(w, vec![new]);
}

fn say(w: &World, a: &Laptop, id: Id, verdict: Verdict, reason: &str, when: u64) {
    let by = String::new();
    let review = Review { verdict, reason: reason.into(), by, at: when, head: 1 };
    let down = Down { reviews: vec![About::of(id, &review)], ..Down::default() };
    w.home
        .lanes()
        .append(&LaneOwner::Officer(a.who.officer), VERDICTS, &[down], &mut None)
        .unwrap();
}

#[test]
fn of_several_verdicts_that_come_early_the_newest_counts() {
    for whens in [[1, 2], [2, 1]] {
        let mut w = World::new();
        let mut old = w.laptop("Nguyễn An", None);
        let id = large_visit(&mut old, 5_000);
        w.round(&mut [&mut old]);
        for (when, verdict) in
            whens.into_iter().zip([Verdict::SentBack { field: None }, Verdict::Approved])
        {
            say(&w, &old, id, verdict, "", NOW + when);
        }
        let new = w.laptop("Nguyễn An", Some(old.who.number));
        w.down(&new, true);
        let review = new.get(id).review.unwrap();
        assert_eq!(review.at, NOW + 2);
        assert_eq!(review.verdict == Verdict::Approved, whens[1] == 2);
        all_works(w, vec![new]);
    }
}

#[test]
fn reviews_of_any_length_and_order_stop_no_laptop() {
    for len in [0, limits::TEXT, limits::NOTE, 60_000, 150_000, 500_000] {
        let mut w = World::new();
        let mut a = w.laptop("Nguyễn An", None);
        let here = large_visit(&mut a, limits::RECORD);
        w.round(&mut [&mut a]);
        w.down(&a, true);
        let reason = "lý do ".repeat(len / 8);
        for (id, when) in [(here, u64::MAX), (entity(5), 1), (entity(5), u64::MAX), (here, 0)] {
            say(&w, &a, id, Verdict::SentBack { field: Some(u16::MAX) }, &reason, when);
        }
        w.down(&a, true);
        let record = a.get(here);
        // an op too large to be held is set aside; the record continues and is marked
        let held = len < limits::HELD_RECORD - limits::RECORD;
        assert_eq!(record.review.is_some(), held, "{len}");
        assert_eq!(sotay::store::is_partial(&record), !held, "{len}");
        assert_eq!(text(&record, "observations"), "Đang chạy");
        all_works(w, vec![a]);
    }
}

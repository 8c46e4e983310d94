//! Work is reassigned: both the former and the new owner are notified.

use serde_json::json;
use sotay::record::Id;

use crate::kit::NOW;
use crate::kit::world::{Laptop, World, establishment, text};

fn officer_of(laptop: &Laptop, task: Id) -> String {
    let kind = crate::kit::headquarters().kind_by_id("task").unwrap();
    let field = kind.field_by_id("officer").unwrap().no;
    let link = laptop.get(task).fields.get(field).and_then(sotay::record::Value::as_link);
    link.map(|id| id.to_string()).unwrap_or_default()
}

/// The notices in a laptop's lane, which it reads when it syncs.
fn notices(w: &World, laptop: &Laptop) -> Vec<String> {
    let to = sotay::hq::downlink::lane::Addressee {
        officer: laptop.who.officer,
        province: laptop.who.province.clone(),
    };
    let pieces = w.home.lanes().read(&to, crate::kit::world::LANES[0], 0, usize::MAX).unwrap();
    let read = |bytes: &[u8]| sotay::storage::format::down::decode(bytes).unwrap().notices;
    pieces.iter().flat_map(|p| read(&p.bytes)).map(|notice| notice.text).collect()
}

fn given(w: &mut World, at: Id, to: &Laptop) -> Id {
    w.put(
        "task",
        json!({"what": "Kiểm tra", "establishment": at.to_string(), "owner": "can_bo",
            "due": "2026-12-01", "officer": to.who.officer.to_string(), "state": "dang_lam"}),
    )
}

#[test]
fn a_handover_never_reached_the_giver_whose_task_it_was() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let task = given(&mut w, home, &a);
    let own = a.put(
        "task",
        json!({"what": "Tự làm", "establishment": home.to_string(), "owner": "can_bo",
            "due": "2026-12-01", "state": "dang_lam"}),
    );
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(officer_of(&a, task), a.who.officer.to_string());
    let pair = (a.who.officer, b.who.officer);
    sotay::hq::admin::handover::handover(&w.home, &w.store, pair, NOW + 1).unwrap();
    w.round(&mut [&mut a, &mut b]);
    for task in [task, own] {
        assert_eq!(officer_of(&a, task), b.who.officer.to_string());
        assert_eq!(officer_of(&b, task), b.who.officer.to_string());
    }
    let (of_a, of_b) = (notices(&w, &a), notices(&w, &b));
    assert!(of_a.iter().any(|text| text.contains("Lê Bình (số 2)")), "{of_a:?}");
    assert!(of_b.iter().any(|text| text.contains("Nguyễn An (số 1)")), "{of_b:?}");
}

/// Reassigned twice, so that the first owner is not involved in the second change.
#[test]
fn a_reassigned_task_stayed_with_everybody_who_once_had_it() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let mut c = w.laptop("Trần Chi", None);
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b, &mut c]);
    let task = given(&mut w, home, &a);
    w.round(&mut [&mut a, &mut b, &mut c]);
    for to in [b.who.officer, c.who.officer] {
        w.edit(task, json!({"officer": to.to_string()}));
        w.round(&mut [&mut a, &mut b, &mut c]);
    }
    for laptop in [&a, &b, &c] {
        assert_eq!(officer_of(laptop, task), c.who.officer.to_string());
    }
}

#[test]
fn an_establishment_that_headquarters_moved_stayed_where_it_was_for_its_old_province() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let mut b = w.laptop("Lê Bình", None);
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&b.get(home), "name"), "Mộc Hòa Phát");
    w.edit(home, json!({"place": "00004", "name": "Mộc Ba Đình"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&b.get(home), "name"), "Mộc Ba Đình");
}

/// Each handover is an entry of a file that every fold reads.
#[test]
fn hundreds_of_handovers_stop_no_fold() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let pair = (a.who.officer, b.who.officer);
    for number in 0..300 {
        sotay::hq::admin::handover::handover(&w.home, &w.store, pair, NOW + number).unwrap();
    }
    assert_eq!(w.home.handovers().unwrap().len(), 300);
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.store.records().get(home).unwrap().is_some());
}

/// A second handover counts what is new to the receiver, also after one by way of another officer.
#[test]
fn what_was_handed_over_before_is_not_counted_again() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let mut c = w.laptop("Trần Chi", None);
    let officers = [&a, &b, &c].map(|laptop| laptop.who.officer);
    let handover = |w: &World, from: usize, to: usize| {
        let (pair, at) = ((officers[from], officers[to]), NOW + w.ticks);
        let done = sotay::hq::admin::handover::handover(&w.home, &w.store, pair, at).unwrap();
        (done.records, done.again)
    };
    a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b, &mut c]);
    assert_eq!(handover(&w, 0, 1), (1, 0));
    assert_eq!(handover(&w, 0, 1), (0, 1));
    assert_eq!(handover(&w, 1, 2), (1, 0), "new to the third officer");
    assert_eq!(handover(&w, 0, 2), (0, 1), "who has it by way of the second");
}

/// The second giver has written nothing on the record.
#[test]
fn what_was_taken_over_was_not_handed_on() {
    let mut w = World::new();
    let mut a = w.laptop_in("25", "Nguyễn An", None);
    let mut b = w.laptop_in("79", "Lê Bình", None);
    let mut c = w.laptop_in("92", "Trần Chi", None);
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b, &mut c]);
    let officers = [&a, &b, &c].map(|laptop| laptop.who.officer);
    for (at, pair) in (1..).zip(officers.windows(2)) {
        let pair = (pair[0], pair[1]);
        sotay::hq::admin::handover::handover(&w.home, &w.store, pair, NOW + at).unwrap();
        w.round(&mut [&mut a, &mut b, &mut c]);
    }
    assert_eq!(text(&c.get(home), "name"), "Mộc Hòa Phát");
}

/// The officer's first laptop never sent anything, the officer's own record included.
#[test]
fn a_laptop_in_place_of_one_that_never_synced_lacked_its_officer() {
    let mut w = World::new();
    w.laptop("Nguyễn An", None);
    let mut second = w.laptop("Nguyễn An", Some(1));
    w.round(&mut [&mut second]);
    w.down(&second, true);
    let officer = second.store.records().get(second.who.officer).unwrap();
    assert_eq!(text(&officer.unwrap(), "name"), "Nguyễn An");
}

/// Headquarters folds before the laptop has sent anything, and the laptop reads what is sent down.
#[test]
fn an_officer_may_change_the_own_record_after_the_first_sync() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    w.fold();
    w.down(&a, true);
    let officer = a.who.officer;
    assert_eq!(a.get(officer).origin, sotay::record::Origin::Officer);
    a.edit(officer, json!({"unit": "TT khuyến công"}));
    w.round(&mut [&mut a]);
    assert_eq!(text(&w.get(officer), "unit"), "TT khuyến công");
}

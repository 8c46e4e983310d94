//! What two officers wrote differently or twice: a reviewer or an officer settles it, and both see that.

use serde_json::json;
use sotay::record::{Query, Verdict};

use crate::kit::world::{World, establishment, text};

#[test]
fn a_conflict_is_shown_settled_and_comes_back_to_both() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&b.get(id), "name"), "Mộc Hòa Phát");
    a.edit(id, json!({"name": "Mộc A", "workers": 9}));
    b.edit(id, json!({"name": "Mộc B", "products": "Tủ"}));
    w.round(&mut [&mut a, &mut b]);
    let [matter] = &w.matters("mau_thuan")[..] else { panic!("{:?}", w.matters("mau_thuan")) };
    assert_eq!(
        (text(matter, "first"), text(matter, "second")),
        ("Mộc A".into(), "Mộc B".into())
    );
    assert_eq!(text(matter, "base"), "Mộc Hòa Phát");
    for laptop in [&a, &b] {
        let now = laptop.get(id);
        assert_eq!(text(&now, "name"), "Mộc A");
        assert_eq!((text(&now, "workers"), text(&now, "products")), ("9".into(), "Tủ".into()));
        assert!(matches!(now.review.unwrap().verdict, Verdict::Conflict { field: 1 }));
    }
    // the officer continues to edit meanwhile
    b.edit(id, json!({"workers": 11}));
    w.edit(
        matter.id,
        json!({"state": "xong", "decision": "hai", "reason": "Theo giấy đăng ký"}),
    );
    w.round(&mut [&mut a, &mut b]);
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("mau_thuan").is_empty());
    for laptop in [&a, &b] {
        let now = laptop.get(id);
        assert_eq!((text(&now, "name"), text(&now, "workers")), ("Mộc B".into(), "11".into()));
        let review = now.review.unwrap();
        assert!(matches!(review.verdict, Verdict::Conflict { .. }), "{review:?}");
        assert_eq!(review.reason, "Theo giấy đăng ký");
        assert_eq!(review.by, "Trần Duyệt");
    }
    assert_eq!(w.get(id).fields, a.get(id).fields);
}

#[test]
fn the_shown_side_can_be_chosen_too() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    let matter = w.matters("mau_thuan")[0].id;
    w.edit(matter, json!({"state": "xong", "decision": "nhat", "reason": "Đúng"}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("mau_thuan").is_empty());
    assert_eq!(text(&b.get(id), "name"), "Mộc A");
    // a later change does not bring the rejected answer back
    b.edit(id, json!({"workers": 12}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("mau_thuan").is_empty());
    assert_eq!(text(&a.get(id), "name"), "Mộc A");
}

#[test]
fn one_tax_code_and_one_name_are_one_establishment_until_somebody_says_no() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let of = |name: &str| {
        let mut it = establishment(name);
        it["tax_code"] = json!("2600123456");
        it
    };
    let first = a.put("establishment", of("Công ty TNHH Mộc Hòa Phát"));
    let second = b.put("establishment", of("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let verdicts = |w: &World| [first, second].map(|id| w.get(id).alias_of());
    let merged = verdicts(&w);
    assert!(merged == [None, Some(first)] || merged == [Some(second), None], "{merged:?}");
    assert!(w.matters("trung").is_empty());
    w.down(&a, false);
    w.down(&b, false);
    let gone = if merged[0].is_none() { second } else { first };
    assert_eq!(b.get(gone).alias_of(), merged[0].or(merged[1]));
    // the merge can be reversed
    let kind = crate::kit::headquarters().kind_by_id("matter").unwrap().no;
    let matter = w.store.records().page(&Query::all(kind), 0, 10).unwrap().rows[0].id;
    w.edit(matter, json!({"decision": "ca_hai", "reason": "Hai xưởng khác nhau"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(verdicts(&w), [None, None]);
}

#[test]
fn one_name_in_one_commune_is_a_pair_for_the_reviewer() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let first = a.put("establishment", establishment("Xưởng mộc Hòa Phát"));
    b.put("establishment", establishment("HKD Xưởng mộc Hoà Phát"));
    w.round(&mut [&mut a, &mut b]);
    let [matter] = &w.matters("trung")[..] else { panic!() };
    w.edit(matter.id, json!({"state": "xong", "decision": "ca_hai", "reason": "Khác chủ"}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("trung").is_empty());
    assert_eq!(w.get(first).alias_of(), None);
    // the pair is not raised again
    a.edit(first, json!({"workers": 8}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("trung").is_empty());
}

#[test]
fn a_deletion_against_an_edit_waits_for_the_reviewer() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc A"));
    w.round(&mut [&mut a, &mut b]);
    a.delete(id);
    b.edit(id, json!({"workers": 30}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.get(id).deleted.is_none() && a.get(id).deleted.is_none());
    let matter = w.matters("xoa")[0].id;
    w.edit(matter, json!({"state": "xong", "decision": "xoa_di", "reason": "Đã giải thể"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(b.get(id).deleted.as_deref(), Some("Đã giải thể"));
    assert!(w.matters("xoa").is_empty());
}

#[test]
fn a_form_that_was_open_while_news_came_is_saved_and_compared() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc A"));
    w.round(&mut [&mut a, &mut b]);
    let seen = b.get(id).head;
    a.edit(id, json!({"name": "Mộc Một", "workers": 9}));
    w.round(&mut [&mut a, &mut b]);
    assert_ne!(b.get(id).head, seen);
    let name = sotay::record::Value::Text("Mộc Hai".into());
    let set = vec![(1, Some(name))];
    crate::kit::world::change(&b.store, sotay::record::Change::Patch { id, base: seen, set });
    assert_eq!(
        (text(&b.get(id), "name"), text(&b.get(id), "workers")),
        ("Mộc Hai".into(), "9".into())
    );
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.matters("mau_thuan").len(), 1);
    assert_eq!(text(&b.get(id), "name"), "Mộc Một");
}

#[test]
fn an_officer_who_has_seen_both_sides_ends_a_conflict() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    assert!(a.get(id).review.is_some() && w.matters("mau_thuan").len() == 1);
    b.edit(id, json!({"name": "Mộc A và B"}));
    w.round(&mut [&mut a, &mut b]);
    assert!(w.matters("mau_thuan").is_empty());
    for record in [a.get(id), b.get(id), w.get(id)] {
        assert_eq!((text(&record, "name"), record.review), ("Mộc A và B".into(), None));
    }
}

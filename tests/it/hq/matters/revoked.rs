//! Cases about a device that was revoked: what it sent, what is decided, and what its page says.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Id, Record};

use super::decide;
use crate::hq::review::{back, desk};
use crate::kit::opening;
use crate::kit::world::{Laptop, World, establishment, text};

/// An officer with a new laptop, and the old one, which still sends.
fn revoked() -> (World, Laptop) {
    let mut w = World::new();
    let mut old = w.laptop("Nguyễn An", None);
    w.round(&mut [&mut old]);
    w.laptop("Nguyễn An", Some(old.who.number));
    (w, old)
}

fn name_there(w: &World, id: Id) -> Option<String> {
    w.store.records().get(id).unwrap().map(|record| text(&record, "name"))
}

fn changes(matter: &Record) -> String {
    text(matter, "changes")
}

#[test]
fn a_decision_about_a_revoked_device_covers_only_what_was_there() {
    for (decision, in_then) in [("cho_vao", true), ("de_ngoai", false)] {
        let (mut w, mut old) = revoked();
        let first = old.put("establishment", establishment("Gửi lần đầu"));
        w.send(&mut old);
        w.fold();
        old.put("establishment", establishment("Gửi thêm"));
        w.send(&mut old);
        w.fold();
        // both wait in one case, however they arrived, even if the logs are read again
        sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
        w.fold();
        let matters = w.matters("cach_ly");
        assert_eq!((matters.len(), changes(&matters[0])), (1, "2".into()));
        decide(&w, matters[0].id, decision, "Đã gọi cán bộ");
        w.fold();
        assert_eq!(name_there(&w, first).is_some(), in_then, "{decision}");
        let later = old.put("establishment", establishment("Kẻ khác viết"));
        w.send(&mut old);
        w.fold();
        assert_eq!(name_there(&w, later), None, "{decision}");
        let matters = w.matters("cach_ly");
        assert_eq!((matters.len(), changes(&matters[0])), (1, "1".into()), "{decision}");
        sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
        w.fold();
        assert_eq!((w.matters("cach_ly").len(), name_there(&w, later)), (1, None));
    }
}

/// Accepts these numbers of the case's list.
fn take(w: &World, matter: Id, parts: &str) {
    let answers = json!({"state": "xong", "decision": "mot_phan", "parts": parts,
        "reason": "Đã gọi cán bộ"});
    w.edit(matter, answers);
    w.fold();
}

#[test]
fn what_a_revoked_device_sent_was_taken_whole_or_not_at_all_and_unread() {
    let (mut w, mut old) = revoked();
    let ids = ["Chưa gửi của Bình", "Kẻ trộm ghi", "Cũng của Bình"]
        .map(|name| old.put("establishment", establishment(name)));
    old.edit(ids[0], json!({"workers": 9}));
    w.send(&mut old);
    w.fold();
    let matter = &w.matters("cach_ly")[0];
    let lines = text(matter, "first");
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(lines.lines().nth(1).unwrap().contains("Kẻ trộm ghi"), "{lines}");
    // an invalid list of numbers decides nothing
    for bad in ["0", "x", "3-1", "41", "1 2 y", "4", "1 2-7"] {
        take(&w, matter.id, bad);
        assert_eq!(w.matters("cach_ly").len(), 1, "{bad}");
    }
    take(&w, matter.id, "1, 3-3");
    let there = || ids.map(|id| name_there(&w, id).is_some());
    assert_eq!(there(), [true, false, true]);
    assert_eq!(text(&w.get(ids[0]), "workers"), "9");
    assert!(w.matters("cach_ly").is_empty());
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!((there(), w.matters("cach_ly").len()), ([true, false, true], 0));
    // the thief writes again to a record that was accepted: the change waits again
    old.edit(ids[0], json!({"workers": 99}));
    w.send(&mut old);
    w.fold();
    assert_eq!(text(&w.get(ids[0]), "workers"), "9");
    assert_eq!(w.matters("cach_ly").len(), 1);
}

#[test]
fn what_found_no_room_in_the_list_is_decided_by_the_next_matter() {
    let (mut w, mut old) = revoked();
    let ids: Vec<Id> = (1..=95)
        .map(|n| old.put("establishment", establishment(&format!("Cơ sở số {n}"))))
        .collect();
    w.send(&mut old);
    // the first half is folded before the rest, which joins the waiting case
    let rest = w.arrived.split_off(w.arrived.len() - 50);
    w.fold();
    w.arrived.extend(rest);
    w.fold();
    let mut taken = 0;
    for (parts, more) in [("1-40", 40), ("2", 1), ("1-15", 15)] {
        let matters = w.matters("cach_ly");
        assert_eq!(matters.len(), 1, "{parts}");
        take(&w, matters[0].id, parts);
        taken += more;
        let there = ids.iter().filter(|id| name_there(&w, **id).is_some()).count();
        assert_eq!(there, taken, "{parts}");
    }
    assert!(w.matters("cach_ly").is_empty());
    assert!(name_there(&w, ids[41]).is_some() && name_there(&w, ids[40]).is_none());
}

#[test]
fn no_text_that_a_revoked_device_sends_hides_what_it_sent_or_forges_a_line() {
    for name in [
        "Hai\ndòng\n3. Của An",
        "e\u{301}\u{202e}gnp",
        "ký\u{1b}[2J\u{7f}",
        &"dài ".repeat(240),
    ] {
        let (mut w, old) = revoked();
        let mut sender = crate::hq::durable::Sender::of(&old);
        // field 1 of an establishment is its name
        sender.put(&mut w, Id([9; 16]), vec![(1, name.as_bytes().to_vec())]);
        w.fold();
        let matters = w.matters("cach_ly");
        assert_eq!(matters.len(), 1, "{name:?}");
        let lines = text(&matters[0], "first");
        assert_eq!(lines.lines().count(), 1, "{lines}");
        take(&w, matters[0].id, "1");
        assert!(w.store.records().get(Id([9; 16])).unwrap().is_some(), "{name:?}");
    }
}

#[test]
fn the_page_of_a_revoked_device_says_how_much_waits_and_what_the_keys_do() {
    let (mut w, mut old) = revoked();
    old.put("establishment", establishment("Gửi lần đầu"));
    let mut app = desk(&mut w, &mut [&mut old]);
    app.keys("enter").shows("Số thay đổi chờ").shows("23/11/2026").shows("Cơ sở");
    app.shows("Nhận những thay đổi đang chờ")
        .shows(lang::review_case::KEEP_OUT.get(Vi))
        .keys("2")
        .hides("Lý do");
    app.shows("Đang chờ 1").shows("Gửi lần đầu").shows("Chỉ nhận những hồ sơ có số");
    app.keys("e").shows("Nhận những số");
}

#[test]
fn a_decision_named_a_number_that_was_not_in_the_list() {
    let (mut w, mut old) = revoked();
    old.put("establishment", establishment("Chưa gửi của Bình"));
    let mut app = desk(&mut w, &mut [&mut old]);
    app.keys("enter e").stands_on("Nhận những số").keys("'7' tab 'Da goi' f2");
    app.shows("chỉ có các số từ 1 đến 1");
    app.keys("esc");
    let w = back(&mut app, w, &mut [&mut old]);
    assert_eq!(w.matters("cach_ly").len(), 1, "nothing was decided");
}

#[test]
fn del_hid_what_waits_in_a_matter_without_a_word() {
    let (mut w, mut old) = revoked();
    old.put("establishment", establishment("Chưa gửi của Bình"));
    let mut app = desk(&mut w, &mut [&mut old]);
    app.keys("enter del")
        .shows("hãy quyết định trước")
        .hides(&opening(&lang::app::ask_delete_named(Vi, "…")));
    assert_eq!(back(&mut app, w, &mut [&mut old]).matters("cach_ly").len(), 1);
}

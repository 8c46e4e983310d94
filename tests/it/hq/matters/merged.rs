//! Two records that are the same: merged or kept apart, and what lists and officers see of it.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Id, Verdict};

use super::{decide, line, on_laptop, twins};
use crate::hq::review::desk;
use crate::kit::world::{World, text};

#[test]
fn a_duplicates_page_shows_both_records_side_by_side_with_what_differs() {
    let (mut w, mut a, mut b, _) = twins();
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.keys("enter").shows("Hồ sơ 1").shows("Cùng tên, cùng xã");
    let phones = line(&app, "Điện thoại");
    assert!(phones.contains('≠'), "{phones}");
    assert!(phones.contains("0912 345 678") && phones.contains("0987 654 321"), "{phones}");
    let who = line(&app, "Người ghi");
    assert!(who.contains("Nguyễn An") && who.contains("Lê Bình"), "{who}");
    assert!(!line(&app, "Xã, phường").contains('≠'));
    app.hides(&lang::review_case::who_when(Vi));
    // on a small screen the records are below each other, and both can be reached
    app.resize(40, 12).keys("home").stands_on("Hồ sơ 1").keys("down").stands_on("Hồ sơ 2");
    app.keys("down").stands_on("1  Là một").keys("down").shows("gộp vào");
}

#[test]
fn both_officers_read_why_two_were_brought_together() {
    let (mut w, mut a, mut b, [first, second]) = twins();
    w.round(&mut [&mut a, &mut b]);
    decide(&w, w.matters("trung")[0].id, "giu_1", "Đã đến tận nơi");
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(b.get(second).alias_of(), Some(first));
    assert_eq!(a.get(first).alias_of(), None);
    for laptop in [a, b] {
        for id in [first, second] {
            let review = laptop.get(id).review.unwrap();
            assert_eq!((&*review.by, &*review.reason), ("Trần Duyệt", "Đã đến tận nơi"));
        }
    }
}

#[test]
fn keeping_both_apart_approves_nothing_and_takes_no_approval_away() {
    let (mut w, mut a, mut b, [first, second]) = twins();
    w.round(&mut [&mut a, &mut b]);
    let matter = w.matters("trung")[0].id;
    decide(&w, matter, "giu_1", "Cùng một nhà");
    w.round(&mut [&mut a, &mut b]);
    w.put("verdict", json!({"about": first.to_string(), "verdict": "duyet"}));
    w.round(&mut [&mut a, &mut b]);
    decide(&w, matter, "ca_hai", "Hai anh em, hai xưởng");
    w.round(&mut [&mut a, &mut b]);
    let review = |id: Id| w.get(id).review.unwrap();
    assert_eq!(review(first).verdict, Verdict::Approved);
    assert_eq!(review(second).merged_into(second), None);
    assert_ne!(review(second).verdict, Verdict::Approved);
    assert_eq!(b.get(second).alias_of(), None);
    on_laptop(b, Lang::Vi, |app| {
        app.keys("f6").hides(lang::app::merged_row(Vi, "").trim());
    });
}

#[test]
fn one_that_was_brought_into_another_is_marked_in_lists_and_leads_there() {
    let (mut w, mut a, mut b, [first, _]) = twins();
    w.round(&mut [&mut a, &mut b]);
    decide(&w, w.matters("trung")[0].id, "giu_1", "Đã đến tận nơi");
    w.round(&mut [&mut a, &mut b]);
    let b = on_laptop(b, Lang::Vi, |app| {
        app.keys("f6").shows("[đã gộp] HKD");
        if !app.here().contains("đã gộp") {
            app.keys("down");
        }
        app.stands_on(lang::app::merged_row(Vi, "").trim())
            .keys("enter")
            .stands_on("Được gộp vào: Xưởng Mộc Hòa Phát");
        app.keys("enter").shows("hồ sơ này được giữ").shows("0912 345 678");
        // nor in a list of choices
        app.keys("f2").keys("'moc hoa phat'").hides("HKD Xưởng");
    });
    assert!(b.get(first).alias_of().is_none());
}

#[test]
fn whoever_writes_on_one_of_two_copies_is_told_once() {
    use sotay::hq::downlink::lane::{Addressee, VERDICTS};
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    w.round(&mut [&mut a]);
    let epoch = a.store.uplink().epochs().unwrap()[0].epoch;
    a.store.uplink().fork(epoch, 0, sotay::store::reason::PARTED).unwrap();
    w.round(&mut [&mut a]);
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    let to = Addressee { officer: a.who.officer, province: "25".into() };
    let pieces = w.home.lanes().read(&to, VERDICTS, 0, usize::MAX).unwrap();
    let decode = |bytes: &[u8]| sotay::storage::format::down::decode(bytes).unwrap();
    let notices: Vec<String> = pieces
        .iter()
        .flat_map(|piece| decode(&piece.bytes).notices)
        .map(|notice| notice.text)
        .collect();
    assert_eq!(notices.iter().filter(|n| n.contains("hai bản")).count(), 1, "{notices:?}");
    assert_eq!(w.matters("su_co").len(), 1);
    assert_eq!(text(&w.matters("su_co")[0], "first"), "None");
}

/// Both are about the same person, and an erasure reaches one record.
#[test]
fn an_erasure_did_not_say_that_the_merged_record_still_names_the_person() {
    let (mut w, mut a, mut b, [first, second]) = twins();
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.store.records().merged_with(first).unwrap(), []);
    decide(&w, w.matters("trung")[0].id, "giu_1", "Một xưởng");
    w.round(&mut [&mut a, &mut b]);
    for (one, other) in [(first, second), (second, first)] {
        let merged = w.store.records().merged_with(one).unwrap();
        assert_eq!(merged.iter().map(|record| record.id).collect::<Vec<_>>(), [other]);
        let left = || sotay::services::erase::left_in_merged(&w.store, one).unwrap();
        assert_eq!(left(), [other]);
    }
    sotay::services::erase::erase(&w.store, second, "theo yêu cầu").unwrap();
    w.fold();
    assert!(sotay::services::erase::left_in_merged(&w.store, first).unwrap().is_empty());
}

#[test]
fn a_merged_record_was_listed_and_exported_like_any_other() {
    let (mut w, mut a, mut b, [first, second]) = twins();
    w.round(&mut [&mut a, &mut b]);
    decide(&w, w.matters("trung")[0].id, "giu_1", "Một xưởng");
    w.round(&mut [&mut a, &mut b]);
    a.store.close().unwrap();
    let run = |args: &[&str]| {
        let ran = crate::kit::home::run(&a.dir, "vi", args, b"");
        assert!(ran.well, "{}", ran.words);
        ran.out
    };
    let (gone, stays) = match run(&["show", &first.to_string()]).contains("Đã gộp vào") {
        true => (first.to_string(), second.to_string()),
        false => (second.to_string(), first.to_string()),
    };
    assert!(run(&["show", &gone]).contains(&stays));
    let file = a.dir.parent().unwrap().join("x.csv");
    run(&["export", "establishment", "--out", file.to_str().unwrap()]);
    let exported = std::fs::read_to_string(&file).unwrap();
    let listed = [
        (run(&["list", "establishment"]), "đã gộp"),
        (run(&["list", "establishment", "--format", "csv"]), &*stays),
        (exported, "ĐÃ GỘP VÀO"),
    ];
    for (text, mark) in listed {
        let of_gone = text.lines().find(|l| l.contains(&gone)).unwrap();
        assert!(of_gone.contains(mark), "{text}");
        let of_other = text.lines().find(|l| l.contains(&stays) && !l.contains(&gone)).unwrap();
        assert!(!of_other.contains("GỘP") && !of_other.contains("gộp"), "{text}");
    }
}

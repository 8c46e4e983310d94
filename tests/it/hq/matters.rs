//! What a reviewer reads about a case, what the keys do there, and which notices officers get.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Id, Record, Review, Verdict};

use super::review::{back, desk};
use crate::kit::app::App;
use crate::kit::opening;
use crate::kit::world::{Laptop, World, establishment, text};
use crate::kit::{NOW, now};

fn shop(name: &str, more: serde_json::Value) -> serde_json::Value {
    let mut it = establishment(name);
    it.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    it
}

/// Two officers who recorded the same workshop, each with another telephone number.
fn twins() -> (World, Laptop, Laptop, [Id; 2]) {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let phone = |number: &str| {
        json!({"contact_name": "Trần Ba",
        "contact_phone": number, "notice": true})
    };
    let first = a.put("establishment", shop("Xưởng Mộc Hòa Phát", phone("0912345678")));
    let second = b.put("establishment", shop("HKD Xưởng Mộc Hòa Phát", phone("0987654321")));
    (w, a, b, [first, second])
}

/// The decision as the reviewer's form writes it.
fn decide(w: &World, matter: Id, decision: &str, reason: &str) {
    w.edit(matter, json!({"state": "xong", "decision": decision, "reason": reason}));
}

fn on_laptop(laptop: Laptop, lang: Lang, look: impl Fn(&mut App)) -> Laptop {
    laptop.store.close().unwrap();
    let mut app = App::officer(laptop.dir.clone(), lang);
    look(&mut app);
    app.workers.store().close().unwrap();
    laptop.again_open()
}

/// The line that contains a text.
fn line(app: &App, text: &str) -> String {
    let found = app.screen().into_iter().find(|line| line.contains(text));
    found.unwrap_or_else(|| panic!("no {text} on\n{}", app.text()))
}

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
fn a_conflicts_page_names_the_question_by_its_label_and_who_answered_when() {
    let (mut w, mut a, mut b, _) = World::torn();
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.keys("enter").shows("Tên cơ sở").hides("Câu hỏi: name");
    let answers = line(&app, "Mộc B");
    assert!(answers.contains("Mộc Hòa Phát") && answers.contains("Mộc A"), "{answers}");
    app.shows("Nguyễn An").shows("Lê Bình").shows("10:42").hides("Dấu của các bên");
}

#[test]
fn the_hints_say_what_the_keys_do_with_this_sort_of_matter() {
    let (mut w, mut a, mut b, _) = twins();
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.keys("enter")
        .shows(lang::review_case::KEEP_BOTH.get(Vi))
        .shows("Là một: hồ sơ 2 tiếp tục")
        .hides("Bên thứ");
    app.keys("e").hides("Lý do");
    app.keys("b").stands_on("Lý do").shows("Không trùng").hides("Dấu của");
}

#[test]
fn an_incident_names_officer_and_device_and_no_marks() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let epoch = a.store.uplink().epochs().unwrap()[0].epoch;
    a.store.uplink().fork(epoch, 0, sotay::store::reason::PARTED).unwrap();
    let device = w.home.officers().unwrap()[0].certificate().device;
    let hex: String = device.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("enter").shows("Nguyễn An").shows(&hex[..8]).hides(&hex);
    app.hides("Bên thứ").hides("headquarters holds").shows(lang::review_case::DONE.get(Vi));
}

#[test]
fn both_officers_read_who_decided_a_conflict_when_and_why() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    decide(&w, w.matters("mau_thuan")[0].id, "hai", "Theo giấy đăng ký");
    w.round(&mut [&mut a, &mut b]);
    for laptop in [a, b] {
        assert!(matches!(laptop.get(id).review.unwrap().verdict, Verdict::Conflict { .. }));
        on_laptop(laptop, Lang::Vi, |app| {
            app.keys("f6 enter").shows("Cấp trên đã chọn câu trả lời ở Tên");
            app.shows("Trần Duyệt").shows("Theo giấy đăng ký");
            app.keys("ctrl-y").shows("Lịch sử").shows("Theo giấy đăng ký");
        });
    }
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
fn a_second_approval_of_the_same_record_is_refused_with_a_sentence() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    a.put("establishment", establishment("Mộc A"));
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f6 enter f8").shows("Cấp trên đã duyệt (Trần Duyệt)");
    app.keys("f8").shows("đã được duyệt rồi (Trần Duyệt");
    let w = back(&mut app, w, &mut [&mut a]);
    let kind = crate::kit::headquarters().kind_by_id("verdict").unwrap().no;
    let all = w.store.records().page(&sotay::record::Query::all(kind), 0, 9).unwrap();
    assert_eq!(all.total, 1);
}

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
        let mut sender = super::durable::Sender::of(&old);
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
fn what_the_program_settled_lacks_no_answer() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let code = json!({"tax_code": "2600123456"});
    a.put("establishment", shop("Công ty TNHH Mộc Hòa Phát", code.clone()));
    b.put("establishment", shop("Mộc Hòa Phát", code));
    w.round(&mut [&mut a, &mut b]);
    let today = w.store.records().today(sotay::text::format::today_from_millis(NOW));
    let matter = crate::kit::headquarters().kind_by_id("matter").unwrap();
    let query =
        sotay::record::Query { incomplete: true, ..sotay::record::Query::all(matter.no) };
    assert_eq!(w.store.records().page(&query, 0, 9).unwrap().total, 0, "{today:?}");
    assert_eq!(
        w.store.records().page(&sotay::record::Query::all(matter.no), 0, 9).unwrap().total,
        1
    );
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

#[test]
fn a_matter_is_called_in_the_readers_language() {
    let (mut w, mut a, mut b, _) = twins();
    w.round(&mut [&mut a, &mut b]);
    w.store.close().unwrap();
    let mut app = App::headquarters_in(w.home.dir.clone(), Lang::En);
    app.shows("Perhaps the same").hides("Có thể trùng");
    app.keys("enter")
        .shows("Same name, same commune")
        .shows("Record 1")
        .hides(lang::action::GROUP_RECORD.get(Vi));
}

#[test]
fn a_sync_tells_once_who_decided_and_why() {
    use sotay::sync::summary::Summary;
    let review = |verdict, by: &str, when| Review {
        verdict,
        reason: "Theo giấy đăng ký".into(),
        by: by.into(),
        at: when,
        head: 1,
    };
    let [one, other] = [Id([1; 16]), Id([2; 16])];
    let merged = review(Verdict::Merged { with: one }, "Trần Duyệt", NOW);
    let reviews = vec![
        (one, merged.clone()),
        (other, merged),
        // found or settled by the program, so no reviewer is named
        (one, review(Verdict::Conflict { field: 1 }, "", NOW)),
        (one, review(Verdict::Merged { with: other }, "", NOW)),
        (one, review(Verdict::Approved, "Trần Duyệt", NOW + 1)),
    ];
    let mut done = Summary::default();
    done.reviews = reviews;
    done.titles = [(one, "Mộc A".to_owned()), (other, "Mộc B".to_owned())].into();
    let told = sotay::sync::messages::summary(&done, Lang::Vi);
    let lines: Vec<&String> = told.iter().filter(|line| line.contains("quyết định")).collect();
    assert_eq!(lines.len(), 1, "{told:?}");
    assert!(lines[0].contains("Trần Duyệt") && lines[0].contains("Theo giấy đăng ký"));
    assert!(lines[0].contains("Mộc A; Mộc B"), "about which records: {lines:?}");
}

#[test]
fn a_foreign_ssh_key_is_named_with_its_officer() {
    use sotay::hq::fold::run;
    use sotay::hq::ingest::batch::LogBatch;
    use sotay::hq::ingest::log::{Incident, IncidentKind};
    let mut w = World::new();
    let (a, b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let acked = u64::from(b.who.number);
    let incident = Incident { time: NOW, epoch: 0, acked, what: IncidentKind::Officer };
    let mut waiting = Some(LogBatch {
        incidents: vec![(a.who.device, incident)],
        places: vec![(a.who.device, 1)],
        ..LogBatch::default()
    });
    run(&w.home, &w.store, &mut |_, _| Ok(waiting.take().unwrap_or_default()), now).unwrap();
    w.store.close().unwrap();
    let mut app = App::headquarters(w.home.dir.clone());
    app.keys("enter").shows("Máy đến dưới tên cán bộ khác").shows("Nguyễn An");
    let key = line(&app, "Khóa ssh của");
    assert!(key.contains("Lê Bình (2)"), "{key}");
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

#[test]
fn two_officers_of_one_name_could_not_be_told_apart_in_a_matter() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Trần Thị Bình", None), w.laptop("Trần Thị Bình", None));
    let id = a.put("establishment", shop("Xưởng Mộc Hòa Phát", json!({})));
    w.round(&mut [&mut a, &mut b]);
    a.edit(id, json!({"name": "Xưởng Mộc Hòa Bình"}));
    b.edit(id, json!({"name": "Xưởng Mộc Hòa Lợi"}));
    w.round(&mut [&mut a, &mut b]);
    let conflict = &w.matters("mau_thuan")[0];
    let who = text(conflict, "who");
    for number in [a.who.number, b.who.number] {
        assert!(who.contains(&format!("Trần Thị Bình ({number})")), "{who}");
    }
}

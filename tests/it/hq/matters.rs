//! What a reviewer reads about a case, what the keys do there, and which notices officers get.

mod merged;
mod revoked;

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Id, Review, Verdict};

use super::review::{back, desk};
use crate::kit::app::App;
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

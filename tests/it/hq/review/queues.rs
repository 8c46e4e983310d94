//! The reviewer's queues: what the first screen counts, and the lists that its rows lead to.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;

use super::{back, desk, visit};
use crate::kit::app::App;
use crate::kit::world::{World, establishment};
use crate::kit::{NOW, opening};

#[test]
fn what_waits_for_a_verdict_stands_first_and_leads_to_its_list() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let (first, _) = (visit(&mut a), visit(&mut b));
    w.round(&mut [&mut a, &mut b]);
    w.put(
        "verdict",
        json!({"about": first.to_string(), "verdict": "tra_lai", "reason": "Thiếu ảnh"}),
    );
    w.round(&mut [&mut a, &mut b]);
    a.edit(first, json!({"observations": "Đã bổ sung", "revision_reason": "theo trung tâm"}));
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.shows("Đã sửa sau khi bị trả lại: 1").shows("Chờ duyệt: 1");
    let text = app.text();
    assert!(text.find("Đã sửa sau") < text.find("Chờ duyệt: 1"), "{text}");
    app.resize(40, 12).shows("Đã sửa sau").resize(80, 24);
    app.choose(&lang::review_case::visits(Vi)).shows("đã sửa sau khi trả lại · 1 hồ sơ");
    app.shows("Nguyễn An").keys("enter").shows("Đã bổ sung");
    app.keys("f8").shows("hồ sơ kế tiếp").shows("Cấp trên đã duyệt");
    // the same key again writes nothing
    app.keys("f8").shows("đã được duyệt").keys("esc").shows("0 hồ sơ");
    app.keys("f5")
        .hides(&lang::sync_status::answer_changed(Vi))
        .choose(&lang::review_case::visits(Vi))
        .shows("Lê Bình");
    let w = back(&mut app, w, &mut [&mut a, &mut b]);
    let kind = crate::kit::headquarters().kind_by_id("verdict").unwrap().no;
    assert_eq!(
        w.store.records().page(&sotay::record::Query::all(kind), 0, 9).unwrap().total,
        2
    );
}

#[test]
fn a_list_is_narrowed_by_officer_and_by_verdict() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    visit(&mut a);
    visit(&mut b);
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.keys("f7").shows("2 hồ sơ").shows("Nguyễn An").shows("Lê Bình");
    app.keys("ctrl-f").choose("Theo cán bộ").choose("Lê Bình");
    app.shows("Lê Bình (2) · 1 hồ sơ").hides("Nguyễn An");
    app.keys("ctrl-f")
        .choose(&lang::app::state_waits(Vi))
        .shows("chưa duyệt · Lê Bình (2) · 1 hồ sơ");
    app.keys("enter f8 esc").shows("0 hồ sơ");
    app.keys("ctrl-f")
        .choose(&lang::app::state_approved(Vi))
        .shows("đã duyệt · Lê Bình (2) · 1 hồ sơ");
    app.resize(40, 12).shows("Mộc Hòa");
    app.resize(80, 24).keys("ctrl-f").choose(&lang::app::all_records(Vi)).shows("2 hồ sơ");
}

#[test]
fn what_was_sent_back_or_given_is_listed_whole_from_the_first_screen() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let mut all: Vec<_> = (0..9).map(|_| visit(&mut a)).collect();
    let home = a.put("establishment", establishment("Gốm Thổ Hà"));
    w.round(&mut [&mut a]);
    let tasks: Vec<_> = (0..12)
        .map(|n| {
            json!({"establishment": home.to_string(), "what": format!("Việc giao {n}"),
            "due": "2027-05-01", "owner": "can_bo", "officer": a.who.officer.to_string(),
            "state": "dang_lam"})
        })
        .map(|task| w.put("task", task))
        .collect();
    let send_back = |w: &mut World, about: sotay::record::Id| {
        let verdict =
            json!({"about": about.to_string(), "verdict": "tra_lai", "reason": "Ảnh"});
        w.put("verdict", verdict)
    };
    for id in &all {
        send_back(&mut w, *id);
    }
    w.round(&mut [&mut a]);
    let kind = |id| crate::kit::programme().kind_by_id(id).unwrap().no;
    let today = a.store.records().today(sotay::text::format::today_from_millis(NOW)).unwrap();
    assert_eq!((today.returned_total, today.assigned.total), (9, 12));
    assert_eq!(today.returned_kinds, [(kind("visit"), 9)]);
    let listed = |query: sotay::record::Query| {
        let page = a.store.records().page(&query, 0, 100).unwrap();
        let mut ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        ids.sort();
        ids
    };
    let all_of = sotay::record::Query::all;
    let due = Some(today.assigned.of);
    assert_eq!(listed(sotay::record::Query { due, ..all_of(kind("task")) }), tasks);
    all.sort();
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.shows("Cấp trên trả lại, cần sửa (9)").choose("mục nữa").shows("đã trả lại · 9 hồ sơ");
    app.keys("esc").stands_on("mục nữa");
    app.keys("down").shows("Cấp trên giao (12)").choose("mục nữa");
    app.shows("Cấp trên giao · 12 hồ sơ").keys("esc").stands_on("mục nữa");
    app.workers.store().close().unwrap();
    let mut a = a.again_open();
    send_back(&mut w, home);
    w.round(&mut [&mut a]);
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::En);
    app.shows("Sent back by headquarters (10)").choose("more").choose("Rural establishment");
    app.shows("sent back · records: 1").shows("Gốm Thổ Hà").keys("esc").stands_on("more");
}

#[test]
fn headquarters_queues_are_left_for_the_row_that_led_to_them() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    for _ in 0..3 {
        visit(&mut a);
    }
    let mut app = desk(&mut w, &mut [&mut a]);
    app.shows(&opening(&lang::app::queue_heading(Vi, 0)))
        .choose(&lang::review_case::visits(Vi))
        .shows("chưa duyệt · 3 hồ sơ");
    app.keys("enter f8 esc")
        .shows("chưa duyệt · 2 hồ sơ")
        .keys("esc")
        .stands_on(&lang::review_case::visits(Vi));
}

//! The reviewer at headquarters' notebook, by keyboard only.

mod queues;

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::Verdict;

use crate::kit::app::App;
use crate::kit::world::{Laptop, World, establishment, text};
use crate::kit::{NOW, opening};

/// Sends and folds; then opens the reviewer's screen on headquarters' folder.
pub fn desk(w: &mut World, laptops: &mut [&mut Laptop]) -> App {
    w.round(laptops);
    w.store.close().unwrap();
    App::headquarters(w.home.dir.clone())
}

pub fn back(app: &mut App, w: World, laptops: &mut [&mut Laptop]) -> World {
    app.workers.store().close().unwrap();
    let mut w = w.reopened();
    w.round(laptops);
    w
}

fn visit(a: &mut Laptop) -> sotay::record::Id {
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    a.put("visit", json!({"establishment": home.to_string(), "date": "2026-11-20",
        "purpose": "khao_sat", "observations": "Đang chạy", "conclusion": "dat",
        "officers": [a.who.officer.to_string()], "operating": "dang_hoat_dong", "state": "chot"}))
}

#[test]
fn a_visit_is_read_and_approved() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = visit(&mut a);
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f7").shows("Mộc Hòa Phát").keys("enter").shows("Đang chạy").shows("Duyệt");
    app.keys("f8").shows("Cấp trên đã duyệt (Trần Duyệt)");
    back(&mut app, w, &mut [&mut a]);
    assert_eq!(a.get(id).review.unwrap().verdict, Verdict::Approved);
}

/// The record waited again, and nothing on its page said why.
#[test]
fn an_approved_visit_that_was_changed_said_nothing_of_it() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = visit(&mut a);
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f7 enter f8");
    let mut w = back(&mut app, w, &mut [&mut a]);
    a.edit(id, json!({"observations": "Đã dừng", "revision_reason": "nhập nhầm"}));
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f7 enter")
        .shows("Đã dừng")
        .shows(&opening(&lang::sync_status::changed_since_approval(Vi)));
    assert!(!app.screen().join("\n").contains("Cấp trên đã duyệt"));
    back(&mut app, w, &mut [&mut a]);
}

/// It was saved without asking for a reason, and the author got no notice.
#[test]
fn a_reviewer_changed_an_officers_answer_and_nobody_was_told() {
    for approves in [false, true] {
        let mut w = World::new();
        let mut a = w.laptop("Nguyễn An", None);
        let home = a.put("establishment", establishment("Mộc Hòa Phát"));
        let mut app = desk(&mut w, &mut [&mut a]);
        app.keys("f6").shows("Mộc Hòa Phát").keys("enter").shows("Bàn ghế").keys("enter");
        app.stands_on("Tên cơ sở").keys("end ' Bắc Ninh' f2").shows(&lang::app::ask_edit(Vi));
        // without a reason, nothing changes
        app.keys("enter").shows(&lang::app::ask_edit(Vi));
        app.keys("'Theo giấy đăng ký' enter").hides(&lang::app::ask_edit(Vi));
        app.shows("Mộc Hòa Phát Bắc Ninh");
        if approves {
            app.keys("f8");
        }
        let _w = back(&mut app, w, &mut [&mut a]);
        assert_eq!(text(&a.get(home), "name"), "Mộc Hòa Phát Bắc Ninh");
        let words = "Tên cơ sở: Mộc Hòa Phát → Mộc Hòa Phát Bắc Ninh. Lý do: Theo giấy đăng ký";
        let review = a.get(home).review.unwrap();
        assert_eq!((&*review.reason, &*review.by), (words, "Trần Duyệt"));
        let past = sotay::services::history::history(&a.store, home, Lang::Vi).unwrap();
        assert!(
            past.iter().any(|line| line.contains("đã sửa hồ sơ này (Trần Duyệt")),
            "{past:#?}"
        );
        assert!(past.iter().any(|line| line.contains("Lý do: Theo giấy đăng ký")), "{past:#?}");
        let today =
            a.store.records().today(sotay::text::format::today_from_millis(NOW)).unwrap();
        assert_eq!(today.edited.iter().map(|row| &*row.reason).collect::<Vec<_>>(), [words]);
        a.store.close().unwrap();
        let mut screen = App::officer(a.dir.clone(), Lang::Vi);
        screen.shows("Cấp trên đã sửa hoặc ghi thêm").shows("Lý do: Theo");
    }
}

#[test]
fn a_visit_is_sent_back_from_the_question_one_stands_on() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = visit(&mut a);
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f7 enter down f9").shows(&lang::review_case::verdict(Vi)).shows("Trả lại");
    app.keys("f2").stands_on("Lý do").keys("'Thiếu ảnh máy'").keys("f2");
    app.shows("Thiếu ảnh máy");
    back(&mut app, w, &mut [&mut a]);
    let review = a.get(id).review.unwrap();
    assert!(matches!(review.verdict, Verdict::SentBack { field: Some(_) }), "{review:?}");
    assert_eq!(review.reason, "Thiếu ảnh máy");
}

#[test]
fn a_conflict_waits_on_the_first_screen_and_is_settled_with_one_key_and_a_reason() {
    let (mut w, mut a, mut b, id) = World::torn();
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.shows("Việc chờ duyệt (1)").shows("Hai câu trả lời");
    app.keys("enter").shows("Mộc A").shows("Mộc B").shows("Mộc Hòa Phát");
    app.keys("2").stands_on("Lý do").keys("'Theo giấy đăng ký' f2");
    app.keys("f5").hides("Việc chờ duyệt (1)");
    let w = back(&mut app, w, &mut [&mut a, &mut b]);
    assert_eq!(text(&w.get(id), "name"), "Mộc B");
    assert_eq!(text(&a.get(id), "name"), "Mộc B");
    assert_eq!(a.get(id).review.unwrap().reason, "Theo giấy đăng ký");
}

#[test]
fn another_answer_than_both_can_be_typed() {
    let (mut w, mut a, mut b, id) = World::torn();
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.keys("enter e").stands_on("Câu trả lời khác").keys("'Mộc C' tab 'Gọi điện hỏi' f2");
    back(&mut app, w, &mut [&mut a, &mut b]);
    assert_eq!(text(&a.get(id), "name"), "Mộc C");
    assert_eq!(text(&b.get(id), "name"), "Mộc C");
}

#[test]
fn an_answer_that_cannot_be_typed_is_changed_in_its_records_form() {
    for (of, question, label) in
        [("establishment", "notes", "Ghi chú"), ("model", "machines", "+ thêm dòng")]
    {
        let mut w = World::new();
        let mut a = w.laptop("Nguyễn An", None);
        let home = a.put("establishment", establishment("Mộc Hòa Phát"));
        let about = match of {
            "model" => a.put(of, json!({"establishment": home.to_string(), "name": "Máy sấy"})),
            _ => home,
        };
        w.round(&mut [&mut a]);
        w.put(
            "matter",
            json!({"what": "mau_thuan", "about": about.to_string(),
            "question": question, "state": "cho", "found": "2026-11-20"}),
        );
        let mut app = desk(&mut w, &mut [&mut a]);
        app.keys("enter").shows("Hai câu trả lời").keys("e");
        app.shows(&opening(&lang::app::answer_there(Vi, "…"))).stands_on(label);
        let kind = crate::kit::headquarters().kind_by_id(of).unwrap();
        assert!(app.top_is_form_of(kind), "{}", app.text());
    }
}

#[test]
fn an_incident_says_what_is_safe_and_is_settled_with_what_was_done() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let epoch = a.store.uplink().epochs().unwrap()[0].epoch;
    a.store.uplink().fork(epoch, 0, sotay::store::reason::PARTED).unwrap();
    let mut app = desk(&mut w, &mut [&mut a]);
    app.shows("Việc chờ duyệt (1)").shows("Nghi nhân bản máy");
    app.keys("enter").shows("Nguyễn An").shows("Không mất gì").shows("sổ mới");
    app.keys("2 b e").hides("Lý do");
    app.keys("1")
        .stands_on("Lý do")
        .shows(lang::review_case::DONE.get(Vi))
        .keys("'Đã gọi, máy kia thu hồi' f2 f5");
    app.hides("Việc chờ duyệt (1)");
    let w = back(&mut app, w, &mut [&mut a]);
    assert!(w.matters("su_co").is_empty());
}

#[test]
fn two_that_are_the_same_are_brought_together_or_kept_apart() {
    for (key, merged) in [("1", true), ("b", false)] {
        let mut w = World::new();
        let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
        a.put("establishment", establishment("Xưởng Mộc Hòa Phát"));
        b.put("establishment", establishment("HKD Xưởng Mộc Hòa Phát"));
        let mut app = desk(&mut w, &mut [&mut a, &mut b]);
        app.shows("Có thể trùng").keys("enter").keys(key).stands_on("Lý do");
        app.keys("'Đã đến tận nơi' f2 f5").hides("Có thể trùng");
        let w = back(&mut app, w, &mut [&mut a, &mut b]);
        let kind = crate::kit::programme().kind_by_id("establishment").unwrap().no;
        let all = w.store.records().page(&sotay::record::Query::all(kind), 0, 9).unwrap().rows;
        let gone = |r: &sotay::record::Record| r.alias_of().is_some();
        assert_eq!(all.iter().filter(|r| gone(r)).count(), usize::from(merged));
    }
}

#[test]
fn a_visit_is_assigned_to_an_officer() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    let mut app = desk(&mut w, &mut [&mut a]);
    app.keys("f6 enter f11").shows(&lang::review_case::officer_of(Vi));
    app.keys("'Kiểm tra tiến độ lắp máy' tab").keys("f2");
    app.stands_on("Hạn").keys("'01/12/2026' tab").stands_on("Giao cho");
    app.keys("'nguyen an' enter f2");
    let w = back(&mut app, w, &mut [&mut a]);
    let kind = crate::kit::programme().kind_by_id("task").unwrap().no;
    let tasks = a.store.records().page(&sotay::record::Query::all(kind), 0, 9).unwrap().rows;
    assert_eq!(tasks.len(), 1, "{:?}", w.get(home));
    assert_eq!(text(&tasks[0], "what"), "Kiểm tra tiến độ lắp máy");
    // on the first screen it is not an own commitment, however late its day
    let today = a.store.records().today(sotay::text::format::today_from_millis(NOW)).unwrap();
    assert_eq!((today.assigned.total, today.tasks_due.total), (1, 0));
}

/// A colleague entered by hand and the officer have the same name; only one has a laptop.
#[test]
fn work_is_given_only_to_an_officer_whom_it_reaches() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    a.put("establishment", establishment("Mộc Hòa Phát"));
    a.put("officer", json!({"name": "Lê Bình", "unit": "TT", "province": "25"}));
    let mut app = desk(&mut w, &mut [&mut a, &mut b]);
    app.keys("f6 enter f11 'Kiểm tra' tab f2").stands_on("Hạn").keys("'01/12/2026' tab");
    app.stands_on("Giao cho").keys("'le binh'").shows("số 2");
    // an officer without a device is not offered
    app.hides("chưa có máy đăng ký")
        .keys("enter f2")
        .hides(&opening(&lang::rules::officer_without_device(Vi)));
    back(&mut app, w, &mut [&mut a, &mut b]);
    let kind = crate::kit::programme().kind_by_id("task").unwrap().no;
    let tasks = |of: &Laptop| {
        of.store.records().page(&sotay::record::Query::all(kind), 0, 9).unwrap().rows.len()
    };
    assert_eq!((tasks(&a), tasks(&b)), (0, 1));
}

#[test]
fn an_officers_notebook_offers_none_of_it() {
    let mut app = App::at(80, 24);
    let kind = crate::kit::programme();
    assert!(kind.kind_by_id("verdict").is_none() && kind.kind_by_id("matter").is_none());
    let id = app.given(
        "establishment",
        json!({"name": "Mộc A", "type": "khac", "place": "08230",
        "sector": "a", "products": "Tủ", "workers": 3, "status": "dang_hoat_dong"}),
    );
    app.keys("f6 enter f8").hides("Duyệt");
    app.keys("f10 'duyet'").hides("Duyệt hồ sơ này").hides("Trả lại cho cán bộ");
    assert!(app.workers.store().records().get(id).unwrap().unwrap().review.is_none());
}

/// A record arrives from headquarters as a snapshot. A draft that exists meanwhile is merged with
/// it field by field, no matter who created the record.
#[test]
fn a_draft_meets_what_another_officer_changed_and_headquarters_sent_down() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = b.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.keys("f6 f4 end ' Hai' esc").shows(&opening(&lang::app::draft_kept(Vi)));
    app.workers.store().close().unwrap();
    let mut a = a.again_open();
    b.edit(id, json!({"name": "Mộc B", "products": "tre, nứa"}));
    w.round(&mut [&mut b]);
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&a.get(id), "products"), "tre, nứa");
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.keys("f6 f4").stands_on("Mộc Hòa Phát Hai").shows("tre, nứa");
    app.shows("là Mộc B").keys("ctrl-r").stands_on("Mộc B");
}

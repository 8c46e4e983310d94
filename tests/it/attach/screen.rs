//! Attachments on the screen: taken in by path from a record's page, listed there, marked on the
//! checklist, taken out again.

use crate::kit::opening;
use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;

use super::photo;
use crate::kit::app::App;

fn choose(app: &mut App, words: &str) {
    stand_on(app, words);
    app.keys("enter");
}

fn stand_on(app: &mut App, words: &str) {
    for _ in 0..40 {
        if app.here().contains(words) {
            return;
        }
        app.keys("down");
    }
    panic!("no {words} in\n{}", app.text());
}

/// On the page of a visit with two papers on its checklist.
fn visited() -> App {
    let mut app = App::at(80, 24);
    let there = json!({
        "name": "Mộc An Khánh", "type": "htx", "place": "08230", "status": "dang_hoat_dong",
        "sector": "dd", "products": "bàn", "workers": 12, "tax_none": "chưa",
    });
    let there = app.given("establishment", there).to_string();
    let visit = json!({
        "establishment": there, "date": "2026-10-01", "purpose": "giam_sat",
        "observations": "Xưởng chạy đều.", "operating": "tam_dung", "workers_now": 9,
        "conclusion": "dat", "state": "nhap",
        "officers": [app.model.officer_id().unwrap().to_string()],
        "papers": [{ "paper": "hoa_don", "have": "co" }, { "paper": "dkkd", "have": "co" }],
    });
    app.given("visit", visit);
    app.keys("f7 home enter");
    app
}

fn attach(app: &mut App, path: &str, paper: &str) {
    app.keys("ins");
    choose(app, "Tệp đính kèm");
    app.shows(&lang::app::ask_attach(Vi)).types(path).keys("enter");
    app.shows("Mới: Tệp đính kèm").stands_on("Loại giấy tờ");
    app.types(paper).keys("enter");
}

#[test]
fn a_photo_is_attached_from_the_page_and_answers_its_paper() {
    let mut app = visited();
    let path = app.workers.binary("hoa don.jpg", &photo::jpeg());
    attach(&mut app, &path, "hoa don hang muc");
    app.shows("hoa don.jpg").shows("05/10/2026");
    stand_on(&mut app, "Có dữ liệu cá nhân");
    app.types("k").keys("enter f2").shows("Đã lưu 10:42");
    app.shows("Tệp đính kèm (1)").shows("Hóa đơn hạng mục được hỗ trợ · Có · có tệp");
    app.hides("đăng ký kinh doanh · Có · có tệp");
    let records = app.records("attachment");
    assert_eq!(
        (&records[0]["kind"], &records[0]["personal"]),
        (&json!("hoa_don"), &json!(false))
    );
}

#[test]
fn a_file_that_cannot_be_taken_says_why_and_leaves_the_page() {
    let mut app = visited();
    app.keys("ins");
    choose(&mut app, "Tệp đính kèm");
    app.types("/khong/co/dau.jpg").keys("enter");
    app.shows(&opening(&lang::attachment::not_there(Vi))).shows("Mộc An Khánh");
    assert!(app.records("attachment").is_empty() && app.drafts().is_empty());
}

#[test]
fn the_questions_about_a_file_outlive_the_program() {
    let mut app = visited();
    let path = app.workers.binary("a.txt", b"mot hai ba");
    app.keys("ins");
    choose(&mut app, "Tệp đính kèm");
    app.types(&path).keys("enter").shows("Mới: Tệp đính kèm");
    // the file is in the notebook, so its draft is stored before any key is pressed
    assert_eq!(app.drafts().len(), 1);
    app.restart();
    app.keys("home enter").shows("a.txt");
}

#[test]
fn a_missing_or_damaged_file_is_never_shown_as_good() {
    let mut app = visited();
    let path = app.workers.binary("a.txt", b"mot hai ba");
    attach(&mut app, &path, "hoa don hang muc");
    stand_on(&mut app, "Có dữ liệu cá nhân");
    app.types("k").keys("enter f2").shows(&lang::app::attached(Vi));
    // an existing file is not overwritten without asking
    let out = app.workers.binary("out.txt", b"");
    stand_on(&mut app, "a.txt");
    app.keys("enter").shows("Thuộc về");
    choose(&mut app, "Lấy tệp này ra");
    app.types(&out).keys("enter").shows("out.txt đã có (sửa ");
    assert_eq!(std::fs::read(&out).unwrap(), b"");
    app.keys("esc");
    std::fs::remove_file(&out).unwrap();
    choose(&mut app, "Lấy tệp này ra");
    app.types(&out).keys("enter").shows("Đã ghi ra");
    assert_eq!(std::fs::read(&out).unwrap(), b"mot hai ba");

    let sealed = std::fs::read_dir(app.workers.folder().join("files")).unwrap();
    let sealed = sealed.map(|entry| entry.unwrap().path()).next().unwrap();
    let good = std::fs::read(&sealed).unwrap();
    let mut bad = good.clone();
    bad[60] ^= 1;
    std::fs::write(&sealed, bad).unwrap();
    app.keys("esc").shows(&lang::app::file_lost(Vi)).hides(&lang::app::attached(Vi));
    app.keys("home");
    choose(&mut app, "a.txt");
    app.shows("bị hỏng").hides(&opening(&lang::app::take_out_row(Vi)));
    std::fs::remove_file(&sealed).unwrap();
    app.keys("esc home");
    choose(&mut app, "a.txt");
    app.shows("không còn trong sổ").hides(&opening(&lang::app::take_out_row(Vi)));
    std::fs::write(&sealed, good).unwrap();
    app.keys("esc").shows(&lang::app::attached(Vi)).hides(&lang::app::file_lost(Vi));
}

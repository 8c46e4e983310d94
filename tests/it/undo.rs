//! An import is undone as a whole, except for records with later changes.

use crate::kit::programme;
use serde_json::{Value as Json, json};
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::programme::answer::record_to_json;
use sotay::record::{Id, Query};

use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::{Home, Ran};
use crate::kit::notebook::Notebook;

const LIST: &str =
    "Tên cơ sở;Tỉnh;Tổng số lao động\nMộc Một;Phú Thọ;1\nMộc Hai;Phú Thọ;2\nMộc Ba;Phú Thọ;3\n";

fn imported(home: &Home) -> Ran {
    let file = home.file("ds co so.csv", LIST.as_bytes());
    home.run("vi", &["import", "establishment", &file], b"")
}

/// The establishments that are not deleted, by name.
fn living(home: &Home) -> Vec<(String, Id)> {
    let kind = programme().kind_by_id("establishment").unwrap();
    let store = home.open();
    let page = store.records().page(&Query::all(kind.no), 0, 100).unwrap();
    let name = |fields| record_to_json(kind, fields)["name"].as_str().unwrap().to_owned();
    let mut all: Vec<_> = page.rows.iter().map(|r| (name(&r.fields), r.id)).collect();
    all.sort();
    all
}

fn says(ran: &Ran, words: &str) {
    assert!(ran.words.contains(words), "{words:?} not in:\n{}", ran.words);
}

/// Works on the notebook's store between commands.
fn meanwhile(home: Home, work: impl FnOnce(&mut Notebook)) -> Home {
    let mut notebook = Notebook::opened(home);
    work(&mut notebook);
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    home
}

#[test]
fn an_import_could_only_be_taken_back_record_by_record() {
    let home = Home::new();
    says(&imported(&home), "sotay undo");
    assert_eq!(living(&home).len(), 3);
    let listed = home.run("vi", &["undo", "--list"], b"");
    assert!(listed.out.contains("ds co so.csv · 3 hồ sơ"), "{}", listed.out);
    let ran = home.run("vi", &["undo"], b"");
    assert!(ran.well, "{}", ran.words);
    says(&ran, "bỏ 3 hồ sơ mới, trả 0 hồ sơ");
    assert_eq!(living(&home), []);
    let listed = home.run("vi", &["undo", "--list"], b"");
    assert!(listed.out.contains(&lang::revise::batch_undone(Vi)), "{}", listed.out);
    assert!(!home.run("vi", &["undo"], b"").well);
    // the list can be imported again
    says(&imported(&home), "3 vào");
    assert_eq!(living(&home).len(), 3);
    // the same from the journal alone
    assert!(home.run("vi", &["rebuild"], b"").well);
    assert!(home.run("vi", &["verify"], b"").well);
    says(&home.run("vi", &["undo"], b""), "bỏ 3 hồ sơ mới");
}

#[test]
fn records_that_something_was_built_on_stay_and_are_named() {
    let home = Home::new();
    imported(&home);
    let id = |home: &Home, wanted: &str| {
        living(home).iter().find(|(name, _)| name == wanted).unwrap().1
    };
    let (one, two) = (id(&home, "Mộc Một"), id(&home, "Mộc Hai"));
    let home = meanwhile(home, |notebook| {
        let visit = json!({ "establishment": one.to_string(), "date": "2026-11-01" });
        notebook.put("visit", visit);
        notebook.edit(two, json!({ "workers": 9 }));
    });
    let ran = home.run("vi", &["undo"], b"");
    assert!(!ran.well, "{}", ran.words);
    says(&ran, "bỏ 1 hồ sơ mới");
    says(&ran, "2 hồ sơ để nguyên");
    says(&ran, "Mộc Một: có 1 hồ sơ hoặc bản nháp gắn với");
    says(&ran, "Mộc Hai: đã sửa sau khi nhập");
    let names: Vec<String> = living(&home).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Mộc Hai", "Mộc Một"]);
}

fn answers(home: &Home, id: Id) -> Json {
    let store = home.open();
    let record = store.records().get(id).unwrap().unwrap();
    Json::Object(record_to_json(programme().kind(record.kind).unwrap(), &record.fields))
}

#[test]
fn records_that_a_list_changed_have_their_earlier_answers_again() {
    let home = Home::new();
    imported(&home);
    let out = home.path("ra.csv");
    let out = out.to_str().unwrap();
    home.run("vi", &["export", "establishment", "--out", out], b"");
    let text = std::fs::read_to_string(out).unwrap().replace("Mộc Hai", "Mộc Hai Mới");
    let text = text.replace("Mộc Ba", "Mộc Ba Mới");
    let file = home.file("sua.csv", text.as_bytes());
    let before: Vec<Json> = living(&home).iter().map(|(_, id)| answers(&home, *id)).collect();
    let ran = home.run("vi", &["import", "establishment", &file], b"");
    says(&ran, "2 hồ sơ thay đổi, mỗi hồ sơ 1 câu");
    says(&home.run("vi", &["undo"], b""), "bỏ 0 hồ sơ mới, trả 2 hồ sơ về như trước");
    let after: Vec<Json> = living(&home).iter().map(|(_, id)| answers(&home, *id)).collect();
    assert_eq!(before, after);
    // the import before that one is still there; one of its records was changed meanwhile
    let ran = home.run("vi", &["undo"], b"");
    says(&ran, "bỏ 1 hồ sơ mới");
    says(&ran, "2 hồ sơ để nguyên");
}

#[test]
fn on_the_screen_one_key_takes_the_import_back() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", LIST);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter").shows("3 vào");
    app.keys("f2 y").shows("Ctrl-Z lấy lại cả 3 hồ sơ");
    assert_eq!(app.records("establishment").len(), 3);
    app.keys("ctrl-z").shows("Đã lấy lại lần nhập ds.csv: bỏ 3 hồ sơ mới");
    assert_eq!(app.records("establishment").len(), 0);
}

#[test]
fn one_key_took_an_import_back_that_the_officer_had_left_behind() {
    for away in ["f7 esc", "f6 down", "f5", "f1 esc", "f6 f3 esc", "f10 esc"] {
        let mut app = App::at(80, 24);
        let path = app.workers.file("ds.csv", LIST);
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter f2 y").keys(away);
        app.keys("ctrl-z").shows("Hoàn tác lần nhập ds.csv?").shows("ds.csv · 3 hồ sơ");
        app.keys("enter");
        assert_eq!(app.records("establishment").len(), 3, "{away}");
        app.keys("ctrl-z").keys("y").shows("lần nhập ds.csv: bỏ 3 hồ sơ mới");
        assert_eq!(app.records("establishment").len(), 0, "{away}");
    }
}

/// In a form the key undoes typing, so the message names the command.
#[test]
fn the_message_after_an_import_offered_a_key_that_undoes_typing_in_a_form() {
    for (lang, way, name) in [
        (Lang::Vi, "Lệnh “hoàn tác nhập” (F10) lấy lại cả 3 hồ sơ.", "hoan tac nhap"),
        (Lang::En, "The command “undo import” (F10) takes all 3 records back.", "undo import"),
    ] {
        let mut app = App::with(Setting { lang, ..USUAL });
        let path = app.workers.file("ds.csv", LIST);
        app.keys("f10 'import' enter").types(&path).keys("enter").slow_disk().keys("f2 y f2");
        assert!(matches!(app.top(), Screen::Form(_)));
        app.disk_catches_up().shows(way).hides("Ctrl-Z lấy lại");
        app.keys(&format!("f10 '{name}' enter enter")).shows("ds.csv?").keys("y");
        assert_eq!(app.records("establishment").len(), 0);
    }
}

#[test]
fn an_import_of_before_is_taken_back_from_the_menu() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", LIST);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter f2 y");
    app.restart();
    app.keys("5")
        .choose("Tệp, cán bộ")
        .choose("Các lần nhập gần đây")
        .shows("ds.csv · 3 hồ sơ");
    app.keys("enter").shows("Hoàn tác lần nhập ds.csv?").keys("y").shows("bỏ 3 hồ sơ mới");
    assert_eq!(app.records("establishment").len(), 0);
}

#[test]
fn undoing_an_import_could_not_be_found_among_the_commands() {
    for (lang, words, question) in [
        (Lang::Vi, "hoan tac lan nhap", "Hoàn tác lần nhập hai.csv?"),
        (Lang::En, "undo import", "Undo the import of hai.csv?"),
    ] {
        let mut app = App::with(Setting { lang, ..USUAL });
        app.keys(&format!("f10 '{words}' enter"));
        app.shows(if lang == Lang::Vi {
            "Chưa nhập danh sách nào"
        } else {
            "No list was imported"
        });
        for (name, names) in [("mot.csv", ["A", "B"]), ("hai.csv", ["C", "D"])] {
            let list = format!("Tên cơ sở;Sản phẩm\n{};x\n{};x\n", names[0], names[1]);
            let path = app.workers.file(name, &list);
            app.keys("f10 'import' enter").types(&path).keys("enter f2 y");
        }
        // something else was done since, so a single key would undo that
        app.keys(&format!("f10 '{words}' enter")).shows("mot.csv").shows("hai.csv");
        // the newest first; the harmless answer is marked
        app.keys("enter").shows(question).keys("enter");
        assert_eq!(app.records("establishment").len(), 4);
        app.keys("enter y");
        assert_eq!(app.records("establishment").len(), 2);
        // what was undone is not offered again
        app.keys(&format!("f10 '{words}' enter enter"));
        assert_eq!(app.records("establishment").len(), 2);
        app.keys(&format!("f10 '{words}' enter down enter y"));
        assert_eq!(app.records("establishment").len(), 0);
    }
}

#[test]
fn an_import_that_was_taken_back_was_said_to_be_taken_back_again() {
    let home = Home::new();
    imported(&home);
    let listed = home.run("vi", &["undo", "--list"], b"");
    let id = listed.out.split_whitespace().next().unwrap().to_owned();
    says(&home.run("vi", &["undo", &id], b""), "bỏ 3 hồ sơ mới");
    let again = home.run("vi", &["undo", &id], b"");
    assert!(!again.words.contains("Đã lấy lại"), "{}", again.words);
    says(&again, "đã được lấy lại từ trước");
}

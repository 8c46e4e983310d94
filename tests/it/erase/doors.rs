//! Erasing by command and on the screen, and undo afterwards.

use super::*;

fn says(ran: &crate::kit::home::Ran, words: &str) {
    assert!(ran.words.contains(words) || ran.out.contains(words), "{}\n{}", ran.out, ran.words);
}

#[test]
fn the_command_asks_for_a_reason_and_a_yes_and_shows_no_answer() {
    let (notebook, id) = begun();
    drop(notebook.store);
    let home = notebook.home;
    let id = id.to_string();
    let own = {
        let store = home.open();
        let own = store.officer_id().to_string();
        store.close().unwrap();
        own
    };
    for args in [
        &["erase", &own, "--reason", "x", "--yes"][..],
        &["erase", &id],
        &["erase", &id, "--reason", "  ", "--yes"],
        &["erase", &id, "--reason", "Chủ cơ sở yêu cầu"],
        &["erase", "abc", "--reason", "x", "--yes"],
    ] {
        let ran = home.run("vi", args, b"");
        assert!(!ran.well, "{args:?}");
    }
    assert!(count_both(&home.folder(), &keys(&home.folder())).0 > 0);
    let ran = home.run("vi", &["erase", &id, "--reason", "Chủ cơ sở yêu cầu", "--yes"], b"");
    assert!(ran.well, "{} {}", ran.out, ran.words);
    says(&ran, "xóa vĩnh viễn");
    says(&ran, "Bản sao lưu cũ");
    assert!(!ran.words.contains(NAME) && !ran.out.contains(NAME));
    assert_eq!(count_both(&home.folder(), &keys(&home.folder())), (0, 0));
    let ran = home.run("vi", &["verify"], b"");
    assert!(ran.well, "{} {}", ran.out, ran.words);
    says(&ran, &id);
    says(&ran, "Chủ cơ sở yêu cầu");
    says(&ran, "còn sót: 0");
    for (lang, words) in [("vi", "đã xóa vĩnh viễn"), ("en", "erased for good")] {
        let ran = home.run(lang, &["show", &id, "--history"], b"");
        says(&ran, words);
        assert!(!ran.out.contains(PHONE));
    }
    let ran = home.run("vi", &["show", &id, "--history", "--format", "json"], b"");
    says(&ran, "\"erased\"");
}

#[test]
fn on_the_screen_the_word_and_a_reason_are_typed_and_nothing_takes_it_back() {
    let mut app = crate::kit::app::App::at(100, 30);
    let id = app.given("establishment", shop());
    app.keys("f6").choose(NAME);
    let begin = "f10 'xoa vinh vien' enter";
    app.keys(begin).shows("KHÔNG lấy lại được").types("khong").keys("enter");
    app.shows("phải gõ đúng chữ XOA");
    let phones = |app: &crate::kit::app::App| {
        app.records("establishment").iter().filter(|r| r.contains_key("contact_phone")).count()
    };
    assert_eq!(phones(&app), 1);
    app.keys(begin).types("xoa").keys("enter").shows("Lý do xóa vĩnh viễn?").keys("enter");
    assert_eq!(phones(&app), 1, "a reason is needed");
    app.types("Chu co so yeu cau").keys("enter").shows("Không lấy lại được");
    assert_eq!(phones(&app), 0);
    app.keys("ctrl-z");
    assert_eq!(phones(&app), 0);
    let _ = id;
}

/// Undoing a batch restores earlier answers, but none that were erased.
#[test]
fn undo_brings_no_erased_answer_back() {
    let mut notebook = Notebook::new();
    let id = notebook.put("establishment", shop());
    let record = notebook.store.records().get(id).unwrap().unwrap();
    let phone = programme().kind(record.kind).unwrap().field_by_id("contact_phone").unwrap().no;
    let batch =
        Batch { id: Id::new(6, [8; 10]), undoes: None, made: now(), label: "ds.csv".into() };
    let set = vec![(phone, Some(Value::Text("0966666666".into())))];
    let changes = vec![Change::Patch { id, base: record.head, set }];
    let commit = Commit { changes, allow_incomplete: true, ..Commit::default() };
    assert!(notebook.store.commit_batch(vec![commit], &batch).iter().all(Result::is_ok));
    erase(&notebook.store, id);
    let undone = undo(&notebook.store, &batch, now(), Lang::Vi).unwrap();
    let left = notebook.store.records().get(id).unwrap().unwrap();
    assert_eq!(left.fields.get(phone), None, "{undone:?}");
    let (dir, keys) = (notebook.home.folder(), keys(&notebook.home.folder()));
    assert_eq!((count_both(&dir, &keys), count(&dir, &keys, "0966666666")), ((0, 0), 0));
}

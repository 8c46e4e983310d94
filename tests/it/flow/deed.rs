//! After a deed, the message names it and says how to undo it; the bars of hints show what is
//! needed most.

use crate::kit::opening;
use serde_json::json;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};

#[test]
fn a_deletion_and_its_way_back_were_both_said_to_be_saved() {
    for (lang, deleted, restored) in
        [(Lang::Vi, "Đã xóa", "Đã khôi phục"), (Lang::En, "Deleted", "Restored")]
    {
        let mut app = App::with(Setting { lang, ..USUAL });
        workshop(&mut app, "HTX chè");
        let said = |app: &App| app.model.message.clone().unwrap_or_default();
        // from the list
        app.keys("f6 del 'nham' enter");
        assert_eq!(said(&app).split('.').next(), Some(&*format!("{deleted} \"HTX chè\"")));
        assert!(said(&app).contains("Ctrl-Z"), "{}", said(&app));
        app.keys("ctrl-z");
        assert!(said(&app).starts_with(&format!("{restored} \"HTX chè\"")), "{}", said(&app));
        assert_eq!(app.records("establishment").len(), 1);
        // from the bin
        app.keys("del 'nham' enter ctrl-x").shows("Ctrl-U").keys("ctrl-u");
        assert!(said(&app).starts_with(&format!("{restored} \"HTX chè\"")), "{}", said(&app));
        // from the page
        app.keys("f6 enter del 'nham' enter");
        assert!(said(&app).starts_with(&format!("{deleted} \"HTX chè\"")), "{}", said(&app));
        app.shows("Ctrl-U").keys("ctrl-u");
        assert!(said(&app).starts_with(&format!("{restored} \"HTX chè\"")), "{}", said(&app));
        app.keys("ctrl-z");
        assert_eq!(app.records("establishment").len(), 1, "a deed taken back is not the last");
    }
}

/// The message says that the next key deletes the restored record, so the cursor is on it.
#[test]
fn del_after_a_restoration_asks_for_the_record_that_was_restored() {
    for lang in [Lang::Vi, Lang::En] {
        let asked = |name: &str| lang::app::ask_delete_named(lang, name);
        let mut app = App::with(Setting { lang, ..USUAL });
        for name in ["An Khánh", "Bình Minh", "Cao Sơn"] {
            workshop(&mut app, name);
        }
        // from the list, in its middle and at its top
        for name in ["Bình Minh", "An Khánh"] {
            app.keys("f6").keys(if name == "An Khánh" { "" } else { "down" }).stands_on(name);
            app.keys("del").shows(&asked(name)).keys("'nham' enter ctrl-z").stands_on(name);
            app.keys("del").shows(&asked(name)).keys("esc");
        }
        // from the page, by the key for the last change and by the key of the page
        for back in ["ctrl-z", "ctrl-u"] {
            app.keys("f6 down enter del 'nham' enter").keys(back);
            app.keys("esc").stands_on("Bình Minh");
            app.keys("del").shows(&asked("Bình Minh")).keys("esc");
        }
        // pressed ahead of all answers
        app.keys("f6 down").keys_at_once("del 'nham' enter ctrl-z del");
        app.shows(&asked("Bình Minh"));
    }
}

#[test]
fn no_key_is_offered_that_would_not_delete_the_restored_record() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè");
    let said = |app: &App| app.model.message.clone().unwrap_or_default();
    for elsewhere in ["f5", "f7", "f6 ctrl-x"] {
        app.keys("f6 del 'nham' enter").keys(elsewhere).keys("ctrl-z");
        assert_eq!(said(&app), "Đã khôi phục \"HTX chè\".", "{elsewhere}");
    }
}

#[test]
fn a_long_name_goes_on_in_the_next_line_of_the_question() {
    for height in [8, 12] {
        let mut app = App::at(40, height);
        workshop(&mut app, "Công ty TNHH MTV Sản xuất và Thương mại");
        app.keys("f6 del").shows("Xóa hồ sơ \"Công ty TNHH MTV Sản xuất");
        app.shows("và Thương mại\"?").shows("Ghi lý do.").shows("\n>");
    }
    let mut app = App::at(40, 12);
    let name = "Công ty TNHH MTV Sản xuất và Thương mại Dịch vụ Xuất nhập khẩu Phúc Lợi";
    workshop(&mut app, name);
    app.keys("f6 del").shows("Xóa hồ sơ \"Công ty").shows("khẩu Phúc Lợi\"?");
}

#[test]
fn what_was_saved_since_is_not_taken_back_by_the_key_for_a_deletion() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè");
    workshop(&mut app, "Xưởng gỗ");
    app.keys("f6 del 'nham' enter");
    app.keys("f4 ' mới' f2").shows(lang::app::saved(Vi, "").trim()).keys("ctrl-z");
    let names: Vec<String> =
        app.records("establishment").iter().map(|r| r["name"].to_string()).collect();
    assert!(names.len() == 1 && names[0].contains("mới"), "{names:?}");
}

#[test]
fn locking_a_visit_is_said_by_its_own_word() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè");
    super::visit(&mut app, there, json!({}));
    app.keys("f7 enter ctrl-k 'y'").shows(&opening(&lang::done_change::locked(Vi, "…")));
}

/// The keys shown in the bar of hints.
fn hinted(app: &App) -> Vec<String> {
    let lines = app.screen();
    let bar = lines.last().unwrap().trim();
    bar.split("  ").filter_map(|hint| Some(hint.split(' ').next()?.to_owned())).collect()
}

#[test]
fn a_bar_of_hints_loses_nothing_that_is_needed_most() {
    let states: &[(&str, &[&str])] = &[
        ("f5", &["Enter", "F2", "F1"]),
        ("f6", &["Enter", "F2", "F3", "F4", "Ins", "F1"]),
        ("f6 enter", &["F2", "F4", "Ins", "Tab", "F1"]),
        ("f6 ctrl-x", &["Enter", "Ctrl-U", "F3", "F1"]),
        ("f6 ctrl-x enter", &["Ctrl-U", "F1"]),
        ("6", &["F4", "F3", "Left", "Right", "F1"]),
        ("6 down down down", &["F4", "F3", "Left", "Right", "F1"]),
        ("5", &["Enter", "Esc", "F1"]),
        ("f10", &["Enter", "Esc", "F1"]),
        ("f2", &["Enter", "Esc", "F1"]),
        ("f2 'zz'", &["Ctrl-N", "Esc", "F1"]),
        ("f2 'htx' enter", &["F2", "Esc", "F1"]),
    ];
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        let there = workshop(&mut app, "HTX chè");
        workshop(&mut app, "Gạch");
        super::visit(&mut app, there, json!({}));
        app.keys("f6 del 'nham' enter");
        for (keys, needed) in states {
            app.keys("f5").keys(keys);
            let shown = hinted(&app);
            for key in *needed {
                assert!(shown.iter().any(|k| k == key), "{keys}: no {key} in {shown:?}");
            }
            app.keys("esc esc esc esc");
        }
        app.keys("f6 ctrl-x").resize(40, 12);
        assert!(hinted(&app).contains(&"Ctrl-U".to_owned()), "{}", app.text());
    }
}

/// The form below a discarded one has its own meaning for the key, so the message names the command.
#[test]
fn a_draft_discarded_over_another_form_is_brought_back_by_the_command_that_is_named() {
    for (lang, discard, way, name) in [
        (Lang::Vi, "bo ban nhap", "Lệnh “nháp đã bỏ” (F10) lấy lại.", "nhap da bo"),
        (
            Lang::En,
            "discard this",
            "The command “discarded” (F10) brings it back.",
            "discarded",
        ),
    ] {
        let mut app = App::with(Setting { lang, ..USUAL });
        app.keys("f2 'Mộc Một' ins 'x'");
        app.keys(&format!("f10 '{discard}' enter"));
        let said = app.model.message.clone().unwrap_or_default();
        assert!(said.ends_with(way), "{said}");
        assert!(app.top_is_form_of(crate::kit::kind("visit")));
        app.keys(&format!("f10 '{name}' enter")).shows("Mộc Một").keys("enter");
        assert!(app.top_is_form_of(crate::kit::kind("establishment")), "{}", app.text());
    }
}

/// The key is the right one here: there is only nothing that it could undo or redo.
#[test]
fn undoing_in_an_untouched_form_was_said_not_to_be_possible_here() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        let (undo, redo) = (lang::app::nothing_to_undo(lang), lang::app::nothing_to_redo(lang));
        // with a list of choices open, and without
        for there in ["f2", "tab"] {
            app.keys(there).keys("ctrl-z").shows(&undo).keys("ctrl-y").shows(&redo);
        }
    }
}

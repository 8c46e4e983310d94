//! Help, commands, menus, and the way back from each.

use super::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::opening;
use serde_json::json;
use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::app::layer::Screen;
use sotay::keymap::Action;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use std::path::PathBuf;

#[test]
fn esc_always_leads_back_and_loses_nothing() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter ctrl-e");
    let base = app.text();
    for open in ["f1", "ctrl-p", "f10 'luu'", "ctrl-p down down"] {
        app.keys(open);
        assert_ne!(app.text(), base, "{open}");
        app.keys("esc");
        assert_eq!(app.text(), base, "{open}");
    }
    app.stands_on("Tên cơ sở").keys("esc").hides("Sửa: Cơ sở").shows("Xưởng gỗ Hòa Bình");
}

#[test]
fn esc_closes_every_menu_and_question_with_no() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6");
    let base = app.text();
    for open in ["5", "ctrl-f down", "f11", "del 'x'", "/ 'zz'", "5 up up"] {
        app.keys(open);
        assert_ne!(app.text(), base, "{open}");
        app.keys("esc");
        assert_eq!(app.text(), base, "{open}");
    }
    app.keys("esc").shows(&lang::app::today(Vi)).hides("Xưởng gỗ Hòa Bình");
}

#[test]
fn esc_leads_to_today_from_every_main_screen_and_to_the_same_row() {
    let mut app = App::at(80, 24);
    app.given("establishment", serde_json::json!({ "name": "Chỉ có tên" }));
    app.keys("f5 down").stands_on("còn thiếu");
    for screen in ["2", "3", "4", "6", "7", "enter", "2 enter", "5 down enter"] {
        app.keys(screen).hides("sotay › Hôm nay");
        for _ in 0..3 {
            app.keys("esc");
        }
        app.shows("sotay › Hôm nay").stands_on("còn thiếu");
    }
}

#[test]
fn esc_at_the_bottom_stays_and_never_quits() {
    let mut app = App::at(80, 24);
    app.keys("esc ctrl-c esc ctrl-c")
        .shows(lang::app::start_visit(Vi, "").trim())
        .shows("F12 để thoát");
    assert!(!app.ended);
}

#[test]
fn help_lists_the_keys_that_work_here() {
    let mut app = App::at(80, 24);
    app.keys("f1").shows("F2").shows("Ghi lượt làm việc mới").keys("esc");
    app.keys("f2 f1").shows("Lưu biểu mẫu").keys("esc").shows("Mới: Lượt làm việc");
}

#[test]
fn help_tells_whence_a_key_comes() {
    let mut app = App::with(Setting { keymap: "vim", size: (80, 60), ..USUAL });
    app.keys("f6 f1").shows("(vim)");
}

#[test]
fn the_palette_finds_a_command_without_accents_and_does_it() {
    let mut app = App::at(80, 24);
    app.keys("ctrl-p 'ho so da xoa' enter")
        .shows(&opening(&lang::app::deleted_list(Vi)))
        .keys("esc");
    app.keys("f10 'de an' enter").shows("Đề án");
    app.keys("f10 'lượt kieemr tra mowis' down up enter").shows("Ghi nhận tại cơ sở");
}

#[test]
fn the_palette_offers_only_what_does_something() {
    let mut app = App::at(80, 60);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 ctrl-e ctrl-p 'xoa'")
        .hides("Xóa, có thể khôi phục")
        .hides(&lang::hq::would_restore(Vi));
    app.keys("ctrl-u 'sap xep'").hides("Đổi cách sắp xếp").keys("esc esc esc f1 ctrl-p");
    app.hides("Lưu biểu mẫu").hides("Thêm một dòng vào bảng").hides("Chốt lượt làm việc");
}

#[test]
fn more_screens_lead_to_projects_tasks_officers_and_the_deleted() {
    let mut app = App::at(80, 24);
    app.keys("5").shows("Đề án").shows(&lang::files::commitments(Vi));
    app.shows(&lang::app::trash_item(Vi)).shows(&lang::app::import_item(Vi));
    for line in ["cán bộ, danh mục", "Cán bộ"] {
        app.goes_to(line, "down");
        app.keys("enter");
    }
    app.shows("Trần Thị Bình");
}

#[test]
fn every_row_of_a_menu_is_reached_in_a_small_window() {
    let mut app = App::at(40, 12);
    // each menu shows how many rows it has, and every row can be reached
    for (menu, rows) in
        [("", 9), ("down down enter", 10), ("down down down down down enter", 9)]
    {
        let screen = app.keys("esc esc f5 5").keys(menu).text();
        assert!(screen.contains(&format!("1-8/{rows}")), "{screen}");
        let Screen::Menu(open) = app.top() else { panic!("{screen}") };
        let words: Vec<String> = open.items.iter().map(|(words, _)| words.clone()).collect();
        assert_eq!(words.len(), rows);
        for words in words {
            assert!(app.here().contains(&words), "{words}\n{}", app.text());
            app.keys("down");
        }
    }
}

#[test]
fn the_palette_leads_to_lists_that_have_no_action() {
    let mut app = App::at(80, 24);
    app.keys("ctrl-p 'hoi cho' enter").shows("Lượt tham gia hội chợ").shows("Chưa có");
    app.keys("ctrl-p 'chi tieu' enter").shows(lang::results::ROW.get(Vi));
}

#[test]
fn today_is_one_key_away_from_everywhere() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    for there in ["f6", "f7", "f8", "f6 enter", "f6 ctrl-e", "f2"] {
        app.keys("f5").keys(there).keys("f5");
        assert!(matches!(app.top(), Screen::Today(_)), "{there}");
    }
}

#[test]
fn the_header_says_where_one_is_and_what_is_saved() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter ctrl-e end ' B' f2");
    let header = app.screen()[0].clone();
    assert!(header.contains("Cơ sở") && header.contains("Đã lưu 10:42"), "{header}");
    app.keys("ctrl-e end 'c' ctrl-c");
    assert!(app.screen()[0].contains("1 nháp"), "{}", app.screen()[0]);
}

#[test]
fn a_notebook_held_elsewhere_is_asked_for_and_left_alone_after_a_no() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.event(EventKind::Notice(WorkerAnswer::Held("Sổ đang mở ở cửa sổ pts/7".into())));
    app.shows("pts/7").shows("Mở ở đây và đóng bên kia?").effects();
    app.keys("enter");
    assert_eq!(app.effects(), [Effect::Quit]);
}

#[test]
fn whoever_could_not_open_the_other_notebook_was_left_without_any() {
    let previous = PathBuf::from("so-mau");
    for (notice, key) in [
        (WorkerAnswer::Held("Sổ đang mở ở cửa sổ pts/7".into()), "n"),
        (WorkerAnswer::Closed("Thiếu tệp khóa của sổ.".into()), "esc"),
    ] {
        let mut app = App::with(Setting { begun: false, ..USUAL });
        app.model.previous = Some(previous.clone());
        app.event(EventKind::Notice(notice));
        app.keys(key);
        assert!(app.model.is_quitting);
        assert_eq!(app.model.next.as_ref(), Some(&previous));
    }
}

#[test]
fn a_notebook_held_elsewhere_is_taken_over_after_a_yes() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.event(EventKind::Notice(WorkerAnswer::Held("Sổ đang mở ở cửa sổ pts/7".into())));
    app.effects();
    app.keys("y");
    assert_eq!(app.effects(), [Effect::Open { take_over: true }]);
}

#[test]
fn a_notebook_that_cannot_be_opened_says_why_and_is_left_by_esc() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.event(EventKind::Notice(WorkerAnswer::Closed("Thiếu tệp khóa của sổ.".into())));
    app.shows(&lang::app::cannot_open(Vi)).shows("Thiếu tệp khóa của sổ.").keys("esc");
    assert!(app.ended, "{}", app.text());
}

#[test]
fn help_names_no_key_that_does_nothing_here() {
    let mut app = App::at(80, 60);
    app.keys("f5 f1").hides("Tìm trong danh sách").hides("Lọc danh sách").shows("F2");
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("esc f6 f1").shows("Lọc danh sách").keys("esc esc 6 f1").hides("Lọc danh sách");
}

#[test]
fn a_long_menu_is_moved_over_by_pages() {
    let mut app = App::at(40, 12);
    app.keys("f5 5 down down down down down enter end")
        .stands_on("Số liệu kèm chương trình")
        .hides("Tệp đính kèm")
        .keys("home")
        .stands_on("Tệp đính kèm");
    app.keys("pgdn")
        .stands_on("Các lần nhập gần đây")
        .keys("pgup down")
        .hides("> Tệp đính kèm");
}

/// The commands that the palette lists for these words, in order.
fn palette(app: &mut App, words: &str) -> Vec<String> {
    app.keys("f10").types(words);
    let lines = app.screen();
    let from = lines.iter().position(|line| line.starts_with(":")).expect("a palette");
    let hit = |line: &String| line.trim_start_matches(['>', ' ']).to_string();
    let hits = lines[from + 1..].iter().take_while(|line| !line.trim().is_empty());
    let hits = hits.map(hit).take_while(|line| !line.starts_with("F5 ")).collect();
    app.keys("esc");
    hits
}

#[test]
fn looking_for_an_import_does_not_quit() {
    let mut app = App::at(80, 24);
    for words in ["nhap", "nhập", "nhap danh sach", "import", "excel"] {
        let hits = palette(&mut app, words);
        assert!(hits[0].starts_with("Nhập danh sách"), "{words}: {hits:?}");
        app.keys("f10").types(words).keys("enter");
        assert!(!app.ended);
        app.shows(&opening(&lang::app::ask_import(Vi))).keys("esc");
    }
}

#[test]
fn a_command_that_ends_the_program_is_never_the_first_of_several() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        let quits = match lang {
            Lang::Vi => "Thoát",
            Lang::En => "Quit",
        };
        for words in ["", "t", "th", "o", "ap", "giu", "keep", "q", "a", "e", "i", "u", "draft"]
        {
            let hits = palette(&mut app, words);
            if hits.len() > 1 {
                assert!(!hits[0].starts_with(quits), "{words}: {hits:?}");
            }
        }
        assert!(palette(&mut app, "quit")[0].starts_with(quits));
    }
}

#[test]
fn a_search_for_an_import_while_a_question_was_open_quit_the_program() {
    for (lang, words, said) in [
        (Lang::Vi, "nhap", "\"Nhập danh sách từ tệp Excel, CSV\": đóng ô đang mở trước (Esc)"),
        (
            Lang::En,
            "import",
            "\"Import a list from Excel or CSV\": close what is open first (Esc)",
        ),
    ] {
        let mut app = App::with(Setting { lang, ..USUAL });
        app.keys("f10 'import' enter f10").types(words).shows(said).keys("enter");
        assert!(!app.ended);
        app.keys("esc esc");
    }
}

/// Whatever is typed, on any screen: Enter on the first command found deletes nothing unless the
/// words name that command.
#[test]
fn a_command_that_takes_something_away_was_found_by_any_of_its_words() {
    use sotay::keymap::action::ACTIONS;
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè");
    visit(&mut app, there, json!({}));
    let takers: Vec<_> = ACTIONS.iter().filter(|spec| spec.action.takes_away()).collect();
    for screen in ["5", "f6", "f7 enter", "f2", "f10 'import' enter", "f2 'dở dang' esc esc 1"]
    {
        app.keys("esc esc esc 1").keys(screen);
        for spec in &takers {
            let label = spec.words.long.vi;
            assert!(!palette(&mut app, "")[0].starts_with(label), "{screen}: {label}");
            for word in label.split_whitespace().skip(1) {
                let hits = palette(&mut app, word);
                let taken = hits.iter().find(|hit| hit.starts_with(label));
                // a synonym may start with the word, but "nháp" does not
                let named = sotay::lang::action::SYNONYMS.iter().any(|(id, words)| {
                    *id == spec.id
                        && words.split(", ").any(|s| s.split(' ').next() == Some(word))
                });
                assert!(taken.is_none() || named, "{screen}, {word}: {hits:?}");
            }
        }
    }
}

#[test]
fn the_beginning_of_a_word_comes_before_its_middle() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè");
    visit(&mut app, there, json!({}));
    app.keys("f7 enter").shows("HTX chè");
    assert!(palette(&mut app, "in")[0].starts_with("In "), "printing");
    app.keys("f6");
    assert!(palette(&mut app, "xuat")[0].starts_with("Xuất danh sách"));
    assert!(palette(&mut app, "tim")[0].starts_with("Tìm"));
}

#[test]
fn the_palette_says_that_nothing_was_found() {
    let mut app = App::at(80, 24);
    app.keys("f10 'qqq'").shows("Không có lệnh nào khớp \"qqq\".").keys("enter");
    app.shows(&lang::app::today(Vi));
    let mut app = App::with(Setting { lang: Lang::En, size: (40, 12), ..USUAL });
    app.keys("f10 'qqq'").shows("No command matches \"qqq\".");
}

#[test]
fn every_synonym_belongs_to_a_command() {
    for (id, words) in sotay::lang::action::SYNONYMS {
        assert!(sotay::keymap::action::Action::by_id(id).is_some(), "{id}");
        assert!(words.split(", ").all(|word| !word.trim().is_empty()), "{id}: {words}");
    }
}

/// After the first key of a sequence, nothing showed the possible next keys.
#[test]
fn a_begun_sequence_shows_how_it_goes_on() {
    for size in [(80, 24), (40, 12)] {
        let mut app = App::with(Setting { keymap: "vim", size, ..USUAL });
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys("f7");
        let before = app.screen();
        app.keys("g");
        let hints = app.screen().last().cloned().unwrap();
        let top = Action::ListFirst.spec().words.short.get(app.model.lang);
        assert!(hints.trim_start().starts_with(&format!("g {top}")), "{hints}");
        assert_ne!(before.last().unwrap(), &hints);
        app.keys("esc");
        assert_eq!(app.screen().last(), before.last(), "as before");
    }
}

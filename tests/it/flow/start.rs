//! The first run, and the messages of an empty notebook.

use crate::kit::opening;
use sotay::app::Effect;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;

use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::{Home, run};

const FRESH: Setting = Setting { begun: false, ..USUAL };

#[test]
fn three_answers_open_the_notebook() {
    let mut app = App::with(FRESH);
    app.shows(&opening(&lang::app::welcome_lead(Vi)))
        .stands_on(&opening(&lang::app::welcome_name(Vi)));
    app.keys("'Trần Thị Bình' enter 'Trung tâm Khuyến công' enter 'phu tho'");
    app.shows("= Tỉnh Phú Thọ");
    app.keys("enter").shows(&lang::passphrase::first_empty(Vi));
    app.keys("enter")
        .shows(&opening(&lang::app::road_title(Vi)))
        .shows(&lang::app::road_first(Vi));
    let made = app.effects().into_iter().find(|e| matches!(e, Effect::Init { .. }));
    let init = Effect::Init {
        officer: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công".into(),
        province: "25".into(),
        passphrase: Default::default(),
    };
    assert_eq!(made, Some(init));
    let officers = app.records("officer");
    assert_eq!(officers[0]["name"], "Trần Thị Bình");
    app.keys("esc").shows("F2  Ghi một lượt làm việc");
}

#[test]
fn a_missing_first_answer_is_asked_for_at_its_place() {
    let mut app = App::with(FRESH);
    app.keys("tab 'Trung tâm' enter 'khong co tinh nay' enter");
    app.stands_on(&opening(&lang::app::welcome_name(Vi))).shows("! Chưa nhập (bắt buộc).");
    app.keys("'Bình'").hides("! Chưa nhập (bắt buộc).");
    app.keys("f2").stands_on(&lang::app::welcome_province(Vi));
    app.shows("! Không có tỉnh nào khớp \"khong co tinh nay\".");
    assert!(!app.effects().iter().any(|e| matches!(e, Effect::Init { .. })));
}

#[test]
fn nothing_leads_out_of_the_first_questions_but_an_answer_or_quitting() {
    let mut app = App::with(FRESH);
    app.keys("'An' esc f2 f5 f6 ctrl-c")
        .shows(&opening(&lang::app::welcome_lead(Vi)))
        .shows("An");
    app.keys("ctrl-q");
    assert!(app.ended);
}

#[test]
fn the_first_run_offers_made_up_data_and_a_list() {
    let begun = "'An' enter 'TT' enter '25' enter enter";
    let mut app = App::with(FRESH);
    app.keys(begun).keys("down enter").shows(&opening(&lang::app::ask_demo(Vi))).keys("y");
    app.shows("một sổ riêng");
    assert!(app.records("establishment").is_empty());
    // the folder that the message names
    let notebook = app.workers.folder();
    let name = format!("{}-mau", notebook.file_name().unwrap().to_str().unwrap());
    let samples = notebook.with_file_name(name);
    let list = run(&samples, "vi", &["list", "establishment", "--format", "json"], b"");
    assert_eq!(list.out.lines().count(), 8, "{}", list.words);

    let mut app = App::with(FRESH);
    let list =
        app.workers.file("co-so.csv", "Tên cơ sở;Xã, phường, đặc khu\nMộc Hòa Bình;08230\n");
    app.keys(begun).keys("enter").shows(&lang::app::ask_import(Vi)).types(&list).keys("f2");
    app.shows("1 dòng: 1 vào").shows("F2 Nhập").keys("f2").shows("Nhập 1 cơ sở vào sổ?");
    assert!(app.records("establishment").is_empty());
    app.keys("y").hides("Bắt đầu bằng");
    assert_eq!(app.records("establishment")[0]["name"], "Mộc Hòa Bình");
}

#[test]
fn the_first_establishment_can_be_recorded_at_once() {
    let mut app = App::with(FRESH);
    app.keys("'An' enter 'TT' enter '25' enter enter down down enter");
    app.shows("Mới: Cơ sở").stands_on("Tên cơ sở");
}

#[test]
fn empty_screens_say_what_to_do_first() {
    let mut app = App::at(80, 24);
    // on the 23rd the calendar asks for the month's report, whatever the notebook holds
    app.shows("Việc theo lịch (1)").shows("F2  Ghi một lượt làm việc");
    app.keys("f6").shows("Chưa có cơ sở nào. Ins để ghi mới");
    app.keys("f7").shows("Chưa có lượt làm việc. Ins để ghi mới.");
    app.keys("f8").shows("Chưa có mô hình trình diễn. Ins để ghi mới.");
    app.keys("ctrl-x").shows(&lang::app::no_deleted(Vi));
}

#[test]
fn empty_screens_name_the_keys_of_the_officers_own_keymap() {
    let mut app = App::with(Setting { lang: Lang::En, ..USUAL });
    app.shows("Duties of the calendar (1)").shows("F2  Record a visit");
    app.keys("f6").shows("No establishments yet. Ins records one");
}

/// The province with which the notebook was created.
fn begun_in(app: &mut App) -> Option<String> {
    app.effects().into_iter().find_map(|effect| match effect {
        Effect::Init { province, .. } => Some(province),
        _ => None,
    })
}

#[test]
fn a_province_is_known_by_old_short_and_run_together_names() {
    for (typed, shown, code) in [
        ("hanoi", "= Thành phố Hà Nội", "01"),
        ("hcm", "= Thành phố Hồ Chí Minh", "79"),
        ("tphcm", "= Thành phố Hồ Chí Minh", "79"),
        ("sg", "= Thành phố Hồ Chí Minh", "79"),
        ("vung tau", "= Thành phố Hồ Chí Minh (Bà Rịa - Vũng Tàu cũ)", "79"),
        ("ben tre", "= Tỉnh Vĩnh Long (Bến Tre cũ)", "86"),
        ("dongthap", "= Tỉnh Đồng Tháp", "82"),
    ] {
        let mut app = App::with(FRESH);
        app.keys("'An' enter 'TT' enter").types(typed).shows(shown).keys("enter enter");
        assert_eq!(begun_in(&mut app).as_deref(), Some(code), "{typed}");
        let home = Home::empty();
        let init = ["init", "--officer", "An", "--unit", "TT", "--province", typed];
        assert!(home.run("vi", &init, b"").well, "{typed}");
    }
}

#[test]
fn of_several_provinces_none_is_taken_silently() {
    let mut app = App::with(FRESH);
    app.keys("'An' enter 'TT' enter 'ha'").shows("tỉnh khớp: Hà Nội").keys("enter");
    assert_eq!(begun_in(&mut app), None);
    app.shows("Tỉnh Hà Tĩnh").shows("Tỉnh Tuyên Quang (Hà Giang cũ)").keys("esc");
    app.stands_on(&lang::app::welcome_province(Vi))
        .shows("ha")
        .keys("enter")
        .choose("Hà Giang cũ")
        .keys("enter");
    assert_eq!(begun_in(&mut app).as_deref(), Some("08"));
    app.shows("Bắt đầu bằng");

    // nothing typed: all provinces are offered
    let mut app = App::with(FRESH);
    app.keys("'An' enter 'TT' enter enter")
        .shows("Thành phố Hà Nội")
        .keys("down down enter enter");
    assert!(begun_in(&mut app).is_some());
}

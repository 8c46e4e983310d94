//! Nothing typed is lost: on leaving, with faults, on quitting, on a dead line, on a slow disk.

use crate::kit::opening;
use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::app::layer::Screen;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;

use super::workshop;
use crate::kit::app::App;
use crate::kit::home::Home;

#[test]
fn esc_keeps_a_draft_and_opens_it_at_the_same_field() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong' enter tab 'tien do' enter tab tab 'Đang lắp m");
    app.types("áy")
        .keys("esc")
        .shows(&opening(&lang::app::draft_kept(Vi)))
        .shows("Bản nháp chưa xong (1)");
    app.keys("home").stands_on("đang ở ô \"Nội dung ghi nhận\"").keys("enter");
    app.shows("Đang lắp máy").shows("Kiểm tra tiến độ").stands_on("Đang lắp máy");
    app.keys("' mới'").shows("Đang lắp máy mới");
}

#[test]
fn a_form_left_untouched_leaves_no_draft() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab up esc esc").hides("Bản nháp");
    assert_eq!(app.drafts(), []);
}

#[test]
fn a_wrong_date_stays_as_it_was_typed() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab ctrl-u '31/02/2026' tab").shows("31/02/2026").shows("! ");
    app.keys("f2").stands_on("31/02/2026");
    app.keys("ctrl-c").shows("Bản nháp chưa xong (1)").keys("home enter");
    app.stands_on("31/02/2026").keys("ctrl-u 'hôm qua' tab").shows("22/11/2026").hides("! ");
}

#[test]
fn half_a_date_comes_back_with_its_cursor() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab ctrl-u '1x2' left left ctrl-q");
    assert!(app.ended);
    app.restart();
    app.keys("enter '9'").stands_on("19x2");
}

#[test]
fn quitting_keeps_the_draft_and_then_quits() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Dở dang'");
    app.effects();
    app.keys("f12");
    let effects = app.effects();
    assert!(matches!(effects.as_slice(), [Effect::SaveDraft(_), Effect::Quit]), "{effects:?}");
    app.restart();
    app.shows("Bản nháp chưa xong (1)").keys("enter").stands_on("Dở dang");
}

#[test]
fn a_hangup_makes_the_text_durable_and_leaves() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong' enter tab 'khac' enter tab tab 'Đang g");
    app.types("õ").effects();
    app.event(EventKind::Hangup);
    let effects = app.effects();
    assert!(matches!(effects.as_slice(), [Effect::SaveDraft(_), Effect::Quit]), "{effects:?}");
    app.restart();
    app.stands_on("Nội dung ghi nhận").keys("enter 'i'").stands_on("Đang gõi");
    app.shows("Xưởng gỗ Hòa Bình");
}

#[test]
fn a_hangup_in_a_form_over_a_form_keeps_both() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Ghi trước' pgup pgup 'Mộc' ctrl-n up end ' mới'");
    app.shows("Mới: Cơ sở");
    app.event(EventKind::Hangup);
    app.restart();
    app.shows("Bản nháp chưa xong (2)");
    let names: Vec<_> = app.drafts().iter().map(|d| d.kind).collect();
    assert!(names.contains(&1) && names.contains(&2), "{names:?}");
}

#[test]
fn a_pause_makes_the_text_durable_without_a_key() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Vừa gõ'");
    assert_eq!(app.drafts(), []);
    app.pause();
    assert_eq!(app.drafts()[0].typed[0].text, "Vừa gõ");
    app.effects();
    app.pause();
    assert_eq!(app.effects(), []);
}

#[test]
fn another_screen_leaves_the_form_behind_as_a_draft() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Dở dang' f6")
        .shows(&opening(&lang::app::empty_establishments(Vi, "…")));
    app.keys("f5 enter").stands_on("Dở dang");
}

#[test]
fn a_draft_is_discarded_by_name_and_comes_back_by_one_key() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Dở dang' ctrl-b").stands_on("Dở dang");
    app.keys("f10 'bo ban nhap' enter")
        .hides(&opening(&lang::app::drafts_heading(Vi, 0)))
        .shows("Ctrl-Z lấy lại");
    assert!(app.drafts().iter().all(|d| d.hidden));
    app.keys("ctrl-z").shows("Bản nháp chưa xong (1)").shows("Đã lấy lại");
    app.keys("home enter").stands_on("Dở dang");
}

#[test]
fn a_discarded_draft_can_be_brought_back_for_30_days() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Dở dang' esc home del")
        .hides(&opening(&lang::app::drafts_heading(Vi, 0)))
        .restart();
    app.hides(&opening(&lang::app::drafts_heading(Vi, 0)))
        .keys("5")
        .choose("Bản nháp đã bỏ (1)");
    app.shows(&lang::review_case::visits(Vi)).keys("enter").stands_on("Dở dang").keys("esc");
    app.shows("Bản nháp chưa xong (1)");
    assert!(app.drafts().iter().all(|d| !d.hidden));
}

#[test]
fn a_slow_disk_never_brings_an_older_text_back() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Một'").pause();
    app.slow_disk().keys("' hai' ctrl-c").disk_catches_up();
    app.keys("home enter").stands_on("Một hai");
}

#[test]
fn a_slow_disk_never_brings_a_draft_back_that_was_put_away() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Một'").pause();
    app.slow_disk().keys("f10 'bo ban nhap' enter").disk_catches_up();
    app.hides(&opening(&lang::app::drafts_heading(Vi, 0)));
}

#[test]
fn going_back_by_the_palette_loses_nothing() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Dở dang' ctrl-p 'dong quay lai' enter");
    app.pause();
    assert_eq!(app.drafts().len(), 1, "{}", app.text());
}

#[test]
fn a_second_enter_does_not_save_twice() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong' enter tab 'khac' enter tab tab 'Xem.' pgdn 'dat' enter");
    app.slow_disk().keys("f2 f2 enter").disk_catches_up();
    assert_eq!(app.records("visit").len(), 1);
    assert_eq!(app.drafts(), []);
}

#[test]
fn a_window_that_loses_the_focus_makes_the_text_durable() {
    let mut app = App::at(80, 24);
    app.keys("f2 tab tab tab tab tab 'Vừa gõ'").event(EventKind::Focus(false));
    assert_eq!(app.drafts()[0].typed[0].text, "Vừa gõ");
}

#[test]
fn a_draft_that_the_disk_refused_is_written_again() {
    let mut app = App::at(80, 24);
    app.slow_disk().keys("f2 tab tab tab tab tab 'Vừa gõ'").pause().effects();
    let draft = form_draft(&app);
    app.event(EventKind::Notice(WorkerAnswer::DraftFailed {
        draft, text: "Đĩa đầy.".into()
    }));
    app.shows("Đĩa đầy.").keys("ctrl-q");
    assert!(matches!(app.effects().as_slice(), [Effect::SaveDraft(_), Effect::Quit]));
}

fn form_draft(app: &App) -> sotay::record::Id {
    match app.top() {
        Screen::Form(form) => form.content.draft.id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_discarded_draft_is_listed_and_restored_on_the_command_line() {
    let home = Home::new();
    let mut app = App::officer(home.folder(), Lang::Vi);
    app.keys("f2 tab tab tab tab tab 'Dở dang' esc home del");
    let id = app.drafts()[0].id.to_string();
    app.workers.store().close().unwrap();
    let listed = home.run("vi", &["drafts"], b"");
    assert!(
        listed.well
            && listed.out.contains(&id)
            && listed.out.contains(&lang::form::state_discarded(Vi))
    );
    assert!(!home.run("vi", &["drafts", "restore"], b"").well);
    let unknown = "01a2067f-0000-7000-8000-000000000000";
    assert!(home.run("vi", &["drafts", "restore", unknown], b"").words.contains("Không có"));
    let restored = home.run("vi", &["drafts", "restore", &id], b"");
    assert!(restored.well, "{}", restored.words);
    assert!(home.run("en", &["drafts"], b"").out.contains("open"));
    let mut app = App::officer(home.folder(), Lang::Vi);
    app.shows("Bản nháp chưa xong (1)").keys("home enter").stands_on("Dở dang");
}

/// Words that only searched a list, and were discarded with it, leave no draft.
#[test]
fn a_form_that_nobody_changed_leaves_no_draft() {
    for way in ["f2 'xuong' esc esc", "f2 'zzz' esc esc", "f6 ins esc", "f2 f10 esc esc"] {
        let mut app = App::at(80, 24);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys(way).keys("f5");
        assert_eq!(app.drafts(), [], "{way}");
        app.hides("1 nháp");
    }
    // the draft was already on the disk
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f2 'xuong'").pause();
    assert_eq!(app.drafts().len(), 1);
    app.keys("esc esc f5");
    assert_eq!(app.drafts(), []);
    app.restart();
    assert_eq!(app.drafts(), []);
    // a chosen answer does leave one
    app.keys("f2 'xuong' enter esc f5");
    assert_eq!(app.drafts().len(), 1);
}

#[test]
fn undo_on_today_names_the_draft_that_it_brings_back_also_after_a_restart() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4 end ' Hai' esc f5 home del y").restart();
    app.keys("ctrl-z")
        .shows(&opening(&lang::form::restored(Vi, "…")))
        .shows("Xưởng gỗ Hòa Bình Hai");
    assert_eq!(app.drafts().len(), 1);
}

/// "Saved" beside a form is read as said of the form.
#[test]
fn the_header_of_a_form_does_not_speak_of_another_record() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Bánh đa");
    let saved = lang::app::saved(Vi, "10:42");
    app.keys("f6 f4 end ' Hai' f2").shows(&saved);
    app.keys("ins").hides(&saved).keys("'Ba'").hides(&saved).keys("esc").shows(&saved);
}

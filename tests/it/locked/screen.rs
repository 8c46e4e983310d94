//! The screens of a passphrase: opening, changing it, and a notebook that locks itself.

use sotay::app::Effect;
use sotay::app::event::EventKind;
use sotay::app::update::has_typed_answer;
use sotay::lang::Lang::{En, Vi};
use sotay::lang::cli::passphrase as words;
use sotay::lang::{passphrase as screens, store as store_words};
use sotay::storage::crypto::key::Keys;
use sotay::store::Store;

use super::{ONE, OTHER, closed, data_key, holding};
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::pty::Pty;
use crate::kit::{NOW, opening};
use crate::passphrase::{folder, new};

/// The screen of a notebook with a passphrase, before it is typed.
fn locked_screen() -> App {
    let mut app = App::at(80, 24);
    app.workers.store().passphrase().set(Some(&new(ONE))).unwrap();
    app.restart();
    app
}

#[test]
fn the_screen_opens_with_the_passphrase_alone() {
    let mut app = locked_screen();
    app.shows(&screens::closed(Vi)).hides("Hôm nay");
    // no key leads past it
    app.keys("esc f2 f5 f6 f10 esc").shows(&screens::closed(Vi));
    app.keys("enter").shows(&screens::type_it(Vi));
    app.keys(&format!("'{OTHER}'")).shows("••••••••••••").hides(OTHER).keys("enter");
    app.shows(&store_words::wrong_passphrase(Vi)).shows(&opening(&screens::forgotten(Vi)));
    app.keys(&format!("'x{ONE}'")).keys("ctrl-u").keys(&format!("'{ONE}x' backspace enter"));
    app.shows("F2  Ghi một lượt làm việc");
    assert!(app.workers.store().passphrase().is_set());
    let mut app = locked_screen();
    app.keys("ctrl-q");
    assert!(app.ended);
}

/// Telex would change the input without showing it.
#[test]
fn letters_of_a_passphrase_are_taken_as_they_are() {
    let mut app = App::at(80, 24);
    let typed = "ddwowngf leen";
    app.workers.store().passphrase().set(Some(&new(typed))).unwrap();
    app.restart();
    app.keys("ctrl-t").keys(&format!("'{typed}' enter")).shows("F2  Ghi một lượt làm việc");
    // pasted with its line end
    app.restart();
    app.paste(&format!("{typed}\n")).keys("enter").shows("F2  Ghi một lượt làm việc");
}

#[test]
fn the_passphrase_is_set_changed_and_taken_away_on_the_screen() {
    let mut app = App::at(80, 24);
    app.keys("f10 'mat khau' enter").choose(&screens::item_set(Vi));
    app.shows(&opening(&screens::set_lead(Vi)));
    app.keys(&format!("'{ONE}' enter '{OTHER}' enter")).shows(&screens::not_alike(Vi));
    app.keys(&format!("'{ONE}' enter")).shows(&opening(&words::set(Vi)));
    app.restart();
    app.keys(&format!("'{ONE}' enter"));
    app.keys("f10 'mat khau' enter").choose(&screens::item_change(Vi));
    app.keys(&format!("'{OTHER}' enter '{OTHER}' enter '{OTHER}' enter"));
    app.shows(&store_words::wrong_passphrase(Vi));
    app.keys(&format!("'{ONE}' enter 'ngắn' enter 'ngắn' enter"));
    app.shows(&opening(&words::short(Vi, 8)));
    app.keys(&format!("'{ONE}' enter '{OTHER}' enter '{OTHER}' enter"));
    app.shows(&opening(&words::changed(Vi)));
    app.restart();
    app.keys(&format!("'{OTHER}' enter"));
    app.keys("f10 'mat khau' enter").choose(&screens::item_remove(Vi));
    app.keys(&format!("'{OTHER}' enter")).shows(&opening(&words::removed(Vi)));
    app.restart();
    app.shows("F2  Ghi một lượt làm việc");
}

#[test]
fn the_first_questions_take_a_passphrase() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.keys(&format!("'An' enter 'TT' enter '25' enter '{ONE}'")).hides(ONE);
    app.shows(&opening(&screens::first_set(Vi)));
    app.keys(&format!("enter '{OTHER}' enter")).shows(&screens::not_alike(Vi));
    assert!(!app.effects().iter().any(|effect| matches!(effect, Effect::Init { .. })));
    app.keys(&format!("'{ONE}' enter")).shows("Bắt đầu bằng");
    app.restart();
    app.shows(&screens::closed(Vi)).keys(&format!("'{ONE}' enter")).shows("F2  Ghi một lượt");
    let keys = Keys::read(folder(&app.workers.folder(), Some(ONE))).unwrap();
    assert_eq!(holding(&app.workers.folder(), &data_key(&keys)), Vec::<String>::new());
}

/// Blanks are no passphrase: a notebook that was created with them could not be opened.
#[test]
fn blanks_are_no_passphrase() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.keys("'An' enter 'TT' enter '25' enter '        ' enter '        ' enter");
    app.shows(&words::empty(Vi)).hides("F2  Ghi một lượt làm việc");
    assert!(!Store::exists(&app.workers.folder()));
}

#[test]
fn without_a_passphrase_nothing_is_locked() {
    let mut app = App::at(80, 24);
    app.model.lock_after = Some(60_000);
    app.keys("f2 tab tab tab tab tab 'Dở dang' ctrl-]");
    app.shows(&screens::none_to_lock(Vi, "F10")[..40]).shows("Dở dang");
    app.at_clock(NOW + 3_600_000).pause();
    assert!(!app.ended && !app.model.locks);
}

#[test]
fn the_lock_keeps_what_is_being_typed() {
    for keys in ["ctrl-]", "f10 'khoa so' enter"] {
        let mut app = locked_screen();
        app.keys(&format!("'{ONE}' enter f2 tab tab tab tab tab 'Đang lắp máy xẻ'"));
        app.effects();
        app.keys(keys);
        assert!(app.ended && app.model.locks, "{keys}");
        let effects = app.effects();
        let saved = effects.iter().position(|effect| matches!(effect, Effect::SaveDraft(_)));
        let left = effects.iter().position(|effect| matches!(effect, Effect::Quit));
        assert!(saved.is_some() && saved < left, "{effects:?}");
        app.restart();
        app.shows(&screens::closed(Vi)).hides("Đang lắp").keys(&format!("'{ONE}' enter"));
        app.shows("Bản nháp chưa xong (1)").keys("home enter").shows("Đang lắp máy xẻ");
    }
}

#[test]
fn a_notebook_left_alone_locks_itself() {
    let mut app = locked_screen();
    app.model.lock_after = Some(60_000);
    app.keys(&format!("'{ONE}' enter f2 tab tab tab tab tab 'Đang đo'"));
    app.pause();
    assert!(!app.model.locks);
    // the loop wakes up for it
    let due = app.model.next_deadline().unwrap();
    app.at_clock(due).pause();
    assert!(app.ended && app.model.locks);
    app.restart();
    app.keys(&format!("'{ONE}' enter home enter")).shows("Đang đo");

    // after the machine slept, the first key only locks
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    app.model.lock_after = Some(60_000);
    app.at_clock(NOW + 3_600_000).keys("f2");
    assert!(app.ended && app.model.locks);
    assert!(!matches!(app.top(), sotay::app::layer::Screen::Form(_)));

    // keys postpone it; 0 in the settings turns it off
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    app.model.lock_after = Some(60_000);
    for minute in 1..5 {
        app.at_clock(NOW + minute * 50_000).keys("down");
    }
    assert!(!app.model.locks);
    app.model.lock_after = None;
    app.at_clock(NOW + 36_000_000).keys("down");
    app.event(EventKind::Due);
    assert!(!app.model.locks);
}

#[test]
fn a_clock_that_is_set_back_does_not_keep_the_notebook_open() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    app.model.lock_after = Some(60_000);
    app.at_clock(NOW - 3_600_000).event(EventKind::Due);
    assert!(!app.model.locks);
    assert_eq!(app.model.next_deadline(), Some(NOW - 3_540_000));
}

#[test]
fn what_came_of_work_stays_to_be_read() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter f6"));
    app.model.lock_after = Some(60_000);
    let path = app.workers.path("co-so.csv");
    app.slow_disk().keys("ctrl-r").types(&path).keys("enter");
    app.keys("ctrl-]").shows(&screens::still_working(Vi, "Ctrl-]"));
    assert_eq!(app.model.next_deadline(), None);
    app.at_clock(NOW + 3_600_000).disk_catches_up();
    app.event(EventKind::Notice(sotay::app::event::WorkerAnswer::News(Vec::new())));
    assert!(!app.model.locks);
    assert_eq!(app.model.next_deadline(), Some(NOW + 3_660_000));
}

/// On a slow machine a passphrase is typed twice; the second one must not go to another screen.
#[test]
fn what_is_typed_while_the_passphrase_is_tried_is_shown_nowhere() {
    let mut app = locked_screen();
    app.slow_disk().keys(&format!("'{ONE}' enter '/an/bay/' enter"));
    app.disk_catches_up().shows("F2  Ghi một lượt làm việc").hides("an/bay");
    assert!(app.model.queued.is_empty());
    app.keys("f10 'mat khau' enter").choose(&screens::item_change(Vi));
    app.keys(&format!("'{ONE}' enter '{OTHER}' enter '{OTHER}'"));
    app.slow_disk().keys("enter '/an/bay/' enter");
    app.disk_catches_up().shows(&opening(&words::changed(Vi))).hides("an/bay");
}

/// A prompt leaves no draft, and the message must not say that it does.
#[test]
fn an_answer_that_a_lock_throws_away_is_told_of() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter"));
    assert!(!has_typed_answer(&app.model));
    app.keys("f10 'nhap danh sach' enter").keys("'a.xlsx'");
    assert!(has_typed_answer(&app.model));
}

#[test]
fn a_lock_waits_for_a_draft_that_the_disk_does_not_take() {
    let mut app = locked_screen();
    app.keys(&format!("'{ONE}' enter f2 tab tab tab tab tab 'Giữ lại'")).slow_disk();
    app.keys("ctrl-]");
    let draft = app.drafts().first().map(|draft| draft.id);
    let failed = sotay::app::event::WorkerAnswer::DraftFailed {
        draft: draft.unwrap_or(sotay::record::Id([0; 16])),
        text: "disk full".into(),
    };
    app.event(EventKind::Notice(failed));
    assert!(!app.model.locks && !app.model.is_quitting);
    app.shows("Giữ lại");
}

#[test]
fn every_screen_of_it_fits_and_is_there_in_english() {
    for size in [(80, 24), (40, 12), (40, 15)] {
        let mut app = App::with(Setting { size, lang: En, ascii: true, ..USUAL });
        app.workers.store().passphrase().set(Some(&new(ONE))).unwrap();
        app.restart();
        app.shows(&opening(&screens::present(En))).keys("'abcdef'").shows("******");
        app.keys("enter").shows("! The passphrase is wrong");
    }
}

/// The consequences of a passphrase can be read in full before it is set.
#[test]
fn the_screens_that_change_it_fit_and_say_how_to_turn_back() {
    for (lang, size) in [(Vi, (40, 12)), (En, (40, 12)), (Vi, (80, 24))] {
        let mut app = App::with(Setting { size, lang, ..USUAL });
        let open = |app: &mut App| {
            let command = if lang == Vi { "mat khau" } else { "passphrase" };
            app.keys(&format!("f10 '{command}' enter enter"));
        };
        let whole = |app: &App| {
            let words: Vec<String> = app.screen().iter().map(|row| row.trim().into()).collect();
            words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let is_cut = |app: &App| app.screen()[1..].iter().any(|row| row.contains('…'));
        open(&mut app);
        assert!(whole(&app).contains(&screens::set_lead(lang)), "{}", app.text());
        assert!(!is_cut(&app), "{}", app.text());
        app.shows("Esc").hides("F12:");
        app.keys(&format!("'{ONE}' enter '{OTHER}' enter"));
        assert!(whole(&app).contains(&screens::not_alike(lang)), "{}", app.text());
        app.keys(&format!("'{ONE}' enter"));
        open(&mut app);
        app.shows(&screens::old(lang));
        assert!(!is_cut(&app), "{}", app.text());
        app.keys("esc").hides(&screens::old(lang));
        app.restart();
        // nothing is saved here
        let saves = if lang == Vi { "Lưu" } else { "Save" };
        app.shows(&screens::closed(lang)).hides(saves);
    }
}

#[test]
fn a_real_terminal_is_silent_while_a_passphrase_is_typed_and_shows_nothing_once_locked() {
    let (home, _) = closed();
    let mut pty = Pty::sotay(&home.folder(), &["drafts"]);
    pty.wait_for(words::prompt(Vi).trim());
    assert!(!pty.is_cooked());
    pty.send(&format!("{ONE}\r"));
    assert!(pty.wait_for_end().success() && pty.is_cooked());
    assert!(!pty.text().contains("lên núi"), "{}", pty.text());
    // Ctrl-C leaves the terminal in its normal mode
    let mut pty = Pty::sotay(&home.folder(), &["drafts"]);
    pty.wait_for(words::prompt(Vi).trim());
    pty.send("abc\x03");
    assert_eq!(pty.wait_for_end().code(), Some(1));
    assert!(pty.is_cooked());

    let mut pty = Pty::sotay(&home.folder(), &[]);
    pty.wait_for(&screens::closed(Vi));
    pty.send(&format!("{OTHER}\r"));
    pty.wait_for(&store_words::wrong_passphrase(Vi));
    pty.send(&format!("{ONE}\r"));
    pty.wait_for("Ghi một lượt làm việc");
    // a new visit with a word in it
    pty.send("\x0eMộc Hòa Bình");
    pty.wait_for("Mộc Hòa Bình");
    pty.send("\x1d");
    pty.wait_for(&opening(&screens::was_locked(Vi)));
    assert!(!pty.text().contains("Mộc Hòa Bình"), "{}", pty.text());
    pty.send(&format!("{ONE}\r"));
    pty.wait_for("Bản nháp chưa xong (1)");
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
}

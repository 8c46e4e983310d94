//! Choosing a record: records with the same name are distinguished, by names and places that are
//! shown in full.

use serde_json::json;
use sotay::app::layer::Screen;
use sotay::lang::Lang;
use sotay::record::{Change, Id, Value};
use sotay::store::Commit;

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};

fn weaver(app: &mut App, name: &str, place: &str, phone: &str) -> Id {
    let answers = json!({ "name": name, "type": "htx", "place": place, "status":
        "dang_hoat_dong", "sector": "dd", "products": "khăn", "workers": 12,
        "contact_phone": phone, "tax_none": "chưa đăng ký" });
    app.given("establishment", answers)
}

/// Two with the same name, in Thái Nguyên and in Đồng Tháp, and one with a similar name.
fn namesakes(setting: Setting) -> App {
    let mut app = App::with(setting);
    let first = weaver(&mut app, "Cơ sở dệt Kim Đức", "05488", "0912345678");
    weaver(&mut app, "Cơ sở dệt Kim Đức", "28249", "0706123703");
    weaver(&mut app, "Cơ sở dệt Tân Đức", "28249", "0706123704");
    let visit = json!({ "establishment": first.to_string(), "date": "2026-09-14" });
    app.given("visit", visit);
    app
}

#[test]
fn namesakes_are_told_apart_by_place_phone_and_last_visit() {
    let mut app = namesakes(USUAL);
    app.keys("f2 'co so det kim duc'");
    app.shows("> Cơ sở dệt Kim Đức  Xã Đại Phúc, Thái Nguyên");
    app.shows("Cơ sở dệt Kim Đức  Phường Đạo Thạnh, Đồng Tháp");
    app.shows("Điện thoại …703 · chưa đến").shows("Điện thoại …678 · đến 14/09/2026");
    // if the names differ, the place is enough
    app.keys("f5 f2 'tan duc'").shows("Cơ sở dệt Tân Đức  Phường Đạo Thạnh").hides("…704");
}

#[test]
fn the_picker_is_narrowed_by_place() {
    let mut app = namesakes(USUAL);
    for words in ["kim duc dai phuc", "dai phuc kim duc", "Kim Đức, Thái Nguyên"] {
        app.keys("f5 f2").types(words);
        app.shows("> Cơ sở dệt Kim Đức  Xã Đại Phúc, Thái Nguyên").hides("Đạo Thạnh");
    }
    app.keys("enter").shows("Cơ sở dệt Kim Đức");
}

#[test]
fn names_and_places_stand_whole_on_a_small_screen() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = namesakes(Setting { size: (40, 12), lang, ..USUAL });
        app.keys("f2 'kim duc'").shows("> Cơ sở dệt Kim Đức");
        app.shows("Xã Đại Phúc, Thái Nguyên").shows("…678");
        app.shows("Phường Đạo Thạnh, Đồng Tháp").keys("down").shows("> Cơ sở dệt Kim Đức");
        app.shows("Phường Đạo Thạnh, Đồng Tháp").shows("…703");
    }
}

#[test]
fn the_one_under_the_cursor_is_in_view_however_small_the_window() {
    let mut app = App::with(Setting { size: (40, 12), ..USUAL });
    for n in 0..9 {
        weaver(&mut app, "Cơ sở dệt Kim Đức", "28249", &format!("0912345{n:03}"));
    }
    app.keys("f2 'kim duc'");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..9 {
        let text = app.text();
        let cursor = text.find("> Cơ sở dệt").unwrap_or_else(|| panic!("out of view:\n{text}"));
        let phone = text[cursor..].split('…').nth(1).unwrap_or_else(|| panic!("cut:\n{text}"));
        let phone = phone.get(..3).unwrap().to_owned();
        seen.insert(phone);
        app.keys("down");
    }
    assert_eq!(seen.len(), 9, "{seen:?}");
}

#[test]
fn the_end_of_a_long_name_is_its_own_and_is_not_cut_away() {
    let long = "Công ty trách nhiệm hữu hạn một thành viên sản xuất và thương mại Kim Đức";
    for size in [(80, 24), (40, 12)] {
        let mut app = App::with(Setting { size, ..USUAL });
        weaver(&mut app, long, "28249", "0912345678");
        app.keys("f2 'kim duc'").shows("> Công ty").shows("thương mại Kim Đức");
        app.shows("Phường Đạo Thạnh, Đồng Tháp");
    }
}

#[test]
fn models_of_one_name_are_told_apart_by_their_establishments() {
    let mut app = App::at(80, 24);
    for name in ["HTX chè Tân Cương", "Xưởng mộc Nghĩa"] {
        let there = weaver(&mut app, name, "28249", "0912345678").to_string();
        let answers =
            json!({ "name": "Máy sấy", "establishment": there, "accepted": "2026-03-02" });
        app.given("model", answers);
    }
    app.keys("f2 tab tab tab tab").stands_on("Mô hình trình diễn").types("may say");
    app.shows("Máy sấy  HTX chè Tân Cương").shows("Máy sấy  Xưởng mộc Nghĩa");
    app.shows("02/03/2026");
}

/// The visible answers (first, last) and the total, from the marker at the field or menu.
fn marker(app: &App) -> Option<(usize, usize, usize)> {
    let numbers = |word: &str| -> Option<(usize, usize, usize)> {
        let (view, total) = word.split_once('/')?;
        let (first, last) = view.split_once('-')?;
        let number = |text: &str| text.replace('.', "").parse().ok();
        Some((number(first)?, number(last)?, number(total)?))
    };
    let lines = app.screen();
    let ends = lines.iter().map(|line| line.trim_end_matches(['─', ' ']));
    ends.into_iter().find_map(|line| numbers(line.split_whitespace().last()?))
}

#[test]
fn a_list_of_choices_that_goes_on_says_so() {
    for (width, height) in [(80, 24), (40, 12), (40, 9)] {
        let mut app = App::at(width, height);
        for n in 0..45 {
            weaver(&mut app, &format!("Xưởng {n:02}"), "28249", &format!("0912345{n:03}"));
        }
        app.keys("f2 'xuong'");
        let mut seen = 0;
        for at in 1..=40 {
            let (first, last, total) = marker(&app).unwrap_or_else(|| panic!("{}", app.text()));
            assert_eq!(total, 45, "all that match are counted");
            let shown = app.text().matches("Xưởng ").count();
            assert_eq!(last + 1 - first, shown, "{}", app.text());
            assert!((first..=last).contains(&at), "{at} in {}", app.text());
            seen = seen.max(last);
            app.keys("down");
        }
        assert_eq!(seen, 40);
        app.types(" 07").shows("Xưởng 07");
        assert_eq!(marker(&app), None, "all are in view:\n{}", app.text());
    }
}

#[test]
fn places_and_plain_choices_that_go_on_say_so() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins");
    app.goes_to("Xã", "tab");
    app.types("tan");
    let (first, last, total) = marker(&app).unwrap_or_else(|| panic!("{}", app.text()));
    assert!((first, last) == (1, 7) && total > 40, "{}", app.text());
}

#[test]
fn a_menu_that_goes_on_says_so() {
    for height in [8, 10, 12, 24] {
        let mut app = App::at(80, height);
        app.keys("2 ctrl-f");
        let items = match app.top() {
            sotay::app::layer::Screen::Menu(menu) => menu.items.len(),
            other => panic!("{other:?}"),
        };
        let mut seen = 0;
        for at in 1..=items {
            let (first, last, total) = marker(&app).unwrap_or((1, items, items));
            assert!((first..=last).contains(&at) && total == items, "{}", app.text());
            assert!(last - first < usize::from(height), "{}", app.text());
            seen = seen.max(last);
            app.keys("down");
        }
        assert_eq!(seen, items);
        app.keys("esc f10");
        assert!(marker(&app).is_some_and(|(_, _, total)| total > 12), "{}", app.text());
    }
}

#[test]
fn the_field_tells_the_chosen_one_from_its_namesakes() {
    for (width, height) in [(80, 24), (40, 16)] {
        let mut app = namesakes(Setting { size: (width, height), ..USUAL });
        app.keys("f2 'kim duc dao thanh' enter").shows("Cơ sở dệt Kim Đức");
        app.shows("Đạo Thạnh").shows("…703").hides("Đại Phúc");
        // also in the draft when it is opened again, and in the record
        app.keys("esc f5 home enter").shows("Đạo Thạnh").hides("Đại Phúc");
        app.restart();
        app.keys("home enter").shows("Đạo Thạnh");
        // a record with a unique name takes no extra line
        let mut app = namesakes(Setting { size: (width, height), ..USUAL });
        app.keys("f2 'tan duc' enter").shows("Cơ sở dệt Tân Đức").hides("Đạo Thạnh");
    }
}

/// Two answers with the same name clashed, and the question showed the same words twice.
#[test]
fn namesakes_that_meet_in_a_clash_are_told_apart() {
    let mut app = App::at(120, 40);
    let places = [("05488", "0912345678"), ("28249", "0706123703"), ("08230", "0706123704")];
    let [first, second, third] =
        places.map(|(place, phone)| weaver(&mut app, "Cơ sở dệt Kim Đức", place, phone));
    let answers = json!({ "establishment": first.to_string(), "date": "2026-09-14" });
    let visit = app.given("visit", answers);
    app.keys("f7 f4 up up up up up up up up ctrl-u 'kim duc dao thanh' enter esc");
    let store = app.workers.store();
    let base = store.records().get(visit).unwrap().unwrap().head;
    let set = vec![(1, Some(Value::Link(third)))];
    let changes = vec![Change::Patch { id: visit, base, set }];
    store.commit(Commit { changes, allow_incomplete: true, ..Commit::default() }).unwrap();
    app.keys("f4");
    let text = app.text();
    let clash = text.split("? Lưu lúc").nth(1).unwrap_or_default();
    let (theirs, ours) = clash.split_once("ở đây").unwrap_or_default();
    assert!(theirs.contains("Đức (Xã Phù Ninh"), "{second}\n{text}");
    assert!(ours.contains("Đức (Phường Đạo"), "{second}\n{text}");
}

/// As in a list with one answer, Esc gives back what was there.
#[test]
fn esc_in_a_list_of_several_answers_gives_back_the_old_marks() {
    let mut app = App::at(80, 60);
    workshop(&mut app, "Mộc Hòa Bình");
    app.keys("f6 f4");
    let several = |app: &App| {
        let Screen::Form(form) = app.top() else { panic!("{}", app.text()) };
        let kind = form.content.spec(app.model.programme).unwrap();
        form.content.draft.fields.get(kind.field_by_id("priority").unwrap().no).cloned()
    };
    app.goes_to("Diện ưu tiên", "tab");
    let before = several(&app);
    app.keys("enter space");
    assert_ne!(several(&app), before, "{}", app.text());
    app.keys("esc");
    assert_eq!(several(&app), before);
    app.keys("enter space enter up");
    let kept = several(&app);
    assert_ne!(kept, before);
    app.keys("enter space down space esc");
    assert_eq!(several(&app), kept);
}

/// The second line of help and the details of a choice give way.
#[test]
fn a_list_of_choices_shows_two_of_them_in_the_lowest_window() {
    for lang in [Lang::Vi, Lang::En] {
        for height in 6..12 {
            let mut app = namesakes(Setting { size: (40, height), lang, ..USUAL });
            app.keys("f2");
            for keys in ["'duc'", "down", "down"] {
                app.keys(keys);
                let shown =
                    app.screen().iter().filter(|line| line.contains("Cơ sở dệt")).count();
                assert!(shown >= 2 && app.text().contains("\n  > Cơ"), "{}", app.text());
            }
        }
    }
}

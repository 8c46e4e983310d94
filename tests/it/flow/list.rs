//! Lists: searching, filtering, sorting, moving.

use crate::kit::opening;
use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;

use sotay::app::Effect;
use sotay::app::event::{EventKind, WorkerAnswer};
use sotay::lang::Lang;

use super::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};

fn three() -> App {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Nguyễn Văn Hòa - xưởng mộc");
    workshop(&mut app, "Bánh đa An Khánh");
    let answers = json!({ "name": "Chè xanh Tân Cương", "type": "htx", "place": "08230",
        "status": "ngung", "sector": "a", "products": "chè khô", "workers": 30 });
    app.given("establishment", answers);
    app.keys("f6").shows("Nguyễn Văn Hòa");
    app
}

#[test]
fn columns_of_words_take_the_room_that_is_left() {
    let mut app = App::at(120, 40);
    let there = workshop(&mut app, "HTX chè Tân Cương").to_string();
    let tea = json!({"establishment": there, "name": "Chè đinh", "group": "g2", "brand": "Đinh",
        "ocop_stars": 3});
    app.given("product", tea);
    app.keys("5");
    app.choose("Hoạt động").choose("Sản phẩm");
    // the stars are at the edge, and the group stands there in its short form, complete
    app.stands_on("Nông sản, TP").stands_on("Đinh");
    assert!(app.here().ends_with("  3") && app.here().chars().count() >= 118, "{}", app.here());
}

/// Names of firms often start alike and differ at their end.
#[test]
fn a_long_name_is_cut_in_its_middle() {
    for size in [(80, 24), (40, 12)] {
        let mut app = App::at(size.0, size.1);
        for own in ["Phúc Lợi", "Hòa Bình"] {
            workshop(
                &mut app,
                &format!("Công ty TNHH MTV Sản xuất và Thương mại chế biến gạo {own}"),
            );
        }
        // its legal form is shortened first
        app.keys("f6").shows("Phúc Lợi").shows("Hòa Bình").shows("Cty TNHH");
    }
}

#[test]
fn columns_have_heads_where_there_is_room() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Doanh nghiệp tư nhân Bánh kẹo Hòa Bình");
    visit(&mut app, there, json!({ "date": "2026-10-05", "conclusion": "dat_mot_phan" }));
    app.keys("f7").stands_on("05/10/26 · DNTN Bánh kẹo Hòa Bình").stands_on("1 phần");
    let head = app.screen()[2].clone();
    let at = |line: &str, words: &str| {
        line.find(words)
            .map(|at| line[..at].chars().count())
            .unwrap_or_else(|| panic!("{line}"))
    };
    assert_eq!(at(&head, "Ngày · Cơ sở"), 2);
    assert_eq!(at(&head, "Kết luận"), at(&app.here(), "1 phần"));
    // a low window has records in that line, a narrow one no columns
    for (columns, rows) in [(80, 15), (44, 24)] {
        app.resize(columns, rows);
        assert!(app.screen()[2].starts_with('>'), "{}", app.text());
    }
}

#[test]
fn search_narrows_at_every_letter_without_accents() {
    let mut app = three();
    app.keys("f3 'che'").shows("Chè xanh").hides("Bánh đa").hides("Nguyễn");
    app.keys("backspace backspace backspace").shows("Bánh đa");
    app.keys("'hoa nguyen'").shows("Nguyễn Văn Hòa").hides("Chè xanh");
}

#[test]
fn raw_telex_and_words_of_other_fields_find_too() {
    let mut app = three();
    app.keys("/ 'nguyeenx'").shows("Nguyễn Văn Hòa").hides("Chè xanh").keys("esc esc");
    app.keys("/ 'che kho'").shows("Chè xanh").hides("Nguyễn");
}

/// The first letter does not wait until the data for a search is loaded.
#[test]
fn what_a_search_reads_is_loaded_when_its_box_opens() {
    let mut app = three();
    app.effects();
    app.keys("/");
    assert!(matches!(app.effects().as_slice(), [Effect::PrepareSearch(_)]));
    app.keys("'che'").shows("Chè xanh").keys("esc");
}

#[test]
fn esc_leaves_the_search_box_then_the_words_then_the_list() {
    let mut app = three();
    app.keys("/ 'banh' esc").shows("Tìm: banh").hides("Chè xanh").stands_on("Bánh đa");
    app.keys("esc").shows("Chè xanh").hides("Tìm:");
    app.keys("esc").shows(&lang::app::today(Vi)).hides("Chè xanh");
    app.keys("esc").shows("Đang ở Hôm nay. F12 để thoát.");
}

#[test]
fn words_that_find_nothing_go_with_the_search_box() {
    let mut app = three();
    app.keys("/ 'zzz'").shows("Không có hồ sơ nào khớp \"zzz\"").keys("esc");
    app.shows("Bánh đa").shows("Chè xanh").hides("Tìm:");
}

#[test]
fn tab_keeps_the_search_and_gives_the_keys_back() {
    let mut app = three();
    app.keys("/ 'banh' tab").shows("Tìm: banh").keys("enter").shows("Bánh đa An Khánh");
    app.keys("esc").shows("Tìm: banh").hides("Chè xanh");
}

#[test]
fn enter_opens_the_best_hit_and_arrows_move_while_one_types() {
    let mut app = three();
    app.keys("/ 'an' down up enter").shows("Bánh đa An Khánh").hides("Tìm:");
}

#[test]
fn a_filter_holds_until_it_is_taken_off() {
    let mut app = three();
    app.keys("ctrl-f").shows(&lang::app::filter_title(Vi)).shows(&lang::app::all_records(Vi));
    app.goes_to("Tình trạng: Ngừng", "down");
    app.keys("enter").shows("Chè xanh").hides("Bánh đa").shows("Tình trạng: Ngừng");
    app.keys("ctrl-f enter").shows("Bánh đa");
}

#[test]
fn an_empty_filter_says_so() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Bánh đa An Khánh");
    app.keys("f6 ctrl-f");
    app.goes_to("Tình trạng: Ngừng", "down");
    app.keys("enter").shows(&lang::app::no_filtered(Vi));
}

#[test]
fn incomplete_records_are_marked_and_found() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Bánh đa An Khánh");
    app.given("establishment", json!({ "name": "Chỉ có tên" }));
    app.keys("f5 down").stands_on("1 hồ sơ còn thiếu");
    app.keys("enter").shows("!Chỉ có tên").hides("Bánh đa");
}

#[test]
fn lists_are_ordered_by_name_or_day() {
    let mut app = three();
    let names = |app: &App| -> Vec<usize> {
        let text = app.text();
        ["Bánh đa", "Chè xanh", "Nguyễn"].map(|n| text.find(n).unwrap()).to_vec()
    };
    assert!(names(&app).is_sorted(), "{}", app.text());
    app.keys("f11")
        .shows(&lang::app::sort_title(Vi))
        .keys("down enter")
        .shows("Mới nhất trước");
    let [banh, che, nguyen] = names(&app)[..] else { panic!() };
    assert!(che < banh && banh < nguyen, "{}", app.text());
}

#[test]
fn visits_stand_newest_first() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Bánh đa An Khánh");
    for day in ["2026-08-01", "2026-10-05", "2026-09-03"] {
        visit(&mut app, there, json!({ "date": day }));
    }
    let text = app.keys("f7").text();
    let at = |day: &str| text.find(day).unwrap();
    assert!(at("05/10/26") < at("03/09/26") && at("03/09/26") < at("01/08/26"));
}

#[test]
fn a_long_list_is_moved_over_by_pages_without_holes() {
    let mut app = App::at(60, 12);
    for n in 0..60 {
        app.given("establishment", json!({ "name": format!("Cơ sở số {n:02}") }));
    }
    app.keys("f6").stands_on("số 00").keys("pgdn").stands_on("số 08").shows("số 15");
    app.keys("end").stands_on("số 59").keys("pgup up").stands_on("số 50");
    app.keys("home").stands_on("số 00").keys("down down").stands_on("số 02").shows("số 00");
    for n in 3..60 {
        app.keys("down").stands_on(&format!("số {n:02}"));
    }
}

#[test]
fn lists_follow_a_state_that_grows_and_say_how_far_it_is() {
    let mut app = App::at(80, 24);
    app.keys("f6").shows(&opening(&lang::app::empty_establishments(Vi, "…")));
    app.given("establishment", json!({ "name": "Lò gốm Phù Lãng" }));
    app.hides("Phù Lãng");
    app.event(EventKind::Notice(WorkerAnswer::Rebuilding(lang::app::growing(
        Lang::Vi,
        "1.000",
    ))));
    app.shows("1.000 hồ sơ").shows("Phù Lãng");
    app.given("establishment", json!({ "name": "Lò gốm Thổ Hà" }));
    app.event(EventKind::Notice(WorkerAnswer::StateLoaded(vec![
        "Đã dựng lại sổ.".to_string(),
    ])));
    app.shows("Đã dựng lại sổ.").shows("Thổ Hà");
}

#[test]
fn what_lacks_answers_is_found_whatever_its_kind() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè Tân Cương").to_string();
    let class = |trade: &str| json!({"establishment": there, "trade": trade, "form": "dao_tao", "enrolled": 30});
    app.given("training", class("Sao chè"));
    app.keys("f5").choose("1 hồ sơ còn thiếu");
    app.shows("Lớp đào tạo").shows(&lang::app::incomplete_only(Vi)).stands_on("Sao chè");
    app.given("establishment", json!({"name": "Xưởng không rõ"}));
    app.keys("f5").choose("2 hồ sơ còn thiếu");
    app.shows("Lớp đào tạo (1)").shows("Cơ sở công nghiệp nông thôn (1)");
    app.keys("esc").choose("2 hồ sơ còn thiếu").choose("Lớp đào tạo (1)").stands_on("Sao chè");
}

#[test]
fn a_form_left_for_what_lacks_answers_keeps_its_text() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins").types("Xưởng gốm").keys("ctrl-p 'chua du' enter");
    app.shows(&lang::app::incomplete_only(Vi));
    assert_eq!(app.drafts().len(), 1, "{}", app.text());
    app.restart();
    app.keys("f5 enter").stands_on("Xưởng gốm");
}

/// A list at 80x24, of more records than the first answer holds.
fn hundred() -> App {
    let mut app = App::at(80, 24);
    for n in 0..100 {
        app.given("establishment", json!({ "name": format!("Cơ sở số {n:02}") }));
    }
    app.keys("2").shows("100 hồ sơ");
    app
}

#[test]
fn a_list_answers_after_two_pages() {
    let mut app = hundred();
    app.keys("pgdn pgdn").stands_on("số 38").shows("số 56").hides("số 57");
    app.keys("up").stands_on("số 37").keys("enter").shows("Cơ sở số 37");
    app.keys("esc").stands_on("số 37").keys("home").stands_on("số 00");
    for n in 1..100 {
        app.keys("down").stands_on(&format!("số {n:02}"));
    }
    for script in ["home pgdn pgdn", "end pgup pgup", "home pgdn pgdn pgdn pgdn pgup"] {
        let at_once = hundred().keys_at_once(script).text();
        assert_eq!(at_once, hundred().keys(script).text(), "{script}");
    }
}

#[test]
fn a_list_fills_a_window_that_has_grown() {
    for small in [(20, 5), (10, 2), (40, 12)] {
        let mut app = App::at(small.0, small.1);
        for n in 0..15 {
            app.given("establishment", json!({ "name": format!("Cơ sở {n:02}") }));
        }
        let all = |app: &mut App| {
            for n in 0..15 {
                app.shows(&format!("Cơ sở {n:02}"));
            }
        };
        all(app.keys("2 end").resize(120, 40));
        // again, from a place in the middle of the list
        all(app.resize(small.0, small.1).keys("home down down down").resize(80, 24));
    }
}

#[test]
fn the_mark_stays_on_its_record_when_a_new_name_moves_it() {
    let mut app = three();
    app.keys("down down").stands_on("Nguyễn Văn Hòa").keys("f4 home").types("An ");
    app.keys("f2").shows("An Nguyễn Văn Hòa").stands_on("An Nguyễn Văn Hòa");
    app.keys("enter").shows("An Nguyễn Văn Hòa");
}

/// A long message about a key covered every row of a low window.
#[test]
fn a_message_leaves_the_marked_row_in_sight_while_one_searches() {
    let mut app = App::at(20, 5);
    workshop(&mut app, "Xưởng gỗ mẫu");
    app.keys("f6 / 'mau' ctrl-g");
    assert!(app.screen().iter().any(|line| line.starts_with('>')), "{}", app.text());
    assert!(app.text().contains("Ctrl-G"), "{}", app.text());
}

#[test]
fn an_attachment_is_not_begun_without_its_file() {
    for lang in [Lang::Vi, Lang::En] {
        let mut app = App::with(Setting { lang, ..USUAL });
        let said = lang::app::empty_attachments(lang, "Ins", "…");
        app.keys("f10 'tep dinh' enter").shows(&opening(&said)).shows("Ins › ");
        let bar = app.screen().pop().unwrap();
        assert!(!bar.contains("Ins"), "{bar}");
        app.keys("ins");
        assert!(matches!(app.top(), sotay::app::layer::Screen::List(_)), "{}", app.text());
    }
}

/// A form that lacks what nobody can answer in it would never be saved.
#[test]
fn every_kind_that_a_form_begins_can_be_saved_from_it() {
    use sotay::app::form::answerable;
    use sotay::programme::check::{Context, Subject, check, start};
    use sotay::programme::faults::FaultKind;
    for programme in [crate::kit::programme(), crate::kit::headquarters()] {
        let app = App::at(80, 24);
        let mut ids = app.model.ids();
        let env = sotay::app::form::Env { programme, ..app.model.env(&mut ids) };
        for kind in programme.kinds.iter().filter(|kind| env.creates(kind.no)) {
            let context = Context { today: env.today, officer: env.officer, found: Vec::new() };
            let fields = start(programme, kind, &context, None, None);
            let faults = check(programme, &Subject::of(kind, &fields), &context);
            for fault in faults.iter().filter(|fault| fault.what == FaultKind::Required) {
                let field = kind.field(fault.at.field).unwrap();
                let how = field.computed.as_ref().map(|computed| format!("{:?}", computed.how));
                let from_others = how.is_some_and(|how| !how.contains("kept"));
                let has_way = answerable(programme, field) || from_others;
                assert!(has_way, "{}: {}", kind.id, field.id);
            }
        }
    }
}

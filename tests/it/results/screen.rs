//! The screen of results, by its keys.

use std::sync::Arc;

use serde_json::{Value, json};
use sotay::app::Effect;
use sotay::app::layer::Screen;
use sotay::cancel::CancelToken;
use sotay::indicators::Report;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::Role;
use sotay::services::demo::notebook::{DemoSize, fill_with};

use super::records::training;
use crate::kit::NOW;
use crate::kit::app::{App, Setting, USUAL};
use sotay::lang::Lang;

fn workshop(place: &str) -> Value {
    json!({"name": "Mộc Hòa Bình", "type": "ho_kinh_doanh", "place": place,
        "sector": "dd", "products": "Bàn ghế", "workers": 5, "status": "dang_hoat_dong"})
}

fn notebook(setting: Setting) -> App {
    let mut app = App::with(setting);
    let a = app.given("establishment", workshop("08230")).to_string();
    for (day, fund) in [("2026-03-31", "quoc_gia"), ("2026-04-01", "dia_phuong")] {
        app.given(
            "fair",
            json!({"establishment": a, "fund_level": fund, "name": "Hội chợ",
            "scope": "trong_nuoc", "place": "Việt Trì", "date_from": day, "date_to": day,
            "booths": 1}),
        );
    }
    app.given(
        "target",
        json!({"indicator": "I3", "year_from": 2026, "year_to": 2026,
        "value": "8", "decision": "12/QĐ", "verified": true}),
    );
    app
}

#[test]
fn rows_show_value_target_share_and_how_they_are_counted() {
    let mut app = notebook(USUAL);
    app.keys("6").shows("Năm 2026 · Toàn bộ").shows("Số lao động được đào tạo");
    app.keys("down down").stands_on("Lượt cơ sở tham gia hội chợ");
    let here = app.here();
    // 2 of 8
    assert!(here.contains(" 2 ") && here.contains(" 8 ") && here.contains("25 %"), "{here}");
    app.shows("Tính theo ngày bế mạc.").shows("Mục tiêu: 8");
    app.keys("space")
        .shows(&part_label("I3.establishments"))
        .keys("space")
        .hides(&part_label("I3.establishments"));
}

/// A target of 12 and 1.416,7 % of it were shown joined as "121.416,7…".
#[test]
fn a_share_of_many_times_the_target_keeps_a_blank_before_it() {
    for (trained, shown) in [
        (50, " 12 416,7 % "),
        (170, " 12 1.417 % "),
        (1_199, " 12 9.992 % "),
        (1_200, " 12 >9999 % "),
    ] {
        let mut app = App::with(USUAL);
        let place = json!({"name": "May Hòa Bình", "type": "ho_kinh_doanh", "place": "08230",
            "sector": "dd", "products": "Quần áo", "workers": 5, "status": "dang_hoat_dong"});
        let at = app.given("establishment", place);
        let class = training(at, "2026-03-31", trained, json!({"start": "2026-01-05"}));
        app.given("training", class);
        app.given(
            "target",
            json!({"indicator": "I1", "year_from": 2026, "year_to": 2026,
            "value": "12", "decision": "13/QĐ", "verified": true}),
        );
        app.keys("6").stands_on(shown);
    }
}

#[test]
fn a_period_and_a_place_are_chosen_by_key() {
    let mut app = notebook(USUAL);
    app.keys("6 down down f4").shows("> Tháng 11 năm 2026").keys("down enter");
    app.shows("Quý IV năm 2026").stands_on(" 0");
    app.keys("left left left").shows("Quý I năm 2026").stands_on("  1");
    app.keys("right").shows("Quý II năm 2026").stands_on("  1");
    app.keys("f3").shows("> Toàn bộ").shows("Tỉnh Phú Thọ").keys("down enter");
    app.shows("Quý II năm 2026 · Tỉnh Phú Thọ").stands_on("  1");
    app.keys("f1 esc").shows("Quý II năm 2026");
}

#[test]
fn a_number_opens_its_records_and_they_open_their_page() {
    let mut app = notebook(USUAL);
    app.keys("6 down down enter").shows("I3 Năm 2026").shows("2 hồ sơ");
    app.keys("enter").shows("Tên hội chợ").keys("esc").shows("2 hồ sơ");
    app.keys("esc").stands_on("Lượt cơ sở tham gia hội chợ");
    // a deleted record no longer counts on the way back
    app.keys("enter del 'nhầm' enter").shows("1 hồ sơ");
    app.keys("esc").stands_on(" 1 ");
    // establishments supported, here only by fairs
    app.keys("end up up up up").stands_on("Cơ sở được hỗ trợ").keys("enter");
    app.shows("T1 Năm 2026").shows("1 hồ sơ");
}

#[test]
fn keys_that_only_move_ask_for_nothing() {
    let mut app = notebook(USUAL);
    app.keys("6").effects();
    app.keys("down pgdn end home space up");
    assert!(app.effects().is_empty());
    app.keys("left");
    // after the figures, those of the year before, then what the next keys are likely to need
    let asked = app.effects();
    let [Effect::Results { .. }, Effect::Figures { .. }, ahead @ ..] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    let ahead = ahead.iter().map(|effect| match effect {
        Effect::PrepareReport(query) => query.period.id(),
        other => panic!("{other:?}"),
    });
    assert_eq!(ahead.collect::<Vec<_>>(), ["2024", "2026"]);
}

fn shown_report(app: &App) -> Arc<Report> {
    let Screen::Results(results) = app.top() else { panic!("{}", app.text()) };
    Arc::clone(results.report.as_ref().unwrap())
}

#[test]
fn a_report_shown_before_is_not_computed_again_until_a_record_changes() {
    let mut app = notebook(USUAL);
    app.keys("6");
    let this_year = shown_report(&app);
    app.keys("left left right right");
    assert!(Arc::ptr_eq(&this_year, &shown_report(&app)));
    app.given(
        "target",
        json!({"indicator": "I1", "year_from": 2026, "year_to": 2026,
        "value": "5", "decision": "14/QĐ", "verified": true}),
    );
    app.keys("1 6");
    assert_ne!(shown_report(&app), this_year);
}

#[test]
fn an_empty_notebook_says_that_nothing_has_been_counted() {
    let mut app = App::at(80, 24);
    app.keys("6").shows("chưa có hồ sơ nào được tính").keys("enter").shows("Năm 2026");
    app.keys("end");
    app.goes_to("địa bàn ưu tiên", "up");
    app.shows("Chưa có địa bàn ưu tiên nào được công bố");
}

/// The screen's report lists no records, and what it says of them must not depend on their lists.
#[test]
fn counted_records_were_said_not_to_be_counted_and_sample_records_were_not_named() {
    let mut app = notebook(USUAL);
    app.keys("6").shows("Năm 2026");
    assert!(shown_report(&app).rows.iter().any(|row| row.total().counts_any));
    let [empty, made_up] = [lang::results::EMPTY, lang::results::MADE_UP].map(|is| is.get(Vi));
    app.hides(empty).hides(made_up);
    let amount = DemoSize { establishments: 20, visits: 20, seed: 7 };
    fill_with(app.workers.store(), amount, NOW, &CancelToken::default(), &mut |_, _| {})
        .unwrap();
    app.keys("1 6").hides(empty).shows(made_up);
}

#[test]
fn every_window_shows_the_row_under_the_cursor_and_its_figure() {
    for (size, funds) in [((80, 24), false), ((40, 12), false), ((120, 40), true)] {
        let mut app = notebook(Setting { size, lang: Lang::En, ..USUAL });
        app.keys("6 down down").stands_on("Fair").stands_on(" 2 ").stands_on("25 %");
        let wide = app.here().split_whitespace().filter(|part| *part == "1").count() == 2;
        assert_eq!(wide, funds, "{}", app.here());
    }
}

#[test]
fn words_take_the_room_of_targets_that_are_not_there() {
    let mut app = App::at(80, 24);
    app.keys("6").shows("Cơ sở được hỗ trợ máy móc, chuyển giao công nghệ  ");
    app.hides("…").hides(lang::results::TARGET.get(Vi));
    let mut app = App::with(Setting { size: (40, 12), ..USUAL });
    app.keys("6").shows("Số lao động được đào tạo ");
}

#[test]
fn a_window_with_room_names_its_columns() {
    for (size, lang, heads) in [
        ((120, 40), Lang::Vi, "Quốc gia  Địa phương Không từ KC"),
        ((120, 24), Lang::En, "National       Local     Neither"),
        ((80, 40), Lang::Vi, "Tổng Mục tiêu     Đạt"),
    ] {
        let mut app = notebook(Setting { size, lang, ..USUAL });
        app.keys("6").shows(heads).keys("end").stands_on("T5");
        // a number ends below the end of its column's heading
        app.keys("home down down");
        let (head, row) = (app.screen()[2].clone(), app.here());
        let ends = |line: &str, words: &str| {
            line.find(words).map(|at| line[..at + words.len()].chars().count())
        };
        let name = if lang == Lang::Vi { "Đạt" } else { "Reached" };
        assert_eq!(ends(&head, name), ends(&row, "25 %"), "{head}\n{row}");
    }
}

#[test]
fn the_menu_of_screens_and_the_palette_lead_there() {
    let mut app = notebook(USUAL);
    app.keys("5").shows(lang::results::TITLE.get(Vi)).keys("enter").shows("Năm 2026");
    app.keys("f5 ctrl-p 'ket qua' enter").shows("Năm 2026");
}

#[test]
fn the_period_menu_offers_nothing_that_lies_ahead() {
    let mut app = notebook(USUAL);
    app.keys("6 f4").shows("> Tháng 11 năm 2026").shows("Quý IV năm 2026").hides("12 năm");
    app.shows("11 tháng đầu năm 2026");
    // past periods are offered as they ended
    app.keys("esc left f4").shows("> Tháng 12 năm 2025").shows("Quý IV năm 2025");
    // from a future period the menu leads back to today
    app.keys("esc right right right f4").shows("> Tháng 11 năm 2026");
}

#[test]
fn the_keys_for_the_period_before_and_after_are_hinted() {
    let mut app = notebook(USUAL);
    app.keys("6").shows("Left Trước").shows("Right Sau");
}

#[test]
fn another_period_leaves_the_marked_indicator_alone() {
    let mut app = notebook(Setting { size: (80, 40), ..USUAL });
    // a part of an earlier row that only this year has, and a mark below it
    app.keys("6 down down space").shows(&part_label("I3.establishments")).keys("end up up");
    let mark = |app: &App| app.here().chars().take(20).collect::<String>();
    let marked = mark(&app);
    for key in ["left", "left", "right", "right", "right"] {
        app.keys(key);
        assert_eq!(mark(&app), marked, "{key}\n{}", app.text());
    }
    // on a part that the other period lacks: its row is marked
    app.keys("home down down down")
        .stands_on(&part_label("I3.establishments"))
        .keys("left left left");
    app.stands_on(&part_label("I3.establishments"));
}

/// The label of a part in the programme.
fn part_label(key: &str) -> String {
    let book = &Role::Officer.programme().indicators;
    let mut figures = book.indicators.iter().flat_map(|indicator| &indicator.figures);
    figures.find(|figure| figure.key == key).unwrap().label.vi.clone()
}

#[test]
fn money_is_in_millions_and_the_whole_sum_in_the_head() {
    let mut app = notebook(USUAL);
    let home = app.given(
        "establishment",
        json!({"name": "Mộc Hai", "type": "ho_kinh_doanh", "place": "08230", "sector": "dd",
            "products": "Bàn ghế", "workers": 5, "status": "dang_hoat_dong"}),
    );
    app.given(
        "fair",
        json!({"establishment": home.to_string(), "fund_level": "quoc_gia", "name": "Hội chợ",
            "scope": "trong_nuoc", "place": "Việt Trì", "date_from": "2026-05-01",
            "date_to": "2026-05-02", "booths": 1, "support": 12_345_678}),
    );
    app.keys("6 down down down down down down down down down");
    app.stands_on("12,3 tr").shows("12.345.678 đồng");
}

#[test]
fn a_period_ahead_says_as_of_when_its_rows_are() {
    let mut app = notebook(USUAL);
    let ahead = crate::kit::opening(lang::results::AHEAD.get(Vi));
    app.keys("6").hides(&ahead);
    app.keys("right").shows("Năm 2027").shows(&ahead);
}

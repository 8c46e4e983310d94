//! An establishment gets another commune: it has moved, or the commune was a mistake.

use serde_json::json;
use sotay::app::form::Spot;
use sotay::app::layer::Screen;
use sotay::lang::Lang::Vi;
use sotay::lang::moved as say;
use sotay::record::{Date, Value};

use crate::kit::app::{App, USUAL};
use crate::kit::programme;

const PLACE: u16 = 7;

/// The form of an establishment created on 23/11/2026, opened on a later day, with the cursor on
/// its commune.
fn editing(month: u8, day: u8) -> App {
    let mut app = App::with(USUAL);
    let answers = json!({"name": "Mộc Hòa Bình", "type": "ho_kinh_doanh", "place": "08230",
        "sector": "dd", "products": "Bàn ghế", "workers": 5, "status": "dang_hoat_dong",
        "tax_none": "chưa"});
    app.given("establishment", answers);
    app.at_day(2026, month, day).keys("f6 enter ctrl-e");
    go_to_place(&mut app);
    app
}

fn go_to_place(app: &mut App) {
    for _ in 0..40 {
        if matches!(app.top(), Screen::Form(form) if form.at() == Spot::Field(PLACE)) {
            return;
        }
        app.keys("tab");
    }
    panic!("no form with a place:\n{}", app.text());
}

/// The saved commune and its day.
fn saved(app: &App) -> (String, Date) {
    let kind = programme().kind_by_id("establishment").unwrap();
    let page =
        app.workers.store().records().page(&sotay::record::Query::all(kind.no), 0, 1).unwrap();
    match page.rows[0].fields.get(PLACE) {
        Some(Value::Place(place)) => (place.commune.clone(), place.day),
        other => panic!("{other:?}"),
    }
}

fn day(month: u8, day: u8) -> Date {
    Date { year: 2026, month, day }
}

#[test]
fn a_changed_commune_is_a_move_or_a_mistake_as_the_officer_says() {
    for (answer, expected) in [
        (say::moved_today(Vi, "20/12/2026"), day(12, 20)),
        // a correction: it was never in the old commune
        (say::corrected(Vi, "Xã Phù Ninh"), day(11, 23)),
    ] {
        let mut app = editing(12, 20);
        app.keys("'tân cương' enter f2").shows("từ khi nào?").choose(&answer);
        assert!(!matches!(app.top(), Screen::Form(_)), "{}", app.text());
        assert_eq!(saved(&app), ("05503".into(), expected), "{answer}");
    }
    // on another day, which is typed; an invalid or a future day leaves the question open
    let mut app = editing(12, 20);
    app.keys("'tân cương' enter f2").choose(&say::moved_earlier(Vi));
    app.keys("'31/2' enter").shows(&say::no_such_day(Vi));
    app.choose(&say::moved_earlier(Vi)).keys("'1/3/2027' enter").shows(&say::no_such_day(Vi));
    assert_eq!(saved(&app).0, "08230");
    app.choose(&say::moved_earlier(Vi)).keys("'1/3/2026' enter");
    assert_eq!(saved(&app), ("05503".into(), day(3, 1)));
}

#[test]
fn the_same_commune_chosen_again_can_say_that_there_was_no_move() {
    let mut app = editing(12, 20);
    app.keys("'tân cương' enter f2").choose(&say::moved_today(Vi, "20/12/2026"));
    app.at_day(2026, 12, 24).keys("f6 enter ctrl-e");
    go_to_place(&mut app);
    app.keys("'tân cương' enter f2").choose(&say::always_there(Vi));
    assert_eq!(saved(&app), ("05503".into(), Date { year: 1900, month: 1, day: 1 }));
}

#[test]
fn leaving_the_question_saves_nothing_and_keeps_the_form() {
    let mut app = editing(12, 20);
    app.keys("'tân cương' enter f2").shows("từ khi nào?").keys("esc");
    assert!(matches!(app.top(), Screen::Form(_)), "{}", app.text());
    assert_eq!(saved(&app).0, "08230");
    app.keys("f2").shows("từ khi nào?");
}

#[test]
fn a_place_of_the_same_day_is_corrected_without_a_question() {
    let mut app = editing(11, 23);
    app.keys("'tân cương' enter f2");
    assert_eq!(saved(&app), ("05503".into(), day(11, 23)));
}

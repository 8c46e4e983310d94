//! A request that is never answered: a message says so, and no key is blocked by it.

use sotay::app::event::RequestEnd;
use sotay::lang;
use sotay::lang::Lang::Vi;

use super::workshop;
use crate::kit::app::App;

const SAID: &str = "Sổ không trả lời được.";

#[test]
fn whatever_was_asked_for_is_said_to_be_lost_and_keys_go_on() {
    // the requests, and the keys that make them
    let doors = [
        "f6",
        "f6 enter",
        "6",
        "f6 f4 enter f2",
        "f6 ctrl-y",
        "f2 'x'",
        "f6 del 'ly do' enter",
    ];
    for door in doors {
        let mut app = App::at(80, 24);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        let (before, last) = door.rsplit_once(' ').unwrap_or(("", door));
        app.keys(before).keys_without_answers(last).ends(RequestEnd::Lost);
        app.shows(SAID);
        assert!(app.model.requests.is_empty(), "{door}");
        app.keys("esc esc esc f5").shows(&lang::app::today(Vi)).hides(SAID);
        app.keys("f6 enter").shows("Xưởng gỗ Hòa Bình").shows("bàn, ghế, tủ");
    }
}

#[test]
fn a_notebook_whose_opening_is_lost_says_so_and_can_be_left() {
    let mut app = App::at(80, 24);
    app.restart_without_answers().ends(RequestEnd::Lost);
    app.shows(SAID).keys("esc");
    assert!(app.ended);
}

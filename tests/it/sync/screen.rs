//! The screen of headquarters on a real notebook, with a stick that is carried by hand.

use crate::kit::opening;
use serde_json::json;
use sotay::hq::ingest::intake::IngestContext;
use sotay::hq::ingest::stick;
use sotay::lang;
use sotay::lang::Lang::Vi;

use crate::kit::app::App;
use crate::kit::headquarters::Headquarters;
use crate::kit::now;

#[test]
fn what_waits_goes_by_stick_and_the_receipt_comes_back_on_it() {
    let (office, mut app) = (Headquarters::new(), App::at(80, 24));
    let store = app.workers.shared().get().unwrap().clone();
    office.enrol(&store);
    app.given("establishment", json!({ "name": "Lò gốm Phù Lãng" }));
    app.keys("7").shows("Trung tâm").shows("0/2 thay đổi").shows("chưa gửi 2");
    app.shows(&lang::sync_status::never(Vi));
    let folder = tempfile::tempdir().unwrap();
    let road = format!("folder:{}", folder.path().display());
    app.choose(&opening(&lang::sync_status::another_road(Vi)))
        .shows(&lang::sync_status::ask_road(Vi));
    app.types(&road).keys("enter").shows("0/2").shows("chưa gửi 2");
    let home = office.home();
    let brought = stick::import(IngestContext { home: &home, now }, folder.path()).unwrap();
    assert_eq!(brought.len(), 1);
    // the route used last is offered again
    app.keys("home")
        .choose(&opening(&lang::sync_status::another_road(Vi)))
        .shows("folder:/")
        .keys("enter");
    app.shows("2/2 thay đổi").hides("chưa gửi").hides(&lang::sync_status::never(Vi));
    app.keys("f6 enter").shows("Trung tâm đã nhận");
    app.keys("f5 7")
        .choose(&opening(&lang::sync_status::details(Vi)))
        .shows("Máy: ")
        .shows("đã ký nhận đến số 2");
}

#[test]
fn an_address_that_is_none_is_told_and_nothing_is_lost() {
    let (office, mut app) = (Headquarters::new(), App::at(80, 24));
    let store = app.workers.shared().get().unwrap().clone();
    office.enrol(&store);
    app.keys("7")
        .choose(&lang::sync_status::go_now(Vi))
        .shows(&lang::sync_status::ask_road(Vi));
    app.types("thư viện").keys("enter").shows(&opening(&lang::sync::bad_address(Vi, "…")));
    app.shows("chưa gửi 1");
}

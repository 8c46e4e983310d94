//! Records and their pages: creating, changing, deleting, restoring.

mod deleted;
mod page;

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;

use super::workshop;
use crate::kit::app::App;

#[test]
fn an_establishment_is_recorded_by_keyboard() {
    let mut app = App::at(80, 24);
    app.keys("f6 ins").stands_on("Tên cơ sở").keys("'Mộc Hòa Bình' tab 'hop tac' enter");
    app.stands_on("Xã, phường").keys("'phu tho'").shows("Phú Thọ").keys("enter");
    app.keys("pgdn 'tieu thu' enter 'bàn, ghế' tab '12' pgdn 'Nguyễn Văn An' tab tab");
    app.keys("'0912345678' tab 'co' enter 'hôm nay' pgdn pgdn '1,5 tỷ' tab");
    app.shows("1.500.000.000 đồng").keys("f2").shows("lý do chưa có").keys("f2");
    app.shows("Đã lưu 10:42").shows("Mộc Hòa Bình");
    let kept = &app.records("establishment")[0];
    assert_eq!(kept["capital"], 1_500_000_000_i64);
    assert_eq!(kept["contact_phone"], "0912345678");
    assert_eq!(kept["notice_date"], "2026-11-23");
    app.keys("enter").shows("Hợp tác xã").shows("Nguyễn Văn An");
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter ctrl-e tab tab esc").hides("Sửa: Cơ sở");
    assert_eq!(app.drafts(), []);
}

#[test]
fn a_pasted_pair_of_coordinates_fills_both_fields() {
    let mut app = App::at(80, 60);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 ctrl-e");
    app.goes_to("Vĩ độ", "tab");
    app.paste("21.3227, 105.4019").keys("tab").shows("21,3227").shows("105,4019");
}

#[test]
fn a_record_changed_meanwhile_is_not_overwritten() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 ctrl-e end ' cũ'");
    let store = app.workers.store();
    let head = store.records().get(there).unwrap().unwrap().head;
    let set = vec![(17, Some(sotay::record::Value::Text("tre, nứa".into())))];
    let changes = vec![sotay::record::Change::Patch { id: there, base: head, set }];
    store.commit(sotay::store::Commit { changes, ..Default::default() }).unwrap();
    app.keys("f2").shows("Đã lưu 10:42");
    let records = app.records("establishment");
    assert_eq!(records[0]["name"], "Xưởng gỗ Hòa Bình cũ");
    assert_eq!(records[0]["products"], "tre, nứa");
}

#[test]
fn the_list_of_units_offers_only_what_is_taken() {
    let units = |app: &App| -> Vec<String> {
        let lines = app.screen();
        let at = lines.iter().position(|line| line.contains("> Đơn vị")).expect("units");
        let hit = |line: &String| line.trim_start_matches([' ', '>']).to_string();
        let hits = lines[at + 1..]
            .iter()
            .take_while(|line| line.starts_with("                            "));
        hits.map(hit).collect()
    };
    for (figure, offered) in [
        ("dien", vec!["kWh"]),
        ("nang suat lao dong", vec!["sp/người/ngày"]),
        ("ty le san pham loi", vec!["%"]),
    ] {
        let mut app = App::at(80, 40);
        let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
        let model =
            json!({"code": "MH-1", "name": "Sấy gỗ", "establishment": there.to_string()});
        app.given("model", model);
        app.keys("f8 enter ctrl-r").shows("Mới: Chỉ số");
        for _ in 0..30 {
            if app.here().contains("thêm dòng") {
                break;
            }
            app.keys("tab");
        }
        app.keys("enter").types(figure).keys("enter '5' tab space");
        assert_eq!(units(&app), offered, "{figure}\n{}", app.text());
        app.keys("enter f2").hides(lang::faults::not_offered(Vi, "").trim());
    }
}

#[test]
fn a_number_typed_over_another_replaces_it() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 f4");
    app.goes_to("Tổng số lao động", "tab");
    app.keys("'95'").stands_on("95").keys("ctrl-z").stands_on("12").keys("ctrl-y");
    app.keys("f2").shows(lang::app::saved(Vi, "").trim());
    assert_eq!(app.records("establishment")[0]["workers"], 95);
    // once the cursor was moved, the officer continues with the existing answers
    app.keys("f4");
    app.goes_to("Tổng số lao động", "tab");
    app.keys("end '0'").stands_on("950");
}

//! Rights that come from a province, from work that was given, and from what was taken over.

use serde_json::json;
use sotay::lang::Lang;
use sotay::record::{Body, Change, Place, Value};

use super::{DAY, field_no, give, notices, patch, raw, two};
use crate::kit::NOW;
use crate::kit::app::App;
use crate::kit::world::{World, change, establishment, text};

#[test]
fn an_officer_of_another_province_changed_what_he_never_saw() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let far = w.laptop_in("01", "Trần Xa", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    let products = field_no("establishment", "products");
    patch(&mut w, &far, id, 1, products, &Value::Text("Bịa".into()));
    let base = w.get(id).head;
    raw(&mut w, &far, 2, Body::Del { entity: id, base, reason: "phá".into() });
    // nor by first moving the establishment to his own province
    let place = Place { commune: "00004".into(), name: String::new(), day: DAY };
    patch(&mut w, &far, id, 3, field_no("establishment", "place"), &Value::Place(place));
    patch(&mut w, &far, id, 4, products, &Value::Text("Bịa nữa".into()));
    let before = w.get(id);
    w.fold();
    let after = w.get(id);
    assert_eq!((after.fields, after.deleted), (before.fields, None));
    assert_eq!(w.matters("tu_choi").len(), 4);
    assert_eq!(notices(&w, &far).len(), 4);
    // a reviewer accepts one change, and only that one counts
    let matter = w.matters("tu_choi").into_iter().find(|m| text(m, "first").ends_with("Bịa"));
    w.edit(
        matter.unwrap().id,
        json!({"state": "xong", "decision": "cho_vao", "reason": "Đúng"}),
    );
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Bịa");
    assert_eq!(w.get(id).deleted, None);
}

#[test]
fn what_an_officer_wrote_before_he_moved_counted_no_more_when_logs_were_read_again() {
    let (mut w, mut a, b) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a]);
    let products = field_no("establishment", "products");
    patch(&mut w, &b, id, 1, products, &Value::Text("Trước".into()));
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Trước");
    w.ticks += 1;
    w.moves(&b, "01");
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Trước");
    // from now on the officer works in another province
    patch(&mut w, &b, id, 2, products, &Value::Text("Sau".into()));
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Trước");
    assert_eq!(w.matters("tu_choi").len(), 1);
}

#[test]
fn whoever_was_given_work_at_an_establishment_far_away_could_write_there_from_then_on() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let mut far = w.laptop_in("01", "Trần Xa", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut far]);
    let products = field_no("establishment", "products");
    patch(&mut w, &far, id, 1, products, &Value::Text("Trước".into()));
    // headquarters' clock stands still here: the change arrived before the work was assigned
    w.arrived.last_mut().unwrap().received = NOW - 1;
    w.fold();
    let task = give(&mut w, id, &far);
    w.ticks += 1000;
    patch(&mut w, &far, id, 2, products, &Value::Text("Sau".into()));
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Sau");
    assert_eq!(w.matters("tu_choi").len(), 1);
    // also when everything is read again, and the work is done and deleted
    let base = w.get(task).head;
    change(&w.store, Change::Delete { id: task, base, reason: "xong".into() });
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!(text(&w.get(id), "products"), "Sau");
    assert_eq!(w.matters("tu_choi").len(), 1);
}

#[test]
fn who_took_anothers_work_over_could_not_go_on_with_it() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let far = w.laptop_in("01", "Trần Xa", None);
    let project = a.put("project", json!({"name": "Máy sấy gỗ", "plan_year": 2026}));
    w.round(&mut [&mut a]);
    let name = field_no("project", "name");
    patch(&mut w, &far, project, 1, name, &Value::Text("Trước".into()));
    w.fold();
    w.ticks += 1;
    let when = NOW + w.ticks;
    let pair = (a.who.officer, far.who.officer);
    sotay::hq::admin::handover::handover(&w.home, &w.store, pair, when).unwrap();
    patch(&mut w, &far, project, 2, name, &Value::Text("Sau".into()));
    w.fold();
    assert_eq!(text(&w.get(project), "name"), "Sau");
    assert_eq!(w.matters("tu_choi").len(), 1);
}

#[test]
fn work_that_headquarters_gave_was_deleted_by_whom_it_was_given_to() {
    let (mut w, mut a, mut b) = two();
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let task = give(&mut w, home, &a);
    w.round(&mut [&mut a, &mut b]);
    a.delete(task);
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.get(task).deleted, None);
    assert_eq!(w.matters("tu_choi").len(), 1);
    a.store.close().unwrap();
    let mut app = App::officer(a.dir.clone(), Lang::Vi);
    app.keys("ctrl-p 'cam ket' enter").shows("Kiểm tra");
    app.keys("del").shows("do cấp trên lập");
    app.keys("f4").shows("Nguyễn An").keys("esc");
}

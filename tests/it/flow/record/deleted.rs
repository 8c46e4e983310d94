//! Deleting a record with a reason, what points at it, and restoring it.

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Change, Id, Origin, Value};
use sotay::store::Commit;

use crate::flow::{visit, workshop};
use crate::kit::app::App;
use crate::kit::opening;

#[test]
fn deleting_wants_a_reason_and_can_be_taken_back() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 enter del")
        .shows(&lang::app::ask_delete_named(Vi, "Xưởng gỗ Hòa Bình"))
        .keys("f2")
        .shows(&lang::app::ask_delete_named(Vi, "Xưởng gỗ Hòa Bình"));
    app.keys("esc").hides(&lang::app::ask_delete_named(Vi, "Xưởng gỗ Hòa Bình"));
    app.keys("ctrl-d 'Ghi trùng' f2 ctrl-s")
        .shows(&lang::app::ask_delete_named(Vi, "Xưởng gỗ Hòa Bình"));
    app.keys("enter").shows("Đã xóa: Ghi trùng");
    app.keys("esc").shows(&opening(&lang::app::empty_establishments(Vi, "…")));
    app.keys("ctrl-x").shows("Xưởng gỗ Hòa Bình").shows(&opening(&lang::app::deleted_list(Vi)));
    app.keys("ctrl-u")
        .shows(&opening(&lang::app::no_deleted(Vi)))
        .keys("ctrl-x")
        .shows("Xưởng gỗ");
    assert_eq!(app.records("establishment").len(), 1);
}

#[test]
fn a_deleted_record_shows_its_reason_and_is_restored_from_its_page() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 del 'Nhầm' enter ctrl-x enter").shows("Đã xóa: Nhầm").keys("ctrl-e");
    app.hides("Sửa:").keys("ctrl-u").hides("Đã xóa: Nhầm");
    assert_eq!(app.records("establishment").len(), 1);
}

/// Everything that links to the record, by the links that kinds declare, is listed with its number.
#[test]
fn deleting_says_what_points_at_the_record() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    visit(&mut app, there, json!({ "date": "2026-10-02" }));
    let model = json!({ "code": "MH-1", "name": "Sấy gỗ", "establishment": there.to_string() });
    app.given("model", model);
    app.keys("f2 'xuong go' enter tab 'x' f5");
    app.keys("f6 del").shows(&opening(&lang::form::hanging(Vi, "…"))).shows("2 lượt làm việc");
    app.shows("1 mô hình trình diễn").shows("1 bản nháp").keys("esc");
    app.keys("f7 del")
        .shows(&opening(&lang::app::ask_delete_named(Vi, "…")))
        .hides(&opening(&lang::form::hanging(Vi, "…")));
}

#[test]
fn every_kind_that_links_to_a_record_is_counted_where_it_is_deleted() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    let programme = app.model.programme;
    let links = |kind: &&sotay::programme::spec::Kind| {
        kind.fields().any(|field| field.links_to("establishment"))
    };
    let kinds: Vec<_> = programme.kinds.iter().filter(links).collect();
    assert!(kinds.len() > 5);
    let mut made = 0;
    for kind in &kinds {
        let field = kind.fields().find(|field| field.links_to("establishment")).unwrap();
        let value = match field.ty {
            sotay::programme::spec::Type::Links(_) => Value::Links(vec![there]),
            _ => Value::Link(there),
        };
        made += 1;
        let (id, origin) = (Id([made; 16]), Origin::Officer);
        let fields = [(field.no, value)].into_iter().collect();
        let changes = vec![Change::Create { kind: kind.no, id, fields, origin }];
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        if app.workers.store().commit(commit).is_err() {
            made -= 1;
        }
    }
    let counts = app.workers.store().records().links_to(there).unwrap();
    assert_eq!(counts.iter().map(|(_, n)| n).sum::<usize>(), usize::from(made));
    app.keys("f6 del");
    let words = app.text().replace('\n', " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for (kind, _) in counts {
        let label = programme.kind(kind).unwrap().short.vi.to_lowercase();
        assert!(words.contains(&format!("1 {label}")), "{label}: {}", app.text());
    }
}

#[test]
fn enter_on_an_empty_reason_says_what_is_missing() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "Xưởng gỗ Hòa Bình");
    app.keys("f6 del enter")
        .shows(&opening(&lang::app::write_first(Vi)))
        .keys("'nhầm' enter")
        .shows("Chưa có");
}

/// Every link to a deleted record says that it is deleted.
#[test]
fn a_link_to_a_deleted_record_says_so() {
    let mut app = App::at(80, 40);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app.keys("f6 del 'trùng' enter f7").shows("Hòa Bình (đã xóa)");
    app.keys("enter").shows("Xưởng gỗ Hòa Bình (đã xóa)");
    app.keys("f4").shows("Xưởng gỗ Hòa Bình (đã xóa)");
}

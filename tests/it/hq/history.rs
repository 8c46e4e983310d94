//! The history of a record that several people changed.

use serde_json::json;
use sotay::lang::Lang;

use crate::kit::world::{World, establishment};

#[test]
fn history_said_that_an_officer_replaced_an_answer_that_he_had_never_seen() {
    let mut w = World::new();
    let (mut a, mut b) = (w.laptop("Nguyễn An", None), w.laptop("Lê Bình", None));
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    a.edit(id, json!({"workers": 20}));
    b.edit(id, json!({"workers": 15}));
    w.round(&mut [&mut a, &mut b]);
    let lines = sotay::services::history::history(&w.store, id, Lang::Vi).unwrap();
    let changes: Vec<&String> = lines.iter().filter(|line| line.contains("trước đó")).collect();
    assert_eq!(changes.len(), 2, "{lines:?}");
    // both started from 5, whichever arrived later
    assert!(changes.iter().all(|line| line.contains("trước đó: 5")), "{lines:?}");
    assert!(changes[0].contains("chưa thấy"), "{lines:?}");
}

/// Both lines were cut before the place where they differ.
#[test]
fn a_change_at_the_end_of_a_long_note_could_not_be_seen() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    let note = "Máy xay xát chạy hai ca. ".repeat(60);
    a.edit(id, json!({"notes": format!("{note}Chưa đo bụi.")}));
    a.edit(id, json!({"notes": format!("{note}Đã đo bụi.")}));
    let lines = sotay::services::history::history(&a.store, id, Lang::Vi).unwrap();
    let change = lines.iter().find(|line| line.contains("trước đó: …")).unwrap();
    assert!(change.contains("Chưa đo bụi.") && change.contains("Đã đo bụi."), "{change}");
}

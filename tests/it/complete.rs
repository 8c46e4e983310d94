//! Incomplete records can be completed one answer at a time; complete ones must stay complete.

use crate::kit::field_no;
use crate::kit::programme;
use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::check::{self, FaultKind};
use sotay::record::{Change, FieldNo, Fields, Id, Origin, Record, Value};
use sotay::store::{Commit, CommitError, Store};

use crate::kit::app::App;
use crate::kit::notebook::Notebook;

fn patch(
    store: &Store,
    id: Id,
    set: Vec<(FieldNo, Option<Value>)>,
) -> Result<Record, CommitError> {
    let base = store.records().get(id).unwrap().unwrap().head;
    let changes = vec![Change::Patch { id, base, set }];
    store.commit(Commit { changes, ..Commit::default() })?;
    Ok(store.records().get(id).unwrap().unwrap())
}

fn lacks(error: &CommitError) -> Vec<FieldNo> {
    let CommitError::Refused(faults) = error else { panic!("{error:?}") };
    faults.iter().filter(|f| f.what == FaultKind::Required).map(|f| f.at.field).collect()
}

#[test]
fn one_answer_mended_was_refused_for_the_other_five() {
    let mut app = App::at(80, 24);
    app.given("establishment", json!({ "name": "Mộc Hòa Bình" }));
    app.keys("f5").shows("1 hồ sơ còn thiếu");
    app.goes_to("còn thiếu", "down");
    app.keys("enter enter").shows(&lang::app::incomplete(Vi));
    app.keys("f4")
        .stands_on("Loại hình")
        .keys("'hop tac' enter f2")
        .shows(lang::app::saved(Vi, "").trim());
    assert_eq!(app.records("establishment")[0]["type"], "htx");
    app.shows(&lang::app::incomplete(Vi));
    // the next time, the cursor starts on the next gap
    app.keys("f4")
        .stands_on("Xã, phường")
        .keys("'phu tho' enter f2")
        .shows(lang::app::saved(Vi, "").trim());
    app.keys("f5").shows("1 hồ sơ còn thiếu");
}

#[test]
fn the_key_for_the_next_fault_did_nothing_where_answers_were_missing() {
    let mut app = App::at(80, 24);
    app.given("establishment", json!({ "name": "Mộc Hòa Bình", "type": "htx" }));
    app.keys("f6 enter f4").stands_on("Xã, phường");
    app.keys("f4").stands_on("Tình trạng").keys("f4").stands_on("Nhóm ngành nghề");
}

#[test]
fn an_answer_of_an_incomplete_record_does_not_go_unasked() {
    let mut notebook = Notebook::new();
    let id = notebook.put("establishment", json!({ "name": "Mộc", "workers": 7 }));
    let workers = field_no("establishment", "workers");
    let refused = patch(&notebook.store, id, vec![(workers, None)]).unwrap_err();
    assert_eq!(lacks(&refused), [workers]);
    let name = field_no("establishment", "name");
    let refused = patch(&notebook.store, id, vec![(name, None)]).unwrap_err();
    assert_eq!(lacks(&refused), [name]);
    let note = field_no("establishment", "products");
    let record = patch(&notebook.store, id, vec![(note, Some(Value::Text("chè".into())))]);
    assert_eq!(record.unwrap().fields.get(workers), Some(&Value::Int(7)));
}

#[test]
fn a_visit_with_gaps_is_mended_but_not_settled() {
    let mut notebook = Notebook::new();
    let place = notebook.put("establishment", json!({ "name": "Mộc Hòa Bình" }));
    let visit =
        json!({ "establishment": place.to_string(), "date": "2026-11-01", "state": "nhap" });
    let id = notebook.put("visit", visit);
    let (state, seen) = (field_no("visit", "state"), field_no("visit", "observations"));
    let said = vec![(seen, Some(Value::Text("Máy chạy tốt".into())))];
    patch(&notebook.store, id, said).unwrap();
    let settled = vec![(state, Some(Value::Choice("chot".into())))];
    let refused = patch(&notebook.store, id, settled).unwrap_err();
    assert!(!lacks(&refused).is_empty(), "{refused:?}");
}

/// In every kind, a record that lacks several answers accepts each of them alone, and none of the
/// answers it has may be removed.
#[test]
fn every_kind_is_completed_answer_by_answer() {
    let demo = crate::kit::home::Home::empty();
    demo.run("vi", &["demo", "--establishments", "12", "--visits", "12"], b"");
    let store = demo.open();
    let mut tried = 0;
    for kind in programme().kinds.iter().filter(|kind| !kind.imported) {
        let ids = store.records().ids(kind.no).unwrap();
        let Some(whole) = ids.first().and_then(|(id, _)| store.records().get(*id).unwrap())
        else {
            continue;
        };
        if check::incomplete(programme(), kind, &whole.fields) {
            continue;
        }
        let required: Vec<FieldNo> = kind
            .fields()
            .filter(|field| field.computed.is_none() && !kind.list.title.contains(&field.no))
            .filter(|field| check::required(programme(), kind, field, &whole.fields))
            .map(|field| field.no)
            .filter(|no| kind.lock.as_ref().is_none_or(|lock| lock.reason != *no))
            .collect();
        let [first, second, ..] = required.as_slice() else { continue };
        let without = |gone: &[FieldNo]| -> Fields {
            let all = whole.fields.iter().filter(|(no, _)| !gone.contains(no));
            let lock = |no| kind.lock.as_ref().is_some_and(|lock| lock.field == no);
            let all = all.filter(|(no, _)| !lock(*no));
            // each tax code belongs to one record
            let unique = |no| kind.field(no).is_some_and(|field| field.is_unique_alone());
            all.filter(|(no, _)| !unique(*no)).map(|(no, v)| (no, v.clone())).collect()
        };
        let (id, fields) = (Id([kind.no.to_le_bytes()[0]; 16]), without(&[*first, *second]));
        let create = Change::Create { kind: kind.no, id, fields, origin: Origin::Import };
        let commit =
            Commit { changes: vec![create], allow_incomplete: true, ..Commit::default() };
        if store.commit(commit).is_err() {
            continue;
        }
        let value = whole.fields.get(*first).cloned();
        match patch(&store, id, vec![(*first, value.clone())]) {
            Ok(record) => assert_eq!(record.fields.get(*first), value.as_ref(), "{}", kind.id),
            Err(error) => assert!(lacks(&error).is_empty(), "{}: {error:?}", kind.id),
        }
        tried += 1;
    }
    assert!(tried > 4, "{tried}");
}

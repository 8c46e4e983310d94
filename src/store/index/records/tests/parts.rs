//! Parts of a saved index: only needed parts are read, and an unreadable part makes the index lost.

use super::*;

/// One place and one visit to it.
fn two_rows() -> [PlannedRow; 2] {
    let row = |title: &str, more: &str, home| PlannedRow {
        title: title.into(),
        more: fold(more),
        home,
        via: None,
        place: "",
    };
    [row("An", "gạo", None), row(&HOME.to_string(), "bột", Some(0))]
}

fn index_of_two() -> RecordIndex {
    let mut index = RecordIndex::default();
    let rows = two_rows();
    index.put(&entry(0, &rows[0], PLACE));
    index.put(&entry(1, &rows[1], VISIT));
    index
}

#[test]
fn only_what_is_shown_is_read() {
    let (mut index, parts) = reopened(&mut index_of_two());
    let opened = || std::mem::take(&mut *parts.opened.lock().unwrap());
    assert_eq!(index.kinds(), [PLACE, VISIT]);
    assert!(load::kinds(&mut index, &[PLACE]));
    assert_eq!(opened(), [1], "the rows of places");
    assert_eq!((index.title(0), index.title(1)), ("An".to_owned(), String::new()));
    assert!(load::for_search(&mut index, PLACE));
    assert_eq!(opened(), [2], "their further words");
    assert!(!saved::has_all_rows(&index));
    assert!(load::kinds(&mut index, &[VISIT]));
    assert_eq!(opened(), [3]);
    assert_eq!(index.title(1), "An");
    assert!(load::whole(&mut index) && load::whole(&mut index));
    assert_eq!(opened(), [4]);
    let (mut index, parts) = reopened(&mut index_of_two());
    assert!(load::kinds(&mut index, &[VISIT]));
    assert_eq!(*parts.opened.lock().unwrap(), [1, 3], "a visit is named after its place");
    assert_eq!(index.slot(id(0)), Some(0));
}

/// After `lose` the saved index must not be used as the current one.
#[test]
fn an_index_that_records_have_passed_by_is_changed_and_lost() {
    let (mut index, _) = reopened(&mut index_of_two());
    assert!(load::whole(&mut index) && !index.is_changed());
    saved::lose(&mut index);
    assert!(index.is_changed() && index.changes() > 0);
    assert!(!load::all(&mut index) && Snapshot::of(&mut index).is_none());
    let mut again = index_of_two();
    again.take_place_of(&index);
    assert!(again.is_changed() && again.changes() > index.changes() && load::all(&mut again));
}

#[test]
fn an_index_with_a_part_that_cannot_be_read_is_lost() {
    for damaged in 1..=4 {
        let mut parts = parts_of(&mut index_of_two());
        parts.bytes[damaged].pop();
        let parts = Arc::new(parts);
        let shared = Arc::clone(&parts) as Arc<dyn SavedParts>;
        let mut index = read_shared(&mut &parts.bytes[0][..], shared).unwrap();
        assert!(!load::whole(&mut index), "{damaged}");
        assert!(
            !load::all(&mut index) && !load::kinds(&mut index, &[PLACE]),
            "nothing is shown of it"
        );
        assert!(!saved::has_all_rows(&index) && Snapshot::of(&mut index).is_none());
        let mut again = RecordIndex::default();
        again.take_place_of(&index);
        assert!(load::whole(&mut again) && again.merges() > index.merges());
        again.put(&entry(0, &two_rows()[0], PLACE));
        assert_eq!(found(&mut again, PLACE, "gao"), [id(0)]);
    }
}

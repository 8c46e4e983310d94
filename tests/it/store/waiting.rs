//! Changes that are in the journal but not yet in the state count like all others.

use sotay::programme::check::{Fault, FaultKind};
use sotay::record::{Change, Query};
use sotay::store::{CommitError, StoreError};

use super::small::*;

#[test]
fn a_record_that_waits_can_be_linked_to_and_is_not_made_twice() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Một"));
    save(&store, visit(2, 1, day(11, 3)));
    let again = try_save(&store, establishment(1, "Một nữa"));
    assert!(matches!(again, Err(CommitError::Exists(found)) if found == id(1)), "{again:?}");
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 10).unwrap().total, 1);
}

#[test]
fn a_record_that_waits_is_changed_at_the_head_that_was_told() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let (_, head) = save(&store, establishment(1, "Cũ")).heads[0];
    let set = vec![(1, Some(text("Mới")))];
    save(&store, Change::Patch { id: id(1), base: head, set });
    assert_eq!(get(&store, 1).fields.get(1), Some(&text("Mới")));
}

#[test]
fn what_was_refused_is_not_known_to_what_comes_after() {
    let notebook = Notebook::new();
    let store = notebook.open();
    assert!(try_save(&store, create(ESTABLISHMENT, 1, &[])).is_err());
    assert!(try_save(&store, visit(2, 1, day(11, 3))).is_err());
    save(&store, establishment(1, "Một"));
    save(&store, visit(2, 1, day(11, 3)));
}

#[test]
fn what_nobody_asked_for_is_there_after_a_kill() {
    let notebook = Notebook::new();
    let store = notebook.open();
    // more than may wait at once, and some that still wait
    for n in 0..150 {
        save(&store, establishment(n, &format!("Số {n}")));
    }
    drop(store);
    let store = notebook.open();
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 1).unwrap().total, 150);
    for n in 0..150 {
        assert_eq!(get(&store, n).fields.get(1), Some(&text(&format!("Số {n}"))));
    }
}

#[test]
fn a_notebook_that_was_closed_takes_nothing() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Một"));
    store.close().unwrap();
    let late = try_save(&store, establishment(2, "Hai"));
    assert!(matches!(late, Err(CommitError::Store(StoreError::Closed))), "{late:?}");
    let store = notebook.open();
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 10).unwrap().total, 1);
}

#[test]
fn a_check_reads_a_record_again_after_it_was_changed() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Một"));
    let store = {
        store.close().unwrap();
        notebook.open()
    };
    // both checks read the stored establishment
    save(&store, visit(2, 1, day(11, 3)));
    assert!(save(&store, visit(3, 1, day(11, 4))).warnings.is_empty());
    let (id, base) = (id(1), get(&store, 1).head);
    save(&store, Change::Delete { id, base, reason: "nhầm".into() });
    let late = save(&store, visit(4, 1, day(11, 5))).warnings;
    assert!(
        matches!(late[..], [(_, Fault { what: FaultKind::DeletedRecord, .. })]),
        "{late:?}"
    );
}

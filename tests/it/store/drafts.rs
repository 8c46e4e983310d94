use super::small::*;
use sotay::record::{Change, Path, Typed, Value};
use sotay::store::Options;
use sotay::store::{Commit, Store};

#[test]
fn a_draft_survives_a_kill() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let mut draft = draft(1, &[(1, text("Xưởng"))]);
    store.drafts().save(&draft).unwrap();
    draft.fields.set(5, text("chiếu"));
    draft.typed = vec![Typed { path: Path::field(8), text: "đang v".into(), cursor: 7 }];
    draft.at = Some(Path { field: 6, cell: Some((id(9), 2)) });
    draft.edits = Some((id(3), 77));
    store.drafts().save(&draft).unwrap();
    let killed = notebook.killed();
    assert_eq!(killed.open().drafts().list(), [draft.clone()]);
    // and after a clean close, which writes the head
    store.close().unwrap();
    assert_eq!(notebook.open().drafts().list(), [draft]);
}

#[test]
fn a_draft_of_many_pictures_is_the_last_one() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let mut draft = draft(1, &[]);
    for n in 0..70u64 {
        draft.changed = NOW + n;
        draft
            .fields
            .put([1, 3, 5, 8][n as usize % 4], (n % 3 > 0).then(|| text(&format!("số {n}"))));
        store.drafts().save(&draft).unwrap();
        if n == 40 {
            store.maintenance().checkpoint().unwrap();
        }
    }
    let no = store.drafts().save(&draft).unwrap();
    assert_eq!(
        store.drafts().save(&draft).unwrap(),
        no,
        "the same picture is not written twice"
    );
    assert_eq!(notebook.killed().open().drafts().list(), [draft.clone()]);
    // without the head, from the journal alone
    let killed = notebook.killed();
    std::fs::remove_file(killed.dir.join("head")).unwrap();
    assert_eq!(killed.open().drafts().list(), [draft]);
}

#[test]
fn the_record_ends_its_draft_in_the_same_frame() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let drafted = draft(1, &[(1, text("Xưởng"))]);
    let frame = store.drafts().save(&drafted).unwrap();
    let changes = vec![establishment(2, "Xưởng")];
    let commit = Commit {
        changes,
        ends_draft: Some(id(1)),
        allow_incomplete: false,
        ..Commit::default()
    };
    assert_eq!(store.commit(commit).unwrap().frame, frame + 1);
    assert_eq!(store.drafts().list(), []);
    let killed = notebook.killed().open();
    assert_eq!(
        (killed.drafts().list(), killed.records().get(id(2)).unwrap().is_some()),
        (vec![], true)
    );
}

#[test]
fn a_refused_record_leaves_its_draft() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let drafted = draft(1, &[(5, text("chiếu"))]);
    store.drafts().save(&drafted).unwrap();
    let changes = vec![create(ESTABLISHMENT, 2, &[])];
    let commit = Commit {
        changes,
        ends_draft: Some(id(1)),
        allow_incomplete: false,
        ..Commit::default()
    };
    assert!(store.commit(commit).is_err());
    assert_eq!(store.drafts().list(), [drafted]);
}

#[test]
fn a_hidden_draft_comes_back_for_thirty_days() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let day = 24 * 3600 * 1000;
    let mut old = draft(1, &[(1, text("Cũ"))]);
    old.changed = NOW - 31 * day;
    let mut young = draft(2, &[(1, text("Mới"))]);
    young.changed = NOW - 29 * day;
    for draft in [&old, &young] {
        store.drafts().save(draft).unwrap();
        store.drafts().end(draft.id, true).unwrap();
    }
    drop(store);
    let store = notebook.open();
    let drafts = store.drafts().list();
    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].hidden && drafts[0].id == young.id);
    store.drafts().restore(young.id).unwrap();
    assert_eq!(store.drafts().list(), [young.clone()]);
    store.drafts().end(young.id, false).unwrap();
    assert_eq!(store.drafts().list(), []);
}

/// Written two months ago, discarded today: the 30 days count from today.
#[test]
fn a_discarded_draft_is_kept_for_thirty_days_from_then_on() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let mut old = draft(1, &[(1, text("Cũ"))]);
    old.changed = NOW - 60 * 24 * 3600 * 1000;
    store.drafts().save(&old).unwrap();
    store.drafts().discard(old.id).unwrap();
    drop(store);
    let drafts = notebook.open().drafts().list();
    assert_eq!((drafts.len(), drafts[0].hidden, drafts[0].changed), (1, true, NOW));
    assert_eq!(drafts[0].fields, old.fields);
    let store = notebook.open();
    store.drafts().restore(old.id).unwrap();
    assert!(!store.drafts().list()[0].hidden);
}

/// One session with a clock that is a year ahead, then the clock is right again.
#[test]
fn a_wrong_clock_dropped_a_discarded_draft() {
    let notebook = Notebook::new();
    let discarded = draft(1, &[(1, text("Bỏ nhầm"))]);
    let store = notebook.open();
    store.drafts().save(&discarded).unwrap();
    store.drafts().discard(discarded.id).unwrap();
    store.close().unwrap();
    let ahead =
        Options { take_over: false, serve_early: false, now: || NOW + 365 * 86_400_000 };
    let (store, _) = Store::open(programme(), &notebook.dir, ahead).unwrap();
    assert_eq!(store.drafts().list(), []);
    store.drafts().save(&draft(2, &[(1, text("Mới"))])).unwrap();
    store.close().unwrap();
    let found = notebook.open().drafts().list();
    assert!(found.iter().any(|one| one.id == discarded.id), "{found:?}");
}

#[test]
fn a_record_is_read_as_it_was_at_any_of_its_heads() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let commit = |changes| store.commit(Commit { changes, ..Commit::default() }).unwrap();
    let mut heads = vec![commit(vec![establishment(2, "Một")]).heads[0].1];
    for name in ["Hai", "Ba", "Bốn"] {
        let set = vec![(1, Some(text(name)))];
        let base = *heads.last().unwrap();
        heads.push(commit(vec![Change::Patch { id: id(2), base, set }]).heads[0].1);
    }
    for (head, name) in heads.iter().zip(["Một", "Hai", "Ba", "Bốn"]) {
        let fields = store.history().fields_at(id(2), *head).unwrap().unwrap();
        assert_eq!(fields.get(1), Some(&text(name)));
    }
    assert_eq!(store.history().fields_at(id(2), 12345).unwrap(), None);
    assert_eq!(store.history().fields_at(id(7), heads[0]).unwrap(), None);
}

#[test]
fn the_last_touched_draft_comes_first() {
    let notebook = Notebook::new();
    let store = notebook.open();
    for (n, changed) in [(1, 5), (2, 9), (3, 1)] {
        let mut draft = draft(n, &[(7, Value::Bool(true))]);
        draft.changed = changed;
        store.drafts().save(&draft).unwrap();
    }
    let order: Vec<_> = store.drafts().list().iter().map(|d| d.id).collect();
    assert_eq!(order, [id(2), id(1), id(3)]);
}

//! The store as the app sees it: what is saved can be read again, wrong changes are refused, and
//! lists equal a naive reading of all records.

mod deferred;
mod drafts;
mod due;
mod every_step;
mod growing;
mod lists;
mod old_drafts;
mod packed;
mod places;
mod ranking;
pub mod small;
mod today;
mod unload;
mod waiting;

use std::sync::Arc;

use small::*;
use sotay::programme::faults::FaultKind;
use sotay::record::{Change, Path, Query, Value};
use sotay::storage::limits;
use sotay::store::{Commit, CommitError, PastEvent, Store, StoreError};

#[test]
fn a_record_is_there_again() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let done = save(&store, establishment(1, "Xưởng cưa Hai Lúa"));
    assert_eq!(done.seqs, [2], "the officer's own record is the first op");
    let before = get(&store, 1);
    assert_eq!(done.heads, [(id(1), before.head)]);
    store.close().unwrap();
    let store = notebook.open();
    assert_eq!(get(&store, 1), before);
    assert_eq!(
        store.records().officer().unwrap().unwrap().fields.get(1),
        Some(&text("Lý Thị Mai"))
    );
}

#[test]
fn only_named_fields_change_and_a_stale_base_is_refused() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Cũ"));
    let first = get(&store, 1).head;
    save(&store, patch(&store, 1, 1, Some(text("Mới"))));
    assert_eq!(get(&store, 1).fields.get(2), Some(&Value::Choice("htx".into())));
    let stale = Change::Patch { id: id(1), base: first, set: vec![(1, Some(text("Khác")))] };
    let head = get(&store, 1).head;
    match try_save(&store, stale) {
        Err(CommitError::Stale { head: told, .. }) => assert_eq!(told, head),
        other => panic!("{other:?}"),
    }
    save(&store, patch(&store, 1, 2, None));
    assert_eq!(get(&store, 1).fields.get(2), None);
    assert_eq!(get(&store, 1).fields.get(1), Some(&text("Mới")));
}

#[test]
fn faults_give_no_number() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let nameless = || create(ESTABLISHMENT, 1, &[(5, text("chiếu cói"))]);
    assert!(
        matches!(try_save(&store, nameless()), Err(CommitError::Refused(f)) if f.len() == 1)
    );
    assert!(matches!(try_save(&store, visit(2, 9, day(11, 1))), Err(CommitError::Refused(_))));
    let none = Change::Restore { id: id(8), base: 0 };
    assert!(matches!(try_save(&store, none), Err(CommitError::Missing(_))));
    let import = Commit { allow_incomplete: true, ..one(nameless()) };
    assert_eq!(store.commit(import).unwrap().seqs, [2]);
    assert!(matches!(try_save(&store, establishment(1, "A")), Err(CommitError::Exists(_))));
    let incomplete = Query { incomplete: true, ..Query::all(ESTABLISHMENT) };
    assert_eq!(store.records().page(&incomplete, 0, 9).unwrap().total, 1);
}

#[test]
fn a_second_one_with_the_same_answer_warns() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let with_tax = |n, tax: &str| create(ESTABLISHMENT, n, &[(1, text("A")), (3, text(tax))]);
    assert_eq!(save(&store, with_tax(1, "Ab 01")).warnings, []);
    assert_eq!(save(&store, with_tax(2, "ab  01")).warnings.len(), 1);
    assert_eq!(save(&store, with_tax(3, "ab02")).warnings, []);
    // two commits in one group see each other
    let both = store.commit_many(vec![one(with_tax(4, "x")), one(with_tax(5, "x"))]);
    let warnings: Vec<usize> = both.into_iter().map(|d| d.unwrap().warnings.len()).collect();
    assert_eq!(warnings, [0, 1]);
}

#[test]
fn a_group_stands_or_falls_one_by_one() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let commits = vec![
        one(establishment(1, "Một")),
        one(create(ESTABLISHMENT, 2, &[])),
        // linked to a record of the same group
        one(visit(3, 1, day(11, 3))),
    ];
    let done = store.commit_many(commits);
    assert!(done[0].is_ok() && done[2].is_ok());
    assert!(matches!(done[1], Err(CommitError::Refused(_))));
    // all or nothing within one commit
    let changes = vec![establishment(4, "Bốn"), create(ESTABLISHMENT, 5, &[])];
    let together =
        Commit { changes, ends_draft: None, allow_incomplete: false, ..Commit::default() };
    assert!(store.commit(together).is_err());
    assert_eq!(store.records().get(id(4)).unwrap(), None);
}

#[test]
fn a_large_command_is_split_and_stays_whole() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let note = text(&"ghi chép ".repeat(500));
    let changes: Vec<Change> = (0..200)
        .map(|n| create(ESTABLISHMENT, n, &[(1, text(&format!("Số {n}"))), (8, note.clone())]))
        .collect();
    let commit =
        Commit { changes, ends_draft: None, allow_incomplete: false, ..Commit::default() };
    let done = store.commit(commit).unwrap();
    assert_eq!(done.seqs, (2..202).collect::<Vec<u64>>());
    drop(store);
    let store = notebook.open();
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 1).unwrap().total, 200);
}

#[test]
fn what_is_too_large_is_refused_before_the_journal() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let huge = create(ESTABLISHMENT, 1, &[(1, text("A")), (8, text(&"ồ".repeat(9_000)))]);
    let Err(CommitError::Refused(faults)) = try_save(&store, huge) else { panic!("saved") };
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].at, Path::field(8));
    assert_eq!(faults[0].what, FaultKind::TooLarge { bytes: 27_000, max: limits::NOTE });
    assert_eq!(store.records().get(id(1)).unwrap(), None);
}

#[test]
fn a_command_beyond_a_journal_file_took_the_commands_beside_it_along() {
    let notebook = Notebook::new();
    let store = notebook.open();
    // letters that compress badly
    let mut state = 1u64;
    let mut note = || -> String {
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from_u32(0x4e00 + (state >> 50) as u32).unwrap()
        };
        (0..5_000).map(|_| letter()).collect()
    };
    let huge: Vec<Change> = (100..600)
        .map(|n| create(ESTABLISHMENT, n, &[(1, text(&format!("Số {n}"))), (8, text(&note()))]))
        .collect();
    let beside = |n| one(establishment(n, &format!("Cơ sở {n}")));
    let huge = Commit {
        changes: huge,
        ends_draft: None,
        allow_incomplete: false,
        ..Commit::default()
    };
    let results = store.commit_many(vec![beside(1), huge, beside(2)]);
    let [first, second, third] = &results[..] else { panic!("{}", results.len()) };
    assert!(first.is_ok() && third.is_ok());
    assert!(matches!(second, Err(CommitError::Store(StoreError::TooLarge { .. }))));
    drop(store);
    let store = notebook.open();
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 1).unwrap().total, 2);
}

#[test]
fn deleting_can_be_undone_and_history_tells_it_all() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "Một"));
    save(&store, patch(&store, 1, 1, Some(text("Hai"))));
    let reason = "nhập hai lần".to_string();
    save(&store, Change::Delete { id: id(1), base: get(&store, 1).head, reason });
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 9).unwrap().total, 0);
    let set = vec![(1, Some(text("Ba")))];
    let edit = Change::Patch { id: id(1), base: get(&store, 1).head, set: set.clone() };
    assert!(matches!(try_save(&store, edit), Err(CommitError::Deleted(_))));
    save(&store, Change::Restore { id: id(1), base: get(&store, 1).head });
    assert_eq!(get(&store, 1).deleted, None);
    assert_eq!(store.records().page(&Query::all(ESTABLISHMENT), 0, 9).unwrap().total, 1);
    let past = store.history().of(id(1)).unwrap();
    assert!(matches!(&past[0].event, PastEvent::Made { fields } if fields.len() == 2));
    assert!(matches!(&past[1].event, PastEvent::Changed(c) if *c == [(1, Some(text("Hai")))]));
    assert!(matches!(&past[2].event, PastEvent::Deleted { .. }));
    assert!(matches!(&past[3].event, PastEvent::Restored));
    assert_eq!(past[3].head, get(&store, 1).head);
    assert_eq!(past.iter().map(|p| p.seq).collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn history_goes_over_several_files_of_the_journal() {
    let (_notebook, store) = of_two_files();
    let seqs = |n| store.history().of(id(n)).unwrap().iter().map(|p| p.seq).collect::<Vec<_>>();
    assert_eq!((seqs(1), seqs(2), seqs(3)), (vec![2, 1_004], vec![1_003], vec![]));
}

#[test]
fn answers_of_a_newer_version_survive_an_edit() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let unknown = Value::Unknown(vec![1, 2, 3]);
    save(&store, create(ESTABLISHMENT, 1, &[(1, text("A")), (900, unknown.clone())]));
    save(&store, patch(&store, 1, 1, Some(text("B"))));
    drop(store);
    let store = notebook.open();
    assert_eq!(get(&store, 1).fields.get(900), Some(&unknown));
    assert_eq!(get(&store, 1).fields.get(1), Some(&text("B")));
}

#[test]
fn a_save_right_after_opening_waits_for_the_state() {
    let notebook = Notebook::new();
    for n in 0..5 {
        let (store, _) = Store::open(programme(), &notebook.dir, options()).unwrap();
        save(&store, establishment(n, "Ngay"));
        assert_eq!(store.findings(), []);
        store.close().unwrap();
    }
    let all = Query::all(ESTABLISHMENT);
    assert_eq!(notebook.open().records().page(&all, 0, 9).unwrap().total, 5);
}

#[test]
fn a_second_instance_is_told_who_holds_the_notebook() {
    let notebook = Notebook::new();
    let store = notebook.open();
    match Store::open(programme(), &notebook.dir, options()).map(|_| ()) {
        Err(StoreError::Held(holder)) => assert_eq!(holder.pid, std::process::id()),
        other => panic!("{other:?}"),
    }
    assert!(matches!(Store::verify(programme(), &notebook.dir), Err(StoreError::Held(_))));
    store.close().unwrap();
    assert!(matches!(store.records().get(id(1)), Err(StoreError::Closed)));
    assert!(matches!(try_save(&store, establishment(1, "A")), Err(CommitError::Store(_))));
    notebook.open();
}

#[test]
fn no_notebook_and_two_notebooks_are_told_apart() {
    let temp = tempfile::tempdir().unwrap();
    let opened = Store::open(programme(), temp.path(), options());
    assert!(matches!(opened.map(|_| ()), Err(StoreError::NoNotebook(_))));
    let notebook = Notebook::new();
    let setup = sotay::store::Setup {
        officer_name: "B".into(),
        unit: "B".into(),
        province: "04".into(),
    };
    let again = Store::init(programme(), &notebook.dir, &setup, NOW);
    assert!(matches!(again, Err(StoreError::AlreadyNotebook)));
}

#[test]
fn many_threads_may_ask_while_one_writes() {
    let notebook = Notebook::new();
    let store = Arc::new(notebook.open());
    let reader = {
        let store = Arc::clone(&store);
        std::thread::spawn(move || {
            let mut last = 0;
            while last < 50 {
                let page = store.records().page(&Query::all(ESTABLISHMENT), 0, 100).unwrap();
                assert!(page.total >= last && page.rows.len() == page.total);
                last = page.total;
            }
        })
    };
    (0..50).for_each(|n| {
        save(&store, establishment(n, "Cơ sở"));
    });
    reader.join().unwrap();
}

#[test]
fn no_personal_answer_stands_in_clear_on_the_disk() {
    let notebook = Notebook::new();
    let store = notebook.open();
    let phone = "0912345678";
    save(&store, create(ESTABLISHMENT, 1, &[(1, text("Kín đáo")), (6, text(phone))]));
    store.close().unwrap();
    fn all(dir: &std::path::Path, out: &mut Vec<u8>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all(&path, out)
            } else {
                out.extend(std::fs::read(path).unwrap())
            }
        }
    }
    let mut bytes = Vec::new();
    all(&notebook.dir, &mut bytes);
    for secret in [phone, "Kín đáo", "kin dao", "Lý Thị Mai"] {
        assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{secret}");
    }
}

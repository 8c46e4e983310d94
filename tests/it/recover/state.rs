//! A damaged, foreign or outdated state is built again from the journal.

use std::path::Path;

use sotay::record::Query;
use sotay::store::Store;

use super::{comes_back, fill, filled, sound};
use crate::store::small::*;

#[test]
fn a_missing_state_is_made_from_the_journal() {
    let (notebook, all) = filled();
    std::fs::remove_dir_all(notebook.dir.join("state")).unwrap();
    comes_back(&notebook, &all, true);
}

#[test]
fn a_half_built_state_is_not_believed() {
    let (notebook, all) = filled();
    std::fs::remove_file(notebook.state_folder().join("READY")).unwrap();
    comes_back(&notebook, &all, true);
}

fn database(notebook: &Notebook) -> std::path::PathBuf {
    notebook.state_folder().join("db")
}

/// Damage of every sort at many places: whatever sled does with it, the records come back.
fn damaged(spoil: impl Fn(&Path, usize, usize)) {
    let (notebook, all) = filled();
    const CASES: usize = 8;
    for case in 0..CASES {
        let copy = notebook.killed();
        spoil(&database(&copy), case, CASES);
        let (store, _) = copy.open_telling();
        assert_eq!(everything(&store), all, "case {case}");
        store.close().unwrap();
        // damage not found so far is found by reading everything
        let report = Store::verify(programme(), &copy.dir).unwrap();
        if !report.whole() || report.state.is_none() {
            Store::rebuild(programme(), &copy.dir, now).unwrap();
        }
        sound(&copy);
        assert_eq!(everything(&copy.open()), all, "case {case}, again");
    }
}

#[test]
fn a_truncated_database_comes_back() {
    damaged(|db, case, cases| {
        let bytes = std::fs::read(db).unwrap();
        std::fs::write(db, &bytes[..bytes.len() * case / cases]).unwrap();
    });
}

#[test]
fn a_flipped_bit_in_the_database_comes_back() {
    damaged(|db, case, cases| {
        let mut bytes = std::fs::read(db).unwrap();
        let used = bytes.iter().rposition(|b| *b != 0).unwrap_or(0) + 1;
        let at = used * case / cases;
        bytes[at] ^= 1 << (case % 8);
        std::fs::write(db, bytes).unwrap();
    });
}

#[test]
fn zeroed_blocks_in_the_database_come_back() {
    damaged(|db, case, cases| {
        let mut bytes = std::fs::read(db).unwrap();
        let used = bytes.iter().rposition(|b| *b != 0).unwrap_or(0) + 1;
        let at = used * case / cases;
        let end = (at + 4096).min(bytes.len());
        bytes[at..end].fill(0);
        std::fs::write(db, bytes).unwrap();
    });
}

#[test]
fn odd_snapshot_files_of_sled_come_back() {
    let (notebook, all) = filled();
    let folder = notebook.state_folder();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("snap.") {
            std::fs::write(path, b"").unwrap();
        }
    }
    std::fs::write(folder.join("snap.00000000FFFFFFFF.generating"), [7; 100]).unwrap();
    let (store, _) = notebook.open_telling();
    assert_eq!(everything(&store), all);
}

#[test]
fn another_notebooks_state_is_not_taken() {
    let (notebook, all) = filled();
    let (other, _) = filled();
    let (ours, theirs) = (notebook.state_folder(), other.state_folder());
    std::fs::remove_dir_all(&ours).unwrap();
    copy(&theirs, &ours);
    comes_back(&notebook, &all, true);
}

#[test]
fn an_older_copy_of_the_state_is_caught_up() {
    let (notebook, _) = filled();
    let old = notebook.killed();
    let store = notebook.open();
    fill(&store, 1_000);
    let all = everything(&store);
    store.close().unwrap();
    let ours = notebook.state_folder();
    std::fs::remove_dir_all(&ours).unwrap();
    copy(&old.state_folder(), &ours);
    comes_back(&notebook, &all, false);
}

#[test]
fn spoilt_head_and_names_are_made_again() {
    let (notebook, all) = filled();
    let today = notebook.open().records().today(TODAY).unwrap();
    for name in ["head", "names"] {
        for spoil in 0..3 {
            let copy = notebook.killed();
            let path = copy.dir.join(name);
            let mut bytes = std::fs::read(&path).unwrap();
            match spoil {
                0 => std::fs::remove_file(&path).unwrap(),
                1 => std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
                _ => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 4;
                    std::fs::write(&path, bytes).unwrap();
                }
            }
            let (store, _) = copy.open_telling();
            assert_eq!(store.records().today(TODAY).unwrap(), today, "{name} {spoil}");
            assert_eq!(everything(&store), all);
        }
    }
}

#[test]
fn an_index_that_is_spoilt_anywhere_finds_what_it_found() {
    let notebook = Notebook::new();
    let store = notebook.open();
    for n in 1..=40 {
        save(&store, create(ESTABLISHMENT, n, &[(1, text("Cói")), (5, text("chiếu hoa"))]));
    }
    store.close().unwrap();
    let path = notebook.dir.join("names");
    let whole = std::fs::read(&path).unwrap();
    let found = |store: &Store| {
        let query = Query { text: "chieu hoa".into(), ..Query::all(ESTABLISHMENT) };
        store.records().page(&query, 0, 1).unwrap().total
    };
    // the last bytes are notes, which are read when something is searched
    for at in (0..whole.len()).step_by(whole.len() / 12).chain([whole.len() - 1]) {
        let copy = notebook.killed();
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        std::fs::write(copy.dir.join("names"), &bytes).unwrap();
        let store = copy.open();
        // each kind is read separately
        assert_eq!(store.records().page(&Query::all(VISIT), 0, 1).unwrap().total, 0);
        assert_eq!(found(&store), 40, "byte {at}");
        store.close().unwrap();
        let copy = notebook.killed();
        std::fs::write(copy.dir.join("names"), &bytes).unwrap();
        let store = copy.open();
        // written before anything is searched
        save(&store, create(ESTABLISHMENT, 41, &[(1, text("Tre")), (5, text("chiếu hoa"))]));
        assert_eq!(found(&store), 41, "byte {at}");
        store.close().unwrap();
        assert_eq!(found(&copy.open()), 41, "byte {at}, opened again");
    }
}

#[test]
fn names_of_another_time_are_not_believed() {
    let (notebook, _) = filled();
    let old = notebook.killed();
    let store = notebook.open();
    save(&store, patch(&store, 1, 1, Some(text("Tên mới"))));
    save(&store, establishment(2_000, "Thêm"));
    let all = everything(&store);
    let query = Query { text: "ten moi".into(), ..Query::all(VISIT) };
    store.close().unwrap();
    for name in ["head", "names"] {
        std::fs::copy(old.dir.join(name), notebook.dir.join(name)).unwrap();
    }
    let (store, _) = notebook.open_telling();
    assert_eq!(store.records().page(&query, 0, 9).unwrap().total, 1);
    assert_eq!(everything(&store), all);
}

/// Offset in a journal file's header of the programme and schema of its records.
const PROGRAMME_AT: std::ops::Range<usize> = 84..88;

/// The rest of the header still says which epoch the file's ops belong to: none of them is hidden
/// from headquarters.
#[test]
fn a_damaged_programme_number_hides_no_ops() {
    let (notebook, all) = filled();
    let file = notebook.dir.join("journal/00000001.skj");
    let whole = std::fs::read(&file).unwrap();
    for (at, bit) in PROGRAMME_AT.zip([1, 0x80, 2, 0x40]) {
        let mut damaged = whole.clone();
        damaged[at] ^= bit;
        std::fs::write(&file, damaged).unwrap();
        let killed = notebook.killed();
        let store = killed.open();
        assert_eq!(everything(&store), all, "byte {at}");
        let epochs = store.uplink().epochs().unwrap();
        let sent = store.uplink().ops_after(epochs[0].epoch, 0, usize::MAX).unwrap().unwrap();
        assert_eq!(sent.ops.len() as u64, epochs[0].last, "byte {at}");
        assert_eq!(store.uplink().status().unwrap().waiting, epochs[0].last, "byte {at}");
    }
}

//! After kills, power cuts and damage: everything acknowledged is there, and a message says what
//! was done.

mod live;

use std::path::Path;

use crate::store::small::*;
use sotay::lang::Lang;
use sotay::record::{Change, Query, Record, Value};
use sotay::store::messages;
use sotay::store::{Commit, OpeningFinding, Store};

/// A notebook with something of every sort; its records as they must come back.
fn filled() -> (Notebook, Vec<Record>) {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill(&store, 0);
    let all = everything(&store);
    store.close().unwrap();
    (notebook, all)
}

fn fill(store: &Store, from: u64) {
    let commits = (from..from + 40).map(|n| one(establishment(n, &format!("Cơ sở {n}"))));
    store.commit_many(commits.collect()).into_iter().for_each(|d| drop(d.unwrap()));
    for n in 0..10 {
        save(store, visit(from + 100 + n, from + n, day(11, n as u8 + 1)));
        save(store, patch(store, from + n, 5, Some(text(&format!("chiếu {n}")))));
    }
    let reason = "nhầm".to_string();
    let base = get(store, from + 3).head;
    save(store, Change::Delete { id: id(from + 3), base, reason });
}

fn rebuilt(findings: &[OpeningFinding]) -> Option<usize> {
    findings.iter().find_map(|f| match f {
        OpeningFinding::Rebuilt { records, partial: 0 } => Some(*records),
        _ => None,
    })
}

fn sound(notebook: &Notebook) {
    let report = Store::verify(programme(), &notebook.dir).unwrap();
    assert!(report.whole(), "{report:?}");
    assert!(report.state.is_some());
}

/// Opens, compares, closes, verifies.
fn comes_back(notebook: &Notebook, all: &[Record], must_rebuild: bool) {
    let (store, findings) = notebook.open_telling();
    assert_eq!(everything(&store), all);
    if must_rebuild {
        assert_eq!(rebuilt(&findings), Some(all.len()), "{findings:?}");
        let told: Vec<String> =
            findings.iter().map(|f| messages::finding(f, Lang::En)).collect();
        assert!(told.iter().any(|t| t.contains(&all.len().to_string())), "{told:?}");
    } else {
        assert_eq!(findings, []);
    }
    save(&store, establishment(9_000, "Sau đó"));
    store.close().unwrap();
    sound(notebook);
}

#[test]
fn a_clean_end_needs_no_repair() {
    let (notebook, all) = filled();
    comes_back(&notebook, &all, false);
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill(&store, 0);
    let all = everything(&store);
    let killed = notebook.killed();
    comes_back(&killed, &all, false);
    // between two checkpoints, and dropped without closing
    store.maintenance().checkpoint().unwrap();
    fill(&store, 1_000);
    let all = everything(&store);
    drop(store);
    comes_back(&notebook, &all, false);
}

#[test]
fn after_a_power_cut_the_state_is_made_anew() {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill(&store, 0);
    let all = everything(&store);
    let cut = notebook.killed();
    // after a reboot: the note of this boot is gone
    std::fs::remove_file(cut.state_folder().join("BOOT")).unwrap();
    comes_back(&cut, &all, true);
    assert!(cut.dir.join("broken").exists(), "what was there is laid aside");
}

#[test]
fn a_power_cut_in_a_session_that_wrote_nothing_is_one_too() {
    let (notebook, all) = filled();
    std::fs::write(notebook.state_folder().join("BOOT"), [9; 16]).unwrap();
    comes_back(&notebook, &all, true);
}

#[test]
fn frames_lost_by_the_journal_are_written_again_from_the_state() {
    let (notebook, all) = filled();
    let file = notebook.dir.join("journal/00000001.skj");
    let mut bytes = std::fs::read(&file).unwrap();
    let used = bytes.iter().rposition(|b| *b != 0).unwrap();
    bytes[used / 2] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    // opening reads only the end; a full check finds it
    let report = Store::verify(programme(), &notebook.dir).unwrap();
    assert!(!report.journal.damage.is_empty());
    let findings = Store::rebuild(programme(), &notebook.dir, now).unwrap().findings;
    assert!(findings.iter().any(|f| matches!(f, OpeningFinding::Damaged(_))), "{findings:?}");
    assert!(
        findings.iter().any(|f| matches!(f, OpeningFinding::Rewritten { .. })),
        "{findings:?}"
    );
    let bare = |records: &[Record]| -> Vec<_> {
        records.iter().map(|r| (r.kind, r.id, r.fields.clone(), r.deleted.clone())).collect()
    };
    let (store, _) = notebook.open_telling();
    assert_eq!(bare(&everything(&store)), bare(&all));
    save(&store, establishment(9_000, "Sau đó"));
    store.close().unwrap();
    let (store, findings) = notebook.open_telling();
    assert!(
        !findings.iter().any(|f| matches!(f, OpeningFinding::Rewritten { .. })),
        "told once"
    );
    assert_eq!(everything(&store).len(), all.len() + 1);
}

#[test]
fn damage_in_an_older_file_was_found_by_verify_only() {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill_a_file(&store);
    store.close().unwrap();
    let whole = notebook.killed();
    let path = notebook.dir.join("journal/00000001.skj");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let looked_at = |notebook: &Notebook| {
        let (store, findings) = notebook.open_telling();
        assert_eq!(findings, []);
        let files =
            std::iter::from_fn(|| store.maintenance().verify_file().unwrap().then_some(()))
                .count();
        (files, store.findings())
    };
    let (files, findings) = looked_at(&notebook);
    assert_eq!((files, findings.len()), (2, 1), "{findings:?}");
    for lang in [Lang::Vi, Lang::En] {
        let told = messages::finding(&findings[0], lang);
        assert!(told.contains("00000001.skj") && told.contains("sotay verify"), "{told}");
    }
    assert_eq!(looked_at(&whole), (files, vec![]));
}

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

#[test]
fn a_journal_older_than_the_state_is_an_incident() {
    let (notebook, _) = filled();
    let old = notebook.killed();
    let store = notebook.open();
    fill(&store, 1_000);
    save(&store, patch(&store, 1, 1, Some(text("Sửa sau"))));
    let reason = "sau".to_string();
    save(&store, Change::Delete { id: id(2), base: get(&store, 2).head, reason });
    save(&store, Change::Restore { id: id(3), base: get(&store, 3).head });
    let all = everything(&store);
    store.close().unwrap();
    // the disk returns yesterday's journal
    std::fs::remove_dir_all(notebook.dir.join("journal")).unwrap();
    copy(&old.dir.join("journal"), &notebook.dir.join("journal"));
    let (store, findings) = notebook.open_telling();
    let again = findings
        .iter()
        .any(|f| matches!(f, OpeningFinding::Rewritten { records } if *records > 40));
    assert!(again, "{findings:?}");
    let bare = |records: Vec<Record>| -> Vec<_> {
        records.into_iter().map(|r| (r.kind, r.id, r.fields, r.deleted)).collect()
    };
    assert_eq!(bare(everything(&store)), bare(all.clone()));
    // seq starts again in a new epoch; its first op is the epoch's own
    let done = save(&store, establishment(5_000, "Sau sự cố"));
    assert!(done.seqs[0] > 40);
    store.close().unwrap();
    sound(&notebook);
    let (store, findings) = notebook.open_telling();
    assert_eq!(findings, []);
    assert_eq!(everything(&store).len(), all.len() + 1);
}

#[test]
fn repair_lays_the_old_state_aside_and_keeps_it() {
    let (notebook, all) = filled();
    let report = Store::rebuild(programme(), &notebook.dir, now).unwrap();
    assert!(report.whole());
    assert_eq!(rebuilt(&report.findings), Some(all.len()));
    assert_eq!(report.records.values().sum::<usize>(), all.len());
    assert_eq!(report.deleted, 1);
    let kept = std::fs::read_dir(notebook.dir.join("broken")).unwrap().count();
    assert_eq!(kept, 1);
    Store::rebuild(programme(), &notebook.dir, now).unwrap();
    assert_eq!(std::fs::read_dir(notebook.dir.join("broken")).unwrap().count(), 2);
    assert_eq!(everything(&notebook.open()), all);
}

#[test]
fn verify_counts_what_is_there() {
    let (notebook, all) = filled();
    let store = notebook.open();
    store.drafts().save(&draft(700, &[(1, text("Nháp"))])).unwrap();
    store.close().unwrap();
    let report = Store::verify(programme(), &notebook.dir).unwrap();
    assert!(report.whole());
    assert_eq!(report.live_drafts, 1);
    let state = report.state.unwrap();
    assert_eq!((state.records, state.different, state.is_ahead), (all.len(), 0, 0));
    assert_eq!(report.journal.ops, 40 + 20 + 1 + 1);
    assert_eq!(report.journal.first.map(|f| f.1), Some(1));
    for lang in [Lang::Vi, Lang::En] {
        let lines = messages::report(&report, programme(), lang);
        assert!(lines.iter().any(|l| l.ends_with(": 62")), "{lines:?}");
    }
}

#[test]
fn a_record_whose_beginning_is_lost_is_told_from_whole_ones() {
    use sotay::record::{Body, FieldBytes, Hlc, Op, Patched};
    use sotay::store::{fold, is_partial};
    let op = |seq: u64, body| Op { seq, hlc: Hlc(seq), wall_flag: 0, ver: 1, body };
    let bytes = Some(sotay::storage::format::value_bytes(&text("B")));
    let field = FieldBytes { no: 1, bytes: bytes.clone(), personal: false };
    let entity = id(1);
    let put = op(
        1,
        Body::Put {
            kind: ESTABLISHMENT,
            entity,
            origin: sotay::record::Origin::Officer,
            fields: vec![field.clone()],
        },
    );
    let patch = |seq, base| {
        op(
            seq,
            Body::Patch {
                entity,
                base,
                fields: vec![Patched { field: field.clone(), old_hash: 0 }],
            },
        )
    };
    let whole =
        fold(programme(), fold(programme(), None, &put, 10), &patch(2, 10), 20).unwrap();
    assert!(!is_partial(&whole));
    assert_eq!((whole.head, whole.created.seq, whole.changed.seq), (20, 1, 2));
    // repeating from any point changes nothing
    let again = fold(programme(), Some(whole.clone()), &put, 10).unwrap();
    assert_eq!(fold(programme(), Some(again), &patch(2, 10), 20), Some(whole.clone()));
    let gap = fold(programme(), Some(whole), &patch(9, 77), 90).unwrap();
    assert!(is_partial(&gap), "an op between was lost");
    let orphan = fold(programme(), None, &patch(9, 77), 90).unwrap();
    assert!(is_partial(&orphan) && orphan.kind == 0);
    // an erased personal answer is no answer
    let erased = FieldBytes { no: 6, bytes: None, personal: true };
    let put = op(
        1,
        Body::Put {
            kind: ESTABLISHMENT,
            entity,
            origin: sotay::record::Origin::Officer,
            fields: vec![field.clone(), erased],
        },
    );
    assert_eq!(fold(programme(), None, &put, 10).unwrap().fields, fields(&[(1, text("B"))]));
}

#[test]
fn a_backup_becomes_a_notebook_of_its_own() {
    let (notebook, all) = filled();
    let store = notebook.open();
    let folder = tempfile::tempdir().unwrap();
    let file = store.backup(folder.path()).unwrap();
    let into = folder.path().join("mới");
    Store::open_backup(&file, &into, NOW).unwrap();
    let (copy, _) = Store::open(programme(), &into, options()).unwrap();
    assert_eq!(everything(&copy), all);
    let changes = vec![create(ESTABLISHMENT, 800, &[(1, Value::Text("Ở bản sao".into()))])];
    let commit =
        Commit { changes, ends_draft: None, allow_incomplete: false, ..Commit::default() };
    assert_eq!(copy.commit(commit).unwrap().seqs, [2], "a new epoch counts from its own op");
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

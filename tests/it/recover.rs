//! After kills, power cuts and damage: everything acknowledged is there, and a message says what
//! was done.

mod live;
mod state;

use sotay::lang::Lang;
use sotay::record::{Change, Record, Value};
use sotay::store::{Commit, OpeningFinding, Store, inspect, messages};

use crate::store::small::*;

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

/// Without its first file a journal was "whole", and a rebuild threw away what only the lists had.
#[test]
fn a_missing_file_of_the_journal_takes_no_record_away() {
    let (notebook, store) = of_two_files();
    let all = everything(&store);
    store.close().unwrap();
    for file in 1..=2 {
        let copy = notebook.killed();
        std::fs::remove_file(copy.dir.join(format!("journal/{file:08}.skj"))).unwrap();
        let report = Store::verify(programme(), &copy.dir).unwrap();
        assert!(!report.whole(), "file {file}: {report:?}");
        let facts = inspect(&copy.dir);
        let is_named = facts.map_or(true, |facts| facts.damage > 0);
        // what a missing last file held is written again at the next opening
        assert!(is_named || file == 2, "file {file}");
        Store::rebuild(programme(), &copy.dir, now).unwrap();
        let (store, findings) = copy.open_telling();
        // the lists' records may be written again, as later changes
        let answers = |all: &[Record]| -> Vec<_> {
            all.iter().map(|record| (record.id, record.fields.clone())).collect()
        };
        assert!(answers(&everything(&store)) == answers(&all), "file {file}");
        assert!(file == 2 || !findings.is_empty(), "file {file}");
        store.close().unwrap();
    }
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
fn repair_lays_the_old_state_aside_and_keeps_it_and_no_second_good_one() {
    let (notebook, all) = filled();
    let report = Store::rebuild(programme(), &notebook.dir, now).unwrap();
    assert!(report.whole());
    assert_eq!(rebuilt(&report.findings), Some(all.len()));
    assert_eq!(report.records.values().sum::<usize>(), all.len());
    assert_eq!(report.deleted, 1);
    let kept = || std::fs::read_dir(notebook.dir.join("broken")).unwrap().count();
    assert_eq!(kept(), 1);
    Store::rebuild(programme(), &notebook.dir, now).unwrap();
    assert_eq!(kept(), 1);
    // one that does not open says more than the journal does
    std::fs::write(notebook.state_folder().join("db"), [0xff; 4096]).unwrap();
    Store::rebuild(programme(), &notebook.dir, now).unwrap();
    assert_eq!(kept(), 2);
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

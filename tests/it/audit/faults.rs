//! Audit log on a failing disk, after a file was changed, and after a kill.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use sotay::cancel::CancelToken;
use sotay::hq::HqDirectory;
use sotay::hq::admin::audit::HqAudit;
use sotay::lang::Lang;
use sotay::programme::Role;
use sotay::record::Id;
use sotay::record::audit::{AuditAbout, AuditDeed};
use sotay::services::export::{ExportOptions, export};
use sotay::services::{attachment, print};
use sotay::storage::crypto::key::Keys;
use sotay::storage::disk::atomic_file::{Existing, FileTarget};
use sotay::storage::disk::{Disk, DiskFile, RealDisk};
use sotay::storage::format::frame::{HEAD, LINK, RawFrame};
use sotay::store::journal::{Journal, JournalReader, JournalSettings, audit};
use sotay::store::{OpeningFinding, Options, Store};

use super::items;
use crate::kit::disk::as_the_real_disk;
use crate::kit::failing::Failing;
use crate::kit::headquarters::Headquarters;
use crate::kit::home::{Home, run_program};
use crate::kit::{NOW, kind, now};

const VI: Lang = Lang::Vi;

fn options() -> Options {
    Options { take_over: false, serve_early: false, now }
}

/// A notebook with a workshop, a visit and a paper; the ids of the visit and the paper.
fn filled() -> (Home, Id, Id) {
    let home = Home::new();
    let workshop = br#"{"name":"Moc Binh","type":"ho_kinh_doanh","place":"01849","sector":"b","products":"Ban","workers":5,"tax_none":"x"}"#;
    let there = home.run("vi", &["add", "establishment"], workshop).out;
    let visit = format!(
        r#"{{"establishment":"{}","date":"2026-11-20","purpose":"khao_sat","observations":"Gon","operating":"dang_hoat_dong","conclusion":"dat"}}"#,
        there.trim()
    );
    let visit = home.run("vi", &["add", "visit"], visit.as_bytes()).out;
    let file = home.file("giay.txt", b"giay");
    let paper = home.run("vi", &["attach", visit.trim(), &file], b"").out;
    (home, visit.trim().parse().unwrap(), paper.trim().parse().unwrap())
}

/// Takes answers out of the notebook in one of the three ways.
fn take_out(store: &Store, way: usize, ids: (Id, Id), file: &Path) -> Result<(), String> {
    let target = FileTarget { file, existing: Existing::Keep };
    let done = match way {
        0 => {
            let progress = &mut |_, _| ();
            let cancel = CancelToken::default();
            let how = &mut ExportOptions { lang: VI, contacts: true, cancel, progress };
            export(store, kind("visit"), target, how).map(drop)
        }
        1 => print::print(store, ids.0, target, VI, NOW).map(drop),
        _ => attachment::save(store, ids.1, target, VI),
    };
    done.map_err(|fault| fault.text(file, VI))
}

const WAYS: [(&str, AuditDeed); 3] =
    [("csv", AuditDeed::Export), ("docx", AuditDeed::Print), ("txt", AuditDeed::TakeOut)];

/// Wherever the disk fails, either the file exists and the log has it, or no file exists and a
/// message says why. Never a file without an entry.
#[test]
fn no_file_is_there_without_its_entry_whatever_write_fails() {
    let (home, visit, paper) = filled();
    let mut refused = 0;
    for (way, (ending, deed)) in WAYS.into_iter().enumerate() {
        let mut written = 0;
        for steps in 0..60 {
            let disk = Arc::new(Failing::after(steps, ErrorKind::Other));
            let opened = Store::open_on(disk, Role::Officer, &home.folder(), options());
            let Ok((store, _)) = opened else { continue };
            if store.wait_ready().is_err() {
                continue;
            }
            let count = |store: &Store| {
                let log = store.audit().log(Vec::new()).unwrap();
                log.items.iter().filter(|item| item.deed == deed).count()
            };
            let before = count(&store);
            let file = home.path(&format!("{way}-{steps}.{ending}"));
            let done = take_out(&store, way, (visit, paper), &file);
            let after = count(&store);
            drop(store);
            let what = format!("{ending} after {steps} steps: {done:?}");
            assert_eq!(file.exists(), done.is_ok(), "{what}");
            match done {
                Ok(()) => {
                    assert_eq!(after, before + 1, "{what}");
                    written += 1;
                }
                Err(said) => {
                    assert!(said.contains("nhật ký thao tác"), "{what}");
                    refused += 1;
                }
            }
            let reread = items(Role::Officer, &home.folder());
            let reread = reread.iter().filter(|item| item.deed == deed).count();
            assert!(reread >= after, "{what}");
        }
        assert!(written > 0, "{ending}: some disks held out");
    }
    assert!(refused > 0, "some did not");
}

#[test]
fn a_notebook_that_cannot_be_written_lets_nothing_out_and_is_backed_up() {
    let (home, visit, paper) = filled();
    let full = Arc::new(Failing::after(0, ErrorKind::ReadOnlyFilesystem));
    let (store, _) = Store::open_on(full, Role::Officer, &home.folder(), options()).unwrap();
    for (way, (ending, _)) in WAYS.into_iter().enumerate() {
        let file = home.path(&format!("x.{ending}"));
        let said = take_out(&store, way, (visit, paper), &file).unwrap_err();
        assert!(said.contains("sotay backup"), "{said}");
        assert!(!file.exists());
    }
    let noted = store.audit().note(AuditDeed::Backup, AuditAbout::default());
    assert!(noted.is_err());
    store.audit().note_if_possible(AuditDeed::Backup, AuditAbout::default());
    assert!(store.findings().contains(&OpeningFinding::NotLogged));
}

/// A kill in the middle of the last write: everything before it is whole, and the notebook opens.
#[test]
fn a_kill_at_any_byte_of_an_entry_costs_that_entry_alone() {
    let home = Home::new();
    let store = home.open();
    for _ in 0..3 {
        store.audit().note(AuditDeed::Print, AuditAbout::default()).unwrap();
    }
    // dropped without closing, as after a kill
    drop(store);
    let folder = home.folder();
    let keys = Keys::load(&folder).unwrap().0;
    let reader = JournalReader::new(JournalSettings::default(), &folder, &keys);
    let frames: Vec<_> = reader.frames(1).map(Result::unwrap).collect();
    let (last, entry) = frames.last().unwrap();
    assert!(matches!(audit(entry), Some(Ok(_))));
    let path = folder.join(format!("journal/{:08}.skj", last.loc.file));
    let whole = std::fs::read(&path).unwrap();
    let from = last.loc.offset as usize;
    let size = RawFrame::read_at(&whole, from).unwrap().size();
    assert!(size > HEAD + LINK);
    for cut in (0..size).step_by(3) {
        let mut bytes = whole.clone();
        bytes[from + cut..from + size].fill(0);
        std::fs::write(&path, &bytes).unwrap();
        let (journal, findings) = Journal::open(&folder, &keys).unwrap();
        // a frame that lacks only its link still has its content
        let is_mended = findings.iter().any(|f| matches!(f, OpeningFinding::Mended { .. }));
        let harmless = |finding: &OpeningFinding| {
            matches!(finding, OpeningFinding::TornTail { .. } | OpeningFinding::Mended { .. })
        };
        assert!(findings.iter().all(harmless), "{cut}: {findings:?}");
        // the content may end in zeros
        let content = from..from + size - LINK;
        let is_same = bytes[content.clone()] == whole[content];
        assert!(!is_mended || is_same, "{cut}: {findings:?}");
        let found = journal.frames(1).map(Result::unwrap);
        let found = found.filter(|(_, entry)| audit(entry).is_some()).count();
        assert_eq!(found, if is_mended { 3 } else { 2 }, "{cut}");
    }
    let mut bytes = whole.clone();
    bytes[from + HEAD..from + size].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let store = home.open();
    assert_eq!(store.audit().log(Vec::new()).unwrap().items.len(), 2);
    store.audit().note(AuditDeed::Print, AuditAbout::default()).unwrap();
    store.close().unwrap();
    assert_eq!(items(Role::Officer, &folder).len(), 3);
}

/// The frames of a journal file: start and end of each, and whether it is an entry.
fn frames_of(bytes: &[u8], reader: &JournalReader) -> Vec<(usize, usize, bool)> {
    let found = reader.frames(1).map(Result::unwrap);
    found
        .filter(|(place, _)| place.loc.file == 1)
        .map(|(place, entry)| {
            let from = place.loc.offset as usize;
            let size = RawFrame::read_at(bytes, from).unwrap().size();
            (from, from + size, audit(&entry).is_some())
        })
        .collect()
}

#[test]
fn an_entry_that_was_changed_or_taken_out_is_found_and_nothing_else_is_lost() {
    let (home, visit, _) = filled();
    for n in 0..3 {
        let out = home.path(&format!("{n}.docx"));
        let args = ["print", &visit.to_string(), "-o", out.to_str().unwrap()];
        assert!(home.run("vi", &args, b"").well);
    }
    assert!(home.run("vi", &["verify"], b"").well);
    let folder = home.folder();
    let keys = Keys::load(&folder).unwrap().0;
    let reader = JournalReader::new(JournalSettings::default(), &folder, &keys);
    let path = folder.join("journal/00000001.skj");
    let whole = std::fs::read(&path).unwrap();
    let frames = frames_of(&whole, &reader);
    let (from, to, _) = *frames.iter().find(|(.., is_audit)| *is_audit).unwrap();
    let changed = {
        let mut bytes = whole.clone();
        bytes[from + HEAD + 5] ^= 1;
        bytes
    };
    let taken_out = {
        let mut bytes = whole.clone();
        bytes.drain(from..to);
        bytes.resize(whole.len(), 0);
        bytes
    };
    for (what, bytes) in [("changed", changed), ("taken out", taken_out)] {
        std::fs::write(&path, bytes).unwrap();
        let verified = home.run("vi", &["verify"], b"");
        assert!(!verified.well, "{what}: {}", verified.out);
        assert!(verified.words.contains("00000001.skj"), "{what}: {}", verified.words);
        // it opens with all its records, and the log reports that something is missing
        let audited = home.run("vi", &["audit", "--format", "json"], b"");
        assert_eq!(audited.out.lines().count(), 2, "{what}: {}", audited.out);
        assert!(!audited.well && audited.words.contains("verify"), "{what}: {}", audited.words);
        // on a terminal, since listing to a pipe would add an entry
        let listed = crate::kit::home::run_on_a_terminal(&folder, &["list", "visit"]);
        assert_eq!(listed.out.lines().count(), 2, "{what}: {}", listed.words);
    }
}

fn note(home: &HqDirectory, number: u32) -> Result<(), sotay::store::StoreError> {
    HqAudit { home }.note(AuditDeed::Revoke, AuditAbout::officer(number), NOW)
}

fn numbers(home: &HqDirectory) -> Vec<u32> {
    let read = HqAudit { home }.read().unwrap();
    read.entries.iter().filter_map(|entry| entry.about.officer).collect()
}

/// What was acknowledged is there; what was refused is there as a whole or not at all.
#[test]
fn headquarters_log_survives_a_disk_that_fails_at_any_write() {
    for steps in 0..40 {
        let office = Headquarters::new();
        let real = office.home();
        note(&real, 1).unwrap();
        let disk = Arc::new(Failing::after(steps, ErrorKind::Other));
        let Ok(home) = HqDirectory::open_on(disk, &*real.dir) else { continue };
        let done = [2, 3].map(|number| (number, note(&home, number).is_ok()));
        note(&real, 4).unwrap();
        let found = numbers(&real);
        assert_eq!((found.first(), found.last()), (Some(&1), Some(&4)), "{steps}");
        for (number, is_done) in done {
            let count = found.iter().filter(|one| **one == number).count();
            assert!(count <= 1 && (count == 1 || !is_done), "{steps}: {number} {found:?}");
        }
        assert_eq!(HqAudit { home: &real }.verify().unwrap().damage, [], "{steps}");
    }
}

/// The first entry creates the journal: a kill meanwhile leaves nothing that later entries fail on.
#[test]
fn headquarters_first_entry_may_fail_at_any_write() {
    let mut failed = 0;
    for steps in 0..40 {
        let office = Headquarters::new();
        let real = office.home();
        let disk = Arc::new(Failing::after(steps, ErrorKind::StorageFull));
        let Ok(home) = HqDirectory::open_on(disk, &*real.dir) else { continue };
        failed += usize::from(note(&home, 1).is_err());
        note(&real, 2).unwrap();
        assert_eq!(numbers(&real).last(), Some(&2), "{steps}");
    }
    assert!(failed > 3, "{failed}");
}

#[test]
fn headquarters_verify_names_a_log_that_was_changed_or_shortened_in_the_middle() {
    let office = Headquarters::new();
    let home = office.home();
    // enough for more than one file, with checkpoints between
    for number in 0..600 {
        note(&home, number).unwrap();
    }
    assert_eq!(numbers(&home), (0..600).collect::<Vec<_>>());
    let files = home.dir.join("audit/journal");
    assert!(std::fs::read_dir(&files).unwrap().count() > 1);
    let verify = || {
        let folder = home.dir.to_str().unwrap();
        let line = ["sotay-hq", "--lang", "vi", "--data", folder, "verify"];
        run_program(sotay::command::hq::run, now, &line, b"")
    };
    let sound = verify();
    assert!(sound.well, "{}{}", sound.out, sound.words);
    let first = files.join("00000001.skj");
    let whole = std::fs::read(&first).unwrap();
    let mut bytes = whole.clone();
    bytes[2_000] ^= 1;
    std::fs::write(&first, bytes).unwrap();
    let found = verify();
    assert!(!found.well && found.out.contains("audit"), "{}", found.out);
    std::fs::write(&first, &whole).unwrap();
    // one file removed completely
    std::fs::remove_file(&first).unwrap();
    let found = verify();
    assert!(!found.well && found.out.contains("audit"), "{}", found.out);
    // a damaged log stops no command
    note(&home, 700).unwrap();
    assert_eq!(numbers(&home).last(), Some(&700));
}

/// No file can be created while the ballast occupies the room.
struct NoRoom(std::path::PathBuf);

impl Disk for NoRoom {
    as_the_real_disk!(open, read, read_at, rename, remove, remove_folder, sync_file);
    as_the_real_disk!(sync_folder, create_folder, list, exists, writable, free);

    fn create(&self, path: &Path) -> std::io::Result<Box<dyn DiskFile>> {
        match self.0.join("ballast").exists() {
            true => Err(ErrorKind::StorageFull.into()),
            false => RealDisk.create(path),
        }
    }
}

/// A device must be revoked even on a full disk; the ballast's room also serves the audit entry.
#[test]
fn headquarters_log_takes_the_ballasts_room_on_a_full_disk() {
    let office = Headquarters::new();
    let real = office.home();
    std::fs::write(real.dir.join("ballast"), b"room").unwrap();
    let home = HqDirectory::open_on(Arc::new(NoRoom(real.dir.clone())), &*real.dir).unwrap();
    note(&home, 1).unwrap();
    assert!(!real.dir.join("ballast").exists());
    assert_eq!(numbers(&real), [1]);
}

/// The last entries of a log: the deed, and whether it failed.
fn last(items: &[sotay::record::audit::AuditItem]) -> Vec<(AuditDeed, bool)> {
    items.iter().map(|item| (item.deed, item.failed)).collect()
}

/// An entry is written before its deed: one that then fails must not stand as if it was done.
#[test]
fn a_deed_that_fails_after_its_entry_has_a_second_entry_that_says_so() {
    let (home, ..) = filled();
    let store = home.open();
    let file = home.path("ds.csv");
    let target = FileTarget { file: &file, existing: Existing::Keep };
    // somebody else takes the name while the rows are written
    let progress = &mut |_, _| std::fs::write(home.path("ds.csv"), b"other").unwrap();
    let cancel = CancelToken::default();
    let how = &mut ExportOptions { lang: VI, contacts: true, cancel, progress };
    assert!(export(&store, kind("visit"), target, how).is_err());
    assert!(store.backup(&file).is_err());
    store.close().unwrap();
    let (export, backup) = (AuditDeed::Export, AuditDeed::Backup);
    let wanted = [(export, false), (export, true), (backup, false), (backup, true)];
    assert_eq!(last(&items(Role::Officer, &home.folder())), wanted);
    let shown = home.run("vi", &["audit"], b"");
    assert_eq!(shown.out.matches("không xong").count(), 2, "{}", shown.out);
    let json = home.run("vi", &["audit", "--format", "json"], b"").out;
    assert_eq!(json.matches(r#""failed":true"#).count(), 2, "{json}");
    let csv = home.run("vi", &["audit", "--format", "csv"], b"").out;
    assert!(csv.lines().next().unwrap().ends_with(",failed"), "{csv}");
}

#[test]
fn a_deed_of_headquarters_that_fails_has_a_second_entry_too() {
    let office = Headquarters::new();
    let stick = office.dir.path().join("usb");
    std::fs::create_dir(&stick).unwrap();
    std::fs::write(stick.join("SOTAY"), b"not a folder").unwrap();
    let laptop = Home::new();
    let store = laptop.open();
    office.enrol(&store);
    let (folder, stick) = (office.path(), stick.to_str().unwrap().to_owned());
    let line = ["sotay-hq", "--lang", "vi", "--data", folder.to_str().unwrap()];
    let run = |args: &[&str]| {
        let line = [&line[..], args].concat();
        run_program(sotay::command::hq::run, now, &line, b"")
    };
    let ran = run(&["export", &stick]);
    assert!(!ran.well, "{}{}", ran.out, ran.words);
    let stick = AuditDeed::Stick;
    let items = items(Role::Headquarters, &folder);
    let enrolled = (AuditDeed::Enrol, false);
    assert_eq!(last(&items), [enrolled, (stick, false), (stick, true)]);
    assert!(run(&["verify"]).well);
}

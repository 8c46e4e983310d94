//! Attachments on the disk and on the command line.

use crate::kit::programme;
use sotay::programme::Role;
use sotay::programme::role::KindRole;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use sotay::lang::Lang;
use sotay::record::{Change, Draft, Fields, Id, KindNo, Query};
use sotay::services::attachment;
use sotay::storage::limits::ATTACHMENT;
use sotay::store::Options;
use sotay::store::{Commit, Store};

use super::photo;
use crate::kit::home::Home;
use crate::kit::{NOW, now};

pub struct Files(Home);

impl Files {
    pub fn new() -> Files {
        Files(Home::new())
    }

    fn folder(&self) -> PathBuf {
        self.0.folder()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        self.0.file(name, bytes)
    }

    /// Sets the times of all sealed files to this many hours ago.
    fn written(&self, hours: u64) {
        let when = UNIX_EPOCH + Duration::from_millis(NOW - hours * 3_600_000);
        for path in self.sealed() {
            std::fs::File::options()
                .append(true)
                .open(path)
                .unwrap()
                .set_modified(when)
                .unwrap();
        }
    }

    fn open(&self, now: fn() -> u64) -> Store {
        Store::open(
            Role::Officer,
            &self.folder(),
            Options { take_over: true, serve_early: false, now },
        )
        .unwrap()
        .0
    }

    /// Whether the command succeeded, its output, and its messages.
    fn run(&self, args: &[&str]) -> (bool, String, String) {
        let ran = self.0.run("en", args, b"");
        (ran.well, ran.out, ran.words)
    }

    fn officer(&self) -> String {
        let (_, out, _) = self.run(&["list", "officer", "--format", "json"]);
        let line: serde_json::Value =
            serde_json::from_str(out.lines().next().unwrap()).unwrap();
        line["id"].as_str().unwrap().to_owned()
    }

    fn attach(&self, file: &str) -> String {
        let (well, out, words) = self.run(&["attach", &self.officer(), file]);
        assert!(well, "{words}");
        out.trim().to_owned()
    }

    fn sealed(&self) -> Vec<PathBuf> {
        let folder = self.folder().join("files");
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

#[test]
fn a_file_goes_in_and_comes_out_again() {
    let home = Files::new();
    let plain = "Hóa đơn máy cưa: 150 triệu".repeat(5_000).into_bytes();
    let id = home.attach(&home.file("hoa-don.txt", &plain));
    let sealed = home.sealed();
    assert_eq!(sealed.len(), 1);
    let bytes = std::fs::read(&sealed[0]).unwrap();
    assert!(!bytes.windows(8).any(|w| w == b"150 tri\xe1"));
    assert!(!sealed[0].to_str().unwrap().contains("hoa-don"));
    // the same bytes again are stored as one file
    home.attach(&home.file("ban-sao.txt", &plain));
    assert_eq!(home.sealed(), sealed);

    let out = home.0.path("out.txt");
    let out = out.to_str().unwrap();
    let (well, _, words) = home.run(&["attachment", &id, "-o", out]);
    assert!(well && words.contains(out), "{words}");
    assert_eq!(std::fs::read(out).unwrap(), plain);
    let (well, _, words) = home.run(&["attachment", &id, "-o", out]);
    assert!(!well && words.contains("not overwritten"), "{words}");
    let (_, shown, _) = home.run(&["show", &id]);
    assert!(shown.contains("hoa-don.txt") && shown.contains("text/plain"), "{shown}");
}

#[test]
fn a_photo_goes_in_without_its_place() {
    let home = Files::new();
    let id = home.attach(&home.file("anh.jpg", &photo::jpeg()));
    let (_, shown, _) = home.run(&["show", &id, "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["mime"], "image/jpeg");
    assert_eq!(shown["taken"], "2026-10-05");
    assert_eq!(shown["personal"], true);
    let out = home.0.path("out.jpg");
    home.run(&["attachment", &id, "--out", out.to_str().unwrap()]);
    let bytes = std::fs::read(out).unwrap();
    assert!(bytes.len() < photo::jpeg().len());
    assert_eq!(shown["size"], bytes.len());
}

#[test]
fn what_cannot_be_taken_is_refused_with_a_sentence() {
    let home = Files::new();
    let officer = home.officer();
    let most = home.file("most.bin", &vec![1; ATTACHMENT]);
    assert!(home.run(&["attach", &officer, &most, "--kind", "dkkd"]).0);
    let over = home.file("over.bin", &vec![1; ATTACHMENT + 1]);
    let empty = home.file("empty.pdf", b"");
    let heic = home.file("a.heic", b"\0\0\0\x18ftypheic-and-more");
    let tiff = home.file("a.tif", b"MM\0\x2a\0\0\0\x08");
    let broken = home.file("a.jpg", b"\xff\xd8\xff\xe1\0\x50Exif");
    let link = home.0.path("link.txt");
    std::os::unix::fs::symlink(&most, &link).unwrap();
    let link = link.to_str().unwrap();
    for (file, word) in [
        (over.as_str(), "larger than 8 MB"),
        (&empty, "is empty"),
        (&heic, "HEIC"),
        (&tiff, "HEIC"),
        (&broken, "damaged"),
        ("/nowhere/at/all", "no file at this path"),
        (home.0.path("").to_str().unwrap(), "cannot be read"),
        (link, "cannot be read"),
    ] {
        let (well, _, words) = home.run(&["attach", &officer, file]);
        assert!(!well && words.contains(word), "{file}: {words}");
    }
    assert_eq!(home.sealed().len(), 1);
    let (well, _, words) = home.run(&["attach", &officer, &most, "--kind", "hoadon"]);
    assert!(!well && words.contains("hoadon"), "{words}");
    let nobody = Id([9; 16]).to_string();
    let (well, _, words) = home.run(&["attach", &nobody, &most]);
    assert!(!well && words.contains("not in the notebook"), "{words}");
    let (well, _, words) = home.run(&["attachment", &officer, "-o", "x"]);
    assert!(!well && words.contains("no attachment"), "{words}");
    for command in [&["add", "attachment"][..], &["import", "attachment", &most]] {
        let (well, _, words) = home.run(command);
        assert!(!well && words.contains("sotay attach"), "{words}");
    }
}

#[test]
fn verify_tells_missing_and_damaged_files() {
    let home = Files::new();
    let id = home.attach(&home.file("a.txt", b"mot"));
    home.attach(&home.file("b.txt", b"hai"));
    let (well, out, _) = home.run(&["verify"]);
    assert!(well && out.contains("Attached files, whole: 2"), "{out}");
    let sealed = home.sealed();
    let mut bytes = std::fs::read(&sealed[0]).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&sealed[0], &bytes).unwrap();
    let (well, out, _) = home.run(&["verify"]);
    assert!(!well && out.contains("damaged: 1"), "{out}");
    // attached again the file is whole: the same bytes have the same name
    home.attach(&home.file("a.txt", b"mot"));
    home.attach(&home.file("b.txt", b"hai"));
    assert!(home.run(&["verify"]).0);
    sealed.iter().for_each(|file| std::fs::remove_file(file).unwrap());
    let (well, out, _) = home.run(&["verify"]);
    assert!(!well && out.contains("missing: 4"), "{out}");
    let (well, _, words) = home.run(&["attachment", &id, "-o", "/tmp/never"]);
    assert!(!well && words.contains("not in the notebook any more"), "{words}");
}

#[test]
fn a_backup_carries_the_files() {
    let home = Files::new();
    let id = home.attach(&home.file("a.txt", b"mot hai ba"));
    home.attach(&home.file("b.txt", b"bon nam"));
    // a damaged file is left out of the backup; a whole one is included
    let damaged = home.sealed().into_iter().find(|file| {
        !std::fs::read(file).unwrap().windows(8).any(|w| w == 10u64.to_le_bytes())
    });
    std::fs::write(damaged.unwrap(), b"SOTAYAT1").unwrap();
    let stick = home.0.path("stick");
    std::fs::create_dir(&stick).unwrap();
    let (well, out, words) = home.run(&["backup", stick.to_str().unwrap()]);
    assert!(well, "{words}");
    let file = PathBuf::from(out.trim());
    let other = Files(Home::empty());
    Store::open_backup(&file, &other.folder(), NOW).unwrap();
    let out = other.0.path("out.txt");
    assert!(other.run(&["attachment", &id, "-o", out.to_str().unwrap()]).0);
    assert_eq!(std::fs::read(out).unwrap(), b"mot hai ba");
    let (_, told, _) = other.run(&["verify"]);
    assert!(told.contains("whole: 1") && told.contains("missing: 1"), "{told}");
    // a changed byte anywhere in it is refused before anything is written
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(8).rposition(|w| w == b"SOTAYAT1").unwrap() + 60;
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let third = home.0.path("third");
    assert!(Store::open_backup(&file, &third, NOW).is_err() && !third.exists());
}

/// Takes in a file without saving the record, as a program does that is then killed.
fn taken(store: &Store, file: &str) -> Vec<(u16, sotay::record::Value)> {
    let parent = store.officer_id();
    attachment::take_in(store, parent, Path::new(file), Lang::En).unwrap()
}

#[test]
fn only_old_files_that_nothing_names_are_taken_away() {
    let home = Files::new();
    let [lost, named, deleted, drafted] =
        ["lost", "named", "deleted", "drafted"].map(|name| home.file(name, name.as_bytes()));
    home.attach(&named);
    let gone = home.attach(&deleted).parse::<Id>().unwrap();
    let store = home.open(now);
    let base = store.records().get(gone).unwrap().unwrap().head;
    let delete = Change::Delete { id: gone, base, reason: "nhầm".into() };
    store
        .commit(Commit {
            changes: vec![delete],
            ends_draft: None,
            allow_incomplete: false,
            ..Commit::default()
        })
        .unwrap();
    taken(&store, &lost);
    let kind = programme().with_role(KindRole::File).unwrap().no;
    let id = Id::new(NOW, [5; 10]);
    let fields = taken(&store, &drafted).into_iter().collect();
    store.drafts().save(&draft(id, kind, fields)).unwrap();
    assert_eq!(home.sealed().len(), 4);
    // young files stay: a form may still be open
    home.written(23);
    while store.maintenance().verify_file().unwrap() {}
    assert_eq!(home.sealed().len(), 4);
    store.close().unwrap();
    let store = home.open(now);
    home.written(25);
    while store.maintenance().verify_file().unwrap() {}
    assert_eq!(home.sealed().len(), 3);
    store.wait_ready().unwrap();
    let all = Query { deleted: true, ..Query::all(kind) };
    assert_eq!(store.records().page(&all, 0, 9).unwrap().total, 1);
    for query in [Query::all(kind), all] {
        for record in store.records().page(&query, 0, 9).unwrap().rows {
            assert_eq!(store.attachments().flaw(&record), None);
        }
    }
    let sum = attachment_sum(&store.drafts().list()[0]);
    assert!(store.attachments().add(b"drafted").unwrap() == sum && home.sealed().len() == 3);
    store.close().unwrap();
}

fn attachment_sum(draft: &Draft) -> [u8; 32] {
    let field =
        programme().with_role(KindRole::File).unwrap().field_by_id("sha256").unwrap().no;
    let hex = draft.fields.get(field).unwrap().as_text().unwrap().to_owned();
    std::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
}

fn draft(id: Id, kind: KindNo, fields: Fields) -> Draft {
    let (form, edits, typed, at) = (1, None, Vec::new(), None);
    Draft { id, kind, form, edits, fields, typed, at, changed: NOW, hidden: false }
}

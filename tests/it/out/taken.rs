//! A file that is there, or comes meanwhile, is never overwritten without a question.

use sotay::cancel::CancelToken;
use sotay::lang::{self, Lang};
use sotay::record::Id;
use sotay::services::out_file::WriteFault;
use sotay::storage::disk::atomic_file::{AtomicFile, Existing, FileTarget, free_name};
use sotay::storage::disk::rename_new;

use super::{GOOD, with_establishment, with_visit};
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::Home;

#[test]
fn a_command_overwrote_a_file_that_was_there() {
    let (home, visit) = with_visit();
    let paper = home.file("hop-dong.txt", "Hợp đồng".as_bytes());
    let attached = home.run("vi", &["attach", &visit, &paper], b"").out.trim().to_owned();
    let commands: [&[&str]; 9] = [
        &["export", "visit", "-o", "{}.csv"],
        &["export", "visit", "-o", "{}.xlsx"],
        &["export", "establishment", "-o", "{}.geojson"],
        &["report", "-o", "{}.csv"],
        &["report", "-o", "{}.xlsx"],
        &["report", "--format", "json", "-o", "{}.txt"],
        &["print", &visit, "-o", "{}.docx"],
        &["attachment", &attached, "-o", "{}.txt"],
        &["import", "--template", "establishment", "{}.xlsx"],
    ];
    for (n, command) in commands.iter().enumerate() {
        for lang in ["vi", "en"] {
            let name = format!("{}-{n}-{lang}", home.path("out").display());
            let args: Vec<String> = command.iter().map(|a| a.replace("{}", &name)).collect();
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let file = args.iter().find(|arg| arg.starts_with(&name)).unwrap();
            std::fs::write(file, "precious").unwrap();
            let ran = home.run(lang, &args, b"");
            assert!(!ran.well && ran.words.contains("--force"), "{args:?}: {}", ran.words);
            assert_eq!(std::fs::read(file).unwrap(), b"precious", "{args:?}");
            let ran = home.run(lang, &[&args[..], &["--force"]].concat(), b"");
            assert!(ran.well, "{args:?}: {}", ran.words);
            assert_ne!(std::fs::read(file).unwrap(), b"precious", "{args:?}");
        }
    }
    let request = home.file("dang-ky", b"precious");
    let ran = home.run("vi", &["enrol", "--request", &request], b"");
    assert!(!ran.well && ran.words.contains("--force"), "{}", ran.words);
    assert_eq!(std::fs::read(&request).unwrap(), b"precious");
}

#[test]
fn a_second_backup_replaced_the_first() {
    let (home, _) = with_establishment();
    let folder = home.path("backups");
    std::fs::create_dir(&folder).unwrap();
    let backup = || home.run("vi", &["backup", folder.to_str().unwrap()], b"");
    let first = backup().out.trim().to_owned();
    std::fs::write(&first, "precious").unwrap();
    let second = backup();
    assert!(second.well && second.out.trim() != first, "{}", second.words);
    assert_eq!(std::fs::read(&first).unwrap(), b"precious");
    // with a half-written backup of another notebook there
    assert!(!second.words.contains("ghi dở"), "{}", second.words);
    let other = "sotay-2026-11-20-0123abcd-0123abcd-7-9.tmp";
    std::fs::write(folder.join(other), b"SOTAYBK1").unwrap();
    let third = backup();
    assert!(third.well && third.words.contains(other), "{}", third.words);
    let home = Home::empty();
    let args = ["init", "--from-backup", second.out.trim()];
    assert!(home.run("vi", &args, b"").well);
}

#[test]
fn a_file_that_was_written_was_said_not_to_be_when_its_folder_was_not_synced() {
    let folder = tempfile::tempdir().unwrap();
    for (n, existing) in [Existing::Keep, Existing::Replace].into_iter().enumerate() {
        let file = folder.path().join(format!("{n}.xlsx"));
        let kept = |sync: fn(&std::path::Path) -> std::io::Result<()>| {
            let target = FileTarget { file: &file, existing };
            std::fs::remove_file(&file).unwrap_or_default();
            let mut out = AtomicFile::create(target, &CancelToken::default()).unwrap();
            std::io::Write::write_all(&mut out, b"new").unwrap();
            out.publish_with(sync)
        };
        let error = kept(|_| Err(std::io::ErrorKind::StorageFull.into())).unwrap_err();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        for (lang, wrong, right) in
            [(Lang::Vi, "Không ghi được", "Đã ghi"), (Lang::En, "Cannot", "is written")]
        {
            let said = WriteFault::of(&error, &file, lang).text(&file, lang);
            assert!(said.contains(right) && !said.contains(wrong), "{said}");
        }
        // on a shared folder without sync, the missing sync is not an error
        kept(|_| Err(std::io::ErrorKind::InvalidInput.into())).unwrap();
        kept(|_| Err(std::io::ErrorKind::Unsupported.into())).unwrap();
    }
    let early = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let file = folder.path().join("x.csv");
    let said = WriteFault::of(&early, &file, Lang::Vi).text(&file, Lang::Vi);
    assert!(said.contains("Không ghi được"), "{said}");
}

#[test]
fn a_new_file_gets_its_name_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let [from, to] = ["a.tmp", "a.skb"].map(|name| folder.path().join(name));
    std::fs::write(&from, "whole").unwrap();
    rename_new(&from, &to).unwrap();
    assert_eq!(std::fs::read(&to).unwrap(), b"whole");
    std::fs::write(&from, "other").unwrap();
    let refused = rename_new(&from, &to).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(std::fs::read(&to).unwrap(), b"whole");
    assert_eq!(std::fs::read(&from).unwrap(), b"other");
    let refused =
        rename_new(&folder.path().join("none"), &folder.path().join("b")).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::NotFound);
    assert!(!folder.path().join("b").exists(), "no empty file takes the name");
}

#[test]
fn a_file_that_came_while_another_was_written_was_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ds.xlsx");
    let target = |existing| FileTarget { file: &file, existing };
    let mut out = AtomicFile::create(target(Existing::Keep), &CancelToken::default()).unwrap();
    std::io::Write::write_all(&mut out, b"mine").unwrap();
    std::fs::write(&file, "precious").unwrap();
    let refused = out.publish().unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(std::fs::read(&file).unwrap(), b"precious");
    // a dangling link is not overwritten either
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink("/nowhere/at/all", &link).unwrap();
    let target = FileTarget { file: &link, existing: Existing::Keep };
    assert!(AtomicFile::create(target, &CancelToken::default()).is_err());
    assert_eq!(free_name(&file), folder.path().join("ds-2.xlsx"));
    std::fs::write(folder.path().join("ds-2.xlsx"), "").unwrap();
    assert_eq!(free_name(&file), folder.path().join("ds-3.xlsx"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn what_an_export_that_was_killed_had_written_stayed_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let left = at(".sotay-AbCd0123EfGh4567.tmp");
    let others = [
        at(".sotay-backup"),
        at(".sotay-AbCd0123EfGh4567"),
        at(".sotay-AbCd0123EfGh456-.tmp"),
        at("sotay-AbCd0123EfGh4567.tmp"),
    ];
    for path in others.iter().chain([&left]) {
        std::fs::write(path, "danh sách").unwrap();
    }
    let link = at(".sotay-0000000000000000.tmp");
    std::os::unix::fs::symlink(&others[0], &link).unwrap();
    let existing = Existing::Keep;
    let [first, second] = ["1.csv", "2.csv"].map(&at);
    let write =
        |file| AtomicFile::create(FileTarget { file, existing }, &CancelToken::default());
    // a file that another program is writing stays
    let lock = std::fs::File::open(&left).unwrap();
    lock.lock().unwrap();
    let writing = write(&first).unwrap();
    assert!(left.exists());
    drop(lock);
    write(&second).unwrap().publish().unwrap();
    assert!(!left.exists() && link.symlink_metadata().is_ok());
    assert!(others.iter().all(|path| path.exists()));
    writing.publish().unwrap();
    assert!(first.exists() && second.exists());
}

fn workshop(app: &mut App) -> Id {
    app.given("establishment", serde_json::from_str(GOOD).unwrap())
}

#[test]
fn the_screen_overwrote_a_file_without_a_question() {
    for (lang, there, other) in
        [(Lang::Vi, "đã có (sửa ", "Ghi đè"), (Lang::En, "is there already", "Overwrite")]
    {
        for size in [(80, 24), (40, 12)] {
            let answer_first = &lang::app::answer_first(lang, "y", "n");
            let mut app = App::with(Setting { lang, size, ..USUAL });
            workshop(&mut app);
            let path = app.workers.file("ds.csv", "precious");
            let beside = app.workers.path("ds-2.csv");
            let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
            app.keys("f6 ctrl-r").types(&path).keys("enter");
            app.shows(there).shows("ds-2.csv").shows(other);
            // neither hint nor message speaks of a yes and a no, which are not on the buttons
            let [yes, choose] = match lang {
                Lang::Vi => [" Đồng ý", " Enter Chọn"],
                Lang::En => [" Yes", " Enter Choose"],
            };
            app.hides(yes).shows(choose).keys("f6").hides(answer_first);
            // one step back writes nothing
            app.keys("esc").hides(there);
            assert_eq!((read(&path), read(&beside)), ("precious".into(), String::new()));
            // the keys of a plain yes write to a file next to it
            for (key, name) in [("enter", "ds-2.csv"), ("y", "ds-3.csv")] {
                app.keys("ctrl-r").types(&path).keys("enter").shows(there).keys(key);
                assert!(read(&app.workers.path(name)).contains("Xưởng mộc Bình"), "{name}");
                assert_eq!(read(&path), "precious");
            }
            app.keys("ctrl-r").types(&path).keys("enter").shows(there).keys("tab enter");
            assert!(read(&path).contains("Xưởng mộc Bình"));
        }
    }
}

#[test]
fn a_name_that_was_taken_meanwhile_is_asked_about_again() {
    let mut app = App::at(80, 24);
    workshop(&mut app);
    let path = app.workers.file("ds.csv", "precious");
    app.keys("f6 ctrl-r").types(&path).keys("enter").shows("ds-2.csv");
    let beside = app.workers.file("ds-2.csv", "precious, too");
    app.keys("enter").shows("ds-2.csv đã có").shows("ds-2-2.csv");
    assert_eq!(std::fs::read_to_string(beside).unwrap(), "precious, too");
}

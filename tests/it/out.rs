//! What leaves the notebook: files that are never overwritten without asking, and text that neither
//! runs in a spreadsheet nor controls a terminal.

use serde_json::json;
use sotay::cancel::CancelToken;
use sotay::lang;
use sotay::lang::Lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Date, Decimal, Id, Value};
use sotay::services::out_file::WriteFault;
use sotay::storage::disk::atomic_file::{AtomicFile, Existing, FileTarget, free_name};
use sotay::storage::disk::rename_new;

use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::{Home, Ran};
use crate::kit::notebook::Notebook;

const GOOD: &str = r#"{"name":"Xưởng mộc Bình","type":"ho_kinh_doanh","place":"01849","sector":"b","products":"Bàn ghế","workers":5,"tax_none":"chưa có"}"#;

fn with_establishment() -> (Home, String) {
    let home = Home::new();
    let ran = home.run("vi", &["add", "establishment"], GOOD.as_bytes());
    (home, ran.out.trim().to_owned())
}

fn with_visit() -> (Home, String) {
    let (home, there) = with_establishment();
    let visit = json!({
        "establishment": there, "date": "2026-11-20", "purpose": "khao_sat",
        "observations": "Gọn", "operating": "dang_hoat_dong", "conclusion": "dat",
    });
    let ran = home.run("vi", &["add", "visit"], visit.to_string().as_bytes());
    (home, ran.out.trim().to_owned())
}

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

/// Never allowed raw in output: what controls a terminal or changes the direction of text.
fn moves(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r'))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

const HOSTILE: &str = "\t=HYPERLINK(1)\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\0\u{7f}\u{2028}\u{fffe}";

/// Bypasses the rules, which ignore fields that a reviewer decides.
fn force(notebook: &Notebook, id: Id, set: Vec<(u16, Option<Value>)>) {
    let head = notebook.store.records().get(id).unwrap().unwrap().head;
    assert!(notebook.store.decide(id, head, set).unwrap());
}

/// Written past the rules, as data from headquarters may be.
fn hostile() -> (Notebook, Id) {
    let mut notebook = Notebook::new();
    let mut answers: serde_json::Value = serde_json::from_str(GOOD).unwrap();
    answers["workers"] = json!(5);
    let id = notebook.put("establishment", answers);
    let kind = crate::kit::programme().kind_by_id("establishment").unwrap();
    let field = |id: &str| kind.field_by_id(id).unwrap().no;
    let hostile = |name| (field(name), Some(Value::Text(HOSTILE.into())));
    let mut set: Vec<_> = ["name", "products", "notes", "address"].map(hostile).into();
    let far = Date { year: 1776, month: 7, day: 4 };
    set.push((field("licence_date"), Some(Value::Date(far))));
    set.push((field("lat"), Some(Value::Decimal(Decimal(i64::MAX)))));
    set.push((field("capital"), Some(Value::Int(i64::MAX))));
    force(&notebook, id, set);
    (notebook, id)
}

#[test]
fn a_control_character_left_a_command_raw() {
    let (notebook, id) = hostile();
    notebook.store.close().unwrap();
    let id = id.to_string();
    let home = &notebook.home;
    let commands: [&[&str]; 7] = [
        &["list", "establishment"],
        &["list", "establishment", "--format", "csv"],
        &["list", "establishment", "--format", "json"],
        &["show", &id],
        &["show", &id, "--format", "json"],
        &["show", &id, "--history"],
        &["show", &id, "--history", "--format", "json"],
    ];
    for args in commands {
        for more in [&[][..], &["--ascii"]] {
            let Ran { well, out, words } = home.run("vi", &[args, more].concat(), b"");
            assert!(well, "{args:?}: {words}");
            for text in [&out, &words] {
                let bad: Vec<char> = text.chars().filter(|c| moves(*c)).collect();
                assert!(bad.is_empty(), "{args:?}: {bad:?} in {text:?}");
            }
            assert!(more.is_empty() || (out.is_ascii() && words.is_ascii()), "{args:?}: {out}");
        }
    }
}

#[test]
fn one_odd_record_refused_the_whole_export() {
    let (mut notebook, _) = hostile();
    let long = notebook.put("establishment", json!({"name": "Xưởng dài"}));
    let kind = crate::kit::programme().kind_by_id("establishment").unwrap();
    let notes = kind.field_by_id("notes").unwrap().no;
    force(&notebook, long, vec![(notes, Some(Value::Text("a".repeat(40_000))))]);
    notebook.store.close().unwrap();
    let home = &notebook.home;
    for ending in ["csv", "xlsx", "geojson"] {
        let file = home.path(&format!("ds.{ending}"));
        let name = file.to_str().unwrap();
        let ran = home.run("vi", &["export", "establishment", "-o", name, "--contacts"], b"");
        assert!(ran.well, "{ending}: {}", ran.words);
        let told = ran.words.contains("Xưởng dài: \"Ghi chú\" dài hơn một ô");
        assert_eq!(told, ending == "xlsx", "{}", ran.words);
        if ending != "xlsx" {
            let text = std::fs::read_to_string(&file).unwrap();
            let text = text.trim_start_matches('\u{feff}');
            assert!(!text.contains(moves), "{text:?}");
            assert!(!text.contains(";=") && !text.contains(",="), "{text}");
        }
    }
}

#[test]
fn a_link_that_leads_nowhere_was_exported_as_nothing() {
    let mut notebook = Notebook::new();
    let there = notebook.put("establishment", serde_json::from_str(GOOD).unwrap());
    let visit = json!({
        "establishment": there.to_string(), "date": "2026-11-20", "purpose": "khao_sat",
        "observations": "Gọn", "operating": "dang_hoat_dong", "conclusion": "dat",
    });
    let visit = notebook.put("visit", visit);
    let kind = crate::kit::programme().kind_by_id("visit").unwrap();
    let link = kind.field_by_id("establishment").unwrap().no;
    let nobody = Id::new(1, [7; 10]);
    force(&notebook, visit, vec![(link, Some(Value::Link(nobody)))]);
    notebook.store.close().unwrap();
    for ending in ["csv", "xlsx"] {
        let file = notebook.home.path(&format!("ds.{ending}"));
        let args = ["export", "visit", "-o", file.to_str().unwrap()];
        let ran = notebook.home.run("vi", &args, b"");
        assert!(ran.well && ran.words.contains("hồ sơ không có trong sổ"), "{}", ran.words);
    }
    let csv = std::fs::read_to_string(notebook.home.path("ds.csv")).unwrap();
    assert!(csv.contains(&nobody.to_string()), "{csv}");
}

#[test]
fn an_english_error_of_the_system_was_shown() {
    let (home, visit) = with_visit();
    let folder = home.path("");
    let folder = folder.to_str().unwrap();
    let (far, under) = ("/khong/co/thu/muc/x", home.file("tep", b""));
    let long = format!("{folder}/{}", "x".repeat(300));
    for place in [far, &format!("{under}/x"), &long] {
        let commands: [&[&str]; 6] = [
            &["export", "visit", "-o", &format!("{place}.csv")],
            &["report", "-o", &format!("{place}.xlsx")],
            &["print", &visit, "-o", &format!("{place}.docx")],
            &["import", "--template", "visit", &format!("{place}.xlsx")],
            &["import", "visit", &format!("{place}.csv")],
            &["enrol", "--request", place],
        ];
        for args in commands {
            for lang in ["vi", "en"] {
                let ran = home.run(lang, args, b"");
                assert!(!ran.well, "{args:?}");
                for inner in ["os error", ".sotay-", "No such", "Not a dir", "too long (os"] {
                    assert!(!ran.words.contains(inner), "{args:?}: {}", ran.words);
                }
            }
        }
    }
    let into_folder = home.run("vi", &["import", "visit", folder], b"");
    assert!(into_folder.words.contains(&lang::system::a_folder(Vi)), "{}", into_folder.words);
}

#[test]
fn ascii_was_for_the_screen_only() {
    let (home, visit) = with_visit();
    let id = home.run("vi", &["list", "establishment", "--format", "json"], b"");
    let name = "Xưởng mộc Bình";
    assert!(id.out.contains(name));
    let commands: [&[&str]; 10] = [
        &["--help"],
        &["list", "--help"],
        &["list", "visit"],
        &["list", "establishment", "--format", "csv"],
        &["list", "establishment", "--format", "json"],
        &["show", &visit, "--history"],
        &["report"],
        &["verify"],
        &["keys"],
        &["keys", "--markdown"],
    ];
    for args in commands {
        let ran = home.run("vi", &[args, &["--ascii"]].concat(), b"");
        assert!(
            ran.well && ran.out.is_ascii() && ran.words.is_ascii(),
            "{args:?}: {}",
            ran.out
        );
    }
    let ran = home.run("vi", &["--ascii", "lst"], b"");
    assert!(!ran.well && ran.words.is_ascii(), "{}", ran.words);
    // JSON loses nothing by it
    let args = ["--ascii", "list", "establishment", "--format", "json"];
    let json: serde_json::Value =
        serde_json::from_str(&home.run("vi", &args, b"").out).unwrap();
    assert_eq!(json["name"], name);
}

#[test]
fn the_report_gave_percents_in_the_unit_of_what_was_measured() {
    let mut notebook = Notebook::new();
    let there = notebook.put("establishment", serde_json::from_str(GOOD).unwrap()).to_string();
    let model = notebook.put("model", json!({"establishment": there, "name": "Mô hình"}));
    for (phase, from, to, output, power) in [
        ("truoc", "2025-01-01", "2025-12-31", 100, 1000),
        ("sau", "2026-01-01", "2026-10-31", 120, 844),
    ] {
        notebook.put(
            "measurement",
            json!({
                "model": model.to_string(), "establishment": there, "phase": phase,
                "period_kind": "nam", "period_from": from, "period_to": to, "basis": "so_sach",
                "lines": [
                    {"indicator": "san_luong", "value": output, "unit": "tan"},
                    {"indicator": "dien", "value": power, "unit": "kwh"},
                ],
            }),
        );
    }
    let report = notebook.report("2026");
    let changes: Vec<_> = report
        .rows
        .iter()
        .filter(|row| sotay::indicators::show::short(row.total().figure).ends_with('%'))
        .map(|row| row.key.clone())
        .collect();
    assert!(changes.iter().any(|key| key.contains("dien")), "{changes:?}");
    notebook.store.close().unwrap();
    let home = &notebook.home;
    let json = home.run("vi", &["report", "--period", "2026", "--format", "json"], b"").out;
    let units: Vec<(String, String)> = json
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|row| [&row["row"], &row["unit"]].map(|v| v.as_str().unwrap().to_owned()).into())
        .collect();
    let csv = home.run("vi", &["report", "--period", "2026", "--format", "csv"], b"").out;
    let file = home.path("kq.csv");
    let args = ["report", "--period", "2026", "-o", file.to_str().unwrap()];
    assert!(home.run("vi", &args, b"").well);
    let sheet = std::fs::read_to_string(&file).unwrap();
    for (key, unit) in &units {
        assert!(!changes.contains(key) || unit == "%", "{key}: {unit}");
        let line = csv.lines().find(|line| line.contains(&format!(",{key},"))).unwrap();
        assert!(!changes.contains(key) || line.contains(",%,"), "{line}");
    }
    let percents = sheet.lines().filter(|line| line.contains(";%;")).count();
    let wanted = units.iter().filter(|(_, unit)| unit == "%").count();
    assert_eq!(percents, wanted, "{sheet}");
}

#[test]
fn verify_said_everything_but_whether_the_notebook_is_whole() {
    for (lang, whole) in [("vi", "Sổ nguyên vẹn"), ("en", "The notebook is whole")] {
        let (home, _) = with_visit();
        let sound = home.run(lang, &["verify"], b"");
        assert!(sound.well && sound.out.starts_with(whole), "{}", sound.out);
        let journal = home.folder().join("journal/00000001.skj");
        let mut bytes = std::fs::read(&journal).unwrap();
        for byte in &mut bytes[900..940] {
            *byte ^= 0xff;
        }
        std::fs::write(&journal, bytes).unwrap();
        let hurt = home.run(lang, &["verify"], b"");
        let said = format!("{}{}", hurt.out, hurt.words);
        assert!(!hurt.well && !said.contains("sotay verify"), "{said}");
        let next = hurt.out.lines().next().unwrap();
        assert!(next.contains("sotay rebuild"), "what the lists still hold comes back: {said}");
        std::fs::remove_dir_all(home.folder().join("state")).unwrap();
        let lost = home.run(lang, &["verify"], b"");
        assert!(lost.out.lines().next().unwrap().contains("--from-backup"), "{}", lost.out);
        std::fs::remove_dir_all(home.folder().join("journal")).unwrap();
        let gone = home.run(lang, &["verify"], b"");
        assert!(!gone.well && !gone.words.contains("sotay verify"), "{}", gone.words);
    }
}

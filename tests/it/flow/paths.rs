//! Paths that are typed, pasted or dropped, at every prompt and in every command; and the preview
//! of an import.

use std::path::PathBuf;

use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use super::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::home::Home;
use sotay::sync::Link;

const LIST: &str = "Tên cơ sở;Xã, phường, đặc khu\nMộc Hòa Bình;08230\n";

/// The ways in which terminals and file managers pass a path.
fn wrapped(path: &str) -> Vec<String> {
    let url = path.replace('%', "%25").replace(' ', "%20");
    let apart: String = path.nfd().collect();
    vec![
        format!("{path}\n"),
        format!("'{path}'"),
        format!("'{path}' "),
        format!("\"{path}\""),
        path.replace(' ', "\\ "),
        format!("file://{url}"),
        format!("'{apart}'"),
    ]
}

#[test]
fn a_dropped_path_is_read_at_the_prompt_of_the_import() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("danh sách cơ sở.csv", LIST);
    for dropped in wrapped(&path) {
        app.keys("f10 'nhap danh sach' enter").paste(&dropped).keys("enter");
        app.shows("1 dòng: 1 vào").keys("esc");
    }
    assert!(app.records("establishment").is_empty());
}

#[test]
fn a_name_that_a_mac_wrote_is_found() {
    let mut app = App::at(80, 24);
    let apart: String = "Bảng cơ sở.csv".nfd().collect();
    let path = app.workers.file(&apart, LIST);
    app.keys("f10 'nhap danh sach' enter").paste(&path).keys("enter").shows("1 dòng: 1 vào");

    let home = Home::new();
    home.file(&apart, LIST.as_bytes());
    let composed = home.path("Bảng cơ sở.csv");
    let ran = home.run("vi", &["import", "establishment", composed.to_str().unwrap()], b"");
    assert!(ran.well, "{}", ran.words);
}

#[test]
fn every_prompt_writes_to_the_path_that_was_dropped() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè");
    let kept = visit(&mut app, there, json!({}));
    let folder =
        PathBuf::from(app.workers.file("x", "")).parent().unwrap().join("Báo cáo 2026");
    std::fs::create_dir(&folder).unwrap();
    let out = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    for (n, wrap) in wrapped("X").iter().enumerate() {
        let dropped = |path: &str| match n {
            4 => path.replace(' ', "\\ "),
            5 => format!("file://{}", path.replace(' ', "%20")),
            6 => format!("'{}'", path.nfd()),
            _ => wrap.replace('X', path),
        };
        let list = out(&format!("ds {n}.csv"));
        app.keys("f6 ctrl-r").paste(&dropped(&list)).keys("enter");
        let report = out(&format!("bc {n}.csv"));
        app.keys("6 ctrl-r").paste(&dropped(&report)).keys("enter");
        let paper = out(&format!("bb {n}.docx"));
        app.keys("f7 enter").shows("HTX chè").keys("f10 'in luot' enter");
        app.paste(&dropped(&paper)).keys("enter");
        for path in [list, report, paper] {
            assert!(PathBuf::from(&path).exists(), "{path} from {:?}\n{}", wrap, app.text());
        }
    }
    assert_eq!(app.records("visit")[0]["establishment"], there.to_string());
    assert_ne!(kept, there);
}

#[test]
fn arguments_are_read_as_the_shell_left_them() {
    use unicode_normalization::UnicodeNormalization;
    let home = Home::new();
    let path = home.file("danh sách.csv", LIST.as_bytes());
    for given in
        [path.clone(), path.nfd().collect(), format!("file://{path}").replace(' ', "%20")]
    {
        let args = ["import", "establishment", &given, "--dry-run"];
        let ran = home.run("vi", &args, b"");
        assert!(ran.well, "{given:?}: {}", ran.words);
    }
    // quotes and backslashes are part of the name: no other file is written instead
    let other = home.file("obc.csv", b"keep");
    for name in ["o'b'c.csv", "bao\\ cao.csv", "'x'.csv"] {
        let out = home.path(name);
        let args = ["export", "establishment", "--force", "--out", out.to_str().unwrap()];
        let ran = home.run("vi", &args, b"");
        assert!(ran.well && out.exists(), "{name}: {}", ran.words);
    }
    assert_eq!(std::fs::read(&other).unwrap(), b"keep");
    assert!(!home.path("bao cao.csv").exists() && !home.path("x.csv").exists());
}

/// Quoted as for a shell.
fn dropped(path: &str) -> String {
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// Names that would mean something else if they were interpreted, and files under those other
/// names.
const ODD: [&str; 13] = [
    "o'b'c.csv",
    "a\\'b.csv",
    "\"x\".csv",
    " a .csv",
    "it's \"two\" .csv",
    "a\\ b.csv",
    "50%20.csv",
    "~.csv",
    "file:x.csv",
    "“a”.csv",
    "'x'.csv",
    "x.csv",
    "a b.csv",
];

#[test]
fn a_file_that_was_chosen_was_read_once_more_as_typed() {
    for name in ODD {
        for (button, beside) in [("enter", true), ("tab enter", false)] {
            let mut app = App::at(80, 24);
            workshop(&mut app, "HTX chè");
            let paths: Vec<String> =
                ODD.iter().map(|name| app.workers.file(name, "keep")).collect();
            let there = app.workers.path(name);
            app.keys("f6 ctrl-r").paste(&dropped(&there)).keys("enter").shows("-2.csv");
            app.keys(button).hides("-2.csv ");
            let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
            let other = there.strip_suffix(".csv").unwrap();
            let written = if beside { format!("{other}-2.csv") } else { there.clone() };
            assert!(text(&written).contains("HTX chè"), "{written}\n{}", app.text());
            for path in paths.iter().filter(|path| **path != written) {
                assert_eq!(text(path), "keep", "{path} by {name}");
            }
        }
    }
}

#[test]
fn an_import_takes_the_file_that_was_looked_at() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", LIST);
    app.keys("f10 'nhap danh sach' enter").paste(&dropped(&path)).keys("enter");
    app.shows("1 dòng: 1 vào");
    app.keys("f2 tab enter");
    let entered = app.effects().into_iter().find_map(|effect| match effect {
        sotay::app::Effect::Import { listing, .. } => Some(listing.path),
        _ => None,
    });
    let exact = sotay::text::path::TargetPath::Exact(PathBuf::from(&path));
    assert_eq!(entered, Some(exact));
}

#[test]
fn a_file_written_beside_another_has_the_name_on_the_button() {
    let mut app = App::at(80, 24);
    workshop(&mut app, "HTX chè");
    for name in ["o'b'c.csv", "a\\'b.csv", "ds.csv"] {
        let there = app.workers.file(name, "keep");
        app.keys("f6 ctrl-r")
            .paste(&dropped(&there))
            .keys("enter")
            .shows("-2.csv")
            .keys("enter");
        let beside = there.replace(".csv", "-2.csv");
        assert!(PathBuf::from(&beside).exists(), "{beside}\n{}", app.text());
        assert_eq!(std::fs::read_to_string(&there).unwrap(), "keep");
    }
}

#[test]
fn telex_leaves_paths_alone() {
    let mut app = App::at(80, 24);
    app.keys("f10 'nhap danh sach' enter f9 '/home/officer/ddaats.xlsx'");
    app.shows("> /home/officer/ddaats.xlsx").keys("esc");
    // a reason is prose, so Telex applies
    workshop(&mut app, "HTX chè");
    app.keys("f6 del 'nhaamf'").shows("nhầm");
}

#[test]
fn a_wrong_path_is_still_there_to_be_mended() {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "HTX chè");
    visit(&mut app, there, json!({}));
    let steps = [
        ("f10 'nhap danh sach' enter", "/khong/co/ds.csv"),
        ("f6 ctrl-r", "/khong/co/ds.csv"),
        ("f6 ctrl-r", "ds.pdf"),
        ("6 ctrl-r", "/khong/co/bc.csv"),
        ("f7 enter f10 'in luot' enter", "/khong/co/bb.docx"),
        ("f6 enter ins", "/khong/co/anh.jpg"),
    ];
    for (open, wrong) in steps {
        app.keys(open);
        if wrong.ends_with("jpg") {
            app.choose("Tệp đính kèm");
        }
        app.types(wrong).keys("enter");
        app.shows(&format!("> {wrong}")).keys("backspace");
        app.shows(&format!("> {}", &wrong[..wrong.len() - 1])).keys("esc");
        app.hides("> /khong").hides("> ds.");
    }
}

#[test]
fn a_wrong_path_does_not_close_the_menu_of_the_first_run() {
    let mut app = App::with(Setting { begun: false, ..USUAL });
    app.keys("'An' enter 'TT' enter '25' enter enter").shows("Bắt đầu bằng").keys("enter");
    app.keys("'/khong/co' enter").shows("> /khong/co").keys("esc").shows("Bắt đầu bằng");
    let empty = app.workers.file("trong.csv", "a;b\n1;2\n");
    app.keys("enter").types(&empty).keys("enter").hides("F2 Nhập").keys("esc");
    app.shows("trong.csv").keys("esc").shows("Bắt đầu bằng");
    app.keys("down down down enter").hides("Bắt đầu bằng");
}

#[test]
fn an_import_goes_on_from_its_preview_and_not_from_leaving_it() {
    for (n, key) in ["f2", "ctrl-s"].into_iter().enumerate() {
        let mut app = App::at(80, 24);
        let rows: String = (0..40).map(|n| format!("Xưởng {n};08230;7;thừa\n")).collect();
        let text = format!("Tên cơ sở;Xã, phường, đặc khu;Số lao động\n{rows}Mộc;08230;7\n");
        let path = app.workers.file("ds.csv", &text);
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        // the sum and the next step are visible without paging
        app.shows("41 dòng: 1 vào").shows("F2 Nhập").shows("chưa nhập gì");
        app.keys("esc").hides("Nhập 1 cơ sở").hides("41 dòng");
        assert!(app.records("establishment").is_empty());
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.keys(key).shows("Nhập 1 cơ sở vào sổ?").keys("enter").shows("41 dòng: 1 vào");
        assert!(
            app.records("establishment").is_empty(),
            "{n}: an Enter typed ahead does no harm"
        );
        app.keys(key).keys("tab enter").hides("bản xem trước");
        assert_eq!(app.records("establishment").len(), 1);
        app.keys("f2").shows("Mới: Lượt làm việc");
    }
}

#[test]
fn a_list_of_which_nothing_would_enter_cannot_be_gone_on_with() {
    let mut app = App::at(80, 24);
    let path = app.workers.file("ds.csv", "Tên cơ sở;Số lao động\nMộc;7;thừa\n");
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.shows("1 dòng: 0 vào").hides("F2 Nhập").keys("enter").hides("vào sổ?");
}

#[test]
fn a_folder_to_headquarters_may_be_dropped_too() {
    let home = Home::new();
    let stick = home.path("USB Bình");
    std::fs::create_dir(&stick).unwrap();
    let path = stick.to_str().unwrap();
    for dropped in wrapped(path) {
        for address in [dropped.clone(), format!("folder:{dropped}")] {
            let link = Link::parse(&address, None).ok();
            assert_eq!(link, Some(Link::Folder(stick.clone())), "{address:?}");
        }
    }
    assert!(matches!(Link::parse("ssh://hq.example", None), Ok(Link::Ssh(_))));
    assert!(Link::parse("hq.example", None).is_err() && Link::parse("folder:", None).is_err());
}

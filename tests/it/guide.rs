//! The screens in the officer's guide equal those of the program. `SOTAY_WRITE=1` writes them
//! again.

use std::path::Path;

use crate::flow::{visit, workshop};
use crate::kit::app::App;
use serde_json::json;

const GUIDE: &str = "docs/huong-dan.md";

/// Each screen under its name in the guide, in the order of a day.
fn screens() -> Vec<(&'static str, String)> {
    let mut app = App::at(80, 24);
    for name in ["Mộc Hòa Phát", "Chè Phú Hộ", "Mây tre Tân Lập"] {
        let there = workshop(&mut app, name);
        visit(&mut app, there, json!({ "next_date": "2026-11-25" }));
    }
    app.restart();
    let mut taken = Vec::new();
    let mut take = |app: &App, name| taken.push((name, app.text()));
    take(&app, "hom-nay");
    app.keys("f2 'hoa phat' enter");
    take(&app, "luot-moi");
    app.keys("esc f6 f3 'phu ho'");
    take(&app, "tim");
    app.keys("enter");
    take(&app, "ho-so");
    app.keys("esc f10 'xuat'");
    take(&app, "lenh");
    taken
}

/// The guide with its screens as they are now: the text between ```` ```text NAME ```` and the next
/// fence. Runs of empty rows are reduced to one.
fn with_screens(guide: &str) -> String {
    let mut parts = guide.split("```text ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let screens = screens();
    let mut used = Vec::new();
    for part in parts {
        let (name, rest) = part.split_once('\n').unwrap();
        let behind = rest.split_once("```").unwrap().1;
        let (name, screen) = screens.iter().find(|(known, _)| *known == name).unwrap();
        used.push(*name);
        let mut lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
        lines.dedup_by(|one, before| one.is_empty() && before.is_empty());
        out.push_str(&format!("```text {name}\n{}\n```{behind}", lines.join("\n").trim_end()));
    }
    assert_eq!(used, screens.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    out
}

#[test]
fn the_guides_screens_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(GUIDE);
    let guide = std::fs::read_to_string(&path).unwrap();
    let now = with_screens(&guide);
    if std::env::var_os("SOTAY_WRITE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    assert!(guide == now, "run once with SOTAY_WRITE=1, and look at what changed");
}

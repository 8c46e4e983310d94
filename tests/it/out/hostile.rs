//! Answers with control characters and formulas: none reaches a terminal or a spreadsheet as such.

use serde_json::json;
use sotay::record::{Date, Decimal, Id, Value};

use super::GOOD;
use crate::kit::home::Ran;
use crate::kit::notebook::Notebook;

/// Never allowed raw in output: what controls a terminal or changes the direction of text.
fn moves(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r'))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

const HOSTILE: &str = "\t=HYPERLINK(1)\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\0\u{7f}\u{2028}\u{fffe}";

/// Bypasses the rules, which ignore fields that a reviewer decides.
pub(super) fn force(notebook: &Notebook, id: Id, set: Vec<(u16, Option<Value>)>) {
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

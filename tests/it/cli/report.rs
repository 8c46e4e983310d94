//! The report on the command line: its formats, its file, and targets.

use super::GOOD;
use crate::kit::machine::Machine;

#[test]
fn a_report_is_a_table_csv_or_json_on_the_stream_or_in_a_file() {
    let machine = Machine::with_notebook();
    let contact = GOOD.replace("\"workers\"", "\"contact_name\":\"Bà Tám\",\"notice\":true,\"notice_date\":\"2026-01-01\",\"workers\"");
    let place = machine.feed(&["add", "establishment"], format!("{contact}\n").as_bytes()).out;
    let fair = format!(
        r#"{{"establishment":"{}","fund_level":"quoc_gia","name":"Hội chợ","scope":"trong_nuoc","place":"Hà Nội","date_from":"2026-03-01","date_to":"2026-03-31","booths":1}}"#,
        place.trim()
    );
    let id = machine.feed(&["add", "fair"], format!("{fair}\n").as_bytes()).out;
    let rows = machine.json(&["report", "--period", "2026-Q1", "--format", "json"]);
    let fairs = rows.iter().find(|row| row["row"] == "I3").unwrap();
    assert_eq!(fairs["figures"]["quoc_gia"]["value"], 1);
    assert_eq!(fairs["records"][0], id.trim());
    let none = machine.json(&["report", "--period", "2026-04", "--format", "json"]);
    assert_eq!(
        none.iter().find(|row| row["row"] == "I3").unwrap()["figures"]["tong"]["value"],
        0
    );
    let far = machine.run(&[
        "report",
        "--period",
        "2026",
        "--province",
        "Phú Thọ",
        "--format",
        "csv",
    ]);
    assert!(
        far.out.lines().any(|line| line.starts_with("2026,I3,") && line.contains(",0,0,0,0,"))
    );
    let file = machine.path("bao-cao.csv");
    let name = file.to_str().unwrap();
    std::fs::write(&file, "old").unwrap();
    let to_file = ["report", "--period", "2026", "--format", "csv", "-o", name];
    let kept = machine.run(&to_file);
    assert!(kept.code == 1 && kept.err.contains("--force"), "{}", kept.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
    let written = machine.run(&[&to_file[..], &["--force"]].concat());
    assert!(written.code == 0 && written.out.is_empty(), "{}", written.err);
    assert!(written.err.contains(name), "what was written is said: {}", written.err);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("period,row,label,unit,quoc_gia,") && !text.contains("Tám"));
    let table = machine.run(&["report", "--period", "2026", "--lang", "en"]);
    assert!(
        table.out.contains("Fair participations")
            && table.out.contains("By the fair's last day.")
    );
    for (args, said) in [
        (["report", "--period", "2026-Q5"], "2026-Q5"),
        (["report", "--province", "Atlantis"], "Atlantis"),
    ] {
        let refused = machine.run(&args);
        assert!(refused.code == 2 && refused.err.contains(said), "{}", refused.err);
    }
    let nowhere = machine.run(&["report", "-o", "/nowhere/at/all.csv"]);
    assert!(nowhere.code == 1 && !nowhere.err.is_empty());
}

#[test]
fn a_file_named_without_a_folder_was_written_and_called_unwritable() {
    let machine = Machine::with_notebook();
    let folder = tempfile::tempdir().unwrap();
    let mut command = machine.command(&["enrol", "--request", "an.req"]);
    let ran = command.current_dir(folder.path()).output().unwrap();
    let words = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success() && words.contains("an.req"), "{words}");
    assert!(folder.path().join("an.req").exists());
}

/// A target of -5 was kept, and the report said "Mục tiêu −5, Đạt 0 %".
#[test]
fn a_target_below_zero_is_refused() {
    let home = crate::kit::home::Home::new();
    let target = |value: &str| {
        format!(
            r#"{{"indicator":"I1","year_from":2026,"year_to":2026,"value":"{value}","decision":"1/QĐ","verified":true}}"#
        )
    };
    let ran = home.run("vi", &["add", "target"], target("-5").as_bytes());
    assert!(!ran.well && ran.words.contains("không được nhỏ hơn 0"), "{}", ran.words);
    let ran = home.run("vi", &["add", "target"], target("5").as_bytes());
    assert!(ran.well, "{}", ran.words);
}

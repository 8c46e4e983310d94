//! What leaves the notebook: files that are never overwritten without asking, and text that neither
//! runs in a spreadsheet nor controls a terminal.

mod hostile;
mod taken;

use serde_json::json;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::record::{Id, Value};

use crate::kit::home::Home;
use crate::kit::notebook::Notebook;
use hostile::force;

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

//! The figures that the ministry published, entered as records: the screen and the report print
//! exactly these.

use serde_json::json;
use sotay::record::{Change, Id};
use sotay::store::Commit;

use super::records::{employment, fair, honour, model, product, project, training};
use crate::kit::app::App;
use crate::kit::home::printed;
use crate::kit::notebook::Notebook;

fn changes() -> Vec<Change> {
    let mut book = Notebook::new();
    let mut all = Vec::new();
    let mut put = |kind: &str, answers: serde_json::Value| -> Id {
        let (id, change) = book.change(kind, &answers);
        all.push(change);
        id
    };
    let day = |n: usize| format!("{}-{:02}-{:02}", 2021 + n % 5, 1 + n % 12, 1 + n % 28);
    let establishments: Vec<Id> = (0..630)
        .map(|n| {
            put(
                "establishment",
                json!({"name": format!("Cơ sở {n}"), "type": "dnnvv",
                "place": "08230", "sector": "b", "products": "Gỗ", "workers": 5,
                "status": "dang_hoat_dong", "tax_none": "chưa có"}),
            )
        })
        .collect();
    let at = |n: usize| establishments[n % establishments.len()];
    // 60 classes of 300 are 18,000; 270 or 300 find work: 48 x 300 + 12 x 270 = 17,640 = 98 %
    for n in 0..60 {
        let class =
            put("training", training(at(n), &day(n), 300, json!({"start": "2020-01-02"})));
        let employed = if n % 5 == 0 { 270 } else { 300 };
        put("employment", employment(class, "2026-05-05", employed));
    }
    // 4,363 participations of the same 630
    for n in 0..4_363 {
        put("fair", fair(at(n), &day(n), json!({"date_from": "2020-06-01"})));
    }
    // 630 establishments in 90 đề án of seven
    for n in 0..90 {
        let rows: Vec<_> =
            (0..7).map(|i| json!({"establishment": at(n * 7 + i).to_string()})).collect();
        put("project", project(&format!("D{n}"), Some(&day(n)), json!(rows), json!({})));
    }
    for n in 0..210 {
        put("model", model(at(n), &format!("M{n}"), Some(&day(n)), json!({})));
    }
    // 610 products honoured at regional level, 202 of them also at national level
    for n in 0..610 {
        let product = put("product", product(at(n)));
        put("honour", honour(product, "khu_vuc", &day(n), json!({"fund_level": "quoc_gia"})));
        if n < 202 {
            put(
                "honour",
                honour(product, "quoc_gia", &day(n), json!({"fund_level": "quoc_gia"})),
            );
        }
    }
    all
}

#[test]
fn the_screen_and_the_report_print_exactly_the_articles_figures() {
    let mut app = App::at(120, 40);
    // many in one commit, as each commit would update the lists
    for changes in changes().chunks(500) {
        let changes = changes.to_vec();
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        app.workers.store().commit(commit).unwrap();
    }
    app.keys("6 f4 down down down down enter left").shows("Các năm 2021–2025");
    let figures = [
        ("I1", "18.000"),
        ("I2", "98 %"),
        ("I3", "4.363"),
        ("I4", "630"),
        ("I5", "210"),
        ("I6", "812"),
    ];
    let on_screen = app.screen();
    for (row, figure) in figures {
        assert_eq!(last_number(&on_screen, row), figure, "{}", app.text());
    }
    app.keys("down down down down down space").shows("Cấp khu vực").shows("Cấp quốc gia");
    let on_screen = app.screen();
    assert_eq!(last_number(&on_screen, "Cấp khu vực"), "610");
    assert_eq!(last_number(&on_screen, "Cấp quốc gia"), "202");
    let folder = app.workers.folder();
    app.workers.close();
    let report = printed(&["report", "--period", "2021..2025"], &folder);
    let lines: Vec<String> = report.lines().map(str::to_owned).collect();
    for (row, figure) in figures {
        let line = lines.iter().find(|line| line.starts_with(row)).unwrap();
        assert!(
            line.split_whitespace().collect::<Vec<_>>().join(" ").contains(figure),
            "{line}"
        );
    }
    let csv = printed(&["report", "--period", "2021..2025", "--format", "csv"], &folder);
    for row in ["I1,", "I2,", "I3,", "I4,", "I5,", "I6.khu_vuc,", "I6.quoc_gia,"]
        .iter()
        .zip(["18000", "98", "4363", "630", "210", "610", "202"])
    {
        let start = format!("2021..2025,{}", row.0);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let own = records.iter().find(|r| format!("{},{},", &r[0], &r[1]) == start).unwrap();
        assert_eq!(&own[7], row.1, "{start}");
    }
}

/// The figure of the total; in these rows only the trend comes after it.
fn last_number(screen: &[String], row: &str) -> String {
    let line = screen.iter().find(|line| line[1..].trim_start().starts_with(row)).unwrap();
    let line = line.replace(" %", "%");
    let is_trend = |word: &&str| word.chars().all(|c| ('▁'..='█').contains(&c));
    line.split_whitespace().rfind(|word| !is_trend(word)).unwrap().replace('%', " %")
}

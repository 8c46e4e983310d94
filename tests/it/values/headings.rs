use super::*;
use crate::kit::app::App;
use sotay::services::import::ColumnNames;

#[test]
fn common_headings_were_unknown() {
    for (heading, cell, id) in [
        ("Số ĐT", "0912345678", "contact_phone"),
        ("SĐT liên hệ", "0912345678", "contact_phone"),
        ("Di động", "0912345678", "contact_phone"),
        ("ĐTDĐ", "0912345678", "contact_phone"),
        ("Số ĐT chủ cơ sở", "0912345678", "contact_phone"),
        ("Ngành nghề", "Chè", "products"),
        ("Ngành nghề SX", "Chè", "products"),
        ("SP chính", "Chè", "products"),
        ("Tên chủ CS", "Lê A", "contact_name"),
        ("Số LĐ", "5", "workers"),
        ("Tổng số LĐ (người)", "5", "workers"),
        ("Số LĐ năm 2026", "5", "workers"),
        ("Doanh thu 2025 (triệu đồng)", "700", "revenue_prev"),
        ("Doanh thu năm 2025 (tr.đ)", "700", "revenue_prev"),
        ("Doanh thu (2025)", "700.000.000", "revenue_prev"),
        ("Vốn 2025, triệu đồng", "700", "capital"),
    ] {
        let plan = plan(&format!("Tên cơ sở;{heading}\nA;{cell}\n"));
        assert!(answer(&plan, 0, id).is_some(), "{heading}: {:?}", said(&plan, Lang::Vi));
        if id == "revenue_prev" || id == "capital" {
            assert_eq!(money(&plan, 0, id), Some(700_000_000), "{heading}");
        }
    }
    let visit = programme().kind_by_id("visit").unwrap();
    assert!(ColumnNames::of(visit).column("Ngày").is_some());
    assert!(ColumnNames::of(kind()).column("Ngày").is_none());
}

/// The question is about the year before the list's year.
#[test]
fn the_revenue_of_another_year_is_not_last_years() {
    for heading in ["Doanh thu 2023", "Doanh thu (năm 2024)", "Doanh thu 2026 (triệu đồng)"]
    {
        let plan = plan(&format!("Tên cơ sở;{heading}\nA;700\n"));
        assert_eq!(answer(&plan, 0, "revenue_prev"), None, "{heading}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(said.contains(heading), "{said}");
    }
}

#[test]
fn a_heading_that_is_nearly_known_was_offered_another_question() {
    let names = ColumnNames::of(kind());
    for (heading, id) in [
        ("Số ĐT chủ", "contact_phone"),
        ("so dien thoai chu ho", "contact_phone"),
        ("Địa chỉ nhà xưởng", "address"),
        ("Số lao động thường xuyên", "workers"),
    ] {
        let first = names.likely(heading)[0];
        assert_eq!(kind().field(first).unwrap().id, id, "{heading}");
    }
}

/// "Ghi chú lạ" was offered "Nữ làm chủ" first: it shares "chú" and "lạ" with "chủ là nữ".
#[test]
fn words_that_differ_or_say_nothing_suggest_no_question() {
    let names = ColumnNames::of(kind());
    let ids = |heading: &str| -> Vec<String> {
        let likely = names.likely(heading).into_iter();
        likely.map(|no| kind().field(no).unwrap().id.clone()).collect()
    };
    let likely = ids("Ghi chú lạ");
    assert_eq!(likely[0], "notes");
    assert!(!likely.iter().any(|id| id == "owner_female"), "{likely:?}");
    assert_eq!(ids("Số của các"), [] as [&str; 0]);
}

/// A yes or no was the marked suggestion for a column of remarks.
#[test]
fn a_question_that_cannot_read_the_cells_is_not_suggested() {
    let first = |value: &str| {
        let mut app = App::at(80, 24);
        let text = format!("Tên cơ sở;Nữ làm chủ ghi\nMộc;{value}\n");
        let path = app.workers.file("ds.csv", &text);
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter enter");
        let lines = app.screen();
        let offered =
            |line: &&String| line.contains("Nữ làm chủ") || line.contains("Không nhập");
        lines.iter().skip(2).filter(offered).find(|l| !l.contains("ghi")).cloned().unwrap()
    };
    assert!(first("thích trồng chè").contains("Không nhập cột này"));
    assert!(first("có").contains("Nữ làm chủ"));
}

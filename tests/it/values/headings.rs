use super::*;
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

//! Reports of a region and of a former province, and questions typed on the screen.

use serde_json::{Value as Json, json};
use sotay::indicators::words;
use sotay::lang::Lang;
use sotay::record::{Date, Period, Scope};
use sotay::text::period_words;

use super::records::*;
use super::total;
use crate::kit::app::{App, Setting, USUAL};
use crate::kit::notebook::Notebook;

/// One fair in a commune of each of the former Vĩnh Phúc, Hòa Bình and Phú Thọ (all Phú Thọ today),
/// and of Bắc Kạn (Thái Nguyên today), by codes of the 2025 map.
fn notebook() -> Notebook {
    let mut book = Notebook::new();
    for commune in ["08707", "04792", "07900", "01849"] {
        let at = establishment(&mut book, commune, json!({}));
        book.put("fair", fair(at, "2025-06-01", json!({})));
    }
    let far = establishment(&mut book, "00097", json!({}));
    book.put("fair", fair(far, "2025-06-01", json!({})));
    book
}

#[test]
fn a_region_counts_its_provinces_and_a_former_province_its_communes() {
    let book = notebook();
    let of = |scope: Scope| book.report_in("2025", scope);
    total(&of(Scope::All), "I3", "5");
    total(&of(Scope::Province("25".into())), "I3", "3");
    for (former, n) in [("26", "1"), ("17", "1"), ("25", "1"), ("06", "1"), ("19", "0")] {
        total(&of(Scope::Former(former.into())), "I3", n);
    }
    total(&of(Scope::Region("mnpb".into())), "I3", "4");
    total(&of(Scope::Region("dbsh".into())), "I3", "1");
    total(&of(Scope::Region("dnb".into())), "I3", "0");
    // a region is listed by province, a former province by commune
    total(&of(Scope::Region("mnpb".into())), "T1.25", "3");
    total(&of(Scope::Former("26".into())), "T1.08707", "1");
    for unknown in [Scope::Region("x".into()), Scope::Former("99".into())] {
        total(&of(unknown), "I3", "0");
    }
}

#[test]
fn a_place_is_an_argument_by_code_or_name() {
    let book = notebook();
    book.store.close().unwrap();
    let run = |place: &[&str]| {
        let args = [&["report", "--period", "2025", "--format", "json"], place].concat();
        book.home.run("vi", &args, b"")
    };
    let fairs = |place: &[&str]| -> i64 {
        let out = run(place).out;
        let rows = out.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
        let row = rows.into_iter().find(|row| row["row"] == "I3").unwrap();
        row["figures"]["tong"]["value"].as_i64().unwrap()
    };
    for (place, n) in [
        (["--former", "vinh phuc"], 1),
        (["--former", "26"], 1),
        (["--region", "mnpb"], 4),
        (["--region", "đồng bằng sông hồng"], 1),
        (["--province", "phu tho"], 3),
        (["--commune", "07900"], 1),
    ] {
        assert_eq!(fairs(&place), n, "{place:?}");
    }
    for (place, said) in [
        (&["--former", "Hà Tây"][..], "Hà Tây"),
        (&["--region", "dong bang"], "dbscl"),
        (&["--commune", "atlantis"], "atlantis"),
        (&["--former", "26", "--region", "btb"], "--former"),
    ] {
        let ran = run(place);
        assert!(!ran.well && ran.words.contains(said), "{place:?}: {}", ran.words);
    }
    let title = book.home.run("vi", &["report", "--former", "26"], b"").out;
    assert!(title.lines().next().unwrap().ends_with("· Vĩnh Phúc (tỉnh cũ)"), "{title}");
}

fn screen() -> App {
    let mut app = App::with(Setting { size: (80, 24), ..USUAL });
    for commune in ["08707", "00097"] {
        let at = app.given(
            "establishment",
            json!({"name": "Mộc", "type": "ho_kinh_doanh", "place": commune,
            "sector": "dd", "products": "Bàn", "workers": 5, "status": "dang_hoat_dong"}),
        );
        app.given(
            "fair",
            json!({"establishment": at.to_string(), "fund_level": "quoc_gia", "name": "Hội chợ",
            "scope": "trong_nuoc", "place": "Việt Trì", "date_from": "2025-08-01",
            "date_to": "2025-08-05", "booths": 1}),
        );
    }
    app
}

#[test]
fn a_question_is_typed_as_a_period_a_place_or_both() {
    for key in ["f3", "f4"] {
        let mut app = screen();
        app.keys("6 down down").keys(key).keys("'q3 2025' enter");
        app.shows("Quý III năm 2025 · Toàn bộ").stands_on(" 2");
        app.keys(key).keys("'vinh phuc' enter");
        app.shows("Quý III năm 2025 · Vĩnh Phúc (tỉnh cũ)").stands_on(" 1");
        app.keys(key).keys("'2021-2025 ha noi' enter");
        app.shows("Các năm 2021–2025 · Thành phố Hà Nội").stands_on(" 1");
        app.keys(key).keys("'tay nguyen' enter");
        app.shows("Vùng Duyên hải Nam Trung Bộ và Tây Nguyên").stands_on(" 0");
        app.keys(key).keys("'tp hcm' enter").shows("Thành phố Hồ Chí Minh");
    }
}

#[test]
fn a_period_is_read_as_it_is_shown() {
    let today = Date { year: 2026, month: 12, day: 1 };
    for id in [
        "2025-03",
        "2025-Q3",
        "2025-H1",
        "2025-H2",
        "2025-9M",
        "2025-11M",
        "2025",
        "2021..2025",
    ] {
        let period = Period::parse(id).unwrap();
        for lang in [Lang::Vi, Lang::En] {
            let shown = words::period(period, lang);
            let read = period_words::read(&shown, today);
            assert_eq!(read, Some((period, String::new())), "{shown}");
        }
    }
}

#[test]
fn the_first_months_of_a_year_count_what_is_in_them() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, "08707", json!({}));
    for day in ["2024-12-31", "2025-01-01", "2025-09-30", "2025-10-01"] {
        book.put("fair", fair(at, day, json!({})));
    }
    for (period, n) in [("2025-9M", "2"), ("2025-10M", "3"), ("2025-8M", "1"), ("2025", "3")] {
        total(&book.report_in(period, Scope::All), "I3", n);
    }
    let mut app = screen();
    app.keys("6 down down f4").keys("'9 tháng 2025' enter");
    app.shows("9 tháng đầu năm 2025 · Toàn bộ").stands_on(" 2");
    app.keys("f4 '7 tháng' enter left").shows("7 tháng đầu năm 2025").stands_on(" 0");
}

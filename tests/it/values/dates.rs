use super::*;
use crate::kit::home::Home;
use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::text::format::{date_add, parse_whole_date, show_date};

fn day(year: i16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

fn read(cell: &str) -> (Option<Date>, bool, String) {
    let plan = plan(&format!("Tên cơ sở;Ngày đăng ký\nA;\"{cell}\"\n"));
    let date = match answer(&plan, 0, "licence_date") {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    };
    (date, plan.rows[0].refused(), said(&plan, Lang::Vi).join("\n"))
}

#[test]
fn half_a_date_was_made_whole_by_the_day_of_the_import() {
    for cell in [
        "15",
        "5/3",
        "12.5",
        "-3",
        "+7",
        "nay",
        "hôm qua",
        "5-Mar",
        "2020",
        "03/2020",
        "tháng 3/2020",
        "Mar-2020",
        "2020-03",
        "ngày 5 tháng 3",
    ] {
        let (date, refused, said) = read(cell);
        assert_eq!(date, None, "{cell}");
        assert!(!refused, "the row of {cell} is lost: {said}");
        assert!(
            said.contains(lang::listing::sort_question(Vi, "").trim()) && said.contains(cell),
            "{cell}: {said}"
        );
    }
    assert!(read("2020").2.contains(&opening(&lang::faults::only_year(Vi))));
    assert!(read("03/2020").2.contains(&opening(&lang::faults::only_month(Vi))));
}

#[test]
fn usual_forms_of_a_date_refused_their_rows() {
    for cell in [
        "05/03/2020",
        "5/3/2020",
        "05/03/2020 14:05",
        "05/03/2020 14:05:30",
        "14:05 05/03/2020",
        "05/03/2020 2:05 CH",
        "05/03/2020 14h05",
        "2020-03-05T00:00:00",
        "2020-03-05 00:00:00",
        "2020-03-05T14:05:00+07:00",
        "2020-03-04T17:00:00.000Z",
        "Ngày 05 tháng 03 năm 2020",
        "ngày 5 tháng 3 năm 2020",
        "Đồng Tháp, ngày 05 tháng 3 năm 2020",
        "05 tháng 3, 2020",
        "ngày 5/3/2020",
        "Thứ Năm, 05/03/2020",
        "05 / 03 / 2020",
        "05/ 03/2020",
        "05.03.2020",
        "05–03–2020",
        "05-03-2020",
        "05\u{a0}/\u{a0}03/2020",
        "2020/03/05",
        "20200305",
        "05032020",
        "05-Mar-2020",
        "Mar 5, 2020",
        "March 5, 2020",
        "５/３/２０２０",
        "05/03/2020.",
        "ngày 5 tháng ba năm 2020",
        "5 thg 3, 2020",
        "05 Thg 3 2020",
        "Hà Nội, ngày 5/3/2020",
        "Hà Nội, ngày 05.03.2020",
    ] {
        let (date, _, said) = read(cell);
        assert_eq!(date, Some(day(2020, 3, 5)), "{cell}: {said}");
        assert_eq!(said, "", "{cell}");
    }
    for cell in [
        "05/03/2020 (cấp lần đầu)",
        "5.3.2020 [bản sao]",
        "5/3/2020 (đổi lần 2)",
        "Cấp ngày 5/3/2020",
        "ngày cấp: 05/03/2020",
    ] {
        let (date, _, said) = read(cell);
        assert_eq!(date, Some(day(2020, 3, 5)), "{cell}: {said}");
        assert!(said.contains("05/03/2020"), "{cell}: {said}");
    }
    // other words may change the meaning: a question is asked, and the row is imported
    for cell in [
        "trước 05/03/2020",
        "05/03/2020 hết hạn",
        "trước ngày 5 tháng 3 năm 2020",
        "hết hạn ngày 5/3/2020",
        "05/03/2020 (đến 15/3)",
        "Q1/2024",
        "tháng 3/2024",
        "05/03/2020 (gia hạn 2025)",
    ] {
        let (date, refused, said) = read(cell);
        assert_eq!((date, refused), (None, false), "{cell}: {said}");
    }
    for cell in [
        "05/03/2020 - 07/03/2020",
        "05/03/2020 và 06/07/2021",
        "31/02/2020",
        "3/25/2020",
        "00/00/0000",
        "05/03/1820",
        "abc",
        "1234567",
    ] {
        let (date, refused, said) = read(cell);
        assert_eq!((date, refused), (None, false), "{cell}: {said}");
        assert!(said.contains(cell), "{cell}: {said}");
    }
}

/// "03/05/20" was silently read as the year 2020, "5/3/99" as 1999.
#[test]
fn a_year_of_two_digits_was_completed_in_silence() {
    for cell in [
        "03/05/20",
        "5/3/99",
        "5-3-20",
        "05.03.20",
        "5-Mar-20",
        "Mar 5, 20",
        "050320",
        "ngày 5 tháng 3 năm 20",
        "05/03/20 14:05",
        "5/3/20 (cấp lần đầu)",
        "20/3/5",
    ] {
        let (date, refused, said) = read(cell);
        assert_eq!((date, refused), (None, false), "{cell}: {said}");
        assert!(said.contains("hai chữ số") && said.contains(cell), "{cell}: {said}");
    }
    for year in ["năm 2024", "Năm 2024", "2024"] {
        let (date, refused, said) = read(year);
        assert_eq!((date, refused), (None, false), "{year}: {said}");
        assert!(said.contains(&opening(&lang::faults::only_year(Vi))), "{year}: {said}");
    }
}

#[test]
fn the_word_year_made_a_year_unreadable() {
    let target = programme().kind_by_id("target").unwrap();
    let field = target.field_by_id("year_from").unwrap();
    for text in ["năm 2024", "Năm 2024", "nam 2024", "Năm: 2024", "2024"] {
        let read = sotay::programme::answer::parse(programme(), field, text, TODAY);
        assert_eq!(read, Ok(Some(Value::Int(2024))), "{text}");
    }
}

#[test]
fn a_day_number_of_a_csv_is_named_and_asked_about() {
    let (date, refused, said) = read("43895");
    assert_eq!((date, refused), (None, false));
    assert!(said.contains("Excel") && said.contains("05/03/2020"), "{said}");
}

#[test]
fn every_day_is_read_in_every_written_form() {
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut date = day(1996, 1, 1);
    while date.year < 2033 {
        let Date { year: y, month: m, day: d } = date;
        let name = months[usize::from(m) - 1];
        for text in [
            show_date(date),
            format!("{d}/{m}/{y}"),
            format!("{y}-{m:02}-{d:02}"),
            format!("{y}{m:02}{d:02}"),
            format!("{d:02}{m:02}{y}"),
            format!("{d:02}.{m:02}.{y} 23:59"),
            format!("{y}-{m:02}-{d:02}T23:59:59"),
            format!("Ngày {d:02} tháng {m:02} năm {y}"),
            format!("ngày {d} tháng {m} năm {y}"),
            format!("{d}-{name}-{y}"),
        ] {
            assert_eq!(parse_whole_date(&text), Ok(date), "{text}");
        }
        date = date_add(date, 1);
    }
}

#[test]
fn add_asked_for_the_form_of_a_date_that_it_then_refused() {
    let home = crate::kit::home::Home::new();
    let line = |date: &str| {
        serde_json::json!({
            "name": format!("B {date}"), "licence_date": date, "type": "htx", "place": "30226",
            "sector": "a", "products": "C", "workers": 5, "tax_none": "x",
        })
        .to_string()
    };
    for date in ["22/11/2020", "2020-11-22", "2020-11-22T00:00:00"] {
        let ran = home.run("vi", &["add", "establishment"], line(date).as_bytes());
        assert!(ran.well, "{date}: {}", ran.words);
    }
    let listed = home.run("vi", &["list", "establishment", "--format", "json"], b"");
    assert_eq!(
        listed.out.matches("\"licence_date\":\"2020-11-22\"").count(),
        3,
        "{}",
        listed.out
    );
    for date in ["22/11", "hôm qua", "2020"] {
        assert!(
            !home.run("vi", &["add", "establishment"], line(date).as_bytes()).well,
            "{date}"
        );
    }
}

#[test]
fn a_day_that_a_workbook_does_not_show_was_made_up() {
    let formats = [
        ("mmm-yy", false),
        ("[$-409]mmm-yy;@", false),
        ("mm/yyyy", false),
        ("\"Tháng \"mm\" năm \"yyyy", false),
        ("yyyy", false),
        ("d-mmm", false),
        ("dd/mm", false),
        ("mmm", false),
        ("dd", false),
        ("dd/mm/yyyy", true),
        ("d-mmm-yy", true),
        ("dd/mm/yy", true),
        ("[$-F800]dddd, mmmm dd, yyyy", true),
        ("dd/mm/yyyy hh:mm", true),
        ("\"ngày\" dd \"tháng\" mm \"năm\" yyyy", true),
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in ["Tên cơ sở", "Ngày đăng ký"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), head).unwrap();
    }
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 3, 1).unwrap();
    for (row, (format, _)) in (1..).zip(formats) {
        let format = rust_xlsxwriter::Format::new().set_num_format(format);
        sheet.write_string(row, 0, format!("A{row}")).unwrap();
        sheet.write_datetime_with_format(row, 1, &date, &format).unwrap();
    }
    let plan = plan_of(&book.save_to_buffer().unwrap());
    for (row, (format, whole)) in formats.into_iter().enumerate() {
        let want = whole.then_some(Value::Date(day(2020, 3, 1)));
        let read = answer(&plan, row, "licence_date");
        assert_eq!(read, want.as_ref(), "{format}: {:?}", plan.rows[row].notes);
        assert_eq!(plan.rows[row].asks(), !whole, "{format}");
        assert!(!plan.rows[row].refused(), "{format}: {:?}", plan.rows[row].notes);
    }
}

fn days(plan: &OpenPlan, id: &str) -> Vec<Option<Date>> {
    let one = |row| match answer(plan, row, id) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    };
    (0..plan.rows.len()).map(one).collect()
}

#[test]
fn days_that_may_be_month_first_entered_day_first() {
    let list = |cells: &[&str]| {
        let rows = cells.iter().enumerate().map(|(at, cell)| format!("H{at};\"{cell}\"\n"));
        plan(&format!("Tên cơ sở;Ngày đăng ký\n{}", rows.collect::<String>()))
    };
    for (cells, read) in [
        (&["03/14/2020", "03/05/2020"][..], [None, None]),
        (&["03/05/2020", "3/14/2020 12:00:00 AM"], [None, None]),
        // days that can be read in only one way
        (&["03/14/2020", "14/03/2020"], [None, Some(day(2020, 3, 14))]),
        (&["03/14/2020", "04/04/2020"], [None, Some(day(2020, 4, 4))]),
        (&["03-14-2020", "2020-03-05"], [None, Some(day(2020, 3, 5))]),
        // nothing suggests that months come first
        (&["14/03/2020", "03/05/2020"], [Some(day(2020, 3, 14)), Some(day(2020, 5, 3))]),
    ] {
        let plan = list(cells);
        assert_eq!(days(&plan, "licence_date"), read, "{cells:?}: {:?}", said(&plan, Lang::Vi));
        let asked = plan.notes.iter().any(|note| note.sort == NoteSort::Question);
        assert_eq!(asked, read.contains(&None), "{cells:?}");
        let open: usize = plan.values.iter().map(|value| value.lines.len()).sum();
        assert_eq!(open, read.iter().filter(|day| day.is_none()).count(), "{cells:?}");
        assert!(!plan.rows.iter().any(|row| row.refused()), "{cells:?}");
    }
}

/// A list is written in one way, and another column may show which.
#[test]
fn days_of_a_column_beside_one_that_is_month_first_entered_day_first() {
    let head = "Tên cơ sở;Ngày đăng ký;Ngày thông báo\n";
    let plan = plan(&format!("{head}A;03/14/2020;01/02/2020\nB;03/05/2020;01/03/2020\n"));
    assert_eq!(days(&plan, "notice_date"), [None, None], "{:?}", said(&plan, Lang::Vi));
}

#[test]
fn the_order_of_days_is_chosen_once_and_remembered() {
    let home = Home::new();
    let listed = || home.run("vi", &["list", "establishment", "--format", "json"], b"").out;
    let import = |text: &str, more: &[&str]| {
        let file = home.file("list.csv", text.as_bytes());
        home.run("vi", &[&["import", "establishment", &file], more].concat(), b"").words
    };
    let list = "Tên cơ sở;Ngày đăng ký\nA;03/14/2020\nB;03/05/2020\n";
    let words = import(list, &["--dry-run"]);
    assert!(words.contains("--value \"Ngày đăng ký=m/d="), "{words}");
    import(list, &["--value", "Ngày đăng ký=m/d=tháng/ngày"]);
    let all = listed();
    assert!(all.contains("2020-03-14") && all.contains("2020-03-05"), "{all}");
    let words = import("Tên cơ sở;Ngày đăng ký\nC;07/30/2021\nD;07/08/2021\n", &[]);
    assert!(words.contains("lần trước"), "{words}");
    let all = listed();
    assert!(all.contains("2021-07-30") && all.contains("2021-07-08"), "{all}");
    // nothing in this list suggests that months come first
    import("Tên cơ sở;Ngày đăng ký\nE;01/02/2022\n", &[]);
    assert!(listed().contains("2022-02-01"), "{}", listed());
}

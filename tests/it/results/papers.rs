//! What is printed besides the figures: the same period a year before, triệu đồng, the sheets of a
//! workbook, lists of đề án. Today is 23 November 2026.

use serde_json::{Value as Json, json};
use sotay::cancel::CancelToken;
use sotay::indicators::{Growth, show};
use sotay::lang::Lang;
use sotay::office::pace::Pace;
use sotay::office::workbook::OpenWorkbook;
use sotay::record::{Period, ReportQuery, Scope};

use super::records::*;
use super::row;
use crate::kit::app::App;
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;

fn asked(period: &str) -> ReportQuery {
    ReportQuery { period: Period::parse(period).unwrap(), scope: Scope::All }
}

/// The figure of the year before and the growth, as shown.
fn compared(book: &Notebook, period: &str, key: &str) -> (String, Option<String>) {
    let report = book.report(period);
    let before = book.store.reports().year_before(&asked(period)).unwrap();
    let own = row(&report, key);
    let growth = before.growth(own).map(|growth| growth.words(Lang::Vi));
    (show::short(before.of_row(own).unwrap()), growth)
}

fn fairs(days: &[&str]) -> Notebook {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    for day in days {
        book.put("fair", fair(at, day, json!({"date_from": day})));
    }
    book
}

#[test]
fn a_period_is_compared_with_the_same_one_a_year_before() {
    let book = fairs(&["2024-02-01", "2024-02-02", "2024-05-01", "2025-02-01", "2025-03-01"]);
    let some = |figure: &str, growth: &str| (figure.to_owned(), Some(growth.to_owned()));
    // 2 after 3, 2 after 2, none after 1
    assert_eq!(compared(&book, "2025", "I3"), some("3", "−33,3 %"));
    assert_eq!(compared(&book, "2025-Q1", "I3"), some("2", "0 %"));
    assert_eq!(compared(&book, "2025-Q2", "I3"), some("1", "−100 %"));
    assert_eq!(compared(&book, "2024", "I3"), ("0".to_owned(), None));
    // five years compared with the five years before
    let book = fairs(&["2016-01-01", "2020-12-31", "2021-01-01", "2023-05-01", "2025-12-31"]);
    assert_eq!(compared(&book, "2021..2025", "I3"), some("2", "+50 %"));
    // if the years are not over, only as many as have passed are compared
    assert_eq!(compared(&book, "2026..2030", "I3"), some("1", "−100 %"));
}

#[test]
fn a_year_that_is_not_over_is_compared_with_as_much_of_the_one_before() {
    let book = fairs(&["2025-11-23", "2025-11-24", "2025-12-31", "2026-11-01", "2026-11-02"]);
    assert_eq!(compared(&book, "2026", "I3"), ("1".to_owned(), Some("+100 %".to_owned())));
    // the report of the year before itself is complete
    assert_eq!(show::short(row(&book.report("2025"), "I3").total().figure), "3");
}

#[test]
fn a_percent_is_compared_in_points() {
    let mut book = Notebook::new();
    let at = establishment(&mut book, HERE, json!({}));
    for (day, employed) in [("2024-03-01", 15), ("2025-03-01", 18)] {
        let class = book.put("training", training(at, day, 20, json!({})));
        book.put("employment", employment(class, &day.replace("-03-", "-09-"), employed));
    }
    // 90 % after 75 %
    assert_eq!(
        compared(&book, "2025", "I2"),
        ("75 %".to_owned(), Some("+15 điểm %".to_owned()))
    );
    let report = book.report("2025");
    let before = book.store.reports().year_before(&asked("2025")).unwrap();
    assert_eq!(before.growth(row(&report, "I2")), Some(Growth::Points(15_000_000)));
}

/// 1.234.567 đ in 2025 and 1.000.000 đ in 2024 from the national fund; in 2025 also a đề án of both
/// funds.
fn money() -> Notebook {
    let mut book = Notebook::new();
    let [a, b] = [HERE, FAR].map(|place| establishment(&mut book, place, json!({})));
    let to = |id: sotay::record::Id| json!([{"establishment": id.to_string()}]);
    let of = |year: i64, national: i64| json!({"plan_year": year, "fund_national": national, "approved_support": national});
    book.put("project", project("DA-1", Some("2024-06-01"), to(a), of(2024, 1_000_000)));
    let own = with(of(2025, 1_234_567), json!({"own_capital": 3_000_000}));
    book.put("project", project("DA-2", Some("2025-06-01"), to(a), own));
    let both = json!({"fund_level": "ket_hop", "fund_national": 300_000_000,
        "fund_local": 100_000_000, "own_capital": 250_000_000, "loan": 50_000_000,
        "approved_support": 400_000_000, "kind": "nhan_hieu"});
    book.put("project", project("DA-3", None, to(b), both));
    let local = json!({"fund_level": "dia_phuong", "fund_national": null,
        "fund_local": 80_000_000, "approved_support": 80_000_000});
    book.put("project", project("DA-4", None, to(b), local));
    let stages = json!([{"date": "2024-01-01", "stage": "khao_sat"},
        {"date": "2024-09-01", "stage": "khong_duyet", "reason": "hết kinh phí"}]);
    let refused = json!({"stage": "khong_duyet", "stages": stages});
    book.put("project", project("DA-5", None, to(a), refused));
    book
}

fn closed(book: Notebook) -> Home {
    book.store.close().unwrap();
    book.home
}

/// The lower and the upper end, in separate columns.
#[test]
fn both_ends_of_a_range_are_in_the_lines_for_scripts() {
    let mut book = Notebook::new();
    let goal = json!({"indicator": "I4", "year_from": 2025, "year_to": 2025, "value": "4",
        "value_to": "8", "decision": "1", "verified": true});
    book.put("target", goal);
    let csv =
        closed(book).run("vi", &["report", "--period", "2025", "--format", "csv"], b"").out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().unwrap().clone();
    let line = reader.records().map(Result::unwrap).find(|line| &line[1] == "I4").unwrap();
    let cell = |name: &str| &line[head.iter().position(|own| own == name).unwrap()];
    assert_eq!((cell("target"), cell("target_to")), ("4", "8"));
}

#[test]
fn papers_are_in_trieu_dong_and_scripts_in_dong() {
    let home = closed(money());
    let table = home.run("vi", &["report", "--period", "2025"], b"").out;
    let line = table.lines().find(|line| line.starts_with("I9 ")).unwrap();
    // 1.234.567 of the fund and 3.000.000 of its own
    assert!(line.contains("triệu đồng") && line.contains(" 4,234567"), "{line}");
    let narrow = home.run("vi", &["report", "--period", "2025", "--compare"], b"").out;
    assert!(narrow.lines().all(|line| line.chars().count() <= 80), "{narrow}");
    let figures = narrow.lines().find(|line| line.starts_with("I9 ")).unwrap();
    // 1 triệu in the year before
    assert!(figures.contains(" 4,234567") && figures.ends_with("+323,5 %"), "{figures}");
    let json = home.run("vi", &["report", "--period", "2025", "--format", "json"], b"").out;
    let rows: Vec<Json> =
        json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let money = rows.iter().find(|row| row["row"] == "I9").unwrap();
    assert_eq!(money["figures"]["tong"]["value"], json!(4_234_567));
    assert_eq!(money["unit"], "đồng");
    let before = &money["year_before"];
    assert_eq!((&before["period"], &before["until"]), (&json!("2024"), &json!("2024-12-31")));
    assert_eq!(
        (&before["value"], &before["growth_in"]),
        (&json!(1_000_000), &json!("percent"))
    );
    assert_eq!(before["growth"], json!(323.4567));
    let csv = home.run("vi", &["report", "--period", "2025", "--format", "csv"], b"").out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head = reader.headers().unwrap().clone();
    let line = reader.records().map(Result::unwrap).find(|line| &line[1] == "I9").unwrap();
    let cell = |name: &str| &line[head.iter().position(|own| own == name).unwrap()];
    assert_eq!((cell("tong"), cell("before")), ("4234567", "1000000"));
    assert_eq!((cell("growth"), cell("growth_in")), ("323.4567", "percent"));
}

/// The sheets of a workbook, each as the texts of its rows.
fn sheets(file: &std::path::Path) -> Vec<(String, Vec<Vec<String>>)> {
    let bytes = std::fs::read(file).unwrap();
    let mut nobody = |_| ();
    let mut pace = Pace::new(CancelToken::default(), &mut nobody);
    let Ok(mut book) = OpenWorkbook::open(&bytes, &mut pace) else { panic!("no workbook") };
    let names = book.sheets();
    let read = |name: String| {
        let Ok(grid) = book.read(&name, 1_000, &mut pace) else { panic!("no sheet {name}") };
        (name, grid.rows.into_iter().map(|(_, cells)| cells).collect())
    };
    names.into_iter().map(read).collect()
}

fn written(home: &Home, args: &[&str]) -> Vec<(String, Vec<Vec<String>>)> {
    let file = home.path("giấy.xlsx");
    let out = ["-o", file.to_str().unwrap(), "--force"];
    let ran = home.run("vi", &[args, &out].concat(), b"");
    assert!(ran.well, "{}", ran.words);
    sheets(&file)
}

fn line<'a>(rows: &'a [Vec<String>], at: usize, text: &str) -> &'a [String] {
    let found = rows.iter().find(|row| row.get(at).is_some_and(|own| own.trim() == text));
    found.unwrap_or_else(|| panic!("no line {text}: {rows:?}"))
}

#[test]
fn a_workbook_has_a_sheet_for_each_table() {
    let home = closed(money());
    let book = written(&home, &["report", "--period", "2025"]);
    let names: Vec<&str> = book.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["Kết quả", "Nhiệm vụ", "Nội dung hoạt động", "Xu hướng", "Theo địa bàn", "Cách tính"]
    );
    let rows = |name: &str| &book.iter().find(|(own, _)| own == name).unwrap().1;
    let i9 = line(rows("Kết quả"), 0, "I9");
    // unit, national, local, neither, total; the year before and the growth
    assert_eq!(&i9[2..4], ["triệu đồng", "1,234567"]);
    assert_eq!((i9[6].as_str(), i9[9].as_str()), ("4,234567", "1"));
    assert!(i9[10].starts_with("323,4567"), "{i9:?}");
    assert!(rows("Kết quả").iter().all(|row| row[0] != "I13" && row[0] != "T1"));
    line(rows("Nhiệm vụ"), 0, "T1");
    // group 3: one accepted đề án, and the plan of both activities
    let table = rows("Nội dung hoạt động");
    let group = line(table, 0, "3");
    assert_eq!((group[2].as_str(), group[7].as_str()), ("1", "4,234567"));
    // planned: 1,234567 and 80
    assert_eq!(group[10], "81,234567");
    let brand = line(table, 1, "Xây dựng, đăng ký thương hiệu");
    assert_eq!((brand[2].as_str(), brand[10].as_str()), ("0", "400"));
    let all = line(table, 1, "Cộng");
    assert_eq!((all[2].as_str(), all[10].as_str()), ("1", "481,234567"));
    let trend = rows("Xu hướng");
    let heads = line(trend, 2, "Đơn vị tính");
    assert_eq!((heads[3].as_str(), heads[10].as_str()), ("Q1/2024", "Q4/2025"));
    let steps = line(trend, 0, "I9");
    assert_eq!(&steps[3..11], ["0", "1", "0", "0", "0", "4,234567", "0", "0"]);
    let places = rows("Theo địa bàn");
    let here = line(places, 0, "Tỉnh Phú Thọ");
    assert!(here.contains(&"4,234567".to_owned()), "{here:?}");
    assert!(places.iter().all(|row| row[0] != "Tỉnh Thái Nguyên"), "nothing was reached there");
}

#[test]
fn targets_are_compared_in_the_unit_that_is_printed() {
    let mut book = money();
    let target = json!({"indicator": "I9", "year_from": 2025, "year_to": 2025,
        "value": "8000000", "decision": "1/QĐ", "verified": true});
    book.put("target", target);
    let home = closed(book);
    let sheets = written(&home, &["report", "--period", "2025"]);
    let (_, rows) = sheets.iter().find(|(name, _)| name == "Đạt so với mục tiêu").unwrap();
    let own = line(rows, 0, "Kinh phí theo nguồn; đòn bẩy vốn đối ứng (triệu đồng)");
    assert_eq!(&own[1..3], ["4,234567", "8"]);
    // 4,234567 of 8
    assert!(own[3].starts_with("52,93"), "{own:?}");
    let table = home.run("vi", &["report", "--period", "2025"], b"").out;
    let own = table.lines().find(|line| line.starts_with("I9 ")).unwrap();
    assert!(own.contains("  8 ") && own.ends_with("52,9 %"), "{own}");
}

#[test]
fn charts_draw_the_cells_of_their_sheets() {
    use std::io::Read;
    let home = closed(money());
    let file = home.path("b.xlsx");
    let args = ["report", "--period", "2025", "-o", file.to_str().unwrap()];
    assert!(home.run("vi", &args, b"").well);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut charts = names.iter().filter(|name| name.starts_with("xl/charts/chart"));
    let mut drawn = String::new();
    for name in charts.by_ref() {
        zip.by_name(name).unwrap().read_to_string(&mut drawn).unwrap();
    }
    for range in ["'Xu hướng'!$D$", "'Theo địa bàn'!$A$"] {
        assert!(drawn.contains(range), "{range}: {drawn}");
    }
    // the copy of values for programs that do not read the cells
    assert!(drawn.contains("<c:v>4.234567</c:v>"), "{drawn}");
}

#[test]
fn projects_are_listed_by_fund_and_stand_in_both_with_their_parts() {
    let home = closed(money());
    let book = written(&home, &["report", "--period", "2025", "--paper", "projects"]);
    let [(local, of_local), (national, of_national)] = book.as_slice() else {
        panic!("{book:?}")
    };
    assert_eq!((local.as_str(), national.as_str()), ("KCĐP", "KCQG"));
    // number, name, year, total, fund, other fund, rest, beneficiary
    let rows = |sheet: &[Vec<String>]| -> Vec<[String; 5]> {
        let own = sheet.iter().filter(|row| row.get(2).is_some_and(|year| year == "2025"));
        own.map(|row| [0, 3, 4, 5, 6].map(|at| row[at].clone())).collect()
    };
    let list = |rows: &[[&str; 5]]| -> Vec<[String; 5]> {
        rows.iter().map(|row| row.map(str::to_owned)).collect()
    };
    let local = [["1", "700", "100", "300", "300"], ["2", "80", "80", "0", "0"]];
    assert_eq!(rows(of_local), list(&local));
    let national = [["1", "4,234567", "1,234567", "0", "3"], ["2", "700", "300", "100", "300"]];
    assert_eq!(rows(of_national), list(&national));
    let sums = line(of_national, 1, "Cộng");
    assert_eq!(&sums[3..7], ["704,234567", "301,234567", "100", "303"]);
    assert!(of_national.iter().any(|row| row.iter().any(|c| c.contains("Thái Nguyên"))));
    // only one place
    let args = ["report", "--period", "2025", "--former", "bac kan", "--paper", "projects"];
    let book = written(&home, &args);
    assert_eq!(rows(&book[0].1).len(), 2);
    assert_eq!(rows(&book[1].1).len(), 1);
}

#[test]
fn the_forms_of_the_national_fund_hold_its_projects() {
    let home = closed(money());
    let book = written(&home, &["report", "--period", "2025", "--paper", "form-2"]);
    let rows = &book[0].1;
    let money: Vec<&[String]> = rows
        .iter()
        .filter(|row| row.len() > 8 && row[0].parse::<u8>().is_ok())
        .map(|row| &row[6..9])
        .collect();
    // whatever is not from the national fund is under "others"
    assert_eq!(money, [["4,234567", "1,234567", "3"], ["700", "300", "400"]]);
    let book = written(&home, &["report", "--period", "2025", "--paper", "form-1"]);
    let names: Vec<&str> = book.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["DA-2", "DA-3"]);
    let all = line(&book[1].1, 1, "Cộng");
    // total, national, beneficiary, others: 100 of the local fund and a loan of 50
    assert_eq!(&all[2..6], ["700", "300", "250", "150"]);
    let without_file = home.run("vi", &["report", "--paper", "form-1"], b"");
    assert!(
        !without_file.well && without_file.words.contains(".xlsx"),
        "{}",
        without_file.words
    );
}

#[test]
fn the_screen_says_what_was_a_year_before_and_draws_a_trend_where_there_is_room() {
    for (size, has_trend) in [((80, 24), false), ((120, 40), true)] {
        let mut app = App::at(size.0, size.1);
        let at = app.given(
            "establishment",
            json!({"name": "Mộc", "type": "ho_kinh_doanh", "place": HERE, "sector": "dd",
            "products": "Bàn", "workers": 5, "status": "dang_hoat_dong"}),
        );
        // one in Q1, three in Q4 up to today
        for day in ["2025-03-01", "2025-11-01", "2026-02-01", "2026-11-01", "2026-11-02"] {
            app.given(
                "fair",
                fair(at, day, json!({"fund_level": "quoc_gia", "date_from": day})),
            );
        }
        app.keys("6 down down").shows("cùng kỳ 2 (+50 %)");
        let here = app.here();
        assert_eq!(here.contains("▅▁▁▅▅▁▁█"), has_trend, "{here}");
        // a window that becomes wide draws it too
        app.resize(120, 40);
        assert!(app.here().contains("▅▁▁▅▅▁▁█"), "{}", app.here());
        // another period has other figures next to it
        app.keys("left").shows("Năm 2025").hides("+50 %");
    }
}

/// Records without a required answer were left out of every figure, and nothing said so.
#[test]
fn a_report_says_how_many_records_it_leaves_out() {
    let home = Home::new();
    let list = home.path("list.csv");
    std::fs::write(&list, "Tên cơ sở\nMộc An Khánh\nHTX chè Tân Cương\n").unwrap();
    let report = ["report", "--period", "2026"];
    let not_counted = "not counted: 2";
    assert!(!home.run("en", &report, b"").out.contains("not counted"));
    assert!(home.run("en", &["import", "establishment", list.to_str().unwrap()], b"").well);
    let text = home.run("en", &report, b"").out;
    assert!(text.contains(not_counted), "{text}");
}

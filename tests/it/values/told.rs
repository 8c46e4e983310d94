//! The messages about a list are consistent: no row is both imported and refused, no column is both
//! read and left out, and no sentence has a gap.

use super::*;
use sotay::programme::spec::Label;
use sotay::services::import::note::{MatchedBy, NoNameColumn, Original, PlacedColumn, Twin};
use sotay::services::import::{ImportNote, Note};

fn report(home: &Home, kind: &str, text: &str) -> ImportReport {
    ran(home, programme().kind_by_id(kind).unwrap(), text.as_bytes(), true)
}

const ESTABLISHMENTS: [(&str, [&str; 4]); 14] = [
    ("Tên cơ sở", ["Hộ A", "Hộ A", "HTX B", ""]),
    ("Loại hình", ["Hộ kinh doanh", "HTX", "Nhà nước", ""]),
    ("MST", ["0100109106", "0100109106", "12", ""]),
    ("Xã", ["Tân Hồng", "Huyện Lạc Thủy", "không có", ""]),
    ("Vốn (triệu đồng)", ["500", "500.000.000", "x", ""]),
    ("Vốn đầu tư (nghìn đồng)", ["7", "", "12", "1"]),
    ("Doanh thu (USD)", ["1", "2", "3", ""]),
    ("Vốn (T.đồng)", ["1", "2 tỷ", "", "3"]),
    ("Quy mô (triệu đồng)", ["Nhỏ", "5", "", "Vừa"]),
    ("Lao động (nữ)", ["5", "3/4", "", "x"]),
    ("Ngày đăng ký", ["03/14/2020", "03/05/2020", "14/03/2020", ""]),
    ("Nguyên liệu trong tỉnh (%)", ["0,5", "0,2", "1", ""]),
    ("Tình trạng (%)", ["Đang hoạt động", "Giải thể", "1", ""]),
    ("ĐVT", ["triệu đồng", "", "kg", "đồng"]),
];

const PROJECTS: [(&str, [&str; 4]); 9] = [
    ("Mã đề án", ["ĐA01", "ĐA01", "ĐA02", ""]),
    ("Tên đề án", ["Đề án A", "Đề án B", "", "Đề án A"]),
    ("Giai đoạn", ["Chờ duyệt", "Triển khai", "", "1"]),
    ("Quá trình", ["Đang làm", "[]", "", "x"]),
    ("Tổng mức đầu tư (triệu đồng)", ["500", "", "x", "7"]),
    ("Tổng kinh phí (USD)", ["500", "", "x", "7"]),
    ("Vốn đối ứng (nghìn đồng)", ["5", "", "x", "70.000"]),
    ("Xã", ["Tân Hồng", "Huyện Lạc Thủy", "không có", ""]),
    ("Năm kế hoạch", ["2025", "25", "", "x"]),
];

/// A list with some of the columns, in another order each time.
fn list(columns: &[(&str, [&str; 4])], seed: usize) -> String {
    let mut at = seed;
    let mut next = |below: usize| {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (at >> 33) % below
    };
    // the columns that name the records are always there
    let mut chosen = vec![columns[0], columns[1]];
    chosen.extend(columns.iter().skip(2).filter(|_| next(2) == 0));
    let turn = next(chosen.len());
    chosen.rotate_left(turn);
    let mut lines = vec![chosen.iter().map(|(heading, _)| *heading).collect::<Vec<_>>()];
    for _ in 0..4 {
        lines.push(chosen.iter().map(|(_, values)| values[next(4)]).collect());
    }
    lines.iter().map(|line| line.join(";") + "\n").collect()
}

#[test]
fn nothing_that_is_told_of_a_list_contradicts_the_rest() {
    let home = Home::new();
    let kinds = [("establishment", &ESTABLISHMENTS[..]), ("project", &PROJECTS[..])];
    for (kind, columns) in kinds {
        for seed in 0..40 {
            let text = list(columns, seed);
            let report = report(&home, kind, &text);
            rows_agree(&report, &text);
            columns_agree(&report, &text);
        }
    }
}

fn rows_agree(report: &ImportReport, text: &str) {
    let out: Vec<u64> = [&report.out, &report.doubles, &report.doubtful, &report.known_rows]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    for (line, note) in &report.notes {
        let Some(line) = line else { continue };
        let said = note.text(Some(*line), Lang::Vi);
        let refuses = matches!(note.sort, NoteSort::Fault | NoteSort::Double);
        assert!(!refuses || out.contains(line), "{said}\n{text}");
        let enters = said.contains("vào dạng chưa đủ");
        assert!(!enters || !out.contains(line), "{said}\n{text}");
    }
    let double = report.doubles.iter().find(|line| report.out.contains(line));
    assert_eq!(double, None, "{text}");
}

fn columns_agree(report: &ImportReport, text: &str) {
    let bare = |heading: &str| heading.split('(').next().unwrap_or_default().trim().to_owned();
    let notes = report.notes.iter().filter(|(line, _)| line.is_none()).map(|(_, note)| note);
    let (mut left, mut read) = (Vec::new(), Vec::new());
    for note in notes {
        match &note.what {
            ImportNote::Skipped(columns) => {
                left.extend(columns.iter().map(|column| bare(&column.placed.heading)));
            }
            ImportNote::WorkedOut(columns) => {
                left.extend(columns.iter().map(|column| bare(&column.heading)));
            }
            ImportNote::Unit { column, .. }
            | ImportNote::SmallMoney { column, .. }
            | ImportNote::CloserUnit { column, .. }
            | ImportNote::ForeignUnit { column, .. }
            | ImportNote::UnknownUnit { column, .. }
            | ImportNote::ExtraUnit { column, .. }
            | ImportNote::Shown { column, .. }
            | ImportNote::ChoicesRead { column, .. }
            | ImportNote::NoAnswers { column, .. }
            | ImportNote::DayOrder { column, .. }
            | ImportNote::Fraction { column } => read.push(bare(column)),
            ImportNote::UnitColumn { of, .. } => read.extend(of.iter().map(|of| bare(of))),
            ImportNote::NoColumn { vi, .. } => {
                let has = report.columns.iter().any(|column| bare(&column.heading) == *vi);
                assert!(!has, "no column {vi}, it says\n{text}");
            }
            _ => {}
        }
    }
    for column in &left {
        assert!(!read.contains(column), "{column} is read and left out\n{text}");
        let twice = left.iter().filter(|other| *other == column).count() > 1;
        assert!(!twice, "{column} is left out twice\n{text}");
    }
}

/// Whatever a note holds may be empty in some file.
#[test]
fn sentences_had_holes_where_there_was_nothing_to_say() {
    let none = || String::new();
    let twin = |name: &str, of| {
        let by = vec![MatchedBy::All];
        ImportNote::Double(Twin { name: name.to_owned(), of, by })
    };
    let label = || Label { vi: "Mục".into(), en: "Question".into() };
    let placed = PlacedColumn { heading: "X".into(), letters: "B".into() };
    let no_name = NoNameColumn {
        label: label(),
        unknown: Vec::new(),
        likely: Some(placed.clone()),
        for_screen: true,
    };
    for told in [
        twin("", Original::Row(2, none())),
        twin("A", Original::Row(2, none())),
        twin("", Original::Row(2, "A".into())),
        twin("", Original::Record(none())),
        ImportNote::NoRecordPerhaps(none()),
        ImportNote::Unasked(Label { vi: none(), en: none() }),
        ImportNote::LeftOut { given: Label { vi: none(), en: none() }, why: label() },
        ImportNote::UnitInRow { given: "5".into(), unit: none(), column: "ĐVT".into() },
        ImportNote::NoNameColumn(Box::new(no_name)),
        ImportNote::Sheet { name: "DS".into(), others: Vec::new() },
        ImportNote::SmallMoney { column: "Vốn".into(), count: 1, most: 5, unit: None },
        ImportNote::Hidden { lines: vec![3], columns: Vec::new() },
        ImportNote::Hidden { lines: Vec::new(), columns: vec!["C".into()] },
    ] {
        for lang in [Lang::Vi, Lang::En] {
            let said = Note::of_row(NoteSort::Info, told.clone()).text(Some(3), lang);
            for hole in ["  ", ": .", "()", "\"\"", " .", " ,", ";."] {
                assert!(!said.contains(hole), "{hole:?} in {said}");
            }
        }
    }
}

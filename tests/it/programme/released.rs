//! Numbers, types and labels of fields, as they were released.

use std::collections::BTreeMap;

use sotay::programme::spec::{Field, Type};

use crate::kit::programme;

const GOLDEN: &str = include_str!("../../golden/fields-v1.tsv");

/// kind, field, column (0: the field itself) -> id, type
fn released() -> BTreeMap<(u8, u16, u16), (String, String)> {
    let mut released = BTreeMap::new();
    for line in GOLDEN.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| cells[at].parse::<u16>().unwrap();
        let key = (cells[0].parse().unwrap(), number(1), number(2));
        let twice = released.insert(key, (cells[3].to_owned(), cells[4].to_owned()));
        assert_eq!(twice, None, "{line}");
    }
    released
}

fn type_name(field: &Field) -> String {
    match &field.ty {
        Type::Text => "text".into(),
        Type::Note => "note".into(),
        Type::Phone => "phone".into(),
        Type::Int => "int".into(),
        Type::Decimal => "decimal".into(),
        Type::Money => "money".into(),
        Type::Date => "date".into(),
        Type::YesNo => "yesno".into(),
        Type::Choice(of) => format!("choice({of})"),
        Type::Many(of) => format!("many({of})"),
        Type::Link(of) => format!("link({of})"),
        Type::Links(of) => format!("links({of})"),
        Type::Place => "place".into(),
        Type::Lines(_) => "lines".into(),
    }
}

#[test]
fn numbers_keep_their_meaning_and_every_row_of_the_tables_is_there() {
    let mut now = BTreeMap::new();
    for kind in &programme().kinds {
        for field in kind.fields() {
            now.insert((kind.no, field.no, 0), (field.id.clone(), type_name(field)));
            for column in field.columns() {
                let is = (column.id.clone(), type_name(column));
                now.insert((kind.no, field.no, column.no), is);
            }
        }
    }
    assert_eq!(now, released());
}

/// Labels with a better wording since their release: kind, field, label. A label is no format:
/// numbers and ids stay, and an import also reads the old label.
const RENAMED: &[(u8, u16, &str)] = &[
    (2, 2, "Ngày làm việc"),
    (2, 14, "Số sê-ri máy (trên nhãn)"),
    (2, 20, "Ngày hẹn trở lại"),
    (10, 7, "Nước, ghi bằng chữ"),
    (12, 6, "Số lượng đề nghị"),
    (12, 7, "Số lượng được duyệt"),
    (13, 2, "Nước, ghi bằng chữ"),
    (14, 1, "Từ lượt làm việc"),
    (17, 8, "Đã đối chiếu văn bản"),
    (18, 10, "Đã đối chiếu văn bản"),
    (19, 6, "Đã đối chiếu văn bản"),
    (20, 5, "Đã đối chiếu văn bản"),
];

#[test]
fn labels_are_those_of_the_tables() {
    for line in GOLDEN.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let kind = programme().kind(cells[0].parse().unwrap()).unwrap();
        let field = kind.field(cells[1].parse().unwrap()).unwrap();
        if cells[2] == "0" {
            let at = (kind.no, field.no);
            let renamed = RENAMED.iter().find(|(kind, field, _)| (*kind, *field) == at);
            assert_eq!(field.label.vi, renamed.map_or(cells[5], |r| r.2), "{line}");
        }
    }
}

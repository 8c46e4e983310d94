//! What nobody touched is no change, however the list was saved again.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::{List, demo, stored};
use crate::kit::programme;
use crate::kit::workbook::workbook;

/// An exported file that is imported unchanged changes nothing: every kind, with and without
/// contacts, in both languages, as text and as a workbook.
#[test]
fn what_nobody_touched_is_no_change() {
    let home = demo("12");
    for kind in
        programme().kinds.iter().filter(|kind| !kind.imported && kind.id != "attachment")
    {
        if home.open().records().ids(kind.no).unwrap().is_empty() {
            continue;
        }
        for (lang, more, ending) in [("vi", &["--contacts"][..], "csv"), ("en", &[], "xlsx")] {
            {
                let out = home.path(&format!("list.{ending}"));
                let out = out.to_str().unwrap();
                let args = ["export", &kind.id, "--out", out, "--force"];
                assert!(home.run(lang, &[&args[..], more].concat(), b"").well);
                let ran = home.run("en", &["import", &kind.id, out, "--dry-run"], b"");
                let rows = home.open().records().ids(kind.no).unwrap().len();
                assert!(ran.well, "{} {ending}: {}", kind.id, ran.words);
                let sum = format!("0 records change (0 answers); {rows} stay");
                assert!(ran.words.contains(&sum), "{} {ending}: {}", kind.id, ran.words);
            }
        }
    }
}

/// What a spreadsheet may make of a cell when it loads and saves text.
fn saved_again(cell: &str, manner: u8) -> String {
    let digits = !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
    let short = cell.len() < 16;
    match manner % 4 {
        // leading zeros are lost
        1 if digits && short => {
            let bare = cell.trim_start_matches('0');
            if bare.is_empty() { "0".to_owned() } else { bare.to_owned() }
        }
        // thousands are separated
        2 if digits && short && !cell.starts_with('0') && cell.len() > 4 => {
            let mut parted = String::new();
            for (at, c) in cell.chars().enumerate() {
                if at > 0 && (cell.len() - at).is_multiple_of(3) {
                    parted.push('.');
                }
                parted.push(c);
            }
            parted
        }
        3 => cell.replace('\n', "\r\n") + " ",
        _ => cell.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, ..ProptestConfig::default() })]

    /// Exactly the cells that a person changed are changes, whatever a spreadsheet does to the
    /// others.
    #[test]
    fn exactly_the_changed_cells_are_changes(
        picks in prop::collection::btree_set((1usize..25, 0usize..5), 0..9),
        manner in prop::collection::vec(0u8..4, 12),
        book in any::<bool>(),
    ) {
        let home = demo("24");
        let mut list = List::of(home, "establishment", &["--contacts"]);
        let before = stored(&list.home.open(), "establishment");
        for row in list.rows.iter_mut().skip(1) {
            for (at, cell) in row.iter_mut().enumerate() {
                *cell = saved_again(cell, manner[at % manner.len()]);
            }
        }
        let headings =
            ["Sản phẩm chính", "Địa chỉ, thôn, tổ", "Tổng số lao động", "Tên cơ sở", "Chức vụ"];
        let mut changed = 0;
        for (row, column) in &picks {
            let at = list.column(headings[*column]);
            let cell = if *column == 2 { "9871".to_owned() } else { format!("Mới {row} ở đây") };
            list.rows[*row][at] = cell;
            changed += 1;
        }
        let ran = match book {
            false => list.read("establishment", &[]),
            true => {
                let mut rows = String::new();
                for (n, row) in list.rows.iter().enumerate() {
                    rows += &format!("<row r=\"{}\">", n + 1);
                    for cell in row {
                        let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
                        rows += &format!(
                            "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{cell}</t></is></c>"
                        );
                    }
                    rows += "</row>";
                }
                let file = list.home.file("again.xlsx", &workbook(&[("CS", &rows, "")]));
                list.home.run("vi", &["import", "establishment", &file], b"")
            }
        };
        let after = stored(&list.home.open(), "establishment");
        let differ = |(a, b): (&Json, &Json)| {
            let (a, b) = (a.as_object().unwrap(), b.as_object().unwrap());
            let keys: std::collections::BTreeSet<_> = a.keys().chain(b.keys()).collect();
            let kind = programme().kind_by_id("establishment").unwrap();
            // computed answers follow the others
            let own = |key: &&&String| kind.field_by_id(key).unwrap().computed.is_none();
            keys.iter().filter(own).filter(|key| a.get(**key) != b.get(**key)).count()
        };
        let total: usize = before.iter().zip(&after).map(differ).sum();
        prop_assert_eq!(total, changed, "{}", ran.words);
    }
}

//! Answers that are longer than any record: the row enters without them, and says so.

use super::*;
use crate::kit::workbook::{row, workbook};

fn entered(bytes: &[u8]) -> ImportReport {
    ran(&Home::new(), kind(), bytes, false)
}

fn is_without_its_note(report: &ImportReport) -> bool {
    let is_note = |note: &&(Option<u64>, import::Note)| {
        note.1.column.as_deref() == Some("Ghi chú") && note.1.sort == NoteSort::Question
    };
    report.failed.is_none()
        && report.entered == 2
        && report.questions == 1
        && report.notes.iter().filter(is_note).count() == 1
}

#[test]
fn a_note_longer_than_a_record_is_left_out_alone() {
    for length in [65_530, 65_534, 70_000, 200_000] {
        let text = format!("Tên cơ sở;Ghi chú\nHộ A;{}\nHộ B;ngắn\n", "a".repeat(length));
        let report = entered(text.as_bytes());
        assert!(is_without_its_note(&report), "{length}: {report:?}");
    }
}

/// The joined note is longer than any row of the file.
#[test]
fn rows_of_one_record_may_say_more_than_a_row_may() {
    let notes: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(|c| c.repeat(211_000)).into();
    let mut rows = vec![row(1, &[("A", "Tên cơ sở"), ("B", "Ghi chú")])];
    for (at, note) in (2..).zip(&notes) {
        rows.push(row(at, &[("A", if at == 2 { "Hộ A" } else { "" }), ("B", note)]));
    }
    rows.push(row(8, &[("A", "Hộ B"), ("B", "ngắn")]));
    let merged = "<mergeCells count=\"1\"><mergeCell ref=\"A2:A7\"/></mergeCells>";
    let report = entered(&workbook(&[("DS", &rows.concat(), merged)]));
    assert!(is_without_its_note(&report), "{report:?}");
}

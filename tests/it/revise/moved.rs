//! Rows that a spreadsheet sorted, dragged or moved away from their ids.

use super::{List, answers, demo, says, stored, two};

/// A sort that left out the column of ids wrote 6,516 answers into wrong records.
#[test]
fn rows_sorted_without_their_ids_do_not_enter() {
    for stamps_move in [false, true] {
        let mut list = List::of(demo("24"), "establishment", &["--contacts"]);
        let last = list.rows[0].len() - usize::from(!stamps_move);
        let mut sorted: Vec<Vec<String>> =
            list.rows[1..].iter().map(|row| row[1..last].to_vec()).collect();
        sorted.sort();
        for (row, cells) in list.rows[1..].iter_mut().zip(sorted) {
            row[1..last].clone_from_slice(&cells);
        }
        let before = stored(&list.home.open(), "establishment");
        let ran = list.read("establishment", &[]);
        assert!(!ran.well, "{}", ran.words);
        says(&ran, "không đi theo");
        assert_eq!(before, stored(&list.home.open(), "establishment"));
    }
}

/// So did a sort of visits, which have no names.
#[test]
fn visits_sorted_without_their_ids_do_not_enter() {
    let mut list = List::of(demo("24"), "visit", &["--contacts"]);
    let last = list.rows[0].len() - 1;
    let mut sorted: Vec<Vec<String>> =
        list.rows[1..].iter().map(|row| row[1..last].to_vec()).collect();
    sorted.sort();
    for (row, cells) in list.rows[1..].iter_mut().zip(sorted) {
        row[1..last].clone_from_slice(&cells);
    }
    let before = stored(&list.home.open(), "visit");
    says(&list.read("visit", &[]), "không đi theo");
    assert_eq!(before, stored(&list.home.open(), "visit"));
}

#[test]
fn a_deleted_cell_that_moved_a_column_up_changed_the_names_below() {
    let mut list = List::of(demo("24"), "establishment", &[]);
    let name = list.column("Tên cơ sở");
    for line in 9..list.rows.len() {
        let below = list.rows.get(line + 1).map(|row| row[name].clone());
        list.rows[line][name] = below.unwrap_or_default();
    }
    let before = stored(&list.home.open(), "establishment");
    says(&list.read("establishment", &[]), "không đi theo");
    assert_eq!(before, stored(&list.home.open(), "establishment"));
}

/// Sorted as a whole, and with two names exchanged on purpose: no row is taken for moved.
#[test]
fn a_list_sorted_whole_and_two_exchanged_names_are_what_they_are() {
    let mut list = List::of(demo("24"), "establishment", &[]);
    let name = list.column("Tên cơ sở");
    list.rows[1..].sort_by_key(|row| row[name].clone());
    says(&list.read("establishment", &[]), "0 hồ sơ thay đổi");
    let (one, other) = (list.rows[3][name].clone(), list.rows[7][name].clone());
    (list.rows[3][name], list.rows[7][name]) = (other, one);
    says(&list.read("establishment", &[]), "2 hồ sơ thay đổi, mỗi hồ sơ 1 câu");
}

/// Dragging down the last row increments its id, and copies its version.
#[test]
fn a_row_dragged_down_entered_under_an_id_that_a_spreadsheet_made() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    let row = list.rows[list.line("Mộc Hòa Bình")].clone();
    let text = a.to_string();
    for id in [text.replacen("01", "02", 1), format!("{}10", &text[..text.len() - 1])] {
        let mut copy = row.clone();
        copy[0] = id;
        copy[1] = "Mộc Hòa Bình Hai".to_owned();
        list.rows.push(copy);
    }
    let before = stored(&list.home.open(), "establishment").len();
    let ran = list.read("establishment", &[]);
    says(&ran, "Dòng 4: dòng này được kéo hoặc chép");
    says(&ran, "Dòng 5: dòng này được kéo hoặc chép");
    assert_eq!(stored(&list.home.open(), "establishment").len(), before);
    // as the message advises
    list.rows.truncate(4);
    list.rows[3][0].clear();
    let code = list.column("Mã số thuế");
    list.rows[3][code] = "0100109106".to_owned();
    let ran = list.read("establishment", &[]);
    says(&ran, "1 vào (");
}

#[test]
fn a_row_cleared_but_for_its_id_cleared_the_record() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &["--contacts"]);
    let (line, last) = (list.line("Mộc Hòa Bình"), list.rows[0].len() - 1);
    let before = answers(&list.home, a);
    list.rows[line][1..last].iter_mut().for_each(String::clear);
    says(&list.read("establishment", &[]), "dòng đã bị xóa trắng");
    list.rows[line][last].clear();
    says(&list.read("establishment", &[]), "dòng đã bị xóa trắng");
    assert_eq!(before, answers(&list.home, a));
}

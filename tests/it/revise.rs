//! Lists that were exported, edited and imported again.

use crate::kit::opening;
use crate::kit::programme;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::answer::record_to_json;
use sotay::record::{Change, Id, Value};
use sotay::store::{Commit, Store};

use crate::kit::app::App;
use crate::kit::home::{Home, Ran};
use crate::kit::notebook::Notebook;
use crate::kit::workbook::workbook;

/// A notebook with made-up records.
fn demo(records: &str) -> Home {
    let home = Home::empty();
    let args = ["demo", "--establishments", records, "--visits", records];
    assert!(home.run("vi", &args, b"").well);
    home
}

/// The cells of an exported list, starting with the header.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn csv_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

struct List {
    home: Home,
    rows: Vec<Vec<String>>,
}

impl List {
    fn of(home: Home, kind: &str, more: &[&str]) -> List {
        let file = home.path("list.csv");
        let out = file.to_str().unwrap();
        let args: Vec<&str> = ["export", kind, "--out", out, "--force"].into_iter().collect();
        let ran = home.run("vi", &[&args[..], more].concat(), b"");
        assert!(ran.well, "{}", ran.words);
        let rows = cells(&std::fs::read_to_string(&file).unwrap());
        List { home, rows }
    }

    /// Changes a record in the notebook after the export.
    fn edit_here(&mut self, id: Id, answers: Json) {
        let mut notebook = Notebook::opened(std::mem::replace(&mut self.home, Home::empty()));
        notebook.edit(id, answers);
        notebook.store.close().unwrap();
        let Notebook { home, store, .. } = notebook;
        drop(store);
        self.home = home;
    }

    fn column(&self, heading: &str) -> usize {
        self.rows[0]
            .iter()
            .position(|cell| cell == heading)
            .unwrap_or_else(|| panic!("{heading}"))
    }

    fn line(&self, title: &str) -> usize {
        self.rows.iter().position(|row| row.iter().any(|cell| cell == title)).unwrap()
    }

    fn set(&mut self, title: &str, heading: &str, cell: &str) {
        let (line, column) = (self.line(title), self.column(heading));
        self.rows[line][column] = cell.to_owned();
    }

    fn read(&self, kind: &str, more: &[&str]) -> Ran {
        let file = self.home.file("again.csv", &csv_of(&self.rows));
        self.home.run("vi", &[&["import", kind, file.as_str()], more].concat(), b"")
    }
}

fn two() -> (Home, Id, Id) {
    let mut notebook = Notebook::new();
    let one = json!({ "name": "Mộc Hòa Bình", "type": "htx", "place": "00004", "workers": 7,
        "status": "dang_hoat_dong", "products": "bàn, ghế",
        "contact_phone": "0912345678", "tax_code": "0101234567" });
    let other = json!({ "name": "Tổng cộng Nguyên Thơ", "type": "htx", "workers": 12,
        "products": "nem" });
    let (a, b) = (notebook.put("establishment", one), notebook.put("establishment", other));
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    (home, a, b)
}

fn answers(home: &Home, id: Id) -> Json {
    let store = home.open();
    let record = store.records().get(id).unwrap().unwrap();
    let kind = programme().kind(record.kind).unwrap();
    Json::Object(record_to_json(kind, &record.fields))
}

fn says(ran: &Ran, words: &str) {
    assert!(ran.words.contains(words), "{words:?} not in:\n{}", ran.words);
}

#[test]
fn an_exported_row_was_refused_when_it_was_read_again() {
    let (home, a, b) = two();
    let mut list = List::of(home, "establishment", &[]);
    let ran = list.read("establishment", &[]);
    assert!(ran.well, "{}", ran.words);
    says(&ran, "0 hồ sơ thay đổi");
    says(&ran, "2 không đổi");
    for title in ["Mộc Hòa Bình", "Tổng cộng Nguyên Thơ"] {
        list.set(title, "Sản phẩm chính", "giường tủ");
        list.set(title, "Tổng số lao động", "21");
    }
    let tried = list.read("establishment", &["--dry-run"]);
    says(&tried, "2 hồ sơ thay đổi, mỗi hồ sơ 2 câu");
    assert_eq!(answers(&list.home, a)["workers"], 7);
    let ran = list.read("establishment", &[]);
    assert!(ran.well, "{}", ran.words);
    says(&ran, "\"Sản phẩm chính\": \"bàn, ghế\" → \"giường tủ\"");
    for id in [a, b] {
        let now = answers(&list.home, id);
        assert_eq!(now["products"], "giường tủ");
        assert_eq!(now["workers"], 21);
    }
    // a second import changes nothing
    says(&list.read("establishment", &[]), "0 hồ sơ thay đổi");
}

#[test]
fn an_answer_changed_here_meanwhile_is_named_and_stays_unless_asked() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.edit_here(a, json!({ "workers": 9, "products": "bàn" }));
    // old answers in the file that were not edited are no changes
    says(&list.read("establishment", &[]), "0 hồ sơ thay đổi");
    list.set("Mộc Hòa Bình", "Tổng số lao động", "11");
    list.set("Mộc Hòa Bình", "Địa chỉ, thôn, tổ", "Thôn Đông");
    let ran = list.read("establishment", &[]);
    says(
        &ran,
        "ở đây đã sửa thành \"9\" sau khi xuất, tệp ghi \"11\" (lúc xuất: \"7\"): giữ \"9\"",
    );
    says(&ran, "1 câu đã được sửa ở đây sau khi xuất");
    let now = answers(&list.home, a);
    assert_eq!((&now["workers"], &now["products"]), (&json!(9), &json!("bàn")));
    assert_eq!(now["address"], "Thôn Đông");
    let ran = list.read("establishment", &["--theirs"]);
    says(&ran, "lấy \"11\"");
    assert_eq!(answers(&list.home, a)["workers"], 11);
}

#[test]
fn a_list_without_versions_changes_only_what_was_never_changed_here() {
    let (home, a, b) = two();
    let mut list = List::of(home, "establishment", &[]);
    let version = list.column("Phiên bản hồ sơ (đừng sửa)");
    list.rows.iter_mut().for_each(|row| {
        row.remove(version);
    });
    list.edit_here(a, json!({ "workers": 9 }));
    says(&list.read("establishment", &[]), "0 hồ sơ thay đổi");
    list.set("Mộc Hòa Bình", "Tổng số lao động", "11");
    list.set("Mộc Hòa Bình", "Sản phẩm chính", "tủ");
    list.set("Tổng cộng Nguyên Thơ", "Tổng số lao động", "13");
    let ran = list.read("establishment", &[]);
    says(&ran, "không rõ được xuất từ phiên bản nào");
    assert_eq!(answers(&list.home, a)["workers"], 9);
    assert_eq!(answers(&list.home, a)["products"], "tủ");
    assert_eq!(answers(&list.home, b)["workers"], 13);
}

#[test]
fn an_emptied_cell_clears_and_a_missing_column_does_not() {
    let (home, a, b) = two();
    let mut list = List::of(home, "establishment", &["--contacts"]);
    list.set("Mộc Hòa Bình", "Điện thoại", "");
    // a required answer, of a complete and of an incomplete record
    list.set("Tổng cộng Nguyên Thơ", "Tổng số lao động", "");
    let products = list.column("Sản phẩm chính");
    list.rows.iter_mut().for_each(|row| {
        row.remove(products);
    });
    let ran = list.read("establishment", &[]);
    says(&ran, "1 câu trả lời bị xóa trắng trong tệp");
    says(&ran, "câu này bắt buộc: giữ");
    let now = answers(&list.home, a);
    assert_eq!(now.get("contact_phone"), None);
    assert_eq!(now["products"], "bàn, ghế");
    assert_eq!(answers(&list.home, b)["workers"], 12);
}

#[test]
fn what_an_export_left_out_is_not_emptied() {
    let (home, a, _) = two();
    let list = List::of(home, "establishment", &[]);
    assert!(!list.rows[0].iter().any(|cell| cell == "Điện thoại"));
    says(&list.read("establishment", &[]), "0 hồ sơ thay đổi");
    assert_eq!(answers(&list.home, a)["contact_phone"], "0912345678");
}

/// A household's address is personal, so the export left it out: a person who fills in the empty
/// cell has not seen that there is one.
#[test]
fn an_answer_that_the_export_left_out_was_said_to_have_been_changed_here() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.edit_here(a, json!({ "type": "ho_kinh_doanh", "address": "Thôn Tây" }));
    let mut list = List::of(list.home, "establishment", &[]);
    list.set("Mộc Hòa Bình", "Địa chỉ, thôn, tổ", "Thôn Đông");
    let ran = list.read("establishment", &[]);
    says(&ran, "tệp xuất không ghi câu này (dữ liệu cá nhân); ở đây là \"Thôn Tây\"");
    assert!(!ran.words.contains("đã sửa thành"), "{}", ran.words);
    assert_eq!(answers(&list.home, a)["address"], "Thôn Tây");
    says(&list.read("establishment", &["--theirs"]), "lấy \"Thôn Đông\"");
    assert_eq!(answers(&list.home, a)["address"], "Thôn Đông");
}

#[test]
fn cells_as_spreadsheets_save_them_again_are_no_changes() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &["--contacts"]);
    list.set("Mộc Hòa Bình", "Điện thoại", "9.12E+08");
    list.set("Mộc Hòa Bình", "Mã số thuế", "101234567");
    list.set("Mộc Hòa Bình", "Tổng số lao động", "7,00");
    let ran = list.read("establishment", &[]);
    assert!(ran.well, "{}", ran.words);
    says(&ran, "0 hồ sơ thay đổi");
    assert_eq!(answers(&list.home, a)["contact_phone"], "0912345678");
}

#[test]
fn rows_that_cannot_change_their_record_are_named_with_their_lines() {
    let (home, a, b) = two();
    let mut list = List::of(home, "establishment", &[]);
    let mut notebook = Notebook::opened(std::mem::replace(&mut list.home, Home::empty()));
    notebook.skip_ids(10);
    notebook.delete(b);
    let visit =
        notebook.put("visit", json!({ "establishment": a.to_string(), "date": "2026-11-01" }));
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    list.home = home;
    list.set("Tổng cộng Nguyên Thơ", "Tổng số lao động", "13");
    let mut twice = list.rows[list.line("Mộc Hòa Bình")].clone();
    list.rows.push(twice.clone());
    twice[0] = visit.to_string();
    list.rows.push(twice.clone());
    let mut unknown = Id::new(1_795_300_000_000, [9; 10]).to_string();
    std::mem::swap(&mut twice[0], &mut unknown);
    twice[list.column("Tên cơ sở")] = "Cơ sở khác".to_owned();
    twice[list.column("Phiên bản hồ sơ (đừng sửa)")] = "v0123456789abcdef".to_owned();
    list.rows.push(twice);
    let ran = list.read("establishment", &["--dry-run"]);
    assert!(!ran.well);
    says(&ran, "hồ sơ này đã bị xóa ở đây (nhầm)");
    says(&ran, "Dòng 4: mã hồ sơ trùng với dòng");
    says(&ran, "Dòng 5: mã này là của một hồ sơ loại khác");
    says(&ran, "1 dòng có mã hồ sơ mà sổ này không có");
}

#[test]
fn a_settled_visit_changes_only_with_a_reason() {
    let mut notebook = Notebook::new();
    let place = notebook.put("establishment", json!({ "name": "Mộc" }));
    let visit = notebook.put("visit", json!({ "establishment": place.to_string(),
        "date": "2026-11-01", "purpose": "khao_sat", "observations": "Máy tốt", "state": "chot" }));
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    let mut list = List::of(home, "visit", &["--contacts"]);
    let kind = programme().kind_by_id("visit").unwrap();
    let label = |id: &str| kind.field_by_id(id).unwrap().label.vi.clone();
    let seen = list.column(&label("observations"));
    list.rows[1][seen] = "Máy hỏng".to_owned();
    let ran = list.read("visit", &[]);
    assert!(!ran.well, "{}", ran.words);
    assert_eq!(answers(&list.home, visit)["observations"], "Máy tốt");
    let reason = list.column(&label("revision_reason"));
    list.rows[1][reason] = "Ghi nhầm".to_owned();
    let ran = list.read("visit", &[]);
    assert_eq!(answers(&list.home, visit)["observations"], "Máy hỏng", "{}", ran.words);
}

#[test]
fn a_linked_record_renamed_here_is_no_change_of_the_rows_that_name_it() {
    let mut notebook = Notebook::new();
    let place = notebook.put("establishment", json!({ "name": "Mộc" }));
    let other = notebook.put("establishment", json!({ "name": "Gạch Phú Thọ" }));
    let visit = notebook.put(
        "visit",
        json!({ "establishment": place.to_string(),
        "date": "2026-11-01" }),
    );
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    let mut list = List::of(home, "visit", &[]);
    list.edit_here(place, json!({ "name": "Mộc Hòa Bình" }));
    let ran = list.read("visit", &[]);
    assert!(ran.well, "{}", ran.words);
    says(&ran, "0 hồ sơ thay đổi");
    // another name leads to another record, whatever code is next to it
    let at = list.column("Cơ sở");
    list.rows[1][at] = "Gạch Phú Thọ".to_owned();
    says(&list.read("visit", &[]), "1 hồ sơ thay đổi");
    assert_eq!(answers(&list.home, visit)["establishment"], other.to_string());
}

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

fn stored(store: &Store, kind: &str) -> Vec<Json> {
    let kind = programme().kind_by_id(kind).unwrap();
    let ids = store.records().ids(kind.no).unwrap();
    let record = |(id, _): &(Id, bool)| {
        Json::Object(record_to_json(kind, &store.records().get(*id).unwrap().unwrap().fields))
    };
    ids.iter().map(record).collect()
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

/// An American spreadsheet reads 05/09/2012 as a day in May, and leaves 22/05/2020 unchanged. A new
/// day in such a column is ambiguous; a hundred old ones are one message.
#[test]
fn a_column_of_swapped_days_asks_for_the_days_that_are_new_in_it() {
    let mut notebook = Notebook::new();
    for (name, day) in [
        ("A", "2012-05-09"),
        ("B", "2015-03-04"),
        ("C", "2019-12-01"),
        ("D", "2020-05-22"),
        ("E", "2021-06-06"),
        ("F", "2018-01-02"),
    ] {
        let one = json!({ "name": name, "type": "htx", "licence_date": day });
        notebook.put("establishment", one);
    }
    notebook.store.close().unwrap();
    let Notebook { home, store, .. } = notebook;
    drop(store);
    let mut list = List::of(home, "establishment", &["--contacts"]);
    let at = list.column("Ngày đăng ký");
    for row in &mut list.rows[1..] {
        let parts: Vec<String> = row[at].split('/').map(str::to_owned).collect();
        if parts[0].parse::<u8>().unwrap() <= 12 {
            row[at] = format!("{}/{}/{}", parts[1], parts[0], parts[2]);
        }
    }
    let ran = list.read("establishment", &[]);
    says(&ran, "Cột \"Ngày đăng ký\": bảng tính đã đảo ngày và tháng ở 4 dòng");
    says(&ran, "0 hồ sơ thay đổi");
    assert!(!ran.words.contains("cần xem lại"), "{}", ran.words);
    list.set("A", "Ngày đăng ký", "06/07/2026");
    list.set("B", "Ngày đăng ký", "27/07/2026");
    let ran = list.read("establishment", &[]);
    says(&ran, "1 hồ sơ thay đổi");
    says(&ran, "\"06/07/2026\": bảng tính đã đảo");
}

/// A screen on a notebook with three records that got 99 workers after the export, and a list in
/// which they have 11, 12 and 13.
fn clashing(columns: u16, rows: u16) -> (App, String) {
    let mut app = App::at(columns, rows);
    let record = |n: u8| json!({ "name": format!("Mộc {n}"), "type": "htx", "workers": n });
    let ids = [1, 2, 3].map(|n| app.given("establishment", record(n)));
    let list = app.workers.path("ds.csv");
    app.keys("f6 ctrl-r ctrl-u").types(&list).keys("enter").shows("Đã xuất 3");
    let mut rows = cells(&std::fs::read_to_string(&list).unwrap());
    let column = rows[0].iter().position(|cell| cell == "Tổng số lao động").unwrap();
    for row in &mut rows[1..] {
        row[column] = format!("1{}", row[column]);
    }
    let path = app.workers.binary("ds-sua.csv", &csv_of(&rows));
    let workers = programme().kind_by_id("establishment").unwrap();
    let workers = workers.field_by_id("workers").unwrap().no;
    for id in ids {
        let base = app.workers.store().records().get(id).unwrap().unwrap().head;
        let change = Change::Patch { id, base, set: vec![(workers, Some(Value::Int(99)))] };
        let changes = vec![change];
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        app.workers.store().commit(commit).unwrap();
    }
    (app, path)
}

fn workers(app: &App) -> Vec<(String, i64)> {
    let records = app.records("establishment");
    let mut all: Vec<(String, i64)> = records
        .iter()
        .map(|r| (r["name"].as_str().unwrap().to_owned(), r["workers"].as_i64().unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn whose_answer_holds_could_only_be_chosen_on_the_command_line() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let (mut app, path) = clashing(columns, rows);
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.shows(&lang::revise::clash_heading(Vi)).shows("0 hồ sơ thay đổi");
        // one of them: Enter pressed twice takes the file's answer; once more restores the other
        app.keys("down enter")
            .shows("Lúc xuất: \"2\"")
            .shows("Lấy theo tệp: \"12\"")
            .keys("enter");
        app.shows("1 hồ sơ thay đổi").keys("enter enter").shows("0 hồ sơ thay đổi");
        app.keys("enter enter f2 tab enter")
            .shows("lại cả 1 hồ sơ")
            .hides(&opening(&lang::app::ask_import(Vi)));
        let expected = [("Mộc 1", 99), ("Mộc 2", 12), ("Mộc 3", 99)];
        assert_eq!(workers(&app), expected.map(|(name, n)| (name.to_owned(), n)));
    }
}

#[test]
fn all_clashes_of_a_list_are_taken_at_once_and_one_is_kept() {
    let (mut app, path) = clashing(80, 24);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
    app.keys("enter").types("lay theo tep ca 3").keys("enter").shows("3 hồ sơ thay đổi");
    app.keys("down enter enter").shows("2 hồ sơ thay đổi").keys("f2 tab enter");
    let expected = [("Mộc 1", 11), ("Mộc 2", 99), ("Mộc 3", 13)];
    assert_eq!(workers(&app), expected.map(|(name, n)| (name.to_owned(), n)));
}

/// A change that its commit would refuse is not counted.
#[test]
fn a_wrong_cell_is_named_and_changes_nothing() {
    let (home, a, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.set("Mộc Hòa Bình", "Tổng số lao động", "nhiều");
    let ran = list.read("establishment", &[]);
    says(&ran, "Dòng 2, cột \"Tổng số lao động\"");
    says(&ran, "giữ");
    assert_eq!(answers(&list.home, a)["workers"], 7);
    let store = list.home.open();
    let changes = store.history().of(a).unwrap();
    assert_eq!(changes.len(), 1);
}

#[test]
fn an_edit_of_an_answer_that_the_program_works_out_was_swallowed() {
    let mut list = List::of(demo("12"), "establishment", &["--contacts"]);
    let (size, priority) = (list.column("Quy mô"), list.column("Diện ưu tiên"));
    let filled =
        list.rows.iter().skip(1).position(|row| !row[priority].is_empty()).unwrap() + 1;
    list.rows[1][size] = "một quy mô khác".to_owned();
    list.rows[filled][priority].clear();
    let file = list.home.file("sua.csv", &csv_of(&list.rows));
    let ran = list.home.run("vi", &["import", "establishment", &file], b"");
    says(&ran, "Quy mô do chương trình tính từ các câu khác: sửa ở các câu đó; 1 dòng");
    says(&ran, "Diện ưu tiên do chương trình tính");
    assert!(!ran.words.contains("bị xóa"), "{}", ran.words);
    says(&ran, "0 sửa, 12 không đổi");
}

#[test]
fn a_row_added_below_an_exported_list_was_taken_for_no_record() {
    let (home, ..) = two();
    let out = home.path("ra.csv");
    let out = out.to_str().unwrap();
    home.run("vi", &["export", "establishment", "--out", out], b"");
    let text = std::fs::read_to_string(out).unwrap();
    for name in ["Mộc Mới", "Tổ mộc Đông Hưng"] {
        let head = text.lines().next().unwrap();
        let at = head.split(';').position(|cell| cell.contains("Tên cơ sở")).unwrap();
        let row = format!("{}{name}", ";".repeat(at));
        let file = home.file("them.csv", format!("{text}{row}\n").as_bytes());
        let ran = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
        assert!(ran.well && ran.words.contains("3 dòng: 1 vào"), "{}", ran.words);
        // a sum below it is no record
        let file = home.file("cong.csv", format!("{text};Tổng cộng\n").as_bytes());
        let ran = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"");
        assert!(ran.words.contains("2 dòng: 0 vào"), "{}", ran.words);
    }
}

#[test]
fn records_that_change_were_asked_for_as_records_that_enter() {
    let (mut app, path) = clashing(80, 24);
    app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter enter");
    app.types("lay theo tep ca 3").keys("enter f2");
    app.shows("Ghi vào sổ: sửa 3 cơ sở đã có?").hides("Nhập 3 cơ sở");
}

/// The message said that the former name stays, but it did not.
#[test]
fn a_commune_of_before_written_into_an_export_leaves_its_name() {
    let (home, one, _) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.set("Mộc Hòa Bình", "Xã, phường, đặc khu", "Xã Long Hậu, Đồng Tháp");
    let ran = list.read("establishment", &[]);
    says(&ran, "tên cũ ghi ở");
    let old = answers(&list.home, one)["old_place"].clone();
    assert_eq!(old, "Xã Long Hậu, Đồng Tháp", "{}", ran.words);
}

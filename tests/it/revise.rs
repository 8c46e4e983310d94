//! Lists that were exported, edited and imported again.

mod cells;
mod clashes;
mod moved;
mod untouched;

use serde_json::{Value as Json, json};
use sotay::programme::answer::record_to_json;
use sotay::record::Id;
use sotay::store::Store;

use crate::kit::app::App;
use crate::kit::home::{Home, Ran};
use crate::kit::notebook::Notebook;
use crate::kit::programme;

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
        self.change_here(|notebook| notebook.edit(id, answers));
    }

    /// Changes the notebook after the export.
    fn change_here<T>(&mut self, change: impl FnOnce(&mut Notebook) -> T) -> T {
        let mut notebook = Notebook::opened(std::mem::replace(&mut self.home, Home::empty()));
        let changed = change(&mut notebook);
        notebook.store.close().unwrap();
        let Notebook { home, store, .. } = notebook;
        drop(store);
        self.home = home;
        changed
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
fn rows_that_cannot_change_their_record_are_named_with_their_lines() {
    let (home, a, b) = two();
    let mut list = List::of(home, "establishment", &[]);
    let visit = list.change_here(|notebook| {
        notebook.skip_ids(10);
        notebook.delete(b);
        notebook.put("visit", json!({ "establishment": a.to_string(), "date": "2026-11-01" }))
    });
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
    says(&ran, "0 sửa, 1 không đổi, 3 không vào");
    says(&ran, "Dòng 4: mã hồ sơ trùng với dòng");
    says(&ran, "Dòng 5: mã này là của một hồ sơ loại khác");
    says(&ran, "1 dòng có mã hồ sơ mà sổ này không có");
}

#[test]
fn a_row_of_a_deleted_record_does_not_enter_even_without_a_change() {
    let (home, _, b) = two();
    let mut list = List::of(home, "establishment", &[]);
    list.change_here(|notebook| {
        notebook.skip_ids(10);
        notebook.delete(b);
    });
    let ran = list.read("establishment", &[]);
    assert!(!ran.well);
    says(&ran, "hồ sơ này đã bị xóa ở đây (nhầm)");
    says(&ran, "0 sửa, 1 không đổi, 1 không vào");
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

fn stored(store: &Store, kind: &str) -> Vec<Json> {
    let kind = programme().kind_by_id(kind).unwrap();
    let ids = store.records().ids(kind.no).unwrap();
    let record = |(id, _): &(Id, bool)| {
        Json::Object(record_to_json(kind, &store.records().get(*id).unwrap().unwrap().fields))
    };
    ids.iter().map(record).collect()
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

/// A preview did not see the answers that rows above had changed.
#[test]
fn a_preview_knows_what_rows_above_change() {
    for others in [0, 70] {
        let (home, ..) = two();
        let mut list = List::of(home, "establishment", &[]);
        list.set("Mộc Hòa Bình", "Tên cơ sở", "Xưởng Kim");
        let (name, place) = (list.column("Tên cơ sở"), list.column("Xã, phường, đặc khu"));
        let mut add = |title: String| {
            let mut row = vec![String::new(); list.rows[0].len()];
            (row[name], row[place]) = (title, "00004".to_owned());
            list.rows.push(row);
        };
        (0..others).for_each(|n| add(format!("Xưởng {n}")));
        add("Xưởng Kim".to_owned());
        add("Mộc Hòa Bình".to_owned());
        let tried = list.read("establishment", &["--dry-run"]);
        says(&tried, &format!("{} vào", others + 1));
        says(&tried, "trùng với hồ sơ đã có trong sổ: Xưởng Kim");
        let ran = list.read("establishment", &[]);
        says(&ran, &format!("{} vào", others + 1));
        says(&ran, "trùng với hồ sơ đã có trong sổ: Xưởng Kim");
    }
}

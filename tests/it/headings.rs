//! Headings as offices write them, in lists of every kind, and the messages about unknown headings.

use crate::kit::opening;
use crate::kit::programme;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::services::import::{ColumnNames, HeaderColumn};

use crate::kit::app::App;
use crate::kit::home::{Home, printed};

/// The id of the field that a heading means in a list of a kind.
fn asked(kind: &str, heading: &str) -> String {
    let kind = programme().kind_by_id(kind).unwrap();
    match ColumnNames::of(kind).column(heading) {
        Some(HeaderColumn::Field(no)) => kind.field(no).unwrap().id.clone(),
        Some(other) => format!("{other:?}"),
        None => "-".to_owned(),
    }
}

fn all(kind: &str, id: &str, headings: &[&str]) {
    let wrong: Vec<_> = headings.iter().filter(|heading| asked(kind, heading) != id).collect();
    let found: Vec<_> = wrong.iter().map(|heading| (*heading, asked(kind, heading))).collect();
    assert!(found.is_empty(), "{kind} {id}: {found:?}");
}

#[test]
fn a_name_of_an_establishment_was_known_in_its_own_list_only() {
    let names =
        ["Tên cơ sở", "Doanh nghiệp", "Đơn vị", "Tên doanh nghiệp", "Tên DN", "Tên HTX"];
    all("establishment", "name", &names);
    for kind in ["visit", "task", "model", "training", "fair", "measurement"] {
        all(kind, "establishment", &names);
    }
    for kind in ["product", "value_chain"] {
        all(kind, "establishment", &["Tên cơ sở", "Doanh nghiệp", "Tên DN/HTX"]);
        assert_ne!(asked(kind, "Đơn vị"), "establishment", "{kind}: a unit of measure");
    }
    all("visit", "officers", &["Cán bộ", "Người thực hiện", "Tên cán bộ", "CB phụ trách"]);
    all("task", "officer", &["Cán bộ", "Người thực hiện", "Người phụ trách"]);
    all("intl_lead", "officer", &["Cán bộ", "Chuyên viên phụ trách"]);
    all("visit", "project", &["Tên đề án", "Mã đề án", "Đề án khuyến công", "Tên ĐA"]);
    all("honour", "product", &["Tên sản phẩm", "Tên SP"]);
    all("project", "place", &["Xã", "Xã/phường", "Xã, phường, thị trấn"]);
    all("training", "place", &["Xã phường"]);
    // a person who was met is not an officer, and "name" alone does not say what it names
    for heading in ["Họ và tên", "Tên", "Name"] {
        assert_eq!(asked("visit", heading), "-", "{heading}");
    }
}

/// It was the label of a text field in earlier versions, and filled that field.
#[test]
fn a_nation_goes_to_the_list_of_countries() {
    let names = ["Nước", "Quốc gia", "QUỐC GIA *"];
    for kind in ["intl_lead", "fair"] {
        all(kind, "nation", &names);
        all(kind, "country", &["Nước, ghi bằng chữ", "country"]);
    }
}

/// Each of these was imported as the total number.
#[test]
fn a_part_in_brackets_was_read_as_the_whole() {
    for (heading, id) in [
        ("Lao động (nữ)", "workers_female"),
        ("Số lao động (nữ) (người)", "workers_female"),
        ("Lao động (Nữ) *", "workers_female"),
        ("Lao động - nữ", "workers_female"),
        ("Lao động (DTTS)", "workers_ethnic"),
        ("Lao động (nam)", "-"),
        ("Tổng số lao động (trong đó nữ)", "-"),
        ("Số LĐ nữ/Tổng số", "-"),
        ("Nữ/Tổng số lao động", "-"),
        ("Tổng số/nữ", "-"),
        ("Lao động (thời vụ)", "-"),
        ("Vốn đầu tư (nước ngoài)", "-"),
        ("Vốn (vay)", "-"),
        ("Doanh thu (xuất khẩu)", "-"),
        ("Lao động (nữ/tổng)", "-"),
        ("Lao động [nữ]", "workers_female"),
        ("Tổng số (nữ)", "-"),
        ("LĐ: tổng số/nữ", "-"),
        ("Lao động nữ/nam", "-"),
        ("Tổng số lao động/trong đó nữ", "-"),
        ("Doanh thu (kế hoạch)", "-"),
        // no part of the total
        ("Lao động (người)", "workers"),
        ("Lao động (năm 2025)", "workers"),
        ("Lao động (nam 2025)", "workers"),
        ("Vốn (nếu có)", "capital"),
        ("Vốn (gồm cả vốn vay)", "capital"),
        ("Lao động (kể cả thời vụ)", "workers"),
        ("Doanh thu (triệu đồng)", "revenue_prev"),
    ] {
        assert_eq!(asked("establishment", heading), id, "{heading}");
    }
}

#[test]
fn headings_of_english_templates_were_unknown() {
    for (kind, id, headings) in [
        (
            "establishment",
            "workers",
            &["Total workers", "Number of workers", "No. of workers", "Total employees"][..],
        ),
        ("establishment", "workers_female", &["Female workers", "Of which: female"]),
        ("establishment", "licence_date", &["Registration date", "Date of registration"]),
        ("establishment", "licence_no", &["Registration number", "License No."]),
        (
            "establishment",
            "revenue_prev",
            &["Revenue last year", "Last year revenue (million VND)", "Turnover"],
        ),
        ("establishment", "products", &["Main product", "Main products"]),
        ("establishment", "contact_phone", &["Phone number", "Phone no.", "Mobile phone"]),
        ("establishment", "contact_name", &["Owner", "Contact person"]),
        ("establishment", "tax_code", &["Tax code", "Tax ID"]),
        ("establishment", "place", &["Commune", "Commune/ward"]),
        ("establishment", "capital", &["Investment capital", "Capital (VND)"]),
        ("establishment", "type", &["Business type"]),
        ("task", "state", &["Status", "Tình trạng"]),
        ("task", "done_date", &["Completion date"]),
        ("visit", "date", &["Visit date"]),
        ("project", "code", &["Project code"]),
        ("project", "name", &["Project name"]),
        ("officer", "name", &["Full name"]),
    ] {
        all(kind, id, headings);
    }
    // no field has these
    for heading in ["Year established", "Giới tính"] {
        assert_eq!(asked("establishment", heading), "-", "{heading}");
    }
    all("establishment", "local_material_pct", &["NL trong tỉnh (%)", "Tỷ lệ NL trong tỉnh"]);
}

#[test]
fn headings_of_offices_were_unknown_in_lists_of_most_kinds() {
    for (id, headings) in [
        ("observations", &["Nội dung làm việc", "Kết quả làm việc", "ND làm việc"][..]),
        ("operating", &["Tình trạng", "Hiện trạng"]),
        ("workers_now", &["LĐ", "Số LĐ hiện có", "Lao động"]),
        ("next_date", &["Ngày hẹn", "Hẹn lại"]),
        ("load_pct", &["Công suất", "Công suất (%)", "% công suất"]),
        ("officers", &["Người đi", "Đoàn kiểm tra"]),
        ("requests", &["Kiến nghị", "Đề xuất, kiến nghị", "Kiến nghị/đề xuất"]),
        ("problems", &["Khó khăn", "Khó khăn - vướng mắc", "Vướng mắc"]),
    ] {
        all("visit", id, headings);
    }
    for (id, headings) in [
        ("what", &["Nội dung công việc", "Công việc", "ND công việc"][..]),
        ("due", &["Hạn hoàn thành", "Thời hạn", "Hạn chót"]),
        ("done_date", &["Ngày hoàn thành"]),
        ("officer", &["Người thực hiện", "Người được giao"]),
        ("-", &["Ngày giao", "Ngày", "Người giao"]),
    ] {
        all("task", id, headings);
    }
    for (id, headings) in [
        ("name", &["Họ tên", "Họ và tên", "Tên cán bộ", "HỌ TÊN CB"][..]),
        ("phone", &["Điện thoại", "SĐT", "ĐT", "Số ĐT", "S.Đ.T", "SDT", "Điện thoại/di động"]),
        ("role", &["Chức vụ", "Chức danh"]),
        ("unit", &["Đơn vị công tác", "Cơ quan", "Đơn vị"]),
    ] {
        all("officer", id, headings);
    }
    for (id, headings) in [
        ("name", &["Tên đề án", "Tên ĐA", "Đề án"][..]),
        ("fund_level", &["Nguồn", "Nguồn kinh phí", "Nguồn KP"]),
        ("plan_year", &["Năm", "Năm thực hiện"]),
        ("fund_national", &["KCQG", "Kinh phí KCQG", "KP KCQG (triệu đồng)", "Kinh phí KC QG"]),
        ("fund_local", &["KCĐP", "KP KC ĐP", "Kinh phí khuyến công địa phương"]),
        ("own_capital", &["Đối ứng", "Vốn đối ứng", "KP đối ứng"]),
        ("approved_support", &["Kinh phí hỗ trợ", "KP hỗ trợ, triệu đồng", "Mức hỗ trợ"]),
        ("executing_unit", &["Đơn vị thực hiện", "ĐV thực hiện", "Đơn vị chủ trì"]),
        ("decision_no", &["Số QĐ", "Số quyết định", "QĐ số"]),
        ("contract_no", &["Số HĐ", "Hợp đồng"]),
    ] {
        all("project", id, headings);
    }
    for (id, headings) in [
        (
            "name",
            &[
                "Tên HTX",
                "Tên công ty",
                "Tên cty",
                "Tên hộ",
                "Tên DN",
                "Tên cơ sở/tổ chức, cá nhân",
                "Tên tổ chức, cá nhân",
                "Tên CS CNNT",
                "Tên DN, HTX, hộ KD",
                "Tên cơ sở hoặc doanh nghiệp",
            ][..],
        ),
        (
            "contact_name",
            &[
                "Tên chủ cơ sở",
                "Người đại diện",
                "Người đại diện pháp luật",
                "Người đại diện theo PL (họ tên)",
                "GĐ",
                "Chủ hộ",
                "Giám đốc/chủ hộ",
                "Họ tên chủ CS",
            ],
        ),
        ("licence_no", &["Số ĐKKD", "Số GPKD", "GCN ĐKKD", "Số giấy CN đăng ký kinh doanh"]),
        ("contact_phone", &["SĐT", "Số ĐT liên hệ", "ĐT", "Tel", "ĐT/DĐ"]),
        ("tax_code", &["MST", "MST/MSDN", "Mã số thuế (MST)"]),
        ("products", &["SP chính", "Ngành nghề SXKD", "Sản phẩm/mặt hàng"]),
    ] {
        all("establishment", id, headings);
    }
}

/// Marks, numbers, capitals, letters without marks, and spaces of all sorts around a heading.
#[test]
fn a_heading_is_known_however_it_is_decorated() {
    let ways: [fn(&str) -> String; 14] = [
        |h| format!("1. {h}"),
        |h| format!("(2) {h}"),
        |h| format!("3) {h} (*)"),
        |h| format!("{h} (4)"),
        |h| format!("{h}:"),
        |h| format!("*{h}**"),
        |h| format!("II. {h}"),
        |h| format!("\"{h}\""),
        |h| h.to_uppercase(),
        |h| h.replace(' ', "  "),
        |h| h.replace(' ', "\u{a0}"),
        |h| h.replace(' ', "\n"),
        |h| h.replace(' ', "-\n"),
        |h| sotay::text::fold::fold(h),
    ];
    for (kind, id, heading) in [
        ("establishment", "name", "Tên cơ sở"),
        ("establishment", "name", "Tên doanh nghiệp/HTX"),
        ("establishment", "address", "Địa chỉ"),
        ("establishment", "contact_phone", "Số điện thoại"),
        ("visit", "establishment", "Tên DN"),
        ("task", "due", "Hạn hoàn thành"),
        ("officer", "name", "Họ và tên"),
        ("project", "fund_national", "Kinh phí KCQG"),
    ] {
        let written: Vec<String> = ways.iter().map(|way| way(heading)).collect();
        all(kind, id, &written.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// Silently reading a wrong column is worse than not knowing it.
#[test]
fn a_heading_of_two_questions_is_none() {
    for (kind, headings) in [
        (
            "establishment",
            &[
                "Tên cơ sở, địa chỉ",
                "Họ tên, SĐT",
                "Chủ cơ sở, điện thoại",
                "Lao động, vốn",
                "Số, ngày ĐKKD",
                "MST/CCCD",
                "DT",
                "Tên",
            ][..7],
        ),
        ("visit", &["CS", "Cơ sở/đề án", "Ngày hẹn, người đi"]),
        ("officer", &["Họ tên, chức vụ", "Tên đơn vị, điện thoại"]),
        ("project", &["KCQG, KCĐP", "KCQG + đối ứng", "Bắt đầu - kết thúc"]),
    ] {
        all(kind, "-", headings);
    }
}

const UNNAMED: &str = "STT;Ký hiệu riêng;Quý danh;Xã;Mục trống\n\
                       1;A;Mộc Hòa Bình;Xã Phong Quang;\n\
                       2;A;Mộc Tân Tiến;Xã Phong Quang;\n\
                       3;B;Mộc Quyết Thắng;Xã Phong Quang;\n";

/// The column was there, and yet every row was said to lack its name.
#[test]
fn a_name_column_that_nobody_knew_was_missed_in_every_row() {
    let home = Home::new();
    let file = home.file("ds.csv", UNNAMED.as_bytes());
    let said = home.run("vi", &["import", "establishment", &file, "--dry-run"], b"").words;
    let why = "Chưa rõ cột nào là \"Tên cơ sở\" nên chưa dòng nào vào sổ. \
               Cột chưa rõ: B \"Ký hiệu riêng\", C \"Quý danh\". Có lẽ là cột C \"Quý danh\".";
    assert!(said.contains(why), "{said}");
    assert_eq!(
        said.matches(&opening(&lang::listing::which_name_column(Vi, "…", "…"))).count(),
        1,
        "{said}"
    );
    assert!(
        !said.contains("Ghi tên vào dòng này") && !said.contains("chưa rõ cột nào"),
        "{said}"
    );
    assert!(said.contains("--map \"Quý danh=Tên cơ sở\""), "{said}");
    // an empty column is not reported; of the others, the content is
    assert!(!said.contains("Mục trống"), "{said}");
    assert!(said.contains("B \"Ký hiệu riêng\" (có \"A\", \"B\")"), "{said}");

    let mapped = ["import", "establishment", &file, "--map", "Quý danh=Tên cơ sở"];
    assert!(home.run("vi", &mapped, b"").words.contains("3 vào"));

    let file = home.file(
        "none.csv",
        "STT;Xã;Địa chỉ;SĐT\n1;Xã Phong Quang;Thôn 2;0912345678\n".as_bytes(),
    );
    let said = home.run("en", &["import", "establishment", &file, "--dry-run"], b"").words;
    assert!(said.contains("The list has no column \"Name\""), "{said}");
}

#[test]
fn a_visit_lost_its_establishment_where_the_column_was_called_otherwise() {
    for heading in ["Tên cơ sở", "Doanh nghiệp", "Đơn vị", "Tên DN", "1. Tên doanh nghiệp (*)"]
    {
        let home = Home::new();
        let list = home.file("cs.csv", "Tên cơ sở;Xã\nMộc A;Xã Phong Quang\n".as_bytes());
        home.run("vi", &["import", "establishment", &list], b"");
        let text = format!("{heading};Ngày đi;Nội dung làm việc\nMộc A;20/11/2026;Xem xưởng\n");
        let visits = home.file("luot.csv", text.as_bytes());
        let said = home.run("vi", &["import", "visit", &visits], b"").words;
        let out = printed(&["list", "visit", "--format", "json"], &home.folder());
        let visit: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert!(
            visit["establishment"].is_string() || visit["establishment"].is_object(),
            "{said}{out}"
        );
        assert_eq!(visit["observations"], "Xem xưởng", "{said}");
    }
}

/// F2 asks a question; pressed once more it said "not possible here: write down a visit".
#[test]
fn the_key_that_asked_said_nothing_of_the_question_when_pressed_again() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut app = App::at(columns, rows);
        let path = app.workers.file("ds.csv", "Tên cơ sở;Xã\nMộc A;Xã Phong Quang\n");
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.keys("f2").shows("Nhập 1 cơ sở vào sổ?");
        app.keys("f2").shows("trả lời câu hỏi này trước").shows("Nhập 1 cơ sở vào sổ?");
        app.keys("y").hides("Nhập 1 cơ sở vào sổ?");
        assert_eq!(app.records("establishment").len(), 1);
    }
}

/// The cursor moves to the next open column, in whatever row it is.
#[test]
fn after_a_mapping_the_cursor_stands_on_the_next_open_column() {
    let head = "Tên cơ sở;Cột lạ;Cột lạ nữa;Cột lạ cuối\n";
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut app = App::at(columns, rows);
        let list: String = (1..=300).map(|n| format!("Mộc {n};a{n};b{n};c{n}\n")).collect();
        let path = app.workers.file("ds.csv", &format!("{head}{list}"));
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter");
        app.stands_on("Cột lạ\"").keys("down").stands_on("Cột lạ nữa");
        app.keys("enter").types("khong nhap").keys("enter").stands_on("Cột lạ cuối");
        app.keys("enter").types("khong nhap").keys("enter").stands_on("Cột lạ\"");
    }
}

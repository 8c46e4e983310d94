//! Lists of tasks and visits as offices keep them.

use sotay::lang;
use sotay::lang::Lang::Vi;

use super::answer;
use crate::kit::home::Home;
use crate::kit::opening;

/// Each of these was refused, not read, or silently imported.
#[test]
fn tasks_as_offices_list_them_lost_their_states_and_kept_days_of_things_not_done() {
    let home = Home::new();
    let file = home.file("a.csv", "Tên cơ sở\nHộ A\n".as_bytes());
    home.run("vi", &["import", "establishment", &file], b"");
    let rows = [
        ("Cơ sở", "Xong", "01/11/2025"),
        ("Cán bộ", "Đã xong", "01/11/2095"),
        ("Cơ sở", "Đang làm", "01/11/2025"),
        ("Cơ sở", "Hủy", ""),
        ("Cơ sở", "Hủy bỏ", ""),
        ("Cán bộ", "Chưa làm", ""),
    ];
    let rows = rows.iter().enumerate().map(|(at, (owner, state, done))| {
        format!("Việc {at};Hộ A;{owner};30/12/2026;{state};{done}\n")
    });
    let head = "Nội dung;Cơ sở;Người thực hiện;Hạn;Tình trạng;Ngày hoàn thành\n";
    let file = home.file("tasks.csv", (head.to_owned() + &rows.collect::<String>()).as_bytes());
    let ran = home.run("vi", &["import", "task", &file], b"");
    assert!(ran.words.contains("\"01/11/2025\" chưa nhập"), "{}", ran.words);
    assert!(ran.words.contains("không được sau hôm nay"), "{}", ran.words);
    let listed = home.run("vi", &["list", "task", "--format", "csv"], b"").out;
    let count = |text: &str| listed.matches(text).count();
    assert_eq!((count(",xong,"), count(",huy,"), count(",dang_lam,")), (2, 2, 2), "{listed}");
    assert_eq!((count(",co_so,"), count(",can_bo,")), (4, 2), "{listed}");
    assert_eq!((count("2025-11-01"), count("2095")), (1, 0), "{listed}");
}

#[test]
fn visits_with_several_officers_or_namesakes_of_two_communes_were_refused() {
    let home = Home::new();
    let file = |name: &str, text: &str| home.file(name, text.as_bytes());
    let run = |kind: &str, file: &str| home.run("vi", &["import", kind, file], b"");
    let officers = "Họ và tên;Đơn vị\nVũ Thị Mai;TT\nLê Cường;TT\nĐào Và;TT\n";
    assert!(!run("officer", &file("o.csv", officers)).words.is_empty());
    let places = "Tên cơ sở;Xã\nHai Lúa;Xã Lai Vung, Đồng Tháp\n\
                  Hai Lúa;Xã Lấp Vò, Đồng Tháp\nBa;Xã Lai Vung, Đồng Tháp\n";
    run("establishment", &file("e.csv", places));
    let visit = |name: &str, place: &str, officers: &str| {
        let text = format!(
            "Cơ sở;Xã;Ngày kiểm tra;Cán bộ\n{name};{place};01/05/2026;\"{officers}\"\n"
        );
        run("visit", &home.file("v.csv", text.as_bytes())).words
    };
    for (officers, asked) in [
        ("Vũ Thị Mai, Lê Cường", None),
        ("Vũ Thị Mai/Lê Cường", None),
        ("Vũ Thị Mai và Đào Và", None),
        ("Đ/c Vũ Thị Mai", None),
        ("Đ/c Vũ Thị Mai, đ/c Lê Cường", None),
        ("Ông Lê Cường\nbà Vũ Thị Mai", None),
        ("Đào Và", None),
        ("Vũ Thị Mai, Lê Dũng", Some("\"Lê Dũng\"")),
        ("Vũ Thị Mai?", Some("\"Vũ Thị Mai?\"")),
    ] {
        let words = visit("Ba", "", officers);
        let no = words.contains("cột \"Cán bộ\": cần hỏi lại");
        assert_eq!(no, asked.is_some(), "{officers}: {words}");
        assert!(asked.is_none_or(|part| words.contains(part)), "{officers}: {words}");
    }
    for (name, place, told) in [
        ("Hai Lúa", "Xã Lai Vung, Đồng Tháp", None),
        ("Hai Lúa", "Xã Lấp Vò, Đồng Tháp", None),
        ("Hai Lúa", "", Some("2 hồ sơ cùng tên")),
        ("Hai Lúa", "Xã Tân Dương, Đồng Tháp", Some("khác xã, phường ghi ở dòng này")),
        ("Ba", "Xã Lấp Vò, Đồng Tháp", Some("trong sổ ở Xã Lai Vung, Đồng Tháp")),
    ] {
        let words = visit(name, place, "Lê Cường");
        assert_eq!(words.contains("1 dòng: 1 vào"), told.is_none(), "{name} {place}: {words}");
        assert!(told.is_none_or(|told| words.contains(told)), "{name} {place}: {words}");
        assert!(!words.contains(&opening(&lang::listing::worked_out(Vi, "…"))), "{words}");
    }
    // two in one file, each only once
    let text = "Cơ sở;Xã;Ngày kiểm tra\nHai Lúa;Xã Lai Vung, Đồng Tháp;02/05/2026\n\
                Hai Lúa;Xã Lấp Vò, Đồng Tháp;02/05/2026\n";
    let both = file("both.csv", text);
    assert!(run("visit", &both).words.contains("2 dòng: 2 vào"));
    assert!(run("visit", &both).words.contains("2 đã có trong sổ"));
}

#[test]
fn rows_of_offices_that_lost_their_sense() {
    let home = Home::new();
    let run = |kind: &str, text: &str| {
        let file = home.file("ds.csv", text.as_bytes());
        home.run("vi", &["import", kind, &file], b"").words
    };
    run("establishment", "Tên cơ sở;Xã\nHộ A;Xã Lai Vung, Đồng Tháp\n");
    // a visit that begins with its day is no signature
    for day in ["Ngày 6/11/2026", "ngày 5 tháng 11 năm 2026"] {
        let words = run(
            "visit",
            &format!(
                "STT;Ngày;Cơ sở;Mục đích;Nội dung;Kết luận\n1;{day};Hộ A;Khảo sát;Tổng kết;Đạt\n"
            ),
        );
        assert!(words.contains("1 dòng: 1 vào"), "{day}: {words}");
    }
    // entries that are no number of a paper
    let head = "Tên cơ sở;Số đăng ký kinh doanh\n";
    for cell in ["chưa ĐK", "đang xin cấp", "(trống)", "không có giấy"] {
        run("establishment", &format!("{head}Hộ {cell};{cell}\n"));
        assert!(answer(&home, &format!("Hộ {cell}"), "licence_no").is_null(), "{cell}");
    }
    // the former name, with its district
    let words = run(
        "establishment",
        "Tên cơ sở;Xã, phường, đặc khu;Địa danh cũ\nHộ B;Xã Long Hậu, Đồng Tháp;Huyện Lai Vung\n",
    );
    assert_eq!(
        answer(&home, "Hộ B", "old_place"),
        "Xã Long Hậu, Đồng Tháp, Huyện Lai Vung",
        "{words}"
    );
}

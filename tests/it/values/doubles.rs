use crate::kit::app::App;
use crate::kit::home::{Home, Ran};

const HEAD: &str = "Tên cơ sở;Xã;Mã số thuế;Điện thoại;Sản phẩm\n";

fn import(home: &Home, rows: &str, more: &[&str]) -> Ran {
    let file = home.file("list.csv", format!("{HEAD}{rows}").as_bytes());
    let args = [&["import", "establishment", file.as_str()], more].concat();
    home.run("vi", &args, b"")
}

fn count(home: &Home) -> usize {
    home.run("vi", &["list", "establishment", "--format", "json"], b"").out.lines().count()
}

#[test]
fn a_list_with_a_word_changed_doubled_every_record() {
    let home = Home::new();
    let first = "HTX Một;01849;0100109106;0912345678;Chè\n\
                 Hộ Hai;01849;;0912345679;Chè\n\
                 Hộ Ba;;;0912345670;Chè\n";
    assert!(import(&home, first, &[]).well);
    assert_eq!(count(&home), 3);
    // the same three a year later: by tax code, by name and commune, by name and telephone
    let again = "Hợp tác xã Một;01849;0100109106;;Chè, bún\n\
                 HỘ HAI;01849;;;Bún\n\
                 Hộ Ba;01849;;0912 345 670;Bún\n\
                 Hộ Bốn;01849;;;Bún\n";
    for dry in [&["--dry-run"][..], &[]] {
        let ran = import(&home, again, dry);
        for said in [
            "Dòng 2: trùng với hồ sơ đã có trong sổ: HTX Một, Xã Phong Quang, Thái Nguyên",
            "(cùng mã số thuế, tên và xã)",
            "Dòng 3: trùng với hồ sơ đã có trong sổ: Hộ Hai, Xã Phong Quang, Thái Nguyên",
            "(cùng tên và xã)",
            "Dòng 4: trùng với hồ sơ đã có trong sổ: Hộ Ba (cùng tên và số điện thoại)",
            "4 dòng: 1 vào",
            "3 dòng trùng với hồ sơ đã có hoặc với dòng khác nên chưa nhập (dòng 2-4)",
            "--duplicates",
        ] {
            assert!(ran.words.contains(said), "{said}: {}", ran.words);
        }
        assert!(!ran.well);
    }
    assert_eq!(count(&home), 4);
    let ran = import(&home, again, &["--duplicates"]);
    assert!(ran.well && ran.words.contains("4 dòng: 3 vào"), "{}", ran.words);
    assert!(ran.words.contains("lưu ý: trùng với hồ sơ đã có"), "{}", ran.words);
    assert_eq!(count(&home), 7);
}

#[test]
fn two_equal_rows_of_one_list_became_two_records() {
    let home = Home::new();
    let rows = "HTX Một;01849;0100109106;;Chè\n\
                HTX Một;01849;0100109106;;Chè\n\
                htx một;01849;;;Bún\n\
                Hộ Hai;;;;Chè\n\
                Hộ Hai;;;;Chè\n";
    let ran = import(&home, rows, &[]);
    assert!(ran.words.contains("5 dòng: 2 vào"), "{}", ran.words);
    for said in [
        "Dòng 3: trùng với dòng 2",
        "Dòng 4: trùng với dòng 2",
        "Dòng 6: trùng với dòng 5 (giống hết)",
    ] {
        assert!(ran.words.contains(said), "{said}: {}", ran.words);
    }
    assert_eq!(count(&home), 2);
    // and nothing more when the list is imported again
    let ran = import(&home, rows, &[]);
    assert!(ran.words.contains("5 dòng: 0 vào"), "{}", ran.words);
    assert_eq!(count(&home), 2);
}

#[test]
fn namesakes_with_tax_codes_of_their_own_are_no_doubles() {
    let home = Home::new();
    let rows = "Cơ sở Kim Đức;01849;0100109106;;Chè\n\
                Cơ sở Kim Đức;01849;0100109106-001;;Chè\n\
                Cơ sở Kim Đức;30226;;;Chè\n";
    let ran = import(&home, rows, &[]);
    assert!(ran.well && count(&home) == 3, "{}", ran.words);
}

#[test]
fn the_screen_asks_for_doubles_once_for_the_whole_list() {
    for (answer, records) in [("enter", 3), ("tab enter", 5)] {
        let mut app = App::at(80, 24);
        let row = |name: &str| format!("{name};01849;;;Chè\n");
        let rows = |names: &[&str]| names.iter().map(|name| row(name)).collect::<String>();
        let first = app.workers.file("a.csv", &format!("{HEAD}{}", rows(&["Một", "Hai"])));
        app.keys("f10 'nhap danh sach' enter").types(&first).keys("enter");
        app.keys("f2 tab enter").hides("bản xem trước");
        let text = rows(&["MỘT", "HAI", "Ba"]);
        let second = app.workers.file("b.csv", &format!("{HEAD}{text}"));
        app.keys("f10 'nhap danh sach' enter").types(&second).keys("enter");
        app.shows("3 dòng: 1 vào").shows("2 dòng trùng");
        app.keys("f2").shows("Nhập 1 cơ sở vào sổ?").keys("tab enter");
        app.shows("Nhập cả 2 dòng có thể trùng?").shows("chỉ nhập 1 cơ sở mới").keys(answer);
        app.hides("bản xem trước");
        assert_eq!(app.records("establishment").len(), records, "{answer}");
    }
}

#[test]
fn rows_of_one_list_under_one_tax_code_entered_without_being_asked_for() {
    let home = Home::new();
    let mut rows = "HTX Một;01849;0100109106;;Chè\n".to_owned();
    for n in 0..100 {
        rows.push_str(&format!("Xưởng {n};01849;;;Chè\n"));
    }
    rows.push_str("HTX Một, chi nhánh;01849;0100109106;;Chè\n");
    for dry in [&["--dry-run"][..], &[]] {
        let ran = import(&home, &rows, dry);
        assert!(!ran.well && ran.words.contains("102 dòng: 101 vào"), "{}", ran.words);
        let said = "Dòng 103: trùng với dòng 2 (cùng mã số thuế): HTX Một, chi nhánh; dòng 2 là \
                    HTX Một.";
        assert!(ran.words.contains(said), "{}", ran.words);
    }
    let ran = import(&home, &rows, &["--duplicates"]);
    assert!(ran.well && count(&home) == 102, "{}", ran.words);
}

#[test]
fn doubles_within_one_list_were_asked_for_without_their_pairs() {
    let rows = "Hộ Một;01849;;0912345678;Chè\n\
                Hộ Hai;01849;0100109106;;Chè\n\
                HỘ MỘT;01849;;0912 345 678;Bún\n\
                Cơ sở Hai;;0100109106;;Chè\n";
    for (size, answer, records) in
        [((80, 24), "enter", 2), ((80, 24), "tab enter", 4), ((40, 12), "tab enter", 4)]
    {
        let mut app = App::at(size.0, size.1);
        let path = app.workers.file("a.csv", &format!("{HEAD}{rows}"));
        app.keys("f10 'nhap danh sach' enter").types(&path).keys("enter").shows("4 dòng: 2");
        app.keys("f2 tab enter").shows("Nhập cả 2 dòng có thể trùng?");
        let shown = app.text().split_whitespace().collect::<Vec<_>>().join(" ");
        for pair in [
            "Dòng 4: trùng với dòng 2 (cùng tên, xã và số điện thoại): HỘ MỘT.",
            "Dòng 5: trùng với dòng 3 (cùng mã số thuế): Cơ sở Hai; dòng 3 là Hộ Hai.",
        ] {
            assert!(shown.contains(pair), "{pair}\n{shown}");
        }
        app.keys(answer);
        assert_eq!(app.records("establishment").len(), records, "{answer}");
    }
}

#[test]
fn one_name_written_short_was_two_records() {
    for (first, second) in [
        ("CS Hai Lúa", "Cơ sở Hai Lúa"),
        ("Cty TNHH X", "CÔNG TY TNHH X"),
        ("C.ty TNHH X", "Công ty trách nhiệm hữu hạn X"),
        ("Công ty TNHH MTV X", "Công ty TNHH Một thành viên X"),
        ("Cty CP X", "Công ty Cổ phần X"),
        ("HTX Một", "Hợp tác xã Một"),
        ("DNTN Hai", "Doanh nghiệp tư nhân Hai"),
        ("HKD Ba", "Hộ kinh doanh Ba"),
        ("CSSX Ba", "Cơ sở sản xuất Ba"),
        ("Cty TNHH SX-TM X", "Công ty TNHH Sản xuất Thương mại X"),
    ] {
        let row = |name: &str, more: &str| format!("{name};{more};Chè\n");
        let place = "01849;;";
        // within one list, by commune
        let home = Home::new();
        let ran = import(&home, &format!("{}{}", row(first, place), row(second, place)), &[]);
        assert_eq!(count(&home), 1, "{second}: {}", ran.words);
        let said =
            format!("Dòng 3: trùng với dòng 2 (cùng tên và xã): {second}; dòng 2 là {first}.");
        assert!(ran.words.contains(&said), "{said}: {}", ran.words);
        // against the notebook, by telephone, in both orders
        for (first, second) in [(first, second), (second, first)] {
            let home = Home::new();
            assert!(import(&home, &row(first, ";;0912345678"), &[]).well);
            let ran = import(&home, &row(second, ";;0912345678"), &[]);
            assert_eq!(count(&home), 1, "{second}: {}", ran.words);
            let said =
                format!("trùng với hồ sơ đã có trong sổ: {first} (cùng tên và số điện thoại)");
            assert!(ran.words.contains(&said), "{said}: {}", ran.words);
            let ran = import(&home, &row(second, ";;0912345678"), &["--duplicates"]);
            assert_eq!(count(&home), 2, "{second}: {}", ran.words);
        }
    }
    // other legal forms are other records
    let home = Home::new();
    let rows = "HTX Một;01849;;;Chè\nCông ty Một;01849;;;Chè\nCơ sở CS;01849;;;Chè\n";
    assert!(import(&home, rows, &[]).well);
    assert_eq!(count(&home), 3);
}

#[test]
fn an_officer_with_another_telephone_was_another_officer() {
    let import = |home: &Home, rows: &str| {
        let text = format!("Họ và tên;Đơn vị;Điện thoại\n{rows}");
        let file = home.file("officers.csv", text.as_bytes());
        home.run("vi", &["import", "officer", file.as_str()], b"")
    };
    let home = Home::new();
    let rows = "Trần Thị Bình;TT KC;0912345678\n\
                Trần Thị Bình;Trung tâm Khuyến công;0912345679\n\
                Trần Thị Bình;Sở Công Thương;0912345677\n\
                Lê Cường;TT KC;\n\
                Lê Cường;;0912345676\n\
                Trần Thị Bình;Sở Công Thương;0912345675\n";
    let ran = import(&home, rows);
    for said in [
        "6 dòng: 3 vào",
        "Dòng 3: trùng với dòng 2 (cùng tên và đơn vị): Trần Thị Bình.",
        "Dòng 6: trùng với dòng 5 (cùng tên): Lê Cường.",
        "Dòng 7: trùng với dòng 4 (cùng tên và đơn vị): Trần Thị Bình.",
    ] {
        assert!(ran.words.contains(said), "{said}: {}", ran.words);
    }
    // the notebook's own officer
    let own = home.run("vi", &["list", "officer", "--format", "json"], b"").out;
    let own: serde_json::Value = serde_json::from_str(own.lines().next().unwrap()).unwrap();
    let answers = own.get("answers").unwrap_or(&own);
    let text = |id: &str| answers[id].as_str().unwrap().to_owned();
    let ran = import(&home, &format!("{};{};0912345671\n", text("name"), text("unit")));
    assert!(ran.words.contains("1 dòng: 0 vào"), "{}", ran.words);
    assert!(ran.words.contains("trùng với hồ sơ đã có trong sổ"), "{}", ran.words);
}

#[test]
fn the_same_words_below_two_communes_are_two_records() {
    let home = Home::new();
    let text = "STT;Tên cơ sở;Sản phẩm\n;Xã Lai Vung, Đồng Tháp;\n1;Hai Lúa;Chè\n\
                ;Xã Lấp Vò, Đồng Tháp;\n1;Hai Lúa;Chè\n1;Hai Lúa;Chè\n";
    let file = home.file("groups.csv", text.as_bytes());
    let ran = home.run("vi", &["import", "establishment", file.as_str()], b"");
    assert!(ran.words.contains("3 dòng: 2 vào"), "{}", ran.words);
    assert!(ran.words.contains("Dòng 6: trùng với dòng 5"), "{}", ran.words);
}

//! Places as offices write them, on the map of their day.

use super::*;

fn place(plan: &OpenPlan, row: usize) -> Option<(&str, &str)> {
    match answer(plan, row, "place") {
        Some(Value::Place(place)) => Some((&place.commune, &place.name)),
        _ => None,
    }
}

fn of(line: &str) -> OpenPlan {
    plan(&format!("Tên cơ sở;Xã;Huyện;Tỉnh\nA;{line}\n"))
}

#[test]
fn places_that_an_office_writes_were_asked_about() {
    for (line, code) in [
        ("Xã Lai Vung, Đồng Tháp;;", "30226"),
        ("Ấp Tân Lộc, xã Tân Dương, huyện Lai Vung;;", "30214"),
        ("Ấp Tân Lộc, xã Lai Vung, huyện Lai Vung, tỉnh Đồng Tháp;;", "30226"),
        ("ấp Tân Lộc xã Lai Vung huyện Lai Vung tỉnh Đồng Tháp;;", "30226"),
        ("Số 5 đường 3/2, P1, TP Mỹ Tho, Tiền Giang;;", "28261"),
        ("Phường 1;TP Mỹ Tho;Đồng Tháp", "28261"),
        ("P. 01;T.P Mỹ Tho;Tiền Giang", "28261"),
        ("Xã Tân Qui Tây;Sa Đéc;Đồng Tháp", "29905"),
        ("Xã Tân Dương;Lai Vung;T. Đồng Tháp", "30214"),
        ("TT Lai Vung;H. Lai Vung;Đồng Tháp", "30208"),
        ("Phường Mĩ Tho;;Đồng Tháp", "28261"),
        ("Phường 14;Q. Gò Vấp;TPHCM", "26882"),
        ("Phường 14;Quận Gò Vấp;SG", "26882"),
    ] {
        let plan = of(line);
        let found = place(&plan, 0);
        assert_eq!(
            found.map(|(code, _)| code),
            Some(code),
            "{line}: {found:?} {:?}",
            said(&plan, Lang::Vi)
        );
    }
}

/// As people abbreviate them, with and without blanks, points, zeros and commas.
#[test]
fn short_kinds_of_places_are_read_wherever_they_stand() {
    for (line, code) in [
        ("P. 1;Q. Gò Vấp;TP HCM", "26890"),
        ("P1;Gò Vấp;HCM", "26890"),
        ("P.1, Q.Gò Vấp, TPHCM;;", "26890"),
        ("P1 Q.Gò Vấp TPHCM;;", "26890"),
        ("12/3 Lê Lợi P.1 Q.Gò Vấp TPHCM;;", "26890"),
        ("phường 01;quận Gò Vấp;Tp. Hồ Chí Minh", "26890"),
        ("phường số 1;Quận Gò Vấp;HCM", "26890"),
        ("Ph. 12, Q. Bình Thạnh, TPHCM;;", "26929"),
        ("P1 Q5;;HCM", "27301"),
        ("P. 01;Q.05;HCM", "27301"),
        ("F1;Q.5;HCM", "27301"),
        ("X.Đông Thạnh H.Hóc Môn;;HCM", "27568"),
        ("TT. Hóc Môn;H. Hóc Môn;HCM", "27559"),
        ("Phường 1;TX Sa Đéc;Đồng Tháp", "29905"),
        ("P.An Hòa;Tp.Sa Đéc;T.Đồng Tháp", "29905"),
        ("x. Đăk Lao;;Đắk Nông", "24682"),
        ("xa my tho;;Đồng Tháp", "30076"),
    ] {
        let plan = of(line);
        let found = place(&plan, 0).map(|(code, _)| code);
        assert_eq!(found, Some(code), "{line}: {:?}", said(&plan, Lang::Vi));
    }
}

#[test]
fn the_rest_of_an_address_goes_to_the_address() {
    let plan = of("Số 9, ấp Tân Lộc, xã Tân Dương, huyện Lai Vung;;");
    let text = |id| answer(&plan, 0, id).and_then(Value::as_text);
    assert_eq!(text("address"), Some("Số 9, ấp Tân Lộc"));
    assert_eq!(text("old_place"), Some("xã Tân Dương, huyện Lai Vung"));
    assert!(said(&plan, Lang::Vi).join("\n").contains("phần trước tên xã ghi ở"));
}

#[test]
fn what_is_not_clear_is_asked_with_its_choices() {
    for (line, words) in [
        ("P1;;", "có nhiều nơi tên"),
        // a single candidate is not "several places"
        ("Xã Mỹ Tho;;Đồng Tháp", "có phải là Xã Mỹ Thọ, Đồng Tháp (30076) không"),
        ("P. Hanh Thông;;HCM", "có phải là Phường Hạnh Thông"),
        ("Xã Tân Thành;;Long An", "Tân"),
        ("Xã Tân Dương;Gò Vấp;Đồng Tháp", "Tân Dương"),
        ("Xã Sa Đéc;;Đồng Tháp", "Phường Sa Đéc"),
        ("Xã Lai Vung, Đồng Tháp;;An Giang", "Lai Vung"),
    ] {
        let plan = of(line);
        assert_eq!(place(&plan, 0), None, "{line}");
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(said.contains(words), "{line}: {said}");
    }
}

#[test]
fn names_of_both_days_are_read_and_the_days_own_is_shown() {
    for line in [
        "Phường Long Thành;;Thành phố Đồng Nai",
        "Xã Long Thành;;Tỉnh Đồng Nai",
        "Phường Long Thành;;Tỉnh Đồng Nai",
        "Long Thành;;Đồng Nai",
        "Xã Long Thành, TP. Đồng Nai;;",
    ] {
        let found = of(line);
        assert_eq!(place(&found, 0), Some(("26368", "Phường Long Thành, Đồng Nai")), "{line}");
    }
    let commune = sotay::programme::reference::commune("26368").unwrap();
    let before = Date { year: 2026, month: 4, day: 29 };
    assert_eq!(commune.place(before).name, "Xã Long Thành, Đồng Nai");
}

#[test]
fn a_commune_in_the_address_was_not_found() {
    let list = "Tên cơ sở;Địa chỉ\nChè;Khu 5, xã Hạ Hòa, huyện Hạ Hòa, tỉnh Phú Thọ\n\
                Mộc;Số 5 đường Hùng Vương, Phú Thọ\n";
    let plan = plan(list);
    let code = |row| match answer(&plan, row, "place") {
        Some(Value::Place(place)) => Some(place.commune.clone()),
        _ => None,
    };
    assert_eq!((code(0).as_deref(), code(1)), (Some("08053"), None));
    assert!(said(&plan, Lang::Vi).join("\n").contains("lấy từ địa chỉ: Xã Hạ Hòa, Phú Thọ"));
    // the address next to a commune may name another one
    for (address, contradicts) in [
        ("Khu 5, xã Yên Kỳ, Phú Thọ", true),
        ("Khu 5, xã Hạ Hòa, Phú Thọ", false),
        ("Khu 5, xã Ấm Hạ, huyện Hạ Hòa, Phú Thọ", false),
        ("Khu 5, đường xã cũ", false),
    ] {
        let plan =
            super::plan(&format!("Tên cơ sở;Địa chỉ;Xã\nChè;{address};Xã Hạ Hòa, Phú Thọ\n"));
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!(said.contains("Kiểm tra lại"), contradicts, "{address}: {said}");
        assert!(answer(&plan, 0, "place").is_some(), "{address}: {said}");
    }
}

#[test]
fn a_city_of_before_was_taken_for_its_ward_or_for_nothing() {
    for (cell, wanted) in [
        ("Việt Trì", "có phải là Phường Việt Trì"),
        ("TP Việt Trì", "đơn vị cấp huyện"),
        ("Thành phố Việt Trì", "Phường Thanh Miếu"),
        ("Huyện Hạ Hòa", "Xã Yên Kỳ"),
        ("Xã Hạ Hòa (cũ)", "có phải là Xã Hạ Hòa"),
    ] {
        let plan = plan(&format!("Tên cơ sở;Xã;Tỉnh\nA;{cell};Phú Thọ\n"));
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!(answer(&plan, 0, "place"), None, "{cell}: {said}");
        assert!(said.contains(wanted), "{cell}: {said}");
    }
    for (cell, told) in [("8053", "8053"), ("Phường Việt Trì", ""), ("Hạ Hòa", "")] {
        let plan = plan(&format!("Tên cơ sở;Xã;Tỉnh\nA;{cell};Phú Thọ\n"));
        let said = said(&plan, Lang::Vi).join("\n");
        assert!(answer(&plan, 0, "place").is_some(), "{cell}: {said}");
        assert!(said.contains(told), "{cell}: {said}");
    }
    let plan = plan("Tên cơ sở;Xã;Tỉnh\nA;Xã Ấm Hạ, Hạ Hòa;Phú Thọ\n");
    assert!(said(&plan, Lang::Vi).join("\n").contains("nay thuộc Xã Hạ Hòa"));
}

#[test]
fn of_several_communes_in_a_cell_one_was_taken_in_silence() {
    for cell in [
        "Xã Lai Vung; Xã Lấp Vò",
        "Xã Lai Vung, Xã Lấp Vò",
        "Xã Lai Vung, xã Lấp Vò, tỉnh Đồng Tháp",
        "Xã Lai Vung và Xã Lấp Vò",
        "xã Lai Vung và xã Lấp Vò, tỉnh Đồng Tháp",
        "Lai Vung và Lấp Vò",
        "XÃ LAI VUNG VÀ XÃ LẤP VÒ",
        "Xã Lai Vung & Lấp Vò",
        "Xã Lai Vung + Xã Lấp Vò",
        "Xã Lai Vung/Lấp Vò",
        "Xã Lai Vung - Xã Lấp Vò",
        "Xã Lai Vung xã Lấp Vò",
        "các xã Lai Vung, Lấp Vò",
        "Các xã: Lai Vung, Lấp Vò",
        "2 xã: Lai Vung, Lấp Vò",
        "Lai Vung, Lấp Vò",
        "xã Lai Vung, Lấp Vò, Tân Dương",
        "Xã Lai Vung\nXã Lấp Vò",
    ] {
        let plan = plan(&format!("Tên cơ sở;Xã\nA;\"{cell}\"\n"));
        let said = said(&plan, Lang::Vi).join("\n");
        for id in ["place", "address", "old_place"] {
            assert_eq!(answer(&plan, 0, id), None, "{cell} {id}: {said}");
        }
        assert!(plan.rows[0].asks(), "{cell}: {said}");
        for words in ["ghi nhiều xã", "Lai Vung, Đồng Tháp (30226)", "(30169)"] {
            assert!(said.contains(words), "{cell}: {said}");
        }
    }
    // texts that only look like several places
    for (cell, code) in [
        ("Xã Tân Dương, Lai Vung", "30214"),
        ("Ấp 1, xã Tân Thành, xã Lai Vung", "30226"),
        ("Số 5 đường 3/2, P1, TP Mỹ Tho, Tiền Giang", "28261"),
        ("Chợ và bến xe, xã Lai Vung", "30226"),
        ("Xã Lai Vung, Lai Vung", "30226"),
    ] {
        let plan = of(&format!("{cell};;"));
        let found = place(&plan, 0).map(|(code, _)| code);
        assert_eq!(found, Some(code), "{cell}: {:?}", said(&plan, Lang::Vi));
    }
}

#[test]
fn words_that_say_of_which_day_a_name_is_were_not_read() {
    let old = |plan: &OpenPlan| {
        answer(plan, 0, "old_place").and_then(Value::as_text).map(str::to_owned)
    };
    for cell in [
        "xã Hòa Long cũ",
        "Hòa Long (cũ)",
        "xã Hòa Long trước đây",
        "xã Hòa Long (trước sáp nhập)",
        "TT. Lai Vung (nay là xã Hòa Long)",
        "xã Hòa Long (TT. Lai Vung cũ)",
        "TT. Lai Vung cũ (xã Hòa Long)",
        "xã Hòa Long (trước đây là TT. Lai Vung)",
        "TT. Lai Vung, nay thuộc xã Hòa Long, tỉnh Đồng Tháp",
        "TT. Lai Vung (nay là xã Hòa Long), tỉnh Đồng Tháp",
    ] {
        let plan = of(&format!("{cell};;"));
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!(place(&plan, 0).map(|(code, _)| code), Some("30208"), "{cell}: {said}");
        assert_eq!(old(&plan).as_deref(), Some(cell), "{said}");
        assert_eq!(answer(&plan, 0, "address"), None, "{cell}: {said}");
        assert!(said.contains("Xã: 1 ô ghi tên xã, phường trước ngày"), "{cell}: {said}");
    }
    // hamlets still go to the address
    let plan = of("Ấp 1, TT. Lai Vung (nay là xã Hòa Long);;");
    assert_eq!(answer(&plan, 0, "address").and_then(Value::as_text), Some("Ấp 1"));
    assert_eq!(old(&plan).as_deref(), Some("TT. Lai Vung (nay là xã Hòa Long)"));
    for (cell, code) in [
        ("Lap Vo commune", "30169"),
        ("Lai Vung commune, Dong Thap province", "30226"),
        ("Xã Lai Vung (mới)", "30226"),
        ("\"Xã Lai\nVung\"", "30226"),
        ("\"Xã Lai Vung\nhuyện Lai Vung\"", "30226"),
        ("\"Ấp 1\nxã Lai\nVung\"", "30226"),
    ] {
        let plan = of(&format!("{cell};;"));
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!(place(&plan, 0).map(|(code, _)| code), Some(code), "{cell}: {said}");
        assert!(!said.contains("trước ngày 01/07/2025"), "{cell}: {said}");
    }
    // two names that are not one place are for a person to decide
    for cell in [
        "xã Lai Vung (xã Hòa Long cũ)",
        "TT. Lai Vung (nay là xã Lai Vung)",
        "xã Lai Vung (trước đây là xã Hòa Long)",
    ] {
        let plan = of(&format!("{cell};;"));
        let said = said(&plan, Lang::Vi).join("\n");
        assert_eq!((place(&plan, 0), answer(&plan, 0, "address")), (None, None), "{cell}");
        assert!(said.contains("(30208)") && said.contains("(30226)"), "{cell}: {said}");
    }
}

#[test]
fn rows_below_the_heading_of_a_commune_were_without_one() {
    for head in ["STT;Tên cơ sở;Sản phẩm", "STT;Tên cơ sở;Xã;Sản phẩm"] {
        let row = |no: &str, name: &str, place: &str, product: &str| match head.contains("Xã")
        {
            true => format!("{no};{name};{place};{product}\n"),
            false => format!("{no};{name};{product}\n"),
        };
        let given = head.contains("Xã");
        let rows = [
            row("1", "Trước", "", "nem"),
            row("", "Xã Lai Vung", "", ""),
            row("1", "A", "", "gạch"),
            row("2", "B", "Xã Tân Dương", "nem"),
            row("3", "B2", "nt", "nem"),
            row("", "II. Xã Lấp Vò:", "", ""),
            row("1", "C", "", "gạch"),
            // any possible heading of another group ends this one
            row("", "Xã Lấp Vòo", "", ""),
            row("1", "D", "", "gạch"),
            row("", "Huyện Lai Vung", "", ""),
            row("1", "E", "", "gạch"),
            row("", "Xã Tân Dương", "", ""),
            row("1", "F", "", "gạch"),
            row("", "Cộng", "", ""),
            row("2", "G", "", "gạch"),
        ];
        let plan = plan(&format!("{head}\n{}", rows.concat()));
        let said = said(&plan, Lang::Vi).join("\n");
        let code = |name: &str| {
            let called =
                |at: &usize| answer(&plan, *at, "name").and_then(Value::as_text) == Some(name);
            let at = (0..plan.rows.len()).find(called).unwrap();
            place(&plan, at).map(|(code, _)| code)
        };
        let own = |code: &'static str| if given { Some(code) } else { Some("30226") };
        for (name, wanted) in [
            ("Trước", None),
            ("A", Some("30226")),
            ("B", own("30214")),
            ("B2", if given { None } else { Some("30226") }),
            ("C", Some("30169")),
            ("D", None),
            ("E", None),
            ("F", Some("30214")),
            ("G", None),
        ] {
            assert_eq!(code(name), wanted, "{name} {head}: {said}");
        }
        assert!(
            said.contains("theo dòng tiêu đề \"Xã Lai Vung\" ở trên: Xã Lai Vung, Đồng Tháp"),
            "{said}"
        );
    }
    // a heading that may be several communes causes a question
    let plan = plan("STT;Tên cơ sở;Sản phẩm\n;Xã Tân Thành;\n1;A;gạch\n2;B;nem\n");
    let said = said(&plan, Lang::Vi).join("\n");
    let sure = place(&plan, 0).is_some();
    assert!(sure || plan.rows[0].asks(), "{said}");
    // an address in another commune is reported
    let list = "STT;Tên cơ sở;Địa chỉ\n;Xã Lai Vung;\n1;A;Ấp 1, xã Lấp Vò, Đồng Tháp\n\
                2;B;Ấp 2\n";
    let plan = super::plan(list);
    let said = super::said(&plan, Lang::Vi).join("\n");
    assert!(said.contains("Kiểm tra lại"), "{said}");
}

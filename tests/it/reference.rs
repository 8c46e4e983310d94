//! Communes found by what people type, and by what other people's lists call them.

use sotay::lang::Lang;
use sotay::programme::reference::{
    ByName, How, PlaceHit, by_name, commune, communes, is_central_city, old, place_where,
    province_by_name, provinces, search, search_near, vsic,
};

fn codes(hits: &[PlaceHit]) -> Vec<&'static str> {
    hits.iter().map(|h| h.commune.code).collect()
}

fn one(province: &str, name: &str) -> &'static str {
    match by_name(Some(province), name) {
        ByName::One(commune) => commune.code,
        other => panic!("{province}, {name}: {other:?}"),
    }
}

#[test]
fn every_row_of_the_lists_is_read() {
    assert_eq!(provinces().len(), 34);
    assert_eq!(communes().len(), 3321);
    assert_eq!(vsic().len(), 29);
    let wards = communes().iter().filter(|c| c.is_ward() && is_central_city(c.province));
    assert_eq!(wards.count(), 284);
    let hong_ha = commune("00097").unwrap();
    assert_eq!(hong_ha.full_name(), "Phường Hồng Hà, Hà Nội");
    assert!(commune("99999").is_none());
}

#[test]
fn search_needs_no_accents_and_no_order() {
    for query in ["hong ha", "ha hong", "Hồng Hà", "hồng", "phuong hong ha", "ha noi hong ha"]
    {
        let hits = search_near(query, Some("01"), true, 20);
        assert!(codes(&hits).contains(&"00097"), "{query}");
    }
    assert_eq!(search_near("hong ha", Some("01"), false, 1)[0].commune.code, "00097");
    assert_eq!(search("hoongf haf", Some("01"), 1)[0].commune.code, "00097");
    assert_eq!(codes(&search("00097", None, 5)), ["00097"]);
    assert_eq!(search("  ", None, 5), []);
    assert_eq!(search("hong", None, 3).len(), 3);
}

#[test]
fn the_officers_province_comes_first() {
    let hits = search_near("tan thanh", Some("80"), false, 50);
    assert_eq!(hits[0].commune.province, "80");
    assert!(hits.iter().any(|h| h.commune.province != "80"));
    let only = search_near("tan thanh", Some("80"), true, 50);
    assert!(only.iter().all(|h| h.commune.province == "80"));
}

#[test]
fn twins_come_both_and_marks_choose() {
    for (province, query, first, second) in [
        ("31", "cam giang", "10888", "10903"),
        ("19", "van lang", "02143", "05665"),
        ("79", "thanh an", "25807", "27676"),
    ] {
        let hits = codes(&search_near(query, Some(province), true, 20));
        assert!(hits.contains(&first) && hits.contains(&second), "{query}: {hits:?}");
    }
    assert_eq!(search_near("cẩm giàng", Some("31"), true, 5)[0].commune.code, "10903");
    assert_eq!(search_near("Cẩm Giang", Some("31"), true, 5)[0].commune.code, "10888");
}

#[test]
fn a_former_commune_is_found_under_its_new_one() {
    let hits = search("phuc xa ba dinh", None, 5);
    assert_eq!(codes(&hits), ["00097"]);
    assert_eq!(hits[0].label(Lang::Vi), "Phường Phúc Xá (cũ) → Phường Hồng Hà, Hà Nội");
    assert_eq!(hits[0].how, How::Whole);
    let split = search("cong vi ba dinh", None, 10);
    assert!(split.len() > 1 && split.iter().all(|h| h.how.is_split()), "{split:?}");
    assert!(split[0].label(Lang::En).ends_with("(a part)"));
}

#[test]
fn import_reads_names_loosely_but_exactly_first() {
    for name in
        ["Phường Hồng Hà", "phường hồng hà", "Hồng Hà", "hong ha", "P. Hồng Hà", "00097"]
    {
        assert_eq!(one("Hà Nội", name), "00097", "{name}");
    }
    for province in ["01", "TP. Hà Nội", "Thành phố Hà Nội", "ha noi", "TP Hà Nội"]
    {
        assert_eq!(one(province, "Hồng Hà"), "00097", "{province}");
    }
    assert_eq!(one("31", "Xã Cẩm Giàng"), "10903");
    assert_eq!(one("31", "Cẩm Giang"), "10888");
    // names that begin like a type
    for name in ["Xã Xà Phiên", "Xà Phiên", "xa phien", "X. Xà Phiên"] {
        assert_eq!(one("Cần Thơ", name), "31495", "{name}");
    }
    assert_eq!(one("Lạng Sơn", "Quan Sơn"), "06517");
    // tone placing of other publishers, and NFD
    assert_eq!(one("31", "Phường Việt Hoà"), one("31", "Việt Hòa"));
    assert_eq!(one("31", "Xã Câ\u{309}m Gia\u{300}ng"), "10903");
}

#[test]
fn what_two_units_answer_to_is_not_chosen() {
    let ByName::Several(hits) = by_name(Some("31"), "cam giang") else { panic!() };
    assert_eq!(codes(&hits), ["10888", "10903"]);
    assert!(matches!(by_name(None, "Tân Thành"), ByName::Several(_)));
    assert_eq!(by_name(Some("Hà Nội"), "Xã Không Có"), ByName::None);
    assert_eq!(by_name(Some("Atlantis"), "Hồng Hà"), ByName::None);
}

#[test]
fn former_names_and_provinces_lead_to_todays_units() {
    let ByName::Old(hit) = by_name(Some("Hà Nội"), "Phường Phúc Xá") else { panic!() };
    assert_eq!((hit.commune.code, hit.how), ("00097", How::Whole));
    let ByName::OldSplit(parts) = by_name(Some("Hà Nội"), "Phường Cống Vị") else {
        panic!()
    };
    assert!(parts.len() > 1);
    let binh_duong = place_where("Tỉnh Bình Dương").unwrap();
    assert_eq!((binh_duong.now, binh_duong.before), (None, Some("Bình Dương")));
    let first = old("Thị trấn Dầu Tiếng", None, Some("Bình Dương"));
    assert_eq!(first[0].commune.province, "79");
    match by_name(Some("Bình Dương"), "Dầu Tiếng") {
        ByName::One(commune) => assert_eq!(commune.province, "79"),
        other => panic!("{other:?}"),
    }
    assert_eq!(province_by_name("Bình Dương"), None);
    assert_eq!(province_by_name("TP.HCM").map(|p| p.code), Some("79"));
}

#[test]
fn districts_tell_former_namesakes_apart() {
    let all = old("Xã Tân Thành", None, None);
    let here = old("Xã Tân Thành", Some("Hàm Thuận Nam"), Some("Bình Thuận"));
    assert!(all.len() > here.len() && !here.is_empty());
    assert!(here.iter().all(|h| h.old.unwrap().district.contains("Hàm Thuận Nam")));
    assert_eq!(codes(&old("00001", None, None)), ["00097"]);
}

#[test]
fn a_former_unit_is_found_by_its_code() {
    for code in ["h318", "h755", "00007"] {
        assert!(!old(code, None, None).is_empty(), "{code}");
    }
}

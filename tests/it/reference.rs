//! Communes found by what people type, and by their names in other people's lists.

mod lists;

use sotay::lang::Lang;
use sotay::programme::reference::{
    HitKind, PlaceHit, PlaceReading, WrittenPlace, commune, communes, is_central_city,
    provinces, read, search, search_near, vsic,
};
use sotay::record::Date;

const JULY_2025: Date = Date { year: 2025, month: 7, day: 1 };
const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

fn codes(hits: &[PlaceHit]) -> Vec<&'static str> {
    hits.iter().map(|h| h.commune.code).collect()
}

fn by_name(province: Option<&str>, name: &str) -> PlaceReading {
    read(WrittenPlace { province, ..written(name) })
}

fn one(province: &str, name: &str) -> &'static str {
    match by_name(Some(province), name) {
        PlaceReading::Sure(commune) => commune.code,
        other => panic!("{province}, {name}: {other:?}"),
    }
}

#[test]
fn every_row_of_the_lists_is_read() {
    assert_eq!(provinces().len(), 34);
    assert_eq!(communes().len(), 3321);
    assert_eq!(vsic().len(), 29);
    let wards = |day| {
        let on = communes().iter().map(move |commune| commune.on(day));
        on.filter(|c| c.is_ward() && is_central_city(c.province, day)).count()
    };
    assert_eq!(wards(JULY_2025), 284);
    // 23 + 10 of Đồng Nai, 30 of Quảng Ninh, 33 of Bắc Ninh
    assert_eq!(wards(TODAY), 284 + 33 + 30 + 33);
    assert_eq!(communes().iter().filter(|c| c.on(JULY_2025).is_ward()).count(), 687);
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

/// In Thái Nguyên, "phù ninh" offered a commune of Thái Nguyên first that was once in the district
/// of Phú Bình, and Enter took it.
#[test]
fn a_whole_name_comes_before_a_near_one() {
    let first = |query| search_near(query, Some("19"), false, 8)[0];
    for query in
        ["phù ninh", "phu ninh", "phù ninh phú thọ", "Phu Ninh, Phu Tho", "phù ninh, phú"]
    {
        assert_eq!(first(query).commune.full_name(), "Xã Phù Ninh, Phú Thọ", "{query}");
    }
    assert_eq!(first("phu tho").commune.full_name(), "Phường Phú Thọ, Phú Thọ");
    // a name that begins so comes before one that only has the words
    assert!(first("ninh").label(Lang::Vi, TODAY).contains("Ninh"));
    // of equal ones the near one
    assert_eq!(first("tân").commune.province, "19");
}

/// Any current commune, by its full name or its name alone, with marks or without, from anywhere.
/// Each seventh is tried, since a search of the country takes long without optimizations.
#[test]
fn every_commune_comes_first_by_its_name() {
    let plain = |text: &str| sotay::text::fold::fold(text);
    for (n, commune) in communes().iter().step_by(7).enumerate() {
        let commune = commune.on(TODAY);
        let full = commune.full_name();
        let elsewhere = provinces()[n % provinces().len()].code;
        let near = [None, Some(commune.province), Some(elsewhere)][n % 3];
        let first = |query: &str| search_near(query, near, false, 1)[0];
        let spaced = full.replace(',', "");
        if n % 2 == 0 {
            assert_eq!(first(&full).commune.code, commune.code, "{full} {near:?}");
        } else {
            assert_eq!(first(&spaced).commune.code, commune.code, "{spaced} {near:?}");
        }
        // two communes of a province may differ in their marks alone
        let found = first(&plain(&spaced)).commune.on(TODAY).full_name();
        assert_eq!(plain(&found), plain(&full), "{near:?}");
        // a near unit that has or had the name comes before one that is far, whatever its type
        let name = commune.name;
        let bare = plain(name.strip_prefix(commune.ty).unwrap_or(name));
        let typed = if n % 2 == 0 { plain(name) } else { name.to_owned() };
        let hit = first(&typed);
        let found = hit.old.map_or(hit.commune.on(TODAY).name, |old| old.name);
        assert!(plain(found).ends_with(&bare), "{typed} {near:?}: {found}");
    }
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
    assert_eq!(hits[0].label(Lang::Vi, TODAY), "Phường Phúc Xá (cũ) → Phường Hồng Hà, Hà Nội");
    assert_eq!(hits[0].how, HitKind::Whole);
    let split = search("cong vi ba dinh", None, 10);
    assert!(split.len() > 1 && split.iter().all(|h| h.how.is_split()), "{split:?}");
    assert!(split[0].label(Lang::En, TODAY).ends_with("(a part)"));
}

fn written(commune: &str) -> WrittenPlace<'_> {
    WrittenPlace { commune, ..WrittenPlace::default() }
}

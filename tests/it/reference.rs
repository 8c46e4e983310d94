//! Communes found by what people type, and by their names in other people's lists.

use sotay::lang::Lang;
use sotay::programme::reference::{
    Commune, HitKind, PlaceHit, PlaceReading, WrittenPlace, commune, communes, is_central_city,
    old, place_where, province_by_name, provinces, read, search, search_near, vsic,
};
use sotay::record::Date;
use sotay::text::fold::fold;

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
    // tone placed as other publishers do, and NFD
    assert_eq!(one("31", "Phường Việt Hoà"), one("31", "Việt Hòa"));
    assert_eq!(one("31", "Xã Câ\u{309}m Gia\u{300}ng"), "10903");
}

#[test]
fn what_two_units_answer_to_is_not_chosen() {
    let PlaceReading::Several(all) = by_name(Some("31"), "cam giang") else { panic!() };
    assert_eq!(all.iter().map(|c| c.code).collect::<Vec<_>>(), ["10888", "10903"]);
    assert!(matches!(by_name(None, "Tân Thành"), PlaceReading::Several(_)));
    assert_eq!(by_name(Some("Hà Nội"), "Xã Không Có"), PlaceReading::Nothing);
    assert_eq!(by_name(Some("Atlantis"), "Hồng Hà"), PlaceReading::NoProvince);
}

#[test]
fn former_names_and_provinces_lead_to_todays_units() {
    let hong_ha = commune("00097").unwrap();
    assert_eq!(by_name(Some("Hà Nội"), "Phường Phúc Xá"), PlaceReading::Renamed(hong_ha));
    let PlaceReading::Divided(parts) = by_name(Some("Hà Nội"), "Phường Cống Vị")
    else {
        panic!()
    };
    assert!(parts.len() > 1);
    let binh_duong = place_where("Tỉnh Bình Dương").unwrap();
    assert_eq!((binh_duong.now, binh_duong.before), (None, Some("Bình Dương")));
    let first = old("Thị trấn Dầu Tiếng", None, Some("Bình Dương"));
    assert_eq!(first[0].commune.province, "79");
    match by_name(Some("Bình Dương"), "Dầu Tiếng") {
        PlaceReading::Sure(commune) | PlaceReading::Renamed(commune) => {
            assert_eq!(commune.province, "79");
        }
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

fn written(commune: &str) -> WrittenPlace<'_> {
    WrittenPlace { commune, ..WrittenPlace::default() }
}

/// `true`: surely this one. `false`: this one among several candidates.
fn reads_or_asks(text: &str, code: &str) -> Result<bool, String> {
    let among = |all: &[Commune]| all.len() > 1 && all.iter().any(|c| c.code == code);
    match read(written(text)) {
        PlaceReading::Sure(one) if one.code == code => Ok(true),
        PlaceReading::Several(all) if among(&all) => Ok(false),
        other => Err(format!("{text:?} is {code}, read as {other:?}")),
    }
}

/// A sample, so that the suite stays fast: every `step`th, those with twins, and odd names.
/// `SOTAY_ALL=1` takes all.
fn some(at: usize, step: usize, name: &str) -> bool {
    let odd = |c: char| !c.is_alphanumeric() && c != ' ';
    at.is_multiple_of(step) || name.contains(odd) || std::env::var_os("SOTAY_ALL").is_some()
}

/// As written, in lower and upper case, without marks, and decomposed.
fn letters(form: &str) -> [String; 5] {
    use unicode_normalization::UnicodeNormalization;
    let (lower, upper) = (form.to_lowercase(), form.to_uppercase());
    [form.to_owned(), lower, upper, fold(form), form.nfd().collect()]
}

fn none(faults: &[String]) {
    let first = faults[..faults.len().min(20)].join("\n");
    assert!(faults.is_empty(), "{}:\n{first}", faults.len());
}

#[test]
fn a_place_is_read_as_the_program_writes_it() {
    let mut faults = Vec::new();
    let twin = |code| ["10888", "10903", "02143", "05665", "25807", "27676"].contains(&code);
    for (at, commune) in communes().iter().enumerate() {
        if !twin(commune.code) && !some(at, 31, commune.name) {
            continue;
        }
        for day in [JULY_2025, TODAY] {
            let named = commune.on(day);
            let province = named.province().unwrap().on(day);
            let with = |province: &str| format!("{}, {province}", named.name);
            let whole = [
                named.full_name(),
                with(province.name),
                with(&province.name.replace("Thành phố", "TP.").replace("Tỉnh", "T.")),
                format!("{} ({})", named.name, province.short_name()),
                format!("{} - {}", named.name, province.name),
                format!("{} · {}", named.full_name(), commune.code),
                format!("{} ({})", named.full_name(), commune.code),
            ];
            for form in whole {
                for text in letters(&form) {
                    match read(written(&text)) {
                        PlaceReading::Sure(one) if one == *commune => {}
                        // names that are equal without their marks
                        PlaceReading::Several(all)
                            if all.len() > 1
                                && all.contains(commune)
                                && fold(&text) == text => {}
                        other => {
                            faults.push(format!("{text:?} is {}: {other:?}", commune.code))
                        }
                    }
                }
            }
            for text in letters(named.name) {
                faults.extend(reads_or_asks(&text, commune.code).err());
            }
        }
    }
    none(&faults);
}

/// The raw list, which the reader does not see in this form.
fn former_units() -> impl Iterator<Item = [&'static str; 6]> {
    let lines = include_str!("../../src/programme/reference/communes-old-to-new.tsv").lines();
    lines.skip(1).map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
}

#[test]
fn a_former_place_with_one_heir_is_read_as_lists_write_it() {
    let mut faults = Vec::new();
    for (at, [_, name, district, province, heir, how]) in former_units().enumerate() {
        if how != "whole" || !some(at, 97, name) {
            continue;
        }
        let heir = commune(heir).unwrap();
        let now = heir.province().unwrap();
        for province in [province, now.short_name(), now.name] {
            let form = format!("{name}, {district}, {province}");
            let columns = WrittenPlace {
                commune: name,
                district: Some(district),
                province: Some(province),
                ..WrittenPlace::default()
            };
            // the same name in another district of the same name, both now in one province
            let fine = |found: &PlaceReading| match found {
                PlaceReading::Renamed(one) => *one == heir,
                PlaceReading::Several(all) | PlaceReading::Divided(all) => {
                    all.len() > 1 && all.contains(&heir)
                }
                _ => false,
            };
            let texts = letters(&form);
            let readings = texts.iter().map(|text| (text.as_str(), read(written(text))));
            for (text, found) in readings.chain([(form.as_str(), read(columns))]) {
                if !fine(&found) {
                    faults.push(format!("{text:?} is {}: {found:?}", heir.full_name()));
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn provinces_are_read_however_lists_shorten_them() {
    for (text, code) in [
        ("Phường Châu Đốc, An Giang", "30316"),
        ("Phường Châu Đốc, tỉnh An Giang", "30316"),
        ("phuong chau doc an giang", "30316"),
        ("P. Châu Đốc; T. An Giang", "30316"),
        ("30316", "30316"),
    ] {
        assert_eq!(read(written(text)), PlaceReading::Sure(commune(code).unwrap()), "{text}");
    }
    for (name, now, before) in [
        ("TP HCM", Some("79"), "Hồ Chí Minh"),
        ("HCM", Some("79"), "Hồ Chí Minh"),
        ("tphcm", Some("79"), "Hồ Chí Minh"),
        ("Sài Gòn", Some("79"), "Hồ Chí Minh"),
        ("T. Đồng Tháp", Some("82"), "Đồng Tháp"),
        ("dongthap", Some("82"), "Đồng Tháp"),
        ("Đắc Lắc", Some("66"), "Đắk Lắk"),
        ("BR-VT", None, "Bà Rịa - Vũng Tàu"),
        ("Bắc Cạn", None, "Bắc Kạn"),
        ("bentre", None, "Bến Tre"),
    ] {
        let place = place_where(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!((place.now.map(|p| p.code), place.before), (now, Some(before)), "{name}");
    }
    for (query, province) in
        [("chau doc tinh an giang", "91"), ("go vap tphcm", "79"), ("con dao br-vt", "79")]
    {
        let hits = search(query, None, 40);
        assert!(!hits.is_empty(), "{query}");
        assert!(hits.iter().all(|hit| hit.commune.province == province), "{query}: {hits:?}");
    }
}

#[test]
fn what_stands_behind_a_name_is_heeded_or_asked_about() {
    // a former unit with its district, with its former province, with both
    for text in [
        "Phường Phúc Xá, Quận Ba Đình",
        "Phường Phúc Xá, Hà Nội",
        "Phường Phúc Xá, Ba Đình, Hà Nội",
        "phường phúc xá, ba đình, tp hà nội",
    ] {
        assert_eq!(
            read(written(text)),
            PlaceReading::Renamed(commune("00097").unwrap()),
            "{text}"
        );
    }
    for text in ["Phường Hồng Hà, Atlantis", "Phường Hồng Hà, An Giang", ", ,"] {
        assert_eq!(read(written(text)), PlaceReading::Nothing, "{text}");
    }
    let third = read(written("Phường 1, Quận 3, TP HCM"));
    assert!(matches!(third, PlaceReading::Renamed(_)), "{third:?}");
    assert_eq!(read(written("Phường 01, Quận 03, TP HCM")), third);
    // another province in another column
    let province = |province| WrittenPlace {
        commune: "Phường Châu Đốc, An Giang",
        province: Some(province),
        ..WrittenPlace::default()
    };
    assert!(matches!(read(province("An Giang")), PlaceReading::Sure(_)));
    assert!(matches!(read(province("Đồng Tháp")), PlaceReading::Several(_)));
    assert_eq!(read(province("Atlantis")), PlaceReading::NoProvince);
    // the officer's province does not override what is written
    let home = WrittenPlace { home: Some("25"), ..written("Phường Châu Đốc, An Giang") };
    assert_eq!(read(home), PlaceReading::Sure(commune("30316").unwrap()));
    let home = WrittenPlace { home: Some("25"), ..written("Phường Châu Đốc") };
    assert_eq!(read(home), PlaceReading::Several(vec![commune("30316").unwrap()]));
}

//! Places as other people's lists write them: names, codes, former units, and what stands after a name.

use sotay::programme::reference::{
    Commune, PlaceReading, WrittenPlace, commune, communes, old, place_where, province_by_name,
    read, search,
};
use sotay::text::fold::fold;

use super::{JULY_2025, TODAY, by_name, codes, one, written};

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
    let lines =
        include_str!("../../../src/programme/reference/communes-old-to-new.tsv").lines();
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

//! Cells that repeat the words by which a reader splits a text: each is answered, whatever its length.

use super::*;

/// A file with one establishment whose cells are these.
fn list(place: &str, phone: &str, day: &str, kind: &str) -> String {
    format!(
        "Tên cơ sở,Xã/phường,Điện thoại,Ngày thành lập,Loại hình\n\"Mộc Hòa Phát\",\"{place}\",\"{phone}\",\"{day}\",\"{kind}\"\n"
    )
}

#[test]
fn a_cell_that_repeats_its_words_is_read_to_its_end() {
    for times in [1, 40, 200, 15_000] {
        let place = format!("zzz{}", " cũ".repeat(times));
        let phone = "09 ".repeat(times);
        let day = "1 thg ".repeat(times);
        let kind = "hộ; ".repeat(times);
        plan(&list(&place, "", "", ""));
        plan(&list(&format!("({}", " cũ)".repeat(times)), &phone, "", ""));
        plan(&list(&"a nay là ".repeat(times), "", &day, ""));
        plan(&list(&"xã a (trước đây là ".repeat(times.min(8_000)), "", "", &kind));
        plan(&list(&"?".repeat(times), "", "", &format!("{}a", "?".repeat(times))));
    }
}

#[test]
fn a_name_with_two_words_for_former_maps_is_still_read() {
    let plan = plan(&list("xã Tân Dương cũ (nay là xã Lai Vung), Đồng Tháp", "", "", ""));
    assert_eq!(plan.rows.len(), 1);
}

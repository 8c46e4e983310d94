//! Reads places for lists and forms: a commune as people and this program write it, alone, followed
//! by its province (and its district of before July 2025), or at the end of an address.

use super::place_words::{
    Address, PlaceReading, WrittenPlace, arrange, by_commas, by_dashes, by_kinds, short_code,
    with_trailing_province,
};
use super::{commune, dated_name, place_where, several};
use crate::text::MOST_READ;

pub fn read(written: WrittenPlace<'_>) -> PlaceReading {
    let address = read_address(written);
    if address.before.is_empty() { address.place } else { PlaceReading::Nothing }
}

pub fn read_address<'a>(written: WrittenPlace<'a>) -> Address<'a> {
    // "Phường Phúc Xá (cũ) → Phường Hồng Hà, Hà Nội"
    let text = written.commune.rsplit('→').next().unwrap_or_default();
    let text = text.trim_end().trim_end_matches("(một phần)").trim_end_matches("(a part)");
    let text = text.trim();
    let alone = |place| Address { place, before: "", commune: text };
    if text.len() > MOST_READ {
        return alone(PlaceReading::Nothing);
    }
    if written.province.is_some_and(|province| place_where(province).is_none()) {
        return alone(PlaceReading::NoProvince);
    }
    if let Some(found) = dated_name::read(text, written, read_address) {
        return found;
    }
    if let Some(found) = commune(text).or_else(|| short_code(text)) {
        return alone(PlaceReading::Sure(found).checked_against_column(written.province));
    }
    let province_behind = || match with_trailing_province(text, written) {
        PlaceReading::Nothing => None,
        found => Some(alone(found.checked_against_column(written.province))),
    };
    let read = arrange(text, &by_commas(text), written)
        .or_else(province_behind)
        .or_else(|| arrange(text, &by_dashes(text), written))
        .or_else(|| arrange(text, &by_kinds(text), written))
        .unwrap_or_else(|| alone(PlaceReading::Nothing));
    several::read_or_list(read, text, written)
}

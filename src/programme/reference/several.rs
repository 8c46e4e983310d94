//! Texts that name more than one commune. A place is one commune, and the program must not choose
//! for the person who wrote the text.

use super::place_words::{
    Address, PlaceReading, WrittenPlace, by_dashes, by_kinds, distinct, found,
};
use super::spelling::UnitName;
use super::units::AdminUnit;
use super::{Commune, place_where};

/// Words that begin a list of names: "các xã Lai Vung, Lấp Vò", "2 xã: Lai Vung, Lấp Vò".
const ALL_OF: [&str; 6] = ["các ", "những ", "hai ", "ba ", "bốn ", "liên "];
const KINDS: [&str; 4] = ["xã", "phường", "thị trấn", "đặc khu"];

/// `read`, or all communes of the text if it names several.
pub(super) fn read_or_list<'a>(
    read: Address<'a>,
    text: &'a str,
    written: WrittenPlace<'_>,
) -> Address<'a> {
    let unread = read.place == PlaceReading::Nothing;
    let among = if unread { text } else { read.before };
    // true of nearly every cell
    if among.is_empty() || !may_list(among) {
        return read;
    }
    match communes(text, written, unread) {
        Some(all) => {
            Address { place: PlaceReading::Listed(all), before: "", commune: text.trim() }
        }
        None => read,
    }
}

fn may_list(text: &str) -> bool {
    let lower = text.to_lowercase();
    is_joined(text)
        || begins_list(&lower).is_some()
        || lower.contains([',', ';', '\n', '-', '–'])
        || KINDS.iter().any(|kind| lower.contains(kind))
        || text.split_whitespace().any(|word| super::spelling::opening_kind(word).is_some())
}

fn is_joined(text: &str) -> bool {
    text.contains(['&', '+', '/'])
        || text.split(' ').any(|word| word == "và")
        || text.split(' ').any(|word| word == "VÀ") && !text.contains(char::is_lowercase)
}

/// The text after a word that begins a list and the kind after it.
fn begins_list(lower: &str) -> Option<&str> {
    let counted = || {
        let rest = lower.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < lower.len()).then(|| rest.trim_start())
    };
    let rest = ALL_OF.iter().find_map(|word| lower.strip_prefix(word)).or_else(counted)?;
    let rest = KINDS.iter().find_map(|kind| rest.strip_prefix(kind))?;
    Some(rest.trim_start_matches([':', ' ']))
}

/// All communes of a text that names several, else `None`. `unread`: the text could not be read as
/// one address.
fn communes(text: &str, written: WrittenPlace<'_>, unread: bool) -> Option<Vec<Commune>> {
    let joined = is_joined(text);
    let mut listed = false;
    // each with the communes that the name meant before July 2025
    let mut named: Vec<[Vec<Commune>; 2]> = Vec::new();
    let parts = by_dashes(text);
    let last = parts.last().copied().filter(|part| place_where(part).is_some());
    let province = last.or(written.province);
    let around = WrittenPlace { province, ..written };
    let near = province.or(written.home).and_then(place_where);
    let parts = parts.iter().flat_map(|part| part.split(['&', '+', '/']));
    let parts = parts.flat_map(|part| part.split(" và ").flat_map(|part| part.split(" VÀ ")));
    for part in parts.flat_map(by_kinds) {
        if Some(part) == last {
            continue;
        }
        let lower = part.to_lowercase();
        let rest = begins_list(&lower);
        listed |= rest.is_some();
        let part = rest.and_then(|rest| part.get(part.len() - rest.len()..)).unwrap_or(part);
        let part = part.strip_suffix(" và").unwrap_or(part).trim();
        if part.is_empty() || part.chars().all(char::is_numeric) {
            continue;
        }
        let kind = UnitName::readings(part).first().and_then(|name| name.kind);
        if kind.is_some_and(|kind| kind.is_above()) {
            continue;
        }
        if kind.is_none() && !listed && !joined && !unread {
            continue;
        }
        let mut all = found(part, around, None).communes();
        // a common word such as "Chợ" may be the name of a commune elsewhere
        if kind.is_none() && !listed {
            all.retain(|one| near.is_none_or(|place| AdminUnit::Now(*one).is_in(place)));
        }
        if all.is_empty() && unread && !listed {
            return None;
        }
        // a former commune and the commune of today that it is in count once
        let before = found(part, WrittenPlace { former: true, ..around }, None).communes();
        let shared = |a: &[Commune], b: &[Commune]| a.iter().any(|one| b.contains(one));
        let known = named.iter().any(|[now, former]| {
            shared(now, &all) || shared(now, &before) || shared(former, &all)
        });
        if !all.is_empty() && !known {
            named.push([all, before]);
        }
    }
    (named.len() > 1).then(|| distinct(named.into_iter().flat_map(|[now, _]| now)))
}

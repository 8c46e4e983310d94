//! Words that say which day's map a name belongs to: "xã Hòa Long cũ", "TT. Lai Vung (nay là xã Hòa
//! Long)", "xã Lai Vung (trước đây là xã Tân Thành)".

use super::place_words::{Address, PlaceReading, WrittenPlace, distinct};

/// `read_address`, for the names around such words.
type AddressReader = for<'b> fn(WrittenPlace<'b>) -> Address<'b>;

const BEHIND_FORMER: [&str; 4] = ["cũ", "trước đây", "trước sáp nhập", "trước khi sáp nhập"];
const BEFORE_NOW: [&str; 5] = ["nay là", "nay thuộc", "hiện là", "hiện thuộc", "nay:"];
const BEFORE_FORMER: [&str; 9] = [
    "trước đây là",
    "trước đây thuộc",
    "trước đây:",
    "trước là",
    "trước thuộc",
    "tên cũ là",
    "tên cũ",
    "cũ là",
    "cũ:",
];

/// A name with more of these words is no place: each one may be read in three ways.
const MAX_DEPTH: u8 = 3;

/// The address in a text with such words, else `None`. It borrows from `text`.
pub(super) fn read<'a>(
    text: &'a str,
    written: WrittenPlace<'a>,
    read_address: AddressReader,
) -> Option<Address<'a>> {
    if written.depth >= MAX_DEPTH {
        return None;
    }
    let written = WrittenPlace { depth: written.depth + 1, ..written };
    let lower = text.to_lowercase();
    let dated = ["cũ", "(cu)", "nay", "hiện", "trước", "mới)"];
    // byte positions in `lower` must hold in `text`, which is so for names of places
    if lower.len() != text.len() || !dated.iter().any(|word| lower.contains(word)) {
        return None;
    }
    if let Some(pair) = DatedPair::of(text, &lower) {
        return pair.read(text, written, read_address);
    }
    if let Some(bare) = lower.strip_suffix("(mới)") {
        return Some(read_address(WrittenPlace {
            commune: text.get(..bare.len())?,
            ..written
        }));
    }
    let bare = without_former(text, &lower)?;
    let of_before = WrittenPlace { commune: bare, former: true, ..written };
    let mut found = read_address(of_before);
    if found.place == PlaceReading::Nothing {
        // no former unit has this name, so the unit of today is only a candidate
        found = read_address(WrittenPlace { commune: bare, ..written });
        found.place = found.place.into_doubtful();
    }
    let commune = text.get(found.before.len()..)?;
    let commune = commune.trim_start_matches(|c: char| !c.is_alphanumeric());
    Some(Address { commune, ..found })
}

/// The name before "(cũ)", with brackets or without.
fn without_former<'a>(text: &'a str, lower: &str) -> Option<&'a str> {
    let bare = lower.trim_end_matches([')', '.', ' ']);
    let words = BEHIND_FORMER.iter().find_map(|word| bare.strip_suffix(word));
    let rest = words.or_else(|| lower.strip_suffix("(cu)"))?;
    let end = rest.trim_end_matches(['(', ' ', ',', '-', '–']);
    // `None` for "cũ" alone, or a word that only ends in it
    let parted = rest.len() > end.len() && !end.is_empty();
    parted.then(|| text.get(..end.len()))?
}

/// A former name and the name of today, with the text after both.
struct DatedPair<'a> {
    former: &'a str,
    now: &'a str,
    behind: &'a str,
}

impl<'a> DatedPair<'a> {
    fn of(text: &'a str, lower: &str) -> Option<DatedPair<'a>> {
        let trimmed = |text: &'a str| {
            text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim()
        };
        let split = |words: &[&str]| {
            let at = words.iter().find_map(|word| {
                let at = lower.find(word)?;
                let before = lower.get(..at)?;
                let apart = before.ends_with([' ', '(', ',', ';', '-', '\n']);
                (apart && before.contains(char::is_alphanumeric)).then_some((at, word.len()))
            });
            let (at, len) = at?;
            let (first, rest) = (text.get(..at)?, text.get(at + len..)?);
            let open = first.trim_end().ends_with('(');
            let (second, behind) = match rest.split_once(')').filter(|_| open) {
                Some((second, behind)) => (second, behind),
                None => (rest, ""),
            };
            Some((trimmed(first), trimmed(second), behind))
        };
        if let Some((former, now, behind)) = split(&BEFORE_NOW) {
            let former = without_former(former, &former.to_lowercase()).unwrap_or(former);
            return Some(DatedPair { former, now, behind });
        }
        if let Some((now, former, behind)) = split(&BEFORE_FORMER) {
            return Some(DatedPair { former, now, behind });
        }
        // "xã Lai Vung (xã Tân Thành cũ)", "xã Tân Thành cũ (xã Lai Vung)"
        let (first, rest) = text.split_once('(')?;
        let (second, behind) = rest.split_once(')')?;
        let (first, second) = (first.trim(), second.trim());
        let bare = |text: &'a str| without_former(text, &text.to_lowercase());
        match (bare(first), bare(second)) {
            (None, Some(former)) => Some(DatedPair { former, now: first, behind }),
            (Some(former), None) => Some(DatedPair { former, now: second, behind }),
            _ => None,
        }
        .filter(|pair| !pair.now.is_empty() && pair.former != pair.now)
    }

    fn read(
        &self,
        text: &'a str,
        written: WrittenPlace<'a>,
        read_address: AddressReader,
    ) -> Option<Address<'a>> {
        let read = |name: &str, former: bool| {
            let name = format!("{name}{}", self.behind);
            read_address(WrittenPlace { commune: &name, former, ..written }).place
        };
        let (now, former) = (read(self.now, false), read(self.former, true));
        let (today, before) = (now.communes(), former.communes());
        let both: Vec<_> = today.iter().copied().filter(|one| before.contains(one)).collect();
        let place = match both.as_slice() {
            [one] => PlaceReading::Renamed(*one),
            [] if today.is_empty() && before.is_empty() => return None,
            [] if before.is_empty() => now.into_doubtful(),
            [] if today.is_empty() => former.into_doubtful(),
            [] => PlaceReading::Listed(distinct(before.into_iter().chain(today))),
            _ => PlaceReading::Several(both),
        };
        // hamlet, street, number before the first of the two names
        let first =
            if self.former.as_ptr() < self.now.as_ptr() { self.former } else { self.now };
        let of_before = std::ptr::eq(first, self.former);
        let first = read_address(WrittenPlace { commune: first, former: of_before, ..written });
        let commune = text.get(first.before.len()..)?;
        let commune = commune.trim_start_matches(|c: char| !c.is_alphanumeric());
        Some(Address { place, before: first.before, commune })
    }
}

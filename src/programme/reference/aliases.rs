//! Other names of provinces, and how a name is compared.

use crate::programme::reference::old::without_type;
/// Abbreviations and other spellings of province names, each with the key of the province.
pub(crate) const ALIASES: [(&str, &str); 21] = [
    ("hcm", "ho chi minh"),
    ("hcmc", "ho chi minh"),
    ("tphcm", "ho chi minh"),
    ("sg", "ho chi minh"),
    ("sgn", "ho chi minh"),
    ("sai gon", "ho chi minh"),
    ("hn", "ha noi"),
    ("hp", "hai phong"),
    ("thua thien hue", "hue"),
    ("thua thien", "hue"),
    ("tt hue", "hue"),
    ("tth", "hue"),
    ("br vt", "ba ria vung tau"),
    ("ba ria vt", "ba ria vung tau"),
    ("bac can", "bac kan"),
    ("con tum", "kon tum"),
    ("dac lac", "dak lak"),
    ("dac lak", "dak lak"),
    ("dak lac", "dak lak"),
    ("dar lac", "dak lak"),
    ("dac nong", "dak nong"),
];

/// Whether two names have the same letters, ignoring blanks: "hanoi" is "ha noi".
pub(crate) fn is_spelled(name: &str, text: &str) -> bool {
    let letters = |b: &u8| *b != b' ';
    name.bytes().filter(letters).eq(text.bytes().filter(letters))
}

/// The key of a province's name, without its type and in the spelling of today's lists.
pub(crate) fn province_key(key: &str) -> &str {
    let short = key.strip_prefix("t p ").or_else(|| key.strip_prefix("t "));
    let bare = short.unwrap_or_else(|| without_type(key));
    let meant = |name: &str| ALIASES.iter().find(|(alias, _)| is_spelled(alias, name));
    meant(key).or_else(|| meant(bare)).map_or(bare, |(_, name)| name)
}

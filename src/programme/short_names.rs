//! Writes out abbreviations in names of establishments and units: "Cty TNHH", "CS", "HTX".

use crate::text::fold::fold;

/// Abbreviations that are written out anywhere in a name.
const SHORT: [(&str, &str); 18] = [
    ("cty", "cong ty"),
    ("ctcp", "cong ty co phan"),
    ("tnhh", "trach nhiem huu han"),
    ("mtv", "mot thanh vien"),
    ("dntn", "doanh nghiep tu nhan"),
    ("htx", "hop tac xa"),
    ("hkd", "ho kinh doanh"),
    ("tht", "to hop tac"),
    ("cssx", "co so san xuat"),
    ("sx", "san xuat"),
    ("sxkd", "san xuat kinh doanh"),
    ("sxtm", "san xuat thuong mai"),
    ("tm", "thuong mai"),
    ("dv", "dich vu"),
    ("tmdv", "thuong mai dich vu"),
    ("xnk", "xuat nhap khau"),
    ("cn", "cong nghiep"),
    ("kc", "khuyen cong"),
];
/// Abbreviations that are written out only directly after these words, or first in a name.
const SHORT_FIRST: [(&str, &str, &str); 6] = [
    ("", "cs", "co so"),
    ("", "ct", "cong ty"),
    ("", "dn", "doanh nghiep"),
    ("", "tt", "trung tam"),
    ("cong ty ", "cp", "co phan"),
    ("ho ", "kd", "kinh doanh"),
];

/// The folded name without punctuation, with its abbreviations written out.
pub fn spelled_out(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len());
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    while let Some(word) = words.next() {
        if !key.is_empty() {
            key.push(' ');
        }
        let first = SHORT_FIRST.iter().filter(|(before, ..)| *before == key);
        let mut first = first.map(|(_, short, full)| (*short, *full));
        let full = match SHORT.iter().find(|(short, _)| *short == word) {
            Some((_, full)) => full,
            None if key.is_empty() && word == "c" => {
                let mut ahead = words.clone();
                match ahead.next() {
                    Some("ty") => {
                        words = ahead;
                        "cong ty"
                    }
                    _ => word,
                }
            }
            None => first.find(|(short, _)| *short == word).map_or(word, |(_, full)| full),
        };
        key.push_str(full);
    }
    key
}

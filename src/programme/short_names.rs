//! Writes out abbreviations in names of establishments and units, "Cty TNHH", "CS", "HTX", to
//! compare them, and shortens a legal form to show it.

use std::borrow::Cow;

use crate::text::fold::fold;

/// Legal forms that a name begins with, and how they are written short; a longer one before its
/// beginning.
const FORMS: [(&str, &str); 14] = [
    ("công ty trách nhiệm hữu hạn một thành viên", "Cty TNHH MTV"),
    ("công ty tnhh một thành viên", "Cty TNHH MTV"),
    ("công ty trách nhiệm hữu hạn", "Cty TNHH"),
    ("công ty cổ phần", "Cty CP"),
    ("công ty hợp danh", "Cty HD"),
    ("công ty", "Cty"),
    ("doanh nghiệp tư nhân", "DNTN"),
    ("liên hiệp hợp tác xã", "LH HTX"),
    ("hợp tác xã", "HTX"),
    ("tổ hợp tác", "THT"),
    ("hộ kinh doanh", "HKD"),
    ("cơ sở sản xuất", "CSSX"),
    ("cơ sở", "CS"),
    ("doanh nghiệp", "DN"),
];

/// The name with its legal form written short.
pub fn shortened(name: &str) -> Cow<'_, str> {
    for (form, short) in FORMS {
        let mut rest = name.chars();
        let mut is_form = true;
        for c in form.chars() {
            is_form &= rest.next().is_some_and(|own| own.to_lowercase().eq([c]));
        }
        if is_form && rest.as_str().starts_with(' ') {
            return Cow::Owned(format!("{short}{}", rest.as_str()));
        }
    }
    Cow::Borrowed(name)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legal_form_is_shortened_and_nothing_else() {
        for (name, short) in [
            ("Công ty TNHH Chè Minh Khánh", "Cty TNHH Chè Minh Khánh"),
            ("CÔNG TY CỔ PHẦN CHÈ", "Cty CP CHÈ"),
            ("Công ty trách nhiệm hữu hạn một thành viên An", "Cty TNHH MTV An"),
            ("Hộ kinh doanh Lê Thị Thơm", "HKD Lê Thị Thơm"),
            ("Cơ sở sản xuất Hộ kinh doanh", "CSSX Hộ kinh doanh"),
            ("Công tyre", "Công tyre"),
            ("Cơ sở", "Cơ sở"),
            ("Mộc Cơ sở", "Mộc Cơ sở"),
            ("", ""),
        ] {
            assert_eq!(shortened(name), short);
            // a short name is written out to what the long one is
            assert_eq!(spelled_out(short), spelled_out(name));
        }
    }
}

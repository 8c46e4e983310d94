//! VNI for Windows: a base letter, then a sign for its hat, tone or both, by the characters of
//! Windows-1252.

/// Letters without a separate sign.
const ALONE: [(char, char); 16] = [
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('ñ', 'đ'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('í', 'í'),
    ('Ô', 'Ơ'),
    ('Ö', 'Ư'),
    ('Ñ', 'Đ'),
    ('Æ', 'Ỉ'),
    ('Ó', 'Ĩ'),
    ('Ò', 'Ị'),
    ('Î', 'Ỵ'),
    ('Í', 'Í'),
];

/// Signs after a letter, as combining marks: hat or breve first, then the tone.
const SIGNS: [(char, &str); 17] = [
    ('ø', "\u{300}"),
    ('ù', "\u{301}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('à', "\u{302}\u{300}"),
    ('á', "\u{302}\u{301}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('è', "\u{306}\u{300}"),
    ('é', "\u{306}\u{301}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

pub fn decode(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut base = None;
    for c in text.chars() {
        if let Some(marks) = base.and_then(|base| marks(base, c)) {
            out.push_str(marks);
            base = None;
            continue;
        }
        let letter = match c {
            'ì' | 'Ì' => c,
            _ => match ALONE.iter().find(|(sign, _)| *sign == c) {
                Some((_, letter)) => *letter,
                None if c.is_ascii() || c == '\u{a0}' => c,
                None if matches!(c, '\u{2010}'..='\u{203a}' | '\u{20ac}') => c,
                None => return None,
            },
        };
        out.push(letter);
        base = Some(letter);
    }
    Some(out)
}

/// The combining marks that the sign adds to the letter before it, if it can.
fn marks(base: char, sign: char) -> Option<&'static str> {
    let sign = sign.to_lowercase().next()?;
    let (_, marks) = SIGNS.iter().find(|(known, _)| *known == sign)?;
    let takes = match marks.chars().next()? {
        '\u{302}' => "aeoAEO",
        '\u{306}' => "aA",
        _ => "aeouyơưAEOUYƠƯ",
    };
    takes.contains(base).then_some(*marks)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn every_letter_of_the_alphabet_can_be_written() {
        let vni = "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä eø eù eû eõ eï eâ eà eá eå eã \
                   eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö \
                   öø öù öû öõ öï yø yù yû yõ î ñ";
        let unicode = "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ \
                       ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ đ";
        for (vni, unicode) in
            [(vni.to_owned(), unicode.to_owned()), (vni.to_uppercase(), unicode.to_uppercase())]
        {
            let read: String = decode(&vni).unwrap().nfc().collect();
            assert_eq!(read, unicode);
        }
    }
}

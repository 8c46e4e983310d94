//! TCVN 5712:1993, set VN3, by the characters that Windows-1252 has for its bytes.

/// From 0xA1 on; `\0` is not in the set.
#[rustfmt::skip]
const LETTERS: [char; 94] = [
         'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', '\0', // A1-AF
    '\0', '\0', '\0', '\0', '\0', 'à', 'ả', 'ã', 'á', 'ạ', '\0', 'ằ', 'ẳ', 'ẵ', 'ắ', '\0', // B0-BF
    '\0', '\0', '\0', '\0', '\0', '\0', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', '\0', 'ẻ', 'ẽ', // C0-CF
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', '\0', '\0', '\0', 'ĩ', 'í', 'ị', 'ò', // D0-DF
    '\0', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0-EF
    '\0', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', // F0-FE
];

pub fn decode(text: &str) -> Option<String> {
    let letter = |c: char| match c {
        '\0'..='\u{a0}' => Some(c),
        // dashes, quotes and the euro sign, which every font has
        '\u{2010}'..='\u{203a}' | '\u{20ac}' => Some(c),
        _ => {
            let at = u32::from(c).checked_sub(0xa1)?;
            LETTERS.get(at as usize).copied().filter(|c| *c != '\0')
        }
    };
    let text = text.chars().map(letter).collect::<Option<String>>()?;
    // the set has no capitals with tones: a word in capitals uses small letters for them
    let capitals = |word: &str| {
        let ascii = word.bytes().filter(u8::is_ascii_alphabetic);
        let (big, small) = ascii.partition::<Vec<u8>, _>(u8::is_ascii_uppercase);
        small.is_empty() && big.len() > 1
    };
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        match capitals(part) {
            true => out.extend(part.chars().flat_map(char::to_uppercase)),
            false => out.push_str(part),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_alphabet_has_one_place() {
        let lower = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
        let mut wanted: Vec<char> = lower.chars().chain("ĂÂÊÔƠƯĐ".chars()).collect();
        let mut has: Vec<char> = LETTERS.iter().copied().filter(|c| *c != '\0').collect();
        wanted.sort_unstable();
        has.sort_unstable();
        assert_eq!(has, wanted);
    }
}

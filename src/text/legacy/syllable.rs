//! Whether a word can be a Vietnamese syllable: an onset, a rime, and a tone that the rime allows.

use unicode_normalization::UnicodeNormalization;

/// The longest first.
#[rustfmt::skip]
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "kr", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
];

/// Rimes without a final stop.
const OPEN: &str = "a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu oi ôi ơi ua ui uơ ưa ưi ưu iêu yêu \
    uôi ươi ươu oa oai oay oe oeo uê uy uya uyu uây oao am ăm âm em êm im om ôm ơm um ưm iêm yêm uôm ươm oam \
    oăm uym an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn oan oăn oen uân uyên uyn uên ang ăng âng eng ong \
    ông ung ưng iêng yêng uông ương oang oăng oong uâng anh ênh inh oanh uênh uynh ynh";

/// Rimes with a final stop, which take only an acute or a dot.
const STOPPED: &str = "ac ăc âc ec ôc oc uc ưc iêc uôc ươc oac oăc ooc ach êch ich oach uêch uych ap ăp âp ep \
    êp ip op ôp ơp up ưp iêp ươp uyp oap oăp oep uôp at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt \
    oet uât uyêt uyt uêt yt";

/// Rimes in names of the Central Highlands, with any tone.
const HIGHLAND: &str = "ak ăk âk ok ôk uk ik êk ăp ăt";

pub fn is_syllable(word: &str) -> bool {
    let (mut bare, mut tone) = (String::new(), None);
    for c in word.chars().flat_map(char::to_lowercase).nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                if tone.replace(c).is_some() {
                    return false;
                }
            }
            c => bare.push(c),
        }
    }
    let bare: String = bare.nfc().collect();
    let has = |list: &str, rime: &str| list.split_ascii_whitespace().any(|known| known == rime);
    let stop = matches!(tone, Some('\u{301}' | '\u{323}'));
    let takes = |onset: &str, rime: &str| {
        let front = rime.starts_with(['e', 'ê', 'i', 'y']);
        let spelled = match onset {
            "k" => front || has(HIGHLAND, rime),
            "ngh" | "gh" => front && !rime.starts_with('y'),
            "c" | "ng" => !front,
            "g" => !front || rime.starts_with('i'),
            _ => true,
        };
        spelled && (has(OPEN, rime) || (stop && has(STOPPED, rime)) || has(HIGHLAND, rime))
    };
    takes("", &bare)
        || ONSETS
            .iter()
            .any(|onset| bare.strip_prefix(onset).is_some_and(|rime| takes(onset, rime)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_the_language_and_no_others() {
        let text = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc; xưởng mộc gỗ điện \
                    giếng gì quốc quyển khuya nguyễn thuỷ thủy thúy ngoằn ngoèo Đắk Lắk yến ỷ ương";
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            assert!(is_syllable(word), "{word}");
        }
        for word in
            ["Müller", "ñandú", "Xöôûng", "Hßa", "càt", "cê", "ngế", "kòng", "bbà", "ảá"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}

//! Units of amounts of money, "triệu đồng", "ng.đ", "x 1.000 VND", "10⁶ đ/năm": a multiplier and a
//! currency in any spelling, with or without signs between them. A text that is not understood as a
//! whole is no unit.

use super::plain;

/// A unit of 10^`zeros` đồng, and what it is counted for ("thang" of "triệu đồng/tháng").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyUnit {
    pub zeros: u32,
    pub per: String,
    /// whether it names the currency; otherwise it may be a word that folds alike ("Ngân")
    pub currency: bool,
}

const MOST_ZEROS: u32 = 12;
/// In bytes. Every cell in the first rows of a file may be tested.
const MOST_UNIT: usize = 80;

/// Words that can only be a multiplier.
const SCALES: [(u32, &[&str]); 5] = [
    (1, &["chuc", "muoi"]),
    (2, &["tram"]),
    (
        3,
        &[
            "k",
            "nghin",
            "ngan",
            "ngin",
            "nghan",
            "ngh",
            "thousand",
            "thousands",
            "thous",
            "thsd",
        ],
    ),
    (6, &["tr", "trieu", "million", "millions", "mil", "mill", "mln", "mn", "mio"]),
    (9, &["ty", "ti", "billion", "billions", "bil", "bln", "bn"]),
];
/// Abbreviations of a multiplier before a currency; alone, "ng" may be an abbreviation of people.
const SHORT_SCALES: [(u32, &[&str]); 1] = [(3, &["ng"])];
/// Letters that are a multiplier only before a currency that is written out: "NĐ" is a decree, and
/// "mđ" may be anything.
const LETTER_SCALES: [(u32, &[&str]); 3] = [(3, &["n"]), (6, &["m", "mm"]), (9, &["b"])];
const WRITTEN_CURRENCIES: [&str; 2] = ["vnd", "dong"];
const COUNTRY: [&str; 4] = ["vn", "viet", "nam", "vietnam"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitPart {
    Scale(u32),
    ShortScale(u32),
    LetterScale(u32),
    /// a power of ten in digits; `sure`: no other number is written like this
    Factor {
        zeros: u32,
        sure: bool,
    },
    Times,
    Dong,
    /// "đ"
    ShortDong,
    /// "VN", a currency only together with something else
    Country,
}

/// "triệu đồng", "tr.đ", "1.000 đ", "VND million", "nghìn đồng/tháng"; `None` for anything else.
pub fn money_unit(text: &str) -> Option<MoneyUnit> {
    if text.len() > MOST_UNIT {
        return None;
    }
    let folded = plain(text).replace('ð', "d");
    let (unit, per) = folded.split_once('/').unwrap_or((&folded, ""));
    let (zeros, currency) = product(&parts(unit)?)?;
    Some(MoneyUnit { zeros, per: per.trim().to_owned(), currency })
}

/// Whether the text has a word that units are made of: it may be a unit, although it is not
/// understood as one. The marks distinguish "đồng" from "động".
pub fn sounds_like_money(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    const WORDS: [&str; 16] = [
        "đồng", "dong", "đ", "₫", "vnd", "vnđ", "triệu", "trieu", "tr", "trđ", "nghìn", "ngàn",
        "nghin", "ngđ", "tỷ", "tỉ",
    ];
    let lower = text.nfc().collect::<String>().to_lowercase();
    let mut words =
        lower.split(|c: char| !c.is_alphabetic() && c != '₫').filter(|word| !word.is_empty());
    lower.contains("000") || words.any(|word| WORDS.contains(&word))
}

/// The product of the parts: at most one number, then increasing multipliers, and one currency
/// before or after them.
fn product(parts: &[UnitPart]) -> Option<(u32, bool)> {
    use UnitPart::*;
    let written = parts.contains(&Dong);
    let money = written || parts.contains(&ShortDong);
    let (mut zeros, mut last, mut factor, mut certain) = (0u32, 0, false, false);
    let (mut currency, mut country) = (false, false);
    for (at, part) in parts.iter().enumerate() {
        match *part {
            Times => {}
            Dong | ShortDong => {
                // "VNĐ (triệu đồng)", "VN đồng", but not "đồng triệu đồng đồng"
                let again = parts.iter().take(at).filter(|p| matches!(p, Dong | ShortDong));
                if again.count() > 1 {
                    return None;
                }
                currency = true;
            }
            Country => country = true,
            Factor { zeros: own, sure } => {
                if factor || last > 0 {
                    return None;
                }
                (zeros, factor, certain) = (zeros + own, true, certain || sure);
            }
            Scale(own) | ShortScale(own) | LetterScale(own) => {
                let alone = match part {
                    Scale(_) => true,
                    ShortScale(_) => money,
                    _ => written,
                };
                if !alone || own <= last {
                    return None;
                }
                (zeros, last, certain) = (zeros + own, own, true);
            }
        }
    }
    // "x đ" multiplies nothing
    if parts.contains(&Times) && !factor {
        return None;
    }
    let times = matches!(parts, [Times, ..]) && factor && zeros >= 3;
    let known = currency || certain || times;
    (known && zeros <= MOST_ZEROS).then_some((zeros, currency || country && certain))
}

fn parts(unit: &str) -> Option<Vec<UnitPart>> {
    let mut found = Vec::new();
    let mut rest = unit.trim();
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_digit() {
            number_end(rest)
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, behind) = rest.split_at(end);
        rest = behind;
        if first.is_ascii_digit() {
            let (zeros, sure, behind) = factor(part, rest)?;
            found.push(UnitPart::Factor { zeros, sure });
            rest = behind;
        } else if first.is_alphabetic() {
            word(part, &mut found)?;
        } else {
            match first {
                '*' | '×' | '·' => found.push(UnitPart::Times),
                '₫' => found.push(UnitPart::Dong),
                c if c.is_whitespace() || is_joint(c) => {}
                _ => return None,
            }
        }
    }
    Some(found)
}

/// Signs between the parts of a unit that mean nothing.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | '\''
            | '"'
            | '’'
            | '‘'
            | '“'
            | '”'
            | '´'
            | '`'
            | '-'
            | '_'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
    )
}

/// The end of digits that are grouped by signs and spaces.
fn number_end(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            end = at + 1;
        } else if !matches!(c, '.' | ',' | ' ' | '\'' | '\u{a0}' | '\u{202f}') {
            break;
        }
    }
    end
}

/// The zeros of "1.000", "000", "10^6", and of "106" with a lost superscript; whether it can only
/// be a multiplier; and the text after it.
fn factor<'a>(written: &str, behind: &'a str) -> Option<(u32, bool, &'a str)> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let trimmed = behind.trim_start();
    let power = ["^", "**", "mu "].iter().find_map(|mark| trimmed.strip_prefix(mark));
    if let Some(power) = power.filter(|_| digits == "10") {
        let power = power.trim_start();
        let end = power.find(|c: char| !c.is_ascii_digit()).unwrap_or(power.len());
        let (zeros, behind) = power.split_at(end);
        let zeros = zeros.parse().ok().filter(|zeros| *zeros <= MOST_ZEROS)?;
        return Some((zeros, true, behind));
    }
    let count = |zeros: &str| u32::try_from(zeros.len()).ok();
    let zeros = |text: &str| text.bytes().all(|b| b == b'0');
    match digits.strip_prefix('1') {
        Some("03") => Some((3, false, behind)),
        Some("06") => Some((6, false, behind)),
        Some("09") => Some((9, false, behind)),
        Some(all) if zeros(all) => Some((count(all)?, false, behind)),
        // "'000 đ"
        None if digits.len().is_multiple_of(3) && zeros(&digits) => {
            Some((count(&digits)?, true, behind))
        }
        _ => None,
    }
}

/// The parts of a word, which may be joined: "trđồng", "nghìnđồng", "vnđồng".
fn word(word: &str, found: &mut Vec<UnitPart>) -> Option<()> {
    match word {
        // "in million VND"
        "in" | "of" => return Some(()),
        // "Vốn KD" is the capital of a business
        "kd" => return None,
        "x" => {
            found.push(UnitPart::Times);
            return Some(());
        }
        "mot" => {
            found.push(UnitPart::Factor { zeros: 0, sure: false });
            return Some(());
        }
        _ => {}
    }
    if let Some(part) = one(word) {
        found.push(part);
        return Some(());
    }
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    for at in ends {
        let (first, rest) = word.split_at(at);
        let Some(first) = one(first) else { continue };
        let rest = match first {
            UnitPart::Dong | UnitPart::ShortDong => None,
            UnitPart::Country => {
                one(rest).filter(|p| matches!(p, UnitPart::Dong)).map(|p| vec![p])
            }
            _ => currency(rest),
        };
        if let Some(rest) = rest {
            found.push(first);
            found.extend(rest);
            return Some(());
        }
    }
    // "VNDm"
    let scale = word.strip_prefix("vnd").and_then(one)?;
    found.extend([UnitPart::Dong, scale]);
    Some(())
}

/// "đ", "đồng", "vnđ", "vnđồng"
fn currency(word: &str) -> Option<Vec<UnitPart>> {
    let bare = word.strip_prefix("vn").filter(|rest| !rest.is_empty()).unwrap_or(word);
    let is_money = |part: &UnitPart| matches!(part, UnitPart::Dong | UnitPart::ShortDong);
    let part = one(word).filter(is_money).or_else(|| one(bare).filter(is_money));
    part.map(|part| vec![part])
}

fn one(word: &str) -> Option<UnitPart> {
    let zeros = |scales: &[(u32, &[&str])]| {
        scales.iter().find(|(_, words)| words.contains(&word)).map(|(zeros, _)| *zeros)
    };
    match word {
        "d" => Some(UnitPart::ShortDong),
        _ if WRITTEN_CURRENCIES.contains(&word) => Some(UnitPart::Dong),
        _ if COUNTRY.contains(&word) => Some(UnitPart::Country),
        _ => zeros(&SCALES)
            .map(UnitPart::Scale)
            .or_else(|| zeros(&SHORT_SCALES).map(UnitPart::ShortScale))
            .or_else(|| zeros(&LETTER_SCALES).map(UnitPart::LetterScale)),
    }
}

/// The zeros of a multiplier in words.
pub(super) fn zeros(word: &str) -> Option<u32> {
    match one(word)? {
        UnitPart::Scale(zeros) => Some(zeros),
        _ => None,
    }
}

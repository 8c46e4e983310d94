//! What offices write into a cell instead of an answer: "chưa có", "không rõ", and the marks that
//! say "as in the cell above".

use crate::programme::answer::is_province;
use crate::programme::spec::{Field, Type};
use crate::text::fold::fold;
use crate::text::{clean, trimmed};

const WORDS: [&str; 20] = [
    "chua co",
    "khong",
    "khong co",
    "ko",
    "ko co",
    "k co",
    "chua ro",
    "khong ro",
    "ko ro",
    "chua biet",
    "khong biet",
    "chua xac dinh",
    "khong xac dinh",
    "chua cap",
    "chua dang ky",
    "chua cap nhat",
    "n/a",
    "na",
    "none",
    "null",
];

/// No province, because all are meant.
const COUNTRY: [&str; 3] = ["ca nuoc", "toan quoc", "nationwide"];

/// Whether the words say that there is no answer. In a text they may be one, and to yes or no
/// they are.
pub fn says_nothing(field: &Field, cell: &str) -> bool {
    let asks_value = match field.ty {
        Type::Text => matches!(field.id.as_str(), "tax_code" | "vsic" | "province"),
        Type::Int | Type::Decimal | Type::Money | Type::Date | Type::Phone | Type::Place => {
            true
        }
        _ => false,
    };
    if !asks_value || cell.len() > 40 {
        return false;
    }
    let text = clean(cell, false);
    let text = trimmed(&text).trim_matches(['(', ')', '.', '-', ' ', '"']);
    let words = fold(text);
    let everywhere = is_province(field) && COUNTRY.contains(&words.as_str());
    everywhere || WORDS.contains(&words.as_str())
}

/// Whether a cell says "as above". In CSV a quote of its own is such a mark, too.
pub fn repeats_above(cell: &str) -> bool {
    let text = cell.trim();
    if text.is_empty() || text.len() > 40 {
        return false;
    }
    let marks =
        |c: char| matches!(c, '"' | '“' | '”' | '〃' | '″' | '\'' | '’' | '‘' | '„' | ' ');
    if text.chars().all(marks) {
        return true;
    }
    let words = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '–' | '—' | '.' | '(' | ')' | '"' | '“' | '”' | '/')
    });
    let folded = fold(words).replace('.', "");
    // "NT" may be an abbreviation of a name
    let short = folded == "nt" && words.chars().all(|c| c.is_lowercase() || c == '.');
    short
        || matches!(
            folded.as_str(),
            "nhu tren" | "n/t" | "ditto" | "idem" | "nhu dong tren" | "tuong tu tren"
        )
}

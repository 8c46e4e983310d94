//! Recognises what offices write into a cell instead of an answer: "chưa có", "không rõ", and marks
//! that mean "as in the cell above".

use unicode_normalization::UnicodeNormalization;

use crate::programme::spec::{Field, Type};
use crate::programme::types::is_province;
use crate::text::fold::fold;
use crate::text::{clean, trimmed};

const WORDS: [&str; 28] = [
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
    "khong thuoc",
    "chua dk",
    "khong dk",
    "khong dang ky",
    "chua cung cap",
    "dang xin cap",
    "dang lam thu tuc",
    "n/a",
    "n.a",
    "na",
    "none",
    "null",
];

/// Further words for a missing name.
const NO_NAME: [&str; 18] = [
    "chua co ten",
    "chua dat ten",
    "khong ten",
    "khong co ten",
    "khong ro ten",
    "chua ro ten",
    "chua biet ten",
    "dang cap nhat",
    "dang bo sung",
    "cap nhat sau",
    "bo sung sau",
    "trong",
    "bo trong",
    "de trong",
    "khong co thong tin",
    "chua co thong tin",
    "unknown",
    "no name",
];

/// Words for the whole country, which is no province.
const COUNTRY: [&str; 3] = ["ca nuoc", "toan quoc", "nationwide"];

/// Text fields that hold the number, the name or the place of something.
const NAMED: [&str; 23] = [
    "tax_code",
    "vsic",
    "province",
    "licence_no",
    "address",
    "old_place",
    "contact_name",
    "contact_role",
    "craft_village_name",
    "products",
    "brand",
    "brand_no",
    "standard",
    "executing_unit",
    "coordinating_unit",
    "decision_no",
    "contract_no",
    "cert_no",
    "unit",
    "owner_unit",
    "partner",
    "maker",
    "met_role",
];
/// Fields in which a bare number is no answer.
const NAMES: [&str; 8] = [
    "contact_name",
    "contact_role",
    "craft_village_name",
    "products",
    "brand",
    "executing_unit",
    "coordinating_unit",
    "partner",
];
/// Answers of yes and no, and ticks. Compared with diacritics, as "Cỏ" is a product.
const TICKS: [&str; 20] = [
    "có",
    "co",
    "không",
    "khong",
    "chưa",
    "chua",
    "yes",
    "no",
    "true",
    "false",
    "có/không",
    "x",
    "v",
    "k",
    "√",
    "✓",
    "✔",
    "☑",
    "☒",
    "☐",
];

/// Whether the words mean that there is no answer. In a free text or a yes/no question such words
/// may be the answer.
pub fn says_nothing(field: &Field, cell: &str) -> bool {
    let asks_value = match field.ty {
        Type::Text => NAMED.contains(&field.id.as_str()),
        Type::Int | Type::Decimal | Type::Money | Type::Date | Type::Phone | Type::Place => {
            true
        }
        _ => false,
    };
    // these words have no digits, and most cells do
    if cell.len() > 40 || cell.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    if is_words(field) && is_asked(cell) {
        return true;
    }
    if !asks_value && !is_province(field) {
        return false;
    }
    let words = bare(cell);
    let everywhere = is_province(field) && COUNTRY.contains(&words.as_str());
    // "Na" is also a given name
    let named = is_words(field) && words == "na";
    let outside = || words.starts_with("khong thuoc ");
    everywhere || asks_value && !named && (WORDS.contains(&words.as_str()) || outside())
}

/// Whether a yes, a no or a tick is in a field for a name or a number, which it does not give.
pub fn is_tick(field: &Field, text: &str) -> bool {
    let id = field.id.as_str();
    if !matches!(field.ty, Type::Text) || text.len() > 20 || !NAMED.contains(&id) {
        return false;
    }
    let lower = text.nfc().collect::<String>().to_lowercase();
    let bare = lower.trim_matches(['(', ')', '[', ']', '.', ' ']);
    let short = || {
        matches!(bare, "c" | "y" | "n")
            || !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())
    };
    TICKS.contains(&bare) || NAMES.contains(&id) && short()
}

/// Whether the field is for the number of a document: a licence, a decision, a contract.
pub fn is_paper(field: &Field) -> bool {
    matches!(field.ty, Type::Text) && field.id.ends_with("_no")
}

/// Whether a field for a document number has words without any digit: "đang xin cấp".
pub fn lacks_number(field: &Field, text: &str) -> bool {
    is_paper(field) && !text.bytes().any(|b| b.is_ascii_digit())
}

/// Whether the field takes any words.
pub fn is_words(field: &Field) -> bool {
    let is_code = matches!(field.id.as_str(), "tax_code" | "vsic");
    matches!(field.ty, Type::Text | Type::Note) && !is_code
}

/// "?", "(?)", "???".
fn is_asked(cell: &str) -> bool {
    let mark = |c: char| matches!(c, '?' | '(' | ')' | ' ');
    cell.contains('?') && cell.chars().all(mark)
}

/// Whether a text takes the place of a missing name.
pub fn is_placeholder(text: &str) -> bool {
    let words = bare(text);
    // "Na" is also a given name
    let given = words == "na" && text.trim() == "Na";
    let crossed = words.len() > 1 && words.chars().all(|c| c == 'x');
    let known = |list: &[&str]| list.contains(&words.as_str());
    !given && (known(&WORDS) || known(&NO_NAME)) || crossed
}

/// Folded, without surrounding marks.
fn bare(text: &str) -> String {
    let text = clean(text, false);
    let around = |c: char| {
        matches!(
            c,
            '(' | ')' | '[' | ']' | '.' | '…' | '-' | '–' | '—' | ' ' | '"' | '#' | '?' | '*'
        )
    };
    fold(trimmed(&text).trim_matches(around))
}

/// Whether a cell means "as above". In CSV a lone quote is such a mark, too.
pub fn repeats_above(cell: &str) -> bool {
    let text = cell.trim();
    if text.is_empty() || text.len() > 40 {
        return false;
    }
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '〃' | '″' | '\'' | '’' | '‘' | '„');
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '.' | ' ' | '(' | ')' | '/');
    // "-\"-", "-//-", ",,"
    let marked = text.contains(quote) || text.contains("//") || text.contains("/ /");
    if marked && text.chars().all(|c| quote(c) || dash(c)) || text == ",," {
        return true;
    }
    let words = text.trim_matches(|c: char| dash(c) || quote(c) || c.is_whitespace());
    // excludes nearly every cell
    if words.len() > 30
        || !words.starts_with([
            'n', 'N', 't', 'T', 'd', 'D', 'i', 'I', 'c', 'C', 's', 'S', 'a', 'A', 'g', 'G',
        ])
    {
        return false;
    }
    // a spreadsheet autocorrects it to "Nt"
    AS_ABOVE.contains(&fold(words).replace('.', "").as_str())
}

const AS_ABOVE: [&str; 23] = [
    "nt",
    "n t",
    "nhu tren",
    "nhu tren (nt)",
    "nhu tren nt",
    "nt nhu tren",
    "nhu ben tren",
    "n/t",
    "nhu dong tren",
    "nhu hang tren",
    "nhu o tren",
    "nhu muc tren",
    "giong tren",
    "giong nhu tren",
    "tuong tu",
    "tuong tu tren",
    "tuong tu nhu tren",
    "cung tren",
    "tren",
    "ditto",
    "idem",
    "as above",
    "same as above",
];

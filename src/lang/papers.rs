//! The words of printed tables: places, comparison with a year before, lists of đề án.

use super::Lang;
use super::say::say;
use super::words::{Both, both};

/// A region in a title or a list of places.
pub fn region(lang: Lang, vi: &str, en: &str) -> String {
    match lang {
        Lang::Vi => format!("Vùng {vi}"),
        Lang::En => en.to_owned(),
    }
}

say! {
    former(name: &str) "{name} (tỉnh cũ)" / "{name} (former province)";
    type_question() "Gõ kỳ, địa bàn: q3 2026, 6 tháng 2025, thái nguyên" / "Type a period or place: q3 2026, thai nguyen, 2021-2025";
    several_places() "Chỉ ghi một trong --province, --commune, --region, --former." / "Write only one of --province, --commune, --region, --former.";
    no_such_region(given: &str, all: &str) "Không có vùng nào là \"{given}\". Các vùng: {all}." / "No region is called \"{given}\". Regions: {all}.";
    no_such_former(given: &str) "Trước 01/07/2025 không có tỉnh nào là \"{given}\". Viết tên hoặc mã hai số khi đó, ví dụ \"Bến Tre\" hoặc 83." / "Before 01/07/2025 no province was called \"{given}\". Write its name or the two-digit code of that time, for example \"Bến Tre\" or 83.";
    no_such_commune(given: &str) "Không có xã, phường nào là \"{given}\". Viết mã năm số hoặc tên, ví dụ \"Tân Cương, Thái Nguyên\"." / "No commune is called \"{given}\". Write its five-digit code or its name, for example \"Tân Cương, Thái Nguyên\".";
    which_commune(given: &str, all: &str) "\"{given}\" có thể là: {all}. Viết mã." / "\"{given}\" may be: {all}. Write the code.";
}

pub const NOTHING: Both = both("–", "–");

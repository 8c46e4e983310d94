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
    year_before(figure: &str) "cùng kỳ {figure}" / "a year before {figure}";
    year_before_sentence(words: &str) "So với năm trước: {words}." / "Compared: {words}.";
    compared_with(period: &str) "Cùng kỳ: {period}. Số lượng so theo %, tỷ lệ so theo điểm %." / "A year before: {period}. Amounts change in %, percents in points.";
    until(period: &str, day: &str) "{period} (đến {day})" / "{period} (up to {day})";
    sheet_tasks() "Nhiệm vụ" / "Tasks";
    sheet_activities() "Nội dung hoạt động" / "Activities";
    sheet_targets() "Đạt so với mục tiêu" / "Reached of the targets";
    sheet_trend() "Xu hướng" / "Trend";
    sheet_places() "Theo địa bàn" / "By place";
    reached_by_then() "Đã đạt" / "Reached so far";
    all_together() "Cộng" / "Total";
    in_unit(words: &str, unit: &str) "{words} ({unit})" / "{words} ({unit})";
    in_percent(words: &str) "{words} (%)" / "{words} (%)";
    growth_in_points() "so cùng kỳ tính theo điểm %" / "change in points";
    distinct_establishments() "Một cơ sở thụ hưởng nhiều đề án chỉ tính một lần, nên số cơ sở không cộng theo nhóm." / "An establishment with several đề án counts once: establishments do not add up by group.";
    points(number: &str) "{number} điểm %" / "{number} points";
    several_places() "Chỉ ghi một trong --province, --commune, --region, --former." / "Write only one of --province, --commune, --region, --former.";
    no_such_region(given: &str, all: &str) "Không có vùng nào là \"{given}\". Các vùng: {all}." / "No region is called \"{given}\". Regions: {all}.";
    no_such_former(given: &str) "Trước 01/07/2025 không có tỉnh nào là \"{given}\". Viết tên hoặc mã hai số khi đó, ví dụ \"Bến Tre\" hoặc 83." / "Before 01/07/2025 no province was called \"{given}\". Write its name or the two-digit code of that time, for example \"Bến Tre\" or 83.";
    no_such_commune(given: &str) "Không có xã, phường nào là \"{given}\". Viết mã năm số hoặc tên, ví dụ \"Tân Cương, Thái Nguyên\"." / "No commune is called \"{given}\". Write its five-digit code or its name, for example \"Tân Cương, Thái Nguyên\".";
    which_commune(given: &str, all: &str) "\"{given}\" có thể là: {all}. Viết mã." / "\"{given}\" may be: {all}. Write the code.";
}

pub const MILLION_DONG: Both = both("triệu đồng", "million đồng");
pub const YEAR_BEFORE: Both = both("Cùng kỳ", "Year before");
pub const GROWTH: Both = both("So cùng kỳ", "Change");
pub const THIS_PERIOD: Both = both("Kỳ này", "This period");

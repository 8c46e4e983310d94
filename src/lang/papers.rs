//! Texts of printed tables: places, comparison with a year before, lists of đề án.

use super::Lang;
use super::say::say;
use super::words::{Both, both};

/// A region's name in a title or a list of places.
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
    list_title(fund: &str, asked: &str) "Danh sách đề án {fund} · {asked}" / "Đề án of the fund: {fund} · {asked}";
    list_note() "Đề án của cả hai nguồn có ở cả hai trang, mỗi trang ghi phần của nguồn đó; tổng kinh phí và vốn đối ứng của đề án ấy chỉ cộng một lần." / "A đề án of both funds is on both sheets with each fund's part; add its total and own capital once only.";
    unnamed(n: &str) "{n} cơ sở chưa ghi tên" / "{n} not named";
    registered_title(asked: &str) "Biểu tổng hợp đề án đăng ký kế hoạch khuyến công quốc gia · {asked}" / "Đề án registered for the national fund · {asked}";
    form_source(form: &str) "Bố cục theo {form}, Thông tư 36/2013/TT-BCT, bản công khai; đối chiếu với văn bản đang hiệu lực trước khi nộp." / "Laid out as {form} of TT 36/2013/TT-BCT, as far as it is public; compare with the text in force before handing in.";
    said(what: &str, is: &str) "{what}: {is}" / "{what}: {is}";
    no_other_support() "Cam kết: các nội dung trên chưa được hỗ trợ từ nguồn ngân sách nhà nước nào khác." / "Commitment: no other state money was given for the same items.";
    pays_the_rest() "Cam kết: đơn vị thụ hưởng bảo đảm phần kinh phí còn lại của đề án." / "Commitment: the beneficiary pays the rest.";
    no_projects(asked: &str) "Không có đề án khuyến công quốc gia nào · {asked}" / "No đề án of the national fund · {asked}";
    paper_needs_file() "Bảng này chỉ ghi được ra tệp Excel: thêm -o TỆP.xlsx." / "This paper is a workbook: add -o FILE.xlsx.";
    paper_written(n: &str, file: &str) "Đã ghi {n} đề án vào {file}." / "{n} đề án written to {file}.";
    points(number: &str) "{number} điểm %" / "{number} points";
    several_places() "Chỉ ghi một trong --province, --commune, --region, --former." / "Write only one of --province, --commune, --region, --former.";
    no_such_region(given: &str, all: &str) "Không có vùng nào là \"{given}\". Các vùng: {all}." / "No region is called \"{given}\". Regions: {all}.";
    no_such_former(given: &str) "Trước 01/07/2025 không có tỉnh nào là \"{given}\". Viết tên hoặc mã hai số khi đó, ví dụ \"Bến Tre\" hoặc 83." / "Before 01/07/2025 no province was called \"{given}\". Write its name or the two-digit code of that time, for example \"Bến Tre\" or 83.";
    no_such_commune(given: &str) "Không có xã, phường nào là \"{given}\". Viết mã năm số hoặc tên, ví dụ \"Tân Cương, Thái Nguyên\"." / "No commune is called \"{given}\". Write its five-digit code or its name, for example \"Tân Cương, Thái Nguyên\".";
    which_commune(given: &str, all: &str) "\"{given}\" có thể là: {all}. Viết mã." / "\"{given}\" may be: {all}. Write the code.";
}

// heads of the trend column; at most 8 cells
pub const TREND_QUARTERS: Both = both("8 quý", "Quarters");
pub const TREND_YEARS: Both = both("8 năm", "8 years");
pub const MILLION_DONG: Both = both("triệu đồng", "million đồng");
pub const YEAR_BEFORE: Both = both("Cùng kỳ", "Year before");
pub const GROWTH: Both = both("So cùng kỳ", "Change");
pub const THIS_PERIOD: Both = both("Kỳ này", "This period");

// lists of đề án
pub const SHEET_LOCAL: Both = both("KCĐP", "Local fund");
pub const SHEET_NATIONAL: Both = both("KCQG", "National fund");
pub const NUMBER: Both = both("STT", "No.");
pub const PROJECT_NAME: Both = both("Tên đề án", "Đề án");
pub const YEAR: Both = both("Năm", "Year");
pub const OTHER_FUND: Both = both("Nguồn KC còn lại", "The other fund");
pub const COUNTERPART: Both = both("Đối ứng, vay và nguồn khác", "Own capital, loans, others");
pub const BENEFICIARY_PLACE: Both =
    both("Cơ sở thụ hưởng (địa chỉ)", "Beneficiaries (where they are)");
pub const STAGE: Both = both("Giai đoạn", "Stage");
pub const EXECUTING_UNIT: Both = both("Đơn vị thực hiện", "Executing unit");
pub const ITEM: Both = both("Nội dung chi", "Item");
pub const REST_OF_ESTIMATE: Both = both("Chưa phân theo nội dung chi", "Not divided by item");
pub const FROM_BENEFICIARY: Both =
    both("Đóng góp của đơn vị thụ hưởng", "From the beneficiary");
pub const NOTE: Both = both("Ghi chú", "Notes");
pub const GOALS: Both = both("Mục tiêu, nội dung chính", "Goals and content");
pub const EXPECTED: Both = both("Dự kiến kết quả", "Expected results");
pub const TIME: Both = both("Thời gian", "Time");
pub const NEW_JOBS: Both = both("việc làm mới", "new jobs");
pub const FORM_1: Both = both("Mẫu số 1", "Form 1");
pub const FORM_2: Both = both("Mẫu số 2", "Form 2");
pub const FORM_1_TITLE: Both = both(
    "DỰ TOÁN KINH PHÍ THỰC HIỆN ĐỀ ÁN KHUYẾN CÔNG QUỐC GIA",
    "Estimate of a đề án of the national fund",
);

// columns and units of the lists of đề án
pub const MONEY: Both = both("Tổng kinh phí", "All money");
pub const NATIONAL: Both = both("KC quốc gia", "National fund");
pub const LOCAL: Both = both("KC địa phương", "Local fund");
pub const OTHER_FUNDS: Both = both("Nguồn khác", "Other funds");
pub const ESTABLISHMENTS: Both = both("cơ sở", "establishments");
pub const PEOPLE: Both = both("người", "people");
pub const PROJECTS: Both = both("Số đề án", "Number of đề án");

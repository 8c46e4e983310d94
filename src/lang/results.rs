//! Texts of results, except those of the rows, which are in the programme.

use super::Lang;
use super::words::{Both, both};

// columns of funds, the total last; at most 11 cells
pub const FUND_HEADS: [Both; 4] = [
    both("Quốc gia", "National"),
    both("Địa phương", "Local"),
    both("Không từ KC", "Neither"),
    both("Tổng", "Total"),
];
pub const FUNDS: [Both; 4] = [
    both("KC quốc gia", "National"),
    both("KC địa phương", "Local"),
    both("Không từ KC", "Neither"),
    both("Tổng", "Total"),
];

/// Note below a report: why a total may be less than the sum of its columns.
pub const DISTINCT_NOTE: Both = both(
    "Đề án, lớp, mô hình do cả hai nguồn chi có ở cả hai cột; tổng tính mỗi thứ, mỗi cơ sở, sản phẩm một lần nên có thể nhỏ hơn cộng các cột.",
    "What both funds paid is in both columns; the total has it, and each establishment and product, once, so it may be less than its columns added up.",
);
/// Label of the line with what papers say was reached.
pub const REPORTED: Both = both("Theo văn bản, ngoài hồ sơ", "By papers, beside the records");
pub const REPORTED_NOTE: Both = both(
    "Dòng theo văn bản là số ghi từ báo cáo, quyết định; không cộng vào số đếm từ hồ sơ.",
    "Lines by papers are what reports and decisions say; they are not added to what records count.",
);
pub const AHEAD: Both = both(
    "Kỳ này chưa đến: dòng nào tính theo ngày cuối kỳ thì ở đây tính đến hôm nay.",
    "This period has not begun: rows that go by its last day are as of today here.",
);
pub const NO_PLACES: Both = both(
    "Chưa có địa bàn ưu tiên nào được công bố trong sổ này.",
    "No priority places have been published to this notebook.",
);

pub fn without_place(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!(
            "{n} đề án không ghi địa điểm và cơ sở thụ hưởng nên không tính vào tỉnh, xã nào."
        ),
        Lang::En => {
            format!("{n} đề án name no place and no beneficiary, and count for no province.")
        }
    }
}

pub fn incomplete(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!(
            "{n} hồ sơ còn thiếu câu trả lời bắt buộc nên chưa được tính; màn hình Hôm nay mở danh sách của chúng."
        ),
        Lang::En => format!(
            "Records that lack a required answer and are not counted: {n}. The screen Today lists them."
        ),
    }
}

pub fn made_up(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!("Kết quả tính cả {n} hồ sơ mẫu: không dùng số này để báo cáo."),
        Lang::En => {
            format!(
                "These figures come from {n} sample records (not real), too: do not report them."
            )
        }
    }
}

pub fn of_base(lang: Lang, part: &str, base: &str) -> String {
    match lang {
        Lang::Vi => format!("{part} trên {base}"),
        Lang::En => format!("{part} of {base}"),
    }
}

pub fn of_pairs(lang: Lang, pairs: &str) -> String {
    match lang {
        Lang::Vi => format!("trung bình {pairs} cặp"),
        Lang::En => format!("mean of {pairs} pairs"),
    }
}

pub fn median_of_pairs(lang: Lang, pairs: &str) -> String {
    match lang {
        Lang::Vi => format!("trung vị {pairs} cặp"),
        Lang::En => format!("median of {pairs} pairs"),
    }
}

pub fn reached_since(lang: Lang, reached: &str, year: i64) -> String {
    match lang {
        Lang::Vi => format!("{reached} từ năm {year}"),
        Lang::En => format!("{reached} since {year}"),
    }
}

pub fn elapsed(lang: Lang, percent: &str) -> String {
    match lang {
        Lang::Vi => format!("đã qua {percent} thời gian"),
        Lang::En => format!("{percent} of the time has passed"),
    }
}

pub fn added_years(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!("cộng {n} chỉ tiêu"),
        Lang::En => format!("{n} targets added"),
    }
}

pub fn added_provinces(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!("cộng {n} tỉnh"),
        Lang::En => format!("{n} provinces added"),
    }
}

/// Mark of a target that headquarters did not set.
pub const OWN_TARGET: Both = both("tự ghi", "own entry");
/// Mark of a target that was not verified against its legal source.
pub const UNVERIFIED: Both = both("chưa đối chiếu văn bản", "not checked with the text");

// heads of a table
pub const ROW: Both = both("Chỉ tiêu", "Row");
pub const UNIT: Both = both("Đơn vị tính", "Unit");
pub const TARGET: Both = both("Mục tiêu", "Target");
pub const SHARE: Both = both("Đạt", "Reached");

// the query
pub const TITLE: Both = both("Kết quả so với mục tiêu", "Results against targets");
pub const EVERYWHERE: Both = both("Toàn bộ", "Everywhere");

pub fn month(lang: Lang, month: u8, year: i16) -> String {
    match lang {
        Lang::Vi => format!("Tháng {month} năm {year}"),
        Lang::En => format!("Month {month} of {year}"),
    }
}

pub fn quarter(lang: Lang, quarter: u8, year: i16) -> String {
    let roman = match quarter {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    };
    match lang {
        Lang::Vi => format!("Quý {roman} năm {year}"),
        Lang::En => format!("Quarter {quarter} of {year}"),
    }
}

pub fn half(lang: Lang, half: u8, year: i16) -> String {
    match (lang, half) {
        (Lang::Vi, 1) => format!("6 tháng đầu năm {year}"),
        (Lang::Vi, _) => format!("6 tháng cuối năm {year}"),
        (Lang::En, 1) => format!("First half of {year}"),
        (Lang::En, _) => format!("Second half of {year}"),
    }
}

pub fn first_months(lang: Lang, months: u8, year: i16) -> String {
    match lang {
        Lang::Vi => format!("{months} tháng đầu năm {year}"),
        Lang::En => format!("First {months} months of {year}"),
    }
}

pub fn year(lang: Lang, year: i16) -> String {
    match lang {
        Lang::Vi => format!("Năm {year}"),
        Lang::En => format!("Year {year}"),
    }
}

pub fn years(lang: Lang, first: i16, last: i16) -> String {
    match lang {
        Lang::Vi => format!("Các năm {first}–{last}"),
        Lang::En => format!("Years {first}–{last}"),
    }
}
pub const PERIOD: Both = both("Kỳ", "Period");
pub const SCOPE: Both = both("Chọn địa bàn", "Choose the place");
pub const SCREEN: Both = both("Kết quả", "Results");
pub const EMPTY: Both = both(
    "Kỳ này, nơi này chưa có hồ sơ nào được tính.",
    "Nothing has been counted for this period and place yet.",
);
pub const MADE_UP: Both =
    both("Có hồ sơ mẫu: không dùng để báo cáo.", "Holds sample records: not for reports.");

/// A number that is too long for its column even in millions.
pub fn billions(lang: Lang, number: &str) -> String {
    match lang {
        Lang::Vi => format!("{number} tỷ"),
        Lang::En => format!("{number} bn"),
    }
}

/// A number that is too long for its column.
pub fn millions(lang: Lang, number: &str) -> String {
    match lang {
        Lang::Vi => format!("{number} tr"),
        Lang::En => format!("{number} M"),
    }
}

//! The words of results: units, parts of rows, how each row is counted.

use super::Lang;
use super::words::{Both, both};

// Units
pub const PEOPLE: Both = both("người", "people");
pub const PERCENT: Both = both("%", "%");
pub const CLASSES: Both = both("lớp", "classes");
pub const TURNS: Both = both("lượt", "times");
pub const ESTABLISHMENTS: Both = both("cơ sở", "establishments");
pub const PROJECT_UNIT: Both = both("đề án", "đề án");
pub const MODELS: Both = both("mô hình", "models");
pub const PRODUCTS: Both = both("sản phẩm", "products");
pub const CERTIFICATES: Both = both("giấy", "certificates");
pub const PAIRS: Both = both("cặp", "pairs");
pub const DONG: Both = both("đồng", "đồng");
pub const TIMES: Both = both("lần", "times");
pub const TASKS: Both = both("việc", "commitments");
pub const LINKS: Both = both("liên kết", "links");
pub const FILES: Both = both("hồ sơ", "files");
pub const LEADS: Both = both("đầu mối", "leads");

// Parts of rows
pub const FEMALE: Both = both("Trong đó nữ", "Of these women");
pub const ETHNIC: Both = both("Trong đó dân tộc thiểu số", "Of these ethnic minority");
pub const NO_FOLLOW_UP: Both = both("Lớp chưa theo dõi việc làm", "Classes without follow-up");
pub const DISTINCT: Both = both("Số cơ sở khác nhau", "Distinct establishments");
pub const PROJECTS: Both = both("Số đề án", "Number of đề án");
pub const ESTABLISHMENT_TURNS: Both =
    both("Lượt cơ sở được hỗ trợ", "Times establishments were supported");
pub const MEASURED: Both =
    both("Đã đo năng suất trước và sau", "Productivity measured before and after");
pub const BENEFICIARIES: Both = both("Cơ sở thụ hưởng", "Beneficiaries");
pub const PARTICIPANTS: Both = both("Người tham gia", "Participants");
pub const JOBS: Both = both("Việc làm mới", "New jobs");
pub const MONEY: Both = both("Tổng kinh phí", "All money");
pub const PLANNED: Both = both("Kế hoạch được duyệt", "Planned");
pub const SETTLED: Both = both("Số được quyết toán", "Settled");
pub const FAILED: Both =
    both("Đề án không đạt, dừng hoặc thu hồi", "Đề án failed, stopped or recalled");
pub const FAILED_MONEY: Both = both(
    "Không đạt, dừng hoặc thu hồi: kinh phí KC",
    "Failed, stopped or recalled: the funds' money",
);
pub const NATIONAL: Both = both("KC quốc gia", "National fund");
pub const LOCAL: Both = both("KC địa phương", "Local fund");
pub const OWN_CAPITAL: Both = both("Vốn đối ứng", "Own capital");
pub const LOAN: Both = both("Vốn vay", "Loans");
pub const OTHER_FUNDS: Both = both("Nguồn khác", "Other funds");
pub const BOTH_FUNDS: Both =
    both("Chung hai nguồn, chưa rõ phần mỗi bên", "Of both funds, not known how much of each");
pub const OUTSIDE_MONEY: Both =
    both("Không có đề án: mô hình, lớp, hội chợ", "Without a đề án: models, classes and fairs");
pub const LEVERAGE: Both =
    both("Vốn đối ứng trên kinh phí KC", "Own capital for one of the funds");
pub const OVERDUE: Both = both("Cam kết quá hạn", "Commitments overdue");
pub const BREADTH: Both = both("Được hỗ trợ lần đầu", "Supported for the first time");
pub const REPLICATIONS: Both = both("Lượt nhân rộng", "Replications");
pub const PER_MODEL: Both = both("Lượt nhân rộng mỗi mô hình", "Replications per model");
pub const DIGITAL: Both = both("Mô hình số hóa, IoT", "Models that are digital");
pub const CONTRACTS: Both = both("Có hợp đồng", "With a contract");
pub const LOCAL_MATERIAL: Both =
    both("Nguyên liệu trong tỉnh trên 50 %", "Local material over 50 %");
pub const ASKED: Both = both("Đề nghị", "Asked");
pub const GRANTED: Both = both("Được duyệt", "Granted");
pub const REFUSED: Both = both("Từ chối", "Refused");
pub const SEVERAL_KINDS: Both =
    both("Cơ sở được duyệt từ hai loại", "Granted two kinds or more");
pub const MEMOS: Both = both("Ghi nhớ ký trong kỳ", "Memoranda in the period");
pub const AGREEMENTS: Both = both("Thỏa thuận ký trong kỳ", "Agreements in the period");
pub const LEADS_VALUE: Both = both("Giá trị dự kiến của các đầu mối", "Value of the leads");
pub const AGREED_VALUE: Both = both("Giá trị thỏa thuận trong kỳ", "Value of the agreements");

// Columns of funds, the total last; short, and at most 11 cells
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

/// How a row is counted, and which day counts.
pub fn rule(id: &str) -> Both {
    let Some((_, rule)) = RULES.iter().find(|(row, _)| *row == id) else {
        return both("", "");
    };
    *rule
}

/// In the order of the rows.
const RULES: &[(&str, Both)] = &[
    (
        "I1",
        both(
            "Cộng số người được cấp chứng chỉ của các lớp. Tính theo ngày cấp chứng chỉ.",
            "People certified, over all classes. By the day of the certificates.",
        ),
    ),
    (
        "I2",
        both(
            "Có việc làm ở lần theo dõi mới nhất, trên số được cấp chứng chỉ của các lớp đã theo dõi. Tính theo ngày cấp chứng chỉ.",
            "Employed at the latest follow-up, of those certified in classes that were followed up. By the day of the certificates.",
        ),
    ),
    (
        "I3",
        both(
            "Mỗi lần một cơ sở dự hội chợ là một lượt. Tính theo ngày bế mạc.",
            "Each participation of an establishment is one. By the fair's last day.",
        ),
    ),
    (
        "I4",
        both(
            "Cơ sở thụ hưởng khác nhau của đề án có máy móc, dây chuyền, chuyển giao công nghệ, kể cả là nội dung khác của đề án điểm. Cộng số chưa ghi tên. Tính theo ngày nghiệm thu của cơ sở, không có thì của đề án. Đề án không đạt, dừng hoặc thu hồi ở dòng riêng; chưa kết luận thì chưa tính.",
            "Distinct beneficiaries of đề án with machinery, lines or transfers, be it as a further activity. Those that are not named are added. By the beneficiary's day of acceptance, else the đề án's. Those that failed or were stopped are in a row of their own; those without a conclusion do not count yet.",
        ),
    ),
    (
        "I5",
        both(
            "Số mô hình, trừ của đề án không đạt, dừng, thu hồi hoặc chưa kết luận. Tính theo ngày nghiệm thu mô hình.",
            "Number of models, without those of đề án that failed, were stopped or have no conclusion. By the model's day of acceptance.",
        ),
    ),
    (
        "I6",
        both(
            "Sản phẩm và cấp khác nhau: hai giấy cùng cấp của một sản phẩm tính một. Tính theo ngày quyết định.",
            "Distinct products and levels: two certificates of one level are one. By the day of the decision.",
        ),
    ),
    (
        "I6b",
        both(
            "Giấy còn hiệu lực và chưa bị thu hồi vào ngày cuối kỳ.",
            "Certificates that hold and are not revoked on the period's last day.",
        ),
    ),
    (
        "I7",
        both(
            "So số trước hỗ trợ với số mới nhất sau hỗ trợ có kỳ số liệu kết thúc trong kỳ; cùng chỉ số, đơn vị và loại kỳ.",
            "Before the help against the latest after it that ends in the period; same figure, unit and kind of period.",
        ),
    ),
    (
        "I8",
        both(
            "So số trước hỗ trợ với số mới nhất sau hỗ trợ có kỳ số liệu kết thúc trong kỳ; cùng chỉ số, đơn vị và loại kỳ.",
            "Before the help against the latest after it that ends in the period; same figure, unit and kind of period.",
        ),
    ),
    (
        "I9",
        both(
            "Cộng kinh phí của đề án theo ngày nghiệm thu; mô hình, lớp, hội chợ không qua đề án theo ngày của chúng. Cột quốc gia, địa phương là tiền của nguồn đó; vốn đối ứng, vay, nguồn khác và tỷ lệ của đề án hai nguồn chỉ ở cột tổng. Đề án không đạt, dừng hoặc thu hồi ở dòng riêng; chưa kết luận thì chưa tính.",
            "Money of the đề án by their day of acceptance; of models, classes and fairs outside any đề án by theirs. The columns are the money of that fund; own capital, loans, others and the leverage of đề án of both funds are in the total alone. Đề án that failed or were stopped are in a row of their own; those without a conclusion do not count yet.",
        ),
    ),
    (
        "I10",
        both(
            "Đã giải ngân trên hỗ trợ được duyệt của đề án thuộc kế hoạch các năm trong kỳ, trừ đề án không được duyệt. Đề án của cả hai nguồn chỉ ở cột tổng.",
            "Disbursed of the approved support, over đề án in the plans of the period's years, without those not approved. Đề án of both funds are in the total alone.",
        ),
    ),
    (
        "I11",
        both(
            "Hỗ trợ cho cơ sở ở địa bàn ưu tiên vào ngày nghiệm thu, trên tổng hỗ trợ cho các cơ sở. Đề án của cả hai nguồn chỉ ở cột tổng.",
            "Support to establishments in a priority place on the day of acceptance, of all their support. Đề án of both funds are in the total alone.",
        ),
    ),
    (
        "I12",
        both(
            "Lượt làm việc đã chốt, theo ngày làm việc. Quá hạn: cam kết đang làm có hạn trước ngày cuối kỳ, hoặc trước hôm nay nếu kỳ chưa hết.",
            "Locked visits, by their day. Overdue: open commitments due before the period's last day, or before today while it lasts.",
        ),
    ),
    (
        "I13",
        both(
            "Đề án theo nội dung hoạt động chính, theo ngày nghiệm thu; kế hoạch theo năm kế hoạch. Cơ sở thụ hưởng là số khác nhau cộng số chưa ghi tên. Đề án không đạt, dừng hoặc thu hồi chỉ tính ở kế hoạch; chưa kết luận thì chưa tính.",
            "Đề án by their main activity and day of acceptance; what was planned by the plan's year. Beneficiaries are the distinct ones and those not named. What failed or was stopped counts only in what was planned; what has no conclusion does not count yet.",
        ),
    ),
    (
        "T1",
        both(
            "Cơ sở khác nhau được hỗ trợ: thụ hưởng đề án, mô hình nghiệm thu, lớp cấp chứng chỉ, hội chợ, hỗ trợ phối hợp được duyệt trong kỳ. Địa bàn là nơi của cơ sở vào ngày đó. Lượt: đề án cùng mô hình, lớp, hội chợ của nó là một lần, theo ngày đầu. Cộng số cơ sở chưa ghi tên của đề án. Năng suất: của lần hỗ trợ trong kỳ, theo số đo mới nhất đến hôm nay.",
            "Distinct establishments supported: beneficiary, accepted model, certified class, fair or granted support in the period. The place is the establishment's on that day. Times: a đề án with its models, classes and fairs is one, on its first day. Beneficiaries that are not named are added. Productivity: of the support of the period, by the latest measurement up to today.",
        ),
    ),
    (
        "T2",
        both(
            "Mô hình nghiệm thu trong kỳ; lượt nhân rộng có ngày trong kỳ, ở nơi làm theo, chia cho số mô hình nghiệm thu trong kỳ. Không tính mô hình của đề án không đạt, dừng, thu hồi hoặc chưa kết luận.",
            "Models accepted in the period; replications dated in the period, where they were made, over the models accepted in it. Without models of đề án that failed, were stopped or have no conclusion.",
        ),
    ),
    (
        "T3",
        both(
            "Liên kết và hợp đồng còn hiệu lực vào ngày cuối kỳ; không rõ ngày bắt đầu thì chỉ tính khi kỳ chưa hết. Cơ sở theo số liệu đang ghi.",
            "Links and contracts that hold on the period's last day; without a first day only while the period lasts. Establishments as recorded now.",
        ),
    ),
    (
        "T4",
        both(
            "Hồ sơ được duyệt và từ chối theo ngày trả lời, đề nghị theo ngày đề nghị. Lãi suất không cộng. Cơ sở có hai loại: được duyệt trong kỳ và đến cuối kỳ đã có từ hai loại.",
            "Granted and refused by the day of the answer, asked by the day of asking. Rates are not added up. Two kinds or more: granted in the period, and two kinds held at its end.",
        ),
    ),
    (
        "T5",
        both(
            "Đầu mối theo giai đoạn đang ghi, có ngày của giai đoạn không sau ngày cuối kỳ; ghi nhớ, thỏa thuận theo ngày ký.",
            "Leads by the stage now recorded, reached by the period's last day; memoranda and agreements by the day they were signed.",
        ),
    ),
];

pub fn depth(lang: Lang, percent: i64) -> String {
    match lang {
        Lang::Vi => format!("Năng suất tăng từ {percent} % trở lên"),
        Lang::En => format!("Productivity up {percent} % or more"),
    }
}

/// Distinct counts, the made-up, the missing: said below a report.
pub const DISTINCT_NOTE: Both = both(
    "Đề án, lớp, mô hình do cả hai nguồn chi có ở cả hai cột; tổng tính mỗi thứ, mỗi cơ sở, sản phẩm một lần nên có thể nhỏ hơn cộng các cột.",
    "What both funds paid is in both columns; the total has it, and each establishment and product, once, so it may be less than its columns added up.",
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

pub fn made_up(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!("Có {n} hồ sơ mẫu trong sổ: không dùng số này để báo cáo."),
        Lang::En => {
            format!(
                "{n} sample records (not real) are in the notebook: do not report these figures."
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

/// A target that headquarters did not set.
pub const OWN_TARGET: Both = both("tự ghi", "own entry");
/// `unverified` targets are marked where they are.
pub const UNVERIFIED: Both = both("chưa đối chiếu văn bản", "not checked with the text");

// The head of a table
pub const ROW: Both = both("Chỉ tiêu", "Row");
pub const UNIT: Both = both("Đơn vị tính", "Unit");
pub const TARGET: Both = both("Mục tiêu", "Target");
pub const SHARE: Both = both("Đạt", "Reached");

// What was asked
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

/// A number too long for its column, in millions still.
pub fn billions(lang: Lang, number: &str) -> String {
    match lang {
        Lang::Vi => format!("{number} tỷ"),
        Lang::En => format!("{number} bn"),
    }
}

/// A number too long for its column.
pub fn millions(lang: Lang, number: &str) -> String {
    match lang {
        Lang::Vi => format!("{number} tr"),
        Lang::En => format!("{number} M"),
    }
}

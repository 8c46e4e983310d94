//! What is wrong with an answer, and the sentence an officer reads about it: what it is, and
//! what to do. Made by `check` and `answer`; knows no record but the path it points at.

use std::borrow::Cow;

use super::spec::{Cmp, Label, Level};
use crate::lang::Lang;
use crate::record::{Date, Path};
use crate::text::format::{FormatFault, show_date, show_money};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: Path,
    pub level: Level,
    /// of the field or column it is at
    pub label: Label,
    pub what: FaultKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    Required,
    WrongType,
    Format(FormatFault),
    /// control characters, or text that is not composed
    Unclean,
    TooLong {
        max: usize,
    },
    /// several, of which there is room for one
    OnlyOne {
        max: usize,
    },
    Below {
        min: String,
    },
    Above {
        max: String,
    },
    FutureDay {
        today: Date,
    },
    /// the machine's clock says a day that cannot be, so nothing can be compared with it
    WrongClock {
        today: Date,
    },
    NoSuchDay,
    Early {
        first: Date,
    },
    Late {
        last: Date,
    },
    UnknownChoice {
        given: String,
    },
    /// words typed in a list from which nothing was chosen
    Unchosen {
        given: String,
    },
    /// in the list, but not under the answer that it hangs on
    NotOffered {
        given: String,
    },
    /// the same choice, link or row twice
    Twice,
    UnknownPlace {
        given: String,
    },
    /// what several communes are, or were, called
    ManyPlaces {
        given: String,
        /// with their codes
        among: Vec<String>,
    },
    /// a yes, a no or a tick where a name, a number or words are asked
    NoName,
    /// with a question mark after it
    Doubted,
    UnknownRecord,
    WrongKind {
        wanted: Label,
    },
    DeletedRecord,
    Compare {
        op: Cmp,
        than: Label,
        days: bool,
    },
    Number {
        op: Cmp,
        than: String,
    },
    NotThis,
    OlderThan {
        days: i32,
    },
    SameAsOther,
    SameRow,
    RowsFall,
    /// a locked record was changed without a fresh reason
    Locked,
    UnknownField {
        name: String,
    },
    /// a sentence of its own, from the programme or a named rule
    Text(Label),
}

impl FaultKind {
    /// A sentence of a named rule.
    pub fn say(vi: impl Into<String>, en: impl Into<String>) -> FaultKind {
        FaultKind::Text(Label { vi: vi.into(), en: en.into() })
    }
}

impl Fault {
    pub fn text(&self, lang: Lang) -> String {
        self.what.text(pick(&self.label, lang), lang)
    }
}

impl FaultKind {
    /// The whole sentence; `label` names the field.
    pub fn text(&self, label: &str, lang: Lang) -> String {
        match lang {
            Lang::Vi => vi(self, label),
            Lang::En => en(self, label),
        }
    }
}

fn vi(what: &FaultKind, label: &str) -> String {
    match what {
        FaultKind::Required => format!("Chưa nhập {label} (bắt buộc)."),
        FaultKind::WrongType => format!("{label}: câu trả lời không đúng kiểu. Hãy nhập lại."),
        FaultKind::Format(fault) => format!("{label}: {}", format_vi(*fault)),
        FaultKind::Unclean => format!("{label} có ký tự không hợp lệ. Hãy xóa và gõ lại."),
        FaultKind::TooLong { max } => format!("{label} dài quá {max} ký tự. Hãy viết gọn lại."),
        FaultKind::OnlyOne { max } => format!(
            "{label}: chỉ ghi một, không quá {max} ký tự. Giữ lại một, các mã khác ghi vào ghi chú."
        ),
        FaultKind::Below { min } => format!("{label} không được nhỏ hơn {min}."),
        FaultKind::Above { max } => format!("{label} không được lớn hơn {max}."),
        FaultKind::FutureDay { today } => {
            format!("{label} không được sau hôm nay ({}).", show_date(*today))
        }
        FaultKind::WrongClock { today } => format!(
            "{label}: đồng hồ máy sai (đang chỉ {}). Hãy chỉnh đồng hồ rồi ghi lại.",
            show_date(*today)
        ),
        FaultKind::NoSuchDay => {
            format!("{label}: không có ngày này. Hãy xem lại ngày và tháng.")
        }
        FaultKind::Early { first } => format!("{label} phải từ {} trở đi.", show_date(*first)),
        FaultKind::Late { last } => format!("{label} không được sau {}.", show_date(*last)),
        FaultKind::UnknownChoice { given } => {
            format!("{label}: “{given}” không có trong danh sách. Hãy chọn lại.")
        }
        FaultKind::Unchosen { given } => {
            format!(
                "{label}: chưa chọn mục nào cho “{given}”. Mở danh mục để chọn, hoặc xóa chữ này."
            )
        }
        FaultKind::NotOffered { .. } => {
            format!("{label}: không dùng cho mục đã chọn. Hãy chọn lại.")
        }
        FaultKind::Twice => format!("{label}: có mục bị chọn hai lần. Hãy bỏ một."),
        FaultKind::UnknownPlace { given } => {
            format!("{label}: “{given}” không có trong danh mục xã, phường. Hãy chọn lại.")
        }
        FaultKind::ManyPlaces { given, among } => {
            format!("{label}: “{given}” có thể là {}. Hãy ghi mã.", few(among, "hoặc"))
        }
        FaultKind::Doubted => {
            format!("{label}: có dấu hỏi, người ghi chưa chắc. Hãy xem lại và ghi rõ.")
        }
        FaultKind::NoName => {
            format!("{label}: đây không phải là tên hay nội dung. Hãy ghi rõ.")
        }
        FaultKind::UnknownRecord => format!("{label}: không tìm thấy trong sổ. Hãy chọn lại."),
        FaultKind::WrongKind { wanted } => {
            format!("{label} phải là: {}. Hãy chọn lại.", lower(&wanted.vi))
        }
        FaultKind::DeletedRecord => format!("{label}: hồ sơ được chọn đã bị xóa."),
        FaultKind::Compare { op, than, days } => {
            format!("{label} {}.", compare_vi(*op, &lower(&than.vi), *days))
        }
        FaultKind::Number { op, than } => format!("{label} {}.", compare_vi(*op, than, false)),
        FaultKind::NotThis => format!("{label}: hãy xem lại câu trả lời này."),
        FaultKind::OlderThan { days } => {
            format!("{label} đã quá {days} ngày. Hãy xem lại ngày.")
        }
        FaultKind::SameAsOther => format!("{label}: một hồ sơ khác đã có câu trả lời này."),
        FaultKind::SameRow => format!("{label}: hai dòng trùng nhau. Hãy bỏ một dòng."),
        FaultKind::RowsFall => format!("{label}: ngày phải theo thứ tự, không lùi lại."),
        FaultKind::Locked => {
            format!("Lượt này đã chốt. Lần sửa này cần ghi một lý do mới, ở ô \"{label}\".")
        }
        FaultKind::UnknownField { name } => format!("Không có câu hỏi nào tên “{name}”."),
        FaultKind::Text(label) => label.vi.clone(),
    }
}

/// The first three; a name can be that of forty.
fn few(among: &[String], or: &str) -> String {
    let more = if among.len() > 3 { ", …" } else { "" };
    let first: Vec<&str> = among.iter().take(3).map(String::as_str).collect();
    format!("{}{more}", first.join(&format!(" {or} ")))
}

fn en(what: &FaultKind, label: &str) -> String {
    match what {
        FaultKind::Required => format!("{label} is missing (required)."),
        FaultKind::WrongType => {
            format!("{label}: the answer is of the wrong type. Enter it again.")
        }
        FaultKind::Format(fault) => format!("{label}: {}", format_en(*fault)),
        FaultKind::Unclean => {
            format!("{label} holds characters that may not stand. Type it again.")
        }
        FaultKind::TooLong { max } => {
            format!("{label} is longer than {max} characters. Shorten it.")
        }
        FaultKind::OnlyOne { max } => format!(
            "{label}: write one only, of at most {max} characters. Keep one; the others go into the notes."
        ),
        FaultKind::Below { min } => format!("{label} may not be below {min}."),
        FaultKind::Above { max } => format!("{label} may not be above {max}."),
        FaultKind::FutureDay { today } => {
            format!("{label} may not be after today ({}).", show_date(*today))
        }
        FaultKind::WrongClock { today } => format!(
            "{label}: the clock is wrong (it says {}). Set it, then enter this again.",
            show_date(*today)
        ),
        FaultKind::NoSuchDay => format!("{label}: there is no such day. Check day and month."),
        FaultKind::Early { first } => {
            format!("{label} must be {} or later.", show_date(*first))
        }
        FaultKind::Late { last } => format!("{label} may not be after {}.", show_date(*last)),
        FaultKind::UnknownChoice { given } => {
            format!("{label}: “{given}” is not in the list. Choose again.")
        }
        FaultKind::Unchosen { given } => {
            format!(
                "{label}: nothing was chosen for “{given}”. Open the list and choose, or clear these words."
            )
        }
        FaultKind::NotOffered { .. } => {
            format!("{label}: does not go with what was chosen. Choose again.")
        }
        FaultKind::Twice => format!("{label}: one item was chosen twice. Remove one."),
        FaultKind::UnknownPlace { given } => {
            format!("{label}: “{given}” is not in the list of communes. Choose again.")
        }
        FaultKind::ManyPlaces { given, among } => {
            format!("{label}: “{given}” may be {}. Give the code.", few(among, "or"))
        }
        FaultKind::Doubted => {
            format!(
                "{label}: the question mark says that it is not sure. Check it and write it."
            )
        }
        FaultKind::NoName => {
            format!("{label}: this is no name, nor other words. Write it out.")
        }
        FaultKind::UnknownRecord => {
            format!("{label}: not found in the notebook. Choose again.")
        }
        FaultKind::WrongKind { wanted } => {
            format!("{label} must be: {}. Choose again.", lower(&wanted.en))
        }
        FaultKind::DeletedRecord => format!("{label}: the chosen record was deleted."),
        FaultKind::Compare { op, than, days } => {
            format!("{label} {}.", compare_en(*op, &lower(&than.en), *days))
        }
        FaultKind::Number { op, than } => format!("{label} {}.", compare_en(*op, than, false)),
        FaultKind::NotThis => format!("{label}: look at this answer once more."),
        FaultKind::OlderThan { days } => {
            format!("{label} is over {days} days ago. Check the day.")
        }
        FaultKind::SameAsOther => format!("{label}: another record has the same answer."),
        FaultKind::SameRow => format!("{label}: two rows are the same. Remove one."),
        FaultKind::RowsFall => format!("{label}: the days must not fall from row to row."),
        FaultKind::Locked => {
            format!("This visit is locked. This change needs a new reason, at \"{label}\".")
        }
        FaultKind::UnknownField { name } => format!("There is no question named “{name}”."),
        FaultKind::Text(label) => label.en.clone(),
    }
}

fn compare_vi(op: Cmp, than: &str, days: bool) -> String {
    match (op, days) {
        (Cmp::Le, true) => format!("không được sau {than}"),
        (Cmp::Lt, true) => format!("phải trước {than}"),
        (Cmp::Ge, true) => format!("phải từ {than} trở đi"),
        (Cmp::Gt, true) => format!("phải sau {than}"),
        (Cmp::Le, false) => format!("không được lớn hơn {than}"),
        (Cmp::Lt, false) => format!("phải nhỏ hơn {than}"),
        (Cmp::Ge, false) => format!("không được nhỏ hơn {than}"),
        (Cmp::Gt, false) => format!("phải lớn hơn {than}"),
        (Cmp::Eq, _) => format!("phải bằng {than}"),
    }
}

fn compare_en(op: Cmp, than: &str, days: bool) -> String {
    match (op, days) {
        (Cmp::Le, true) => format!("may not be after {than}"),
        (Cmp::Lt, true) => format!("must be before {than}"),
        (Cmp::Ge, true) => format!("may not be before {than}"),
        (Cmp::Gt, true) => format!("must be after {than}"),
        (Cmp::Le, false) => format!("may not be more than {than}"),
        (Cmp::Lt, false) => format!("must be less than {than}"),
        (Cmp::Ge, false) => format!("may not be less than {than}"),
        (Cmp::Gt, false) => format!("must be more than {than}"),
        (Cmp::Eq, _) => format!("must be the same as {than}"),
    }
}

fn format_vi(fault: FormatFault) -> Cow<'static, str> {
    let said = match fault {
        FormatFault::NotNumber => "hãy nhập một số, ví dụ 1250.",
        FormatFault::NotYear => "hãy nhập một năm, ví dụ 2025.",
        FormatFault::NotPercent => "hãy nhập số phần trăm, ví dụ 65.",
        FormatFault::NotWhole => "chỉ nhận số nguyên, không có phần lẻ.",
        FormatFault::TooBig => "số quá lớn. Hãy xem lại.",
        FormatFault::TooManyPlaces => "nhiều nhất sáu chữ số sau dấu phẩy.",
        FormatFault::Ambiguous { comma: false } => {
            "chưa rõ dấu chấm là hàng nghìn hay phần lẻ. Hãy viết như 12500 hoặc 12,5."
        }
        FormatFault::Ambiguous { comma: true } => {
            "chưa rõ dấu phẩy là hàng nghìn hay phần lẻ. Hãy viết như 12500 hoặc 12,5."
        }
        FormatFault::Rounded => {
            "số viết rút gọn (có E), có thể đã mất chữ số. Đổi cột sang Text, gõ lại đủ số."
        }
        FormatFault::NotMoney => "hãy nhập số tiền, ví dụ 1,5 tỷ hoặc 300 tr.",
        FormatFault::UnclearMoney => "số tiền chưa rõ. Hãy viết như 1,2 tỷ hoặc 1.200.000.000.",
        FormatFault::HugeMoney(amount) => {
            return Cow::Owned(format!(
                "tính ra {} đồng, lớn bất thường. Hãy xem lại số và đơn vị tính.",
                show_money(amount)
            ));
        }
        FormatFault::NotWholeMoney => "không nhận phần lẻ của đồng. Thiếu tr hoặc tỷ?",
        FormatFault::NotDate => "hãy nhập ngày/tháng/năm, ví dụ 22/11/2026.",
        FormatFault::PartOfDate => "chưa đủ ngày/tháng/năm. Hãy ghi đủ, ví dụ 22/11/2026.",
        FormatFault::ShortYear => {
            "năm chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, ví dụ 22/11/2026."
        }
        FormatFault::OnlyYear => "chỉ có năm, thiếu ngày và tháng.",
        FormatFault::OnlyMonth => "chỉ có tháng và năm, thiếu ngày.",
        FormatFault::DayNumber(date) => {
            return Cow::Owned(format!(
                "đây là số thứ tự ngày của Excel, có lẽ là {}. Đổi cột sang kiểu ngày rồi lưu lại tệp.",
                show_date(date)
            ));
        }
        FormatFault::WrongClock => {
            "đồng hồ của máy sai, nên hãy chỉnh đồng hồ, hoặc ghi đủ ngày/tháng/năm."
        }
        FormatFault::NoSuchDay => "không có ngày này. Hãy xem lại ngày và tháng.",
        FormatFault::YearOutOfRange => "năm phải từ 1900 đến 2100.",
        FormatFault::NotPhone => "hãy nhập số điện thoại, ví dụ 0912 345 678.",
        FormatFault::NotCoordinates => "hãy nhập vĩ độ, kinh độ, ví dụ 21.0286, 105.8542.",
        FormatFault::Vn2000 => {
            "đây là tọa độ VN-2000 (mét). Hãy đổi sang vĩ độ, kinh độ (WGS 84), ví dụ 21.0286, 105.8542."
        }
        FormatFault::LinkAlone => {
            "liên kết này không ghi tọa độ. Mở bản đồ, chép cặp số, ví dụ 21.0286, 105.8542."
        }
    };
    Cow::Borrowed(said)
}

fn format_en(fault: FormatFault) -> Cow<'static, str> {
    let said = match fault {
        FormatFault::NotNumber => "enter a number, as 1250.",
        FormatFault::NotYear => "enter a year, as 2025.",
        FormatFault::NotPercent => "enter a percentage, as 65.",
        FormatFault::NotWhole => "whole numbers only, no fraction.",
        FormatFault::TooBig => "the number is too big. Check it.",
        FormatFault::TooManyPlaces => "at most six digits after the comma.",
        FormatFault::Ambiguous { comma: false } => {
            "not clear whether the point parts thousands. Write as 12500 or 12,5."
        }
        FormatFault::Ambiguous { comma: true } => {
            "not clear whether the comma parts thousands. Write as 12500 or 12,5."
        }
        FormatFault::Rounded => {
            "written short with an E, and may have lost digits. Format as Text, type it again."
        }
        FormatFault::NotMoney => "enter an amount, as 1,5 tỷ or 300 tr.",
        FormatFault::UnclearMoney => {
            "the amount is not clear. Write as 1,2 tỷ or 1.200.000.000."
        }
        FormatFault::HugeMoney(amount) => {
            return Cow::Owned(format!(
                "that makes {} đồng, far too much. Check the number and its unit.",
                show_money(amount)
            ));
        }
        FormatFault::NotWholeMoney => "no fractions of a đồng. Is tr or tỷ missing?",
        FormatFault::NotDate => "enter day/month/year, as 22/11/2026.",
        FormatFault::PartOfDate => "write the whole day/month/year, as 22/11/2026.",
        FormatFault::ShortYear => {
            "the year has two digits only. Write all four, as 22/11/2026."
        }
        FormatFault::OnlyYear => "only a year; day and month are missing.",
        FormatFault::OnlyMonth => "only a month and its year; the day is missing.",
        FormatFault::DayNumber(date) => {
            return Cow::Owned(format!(
                "this is a day number of Excel, perhaps {}. Format the column as dates and save the \
                 file again.",
                show_date(date)
            ));
        }
        FormatFault::WrongClock => {
            "the machine's clock is wrong; set it, or enter the whole day/month/year."
        }
        FormatFault::NoSuchDay => "there is no such day. Check day and month.",
        FormatFault::YearOutOfRange => "the year must be from 1900 to 2100.",
        FormatFault::NotPhone => "enter a telephone number, as 0912 345 678.",
        FormatFault::NotCoordinates => "enter latitude, longitude, as 21.0286, 105.8542.",
        FormatFault::Vn2000 => {
            "these are metres of VN-2000. Turn them into latitude and longitude (WGS 84), as 21.0286, 105.8542."
        }
        FormatFault::LinkAlone => {
            "this link names no position. Open the map and copy the pair, as 21.0286, 105.8542."
        }
    };
    Cow::Borrowed(said)
}

pub(super) fn pick(label: &Label, lang: Lang) -> &str {
    match lang {
        Lang::Vi => &label.vi,
        Lang::En => &label.en,
    }
}

/// A label in the middle of a sentence; abbreviations keep their capitals.
pub fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_uppercase() => {
            format!("{first}{}", letters.as_str())
        }
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}

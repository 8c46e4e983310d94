//! Texts of faults of an answer; `label`: the label of the field.

use super::message::count;
use super::say::say;

say! {
    required(label: &str)
        "Chưa nhập {label} (bắt buộc)."
        / "{label} is missing (required).";
    wrong_type(label: &str)
        "{label}: câu trả lời không đúng kiểu. Hãy nhập lại."
        / "{label}: the answer is of the wrong type. Enter it again.";
    unclean(label: &str)
        "{label} có ký tự không hợp lệ. Hãy xóa và gõ lại."
        / "{label} holds characters that may not stand. Type it again.";
    too_long(label: &str, max: usize)
        "{label} dài quá {max} ký tự. Hãy viết gọn lại."
        / "{label} is longer than {max} characters. Shorten it.";
    too_large(label: &str, size: usize, max: usize)
        "{label} dài quá ({size} KB, tối đa {max} KB). Hãy viết gọn lại."
        / "{label} is too long ({size} KB, at most {max} KB). Shorten it.";
    too_many(label: &str, has: u64, max: u64)
        "{label} có quá nhiều mục ({}, tối đa {}). Hãy bỏ bớt." (count(has), count(max))
        / "{label} has too many items ({}, at most {}). Remove some.", count(has), count(max);
    only_one(label: &str, max: usize)
        "{label}: chỉ ghi một, không quá {max} ký tự. Giữ lại một, các mã khác ghi vào ghi chú."
        / "{label}: write one only, of at most {max} characters. Keep one; the others go into the notes.";
    below(label: &str, min: &str)
        "{label} không được nhỏ hơn {min}."
        / "{label} may not be below {min}.";
    above(label: &str, max: &str)
        "{label} không được lớn hơn {max}."
        / "{label} may not be above {max}.";
    future_day(label: &str, today: &str)
        "{label} không được sau hôm nay ({today})."
        / "{label} may not be after today ({today}).";
    wrong_clock(label: &str, today: &str)
        "{label}: đồng hồ máy sai (đang chỉ {today}). Hãy chỉnh đồng hồ rồi ghi lại."
        / "{label}: the clock is wrong (it says {today}). Set it, then enter this again.";
    no_such_day(label: &str)
        "{label}: không có ngày này. Hãy xem lại ngày và tháng."
        / "{label}: there is no such day. Check day and month.";
    early(label: &str, first: &str)
        "{label} phải từ {first} trở đi."
        / "{label} must be {first} or later.";
    late(label: &str, last: &str)
        "{label} không được sau {last}."
        / "{label} may not be after {last}.";
    unknown_choice(label: &str, given: &str)
        "{label}: “{given}” không có trong danh sách. Hãy chọn lại."
        / "{label}: “{given}” is not in the list. Choose again.";
    unchosen(label: &str, given: &str)
        "{label}: chưa chọn mục nào cho “{given}”. Mở danh mục để chọn, hoặc xóa chữ này."
        / "{label}: nothing was chosen for “{given}”. Open the list and choose, or clear these words.";
    not_offered(label: &str)
        "{label}: không dùng cho mục đã chọn. Hãy chọn lại."
        / "{label}: does not go with what was chosen. Choose again.";
    twice(label: &str)
        "{label}: có mục bị chọn hai lần. Hãy bỏ một."
        / "{label}: one item was chosen twice. Remove one.";
    unknown_place(label: &str, given: &str)
        "{label}: “{given}” không có trong danh mục xã, phường. Hãy chọn lại."
        / "{label}: “{given}” is not in the list of communes. Choose again.";
    many_places(label: &str, given: &str, among: &str)
        "{label}: “{given}” có thể là {among}. Hãy ghi mã."
        / "{label}: “{given}” may be {among}. Give the code.";
    doubted(label: &str)
        "{label}: có dấu hỏi, người ghi chưa chắc. Hãy xem lại và ghi rõ."
        / "{label}: the question mark says that it is not sure. Check it and write it.";
    no_name(label: &str)
        "{label}: đây không phải là tên hay nội dung. Hãy ghi rõ."
        / "{label}: this is no name, nor other words. Write it out.";
    unknown_record(label: &str)
        "{label}: không tìm thấy trong sổ. Hãy chọn lại."
        / "{label}: not found in the notebook. Choose again.";
    wrong_kind(label: &str, wanted: &str)
        "{label} phải là: {wanted}. Hãy chọn lại."
        / "{label} must be: {wanted}. Choose again.";
    deleted_record(label: &str)
        "{label}: hồ sơ được chọn đã bị xóa."
        / "{label}: the chosen record was deleted.";
    not_this(label: &str)
        "{label}: hãy xem lại câu trả lời này."
        / "{label}: look at this answer once more.";
    older_than(label: &str, days: i32)
        "{label} đã quá {days} ngày. Hãy xem lại ngày."
        / "{label} is over {days} days ago. Check the day.";
    same_as_other(label: &str)
        "{label}: một hồ sơ khác đã có câu trả lời này."
        / "{label}: another record has the same answer.";
    same_row(label: &str)
        "{label}: hai dòng trùng nhau. Hãy bỏ một dòng."
        / "{label}: two rows are the same. Remove one.";
    rows_fall(label: &str)
        "{label}: ngày phải theo thứ tự, không lùi lại."
        / "{label}: the days must not fall from row to row.";
    locked(label: &str)
        "Lượt này đã chốt. Lần sửa này cần ghi một lý do mới, ở ô \"{label}\"."
        / "This visit is locked. This change needs a new reason, at \"{label}\".";
    unknown_field(name: &str)
        "Không có câu hỏi nào tên “{name}”."
        / "There is no question named “{name}”.";

    or()
        "hoặc"
        / "or";

    // comparisons of two answers
    not_after(label: &str, than: &str)
        "{label} không được sau {than}."
        / "{label} may not be after {than}.";
    before(label: &str, than: &str)
        "{label} phải trước {than}."
        / "{label} must be before {than}.";
    not_before(label: &str, than: &str)
        "{label} không được trước {than}."
        / "{label} may not be before {than}.";
    after(label: &str, than: &str)
        "{label} phải sau {than}."
        / "{label} must be after {than}.";
    at_most(label: &str, than: &str)
        "{label} không được lớn hơn {than}."
        / "{label} may not be more than {than}.";
    less_than(label: &str, than: &str)
        "{label} phải nhỏ hơn {than}."
        / "{label} must be less than {than}.";
    at_least(label: &str, than: &str)
        "{label} không được nhỏ hơn {than}."
        / "{label} may not be less than {than}.";
    more_than(label: &str, than: &str)
        "{label} phải lớn hơn {than}."
        / "{label} must be more than {than}.";
    same_as(label: &str, than: &str)
        "{label} phải bằng {than}."
        / "{label} must be the same as {than}.";

    // why a text cannot be read, to follow the label
    unreadable(label: &str, why: &str)
        "{label}: {why}"
        / "{label}: {why}";
    not_number()
        "hãy nhập một số, ví dụ 1250."
        / "enter a number, as 1250.";
    not_year()
        "hãy nhập một năm, ví dụ 2025."
        / "enter a year, as 2025.";
    not_percent()
        "hãy nhập số phần trăm, ví dụ 65."
        / "enter a percentage, as 65.";
    not_whole()
        "chỉ nhận số nguyên, không có phần lẻ."
        / "whole numbers only, no fraction.";
    too_big()
        "số quá lớn. Hãy xem lại."
        / "the number is too big. Check it.";
    too_many_places()
        "nhiều nhất sáu chữ số sau dấu phẩy."
        / "at most six digits after the comma.";
    ambiguous_point()
        "chưa rõ dấu chấm là hàng nghìn hay phần lẻ. Hãy viết như 12500 hoặc 12,5."
        / "not clear whether the point parts thousands. Write as 12500 or 12,5.";
    ambiguous_comma()
        "chưa rõ dấu phẩy là hàng nghìn hay phần lẻ. Hãy viết như 12500 hoặc 12,5."
        / "not clear whether the comma parts thousands. Write as 12500 or 12,5.";
    rounded()
        "số viết rút gọn (có E), có thể đã mất chữ số. Đổi cột sang Text, gõ lại đủ số."
        / "written short with an E, and may have lost digits. Format as Text, type it again.";
    not_money()
        "hãy nhập số tiền, ví dụ 1,5 tỷ hoặc 300 tr."
        / "enter an amount, as 1,5 tỷ or 300 tr.";
    unclear_money()
        "số tiền chưa rõ. Hãy viết như 1,2 tỷ hoặc 1.200.000.000."
        / "the amount is not clear. Write as 1,2 tỷ or 1.200.000.000.";
    huge_money(amount: &str)
        "tính ra {amount} đồng, lớn bất thường. Hãy xem lại số và đơn vị tính."
        / "that makes {amount} đồng, far too much. Check the number and its unit.";
    not_whole_money()
        "không nhận phần lẻ của đồng. Thiếu tr hoặc tỷ?"
        / "no fractions of a đồng. Is tr or tỷ missing?";
    not_date()
        "hãy nhập ngày/tháng/năm, ví dụ 22/11/2026."
        / "enter day/month/year, as 22/11/2026.";
    part_of_date()
        "chưa đủ ngày/tháng/năm. Hãy ghi đủ, ví dụ 22/11/2026."
        / "write the whole day/month/year, as 22/11/2026.";
    short_year()
        "năm chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, ví dụ 22/11/2026."
        / "the year has two digits only. Write all four, as 22/11/2026.";
    only_year()
        "chỉ có năm, thiếu ngày và tháng."
        / "only a year; day and month are missing.";
    only_month()
        "chỉ có tháng và năm, thiếu ngày."
        / "only a month and its year; the day is missing.";
    day_number(day: &str)
        "đây là số thứ tự ngày của Excel, có lẽ là {day}. Đổi cột sang kiểu ngày rồi lưu lại tệp."
        / "this is a day number of Excel, perhaps {day}. Format the column as dates and save the file again.";
    format_wrong_clock()
        "đồng hồ của máy sai, nên hãy chỉnh đồng hồ, hoặc ghi đủ ngày/tháng/năm."
        / "the machine's clock is wrong; set it, or enter the whole day/month/year.";
    format_no_such_day()
        "không có ngày này. Hãy xem lại ngày và tháng."
        / "there is no such day. Check day and month.";
    year_out_of_range()
        "năm phải từ 1900 đến 2100."
        / "the year must be from 1900 to 2100.";
    not_phone()
        "hãy nhập số điện thoại, ví dụ 0912 345 678."
        / "enter a telephone number, as 0912 345 678.";
    not_coordinates()
        "hãy nhập vĩ độ, kinh độ, ví dụ 21.0286, 105.8542."
        / "enter latitude, longitude, as 21.0286, 105.8542.";
    vn2000()
        "đây là tọa độ VN-2000 (mét). Hãy đổi sang vĩ độ, kinh độ (WGS 84), ví dụ 21.0286, 105.8542."
        / "these are metres of VN-2000. Turn them into latitude and longitude (WGS 84), as 21.0286, 105.8542.";
    link_alone()
        "liên kết này không ghi tọa độ. Mở bản đồ, chép cặp số, ví dụ 21.0286, 105.8542."
        / "this link names no position. Open the map and copy the pair, as 21.0286, 105.8542.";
}

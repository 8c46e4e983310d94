//! Texts of faults found by the named rules of the programme and of headquarters.

use super::say::say;

say! {
    address_before_place(before: &str, commune: &str)
        "Địa điểm: “{before}” là phần địa chỉ. Ở đây chỉ ghi “{commune}”."
        / "Place: “{before}” belongs to the address. Write only “{commune}” here.";
    tax_code_digits()
        "Mã số thuế phải có 10 chữ số, hoặc 13 dạng 0100109106-001, hoặc 12 của hộ."
        / "A tax code has 10 digits, or 13 as 0100109106-001, or 12 for a household.";
    tax_code_check_digit()
        "Mã số thuế có lẽ sai một chữ số. Hãy so lại với giấy tờ."
        / "One digit of the tax code seems wrong. Compare it with the paper.";
    tax_code_or_reason()
        "Hãy ghi mã số thuế, hoặc lý do chưa có."
        / "Enter the tax code, or why there is none.";
    tax_code_and_reason()
        "Đã có mã số thuế: hãy xóa lý do chưa có."
        / "There is a tax code: clear the reason for having none.";
    same_name()
        "Đã có cơ sở cùng tên. Có phải là một?"
        / "An establishment of this name exists. Is it the same?";
    craft_village()
        "Phường của thành phố trực thuộc trung ương: hãy ghi có thuộc làng nghề không."
        / "Ward of a centrally-run city: say whether it is in a craft village.";
    industry_digits()
        "Mã ngành có từ 2 đến 5 chữ số."
        / "An industry code has 2 to 5 digits.";
    industry_outside()
        "Mã ngành không thuộc khai khoáng, chế biến (05-33). Hãy xem lại."
        / "The code is not of mining or manufacturing (05-33). Check it.";
    no_figures_before()
        "Chưa có số liệu trước hỗ trợ để so sánh."
        / "There are no figures from before to compare with.";
    other_period()
        "Kỳ số liệu khác với lần đo trước hỗ trợ, sẽ không so sánh được."
        / "The period is not that of the figures from before: they cannot be compared.";
    period_span(days: &str)
        "Từ ngày đến ngày là {days} ngày, không khớp kỳ số liệu."
        / "From and to span {days} days, which is not the period chosen.";
    far_from_before()
        "Thay đổi hơn 90% so với trước hỗ trợ. Hãy xem lại số và đơn vị."
        / "Over 90 % away from the figure before. Check number and unit.";
    no_figures_after()
        "Nghiệm thu đã quá 12 tháng mà chưa có số liệu sau hỗ trợ."
        / "Accepted over 12 months ago, and no figures from after.";
    only_headquarters()
        "Chỉ cấp trên ghi mục này; hãy để trống."
        / "Only headquarters answers this; leave it empty.";
    by_earlier_map(reason: &str)
        "Xét theo địa giới trước đây. Theo địa giới hôm nay: {reason}"
        / "By an earlier map. By the map of today: {reason}";
    over_ceiling(amount: &str, limit: &str, paper: &str)
        "Hỗ trợ {amount}, vượt mức {limit} ({paper}; đã đối chiếu văn bản)."
        / "Support of {amount} exceeds {limit} ({paper}; verified).";
    percent_of_total(percent: &str, most: &str)
        "{percent} % tổng kinh phí: {most}"
        / "{percent} % of the total: {most}";
    cap_for_each(cap: &str, each: &str, most: &str)
        "{cap} một {each}: {most}"
        / "{cap} a {each}: {most}";
    phone_abroad()
        "Số điện thoại không giống số trong nước. Hãy xem lại."
        / "This does not look like a number in Vietnam. Check it.";
    workers_differ(before: &str)
        "Lao động lệch hơn 50% so với hồ sơ cơ sở ({before}). Đúng không?"
        / "Workers differ by over 50 % from the record ({before}). Is that right?";
    officer_by_enrolment()
        "Cán bộ chỉ được thêm khi nhận máy của họ: sotay-hq enrol TỆP"
        / "An officer is added by enrolling the officer's device only: sotay-hq enrol FILE";
    officer_without_device()
        "Chưa có máy nào đăng ký cho người này nên việc sẽ không đến ai. Hãy chọn người có số."
        / "No device is enrolled for this officer, so nobody would get it. Choose one with a number.";
    changes_wait()
        "Trong việc này còn thay đổi đang chờ: hãy quyết định trước, rồi mới xóa được."
        / "Changes wait in this matter: decide first, then it can be deleted.";
    verdict_of_program()
        "Ý kiến này do chương trình ghi khi sửa hồ sơ. Hãy chọn Duyệt hoặc Trả lại."
        / "The program writes this one when a record is changed. Choose approved or sent back.";
    not_listed(listed: usize)
        "Danh sách đang chờ chỉ có các số từ 1 đến {listed}. Hãy ghi số có trong danh sách, ví dụ: 1"
        / "The list has the numbers 1 to {listed}. Write numbers of the list, such as: 1";
}

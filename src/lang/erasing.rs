//! What is said of personal answers that are erased for good.

use super::say::say;

say! {
    done()
        "Đã xóa vĩnh viễn các câu trả lời cá nhân của hồ sơ. Không lấy lại được."
        / "The record's personal answers are erased for good. They cannot be brought back.";
    erased_at(at: &str, reason: &str)
        "{at}  đã xóa vĩnh viễn dữ liệu cá nhân. Lý do: {reason}"
        / "{at}  personal data erased for good. Reason: {reason}";
    erased_answer()
        "đã xóa vĩnh viễn"
        / "erased for good";
    edit_erased()
        "Đã xóa vĩnh viễn dữ liệu cá nhân"
        / "Personal data were erased for good";
    would_erase(reason: &str)
        "Xóa vĩnh viễn dữ liệu cá nhân: {reason}"
        / "Erase personal data for good: {reason}";
}

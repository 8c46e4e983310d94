//! Texts about erasing personal answers for good.

use super::message::{count, s};
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
    verified(id: &str, fields: &str, at: &str, by: &str, reason: &str)
        "Đã xóa vĩnh viễn: {id} – {fields} – {at}, {by}. Lý do: {reason}"
        / "Erased for good: {id} - {fields} - {at}, {by}. Reason: {reason}";
    this_notebook()
        "người giữ sổ này"
        / "the officer of this notebook";
    none_left(n: u64)
        "Câu trả lời đã xóa vĩnh viễn mà còn sót: {}" (count(n))
        / "Answers erased for good that are still there: {}", count(n);
    left(n: u64)
        "Nhật ký nguyên vẹn, nhưng còn sót {} câu trả lời đã được xóa vĩnh viễn. Hãy chạy: sotay rebuild – việc xóa được làm nốt." (count(n))
        / "The journal is whole, but {} of the answers that were erased for good are still in it. Run: sotay rebuild - the erasing is completed.", count(n);
    left_at_headquarters(n: u64)
        "Sổ của các máy và hàng gửi xuống còn sót {} câu trả lời đã được xóa vĩnh viễn. Hãy chạy: sotay-hq fold – việc xóa được làm nốt." (count(n))
        / "The devices' logs and what goes down still hold {} of the answers that were erased for good. Run: sotay-hq fold - the erasing is completed.", count(n);
    not_confirmed()
        "Chưa xóa gì. Việc này xóa vĩnh viễn các câu trả lời cá nhân của hồ sơ, ở mọi máy, và không lấy lại được. Nếu đúng là muốn xóa: thêm --yes."
        / "Nothing was erased. This erases the record's personal answers for good, on every machine, and cannot be undone. If that is what you want: add --yes.";
    no_reason()
        "Chưa xóa gì: thiếu lý do. Hãy ghi --reason \"lý do\", và đừng ghi dữ liệu cá nhân vào đó."
        / "Nothing was erased: the reason is missing. Give --reason \"TEXT\", without personal data in it.";
    nothing_personal()
        "Hồ sơ này không có câu hỏi nào về dữ liệu cá nhân, nên không có gì để xóa."
        / "This record has no question about personal data, so there is nothing to erase.";
    to_be_completed()
        "Việc xóa đã được ghi nhận và không mất. Chưa dọn xong các tệp (đĩa đầy hoặc không ghi được): sổ làm nốt ở lần mở sau. Hãy kiểm tra đĩa rồi mở sổ."
        / "The erasure is recorded and safe. The files are not all cleared yet (the disk is full or cannot be written): the notebook completes that when it is opened next. Check the disk, then open the notebook.";
    left_in_merged(id: &str, command: &str)
        "Hồ sơ {id} đã gộp với hồ sơ này và còn câu trả lời cá nhân. Nếu là cùng một người: {command} erase {id}"
        / "The record {id} was merged with this one and still has personal answers. If it is the same person: {command} erase {id}";
    twins_left(n: u64)
        "Còn {} hồ sơ đã gộp với hồ sơ này có câu trả lời cá nhân: hãy mở và xóa ở từng hồ sơ." (count(n))
        / "{} record{} merged with this one may still have personal answers: open and erase each.", count(n), s(n);
    reach()
        "Các máy khác xóa ở lần đồng bộ kế tiếp. Bản sao lưu cũ, bản in và tệp đã xuất không bị xóa: hãy tự hủy."
        / "Other machines erase at their next sync. Older backups, prints and exported files are not reached: destroy them yourself.";
    pending_at_headquarters()
        "Việc xóa đã được ghi nhận và không mất. Còn một phần chưa dọn, vì đang có máy gửi dữ liệu hoặc đĩa không ghi được. Hãy chạy lại sau ít phút: sotay-hq fold"
        / "The erasure is recorded and safe. A part of it is not done yet, because a device is sending or the disk cannot be written. Run again in a few minutes: sotay-hq fold";
    ask()
        "Xóa VĨNH VIỄN dữ liệu cá nhân của hồ sơ này?"
        / "Erase this record's personal data FOR GOOD?";
    ask_detail()
        "Mất hẳn tên, số điện thoại và các câu trả lời cá nhân khác, ở máy này, ở đơn vị tổng hợp và ở mọi máy. KHÔNG lấy lại được. Bản sao lưu cũ và bản in không bị xóa. Gõ XOA để xóa, Esc để thôi."
        / "Names, telephone numbers and other personal answers go, on this machine, at headquarters and everywhere. It CANNOT be undone. Older backups and prints are not reached. Type XOA to erase, Esc to leave it.";
    ask_reason()
        "Lý do xóa vĩnh viễn?"
        / "Why is it erased for good?";
    ask_reason_detail()
        "Lý do được giữ lại và gửi đi: đừng ghi dữ liệu cá nhân vào đây. Enter là xóa, Esc để thôi."
        / "The reason stays and is sent: write no personal data in it. Enter erases, Esc leaves it.";
    not_the_word()
        "Chưa xóa gì: phải gõ đúng chữ XOA."
        / "Nothing was erased: the word XOA must be typed.";
    own_officer()
        "Đây là người giữ sổ: tên của người giữ sổ không xóa được. Không có gì thay đổi. Muốn sửa thì mở hồ sơ cán bộ."
        / "This is the officer who keeps the notebook; that name cannot be erased. Nothing was changed. To correct it, edit the officer's record.";
}

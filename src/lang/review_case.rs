//! Texts of a review case: its page, the labels of its keys, and for an incident which data is
//! safe and what to do.

use super::say::say;
use super::words::{Both, both};

say! {
    decide() "Quyết định, kèm lý do" / "Decide, with a reason";
    question() "Câu hỏi" / "Question";
    answer(n: u8) "Câu trả lời {n}" / "Answer {n}";
    before() "Trước đó" / "Before both";
    who_when() "Ai, khi nào" / "Who and when";
    record(n: u8) "Hồ sơ {n}" / "Record {n}";
    written_by() "Người ghi" / "Written by";
    written_at() "Ghi lúc" / "Written at";
    visits() "Lượt làm việc" / "Visits";
    proposed_by() "Người đề nghị" / "Proposed by";
    proposed_why() "Vì sao" / "Why";
    would_write() "Muốn sửa" / "Would change";
    officer_of() "Cán bộ" / "Officer";
    device() "Máy" / "Device";
    key_of() "Khóa ssh của" / "With the ssh key of";
    kinds() "Loại hồ sơ" / "Kinds of records";
    verdict() "Ý kiến duyệt" / "Verdict";
    waiting(n: u8) "Đang chờ {n}" / "Waiting {n}";
    cloned() "Không mất gì: mọi thay đổi của cả hai bản đều được giữ. Hãy gọi cán bộ: đồng bộ cả hai máy một lần; rồi trên máy dùng tiếp lập sổ mới và đăng ký với số của cán bộ (enrol --number): sổ cũ ở cả hai máy bị thu hồi, hồ sơ về đủ ở sổ mới." / "Nothing is lost: the changes of both copies are kept. Call the officer: sync both machines once; then make a new notebook on the machine that is used further and enrol it under the officer's number (enrol --number): both old copies are shut out, and the new notebook gets all records.";
    backup() "Không mất gì. Hãy hỏi cán bộ: máy trước còn dùng không, có ở tay người lạ không? Nếu có: lập sổ mới trên máy dùng tiếp và đăng ký với số của cán bộ (enrol --number). Đừng thu hồi: hai máy cùng một mã, máy đang dùng cũng bị chặn." / "Nothing is lost. Ask the officer whether the machine before is still used, or in strange hands. If so, make a new notebook on the machine that is used further and enrol it under the officer's number (enrol --number). Do not revoke: both have one id, and the machine in use would be shut out, too.";
    journal_lost() "Máy đó ghi lại những gì sổ còn giữ và gửi lên. Hãy hỏi cán bộ về ổ đĩa của máy, và so hồ sơ với máy này; thiếu thì lập sổ mới trên máy tốt rồi đăng ký với số của cán bộ (enrol --number)." / "That machine writes again what its notebook still has, and sends it. Ask the officer about its disk, and compare its records with those here; if some are missing, make a new notebook on a sound machine and enrol it under the officer's number (enrol --number).";
    restored() "Các máy tự gửi lại phần còn thiếu; nếu danh sách máy chưa được xác nhận (sotay-hq confirm) thì chưa gộp. Ý kiến duyệt ghi sau bản sao không có ở đây: máy cán bộ còn giữ ý kiến nào thì gửi lại để xem, hồ sơ khác hãy xem và duyệt lại." / "Devices send again what is missing; it is brought in once the devices are confirmed (sotay-hq confirm). Verdicts written after the copy are not here: those that laptops still hold come back to be looked at, other records have to be reviewed once more.";
    devices() "Không mất gì: phần các máy gửi được giữ, chưa gộp. Quản trị viên xem danh sách máy (sotay-hq officers) rồi xác nhận (sotay-hq confirm)." / "Nothing is lost: what devices send is kept and not brought in. The administrator looks at the devices (sotay-hq officers) and confirms them (sotay-hq confirm).";
    replaced() "Không mất gì: phần các máy gửi được giữ, chưa gộp, và không gì được gửi xuống. Hãy làm việc trong thư mục đã lấy lại (--data). Nếu thư mục ấy đã mất: sotay-hq backup ở đây, rồi sotay-hq restore vào một thư mục mới." / "Nothing is lost: what devices send is kept and not brought in, and nothing goes down. Work in the restored folder (--data). If that one is lost: sotay-hq backup here, then sotay-hq restore into a new folder.";
    untrue() "Các máy tự gửi lại phần còn thiếu. Hãy hỏi ai đã chép thư mục của đơn vị tổng hợp; cách đúng là sotay-hq restore." / "Devices send again what is missing. Ask who copied headquarters' folder; the right way is sotay-hq restore.";
    signature() "Phần đó không được nhận. Hãy gọi cán bộ; nếu máy đã vào tay người khác, hãy thu hồi nó." / "It was not taken. Call the officer; if somebody else has the machine, shut it out.";
    officer() "Không nhận gì. Khóa ssh này thuộc cán bộ khác: hãy kiểm tra authorized_keys." / "Nothing was taken. This ssh key belongs to another officer: check authorized_keys.";
    forbidden() "Không có gì thay đổi: chỉ đơn vị tổng hợp ghi được loại này. Hãy kiểm tra máy đó." / "Nothing was changed: only headquarters writes such things. Have that machine looked at.";
    newer() "Mọi thứ được giữ đủ. Hãy nâng cấp sotay-hq: sau đó chương trình tự gộp, và việc này tự hết." / "All of it is kept. Upgrade headquarters: the program brings it in then, and this ends by itself.";
    hash() "Những hồ sơ khác của máy đó vẫn được gộp. Hãy gọi cán bộ: hồ sơ này cần ghi lại thành hồ sơ mới." / "The other records of that machine are brought in. Call the officer: this one is to be written anew as a new record.";
    too_much() "Phần vượt mức nằm trong nhật ký, chưa gộp. Hãy gọi cán bộ xem máy đó đã làm gì; đóng việc này thì nhật ký của máy được xem lại." / "What is too much lies in the log and is not brought in. Call the officer about what that machine does; once this is closed, its log is looked at again.";
}

/// Labels of decisions in the line of hints.
pub const FIRST: Both = both("Lấy câu 1", "Answer 1");
pub const SECOND: Both = both("Lấy câu 2", "Answer 2");
pub const BASE: Both = both("Như trước", "As before");
pub const OTHER: Both = both("Câu khác", "Another");
pub const KEEP_FIRST: Both = both("Gộp vào 1", "Into 1");
pub const KEEP_SECOND: Both = both("Gộp vào 2", "Into 2");
pub const KEEP_BOTH: Both = both("Giữ cả hai", "Keep both");
pub const DELETE: Both = both("Xóa", "Delete");
pub const KEEP: Both = both("Giữ", "Keep");
pub const LET_IN: Both = both("Nhận", "Let in");
pub const AGAIN: Both = both("Ghi lại", "Again");
pub const LEAVE: Both = both("Không ghi lại", "Leave out");
pub const PART: Both = both("Nhận một phần", "Let in some");
pub const KEEP_OUT: Both = both("Không nhận", "Keep out");
pub const DONE: Both = both("Đã xử lý", "Dealt with");

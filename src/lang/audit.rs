//! Texts of the audit log.

use super::message::{count, s};
use super::say::say;
use super::words::{Both, both};

pub const SCREEN: Both = both("Nhật ký thao tác", "Audit log");

say! {
    // columns
    at() "Lúc" / "Time";
    who() "Ai" / "Who";
    deed() "Việc" / "Deed";
    about() "Về" / "About";
    origin() "Từ đâu" / "From where";

    // deeds
    export() "Xuất danh sách" / "List exported";
    print() "In lượt làm việc" / "Visit printed";
    take_out() "Lấy tệp đính kèm ra" / "Attachment taken out";
    list() "In danh sách ra tệp hoặc cho chương trình khác" / "List printed into a file or for a program";
    show() "In hồ sơ ra tệp hoặc cho chương trình khác" / "Record printed into a file or for a program";
    paper() "Ghi bảng đề án" / "Paper of projects written";
    stick() "Ghi ra USB" / "Stick written";
    backup() "Sao lưu" / "Backup made";
    restore() "Lấy lại từ bản sao lưu" / "Restored from a backup";
    passphrase_set() "Đặt mật khẩu" / "Passphrase set";
    passphrase_changed() "Đổi mật khẩu" / "Passphrase changed";
    passphrase_removed() "Bỏ mật khẩu" / "Passphrase removed";
    recovery_on() "Cho cấp trên giúp khi quên mật khẩu" / "Recovery through headquarters allowed";
    recovery_off() "Thôi cho cấp trên giúp khi quên mật khẩu" / "Recovery through headquarters taken back";
    recover() "Mở lại sổ quên mật khẩu" / "Forgotten passphrase recovered";
    enrol() "Nhận máy" / "Device enrolled";
    revoke() "Thu hồi máy" / "Devices shut out";
    confirm() "Xác nhận danh sách máy" / "Devices confirmed";
    handover() "Chuyển giao việc" / "Work handed over";
    publish() "Ban hành" / "Rows published";
    delete() "Xóa hồ sơ" / "Record deleted";
    erase() "Xóa vĩnh viễn" / "Erased for good";
    undelete() "Khôi phục hồ sơ" / "Record restored";
    verdict() "Ý kiến duyệt" / "Verdict";
    case_raised() "Nêu việc chờ duyệt" / "Case raised";
    case_decided() "Quyết định việc chờ duyệt" / "Case decided";
    case_reopened() "Mở lại việc chờ duyệt" / "Case reopened";
    unknown(n: u64) "Việc số {n}, của bản sotay mới hơn" / "Deed {n}, of a newer program";

    not_finished(deed: &str) "{deed}: không xong" / "{deed}: not finished";

    // subjects of entries
    rows(n: u64) "{} dòng" (count(n)) / "{} row{}", count(n), s(n);
    with_personal() "có dữ liệu cá nhân" / "with personal data";
    without_personal() "không có dữ liệu cá nhân" / "without personal data";
    officer(n: u32) "cán bộ số {n}" / "officer {n}";
    from_to(from: u32, to: u32) "từ cán bộ số {from} sang số {to}" / "from officer {from} to {to}";
    device(digits: &str) "máy {digits}" / "device {digits}";
    reason(text: &str) "lý do: {text}" / "reason: {text}";
    from_address(address: &str) "từ {address}" / "from {address}";

    // sentences
    entries(n: u64) "{} mục" (count(n)) / "{} entr{}", count(n), if n == 1 { "y" } else { "ies" };
    found(n: u64, all: u64) "{} trong {} mục" (count(n), count(all)) / "{} of {} entries", count(n), count(all);
    none() "Nhật ký thao tác chưa có gì." / "Nothing is in the audit log yet.";
    none_found() "Nhật ký thao tác không có mục nào như vậy." / "The audit log has no such entry.";
    no_match(text: &str) "Không có mục nào có “{text}”." / "No entry has “{text}”.";
    damaged(n: u64)
        "Nhật ký có {} chỗ không đọc được, có thể thiếu mục. Những mục đọc được vẫn đúng. Hãy chạy lệnh verify để biết chỗ nào." (count(n))
        / "{} place{} of the journal cannot be read, and entries may be missing. What is shown is right. Run the command verify to see where.", count(n), s(n);
    not_noted(why: &str)
        "Chưa ghi được vào nhật ký thao tác nên không làm gì, không để lại tệp nào; sổ không thay đổi. {why} Nếu ổ đĩa chỉ đọc được: sao lưu ra đĩa khác (sotay backup THƯ-MỤC) và mở bản sao lưu ở đó."
        / "The audit log could not be written, so nothing was done and no file was left; the notebook is as it was. {why} On a disk that is read-only: make a backup on another one (sotay backup FOLDER) and open it there.";
    done_without_entry()
        "Không ghi được việc này vào nhật ký thao tác. Nếu việc xong, hãy ghi lại bằng tay, rồi dọn đĩa hoặc xem quyền ghi của thư mục."
        / "The audit log could not be written. If this is done, note it by hand, then make room on the disk or look at the folder's permissions.";
    nothing_done(why: &str)
        "Chưa ghi được vào nhật ký thao tác nên không làm gì; mọi thứ như cũ. {why}"
        / "The audit log could not be written, so nothing was done; everything is as it was. {why}";
    no_such_deed(given: &str, known: &str)
        "Không có việc “{given}”. Các việc: {known}"
        / "There is no deed “{given}”. Deeds: {known}";
    log_sound(n: u64)
        "Nhật ký thao tác của đơn vị nguyên vẹn: {} mục" (count(n))
        / "Headquarters' audit log is whole: {} entr{}", count(n), if n == 1 { "y" } else { "ies" };
    log_damaged(places: u64, folder: &str)
        "Nhật ký thao tác của đơn vị có {} chỗ hỏng hoặc thiếu mục: {folder}. Tệp được giữ nguyên. Hãy chép thư mục này ra nơi khác và so với bản sao lưu gần nhất." (count(places))
        / "Headquarters' audit log is damaged or lacks entries in {} place{}: {folder}. The files are left as they are. Copy the folder elsewhere and compare it with the last backup.", count(places), s(places);
}

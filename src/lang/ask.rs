//! Questions, banners and what happens to the program itself: words of the dialogs.

use super::message::{count, messages, s};

messages! {
    /// Questions. Yes and no stand in the action words; a question starts on no.
    pub enum Ask<'a>, ASK_WORDS {
        Delete { title: &'a str }
            "Xóa \"{title}\"? Hồ sơ vẫn được giữ trong mục Đã xóa và khôi phục được.";
            "Delete \"{title}\"? It stays under Deleted and can be restored.";
        DeleteReason { title: &'a str }
            "Lý do xóa \"{title}\":";
            "Why delete \"{title}\":";
        Lock { title: &'a str }
            "Chốt \"{title}\"? Sau khi chốt, mỗi lần sửa phải ghi lý do.";
            "Lock \"{title}\"? After that every change needs a reason.";
        LockFaults { n: u64 }
            "Chưa chốt được: còn {} lỗi trong biểu mẫu.", count(*n);
            "Cannot lock yet: {} fault{} in the form.", count(*n), s(*n);
        Revise { title: &'a str }
            "\"{title}\" đã chốt. Lý do sửa:";
            "\"{title}\" is locked. Reason for the change:";
        ReasonWanted
            "Xin ghi lý do, ít nhất vài từ.";
            "Please give a reason, a few words at least.";
        Discard { what: &'a str }
            "Bỏ bản nháp {what}? Những gì chưa lưu trong đó sẽ không còn.";
            "Throw away the draft of {what}? What is not saved in it will be gone.";
        HideDraft
            "Không viết tiếp bản nháp này? Bản nháp còn khôi phục được trong 30 ngày.";
            "Not go on with this draft? It can be restored for 30 days.";
        ResumeDraft { what: &'a str, clock: &'a str }
            "Đang có bản nháp {what} lúc {clock}. Viết tiếp bản nháp này?";
            "There is a draft of {what} from {clock}. Go on with it?";
        RowDelete { n: u64 }
            "Xóa dòng {n} của bảng?";
            "Delete row {n} of the table?";
        Warnings { n: u64 }
            "{} điểm cần xem lại. Vẫn lưu?", count(*n);
            "{} point{} to look at. Save anyway?", count(*n), s(*n);
        ChangedBelow { who: &'a str }
            "Hồ sơ này vừa được {who} sửa ở nơi khác. Hãy xem lại rồi lưu.";
            "{who} has changed this record meanwhile. Look again, then save.";
        Quit { n: u64 }
            "Thoát? {} bản nháp được giữ lại nguyên vẹn.", count(*n);
            "Quit? {} draft{} will be kept as they are.", count(*n), s(*n);
    }
}

messages! {
    /// Banners: what happened, what is safe, what to do.
    pub enum Banner<'a>, BANNERS {
        KeyFaults { file: &'a str, n: u64 }
            "{file} có {} lỗi, đang dùng bộ phím mặc định. Xem: sotay keys", count(*n);
            "{file} has {} fault{}, the default keys serve. See: sotay keys", count(*n), s(*n);
        ConfigFaults { file: &'a str }
            "{file} có lỗi, đang dùng thiết lập mặc định.";
            "{file} has faults, the default settings serve.";
        ReadOnly
            "Sổ chỉ đọc được. Mọi thứ đã lưu vẫn an toàn. Hãy chép thư mục sổ sang đĩa ghi được rồi mở ở đó.";
            "The notebook is read-only. Everything saved is safe. Copy its folder to a writable disk and open it there.";
        DiskFull
            "Đĩa đầy, chưa lưu được bản ghi mới. Bản nháp vẫn được giữ. Hãy xóa bớt tệp khác trên đĩa rồi lưu lại.";
            "The disk is full, new records cannot be saved. Drafts are kept. Free some space, then save again.";
        Damage { lost: u64 }
            "Nhật ký hỏng {} khung. Phần còn lại đọc được. Hãy chạy: sotay verify", count(*lost);
            "{} frame{} of the journal are damaged. The rest can be read. Run: sotay verify", count(*lost), s(*lost);
        Rebuilding { done: u64 }
            "Đang dựng lại danh sách từ nhật ký: {} bản ghi. Vẫn ghi được như thường.", count(*done);
            "Rebuilding the lists from the journal: {} record{}. You can go on writing.", count(*done), s(*done);
        Rebuilt { n: u64 }
            "Đã dựng lại sổ từ nhật ký: {} bản ghi, không mất bản ghi nào.", count(*n);
            "Notebook rebuilt from the journal: {} record{}, none lost.", count(*n), s(*n);
        NotSaved { why: &'a str }
            "Chưa lưu được: {why} Những gì đã gõ vẫn còn đây.";
            "Not saved: {why} What you typed is still here.";
        DraftNotKept { why: &'a str }
            "Chưa giữ được bản nháp: {why} Xin đừng đóng máy.";
            "The draft could not be kept: {why} Please do not switch off.";
        FontCard
            "Nếu các chữ sau bị sai hoặc thành ô vuông, hãy chạy lại với --ascii: ạ ế ợ ữ đ";
            "If these letters look wrong or like boxes, start again with --ascii: ạ ế ợ ữ đ";
        Bug
            "Chương trình gặp lỗi của chính nó. Mọi thứ đã lưu vẫn an toàn; xin mở lại sổ và báo lỗi này.";
            "The program met a fault of its own. Everything saved is safe; please start it again and report this.";
        NotATerminal
            "Sổ tay cần một cửa sổ dòng lệnh. Để dùng trong tập lệnh, xem: sotay --help";
            "The notebook needs a terminal. For scripts see: sotay --help";
    }
}

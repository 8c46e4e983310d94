//! The words of a record's page and of its form.

use super::message::{count, messages, s};

messages! {
    /// Pages of records.
    pub enum Page<'a>, PAGE_WORDS {
        Facts
            "Thông tin";
            "Facts";
        Contact
            "Liên hệ";
            "Contact";
        Visits { n: u64 }
            "Lượt kiểm tra ({})", count(*n);
            "Visits ({})", count(*n);
        Models { n: u64 }
            "Mô hình ({})", count(*n);
            "Models ({})", count(*n);
        OpenTasks { n: u64 }
            "Cam kết chưa xong ({})", count(*n);
            "Open commitments ({})", count(*n);
        Tasks { n: u64 }
            "Cam kết ({})", count(*n);
            "Commitments ({})", count(*n);
        Replications { n: u64 }
            "Cơ sở nhân rộng ({})", count(*n);
            "Replications ({})", count(*n);
        Figures
            "Trước và sau";
            "Before and after";
        Before
            "trước";
            "before";
        After
            "sau";
            "after";
        Change
            "thay đổi";
            "change";
        Indicator
            "chỉ số";
            "figure";
        FollowUp { no: u64 }
            "theo dõi lần {no}";
            "follow-up {no}";
        NoVisits { key: &'a str }
            "Chưa có lượt kiểm tra. Nhấn {key} để ghi.";
            "No visits yet. Press {key} to record one.";
        NoModels { key: &'a str }
            "Chưa có mô hình. Nhấn {key} để thêm.";
            "No models yet. Press {key} to add one.";
        NoTasks { key: &'a str }
            "Chưa có cam kết nào. Nhấn {key} để ghi.";
            "No commitments yet. Press {key} to add one.";
        NoFigures { key: &'a str }
            "Chưa có chỉ số trước/sau. Nhấn {key} để ghi.";
            "No before/after figures yet. Press {key} to add them.";
        NoReplications
            "Chưa có cơ sở nhân rộng.";
            "No replications yet.";
        NoContact
            "Chưa có thông tin liên hệ.";
            "No contact yet.";
        Gone
            "Không còn tìm thấy hồ sơ này.";
            "This record can no longer be found.";
        HistoryMade { who: &'a str, at: &'a str }
            "{at}, {who}: tạo mới";
            "{at}, {who}: created";
        HistoryChanged { who: &'a str, at: &'a str }
            "{at}, {who}: sửa";
            "{at}, {who}: changed";
        HistoryDeleted { who: &'a str, at: &'a str, reason: &'a str }
            "{at}, {who}: xóa ({reason})";
            "{at}, {who}: deleted ({reason})";
        HistoryRestored { who: &'a str, at: &'a str }
            "{at}, {who}: khôi phục";
            "{at}, {who}: restored";
        HistoryFrom { field: &'a str, before: &'a str, after: &'a str }
            "{field}: {before} -> {after}";
            "{field}: {before} -> {after}";
        Empty
            "(trống)";
            "(empty)";
    }
}

messages! {
    /// Forms: titles, faults left, picks, tables.
    pub enum Form<'a>, FORM_WORDS {
        New { kind: &'a str }
            "{kind}: hồ sơ mới";
            "{kind}: new";
        Edit { kind: &'a str, title: &'a str }
            "{kind}: {title}";
            "{kind}: {title}";
        Section { at: u64, of: u64, name: &'a str }
            "Phần {at}/{of}: {name}";
            "Section {at}/{of}: {name}";
        FaultsLeft { n: u64, key: &'a str }
            "{} lỗi còn lại, {key} để đến lỗi kế tiếp", count(*n);
            "{} fault{} left, {key} goes to the next", count(*n), s(*n);
        NoFaults { key: &'a str }
            "Không còn lỗi, {key} để lưu";
            "No faults left, {key} saves";
        WarningsOnce { n: u64, key: &'a str }
            "{} điểm cần xem lại. Nhấn {key} lần nữa để vẫn lưu.", count(*n);
            "{} point{} to look at. Press {key} again to save anyway.", count(*n), s(*n);
        Required
            "bắt buộc";
            "required";
        CarriedFrom { day: &'a str }
            "theo lượt ngày {day}";
            "as on {day}";
        Computed
            "tự tính";
            "computed";
        Personal
            "dữ liệu cá nhân";
            "personal data";
        NothingToUndo
            "Không còn gì để hoàn tác";
            "Nothing left to undo";
        TooLong { max: u64 }
            "tối đa {} ký tự", count(*max);
            "at most {} characters", count(*max);
        PickType
            "Gõ để tìm, không cần dấu";
            "Type to search, no accents needed";
        PickPlace
            "Gõ tên xã, phường mới hoặc cũ";
            "Type a commune's new or old name";
        PickNone { text: &'a str }
            "Không có mục nào khớp với \"{text}\".";
            "Nothing matches \"{text}\".";
        PickCreate { kind: &'a str, text: &'a str, key: &'a str }
            "{key}: tạo {kind} \"{text}\"";
            "{key}: create {kind} \"{text}\"";
        OldPlace { name: &'a str }
            "cũ: {name}";
            "was: {name}";
        Rows { n: u64 }
            "{} dòng", count(*n);
            "{} row{}", count(*n), s(*n);
        NoRows { key: &'a str }
            "chưa có dòng nào, {key} để thêm";
            "no rows yet, {key} adds one";
        Yes
            "có";
            "yes";
        No
            "không";
            "no";
        Chosen { n: u64 }
            "đã chọn {}", count(*n);
            "{} chosen", count(*n);
    }
}

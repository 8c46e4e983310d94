//! The words of the screens: titles, header, Today, lists. Pages and forms are in `form`,
//! questions in `ask`, the first run in `start`, the store's news in `store`.

use super::message::{count, messages, s};
use super::words::{Both, both};

pub const TODAY: Both = both("Hôm nay", "Today");
pub const ESTABLISHMENTS: Both = both("Cơ sở", "Establishments");
pub const VISITS: Both = both("Lượt kiểm tra", "Visits");
pub const MODELS: Both = both("Mô hình", "Models");
pub const MEASUREMENTS: Both = both("Chỉ số trước/sau", "Before/after figures");
pub const PROJECTS: Both = both("Đề án", "Projects");
pub const TASKS: Both = both("Việc", "Tasks");
pub const OFFICERS: Both = both("Cán bộ", "Officers");
pub const TRASH: Both = both("Đã xóa", "Deleted");
pub const MORE: Both = both("Màn hình khác", "More screens");
pub const HELP: Both = both("Trợ giúp", "Help");
pub const KEYS: Both = both("Bảng phím", "Keys");
pub const HISTORY: Both = both("Lịch sử sửa đổi", "History of changes");
pub const PALETTE: Both = both("Lệnh", "Commands");
pub const NOTEBOOK: Both = both("Sổ tay", "Notebook");

messages! {
    /// Header, toasts and marks.
    pub enum Header<'a>, HEADER {
        Saved { clock: &'a str }
            "Đã lưu {clock}";
            "Saved {clock}";
        Saving
            "Đang lưu...";
            "Saving...";
        Unsaved
            "chưa lưu";
            "unsaved";
        DraftKept { clock: &'a str }
            "Đã giữ bản nháp {clock}";
            "Draft kept {clock}";
        Drafts { n: u64 }
            "{} bản nháp", count(*n);
            "{} draft{}", count(*n), s(*n);
        Records { n: u64 }
            "{} bản ghi", count(*n);
            "{} record{}", count(*n), s(*n);
        Position { at: u64, of: u64 }
            "{}/{}", count(*at), count(*of);
            "{}/{}", count(*at), count(*of);
        Incomplete
            "chưa đủ";
            "incomplete";
        Deleted
            "đã xóa";
            "deleted";
        Locked
            "đã chốt";
            "locked";
        Partial
            "thiếu một phần";
            "partly lost";
        MadeUp
            "dữ liệu thử";
            "made up";
        ReadOnly
            "chỉ đọc";
            "read-only";
        TelexOn
            "Telex: bật";
            "Telex: on";
        TelexOff
            "Telex: tắt";
            "Telex: off";
        TelexOnHow { key: &'a str }
            "Đã bật gõ Telex trong sổ tay ({key} để tắt)";
            "Telex inside the notebook is on ({key} turns it off)";
        TelexOffHow { key: &'a str }
            "Đã tắt gõ Telex trong sổ tay ({key} để bật)";
            "Telex inside the notebook is off ({key} turns it on)";
        Pending { keys: &'a str }
            "{keys} ... chờ phím tiếp theo";
            "{keys} ... waiting for the next key";
        Working
            "Đang đọc...";
            "Reading...";
        TooSmall { columns: u64, rows: u64 }
            "Cửa sổ nhỏ quá, cần ít nhất {columns}x{rows}";
            "Window too small, {columns}x{rows} needed";
        Restored
            "Đã khôi phục";
            "Restored";
        DeletedNow { key: &'a str }
            "Đã xóa; {key} để khôi phục";
            "Deleted; {key} restores it";
        LockedNow
            "Đã chốt lượt kiểm tra";
            "Visit locked";
        NotHere
            "Lệnh này chưa dùng được ở đây";
            "This command does nothing here";
    }
}

messages! {
    /// Today: what is due, planned, unfinished.
    pub enum Today<'a>, TODAY_WORDS {
        OverdueTasks { n: u64 }
            "Cam kết quá hạn ({})", count(*n);
            "Overdue commitments ({})", count(*n);
        DueTasks { n: u64 }
            "Cam kết sắp đến hạn ({})", count(*n);
            "Commitments due soon ({})", count(*n);
        PlannedVisits { n: u64 }
            "Lượt kiểm tra đã hẹn ({})", count(*n);
            "Planned visits ({})", count(*n);
        Drafts { n: u64 }
            "Bản nháp cần viết tiếp ({})", count(*n);
            "Drafts to finish ({})", count(*n);
        Incomplete { n: u64 }
            "Hồ sơ chưa đủ ({})", count(*n);
            "Incomplete records ({})", count(*n);
        DraftOffer { what: &'a str, clock: &'a str, field: &'a str }
            "Bản nháp {what} lúc {clock}, đang ở ô {field}";
            "Draft of {what} from {clock}, at the field {field}";
        Overdue { days: u64 }
            "Quá hạn {} ngày", count(*days);
            "{} day{} overdue", count(*days), s(*days);
        DueToday
            "đến hạn hôm nay";
            "due today";
        DaysLeft { days: u64 }
            "còn {} ngày", count(*days);
            "{} day{} left", count(*days), s(*days);
        PlannedToday
            "hẹn hôm nay";
            "planned for today";
        AndMore { n: u64 }
            "... và {} dòng nữa", count(*n);
            "... and {} more", count(*n);
        AllDone { key: &'a str }
            "Hôm nay không có việc đến hạn. Nhấn {key} để ghi lượt kiểm tra mới.";
            "Nothing is due today. Press {key} to record a visit.";
        Nothing { add: &'a str, visit: &'a str }
            "Sổ còn trống. Nhấn {add} để xem danh sách cơ sở và thêm cơ sở đầu tiên, hoặc {visit} để ghi ngay một lượt kiểm tra.";
            "The notebook is empty. Press {add} for the list of establishments and add the first, or {visit} to record a visit at once.";
    }
}

messages! {
    /// Lists: search, order, filter, empty.
    pub enum List<'a>, LIST_WORDS {
        SearchEstablishments
            "Tìm cơ sở theo tên, xã, ngành... (không cần dấu)";
            "Find by name, commune, trade... (no accents needed)";
        SearchVisits
            "Tìm lượt kiểm tra theo cơ sở, nội dung... (không cần dấu)";
            "Find visits by establishment, text... (no accents needed)";
        SearchModels
            "Tìm mô hình theo tên, mã, cơ sở... (không cần dấu)";
            "Find models by name, code, place... (no accents needed)";
        SearchAny
            "Gõ để tìm (không cần dấu)";
            "Type to search (no accents needed)";
        NoMatch { text: &'a str }
            "Không có dòng nào khớp với \"{text}\". Hãy bớt chữ hoặc bỏ lọc.";
            "Nothing matches \"{text}\". Try fewer letters or no filter.";
        NoMatchFilter { key: &'a str }
            "Không có dòng nào qua bộ lọc. Nhấn {key} để đổi bộ lọc.";
            "Nothing passes the filter. Press {key} to change it.";
        Found { n: u64 }
            "tìm thấy {}", count(*n);
            "{} found", count(*n);
        NoEstablishments { key: &'a str }
            "Chưa có cơ sở nào. Nhấn {key} để thêm cơ sở đầu tiên, hoặc nhập danh sách bằng lệnh: sotay import establishment TỆP.csv";
            "No establishments yet. Press {key} to add the first, or import a list with: sotay import establishment FILE.csv";
        NoVisits { key: &'a str }
            "Chưa có lượt kiểm tra nào. Nhấn {key} để ghi lượt đầu tiên.";
            "No visits yet. Press {key} to record the first.";
        NoModels { key: &'a str }
            "Chưa có mô hình nào. Nhấn {key} để thêm mô hình đầu tiên.";
            "No models yet. Press {key} to add the first.";
        NoneOfKind { kind: &'a str, key: &'a str }
            "Chưa có {kind} nào. Nhấn {key} để thêm.";
            "No {kind} yet. Press {key} to add one.";
        NoTrash
            "Không có hồ sơ nào đã xóa.";
            "Nothing has been deleted.";
        SortTitle
            "Sắp xếp theo";
            "Sort by";
        SortBest
            "khớp nhất trước";
            "best match first";
        SortName
            "tên A-Z";
            "name A-Z";
        SortNewest
            "mới nhất trước";
            "newest first";
        SortOldest
            "cũ nhất trước";
            "oldest first";
        SortChanged
            "vừa sửa trước";
            "last changed first";
        FilterTitle
            "Lọc theo";
            "Filter by";
        FilterNone
            "bỏ lọc";
            "no filter";
        FilterIncomplete
            "chỉ hồ sơ chưa đủ";
            "incomplete only";
        FilterDeleted
            "chỉ hồ sơ đã xóa";
            "deleted only";
        Filtered { field: &'a str, value: &'a str }
            "lọc: {field} = {value}";
            "filter: {field} = {value}";
        NoTitle
            "(chưa có tên)";
            "(no name yet)";
    }
}

//! Long and short labels of the actions. `keymap::action` pairs them with the ids; an action
//! without labels does not compile.

use super::words::{Both, Words, both, words};

pub const GROUP_RECORD: Both = both("Hồ sơ", "Records");
pub const GROUP_FORM: Both = both("Biểu mẫu", "Form");
pub const GROUP_CHOOSE: Both = both("Lựa chọn", "Choosing");
pub const GROUP_LIST: Both = both("Danh sách", "Lists");
pub const GROUP_GO: Both = both("Chuyển màn hình", "Screens");
pub const GROUP_PROGRAM: Both = both("Chương trình", "Program");
pub const GROUP_MOVE: Both = both("Di chuyển", "Moving");
pub const GROUP_TYPING: Both = both("Gõ chữ", "Typing");

/// Synonyms for the palette's search in both languages, by action id.
pub const SYNONYMS: &[(&str, &str)] = &[
    ("app.import", "nhập Excel, import, đọc tệp, thêm danh sách, load"),
    (
        "import.undo",
        "lấy lại lần nhập, bỏ danh sách vừa nhập, xóa danh sách đã nhập, các lần nhập gần đây, take back, undo, revert",
    ),
    ("deed.undo", "lấy lại, hoàn tác, bring back, undo"),
    ("app.other", "sổ mẫu, mẫu, dữ liệu mẫu, tập dùng, về sổ của tôi, demo, samples, practise"),
    ("list.export", "xuất Excel, export, tải về, ghi ra tệp, lưu tệp"),
    ("results.write", "xuất báo cáo, in báo cáo, report, export, Excel"),
    ("record.print", "in, in biên bản, print, Word, docx"),
    ("record.delete", "xóa, bỏ, delete, remove"),
    ("record.restore", "khôi phục, lấy lại, restore, undelete"),
    ("record.history", "lịch sử, ai sửa, history, log"),
    ("record.edit", "sửa, edit, change"),
    ("record.new", "thêm, tạo mới, ghi mới, add, new"),
    ("visit.new", "ghi, kiểm tra mới, lượt kiểm tra mới, thêm lượt, visit, new"),
    ("list.search", "tìm, tìm kiếm, find, search"),
    ("list.filter", "lọc, filter"),
    ("list.sort", "xếp, sắp xếp, thứ tự, sort"),
    ("go.visits", "lượt kiểm tra, chuyến đi, inspections"),
    ("go.incomplete", "chưa đủ, thiếu, incomplete, missing"),
    ("go.trash", "thùng rác, hồ sơ đã xóa, đã xóa, khôi phục, trash, bin, deleted"),
    ("go.audit", "nhật ký, ai làm gì, audit, log, who"),
    ("go.sync", "đồng bộ, gửi nhận, gửi, sync, send"),
    ("sync.now", "đồng bộ, gửi, sync, send"),
    ("go.results", "kết quả, báo cáo, thống kê, report, statistics"),
    ("text.telex", "bộ gõ, tiếng Việt, gõ dấu, VNI, Unikey, typing"),
    ("form.save", "lưu, ghi, save"),
    ("form.discard", "bỏ nháp, hủy, discard, cancel"),
    ("file.take_out", "lấy tệp, lưu tệp, xuất tệp, save file, download"),
    ("screen.redraw", "vẽ lại, redraw, refresh"),
    ("help.open", "trợ giúp, phím, help, keys, hướng dẫn"),
    ("app.quit", "thoát, đóng, quit, exit, leave"),
];

macro_rules! table {
    ($($name:ident: $vi:literal, $vi_short:literal; $en:literal, $en_short:literal;)*) => {
        $(pub const $name: Words = words(($vi, $vi_short), ($en, $en_short));)*
    };
}

// questions and choices
table! {
    CONFIRM_YES: "Đồng ý", "Đồng ý"; "Yes, do it", "Yes";
    CONFIRM_NO: "Không, quay lại", "Không"; "No, go back", "No";
    CONFIRM_CHOOSE: "Nhận câu trả lời đang đánh dấu", "Chọn"; "Take the marked answer", "Choose";
    CONFIRM_NEXT: "Sang câu trả lời kia", "Đổi"; "Mark the other answer", "Other";
    PICK_CHOOSE: "Chọn mục đang đánh dấu", "Chọn"; "Choose the marked entry", "Choose";
    PICK_TOGGLE: "Đánh dấu hoặc bỏ dấu", "Đánh dấu"; "Mark or unmark the entry", "Mark";
    PICK_CREATE: "Tạo mới ngay tại đây", "Tạo mới"; "Create a new one right here", "Create new";
    PICK_CANCEL: "Thôi, không chọn", "Thôi"; "Close without choosing", "Cancel";
    MENU_CHOOSE: "Chọn dòng đang đánh dấu", "Chọn"; "Choose the marked line", "Choose";
}

// forms
table! {
    FORM_SAVE: "Lưu biểu mẫu", "Lưu"; "Save the form", "Save";
    FORM_NEXT_FAULT: "Đến ô kế còn thiếu hoặc sai", "Ô thiếu"; "Go to the next question that lacks an answer or is wrong", "Next gap";
    FIELD_EDIT: "Sửa ô này", "Sửa ô"; "Edit this field", "Edit field";
    FIELD_DONE: "Gõ xong ô này", "Xong ô"; "Finish typing in this field", "Done";
    FORM_CLOSE: "Đóng biểu mẫu, giữ bản nháp", "Để sau"; "Close the form, keep the draft", "Later";
    ROW_ADD: "Thêm một dòng vào bảng", "Thêm dòng"; "Add a row to the table", "Add row";
    ROW_DELETE: "Xóa dòng này của bảng", "Xóa dòng"; "Delete this row of the table", "Delete row";
    FIELD_CLEAR: "Xóa trắng ô này", "Xóa ô"; "Empty this field", "Clear field";
    FIELD_SWAP: "Đổi giữa câu trả lời ở đây và câu đã lưu", "Đổi bên"; "Swap the answer here and the saved one", "Swap";
    FORM_UNDO: "Hoàn tác, qua mọi ô và dòng", "Hoàn tác"; "Undo, through all fields and rows", "Undo";
    FORM_REDO: "Làm lại điều vừa hoàn tác trong biểu mẫu", "Làm lại"; "Redo what was undone in the form", "Redo";
    FIELD_RESET: "Tính lại ô này", "Tính lại"; "Compute this field again", "Recompute";
    FORM_DISCARD: "Bỏ bản nháp này", "Bỏ nháp"; "Discard this draft", "Discard";
    FIELD_NEXT: "Sang ô sau", "Ô sau"; "Next field", "Next field";
    FIELD_PREV: "Về ô trước", "Ô trước"; "Previous field", "Previous";
    FORM_NEXT_SECTION: "Sang phần sau", "Phần sau"; "Next section", "Next section";
    FORM_PREV_SECTION: "Về phần trước", "Phần trước"; "Previous section", "Prev. section";
    ROW_UP: "Lên dòng trên của bảng", "Dòng trên"; "Row above in the table", "Row above";
    ROW_DOWN: "Xuống dòng dưới của bảng", "Dòng dưới"; "Row below in the table", "Row below";
}

// records and lists
table! {
    IMPORT_OPEN: "Ghép cột, chọn, xem các dòng", "Chọn, xem"; "Map the column, choose, show the rows", "Choose, show";
    IMPORT_PROBLEMS: "Ghi các vấn đề ra tệp", "Ghi tệp lỗi"; "Write the problems to a file", "Problems";
    IMPORT_GO: "Nhập danh sách đang xem", "Nhập"; "Import the list shown", "Import";
    LIST_OPEN: "Mở dòng đang đánh dấu", "Mở"; "Open the marked line", "Open";
    REVIEW_APPROVE: "Duyệt hồ sơ này", "Duyệt"; "Approve this record", "Approve";
    REVIEW_RETURN: "Trả lại cho cán bộ, kèm lý do", "Trả lại"; "Send it back with a reason", "Send back";
    REVIEW_ASSIGN: "Giao một lượt làm việc cho cán bộ", "Giao việc"; "Assign a visit to an officer", "Assign";
    MATTER_FIRST: "Quyết định theo lựa chọn 1", "Lựa chọn 1"; "Decide for choice 1", "Choice 1";
    MATTER_SECOND: "Quyết định theo lựa chọn 2", "Lựa chọn 2"; "Decide for choice 2", "Choice 2";
    MATTER_BASE: "Quyết định giữ như trước", "Như trước"; "Decide to leave it as it was", "As before";
    MATTER_EDIT: "Ghi câu trả lời khác", "Câu khác"; "Write another answer", "Another";
    GO_MATTERS: "Những việc chờ người duyệt", "Chờ duyệt"; "What waits for a reviewer", "Matters";
    RECORD_EDIT: "Sửa hồ sơ này", "Sửa"; "Edit this record", "Edit";
    VISIT_NEW: "Ghi lượt làm việc mới", "Ghi lượt mới"; "Record a new visit", "New visit";
    SEARCH_DONE: "Tìm xong, về danh sách", "Xong tìm"; "Finish searching, back to the list", "Done";
    LIST_SEARCH: "Tìm trong danh sách", "Tìm"; "Search the list", "Search";
    RECORD_NEW: "Thêm hồ sơ ở đây", "Thêm"; "Add a record here", "Add";
    RECORD_TASK: "Ghi cam kết, việc cần làm", "Thêm việc"; "Add a task or commitment", "Add task";
    RECORD_MODEL: "Thêm mô hình trình diễn", "Thêm mô hình"; "Add a demonstration model", "Add model";
    RECORD_MEASURE: "Ghi chỉ số trước/sau", "Ghi chỉ số"; "Record before/after figures", "Add figures";
    RECORD_LOCK: "Chốt lượt làm việc", "Chốt"; "Lock the visit", "Lock";
    RECORD_HISTORY: "Xem lịch sử sửa đổi", "Lịch sử"; "Show the history of changes", "History";
    RECORD_DELETE: "Xóa, có thể khôi phục", "Xóa"; "Delete, can be restored", "Delete";
    RECORD_ERASE: "Xóa vĩnh viễn dữ liệu cá nhân của hồ sơ", "Xóa vĩnh viễn"; "Erase the record's personal data for good", "Erase";
    FILE_TAKE_OUT: "Lấy tệp đính kèm ra", "Lấy tệp ra"; "Take the attached file out", "Take file out";
    RECORD_PRINT: "In lượt làm việc ra giấy (.docx)", "In"; "Print the visit as a document (.docx)", "Print";
    LIST_EXPORT: "Xuất danh sách ra tệp (Excel, CSV)", "Xuất"; "Export the list to a file (Excel, CSV)", "Export";
    RECORD_RESTORE: "Khôi phục hồ sơ đã xóa", "Khôi phục"; "Restore a deleted record", "Restore";
    DEED_UNDO: "Hoàn tác việc vừa làm", "Hoàn tác"; "Undo what was just done", "Undo";
    LIST_FILTER: "Lọc danh sách", "Lọc"; "Filter the list", "Filter";
    LIST_SORT: "Đổi cách sắp xếp", "Sắp xếp"; "Change the order", "Sort";
    RESULTS_PERIOD: "Chọn tháng, quý, năm hay nhiều năm", "Kỳ"; "Choose month, quarter, year or years", "Period";
    RESULTS_SCOPE: "Chọn địa bàn", "Địa bàn"; "Choose the place", "Place";
    RESULTS_PARTS: "Mở, gập chi tiết của dòng", "Chi tiết"; "Show or fold the row's details", "Details";
    RESULTS_WRITE: "Ghi báo cáo ra tệp (Excel, CSV)", "Ghi ra tệp"; "Write the report to a file (Excel, CSV)", "To a file";
    RESULTS_EARLIER: "Về kỳ trước", "Trước"; "To the period before", "Earlier";
    RESULTS_LATER: "Sang kỳ sau", "Sau"; "To the next period", "Later";
    LIST_TRASH: "Hiện hoặc ẩn thùng rác", "Thùng rác"; "Show or hide the bin", "Bin";
}

// navigation and program
table! {
    GO_TODAY: "Màn hình Hôm nay", "Hôm nay"; "Today", "Today";
    GO_ESTABLISHMENTS: "Danh sách cơ sở", "Cơ sở"; "Establishments", "Establishments";
    GO_VISITS: "Danh sách lượt làm việc", "Lượt làm việc"; "Visits", "Visits";
    GO_MODELS: "Danh sách mô hình", "Mô hình"; "Models", "Models";
    GO_MORE: "Các màn hình khác", "Khác"; "More screens", "More";
    GO_RESULTS: "Kết quả so với mục tiêu", "Kết quả"; "Results against targets", "Results";
    GO_SYNC: "Gửi cấp trên, nhận về", "Gửi nhận"; "Headquarters: send and fetch", "Headquarters";
    GO_PROJECTS: "Danh sách đề án", "Đề án"; "Projects", "Projects";
    GO_TASKS: "Danh sách việc, cam kết", "Việc"; "Tasks and commitments", "Tasks";
    GO_MEASUREMENTS: "Danh sách chỉ số trước/sau", "Chỉ số"; "Before/after figures", "Figures";
    GO_INCOMPLETE: "Hồ sơ còn thiếu thông tin", "Còn thiếu"; "Records that lack information", "Incomplete";
    GO_OFFICERS: "Danh sách cán bộ", "Cán bộ"; "Officers", "Officers";
    GO_TRASH: "Thùng rác: hồ sơ đã xóa", "Thùng rác"; "Bin: deleted records", "Bin";
    GO_DISCARDED: "Bản nháp đã bỏ, lấy lại", "Nháp đã bỏ"; "Discarded drafts, to bring back", "Discarded";
    GO_AUDIT: "Nhật ký thao tác: ai làm gì, lúc nào", "Nhật ký"; "Audit log: who did what, and when", "Audit log";
    PALETTE_OPEN: "Tìm lệnh theo tên", "Lệnh"; "Find a command by name", "Commands";
    TEXT_TELEX: "Bật, tắt gõ Telex của sổ tay", "Telex"; "Telex inside the notebook on, off", "Telex";
    WORK_STOP: "Dừng việc đang chạy", "Dừng"; "Stop the work under way", "Stop";
    LAYER_CLOSE: "Đóng, quay lại", "Quay lại"; "Close, go back", "Back";
    SYNC_NOW: "Gửi cấp trên và nhận về ngay", "Gửi"; "Send to and fetch from headquarters now", "Send";
    SYNC_FILES: "Gửi, nhận, lấy về cả tệp đính kèm", "Lấy tệp"; "Send, fetch, attached files too", "Files too";
    SYNC_BY: "Gửi bằng USB hoặc địa chỉ khác", "Gửi bằng USB"; "Send by a stick or another address", "By a stick";
    SYNC_DETAILS: "Chi tiết gửi nhận để đối chiếu", "Chi tiết gửi"; "Details of what was sent, to compare", "Sent details";
    APP_QUIT: "Thoát, giữ mọi bản nháp", "Thoát"; "Quit, keep all drafts", "Quit";
    APP_IMPORT: "Nhập danh sách từ tệp Excel, CSV", "Nhập tệp"; "Import a list from Excel or CSV", "Import";
    IMPORT_UNDO: "Hoàn tác lần nhập danh sách", "Hoàn tác nhập"; "Undo the import of a list", "Undo import";
    APP_OTHER: "Đổi giữa sổ của tôi và sổ mẫu", "Đổi sổ"; "Change between my notebook and the sample one", "Other notebook";
    APP_LOCK: "Khóa sổ, mở lại bằng mật khẩu", "Khóa sổ"; "Lock the notebook until the passphrase is typed", "Lock";
    APP_PASSPHRASE: "Đặt, đổi hoặc bỏ mật khẩu của sổ", "Mật khẩu"; "Set, change or take away the passphrase", "Passphrase";
    APP_NEWS: "Xem lại các thông báo", "Thông báo"; "Read the messages again", "Messages";
    SCREEN_REDRAW: "Vẽ lại màn hình", "Vẽ lại"; "Draw the screen again", "Redraw";
    HELP_OPEN: "Trợ giúp: các phím dùng được ở đây", "Trợ giúp"; "Help: the keys that work here", "Help";
}

// cursor movement
table! {
    PAGE_NEXT_TAB: "Sang thẻ sau", "Phần sau"; "Next tab", "Next tab";
    PAGE_PREV_TAB: "Về thẻ trước", "Phần trước"; "Previous tab", "Previous tab";
    LIST_UP: "Lên một dòng", "Lên"; "One line up", "Up";
    LIST_DOWN: "Xuống một dòng", "Xuống"; "One line down", "Down";
    LIST_PAGE_UP: "Lên một trang", "Trang trên"; "One page up", "Page up";
    LIST_PAGE_DOWN: "Xuống một trang", "Trang dưới"; "One page down", "Page down";
    LIST_FIRST: "Về dòng đầu", "Đầu"; "First line", "First";
    LIST_LAST: "Đến dòng cuối", "Cuối"; "Last line", "Last";
    PICK_UP: "Mục phía trên", "Lên"; "Entry above", "Up";
    PICK_DOWN: "Mục phía dưới", "Xuống"; "Entry below", "Down";
    PICK_PAGE_UP: "Lên một trang mục", "Trang trên"; "One page of entries up", "Page up";
    PICK_PAGE_DOWN: "Xuống một trang mục", "Trang dưới"; "One page of entries down", "Page down";
    MENU_UP: "Dòng phía trên", "Lên"; "Line above", "Up";
    MENU_DOWN: "Dòng phía dưới", "Xuống"; "Line below", "Down";
    SCROLL_UP: "Cuộn lên", "Lên"; "Scroll up", "Up";
    SCROLL_DOWN: "Cuộn xuống", "Xuống"; "Scroll down", "Down";
    SCROLL_PAGE_UP: "Cuộn lên một trang", "Trang trên"; "Scroll one page up", "Page up";
    SCROLL_PAGE_DOWN: "Cuộn xuống một trang", "Trang dưới"; "Scroll one page down", "Page down";
    SCROLL_FIRST: "Về đầu trang", "Đầu"; "To the top", "Top";
    SCROLL_LAST: "Đến cuối trang", "Cuối"; "To the bottom", "Bottom";
}

// typing
table! {
    TEXT_LEFT: "Sang trái một chữ cái", "Trái"; "One letter left", "Left";
    TEXT_RIGHT: "Sang phải một chữ cái", "Phải"; "One letter right", "Right";
    TEXT_WORD_LEFT: "Sang trái một từ", "Từ trái"; "One word left", "Word left";
    TEXT_WORD_RIGHT: "Sang phải một từ", "Từ phải"; "One word right", "Word right";
    TEXT_HOME: "Về đầu dòng", "Đầu dòng"; "Start of the line", "Line start";
    TEXT_END: "Đến cuối dòng", "Cuối dòng"; "End of the line", "Line end";
    TEXT_UP: "Lên một dòng chữ", "Lên"; "One line of text up", "Up";
    TEXT_DOWN: "Xuống một dòng chữ", "Xuống"; "One line of text down", "Down";
    TEXT_NEWLINE: "Xuống dòng mới", "Dòng mới"; "New line", "New line";
    TEXT_DELETE_BACK: "Xóa chữ cái phía trước", "Xóa lùi"; "Delete the letter before", "Backspace";
    TEXT_DELETE_FORWARD: "Xóa chữ cái phía sau", "Xóa tới"; "Delete the letter after", "Delete";
    TEXT_DELETE_WORD: "Xóa từ phía trước", "Xóa từ"; "Delete the word before", "Delete word";
    TEXT_CLEAR_LINE: "Xóa cả dòng đang gõ", "Xóa dòng gõ"; "Delete the typed line", "Clear line";
    TEXT_UNDO: "Hoàn tác khi gõ", "Hoàn tác"; "Undo typing", "Undo";
    TEXT_REDO: "Làm lại điều vừa hoàn tác", "Làm lại"; "Redo typing", "Redo";
}

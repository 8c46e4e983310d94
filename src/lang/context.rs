//! Headings of the contexts, in help and in the key table.

use super::words::{Both, both};

pub const LIST: Both = both("Danh sách", "Lists");
pub const PAGE: Both = both("Trang hồ sơ", "A record's page");
pub const REVIEW: Both = both("Trang hồ sơ khi duyệt", "A record's page in review");
pub const MATTER: Both = both("Việc chờ duyệt", "A matter for review");
pub const RESULTS: Both = both("Kết quả", "Results");
pub const SEARCH: Both = both("Ô tìm kiếm", "Search box");
pub const FORM: Both = both("Biểu mẫu", "Form");
pub const LINES: Both = both("Bảng trong biểu mẫu", "Table in a form");
pub const TEXT: Both = both("Khi gõ một dòng", "Typing one line");
pub const NOTE: Both = both("Khi gõ nhiều dòng", "Typing several lines");
pub const PICK: Both = both("Chọn trong danh mục", "Choosing");
pub const MANY: Both = both("Chọn nhiều mục", "Choosing several");
pub const MENU: Both = both("Bảng chọn", "Menu");
pub const CONFIRM: Both = both("Hỏi lại", "Question");
pub const REASON: Both = both("Hỏi lý do", "Question with a reason");
pub const PROMPT: Both = both("Hỏi đường dẫn", "Question for a path");
pub const HELP: Both = both("Trợ giúp, lịch sử", "Help, history");
pub const PREVIEW: Both = both("Xem trước khi nhập", "Preview of an import");
pub const PALETTE: Both = both("Tìm lệnh", "Finding a command");
pub const WELCOME: Both = both("Lần đầu mở sổ", "First start");
pub const PASSPHRASE: Both = both("Gõ mật khẩu", "Typing a passphrase");
pub const GLOBAL: Both = both("Ở mọi nơi", "Everywhere");

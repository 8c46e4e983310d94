//! Texts of the help shared by all commands. Names of commands and options are not translated.

use crate::lang::words::{Both, both};

pub const USAGE: Both = both("Cách dùng:", "Usage:");
pub const COMMANDS: Both = both("Lệnh", "Commands");
pub const ARGUMENTS: Both = both("Đối số", "Arguments");
pub const OPTIONS: Both = both("Tùy chọn", "Options");
pub const EVERYWHERE: Both = both("Tùy chọn chung", "Options of every command");
pub const HELP: Both = both("In trợ giúp này", "Print this help");
pub const VERSION: Both = both("In phiên bản", "Print the version");
pub const LANG: Both = both("Ngôn ngữ: vi hoặc en", "Language: vi or en");
pub const KEYMAP: Both = both(
    "Bộ phím: tên có sẵn (default, vim) hoặc tệp .toml",
    "Keymap: a built-in name (default, vim) or a .toml file",
);
pub const ASCII: Both = both(
    "Hiện chữ không dấu, cho phông chữ thiếu tiếng Việt; json ghi chữ có dấu thành \\uXXXX",
    "Show letters without marks, for fonts that lack Vietnamese; json escapes them as \\uXXXX",
);

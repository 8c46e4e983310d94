//! `sotay-hq review`: folds, then opens the screen on headquarters' notebook.

use crate::command::spec::CommandSpec;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::of_screen(
    "review",
    both(
        "Mở sổ tay của đơn vị tổng hợp: đọc, duyệt, trả lại, giao việc, xử lý trùng và \
         mâu thuẫn",
        "Open headquarters' notebook: read, approve, send back, assign, settle",
    ),
);

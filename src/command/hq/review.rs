//! `sotay-hq review`: the screen on headquarters' notebook, after a fold.

use crate::command::spec::{CommandSpec, Run};
use crate::command::stage::CommandEnd;
use crate::lang::words::both;

pub const SPEC: CommandSpec =
    CommandSpec::new("review", both("Mở sổ tay của đơn vị tổng hợp: đọc, duyệt, trả lại, giao việc, xử lý trùng và mâu thuẫn", "Open headquarters' notebook: read, approve, send back, assign, settle"), |_, _| Ok(CommandEnd::All)).run(Run::Screen);

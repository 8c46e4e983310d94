//! Arguments shared by several of headquarters' commands.

use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, ArgValue};
use crate::lang::words::both;

pub const OFFICER_NUMBER: ArgValue = ArgValue::Number(u32::MAX as u64);

pub fn officer(given: &Invocation<'_>, name: &str) -> Option<u32> {
    given.maybe_number(name).and_then(|number| u32::try_from(number).ok())
}

/// At headquarters: the file of its answer.
pub const REPLY: ArgSpec = ArgSpec::option(
    "out",
    "FILE",
    both(
        "Tệp trả lời (mặc định: tên tệp đề nghị thêm .reply)",
        "The answer's file (the request's name with .reply if left out)",
    ),
)
.path();

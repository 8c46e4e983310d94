//! Arguments that several of headquarters' commands have.

use crate::command::invocation::Invocation;
use crate::command::spec::ArgValue;

pub const OFFICER_NUMBER: ArgValue = ArgValue::Number(u32::MAX as u64);

pub fn officer(given: &Invocation<'_>, name: &str) -> Option<u32> {
    given.maybe_number(name).and_then(|number| u32::try_from(number).ok())
}

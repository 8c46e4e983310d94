//! Keeps core dumps off: memory holds the data key and what people have written.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};

/// Call this before anything secret is read. A child that is started later may not write one either.
pub fn disable_core_dumps() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    // A crash reporter that takes dumps through a pipe does not ask the limit, but gets none of a
    // process that is not dumpable. Nor may another program of the same user read its memory.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

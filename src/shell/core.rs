//! Disables core dumps: memory contains the data key and personal data.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};

/// Must be called before any secret is read. Also applies to child processes.
pub fn disable_core_dumps() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    // A crash reporter that receives dumps through a pipe ignores the limit, but gets no dump of a
    // process that is not dumpable. Other programs of the user cannot read its memory either.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

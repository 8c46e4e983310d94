//! The words of the command line, both languages side by side; the compiler finds a missing one.
//! Data in them is made safe to print by the writer (`command::command_io`), not here.

pub mod args;
pub mod help;
pub mod passphrase;
pub mod rows;
pub mod work;

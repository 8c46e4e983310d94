//! The words of the command line, both languages side by side; the compiler finds a missing one.
//! Data in them is made safe to print by the writer (`command::command_io`), not here.

mod args;
pub mod help;
mod rows;
mod work;

pub use args::{ARGS_WORDS, ArgsWord};
pub use rows::{ROWS_WORDS, RowsWord};
pub use work::{WORK_WORDS, WorkWord};

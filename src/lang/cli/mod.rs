//! Texts of the command line. Data in them is not escaped here: `command::command_io` does that
//! when it prints.

pub mod args;
pub mod help;
pub mod passphrase;
pub mod rows;
pub mod work;

//! Use cases without a terminal, called by commands and by the screen. They know neither command
//! line nor screen; from `app` they use only the titles of records. Messages are returned as text.

pub mod attachment;
pub mod audit;
pub mod demo;
pub mod doctor;
pub mod erase;
mod expected;
pub mod export;
pub mod headquarters;
pub mod history;
pub mod import;
pub mod json;
pub mod officer;
pub mod out_file;
pub mod papers;
pub mod passphrase;
pub mod path;
pub mod personal_titles;
pub mod print;
pub mod programme_files;
pub mod record_text;
pub mod report;
pub mod samples;
pub mod sync;
pub mod undo;
pub mod validator;

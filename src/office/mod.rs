//! Office files: reads and writes workbooks, writes documents and CSV. Knows no kind of record,
//! only cells, tables and paragraphs.

pub mod blank;
pub mod book;
pub mod budget;
pub mod csv;
pub mod docx;
pub mod grid;
mod hidden;
mod latch;
mod mask;
mod measure;
mod number_words;
mod ods;
pub mod pace;
mod shown_day;
pub mod weigh;
pub mod workbook;

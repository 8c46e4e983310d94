//! Helpers that several tests use.

pub mod answers;
pub mod app;
pub mod disk;
pub mod failing;
pub mod headquarters;
pub mod home;
pub mod machine;
pub mod notebook;
pub mod plan;
pub mod pty;
pub mod records;
pub mod spec;
pub mod threads;
pub mod workbook;
pub mod workers;
pub mod world;

use std::path::Path;

use sotay::programme::Role;
use sotay::programme::spec::{Kind, Programme};
use sotay::record::FieldNo;

/// Monday 23 November 2026, 10:42 in Hà Nội.
pub const NOW: u64 = 1_795_405_320_000;

pub fn now() -> u64 {
    NOW
}

/// The officers' programme.
pub fn programme() -> &'static Programme {
    Role::Officer.programme()
}

/// The programme with headquarters' kinds.
pub fn headquarters() -> &'static Programme {
    Role::Headquarters.programme()
}

pub fn kind(id: &str) -> &'static Kind {
    headquarters().kind_by_id(id).unwrap_or_else(|| panic!("no kind {id}"))
}

/// The number of a kind's field.
pub fn field_no(kind_id: &str, id: &str) -> FieldNo {
    kind(kind_id).field_by_id(id).unwrap_or_else(|| panic!("no field {kind_id}.{id}")).no
}

/// Copies a folder with its contents.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// The start of a message, up to what is filled in or the end of its first clause. `…` and 0 stand
/// for what is filled in.
pub fn opening(message: &str) -> String {
    let is_end = |c: char| "…0.:?!;,\"“”(".contains(c);
    message.split(is_end).next().unwrap_or_default().trim().to_owned()
}

/// The lines of a drawn screen, without trailing blanks.
pub fn lines(buffer: &ratatui::buffer::Buffer) -> Vec<String> {
    let line = |row: &[ratatui::buffer::Cell]| -> String {
        row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_string()
    };
    buffer.content.chunks(usize::from(buffer.area.width.max(1))).map(line).collect()
}

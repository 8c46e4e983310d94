//! A deed in one line.

use crate::lang::{Lang, revise as say};
use crate::record::DeedDone;
use crate::text::format::{show_int, show_moment};

/// "28/11/2026 10:42 · ds.xlsx · 287 hồ sơ"
pub fn line(done: &DeedDone, lang: Lang) -> String {
    let moment = show_moment(done.deed.made);
    let changes = show_int(i64::try_from(done.changes).unwrap_or(i64::MAX));
    let line = say::deed(lang, &moment, &done.deed.label, &changes);
    if done.undone { format!("{line} · {}", say::deed_undone(lang)) } else { line }
}

//! The officer of the notebook.

use crate::programme::spec::Programme;
use crate::record::Record;

/// A text answer of the officer's record, by field id.
pub fn officer_text(programme: &Programme, officer: &Record, id: &str) -> Option<String> {
    let field = programme.kind(officer.kind)?.field_by_id(id)?;
    officer.fields.get(field.no)?.as_text().map(str::to_owned)
}

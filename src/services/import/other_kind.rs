//! Whether a list's headings belong to another kind than the one it is imported as.

use super::header::ColumnNames;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::ListColumn;

/// The kind that has most of these headings, if the chosen kind has less than half as many.
pub fn kind_of_headings<'a>(
    programme: &'a Programme,
    chosen: &Kind,
    columns: &[ListColumn],
) -> Option<&'a Kind> {
    let known = |kind: &Kind| {
        let names = ColumnNames::of(kind);
        columns.iter().filter(|column| names.column(&column.heading).is_some()).count()
    };
    let others = programme.kinds.iter();
    let others = others.filter(|kind| kind.no != chosen.no && !kind.is(KindRole::File));
    let (there, other) =
        others.map(|kind| (known(kind), kind)).max_by_key(|(known, _)| *known)?;
    (there > 2 * known(chosen) && 2 * there > columns.len()).then_some(other)
}

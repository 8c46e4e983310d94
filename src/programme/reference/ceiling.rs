//! What the national fund may pay at most, as verified rows; used by a warning and nowhere else.

use super::rows;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceiling {
    pub kind: &'static str,
    pub fund: &'static str,
    pub percent: i64,
    /// đồng
    pub cap: i64,
    /// what the cap counts by: `mo_hinh`, `co_so`
    pub per: &'static str,
    pub issued: &'static str,
    pub legal_ref: &'static str,
}

/// The row for an activity on an (ISO) day.
pub fn ceiling(kind: &str, day: &str) -> Option<Ceiling> {
    rows(include_str!("ceilings.tsv"))
        .filter(|row: &[&str; 7]| row.first() == Some(&kind))
        .filter_map(|[kind, fund, percent, cap, per, issued, legal_ref]| {
            let (percent, cap) = (percent.parse().ok()?, cap.parse().ok()?);
            Some(Ceiling { kind, fund, percent, cap, per, issued, legal_ref })
        })
        .filter(|row| row.issued <= day)
        .max_by_key(|row| row.issued)
}

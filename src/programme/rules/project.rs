//! The ceilings of support (X7); what else a đề án asks is data.

use crate::programme::check::{Look, View};
use crate::programme::faults::What;
use crate::programme::reference::{Ceiling, ceiling};
use crate::text::format::{iso, show_money};

/// The national fund's share against a verified row of its day; it only warns.
pub(super) fn over_ceiling(look: &Look) -> Option<What> {
    let record = look.record();
    let support = record.int("fund_national").filter(|n| *n > 0)?;
    let day = record.date("decision_date").unwrap_or(look.today());
    let row = ceiling(record.text("kind")?, &iso(day))?;
    let total = i128::from(record.int("total").unwrap_or(0));
    let over_percent = total > 0 && i128::from(support) * 100 > total * i128::from(row.percent);
    let over_cap = support > row.cap.saturating_mul(units(&record, &row));
    (over_percent || over_cap).then(|| said(&row))
}

/// How many the cap counts for: establishments where it is theirs, else one.
fn units(record: &View, row: &Ceiling) -> i64 {
    let many = record.rows("beneficiaries").len().max(1);
    if row.per == "co_so" { i64::try_from(many).unwrap_or(i64::MAX) } else { 1 }
}

fn said(row: &Ceiling) -> What {
    let (percent, cap, law) = (row.percent, show_money(row.cap), row.legal_ref);
    let (vi, en) = match row.per {
        "co_so" => ("cơ sở", "establishment"),
        _ => ("mô hình", "model"),
    };
    What::say(
        format!("Vượt mức hỗ trợ: {percent}% và {cap} đ một {vi} ({law})."),
        format!("Over the ceiling: {percent} % and {cap} đ a {en} ({law})."),
    )
}

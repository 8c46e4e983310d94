//! Limits of support (`domain.md` section 6): rows built into the program, and rows that the office
//! imports, which take precedence.

use std::sync::LazyLock;

use super::dated::in_force;
use super::rows;
use crate::programme::check::View;
use crate::record::{Date, Decimal};
use crate::text::format::parse_iso;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// activity
    pub kind: String,
    pub fund: String,
    /// its code; `None`: the whole country
    pub province: Option<String>,
    pub percent: Option<Decimal>,
    /// đồng
    pub cap: Option<i64>,
    /// what the cap is for
    pub per: Option<String>,
    pub issued: Option<Date>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub legal_ref: String,
    pub verified: bool,
    /// superseded: shown, but never checked against
    pub history: bool,
    pub note: String,
}

static SHIPPED: LazyLock<Vec<Ceiling>> =
    LazyLock::new(|| rows(include_str!("ceiling.tsv")).map(Ceiling::of_line).collect());

impl Ceiling {
    /// The rows that are built into the program.
    pub fn shipped() -> &'static [Ceiling] {
        &SHIPPED
    }

    /// From a record of the kind for ceilings.
    pub fn of(row: &View) -> Option<Ceiling> {
        let text = |id: &str| row.text(id).map(str::to_owned);
        Some(Ceiling {
            kind: text("kind")?,
            fund: text("fund")?,
            province: text("province").filter(|code| !code.trim().is_empty()),
            percent: row.decimal("percent"),
            cap: row.int("cap"),
            per: text("per"),
            issued: row.date("issued"),
            valid_from: row.date("valid_from"),
            valid_to: row.date("valid_to"),
            legal_ref: text("legal_ref")?,
            verified: row.yes("verified") == Some(true),
            history: row.yes("history") == Some(true),
            note: text("note").unwrap_or_default(),
        })
    }

    fn of_line(cells: [&'static str; 12]) -> Ceiling {
        let [
            kind,
            fund,
            percent,
            cap,
            per,
            issued,
            from,
            to,
            legal_ref,
            verified,
            history,
            note,
        ] = cells;
        Ceiling {
            kind: kind.into(),
            fund: fund.into(),
            province: None,
            percent: percent.parse().ok().map(|n: i64| Decimal(n * Decimal::ONE)),
            cap: cap.parse().ok(),
            per: Some(per.to_owned()).filter(|per| !per.is_empty()),
            issued: parse_iso(issued).ok(),
            valid_from: parse_iso(from).ok(),
            valid_to: parse_iso(to).ok(),
            legal_ref: legal_ref.into(),
            verified: verified == "co",
            history: history == "co",
            note: note.into(),
        }
    }

    /// The first day: `valid_from`, or the day of issue if that is unknown.
    fn from(&self) -> Option<Date> {
        self.valid_from.or(self.issued)
    }

    fn counts(&self, kind: &str, fund: &str, day: Date) -> bool {
        let meant = self.kind == kind && self.fund == fund;
        meant && self.verified && !self.history && in_force(self.from(), self.valid_to, day)
    }
}

/// The rows for an activity and a fund in a province on a day: the newest of the office's rows for
/// that province, else of its rows for the whole country, else of the built-in rows.
pub fn ceilings<'a>(
    own: &'a [Ceiling],
    (kind, fund): (&str, &str),
    province: Option<&str>,
    day: Date,
) -> Vec<&'a Ceiling> {
    let (local, country): (Vec<&Ceiling>, Vec<&Ceiling>) =
        own.iter().partition(|row| row.province.is_some());
    let local = local.into_iter().filter(|row| row.province.as_deref() == province);
    for rows in [local.collect(), country, Ceiling::shipped().iter().collect()] {
        let holding = rows.into_iter().filter(|row| row.counts(kind, fund, day));
        let holding: Vec<&Ceiling> = holding.collect();
        let newest = holding.iter().map(|row| row.from()).max();
        if !holding.is_empty() {
            return holding.into_iter().filter(|row| Some(row.from()) == newest).collect();
        }
    }
    Vec::new()
}

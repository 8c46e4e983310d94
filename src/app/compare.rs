//! Before and after: the figures of a model's first measurement against its latest
//! (`domain.md` section 12, "Pairs"): indicator and unit must be equal, and so must the period.

use crate::lang::Lang;
use crate::programme::answer;
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Programme};
use crate::record::{Date, Decimal, Record, Row, Value};
use crate::text::format::show_decimal_grouped;

/// A figure that both measurements contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedFigure {
    pub label: String,
    pub before: String,
    pub after: String,
    /// change in tenths of a percent of `before`; `None` when `before` is zero
    pub tenths: Option<i64>,
    /// whether the change is an improvement; `None` when nothing changed
    pub is_better: Option<bool>,
}

/// The pairs of `measurements` (of one model), in the order of the first measurement's table.
pub fn pairs(
    programme: &Programme,
    measurements: &[Record],
    lang: Lang,
) -> Vec<ComparedFigure> {
    let Some(kind) = programme.with_role(KindRole::Measurement) else { return Vec::new() };
    let Some((before, after)) = ends(kind, measurements) else { return Vec::new() };
    let Some(table) = kind.field_by_id("lines") else { return Vec::new() };
    let column = |id: &str| table.columns().iter().find(|c| c.id == id);
    let (Some(indicator), Some(value), Some(unit)) =
        (column("indicator"), column("value"), column("unit"))
    else {
        return Vec::new();
    };
    let rows = |record: &Record| -> Vec<Row> {
        record.fields.get(table.no).map(|v| v.as_lines().to_vec()).unwrap_or_default()
    };
    let later = rows(after);
    let cell = |row: &Row, no| row.cells.get(no).and_then(Value::as_text).map(str::to_string);
    let number = |row: &Row| match row.cells.get(value.no) {
        Some(Value::Decimal(Decimal(n))) => Some(*n),
        _ => None,
    };
    rows(before)
        .iter()
        .filter_map(|row| {
            let (which, unit_id) = (cell(row, indicator.no)?, cell(row, unit.no)?);
            let other = later.iter().find(|r| {
                cell(r, indicator.no).as_ref() == Some(&which)
                    && cell(r, unit.no).as_ref() == Some(&unit_id)
            })?;
            let (was, is) = (number(row)?, number(other)?);
            let show = |n: i64| show_decimal_grouped(Decimal(n));
            let name = answer::show(programme, indicator, &Value::Choice(which.clone()), lang);
            let unit = answer::show(programme, unit, &Value::Choice(unit_id), lang);
            let tenths = (was != 0).then(|| change(was, is));
            let up = programme.list("measure").and_then(|l| l.choice(&which)).is_none_or(|c| {
                !c.facts.iter().any(|(k, v)| k == "better" && v.iter().any(|v| v == "down"))
            });
            Some(ComparedFigure {
                label: format!("{name} ({unit})"),
                before: show(was),
                after: show(is),
                tenths,
                is_better: (was != is).then_some((is > was) == up),
            })
        })
        .collect()
}

/// The latest measurement before the support, and the latest one after it with the same kind of
/// period.
fn ends<'a>(kind: &Kind, measurements: &'a [Record]) -> Option<(&'a Record, &'a Record)> {
    let no = |id: &str| kind.field_by_id(id).map(|f| f.no);
    let (phase, period, to) = (no("phase")?, no("period_kind")?, no("period_to")?);
    let text = |r: &'a Record, no| r.fields.get(no).and_then(Value::as_text);
    let day = |r: &Record| -> Option<Date> { r.fields.get(to).and_then(Value::as_date) };
    let living = || measurements.iter().filter(|r| r.deleted.is_none());
    let before = living().filter(|r| text(r, phase) == Some("truoc")).max_by_key(|r| day(r))?;
    let after = living()
        .filter(|r| text(r, phase) != Some("truoc") && text(r, period) == text(before, period))
        .max_by_key(|r| (day(r), r.id))?;
    Some((before, after))
}

/// Change in tenths of a percent, rounded half away from zero. `was` must not be zero.
fn change(was: i64, is: i64) -> i64 {
    let (was, diff) = (i128::from(was), i128::from(is) - i128::from(was));
    let twice = diff * 2000 / was.abs();
    let rounded = (twice + twice.signum()) / 2;
    i64::try_from(rounded).unwrap_or(if rounded > 0 { i64::MAX } else { i64::MIN })
}

//! A report's heading, its notes and its targets in words.

use super::report::{Report, ReportRow};
use super::show::{number, percent};
use super::tally::{ONE, TOTAL};
use super::target::{AddedTargets, IndicatorTarget};
use crate::lang::{Lang, papers, results as say};
use crate::programme::reference;
use crate::record::{Period, ReportQuery, Scope};
use crate::text::format::show_date;

/// "Quý III năm 2026".
pub fn period(period: Period, lang: Lang) -> String {
    match period {
        Period::Month(year, month) => say::month(lang, month, year),
        Period::Quarter(year, quarter) => say::quarter(lang, quarter, year),
        Period::Half(year, half) => say::half(lang, half, year),
        Period::Start(year, months) => say::first_months(lang, months, year),
        Period::Year(year) => say::year(lang, year),
        Period::Years(first, last) => say::years(lang, first, last),
    }
}

pub fn scope(scope: &Scope, lang: Lang) -> String {
    match scope {
        Scope::All => say::EVERYWHERE.get(lang).to_owned(),
        Scope::Province(code) => {
            reference::province(code).map_or_else(|| code.clone(), |p| p.name.to_owned())
        }
        Scope::Commune(code) => {
            reference::commune(code).map_or_else(|| code.clone(), |c| c.full_name())
        }
        Scope::Region(id) => reference::region(id).map_or_else(
            || id.clone(),
            |region| papers::region(lang, region.name, region.name_en),
        ),
        Scope::Former(code) => reference::former_province(code)
            .map_or_else(|| code.clone(), |former| papers::former(lang, former.name)),
    }
}

/// "Quý III năm 2026 · Cả sổ".
pub fn headline(asked: &ReportQuery, lang: Lang) -> String {
    format!("{} · {}", period(asked.period, lang), scope(&asked.scope, lang))
}

/// The query in words, with its first and last day.
pub fn title(asked: &ReportQuery, lang: Lang) -> String {
    let days = [asked.period.first(), asked.period.last()].map(show_date);
    let [first, last] = days;
    let (period, scope) = (period(asked.period, lang), scope(&asked.scope, lang));
    format!("{} · {period} ({first} – {last}) · {scope}", say::TITLE.get(lang))
}

/// Notes that a reader needs to understand the figures.
pub fn notes(report: &Report, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    if report.is_ahead {
        notes.push(say::AHEAD.get(lang).to_owned());
    }
    notes.push(say::DISTINCT_NOTE.get(lang).to_owned());
    if report.rows.iter().any(ReportRow::is_reported) {
        notes.push(say::REPORTED_NOTE.get(lang).to_owned());
    }
    if report.no_places {
        notes.push(say::NO_PLACES.get(lang).to_owned());
    }
    if report.without_place > 0 {
        notes.push(say::without_place(lang, report.without_place));
    }
    if report.made_up > 0 {
        notes.push(say::made_up(lang, report.made_up));
    }
    notes
}

/// "300–400"; the share that was reached refers to the lower end.
pub fn target_figure(target: &IndicatorTarget) -> String {
    match target.value_to {
        Some(upper) if upper != target.value => {
            format!("{}–{}", number(target.value), number(upper))
        }
        _ => number(target.value),
    }
}

/// The value of a target, with everything that distinguishes it: a fund, other years, not verified,
/// an officer's own.
pub fn target(asked: &ReportQuery, target: &IndicatorTarget, lang: Lang) -> String {
    let mut apart = Vec::new();
    if target.column != TOTAL {
        apart.extend(say::FUNDS.get(target.column).map(|fund| fund.get(lang).to_owned()));
    }
    if let Some(province) = target.province {
        apart.push(reference::province_name(&format!("{province:02}")).to_owned());
    }
    let (first, last) = target.years;
    let years = asked.period.years();
    let whole = matches!(asked.period, Period::Year(_) | Period::Years(..));
    if !whole || (i64::from(years.0), i64::from(years.1)) != target.years {
        apart.push(if first == last { first.to_string() } else { format!("{first}–{last}") });
    }
    match target.added {
        Some(AddedTargets::Years(n)) => apart.push(say::added_years(lang, n)),
        Some(AddedTargets::Provinces(n)) => apart.push(say::added_provinces(lang, n)),
        None => {}
    }
    if !target.verified {
        apart.push(say::UNVERIFIED.get(lang).to_owned());
    }
    if !target.official {
        apart.push(say::OWN_TARGET.get(lang).to_owned());
    }
    match apart.is_empty() {
        true => target_figure(target),
        false => format!("{} ({})", target_figure(target), apart.join(", ")),
    }
}

pub fn share(target: &IndicatorTarget) -> String {
    target.share.map_or_else(|| "–".to_owned(), percent)
}

/// The share that was reached, with the figure if it is counted from before the period, and with
/// the elapsed part of the target's years while they are not over.
pub fn progress(asked: &ReportQuery, target: &IndicatorTarget, lang: Lang) -> String {
    let mut apart = Vec::new();
    let first = asked.period.first();
    let begins_later =
        i64::from(first.year) > target.years.0 || (first.month, first.day) != (1, 1);
    if begins_later && let Some(reached) = target.reached {
        apart.push(say::reached_since(lang, &number(reached), target.years.0));
    }
    if target.elapsed < 100 * ONE {
        apart.push(say::elapsed(lang, &percent(target.elapsed)));
    }
    match apart.is_empty() {
        true => share(target),
        false => format!("{} ({})", share(target), apart.join("; ")),
    }
}

//! Rules of before-and-after figures, and of a model that should have them (X11, X13).

use crate::lang::rules;
use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::record::Date;
use crate::text::format::{date_add, days_between};

/// The other measurements of the same model or đề án.
pub(super) fn related_needs(look: &QuestionContext) -> Vec<Need> {
    let record = look.record();
    let link = |field: &str| look.linking_to("measurement", field, record.link(field)?);
    ["model", "project"].into_iter().find_map(link).into_iter().collect()
}

pub(super) fn of_this_model(look: &QuestionContext) -> Vec<Need> {
    look.linking_to("measurement", "model", look.subject.id).into_iter().collect()
}

/// The figures from before the support, at the same establishment.
fn measured_before<'a>(look: &QuestionContext<'a>) -> Option<View<'a>> {
    let need = related_needs(look).into_iter().next()?;
    let own = look.record().link("establishment");
    let mut views = look.others(&need).filter_map(|r| look.view(r));
    views.find(|v| v.text("phase") == Some("truoc") && v.link("establishment") == own)
}

fn is_after(look: &QuestionContext) -> bool {
    matches!(look.record().text("phase"), Some("sau" | "theo_doi"))
}

pub(super) fn phase_without_before(look: &QuestionContext) -> Option<FaultKind> {
    let need = related_needs(look).into_iter().next()?;
    (look.context.fetched(&need) && is_after(look) && measured_before(look).is_none())
        .then(|| FaultKind::say(rules::no_figures_before))
}

pub(super) fn period_kind_of_before(look: &QuestionContext) -> Option<FaultKind> {
    let first = measured_before(look)?.text("period_kind")?;
    (is_after(look) && look.text()? != first).then(|| FaultKind::say(rules::other_period))
}

pub(super) fn period_length(look: &QuestionContext) -> Option<FaultKind> {
    let record = look.record();
    let (from, to) = (record.date("period_from")?, record.date("period_to")?);
    let days = days_between(from, to) + 1;
    let wanted = match record.text("period_kind")? {
        "ngay" => 1..=1,
        "thang" => 28..=31,
        "quy" => 90..=92,
        "nam" => 365..=366,
        _ => return None,
    };
    (days > 0 && !wanted.contains(&days))
        .then(|| FaultKind::say(|lang| rules::period_span(lang, &days.to_string())))
}

pub(super) fn change_over_90(look: &QuestionContext) -> Option<FaultKind> {
    let row = look.siblings();
    let (indicator, unit) = (row.text("indicator")?, row.text("unit")?);
    let now = i128::from(row.decimal("value")?.0);
    let same =
        |r: &View| r.text("indicator") == Some(indicator) && r.text("unit") == Some(unit);
    let first = measured_before(look)?.rows("lines").into_iter().find(same)?;
    let first = i128::from(first.decimal("value")?.0);
    let big = first != 0 && (now - first).abs() * 10 > first.abs() * 9;
    (is_after(look) && big).then(|| FaultKind::say(rules::far_from_before))
}

/// X13.
pub(super) fn after_figures(look: &QuestionContext) -> Option<FaultKind> {
    (overdue(look, look.value()?.as_date()?) && !measured_after(look)?)
        .then(|| FaultKind::say(rules::no_figures_after))
}

fn overdue(look: &QuestionContext, accepted: Date) -> bool {
    date_add(accepted, 365) < look.today()
}

/// `None`: the records were not fetched.
fn measured_after(look: &QuestionContext) -> Option<bool> {
    let need = of_this_model(look).into_iter().next()?;
    look.context.fetched(&need).then(|| {
        let mut views = look.others(&need).filter_map(|r| look.view(r));
        views.any(|v| matches!(v.text("phase"), Some("sau" | "theo_doi")))
    })
}

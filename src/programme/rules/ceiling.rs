//! Support above the legal limits (X7). Only verified rows are used. The warning names the row, and
//! the office decides.

use crate::lang::rules;
use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::programme::reference::{self, Ceiling, ceilings};
use crate::programme::role::KindRole;
use crate::programme::spec::Label;
use crate::programme::spec::Type;
use crate::record::{Date, Decimal};
use crate::text::fold::fold;
use crate::text::format::{show_decimal, show_money};

const NATIONAL: &str = "quoc_gia";
const LOCAL: &str = "dia_phuong";
/// A cap for one of these can be computed: each row of beneficiaries of a đề án is one.
const COUNTED: [&str; 2] = ["co_so", "mo_hinh"];

pub(super) fn of_this_kind(look: &QuestionContext) -> Vec<Need> {
    let need = || {
        let set = look.programme.with_role(KindRole::Ceilings)?;
        let field = set.field_by_id("kind")?.no;
        let folded = fold(look.record().text("kind")?);
        Some(Need::Same { kind: set.no, field, folded, with: Vec::new() })
    };
    need().into_iter().collect()
}

/// The office's own rows for the activity.
fn own(look: &QuestionContext) -> Vec<Ceiling> {
    let needs = of_this_kind(look);
    let records = needs.iter().flat_map(|need| look.others(need));
    records.filter_map(|record| Ceiling::of(&look.view(record)?)).collect()
}

/// The day that counts: of the decision, or today if there is none.
fn day(look: &QuestionContext) -> Date {
    look.record().date("decision_date").unwrap_or(look.today())
}

/// The province of the project's place.
fn province(project: &View) -> Option<&'static str> {
    project.commune("place").and_then(reference::commune).map(|commune| commune.province)
}

/// The support from each fund.
fn support(project: &View) -> Vec<(&'static str, i64)> {
    let (national, local) = (project.int("fund_national"), project.int("fund_local"));
    let approved = project.int("approved_support");
    let parts = match project.text("fund_level") {
        Some(NATIONAL) => [(NATIONAL, approved.or(national)), (LOCAL, None)],
        Some(LOCAL) => [(NATIONAL, None), (LOCAL, approved.or(local))],
        _ => [(NATIONAL, national), (LOCAL, local)],
    };
    parts.into_iter().filter_map(|(fund, amount)| Some((fund, amount?))).collect()
}

pub(super) fn over_ceiling(look: &QuestionContext) -> Option<FaultKind> {
    let project = look.record();
    let (kind, day, own) = (project.text("kind")?, day(look), own(look));
    let total = project.int("total").filter(|total| *total > 0);
    let count = project.rows("beneficiaries").len().max(1);
    for (fund, amount) in support(&project) {
        for row in ceilings(&own, (kind, fund), province(&project), day) {
            if let Some(most) = share(row, total).filter(|most| amount > *most) {
                return Some(over(look, row, amount, most, CeilingBasis::Percent));
            }
            if let Some(most) = caps(row, count).filter(|most| amount > *most) {
                return Some(over(look, row, amount, most, CeilingBasis::Cap));
            }
        }
    }
    None
}

/// Checks one establishment's support against the cap for one.
pub(super) fn part_over_ceiling(look: &QuestionContext) -> Option<FaultKind> {
    let project = look.record();
    let part = look.siblings().int("support")?;
    let fund = project.text("fund_level")?;
    let own = own(look);
    let rows = ceilings(&own, (project.text("kind")?, fund), province(&project), day(look));
    rows.into_iter().find_map(|row| {
        let most = caps(row, 1).filter(|most| part > *most)?;
        Some(over(look, row, part, most, CeilingBasis::Cap))
    })
}

/// The row's percentage of the total cost.
fn share(row: &Ceiling, total: Option<i64>) -> Option<i64> {
    let (percent, total) = (i128::from(row.percent?.0), i128::from(total?));
    i64::try_from(total * percent / (100 * i128::from(Decimal::ONE))).ok()
}

/// `count` times the cap, if the cap is for units that are counted.
fn caps(row: &Ceiling, count: usize) -> Option<i64> {
    row.per.as_deref().filter(|per| COUNTED.contains(per))?;
    Some(row.cap?.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
}

enum CeilingBasis {
    Percent,
    Cap,
}

fn over(
    look: &QuestionContext,
    row: &Ceiling,
    amount: i64,
    most: i64,
    by: CeilingBasis,
) -> FaultKind {
    let (amount, most) = (money(amount), money(most));
    let paper = &row.legal_ref;
    let limit = |lang| match by {
        CeilingBasis::Percent => {
            let percent = row.percent.map(show_decimal).unwrap_or_default();
            rules::percent_of_total(lang, &percent, &most)
        }
        CeilingBasis::Cap => {
            let cap = row.cap.map(money).unwrap_or_default();
            rules::cap_for_each(lang, &cap, per(look, row).get(lang), &most)
        }
    };
    FaultKind::say(|lang| rules::over_ceiling(lang, &amount, &limit(lang), paper))
}

/// What the cap is for.
fn per(look: &QuestionContext, row: &Ceiling) -> Label {
    let set =
        look.programme.with_role(KindRole::Ceilings).and_then(|set| set.field_by_id("per"));
    let list = match set.map(|field| &field.ty) {
        Some(Type::Choice(list)) => look.programme.list(list),
        _ => None,
    };
    let choice = list.zip(row.per.as_deref()).and_then(|(list, per)| list.choice(per));
    choice.map(|choice| choice.label.clone()).unwrap_or_default()
}

fn money(amount: i64) -> String {
    format!("{} đ", show_money(amount))
}

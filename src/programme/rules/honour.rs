//! Rules of outstanding-product certificates (`domain.md` section 7; X9).

use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;
use crate::record::{Date, Value};

/// The last day on which there were districts.
const LAST_DISTRICTS: Date = Date { year: 2025, month: 6, day: 30 };

pub(super) fn district_is_gone(look: &QuestionContext) -> Option<FaultKind> {
    let late = look.record().date("decision_date")? > LAST_DISTRICTS;
    (late && look.text()? == "huyen").then_some(FaultKind::NotThis)
}

pub(super) fn of_this_product(look: &QuestionContext) -> Vec<Need> {
    let product = look.record().link("product");
    product.and_then(|to| look.linking_to("honour", "product", to)).into_iter().collect()
}

/// A province's certificate requires none below: a district round need not have been held.
pub(super) fn level_below(look: &QuestionContext) -> Option<FaultKind> {
    let below = match look.text()? {
        "khu_vuc" => "tinh",
        "quoc_gia" => "khu_vuc",
        _ => return None,
    };
    let day = look.record().date("decision_date")?;
    let need = of_this_product(look).into_iter().next().filter(|n| look.context.fetched(n))?;
    let mut views = look.others(&need).filter_map(|r| look.view(r));
    let held = views.any(|v| v.text("level") == Some(below) && in_force(&v, day));
    (!held).then_some(FaultKind::NotThis)
}

/// Decided, and neither expired nor revoked on that day.
pub(super) fn in_force(honour: &View, day: Date) -> bool {
    honour.date("decision_date").is_some_and(|from| from <= day)
        && honour.date("valid_to").is_none_or(|to| day <= to)
        && honour.date("revoked").is_none_or(|revoked| day < revoked)
}

pub(super) fn decided_out_of_round(look: &QuestionContext) -> Option<FaultKind> {
    let late = i64::from(look.value()?.as_date()?.year) - look.record().int("round_year")?;
    (!matches!(late, 0 | 1)).then_some(FaultKind::NotThis)
}

/// The end of the third year, counting the year of the decision.
pub(super) fn valid_to(look: &QuestionContext) -> Option<Value> {
    let decided = look.record().date("decision_date")?;
    Some(Value::Date(Date { year: decided.year.checked_add(2)?, month: 12, day: 31 }))
}

/// The level that holds the round pays for it.
pub(super) fn fund(look: &QuestionContext) -> Option<Value> {
    let fund = match look.record().text("level")? {
        "khu_vuc" | "quoc_gia" => "quoc_gia",
        _ => "dia_phuong",
    };
    Some(Value::Choice(fund.into()))
}

//! Rules of taking part in fairs (X6).

use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::faults::FaultKind;

/// Supported fairs abroad for an establishment in a year.
const ABROAD: usize = 2;

pub(super) fn support_over_price(look: &QuestionContext) -> Option<FaultKind> {
    let record = look.record();
    let booths = i128::from(record.int("booth_price")?) * i128::from(record.int("booths")?);
    (i128::from(record.int("support")?) > booths).then_some(FaultKind::NotThis)
}

pub(super) fn of_this_establishment(look: &QuestionContext) -> Vec<Need> {
    let there = look.record().link("establishment");
    there.and_then(|to| look.linking_to("fair", "establishment", to)).into_iter().collect()
}

pub(super) fn fairs_abroad(look: &QuestionContext) -> Option<FaultKind> {
    let year = supported_abroad(&look.record())?;
    let need = of_this_establishment(look).into_iter().next()?;
    let views = look.others(&need).filter_map(|r| look.view(r));
    let others = views.filter(|v| supported_abroad(v) == Some(year)).count();
    (others >= ABROAD).then_some(FaultKind::NotThis)
}

/// The year that a supported fair abroad counts in: that of its last day.
fn supported_abroad(fair: &View) -> Option<i16> {
    let abroad = fair.text("scope") == Some("nuoc_ngoai");
    let supported = fair.int("support").is_some_and(|n| n > 0);
    fair.date("date_to").filter(|_| abroad && supported).map(|day| day.year)
}

//! Reads the measure of a figure with its arguments.

use super::super::walk::Located;
use super::figure::FigureLoader;
use super::path::*;
use crate::programme::spec::indicator::*;

const DAY: (fn(&FactSort) -> bool, &str) = (is_day, "a date");
const CHOICE: (fn(&FactSort) -> bool, &str) = (is_choice, "a choice");

impl FigureLoader<'_, '_> {
    pub(super) fn measure(&self, at: &Located, terms: &[EventTerm]) -> IndicatorMeasure {
        let follow = || at.table("follow").and_then(|at| self.follow_up(&at));
        let keyed = || {
            terms.iter().all(|t| matches!(t.adds, TermAdds::Distinct(_) | TermAdds::Amounts(_)))
        };
        let name = at.text("measure").unwrap_or("total");
        let made = match name {
            "total" => Some(IndicatorMeasure::Total),
            "percent" => Some(IndicatorMeasure::Percent).filter(|_| at.has("base")),
            "per" => Some(IndicatorMeasure::Per).filter(|_| at.has("base")),
            "latest" => follow().map(IndicatorMeasure::Latest),
            "unfollowed" => follow().map(IndicatorMeasure::Unfollowed),
            "pairs" => Some(IndicatorMeasure::Pairs(at.need_text("group"))),
            "begun" => Some(IndicatorMeasure::Begun).filter(|_| keyed()),
            "first" => Some(IndicatorMeasure::First).filter(|_| keyed()),
            "measured" => Some(IndicatorMeasure::Measured).filter(|_| keyed()),
            "gained" => Some(IndicatorMeasure::Gained).filter(|_| keyed()),
            "median_gain" => Some(IndicatorMeasure::MedianGain).filter(|_| keyed()),
            "also" => {
                let also = self.terms(at, "also", &[], &mut Vec::new());
                Some(IndicatorMeasure::Also(also)).filter(|_| at.has("also") && keyed())
            }
            "days" => self.first_path(at, terms, "since", DAY).map(IndicatorMeasure::Days),
            "several" => {
                self.first_path(at, terms, "different", CHOICE).and_then(|different| {
                    let least = at.number("least")?;
                    Some(IndicatorMeasure::Several { different, least })
                })
            }
            _ => {
                at.fault(format!("no measure `{name}`"));
                return IndicatorMeasure::Total;
            }
        };
        made.unwrap_or_else(|| {
            at.fault(format!("measure `{name}`: what it is made of is missing"));
            IndicatorMeasure::Total
        })
    }

    /// A path of the first term's source.
    fn first_path(
        &self,
        at: &Located,
        terms: &[EventTerm],
        key: &'static str,
        wanted: (fn(&FactSort) -> bool, &str),
    ) -> Option<FactPath> {
        let (_, scope) = self.sources.get(terms.first()?.source)?;
        self.tables.path(at, scope, &at.need_text(key), wanted)
    }

    fn follow_up(&self, at: &Located) -> Option<FollowUp> {
        at.allow_keys(&["source", "of", "add"]);
        let (index, (source, scope)) = self.source(at)?;
        let of = at.need_text("of");
        let of = self.tables.path(at, scope, &of, (is_link, "a link"))?;
        let EventTime::Day(Alternatives(days)) = &source.time else {
            at.fault("what follows has a day");
            return None;
        };
        let (day, _) = days.first()?.clone();
        self.tables.hold_ids(source.table);
        let add = if at.has("add") { self.amounts(at, scope) } else { Vec::new() };
        Some(FollowUp { source: index, of, day, add })
    }
}

//! Facts of the kinds whose results are counted.

use super::{RecordAnswers, site};
use crate::indicators::facts::*;
use crate::record::Value;

/// As `target.toml` has them.
const TARGET_YEARS: std::ops::RangeInclusive<i64> = 1990..=2200;

impl<'a> RecordAnswers<'a, '_> {
    pub(super) fn chain(&mut self) -> Option<Chain> {
        Some(Chain {
            establishment: self.link("establishment")?,
            contract: self.yes("contract"),
            from: self.date("date_from"),
            to: self.date("date_to"),
        })
    }

    pub(super) fn support(&mut self) -> Option<Support> {
        Some(Support {
            establishment: self.link("establishment")?,
            kind: self.choice("kind"),
            unit: self.choice("unit"),
            asked_date: self.date("asked_date")?,
            asked: self.decimal("asked"),
            granted: self.decimal("granted"),
            decided: self.date("decided_date"),
            answer: match self.text("state") {
                Some("duoc_duyet") => DecisionState::Granted,
                Some("tu_choi") => DecisionState::Refused,
                _ => DecisionState::Waiting,
            },
        })
    }

    pub(super) fn lead(&mut self) -> Option<Lead> {
        let ids = match self.value("establishments") {
            Some(Value::Links(ids)) => ids.as_slice(),
            _ => &[],
        };
        let date = self.date("stage_date")?;
        // as long as the lead stands there, the day of its stage is that of the signature
        let signed = |field: &str, fact: &str| {
            let now = self.fact("stage", "signs") == Some(fact);
            self.date(field).or(now.then_some(date))
        };
        let (memo, agreed) = (signed("memo_date", "memo"), signed("agreed_date", "agreement"));
        Some(Lead {
            establishments: ids.iter().map(|id| (self.place)(*id)).collect(),
            stage: self.choice("stage"),
            memo,
            agreed,
            date,
            value: self.int("value"),
        })
    }

    pub(super) fn task(&mut self) -> Option<TaskFacts> {
        self.is("state", "dang_lam").then_some(())?;
        Some(TaskFacts {
            establishment: self.link("establishment")?,
            project: self.link_or_none("project"),
            due: self.date("due")?,
        })
    }

    pub(super) fn priority(&self) -> Option<Priority> {
        self.yes("verified").then_some(())?;
        Some(Priority {
            commune: site(self.text("commune")?.trim()).commune,
            class: self.choice("class"),
            from: self.date("valid_from"),
            to: self.date("valid_to"),
        })
    }

    pub(super) fn goal(&mut self, official: bool) -> Option<Goal> {
        let years = (self.int("year_from"), self.int("year_to"));
        // what a device sends is not checked against the questions
        let are_years = |year: i64| TARGET_YEARS.contains(&year);
        Some(Goal {
            indicator: self.text("indicator")?.to_owned(),
            years: Some(years).filter(|(from, to)| are_years(*from) && are_years(*to))?,
            fund: self.fund(),
            province: self.text("province").map(|p| p.trim().to_owned()),
            value: self.decimal("value"),
            verified: self.yes("verified"),
            official,
        })
    }
}

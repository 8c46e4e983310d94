//! Totals of other periods shown next to a report: the same period a year before, and the steps
//! of a trend. They are requested one at a time after the report has arrived, so that a key
//! waits for at most one of them. Reports computed ahead come last.

use std::collections::VecDeque;

use crate::app::figures_of::FiguresOf;
use crate::indicators::compare::trend;
use crate::indicators::{PeriodFigures, ReportRow};
use crate::record::{Date, ReportQuery};

#[derive(Debug, Default)]
pub struct ComparedFigures {
    /// the report that these figures belong to
    query: Option<ReportQuery>,
    year_before: Option<PeriodFigures>,
    steps: Vec<PeriodFigures>,
    /// figures still to be fetched; the first one is under way
    wanted: VecDeque<FiguresOf>,
}

impl ComparedFigures {
    /// Starts over for a report that has arrived, and returns the first request.
    pub fn request(
        &mut self,
        query: &ReportQuery,
        today: Date,
        with_trend: bool,
    ) -> Option<FiguresOf> {
        *self = ComparedFigures { query: Some(query.clone()), ..ComparedFigures::default() };
        self.wanted.push_back(FiguresOf::YearBefore(query.clone()));
        if with_trend {
            self.wanted.extend(trend(query, today).into_iter().map(FiguresOf::Step));
        }
        self.wanted.front().cloned()
    }

    /// Adds the trend after the window has become wide enough. Returns the next request, or `None`
    /// if one is under way.
    pub fn request_trend(&mut self, today: Date) -> Option<FiguresOf> {
        let query = self.query.as_ref()?;
        let is_step = |of: &FiguresOf| matches!(of, FiguresOf::Step(_));
        if !self.steps.is_empty() || self.wanted.iter().any(is_step) {
            return None;
        }
        let is_idle = self.wanted.is_empty();
        self.wanted.extend(trend(query, today).into_iter().map(FiguresOf::Step));
        self.wanted.front().filter(|_| is_idle).cloned()
    }

    /// Stores figures and returns the next request. An answer to an earlier request is dropped.
    pub fn take(&mut self, of: &FiguresOf, figures: PeriodFigures) -> Option<FiguresOf> {
        if self.wanted.front() != Some(of) {
            return None;
        }
        self.wanted.pop_front();
        match of {
            FiguresOf::YearBefore(_) => self.year_before = Some(figures),
            FiguresOf::Step(_) => self.steps.push(figures),
        }
        self.wanted.front().cloned()
    }

    /// Whether all figures for this report have arrived.
    pub fn is_complete(&self, query: &ReportQuery) -> bool {
        self.query.as_ref() == Some(query) && self.wanted.is_empty()
    }

    /// `None` also if the figures belong to an earlier query.
    pub fn year_before(&self, query: &ReportQuery) -> Option<&PeriodFigures> {
        self.year_before.as_ref().filter(|_| self.query.as_ref() == Some(query))
    }

    /// The figures of a row, in millionths, one for each step; `None` until all steps have arrived.
    pub fn trend(&self, query: &ReportQuery, row: &ReportRow) -> Option<Vec<Option<i128>>> {
        let whole = self.wanted.is_empty() && !self.steps.is_empty();
        let value = |step: &PeriodFigures| step.of_row(row).and_then(|figure| figure.value());
        (whole && self.query.as_ref() == Some(query))
            .then(|| self.steps.iter().map(value).collect())
    }
}

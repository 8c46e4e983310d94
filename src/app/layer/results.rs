//! Results against targets: the query, the rows of its report, and the parts of unfolded rows. The
//! whole report comes in one answer; moving the cursor sends no request.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::app::Effect;
use crate::app::env::{Env, body_height};
use crate::app::event::LayerAnswer;
use crate::app::event::LayerId;
use crate::app::intent::Intent;
use crate::app::layer::compared_figures::ComparedFigures;
use crate::app::layer::{Layer, concerns_rows, moves, row_step};
use crate::app::requests::Holds;
use crate::indicators::{Report, ReportRow, words};
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::results::SCREEN;
use crate::lang::{Lang, results as say};
use crate::programme::reference;
use crate::programme::reference::FormerProvince;
use crate::programme::spec::{Label, Programme};
use crate::record::{Counted, Date, Period, ReportQuery, Scope};

/// Minimum width in cells to fetch trends.
pub const TREND_SCREEN: u16 = 120;
/// Minimum width in cells to show a column for each fund.
pub const WIDE: u16 = 118;

#[derive(Debug)]
pub struct Results {
    pub query: ReportQuery,
    /// belongs to an earlier query until the answer arrives; `None` until the first answer
    pub report: Option<Arc<Report>>,
    /// figures of other periods, as they arrive
    pub compared: ComparedFigures,
    unfolded: BTreeSet<String>,
    pub at: usize,
    pub top: usize,
}

impl Results {
    /// Results of this year, for all places.
    pub fn new(today: Date) -> Results {
        Results {
            query: ReportQuery { period: Period::Year(today.year), scope: Scope::All },
            report: None,
            compared: ComparedFigures::default(),
            unfolded: BTreeSet::new(),
            at: 0,
            top: 0,
        }
    }

    /// The visible rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &ReportRow> {
        let rows = self.report.iter().flat_map(|report| &report.rows);
        rows.filter(|row| !row.is_part() || self.unfolded.contains(row.id()))
    }

    pub fn selected(&self) -> Option<&ReportRow> {
        self.rows().nth(self.at)
    }

    /// Takes a report; the cursor stays on its indicator.
    pub fn fill(&mut self, report: Arc<Report>, height: usize) {
        if report.query == self.query {
            let marked = self.selected().map(|row| (row.key.clone(), row.id().to_owned()));
            self.report = Some(report);
            let at = marked.and_then(|(key, id)| {
                let same = self.rows().position(|row| row.key == key);
                same.or_else(|| self.rows().position(|row| row.key == id))
            });
            self.go_to(at.unwrap_or(self.at), height);
        }
    }

    pub fn step(&mut self, by: isize, height: usize) {
        self.go_to(self.at.saturating_add_signed(by), height);
    }

    pub fn go_to(&mut self, at: usize, height: usize) {
        let (count, height) = (self.rows().count(), height.max(1));
        self.at = at.min(count.saturating_sub(1));
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        // no empty space at the bottom while rows above are hidden
        self.top = self.top.min(count.saturating_sub(height));
    }

    /// Shows or hides the parts of the row under the cursor.
    pub fn toggle_parts(&mut self, height: usize) {
        let Some(id) = self.selected().map(|row| row.id().to_owned()) else { return };
        if !self.unfolded.remove(&id) {
            self.unfolded.insert(id.clone());
        }
        let at = self.rows().position(|row| row.key == id);
        self.go_to(at.unwrap_or(0), height);
    }
}

/// Number of lines below the rows that explain how the figure under the cursor is counted.
pub fn rule_height(body: usize) -> usize {
    match body {
        0..8 => 0,
        8..28 => 2,
        _ => 3,
    }
}

/// Whether column heads are shown: always with a column for each fund, otherwise only on a high
/// screen.
pub fn has_header(width: u16, body: usize) -> bool {
    width >= WIDE || body >= 28
}

impl Layer for Results {
    fn contexts(&self, _programme: &'static Programme) -> Vec<Context> {
        Context::Results.chain().to_vec()
    }

    fn answer(&mut self, answer: LayerAnswer, env: &mut Env) -> Vec<Intent> {
        let next = match answer {
            LayerAnswer::Results(report) if report.query == self.query => {
                self.fill(report, rows_height(env.size));
                self.compared.request(&self.query, env.today, env.size.0 >= TREND_SCREEN)
            }
            LayerAnswer::Figures { of, figures } => self.compared.take(&of, *figures),
            _ => return Vec::new(),
        };
        match next {
            Some(figures) => vec![Intent::FetchFigures(figures)],
            None if self.compared.is_complete(&self.query) => self.prepare_adjacent(),
            None => Vec::new(),
        }
    }

    fn title(&self, _programme: &'static Programme, lang: Lang) -> String {
        SCREEN.get(lang).to_owned()
    }

    fn is_main(&self) -> bool {
        true
    }

    fn hints(&self) -> &'static [Action] {
        use Action::*;
        &[ListOpen, ResultsPeriod, ResultsScope, ResultsEarlier, ResultsLater, ResultsWrite]
    }

    fn can(&self, action: Action, env: &Env) -> bool {
        use Action::*;
        match action {
            ListOpen => self.selected().is_some_and(|row| row.total().counts_any),
            ResultsParts | ResultsPeriod | ResultsScope | ResultsEarlier | ResultsLater => true,
            ResultsWrite => !env.is_working,
            _ => moves(action),
        }
    }

    fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let height = rows_height(env.size);
        if let Some(by) = row_step(action, height) {
            self.step(by, height);
            return Vec::new();
        }
        match action {
            ResultsParts => self.toggle_parts(height),
            ResultsEarlier => return vec![Intent::SetPeriod(self.query.period.later(-1))],
            ResultsLater => return vec![Intent::SetPeriod(self.query.period.later(1))],
            ResultsPeriod => return vec![self.period_menu(env)],
            ResultsScope => return vec![self.scope_menu(env)],
            ResultsWrite => {
                return vec![Intent::ask(Intent::WriteReport(self.query.clone()))];
            }
            ListOpen => {
                return self.counted().map(Intent::FetchCountedKinds).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn fetch(&mut self, id: LayerId, _env: &Env) -> Vec<Effect> {
        vec![Effect::Results { layer: id, asked: self.query.clone() }]
    }

    fn waits_for(&self, action: Action) -> Option<Holds> {
        concerns_rows(action).then_some(Holds::Content)
    }

    fn resize(&mut self, env: &Env) {
        self.step(0, rows_height(env.size));
    }
}

impl Results {
    /// Requests that the reports of the periods before and after are computed.
    fn prepare_adjacent(&self) -> Vec<Intent> {
        let adjacent = |by| ReportQuery {
            period: self.query.period.later(by),
            scope: self.query.scope.clone(),
        };
        [-1, 1].map(|by| Intent::PrepareReport(adjacent(by))).into()
    }

    /// Periods of every length that contain the last day of the present one, or today if that is
    /// earlier; five years as in the five-year plans.
    fn period_menu(&self, env: &Env) -> Intent {
        let today = env.today;
        let last = self.query.period.last().min(today);
        let (year, month) = (last.year, last.month);
        let plan = year - (year - 1).rem_euclid(5);
        let mut periods = vec![
            Period::Month(year, month),
            Period::Quarter(year, month.div_ceil(3)),
            Period::Half(year, month.div_ceil(6)),
            Period::Year(year),
            Period::Years(plan, plan + 4),
        ];
        // last, as they are not in the menu of every month and must not move the others; until the
        // end of a month the one before is reported, too
        let is_over = Period::Month(year, month).last() < today;
        for months in [month, if is_over { 0 } else { month - 1 }] {
            let start = Period::first_months(year, months);
            periods.extend(start.filter(|start| matches!(start, Period::Start(..))));
        }
        choose_period(periods, env.lang)
    }

    /// All places first, then the chosen province or the officer's with its former parts, then
    /// regions, all present and former provinces, and the communes of that province.
    fn scope_menu(&self, env: &Env) -> Intent {
        let near = match &self.query.scope {
            Scope::All | Scope::Region(_) => env.province.clone(),
            Scope::Province(code) => Some(code.clone()),
            Scope::Commune(code) => reference::commune(code).map(|c| c.province.to_owned()),
            Scope::Former(code) => reference::province_of_former(code).map(str::to_owned),
        };
        let mut scopes = vec![Scope::All];
        let province = |code: &str| Scope::Province(code.to_owned());
        let former = |former: &FormerProvince| Scope::Former(former.code.to_owned());
        if let Some(near) = &near {
            scopes.push(province(near));
            let parts = reference::parts_of(near);
            scopes.extend(parts.iter().filter(|_| parts.len() > 1).map(|f| former(f)));
        }
        let regions = reference::regions().iter();
        scopes.extend(regions.map(|region| Scope::Region(region.id.to_owned())));
        scopes.extend(reference::provinces().iter().map(|p| province(p.code)));
        scopes.extend(reference::former_provinces().iter().map(former));
        let communes =
            reference::communes().iter().filter(|c| Some(c.province) == near.as_deref());
        scopes.extend(communes.map(|c| Scope::Commune(c.code.to_owned())));
        let mut seen = HashSet::new();
        scopes.retain(|scope| seen.insert(scope.clone()));
        let entry = |scope: Scope| {
            let [vi, en] = [Lang::Vi, Lang::En].map(|lang| words::scope(&scope, lang));
            (Label { vi, en }, Intent::SetScope(scope))
        };
        Intent::OpenQuestion {
            title: say::SCOPE.get(env.lang).to_owned(),
            entries: scopes.into_iter().map(entry).collect(),
        }
    }

    /// The figure under the cursor, whose records a list can show.
    pub fn counted(&self) -> Option<Counted> {
        let row = self.selected().filter(|row| row.total().counts_any)?;
        Some(Counted { asked: self.query.clone(), row: row.key.clone() })
    }
}

pub fn choose_period(periods: Vec<Period>, lang: Lang) -> Intent {
    let entry = |period: Period| {
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| words::period(period, lang));
        (Label { vi, en }, Intent::SetPeriod(period))
    };
    let entries = periods.into_iter().map(entry).collect();
    Intent::OpenQuestion { title: say::PERIOD.get(lang).to_owned(), entries }
}

/// Number of rows that fit between the title and the explanation.
pub fn rows_height(size: (u16, u16)) -> usize {
    let body = body_height(size);
    let heads = usize::from(has_header(size.0, body));
    body.saturating_sub(1 + heads + rule_height(body)).max(1)
}

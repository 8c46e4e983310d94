//! The screen of results: moving, another period, another place, the records behind a number.

use crate::app::Effect;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::layer::list::List;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::results::{Results, has_heads, rule_lines};
use crate::app::model::Model;
use crate::app::update::{go, prompt};
use crate::indicators::words;
use crate::keymap::action::Action;
use crate::lang::results as say;
use crate::programme::reference;
use crate::programme::reference::Province;
use crate::record::{Counted, KindNo, Period, Scope};
use crate::text::format::show_int;

pub fn open(model: &mut Model) -> Vec<Effect> {
    let results = Results::new(model.today);
    go::place(model, Screen::Results(Box::new(results)))
}

/// Over the screen that names these periods, which is there again on the way back. The first is
/// shown; of several one is chosen.
pub fn of(model: &mut Model, periods: Vec<Period>) -> Vec<Effect> {
    let Some(first) = periods.first() else { return Vec::new() };
    let mut results = Results::new(model.today);
    results.asked.period = *first;
    let layer = model.push(Screen::Results(Box::new(results)));
    if periods.len() > 1 {
        push_periods(model, periods);
    }
    go::wake(model, layer)
}

fn push_periods(model: &mut Model, periods: Vec<Period>) {
    let lang = model.lang;
    let item = |p: Period| (words::period(p, lang), Intent::SetPeriod(p));
    let items = periods.into_iter().map(item).collect();
    model.push(Screen::Menu(MenuLayer::new(say::PERIOD.get(lang).to_owned(), items)));
}

/// Rows that fit between the title and the rule.
pub fn height(model: &Model) -> usize {
    let body = model.body_height();
    let heads = usize::from(has_heads(model.size.0, body));
    body.saturating_sub(1 + heads + rule_lines(body)).max(1)
}

pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let height = height(model);
    let page = height.saturating_sub(1).max(1) as isize;
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    match action {
        ListUp => results.step(-1, height),
        ListDown => results.step(1, height),
        ListPageUp => results.step(-page, height),
        ListPageDown => results.step(page, height),
        ListFirst => results.to(0, height),
        ListLast => results.to(usize::MAX, height),
        ResultsParts => results.unfold(height),
        ResultsEarlier => return ask_period(model, -1),
        ResultsLater => return ask_period(model, 1),
        ResultsPeriod => return period_menu(model),
        ResultsScope => return scope_menu(model),
        ResultsWrite => {
            let asked = results.asked.clone();
            prompt::ask(model, Intent::WriteReport(asked));
            return Vec::new();
        }
        ListOpen => return records(model),
        _ => return Vec::new(),
    }
    model.touch();
    Vec::new()
}

fn ask_period(model: &mut Model, by: i16) -> Vec<Effect> {
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let period = results.asked.period.later(by);
    choose(model, Some(period), None)
}

/// Another question; the old figures stay until the answer.
pub fn choose(model: &mut Model, period: Option<Period>, scope: Option<Scope>) -> Vec<Effect> {
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    if let Some(period) = period {
        results.asked.period = period;
    }
    if let Some(scope) = scope {
        results.asked.scope = scope;
    }
    model.touch();
    let layer = model.top().map(|layer| layer.id).unwrap_or_default();
    go::wake(model, layer)
}

/// Stretches of every length that end as the present one does, or hold today when that lies
/// ahead; five years as the plans have them.
fn period_menu(model: &mut Model) -> Vec<Effect> {
    let today = model.today;
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let last = results.asked.period.last().min(today);
    let (year, month) = (last.year, last.month);
    let plan = year - (year - 1).rem_euclid(5);
    let periods = [
        Period::Month(year, month),
        Period::Quarter(year, month.div_ceil(3)),
        Period::Half(year, month.div_ceil(6)),
        Period::Year(year),
        Period::Years(plan, plan + 4),
    ];
    push_periods(model, periods.into());
    Vec::new()
}

/// Everywhere; the province asked for or the officer's own with its communes; the other provinces.
fn scope_menu(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let own = model.province().map(str::to_owned);
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let near = match &results.asked.scope {
        Scope::All => own,
        Scope::Province(code) => Some(code.clone()),
        Scope::Commune(code) => reference::commune(code).map(|c| c.province.to_owned()),
    };
    let mut items = vec![item(Scope::All, lang)];
    let province = |p: &Province| Scope::Province(p.code.to_owned());
    if let Some(near) = &near {
        items.push(item(Scope::Province(near.clone()), lang));
        let communes = reference::communes().iter().filter(|c| c.province == near);
        items.extend(communes.map(|c| {
            (format!("  {}", c.name), Intent::SetScope(Scope::Commune(c.code.to_owned())))
        }));
    }
    let others = reference::provinces().iter().filter(|p| Some(p.code) != near.as_deref());
    items.extend(others.map(|p| item(province(p), lang)));
    model.push(Screen::Menu(MenuLayer::new(say::SCOPE.get(lang).to_owned(), items)));
    Vec::new()
}

fn item(scope: Scope, lang: crate::lang::Lang) -> (String, Intent) {
    (words::scope(&scope, lang), Intent::SetScope(scope))
}

/// The records that the number under the cursor was made from; of several kinds one is chosen.
fn records(model: &mut Model) -> Vec<Effect> {
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let Some(row) = results.selected() else { return Vec::new() };
    if let [(kind, _)] = row.kinds.as_slice() {
        let kind = *kind;
        return list(model, kind);
    }
    let label = row.label.get(lang).to_owned();
    let items: Vec<_> = row
        .kinds
        .iter()
        .filter_map(|(no, n)| {
            let name = programme.kind(*no)?.label.get(lang);
            let n = show_int(i64::try_from(*n).unwrap_or(i64::MAX));
            Some((format!("{name} ({n})"), Intent::OpenCounted(*no)))
        })
        .collect();
    if !items.is_empty() {
        model.push(Screen::Menu(MenuLayer::new(label, items)));
    }
    Vec::new()
}

/// Over the results, which are there again on the way back.
pub fn list(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let lang = model.lang;
    let Some(kind) = model.programme.kind(kind) else { return Vec::new() };
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let Some(row) = results.selected() else { return Vec::new() };
    let mut list = List::new(kind, false);
    let (asked, key) = (results.asked.clone(), row.key.clone());
    list.of = format!("{} {}", row.id(), words::period(asked.period, lang));
    list.query.counted = Some(Counted { asked, row: key });
    list.set_opened();
    let layer = model.push(Screen::List(Box::new(list)));
    go::wake(model, layer)
}

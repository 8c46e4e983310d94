//! Reports on the stack: opening one, changing period or place, listing the records of a figure.

use crate::app::Effect;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::layer::list::List;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::results::{Results, choose_period};
use crate::app::model::Model;
use crate::app::update::navigate;
use crate::indicators::words;
use crate::record::{KindNo, Period, Scope};
use crate::text::format::show_int;

/// Opens the report of the first period over the present screen; asks for the period when there
/// are several.
pub fn open_menu(model: &mut Model, periods: Vec<Period>) -> Vec<Effect> {
    let Some(first) = periods.first() else { return Vec::new() };
    let mut results = Results::new(model.today);
    results.query.period = *first;
    let layer = model.push(results);
    if periods.len() > 1 {
        let choose = choose_period(periods, model.lang);
        model.want(layer, [choose]);
    }
    navigate::refresh_layer(model, layer)
}

/// Changes period or place; the old figures stay until the answer arrives.
pub fn choose(model: &mut Model, period: Option<Period>, scope: Option<Scope>) -> Vec<Effect> {
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    if let Some(period) = period {
        results.query.period = period;
    }
    if let Some(scope) = scope {
        results.query.scope = scope;
    }
    model.mark_dirty();
    navigate::refresh_top(model)
}

/// Opens the list of the records of the figure under the cursor; asks for the kind when there are
/// several.
pub fn open_counted(model: &mut Model, kinds: &[(KindNo, usize)]) -> Vec<Effect> {
    if let [(kind, _)] = kinds {
        return list(model, *kind);
    }
    let (programme, lang) = (model.programme, model.lang);
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let Some(row) = results.selected() else { return Vec::new() };
    let title = row.full_label(lang);
    let item = |(no, n): &(KindNo, usize)| {
        let name = programme.kind(*no)?.label.get(lang);
        let n = show_int(i64::try_from(*n).unwrap_or(i64::MAX));
        Some((format!("{name} ({n})"), Intent::OpenCounted(*no)))
    };
    let items: Vec<_> = kinds.iter().filter_map(item).collect();
    if !items.is_empty() {
        model.push(MenuLayer::new(title, items));
    }
    Vec::new()
}

/// Opens the list of counted records over the results.
pub fn list(model: &mut Model, kind: KindNo) -> Vec<Effect> {
    let lang = model.lang;
    let Some(kind) = model.programme.kind(kind) else { return Vec::new() };
    let Some(Screen::Results(results)) = model.screen() else { return Vec::new() };
    let Some(row) = results.selected() else { return Vec::new() };
    let Some(counted) = results.counted() else { return Vec::new() };
    let mut list = List::new(kind, false);
    list.of = format!("{} {}", row.id(), words::period(counted.asked.period, lang));
    list.query.counted = Some(counted);
    list.freeze_filters();
    let layer = model.push(list);
    navigate::refresh_layer(model, layer)
}

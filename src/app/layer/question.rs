//! Reads a typed question about results: a period, a place, or both in one line.

use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::indicators::words;
use crate::programme::reference;
use crate::record::Scope;
use crate::text::period_words;

/// Maximum number of communes offered.
const MOST_COMMUNES: usize = 8;

/// The readings of the text, best first. A text with only a place keeps the period, and one with
/// only a period keeps the place.
pub fn answers(typed: &str, env: &Env) -> Vec<(String, Intent)> {
    let period = period_words::read(typed, env.today);
    let (period, rest) = match &period {
        Some((period, rest)) => (Some(*period), rest.as_str()),
        None => (None, typed.trim()),
    };
    if rest.is_empty() {
        let said = |period| (words::period(period, env.lang), Intent::SetPeriod(period));
        return period.map(said).into_iter().collect();
    }
    let choice = |scope: Scope| {
        let place = words::scope(&scope, env.lang);
        match period {
            None => (place, Intent::SetScope(scope)),
            Some(period) => (
                format!("{} · {place}", words::period(period, env.lang)),
                Intent::SetQuestion(period, scope),
            ),
        }
    };
    places(rest, env.province.as_deref()).into_iter().map(choice).collect()
}

/// Matching present provinces, then former ones, regions and communes.
fn places(typed: &str, near: Option<&str>) -> Vec<Scope> {
    let hits = reference::provinces_like(typed);
    let mut found: Vec<Scope> = Vec::new();
    let today = hits.iter().filter(|hit| hit.before.is_none());
    found.extend(today.map(|hit| Scope::Province(hit.province.code.to_owned())));
    let named = reference::former_by_name(typed).into_iter();
    let before = hits.iter().filter_map(|hit| reference::former_by_name(hit.before?));
    found.extend(named.chain(before).map(|former| Scope::Former(former.code.to_owned())));
    let regions = reference::regions_like(typed).into_iter();
    found.extend(regions.map(|region| Scope::Region(region.id.to_owned())));
    let communes = reference::search(typed, near, MOST_COMMUNES).into_iter();
    found.extend(communes.map(|hit| Scope::Commune(hit.commune.code.to_owned())));
    let mut places: Vec<Scope> = Vec::new();
    for scope in found {
        if !places.contains(&scope) {
            places.push(scope);
        }
    }
    places
}

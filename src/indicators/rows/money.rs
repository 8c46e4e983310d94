//! Money: where it came from (I9), how much of it is paid (I10), how much went to priority places
//! (I11).

use super::super::facts::ChoiceIndex;
use super::super::scene::FactsScene;
use super::super::tally::{FigureKind, ONE, Tally};
use super::{ByChoice, RowsBuilder, own};
use crate::lang::results as say;

pub fn rows(scene: &FactsScene, book: &mut RowsBuilder) {
    sources(scene, book);
    disbursed(scene, book);
    priority(scene, book, "I11");
}

fn sources(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut all = Tally::default();
    let mut parts: [Tally; 5] = Default::default();
    let mut leverage = Tally::default();
    for (at, project) in scene.facts.projects.iter().filter(|(_, row)| row.complete) {
        let Some(day) = scene.in_period(project.accepted) else { continue };
        if !scene.project_here(project, day) {
            continue;
        }
        let fund = scene.fund(project.fund, at);
        let [national, local, own, ..] = project.money.map(|n| i128::from(n) * ONE);
        for (tally, n) in parts.iter_mut().zip(project.money) {
            tally.add(fund, at, i128::from(n) * ONE);
            all.add(fund, at, i128::from(n) * ONE);
        }
        leverage.add_ratio(fund, at, own, national + local);
    }
    book.row("I9", say::DONG, all, FigureKind::Amount);
    let words = [
        ("national", say::NATIONAL),
        ("local", say::LOCAL),
        ("own", say::OWN_CAPITAL),
        ("loan", say::LOAN),
        ("other", say::OTHER_FUNDS),
    ];
    for ((id, words), tally) in words.into_iter().zip(parts) {
        book.part(format!("I9.{id}"), own(words), own(say::DONG), tally, FigureKind::Amount);
    }
    let key = "I9.leverage".into();
    book.part(key, own(say::LEVERAGE), own(say::TIMES), leverage, FigureKind::Per);
}

/// By the plan's year, whatever part of it the period is.
fn disbursed(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut paid = Tally::default();
    for (at, project) in scene.facts.projects.iter().filter(|(_, row)| row.complete) {
        let year = project.plan_year == i64::from(scene.to.year);
        if year && scene.project_here(project, project.accepted.unwrap_or(scene.to)) {
            let (part, base) = (project.disbursed, project.approved);
            let fund = scene.fund(project.fund, at);
            paid.add_ratio(fund, at, i128::from(part) * ONE, i128::from(base) * ONE);
        }
    }
    book.row("I10", say::PERCENT, paid, FigureKind::Percent);
}

/// The share of support that went to priority places, by class; also a part of T3. While no place
/// is known there is no share, rather than one of 0 %.
pub fn priority(scene: &FactsScene, book: &mut RowsBuilder, id: &str) {
    let mut all = Tally::default();
    let mut classes = ByChoice::of(scene.programme, "place_class");
    if scene.places.is_empty() {
        if id == "I11" {
            book.row(id, say::PERCENT, all, FigureKind::Percent);
        }
        return;
    }
    for (at, project) in scene.facts.projects.iter().filter(|(_, row)| row.complete) {
        let fund = scene.fund(project.fund, at);
        for row in &project.beneficiaries {
            let day = scene.in_period(row.accepted.or(project.accepted));
            let Some(day) = day.filter(|day| scene.is_in_place(row.establishment, *day)) else {
                continue;
            };
            let commune = scene.facts.site(row.establishment, day).map_or(0, |s| s.commune);
            let own: Vec<ChoiceIndex> = scene.places.classes(commune, day).collect();
            let support = i128::from(row.support) * ONE;
            let part = if own.is_empty() { 0 } else { support };
            all.add_ratio(fund, at, part, support);
            for (class, tally) in (0..).zip(&mut classes.tallies) {
                let part = if own.contains(&class) { support } else { 0 };
                tally.add_ratio(fund, at, part, support);
            }
        }
    }
    if id == "I11" {
        book.row(id, say::PERCENT, all, FigureKind::Percent);
    }
    classes.parts(book, id, say::PERCENT, FigureKind::Percent);
}

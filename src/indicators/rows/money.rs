//! Money: where it came from (I9), how much of it is paid (I10), how much went to priority places
//! (I11).

use super::super::facts::{ChoiceIndex, Fund, Money, NONE, Ref};
use super::super::scene::FactsScene;
use super::super::tally::{FigureKind, ONE, Tally};
use super::{ByChoice, RowsBuilder, own};
use crate::lang::results as say;

pub fn rows(scene: &FactsScene, book: &mut RowsBuilder) {
    sources(scene, book);
    disbursed(scene, book);
    priority(scene, book, "I11");
}

/// Money that was spent on one record.
struct Spent {
    record: Ref,
    fund: Fund,
    money: Money,
    /// of both funds, who knows how much of which
    unsplit: i64,
    /// without a đề án
    is_outside: bool,
}

/// Of đề án, and of what was done without one: of what belongs to a đề án the money is the đề án's.
fn spent(scene: &FactsScene) -> Vec<Spent> {
    let mut all = Vec::new();
    for (record, row) in scene.facts.projects.iter().filter(|(_, row)| scene.is_reached(row)) {
        let fund = scene.fund(row.fund, record);
        all.push(Spent { record, fund, money: row.money, unsplit: 0, is_outside: false });
    }
    let mut outside = |record, (establishment, day), fund: Option<Fund>, money, unsplit| {
        let day = scene.in_period(day);
        if day.is_some_and(|day| scene.is_in_place(establishment, day)) {
            let fund = fund.unwrap_or(Fund::Outside);
            all.push(Spent { record, fund, money, unsplit, is_outside: true });
        }
    };
    let models = scene.facts.models.iter().filter(|(_, row)| row.complete);
    for (at, row) in models.filter(|(_, row)| row.project == NONE) {
        outside(at, (row.establishment, row.accepted), row.fund, row.money, 0);
    }
    for (at, row) in scene.facts.trainings.iter().filter(|(_, row)| row.project == NONE) {
        outside(at, (row.establishment, Some(row.cert_date)), row.fund, row.money, 0);
    }
    for (at, row) in scene.facts.fairs.iter().filter(|(_, row)| row.project == NONE) {
        let (money, unsplit) = match row.fund {
            Some(Fund::National) => ([row.support, 0, 0, 0, 0], 0),
            Some(Fund::Local) => ([0, row.support, 0, 0, 0], 0),
            _ => (Money::default(), row.support),
        };
        outside(at, (row.establishment, Some(row.to)), row.fund, money, unsplit);
    }
    all
}

fn sources(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut all = Tally::default();
    let mut parts: [Tally; 5] = Default::default();
    let (mut outside, mut both, mut leverage) =
        (Tally::default(), Tally::default(), Tally::default());
    for Spent { record, fund, money, unsplit, is_outside } in spent(scene) {
        let unsplit = i128::from(unsplit) * ONE;
        all.add_money(record, money);
        all.add_total(record, unsplit);
        for (at, (tally, n)) in parts.iter_mut().zip(money).enumerate() {
            let mut own = Money::default();
            own[at] = n;
            tally.add_money(record, own);
        }
        let [national, local, own, ..] = money.map(|n| i128::from(n) * ONE);
        if is_outside {
            outside.add_money(record, money);
            outside.add_total(record, unsplit);
        }
        both.add_total(record, unsplit);
        if (own, national + local + unsplit) != (0, 0) {
            leverage.add_share(fund, record, own, national + local + unsplit);
        }
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
    let mut part = |id: &str, words, unit, tally, how| {
        book.part(format!("I9.{id}"), own(words), own(unit), tally, how);
    };
    part("both", say::BOTH_FUNDS, say::DONG, both, FigureKind::Amount);
    part("outside", say::OUTSIDE_MONEY, say::DONG, outside, FigureKind::Amount);
    part("leverage", say::LEVERAGE, say::TIMES, leverage, FigureKind::Per);
    part("failed", say::FAILED_MONEY, say::DONG, failed(scene), FigureKind::Amount);
}

/// The programme's money of đề án that failed or were stopped.
fn failed(scene: &FactsScene) -> Tally {
    let mut failed = Tally::default();
    for (at, project) in scene.failed_projects() {
        let [national, local, ..] = project.money;
        failed.add_money(at, [national, local, 0, 0, 0]);
    }
    failed
}

/// Over the plans of all years that the period touches, whatever part of a year it is.
fn disbursed(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut paid = Tally::default();
    for (at, project) in scene.facts.projects.iter().filter(|(_, row)| scene.is_planned(row)) {
        let (part, base) = (project.disbursed, project.approved);
        let fund = scene.fund(project.fund, at);
        paid.add_share(fund, at, i128::from(part) * ONE, i128::from(base) * ONE);
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
    for (at, project) in scene.facts.projects.iter().filter(|(_, row)| row.counts()) {
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
            all.add_share(fund, at, part, support);
            for (class, tally) in (0..).zip(&mut classes.tallies) {
                let part = if own.contains(&class) { support } else { 0 };
                tally.add_share(fund, at, part, support);
            }
        }
    }
    if id == "I11" {
        book.row(id, say::PERCENT, all, FigureKind::Percent);
    }
    classes.parts(book, id, say::PERCENT, FigureKind::Percent);
}

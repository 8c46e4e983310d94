//! The six results that the programme tells the public (I1 to I6b).

use std::collections::HashMap;

use super::super::facts::{Employment, Fund, Ref, Training};
use super::super::scene::FactsScene;
use super::super::tally::{FigureKind, ONE, Tally};
use super::{ByChoice, RowsBuilder, own};
use crate::lang::results as say;

pub fn rows(scene: &FactsScene, book: &mut RowsBuilder) {
    training(scene, book);
    fairs(scene, book);
    machinery(scene, book);
    models(scene, book);
    honours(scene, book);
    in_force(scene, book);
}

/// The classes of the period, in the place.
fn classes<'a>(scene: &'a FactsScene) -> impl Iterator<Item = (Ref, &'a Training, Fund)> {
    let counted = |row: &Training| {
        scene.within(row.cert_date) && scene.is_in_place(row.establishment, row.cert_date)
    };
    let classes = scene.facts.trainings.iter().filter(move |(_, row)| counted(row));
    classes.map(|(at, row)| (at, row, scene.fund(row.fund, row.project)))
}

fn training(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut all, mut female, mut ethnic) =
        (Tally::default(), Tally::default(), Tally::default());
    let mut forms = ByChoice::of(scene.programme, "training_form");
    let mut employed = Tally::default();
    let mut without = Tally::default();
    let latest = follow_ups(scene);
    for (at, row, fund) in classes(scene) {
        let n = i128::from(row.certified) * ONE;
        all.add(fund, at, n);
        female.add(fund, at, i128::from(row.female) * ONE);
        ethnic.add(fund, at, i128::from(row.ethnic) * ONE);
        if let Some(form) = forms.at(row.form) {
            form.add(fund, at, n);
        }
        match latest.get(&at) {
            Some((follow_up, row)) => {
                employed.add_ratio(fund, at, i128::from(row.employed) * ONE, n);
                employed.add_source(fund, *follow_up);
            }
            None => without.add(fund, at, ONE),
        }
    }
    book.row("I1", say::PEOPLE, all, FigureKind::Amount);
    forms.parts(book, "I1", say::PEOPLE, FigureKind::Amount);
    let people = || own(say::PEOPLE);
    book.part("I1.female".into(), own(say::FEMALE), people(), female, FigureKind::Amount);
    book.part("I1.ethnic".into(), own(say::ETHNIC), people(), ethnic, FigureKind::Amount);
    let key = "I2.without".into();
    book.row("I2", say::PERCENT, employed, FigureKind::Percent);
    book.part(key, own(say::NO_FOLLOW_UP), own(say::CLASSES), without, FigureKind::Amount);
}

/// The latest follow-up of each class: by day, then by id.
fn follow_ups<'a>(scene: &'a FactsScene) -> HashMap<Ref, (Ref, &'a Employment)> {
    let mut latest: HashMap<Ref, (Ref, &Employment)> = HashMap::new();
    for (at, row) in scene.facts.employments.iter() {
        let held = latest.entry(row.training).or_insert((at, row));
        if (held.1.date, held.1.id) < (row.date, row.id) {
            *held = (at, row);
        }
    }
    latest
}

fn fairs(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut all, mut distinct) = (Tally::default(), Tally::default());
    let mut scopes = ByChoice::of(scene.programme, "fair_scope");
    for (at, row) in scene.facts.fairs.iter() {
        if !scene.within(row.to) || !scene.is_in_place(row.establishment, row.to) {
            continue;
        }
        let fund = scene.fund(row.fund, row.project);
        all.add(fund, at, ONE);
        if let Some(scope) = scopes.at(row.scope) {
            scope.add(fund, at, ONE);
        }
        if scene.is_live(row.establishment) {
            distinct.add_distinct(fund, at, row.establishment.into());
        }
    }
    book.row("I3", say::TURNS, all, FigureKind::Amount);
    scopes.parts(book, "I3", say::TURNS, FigureKind::Amount);
    let key = "I3.establishments".into();
    let unit = own(say::ESTABLISHMENTS);
    book.part(key, own(say::DISTINCT), unit, distinct, FigureKind::Amount);
}

fn machinery(scene: &FactsScene, book: &mut RowsBuilder) {
    let (mut establishments, mut projects) = (Tally::default(), Tally::default());
    let (mut turns, mut failed) = (Tally::default(), Tally::default());
    for (at, project) in scene.facts.projects.iter().filter(|(_, row)| row.machinery) {
        let fund = scene.fund(project.fund, at);
        if !project.counts() {
            continue;
        }
        if project.unnamed > 0 && scene.is_reached(project) {
            let unnamed = i128::from(project.unnamed) * ONE;
            establishments.add(fund, at, unnamed);
            turns.add(fund, at, unnamed);
            projects.add_distinct(fund, at, at.into());
        }
        for row in &project.beneficiaries {
            let day = scene.in_period(row.accepted.or(project.accepted));
            let Some(day) = day else { continue };
            if scene.is_live(row.establishment) && scene.is_in_place(row.establishment, day) {
                establishments.add_distinct(fund, at, row.establishment.into());
                projects.add_distinct(fund, at, at.into());
                turns.add(fund, at, ONE);
            }
        }
    }
    for (at, project) in scene.failed_projects().filter(|(_, row)| row.machinery) {
        failed.add(scene.fund(project.fund, at), at, ONE);
    }
    book.row("I4", say::ESTABLISHMENTS, establishments, FigureKind::Amount);
    let key = "I4.projects".into();
    book.part(key, own(say::PROJECTS), own(say::PROJECT_UNIT), projects, FigureKind::Amount);
    let key = "I4.turns".into();
    book.part(key, own(say::ESTABLISHMENT_TURNS), own(say::TURNS), turns, FigureKind::Amount);
    let key = "I4.failed".into();
    book.part(key, own(say::FAILED), own(say::PROJECT_UNIT), failed, FigureKind::Amount);
}

fn models(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut all = Tally::default();
    let mut kinds = ByChoice::of(scene.programme, "model_kind");
    for (at, row) in scene.facts.models.iter().filter(|(_, row)| row.complete) {
        let Some(day) = scene.in_period(row.accepted) else { continue };
        if scene.is_without_result(row.project) || !scene.is_in_place(row.establishment, day) {
            continue;
        }
        let fund = scene.fund(row.fund, row.project);
        all.add(fund, at, ONE);
        if let Some(kind) = kinds.at(row.kind) {
            kind.add(fund, at, ONE);
        }
    }
    book.row("I5", say::MODELS, all, FigureKind::Amount);
    kinds.parts(book, "I5", say::MODELS, FigureKind::Amount);
}

fn honours(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut all = Tally::default();
    let mut levels = ByChoice::of(scene.programme, "honour_level");
    for (at, row) in scene.facts.honours.iter() {
        let counted = scene.within(row.decided)
            && scene.facts.products.get(row.product).is_some()
            && scene.is_in_place(scene.maker(row.product), row.decided);
        if !counted {
            continue;
        }
        let fund = scene.fund(row.fund, super::super::facts::NONE);
        let key = u64::from(row.product) << 8 | u64::from(row.level);
        all.add_distinct(fund, at, key);
        if let Some(level) = levels.at(row.level) {
            level.add_distinct(fund, at, key);
        }
    }
    book.row("I6", say::PRODUCTS, all, FigureKind::Amount);
    levels.parts(book, "I6", say::PRODUCTS, FigureKind::Amount);
}

/// Certificates that hold on the last day.
fn in_force(scene: &FactsScene, book: &mut RowsBuilder) {
    let mut all = Tally::default();
    for (at, row) in scene.facts.honours.iter() {
        let holds = row.decided <= scene.to
            && row.valid_to.is_some_and(|last| scene.to <= last)
            && row.revoked.is_none_or(|day| scene.to < day);
        let known = scene.facts.products.get(row.product).is_some();
        if holds && known && scene.is_in_place(scene.maker(row.product), row.decided) {
            all.add(scene.fund(row.fund, super::super::facts::NONE), at, ONE);
        }
    }
    book.row("I6b", say::CERTIFICATES, all, FigureKind::Amount);
}

//! Đề án by what they do (I13), as provinces print it: how many, for how many establishments and people,
//! with what money.

use super::super::facts::{Fund, Project, Ref};
use super::super::scene::FactsScene;
use super::super::tally::{FigureKind, ONE, Tally};
use super::{RowsBuilder, own};
use crate::lang::results as say;
use crate::lang::words::Both;

/// What is counted of the đề án of one activity, or of all.
#[derive(Clone, Default)]
struct ActivityTallies {
    projects: Tally,
    establishments: Tally,
    participants: Tally,
    jobs: Tally,
    money: Tally,
    planned: Tally,
    settled: Tally,
}

pub fn rows(scene: &FactsScene, book: &mut RowsBuilder) {
    let choices = scene.programme.list("activity_kind").map_or(&[][..], |list| &list.choices);
    let mut all = ActivityTallies::default();
    let mut kinds = vec![ActivityTallies::default(); choices.len()];
    let mut failed = Tally::default();
    for (at, project) in scene.facts.projects.iter() {
        all.add(scene, at, project);
        if let Some(kind) = kinds.get_mut(usize::from(project.activity)) {
            kind.add(scene, at, project);
        }
    }
    for (at, project) in scene.failed_projects() {
        failed.add(scene.fund(project.fund, at), at, ONE);
    }
    let (projects, parts) = all.into_parts();
    book.row("I13", say::PROJECT_UNIT, projects, FigureKind::Amount);
    for (id, words, unit, tally) in parts {
        book.part(format!("I13.{id}"), own(words), own(unit), tally, FigureKind::Amount);
    }
    let key = "I13.failed".into();
    book.part(key, own(say::FAILED), own(say::PROJECT_UNIT), failed, FigureKind::Amount);
    for (choice, kind) in choices.iter().zip(kinds) {
        if kind.projects.is_empty() && kind.planned.is_empty() {
            continue;
        }
        let key = format!("I13.{}", choice.id);
        let (unit, (projects, parts)) = (own(say::PROJECT_UNIT), kind.into_parts());
        book.part(key.clone(), choice.label.clone(), unit, projects, FigureKind::Amount);
        for (id, words, unit, tally) in parts.into_iter().filter(|part| !part.3.is_empty()) {
            book.part_below(&choice.label, format!("{key}.{id}"), [words, unit], tally);
        }
    }
}

impl ActivityTallies {
    fn add(&mut self, scene: &FactsScene, at: Ref, project: &Project) {
        let fund = scene.fund(project.fund, at);
        if scene.is_planned(project) {
            self.planned.add_support(fund, at, project.approved, project.money);
        }
        if !scene.is_reached(project) {
            return;
        }
        self.projects.add(fund, at, ONE);
        for row in project.beneficiaries.iter().filter(|row| scene.is_live(row.establishment)) {
            self.establishments.add_distinct(fund, at, row.establishment.into());
        }
        add(&mut self.establishments, fund, at, project.unnamed);
        add(&mut self.participants, fund, at, project.participants);
        add(&mut self.jobs, fund, at, project.jobs);
        self.settled.add_support(fund, at, project.settled, project.money);
        self.money.add_money(at, project.money);
    }

    /// The number of đề án, and all else in the order of the rows.
    fn into_parts(self) -> (Tally, [(&'static str, Both, Both, Tally); 6]) {
        let parts = [
            ("establishments", say::BENEFICIARIES, say::ESTABLISHMENTS, self.establishments),
            ("participants", say::PARTICIPANTS, say::PEOPLE, self.participants),
            ("jobs", say::JOBS, say::PEOPLE, self.jobs),
            ("money", say::MONEY, say::DONG, self.money),
            ("planned", say::PLANNED, say::DONG, self.planned),
            ("settled", say::SETTLED, say::DONG, self.settled),
        ];
        (self.projects, parts)
    }
}

fn add(tally: &mut Tally, fund: Fund, at: Ref, n: i64) {
    if n != 0 {
        tally.add(fund, at, i128::from(n) * ONE);
    }
}

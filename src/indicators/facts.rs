//! What is kept of the records that count: small rows by the record's place, so that a key on the
//! screen of results reads no record. Deleted records are not here, nor incomplete ones, but for
//! those that others hang on (establishments, đề án, models), which say so.
//!
//! A record is named by its place in the caller's own index: four bytes instead of sixteen.

use crate::record::{Date, Id};

/// A record's place in the index of the keeper of the facts.
pub type Ref = u32;
/// No record.
pub const NONE: Ref = Ref::MAX;

/// An answer to a question with choices: its place in the list.
pub type ChoiceIndex = u8;
/// No answer, or one that this programme does not have.
pub const UNKNOWN: ChoiceIndex = ChoiceIndex::MAX;

/// Whose programme it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fund {
    National,
    Local,
    /// of both: it counts in the column of either
    Both,
    /// of neither, or of nobody knows which
    Outside,
}

/// In đồng: of the national fund, the local fund, own capital, loans, other sources.
pub type Money = [i64; 5];

/// A commune's number, and its province's; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site {
    pub province: u8,
    pub commune: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Establishment {
    pub site: Site,
    pub kind: ChoiceIndex,
    /// over half of its material comes from its own province
    pub local_material: bool,
    pub living: bool,
    pub complete: bool,
}

/// A locked one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    pub establishment: Ref,
    pub project: Ref,
    pub date: Date,
    pub purpose: ChoiceIndex,
}

/// Whether what was accepted is a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    #[default]
    Reached,
    /// the board has come to no conclusion
    Open,
    /// not accepted, or stopped and recalled
    Failed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    pub fund: Option<Fund>,
    pub complete: bool,
    pub activity: ChoiceIndex,
    /// machinery, a line, or a transfer of technology, be it as one of several activities
    pub machinery: bool,
    /// 0 for one that was not approved
    pub plan_year: i64,
    pub accepted: Option<Date>,
    pub outcome: Outcome,
    /// when it was stopped, else when it was not accepted
    pub failed_on: Option<Date>,
    pub money: Money,
    pub approved: i64,
    pub disbursed: i64,
    pub settled: i64,
    /// beneficiaries that have no row
    pub unnamed: i64,
    pub participants: i64,
    pub jobs: i64,
    pub site: Option<Site>,
    pub beneficiaries: Box<[Beneficiary]>,
}

impl Project {
    /// Complete, and a result as far as it was accepted.
    pub fn counts(&self) -> bool {
        self.complete && self.outcome == Outcome::Reached
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beneficiary {
    pub establishment: Ref,
    pub support: i64,
    /// its own day, where it has one
    pub accepted: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    pub establishment: Ref,
    pub project: Ref,
    pub fund: Option<Fund>,
    pub form: ChoiceIndex,
    pub certified: i64,
    pub female: i64,
    pub ethnic: i64,
    pub cert_date: Date,
    pub money: Money,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Employment {
    pub training: Ref,
    pub date: Date,
    pub id: Id,
    pub employed: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Honour {
    pub product: Ref,
    pub level: ChoiceIndex,
    pub fund: Option<Fund>,
    pub decided: Date,
    pub valid_to: Option<Date>,
    pub revoked: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FairFacts {
    pub establishment: Ref,
    pub project: Ref,
    pub fund: Option<Fund>,
    pub scope: ChoiceIndex,
    pub to: Date,
    /// đồng of its fund
    pub support: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ModelFacts {
    pub establishment: Ref,
    pub project: Ref,
    pub fund: Option<Fund>,
    pub complete: bool,
    pub kind: ChoiceIndex,
    pub digital: bool,
    pub accepted: Option<Date>,
    pub money: Money,
    pub replications: Box<[Replication]>,
}

/// A model copied by another establishment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replication {
    pub day: Date,
    /// where it was followed, as far as that is known
    pub site: Option<Site>,
    /// who followed it, where the notebook has them
    pub establishment: Ref,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    pub id: Id,
    pub model: Ref,
    pub project: Ref,
    pub establishment: Ref,
    /// before the help
    pub before: bool,
    pub period_kind: ChoiceIndex,
    /// days of the period where its kind has no length of its own; else 0
    pub days: i32,
    pub to: Date,
    pub lines: Box<[FigureLine]>,
}

/// One figure of a measurement, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureLine {
    pub measure: ChoiceIndex,
    pub unit: ChoiceIndex,
    pub value: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain {
    pub establishment: Ref,
    pub contract: bool,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionState {
    Waiting,
    Granted,
    Refused,
}

/// Coordinated support: land, incentives, credit, science. Amounts in millionths of `unit`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    pub establishment: Ref,
    pub kind: ChoiceIndex,
    pub unit: ChoiceIndex,
    pub asked_date: Date,
    pub asked: i64,
    pub granted: i64,
    pub decided: Option<Date>,
    pub answer: DecisionState,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    pub establishments: Box<[Ref]>,
    pub stage: ChoiceIndex,
    /// when a memorandum and an agreement were signed
    pub memo: Option<Date>,
    pub agreed: Option<Date>,
    /// of the stage
    pub date: Date,
    pub value: i64,
}

/// An open commitment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskFacts {
    pub establishment: Ref,
    pub project: Ref,
    pub due: Date,
}

/// A figure to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    pub indicator: String,
    pub years: (i64, i64),
    pub fund: Option<Fund>,
    pub province: Option<String>,
    /// millionths
    pub value: i64,
    pub verified: bool,
    /// not an officer's own
    pub official: bool,
}

/// A commune that is a priority place, for a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Priority {
    /// its number
    pub commune: u32,
    pub class: ChoiceIndex,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Rows by their record's place. New records mostly come last.
#[derive(Clone, Debug)]
pub struct FactTable<T>(Vec<(Ref, T)>);

impl<T> Default for FactTable<T> {
    fn default() -> FactTable<T> {
        FactTable(Vec::new())
    }
}

impl<T> FactTable<T> {
    pub fn get(&self, at: Ref) -> Option<&T> {
        self.find(at).ok().and_then(|place| self.0.get(place)).map(|(_, row)| row)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Ref, &T)> {
        self.0.iter().map(|(at, row)| (*at, row))
    }

    /// `None` takes the row out.
    pub fn put(&mut self, at: Ref, row: Option<T>) {
        match (self.find(at), row) {
            (Ok(place), Some(row)) => {
                if let Some(held) = self.0.get_mut(place) {
                    held.1 = row;
                }
            }
            (Ok(place), None) => {
                self.0.remove(place);
            }
            (Err(place), Some(row)) => self.0.insert(place, (at, row)),
            (Err(_), None) => {}
        }
    }

    fn find(&self, at: Ref) -> Result<usize, usize> {
        if self.0.last().is_none_or(|(last, _)| *last < at) {
            return Err(self.0.len());
        }
        self.0.binary_search_by_key(&at, |(held, _)| *held)
    }

    fn fill(&mut self, mut rows: Vec<(Ref, T)>) {
        rows.sort_unstable_by_key(|(at, _)| *at);
        rows.shrink_to_fit();
        self.0 = rows;
    }
}

/// All facts of a notebook.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub establishments: FactTable<Establishment>,
    pub visits: FactTable<Visit>,
    pub projects: FactTable<Project>,
    pub trainings: FactTable<Training>,
    pub employments: FactTable<Employment>,
    /// the establishment that makes it
    pub products: FactTable<Ref>,
    pub honours: FactTable<Honour>,
    pub fairs: FactTable<FairFacts>,
    pub models: FactTable<ModelFacts>,
    pub measurements: FactTable<Measurement>,
    pub chains: FactTable<Chain>,
    pub supports: FactTable<Support>,
    pub leads: FactTable<Lead>,
    pub tasks: FactTable<TaskFacts>,
    pub goals: FactTable<Goal>,
    /// verified rows of the reference set
    pub places: FactTable<Priority>,
    /// records of `sotay demo` among them: never to be reported as results
    pub made_up: FactTable<()>,
    /// where an establishment was before it moved: the first day elsewhere
    moves: Vec<(Ref, Date, Site)>,
}

impl Facts {
    /// The large kinds, which the caller knows without reading their records; in any order.
    pub fn fill(
        &mut self,
        establishments: Vec<(Ref, Establishment)>,
        visits: Vec<(Ref, Visit)>,
    ) {
        self.establishments.fill(establishments);
        self.visits.fill(visits);
    }

    /// Until the day before `day` the establishment was at `site`. A second move of one day says
    /// nothing new: nobody can have counted in between.
    pub fn add_move(&mut self, establishment: Ref, day: Date, site: Site) {
        let key = (establishment, day);
        if let Err(place) = self.moves.binary_search_by_key(&key, |(at, day, _)| (*at, *day)) {
            self.moves.insert(place, (establishment, day, site));
        }
    }

    /// Where an establishment was on a day.
    pub fn site(&self, establishment: Ref, day: Date) -> Option<Site> {
        let now = self.establishments.get(establishment)?.site;
        let from = self.moves.partition_point(|(at, ..)| *at < establishment);
        let own = self.moves.iter().skip(from).take_while(|(at, ..)| *at == establishment);
        let before = own.into_iter().find(|(_, until, _)| day < *until);
        Some(before.map_or(now, |(_, _, site)| *site))
    }
}

//! What every row asks: is it in the period, is it in the place, whose money is it.

use super::facts::{Facts, Fund, ModelFacts, NONE, Outcome, Project, Ref, Replication, Site};
use super::places::CommunePlaces;
use super::read::site;
use crate::programme::reference;
use crate::programme::spec::Programme;
use crate::record::{Date, ReportQuery, Scope};

#[derive(Clone, Copy)]
pub struct FactsScene<'a> {
    pub programme: &'a Programme,
    pub facts: &'a Facts,
    pub places: &'a CommunePlaces<'a>,
    pub from: Date,
    pub to: Date,
    /// the period's last day, or today when that is in the future: nothing is late before its time
    pub as_of: Date,
    pub today: Date,
    pub place: PlaceScope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceScope {
    All,
    Province(u8),
    Commune(u32),
    /// its place in the list of regions
    Region(u8),
    /// the number of a province before 01/07/2025
    Former(u8),
}

impl PlaceScope {
    pub fn of(asked: &ReportQuery) -> PlaceScope {
        match &asked.scope {
            Scope::All => PlaceScope::All,
            // a code that does not exist is no place, and nothing is there
            Scope::Province(code) => PlaceScope::Province(code.parse().unwrap_or(u8::MAX)),
            Scope::Commune(code) => match site(code).commune {
                0 => PlaceScope::Commune(u32::MAX),
                commune => PlaceScope::Commune(commune),
            },
            Scope::Region(id) => {
                let at = reference::regions().iter().position(|region| region.id == id);
                PlaceScope::Region(at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX))
            }
            Scope::Former(code) => PlaceScope::Former(code.parse().unwrap_or(u8::MAX)),
        }
    }

    fn contains(self, site: Option<Site>) -> bool {
        match self {
            PlaceScope::All => true,
            PlaceScope::Province(province) => site.is_some_and(|s| s.province == province),
            PlaceScope::Commune(commune) => site.is_some_and(|s| s.commune == commune),
            PlaceScope::Region(region) => {
                site.is_some_and(|s| reference::region_of(s.province) == Some(region))
            }
            PlaceScope::Former(former) => {
                site.is_some_and(|s| reference::former_of(s.commune) == Some(former))
            }
        }
    }
}

impl FactsScene<'_> {
    /// Nothing counts before its day.
    pub fn within(&self, day: Date) -> bool {
        self.from <= day && day <= self.as_of
    }

    /// The đề án that failed or were stopped in the period, in the place.
    pub fn failed_projects(&self) -> impl Iterator<Item = (Ref, &Project)> {
        let has_failed = |project: &Project| {
            let day = self.in_period(project.failed_on);
            project.complete
                && project.outcome == Outcome::Failed
                && day.is_some_and(|day| self.project_here(project, day))
        };
        self.facts.projects.iter().filter(move |(_, project)| has_failed(project))
    }

    /// Is it in a plan of a year that the period touches, in the place?
    pub fn is_planned(&self, project: &Project) -> bool {
        let years = i64::from(self.from.year)..=i64::from(self.to.year);
        project.complete
            && years.contains(&project.plan_year)
            && self.project_here(project, project.accepted.unwrap_or(self.to))
    }

    /// Was it accepted in the period, in the place, and is it a result?
    pub fn is_reached(&self, project: &Project) -> bool {
        let day = self.in_period(project.accepted).filter(|_| project.counts());
        day.is_some_and(|day| self.project_here(project, day))
    }

    /// Models of a đề án that failed or has no conclusion are no results, nor are their copies and what
    /// was measured there. Who was trained by it, or stood at a fair, counts all the same.
    pub fn is_without_result(&self, project: Ref) -> bool {
        let project = self.facts.projects.get(project);
        project.is_some_and(|project| project.outcome != Outcome::Reached)
    }

    /// Where a model was copied: the place that was written down, else that of who copied it, else the
    /// model's own.
    pub fn is_copied_here(&self, model: &ModelFacts, copy: &Replication) -> bool {
        match (copy.site, copy.establishment) {
            (Some(site), _) => self.place.contains(Some(site)),
            (None, NONE) => self.is_in_place(model.establishment, copy.day),
            (None, copier) => self.is_in_place(copier, copy.day),
        }
    }

    /// The day, where it is in the period.
    pub fn in_period(&self, day: Option<Date>) -> Option<Date> {
        day.filter(|day| self.within(*day))
    }

    /// Did the establishment lie in the place on that day?
    pub fn is_in_place(&self, establishment: Ref, day: Date) -> bool {
        self.place == PlaceScope::All
            || self.place.contains(self.facts.site(establishment, day))
    }

    /// A deleted establishment is counted nowhere, though what it took part in is.
    pub fn is_live(&self, establishment: Ref) -> bool {
        self.facts.establishments.get(establishment).is_some_and(|e| e.living)
    }

    /// A record's own, else its đề án's.
    pub fn fund(&self, own: Option<Fund>, project: Ref) -> Fund {
        own.or_else(|| self.facts.projects.get(project)?.fund).unwrap_or(Fund::Outside)
    }

    /// A đề án is at its own place, else where its first beneficiary is.
    pub fn project_here(&self, project: &Project, day: Date) -> bool {
        match (self.place, project.site, project.beneficiaries.first()) {
            (PlaceScope::All, ..) => true,
            (place, Some(site), _) => place.contains(Some(site)),
            (_, None, Some(first)) => self.is_in_place(first.establishment, day),
            (_, None, None) => false,
        }
    }

    /// The place of a product is that of its establishment.
    pub fn maker(&self, product: Ref) -> Ref {
        self.facts.products.get(product).copied().unwrap_or(NONE)
    }
}

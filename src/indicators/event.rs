//! The events of a source: which rows of its table count, on which day, where, of which fund.

use super::facts::{NONE, Ref};
use super::held::{COMPLETE, HeldTable};
use super::scene::{FactsScene, PlaceScope};
use crate::programme::spec::indicator::*;
use crate::record::Date;

/// One row of a source's table that counts.
#[derive(Clone, Copy)]
pub struct CountedEvent {
    pub row: usize,
    pub record: Ref,
    /// On which its place counts.
    pub day: Date,
    pub home: Ref,
    pub fund: Fund,
}

/// A source with what is looked up once for all its rows.
pub struct Events<'a> {
    pub scene: &'a FactsScene<'a>,
    pub source: &'a EventSource,
    pub table: &'a HeldTable,
    tests: TestBits<'a>,
    /// For each path to a fund, what each choice stands for.
    funds: Vec<Vec<Option<Fund>>>,
}

/// Tests of a row's own bits at once, then the others.
pub struct TestBits<'a> {
    set: u32,
    unset: u32,
    others: Vec<&'a EventTest>,
}

impl<'a> TestBits<'a> {
    pub fn of(tests: &'a [EventTest], table: usize) -> TestBits<'a> {
        let mut bits = TestBits { set: 0, unset: 0, others: Vec::new() };
        for test in tests {
            match test {
                EventTest::Holds { path, negated }
                    if path.links.is_empty() && path.at.table == table =>
                {
                    let bit = 1 << path.at.at;
                    if *negated { bits.unset |= bit } else { bits.set |= bit }
                }
                other => bits.others.push(other),
            }
        }
        bits
    }

    pub fn fit(&self, bits: u32) -> bool {
        bits & self.set == self.set && bits & self.unset == 0
    }
}

impl<'a> Events<'a> {
    pub fn of(scene: &'a FactsScene<'a>, source: usize) -> Option<Events<'a>> {
        let source = scene.book().sources.get(source)?;
        let funds_of = |path: &FactPath| match scene.sort(path.at) {
            Some(FactSort::Choice(list)) => {
                let list = scene.programme.list(list);
                let n = list.map_or(0, |list| list.choices.len());
                (0..n).map(|at| list.and_then(|list| list.fund(at))).collect()
            }
            _ => Vec::new(),
        };
        let mut tests = TestBits::of(&source.tests, source.table);
        tests.set |= COMPLETE;
        Some(Events {
            scene,
            source,
            table: scene.table(source.table)?,
            tests,
            funds: source.fund.iter().map(funds_of).collect(),
        })
    }

    /// Those of the period and the place.
    pub fn counted(&self) -> impl Iterator<Item = CountedEvent> {
        self.table.rows().filter_map(|row| {
            let when = self.tests.fit(self.table.bits(row)).then(|| self.when(row))??;
            if !self.meets_others(row) {
                return None;
            }
            let day = self.placed(row, when);
            self.is_here(row, day).then(|| self.event(row, day))
        })
    }

    /// Those of any day and place.
    pub fn ever(&self) -> impl Iterator<Item = CountedEvent> {
        self.table.rows().filter_map(|row| {
            let day = self.passes(row).then(|| self.own_day(row))??;
            Some(self.event(row, day))
        })
    }

    /// Those of the period that are in no place at all.
    pub fn nowhere(&self) -> usize {
        let is_nowhere = |row: &usize| {
            self.passes(*row)
                && self.when(*row).is_some()
                && self.source.place.iter().all(|path| !self.leads_anywhere(path, *row))
        };
        self.table.rows().filter(is_nowhere).count()
    }

    fn event(&self, row: usize, day: Date) -> CountedEvent {
        let record = self.table.record(row);
        CountedEvent { row, record, day, home: self.home(row), fund: self.fund(row) }
    }

    fn passes(&self, row: usize) -> bool {
        self.tests.fit(self.table.bits(row)) && self.meets_others(row)
    }

    fn meets_others(&self, row: usize) -> bool {
        self.tests.others.iter().all(|test| self.holds(test, row, None))
    }

    /// Tests of a term, beside the source's own.
    pub fn fits(&self, tests: &TestBits, event: &CountedEvent) -> bool {
        tests.fit(self.table.bits(event.row))
            && tests.others.iter().all(|test| self.holds(test, event.row, Some(event)))
    }

    fn holds(&self, test: &EventTest, row: usize, event: Option<&CountedEvent>) -> bool {
        match test {
            EventTest::Holds { path, negated } => {
                let end = self.scene.end(path, row);
                let holds =
                    end.is_some_and(|(table, bit, row)| table.bits(row) & (1 << bit) != 0);
                holds != *negated
            }
            EventTest::AtPriorityPlace => event.is_some_and(|event| {
                let site = self.scene.site(event.home, event.day).unwrap_or_default();
                self.scene.places.classes(site.commune(), event.day).next().is_some()
            }),
        }
    }

    /// The day of a dated event.
    fn own_day(&self, row: usize) -> Option<Date> {
        match &self.source.time {
            EventTime::Day(days) => self.first_day(days, row),
            _ => None,
        }
    }

    fn first_day(&self, days: &Alternatives, row: usize) -> Option<Date> {
        let fits = |when: &Option<EventTest>| {
            when.as_ref().is_none_or(|test| self.holds(test, row, None))
        };
        days.0
            .iter()
            .filter(|(_, when)| fits(when))
            .find_map(|(day, _)| self.scene.day(day, row))
    }

    /// The day on which it counts, if it does.
    fn when(&self, row: usize) -> Option<Date> {
        let scene = self.scene;
        match &self.source.time {
            EventTime::Day(days) => scene.in_period(self.first_day(days, row)),
            EventTime::Year(year) => {
                let (table, column, row) = scene.end(year, row)?;
                let years = i64::from(scene.from.year)..=i64::from(scene.to.year);
                years.contains(&table.number(column, row)).then_some(scene.to)
            }
            EventTime::Passed(day) => scene.day(day, row).filter(|day| *day < scene.as_of),
            EventTime::Holds { from, to, must_end, revoked } => {
                let day = |path: &Option<FactPath>| {
                    path.as_ref().and_then(|path| scene.day(path, row))
                };
                let has_begun =
                    from.as_ref().is_none_or(|from| match scene.day(&from.day, row) {
                        Some(day) => day <= scene.as_of,
                        None => from.may_be_unknown && scene.today == scene.as_of,
                    });
                let has_not_ended = match day(to) {
                    Some(last) => scene.as_of <= last,
                    None => !must_end,
                };
                let is_revoked = day(revoked).is_some_and(|day| day <= scene.as_of);
                (has_begun && has_not_ended && !is_revoked).then_some(scene.as_of)
            }
        }
    }

    fn placed(&self, row: usize, when: Date) -> Date {
        self.first_day(&self.source.placed, row).unwrap_or(when)
    }

    /// By the first of its places that is answered, else by its home.
    fn is_here(&self, row: usize, day: Date) -> bool {
        if self.scene.place == PlaceScope::All {
            return true;
        }
        let own = self.source.place.iter();
        match own.into_iter().find_map(|path| self.place_of(path, row, day)) {
            Some(is_here) => is_here,
            None if self.source.place.is_empty() => self.scene.is_in_place(self.home(row), day),
            None => false,
        }
    }

    /// `None` where nothing is answered.
    fn place_of(&self, path: &FactPath, row: usize, day: Date) -> Option<bool> {
        let (table, column, row) = self.scene.end(path, row)?;
        match self.scene.sort(path.at)? {
            FactSort::Site => {
                let site = Some(table.site(column, row)).filter(|site| site.is_known());
                site.map(|site| self.scene.place.contains(Some(site)))
            }
            FactSort::Links => match table.links(column, row) {
                [] => None,
                homes => Some(homes.iter().any(|home| self.scene.is_in_place(*home, day))),
            },
            _ => match table.link(column, row) {
                NONE => None,
                home => Some(self.scene.is_in_place(home, day)),
            },
        }
    }

    fn leads_anywhere(&self, path: &FactPath, row: usize) -> bool {
        self.place_of(path, row, self.scene.to).is_some()
    }

    fn home(&self, row: usize) -> Ref {
        match &self.source.home {
            Some(HomeLink::Itself) => self.table.record(row),
            Some(HomeLink::Linked(path)) => self.scene.link(path, row).unwrap_or(NONE),
            None => NONE,
        }
    }

    /// A record's own, else that of what it belongs to.
    fn fund(&self, row: usize) -> Fund {
        let of = |(path, funds): (&FactPath, &Vec<Option<Fund>>)| {
            let (table, column, row) = self.scene.end(path, row)?;
            funds.get(usize::from(table.choice(column, row))).copied()?
        };
        self.source.fund.iter().zip(&self.funds).find_map(of).unwrap_or(Fund::Outside)
    }

    /// What the event's record is a part of, or itself.
    pub fn whole(&self, event: &CountedEvent) -> Ref {
        let whole = self.source.whole.as_ref();
        whole.and_then(|path| self.scene.link(path, event.row)).unwrap_or(event.record)
    }

    /// Millionths.
    pub fn number(&self, path: &FactPath, row: usize) -> i128 {
        let Some((table, column, row)) = self.scene.end(path, row) else { return 0 };
        let number = i128::from(table.number(column, row));
        match self.scene.sort(path.at) {
            Some(FactSort::Decimal) => number,
            _ => number * super::tally::ONE,
        }
    }
}

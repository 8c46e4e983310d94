//! The events of a source: which rows of its table count, with their day, place and fund.

use super::facts::{NONE, Ref, Site};
use super::held::{COMPLETE, HeldTable};
use super::refs::{PackedDay, pack, unpack};
use super::scene::{FactsScene, PlaceScope};
use super::timeline::{ALWAYS, EventSpan, SourceLine, UNKNOWN_DAY};
use crate::programme::spec::indicator::*;
use crate::record::Date;

/// One row of a source's table that counts.
#[derive(Clone, Copy)]
pub struct CountedEvent {
    pub row: usize,
    pub record: Ref,
    /// the day that decides where its home was
    pub day: Date,
    pub home: Ref,
    /// the home's row in its table
    home_row: Option<usize>,
    pub fund: Fund,
}

/// A source, with lookups that are done once for all its rows.
pub struct Events<'a> {
    pub scene: &'a FactsScene<'a>,
    pub source: &'a EventSource,
    pub table: &'a HeldTable,
    line: Option<&'a SourceLine>,
    tests: TestBits<'a>,
    /// For each path to a fund: the fund of each choice.
    funds: Vec<Vec<Option<Fund>>>,
    /// The path to the home, to recognise paths through it.
    to_home: Vec<FactStep>,
}

/// Tests: those of the row's own bits as two masks, then all others.
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
    pub fn of(scene: &'a FactsScene<'a>, at: usize) -> Option<Events<'a>> {
        let source = scene.book().sources.get(at)?;
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
            line: scene.timeline.source(at),
            tests,
            funds: source.fund.iter().map(funds_of).collect(),
            to_home: match &source.home {
                Some(HomeLink::Linked(path)) => {
                    path.links.iter().chain([&path.at]).copied().collect()
                }
                _ => Vec::new(),
            },
        })
    }

    /// All complete rows that meet the tests, of any period and place.
    pub fn line_of(scene: &FactsScene, at: usize) -> SourceLine {
        let Some(events) = Events::of(scene, at) else { return SourceLine::default() };
        let lasts = matches!(events.source.time, EventTime::Holds { .. });
        let line = SourceLine::of(events.spans().collect(), lasts);
        let line = match events.is_own_home() {
            true => line,
            false => line.with_homes(|row| events.find_home_row(row)),
        };
        match events.source.fund.is_empty() {
            true => line,
            false => line.with_funds(|row| events.fund(row)),
        }
    }

    fn spans(&self) -> impl Iterator<Item = EventSpan> {
        self.table.rows().filter_map(|row| {
            let is_one = self.tests.fit(self.table.bits(row)) && self.meets_others(row);
            let (start, end) = is_one.then(|| self.span(row))??;
            Some(EventSpan { start, row: u32::try_from(row).ok()?, end })
        })
    }

    /// Whether each row of the source is a home.
    fn is_own_home(&self) -> bool {
        let book = self.scene.book();
        let is_home_table = book.home.is_some_and(|home| home.table == self.source.table);
        let is_of_records =
            book.tables.get(self.source.table).is_some_and(|table| table.rows.is_none());
        is_home_table && is_of_records && matches!(self.source.home, Some(HomeLink::Itself))
    }

    fn find_home_row(&self, row: usize) -> Option<usize> {
        let home = Some(self.home(row)).filter(|home| *home != NONE)?;
        self.scene.table(self.scene.book().home?.table)?.find(home)
    }

    /// The first and the last day of a row, or its year; `None` for a row that never counts.
    fn span(&self, row: usize) -> Option<(PackedDay, PackedDay)> {
        let scene = self.scene;
        let one = |day: PackedDay| (day, day);
        match &self.source.time {
            EventTime::Day(days) => self.first_day(days, row).map(pack).map(one),
            EventTime::Year(year) => {
                let (table, column, row) = scene.end(year, row)?;
                // a year that does not fit is in no period
                PackedDay::try_from(table.number(column, row)).ok().map(one)
            }
            EventTime::Passed(day) => scene.day(day, row).map(pack).map(one),
            EventTime::Holds { from, to, must_end, revoked } => {
                let day = |path: &Option<FactPath>| {
                    path.as_ref().and_then(|path| scene.day(path, row)).map(pack)
                };
                let begin = match from {
                    None => ALWAYS,
                    Some(from) => match scene.day(&from.day, row) {
                        Some(day) => pack(day),
                        None if from.may_be_unknown => UNKNOWN_DAY,
                        None => return None,
                    },
                };
                let last = match day(to) {
                    None if *must_end => return None,
                    last => last.unwrap_or(UNKNOWN_DAY),
                };
                // on the day of revocation it is no longer valid
                let revoked = day(revoked).map_or(UNKNOWN_DAY, |day| day - 1);
                Some((begin, last.min(revoked)))
            }
        }
    }

    /// The events of the period, each with its day.
    fn of_period(&self) -> impl Iterator<Item = (usize, Date)> {
        let scene = self.scene;
        let (from, as_of) = (pack(scene.from), pack(scene.as_of));
        let line = self.line;
        let between = |from, to| line.map(|line| line.between(from, to)).unwrap_or_default();
        let (known, unknown) = match &self.source.time {
            EventTime::Day(_) => (between(from, as_of), 0..0),
            EventTime::Year(_) => (between(scene.from.year.into(), scene.to.year.into()), 0..0),
            EventTime::Passed(_) => (between(ALWAYS, as_of - 1), 0..0),
            EventTime::Holds { .. } => {
                let is_now = scene.today == scene.as_of;
                let unknown = if is_now { between(UNKNOWN_DAY, UNKNOWN_DAY) } else { 0..0 };
                (between(ALWAYS, as_of), unknown)
            }
        };
        let lasts = matches!(self.source.time, EventTime::Holds { .. });
        let has_not_ended =
            move |at: &usize| !lasts || line.is_some_and(|line| as_of <= line.end(*at));
        known.chain(unknown).filter(has_not_ended).map(|at| (at, self.day(at)))
    }

    /// The day on which an event of the period counts.
    fn day(&self, at: usize) -> Date {
        match &self.source.time {
            EventTime::Day(_) | EventTime::Passed(_) => {
                self.line.map_or(self.scene.as_of, |line| unpack(line.start(at)))
            }
            EventTime::Year(_) => self.scene.to,
            EventTime::Holds { .. } => self.scene.as_of,
        }
    }

    /// The events of the period and the place.
    pub fn counted(&self) -> impl Iterator<Item = CountedEvent> {
        self.of_period().filter_map(|(at, when)| {
            let row = self.line?.row(at);
            let day = self.placed(row, when);
            let event = self.event(at, day)?;
            self.is_here(&event).then_some(event)
        })
    }

    /// The events of the period, in any place.
    pub fn anywhere(&self) -> impl Iterator<Item = CountedEvent> {
        self.of_period().filter_map(|(at, when)| self.event(at, when))
    }

    /// All events with a day, of any period and place; none if the source has another kind of time.
    pub fn ever(&self) -> impl Iterator<Item = CountedEvent> {
        let is_dated = matches!(self.source.time, EventTime::Day(_));
        let line = self.line.filter(|_| is_dated);
        let all = line.map(SourceLine::all).unwrap_or_default();
        all.filter_map(|at| self.event(at, self.day(at)))
    }

    /// The event at an index of the source's line.
    pub fn at(&self, at: usize) -> Option<CountedEvent> {
        self.event(at, self.day(at))
    }

    /// The number of events of the period that are in no place at all.
    pub fn nowhere(&self) -> usize {
        let is_nowhere = |(at, _): &(usize, Date)| {
            let row = self.line.map_or(usize::MAX, |line| line.row(*at));
            self.source.place.iter().all(|path| !self.leads_anywhere(path, row))
        };
        self.of_period().filter(is_nowhere).count()
    }

    fn event(&self, at: usize, day: Date) -> Option<CountedEvent> {
        let line = self.line?;
        let (row, home_row) = (line.row(at), line.home_row(at));
        let (record, fund) = (self.table.record(row), line.fund(at));
        Some(CountedEvent { row, record, day, home: self.home(row), home_row, fund })
    }

    /// The location of the home on the event's day.
    pub fn site(&self, event: &CountedEvent) -> Option<Site> {
        let step = self.scene.book().home?;
        if self.scene.facts.has_moved(event.home) {
            return self.scene.site(event.home, event.day);
        }
        Some(self.scene.table(step.table)?.site(step.at, event.home_row?))
    }

    /// The table, the column and the row at the end of a path. A path through the home needs no
    /// search for the record.
    pub fn end(
        &self,
        path: &FactPath,
        event: &CountedEvent,
    ) -> Option<(&'a HeldTable, usize, usize)> {
        if path.links.is_empty() || path.links != self.to_home {
            return self.scene.end(path, event.row);
        }
        Some((self.scene.table(path.at.table)?, path.at.at, event.home_row?))
    }

    fn meets_others(&self, row: usize) -> bool {
        self.tests.others.iter().all(|test| self.holds(test, row))
    }

    /// Whether the event meets the tests of a term, in addition to the source's tests.
    pub fn fits(&self, tests: &TestBits, event: &CountedEvent) -> bool {
        tests.fit(self.table.bits(event.row))
            && tests.others.iter().all(|test| match test {
                EventTest::Holds { path, negated } => holds(self.end(path, event)) != *negated,
                EventTest::AtPriorityPlace => {
                    let site = self.site(event).unwrap_or_default();
                    let mut classes = self.scene.places.classes(site.commune(), event.day);
                    classes.next().is_some()
                }
            })
    }

    /// Whether a row meets a test. A test that needs an event's day and place is false.
    fn holds(&self, test: &EventTest, row: usize) -> bool {
        match test {
            EventTest::Holds { path, negated } => holds(self.scene.end(path, row)) != *negated,
            EventTest::AtPriorityPlace => false,
        }
    }

    fn first_day(&self, days: &Alternatives, row: usize) -> Option<Date> {
        let fits =
            |when: &Option<EventTest>| when.as_ref().is_none_or(|test| self.holds(test, row));
        days.0
            .iter()
            .filter(|(_, when)| fits(when))
            .find_map(|(day, _)| self.scene.day(day, row))
    }

    fn placed(&self, row: usize, when: Date) -> Date {
        self.first_day(&self.source.placed, row).unwrap_or(when)
    }

    /// Decided by the first of the source's places with an answer; without such places, by the
    /// home.
    fn is_here(&self, event: &CountedEvent) -> bool {
        let mut own = self.source.place.iter();
        match self.scene.place {
            PlaceScope::All => true,
            place if self.source.place.is_empty() => place.contains(self.site(event)),
            _ => own.find_map(|path| self.place_of(path, event.row, event.day)) == Some(true),
        }
    }

    /// Whether the home was in the place on the event's day.
    pub fn is_home_here(&self, event: &CountedEvent) -> bool {
        self.scene.place == PlaceScope::All || self.scene.place.contains(self.site(event))
    }

    /// `None` if the row has no answer there.
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

    /// The fund of the record, else the fund of the record it belongs to.
    fn fund(&self, row: usize) -> Fund {
        let of = |(path, funds): (&FactPath, &Vec<Option<Fund>>)| {
            let (table, column, row) = self.scene.end(path, row)?;
            funds.get(usize::from(table.choice(column, row))).copied()?
        };
        self.source.fund.iter().zip(&self.funds).find_map(of).unwrap_or(Fund::Outside)
    }

    /// The record that the event's record is a part of, or the record itself.
    pub fn whole(&self, event: &CountedEvent) -> Ref {
        let whole = self.source.whole.as_ref();
        whole.and_then(|path| self.scene.link(path, event.row)).unwrap_or(event.record)
    }

    /// In millionths.
    pub fn number(&self, path: &FactPath, row: usize) -> i128 {
        let Some((table, column, row)) = self.scene.end(path, row) else { return 0 };
        let number = i128::from(table.number(column, row));
        match self.scene.sort(path.at) {
            Some(FactSort::Decimal) => number,
            _ => number * super::tally::ONE,
        }
    }
}

fn holds(end: Option<(&HeldTable, usize, usize)>) -> bool {
    end.is_some_and(|(table, bit, row)| table.bits(row) & (1 << bit) != 0)
}

//! The events of every source, resolved once for all periods and sorted by day, so that a period
//! reads only its own events. Knows no period and no place.

use std::ops::Range;

use super::packed_ints::PackedInts;
use super::refs::PackedDay;
use crate::programme::spec::indicator::Fund;

/// The start of an event that was always valid.
pub const ALWAYS: PackedDay = PackedDay::MIN;
/// An unknown start or end; greater than every day.
pub const UNKNOWN_DAY: PackedDay = PackedDay::MAX;
/// The home of an event has no row.
const NO_ROW: i64 = -1;

/// The time of an event, to be added to the line of its source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventSpan {
    /// the day of the event, or its year if the source counts by year
    pub start: PackedDay,
    pub row: u32,
    /// the last day on which it is valid; `UNKNOWN_DAY` if it has no end
    pub end: PackedDay,
}

/// The events of one source, sorted by their start.
#[derive(Clone, Debug, Default)]
pub struct SourceLine {
    /// each start with the index behind its last event
    starts: Vec<(PackedDay, u32)>,
    rows: PackedInts,
    /// index and last day of the events with an end
    ends: Vec<(u32, PackedDay)>,
    /// rows of the homes in their table; `None` if each event is its own home
    home_rows: Option<PackedInts>,
    /// empty if the source has no fund
    funds: Vec<Fund>,
}

#[derive(Clone, Debug, Default)]
pub struct Timeline(Vec<SourceLine>);

impl Timeline {
    /// `lines`: one for each source of the programme, in its order.
    pub fn of(lines: Vec<SourceLine>) -> Timeline {
        Timeline(lines)
    }

    pub fn source(&self, at: usize) -> Option<&SourceLine> {
        self.0.get(at)
    }
}

impl SourceLine {
    /// `lasts`: whether the events have a start and an end, not one day.
    pub fn of(mut all: Vec<EventSpan>, lasts: bool) -> SourceLine {
        all.sort_unstable();
        let mut line = SourceLine {
            rows: all.iter().map(|event| i64::from(event.row)).collect(),
            ..SourceLine::default()
        };
        for (at, event) in (0..).zip(all) {
            match line.starts.last_mut() {
                Some((start, end)) if *start == event.start => *end = at + 1,
                _ => line.starts.push((event.start, at + 1)),
            }
            if lasts && event.end != UNKNOWN_DAY {
                line.ends.push((at, event.end));
            }
        }
        line.starts.shrink_to_fit();
        line.ends.shrink_to_fit();
        line
    }

    /// `home_row`: the row of the home of the event in a row.
    pub fn with_homes(self, home_row: impl Fn(usize) -> Option<usize>) -> SourceLine {
        let place = |row| home_row(row).and_then(|row| i64::try_from(row).ok());
        let home_rows = self.all().map(|at| place(self.row(at)).unwrap_or(NO_ROW)).collect();
        SourceLine { home_rows: Some(home_rows), ..self }
    }

    /// `fund`: the fund of the event in a row.
    pub fn with_funds(self, fund: impl Fn(usize) -> Fund) -> SourceLine {
        let funds = self.all().map(|at| fund(self.row(at))).collect();
        SourceLine { funds, ..self }
    }

    pub fn all(&self) -> Range<usize> {
        0..self.rows.len()
    }

    /// The events that start from `from` to `to`, both included.
    pub fn between(&self, from: PackedDay, to: PackedDay) -> Range<usize> {
        let before = |days: usize| match days.checked_sub(1).and_then(|at| self.starts.get(at))
        {
            Some((_, end)) => *end as usize,
            None => 0,
        };
        let first = before(self.starts.partition_point(|(start, _)| *start < from));
        first..before(self.starts.partition_point(|(start, _)| *start <= to)).max(first)
    }

    pub fn start(&self, at: usize) -> PackedDay {
        let day = self.starts.partition_point(|(_, end)| *end as usize <= at);
        self.starts.get(day).map_or(UNKNOWN_DAY, |(start, _)| *start)
    }

    /// The last day of an event with an end.
    pub fn end(&self, at: usize) -> PackedDay {
        let place = self.ends.binary_search_by_key(&at, |(own, _)| *own as usize);
        let end = place.ok().and_then(|place| self.ends.get(place));
        end.map_or(UNKNOWN_DAY, |(_, end)| *end)
    }

    pub fn row(&self, at: usize) -> usize {
        self.rows.get(at).and_then(|row| usize::try_from(row).ok()).unwrap_or(usize::MAX)
    }

    /// `None` if the home has no row.
    pub fn home_row(&self, at: usize) -> Option<usize> {
        let rows = self.home_rows.as_ref().unwrap_or(&self.rows);
        usize::try_from(rows.get(at)?).ok()
    }

    pub fn fund(&self, at: usize) -> Fund {
        self.funds.get(at).copied().unwrap_or(Fund::Outside)
    }
}

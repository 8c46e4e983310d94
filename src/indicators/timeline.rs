//! The events of every source, resolved once for all periods and sorted by day, so that a period
//! reads only its own events. Knows no period and no place.

use std::ops::Range;

use super::refs::{NONE, PackedDay, Ref};
use crate::programme::spec::indicator::Fund;

/// The start of an event that was always valid.
pub const ALWAYS: PackedDay = PackedDay::MIN;
/// An unknown start or end; greater than every day.
pub const UNKNOWN_DAY: PackedDay = PackedDay::MAX;
/// The home of an event has no row.
pub const NO_ROW: u32 = u32::MAX;

/// An event to be added to the line of its source.
pub struct ResolvedEvent {
    /// the day of the event, or its year if the source counts by year
    pub start: PackedDay,
    /// the last day on which it is valid, if it has a start and an end
    pub end: PackedDay,
    pub row: u32,
    pub home: Ref,
    pub home_row: u32,
    pub fund: Fund,
}

/// The events of one source, sorted by their start.
#[derive(Clone, Debug, Default)]
pub struct SourceLine {
    starts: Vec<PackedDay>,
    ends: Vec<PackedDay>,
    rows: Vec<u32>,
    homes: Vec<Ref>,
    home_rows: Vec<u32>,
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
    pub fn of(mut all: Vec<ResolvedEvent>, lasts: bool) -> SourceLine {
        all.sort_unstable_by_key(|event| (event.start, event.row));
        SourceLine {
            starts: all.iter().map(|event| event.start).collect(),
            ends: all.iter().filter(|_| lasts).map(|event| event.end).collect(),
            rows: all.iter().map(|event| event.row).collect(),
            homes: all.iter().map(|event| event.home).collect(),
            home_rows: all.iter().map(|event| event.home_row).collect(),
            funds: all.iter().map(|event| event.fund).collect(),
        }
    }

    pub fn all(&self) -> Range<usize> {
        0..self.starts.len()
    }

    /// The events that start from `from` to `to`, both included.
    pub fn between(&self, from: PackedDay, to: PackedDay) -> Range<usize> {
        let first = self.starts.partition_point(|start| *start < from);
        first..self.starts.partition_point(|start| *start <= to).max(first)
    }

    pub fn start(&self, at: usize) -> PackedDay {
        self.starts.get(at).copied().unwrap_or(UNKNOWN_DAY)
    }

    /// The last day of an event with an end.
    pub fn end(&self, at: usize) -> PackedDay {
        self.ends.get(at).copied().unwrap_or(UNKNOWN_DAY)
    }

    pub fn row(&self, at: usize) -> usize {
        self.rows.get(at).map_or(usize::MAX, |row| *row as usize)
    }

    pub fn home(&self, at: usize) -> Ref {
        self.homes.get(at).copied().unwrap_or(NONE)
    }

    pub fn home_row(&self, at: usize) -> u32 {
        self.home_rows.get(at).copied().unwrap_or(NO_ROW)
    }

    pub fn fund(&self, at: usize) -> Fund {
        self.funds.get(at).copied().unwrap_or(Fund::Outside)
    }
}

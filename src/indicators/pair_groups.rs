//! Groups measurements that belong together: those of one support at one home.

use super::facts::{Facts, Measurement, NONE, Ref};
use super::refs::{PackedDay, pack};
use crate::record::Date;

/// The model of a measurement, or, without one, its project and home.
pub type PairKey = (Ref, Ref, Ref);

/// The measurements by group, and the days of those after the support, so that a period reads only
/// the groups that were measured in it.
#[derive(Clone, Debug, Default)]
pub struct PairGroups {
    keys: Vec<PairKey>,
    /// index in `members` where each group begins; the last entry is the end of the last group
    starts: Vec<usize>,
    /// indices in the table of measurements
    members: Vec<u32>,
    /// by day: the group that was measured after its support on that day
    after: Vec<(PackedDay, u32)>,
}

impl PairGroups {
    pub fn of(facts: &Facts) -> PairGroups {
        let key = |row: &Measurement| match row.model {
            NONE => (NONE, row.project, row.home),
            model => (model, NONE, NONE),
        };
        let rows = (0..).zip(facts.measurements.iter());
        let mut all: Vec<(PairKey, u32)> = rows.map(|(at, (_, row))| (key(row), at)).collect();
        all.sort_unstable();
        let mut groups = PairGroups::default();
        for (key, at) in all {
            if groups.keys.last() != Some(&key) {
                groups.keys.push(key);
                groups.starts.push(groups.members.len());
            }
            groups.members.push(at);
            let group = u32::try_from(groups.keys.len() - 1).unwrap_or(u32::MAX);
            let row = facts.measurements.at(at as usize).filter(|(_, row)| !row.before);
            groups.after.extend(row.map(|(_, row)| (pack(row.to), group)));
        }
        groups.starts.push(groups.members.len());
        groups.after.sort_unstable();
        groups
    }

    /// The groups with a measurement after the support on these days, in ascending order.
    pub fn measured(&self, from: Date, to: Date) -> Vec<usize> {
        let (from, to) = (pack(from), pack(to));
        let first = self.after.partition_point(|(day, _)| *day < from);
        let own = self.after.iter().skip(first).take_while(|(day, _)| *day <= to);
        let mut groups: Vec<usize> = own.map(|(_, group)| *group as usize).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    pub fn key(&self, group: usize) -> Option<PairKey> {
        self.keys.get(group).copied()
    }

    /// Indices in the table of measurements.
    pub fn members(&self, group: usize) -> &[u32] {
        let range = self.starts.get(group).zip(self.starts.get(group + 1));
        range.and_then(|(from, to)| self.members.get(*from..*to)).unwrap_or_default()
    }

    pub fn find(&self, key: PairKey) -> Option<usize> {
        self.keys.binary_search(&key).ok()
    }
}

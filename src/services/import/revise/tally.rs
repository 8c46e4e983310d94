//! Totals of rows with ids, and their sentences.

use super::Revised;
use crate::lang::{Lang, revise as words};
use crate::text::format::show_int;

/// Totals of rows with ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevisionTally {
    /// number of changed records
    pub records: u64,
    pub answers: u64,
    /// number of answers that were removed, included in `answers`
    pub cleared: u64,
    /// largest and smallest number of changed answers in one record
    pub most: u64,
    pub at_least: u64,
    /// number of answers changed both in the notebook and in the file
    pub clashes: u64,
    /// number of clashes where the file's answer is used
    pub taken: u64,
    /// number of rows without a change
    pub same: u64,
}

impl RevisionTally {
    pub fn count(&mut self, revised: &Revised) {
        let first = self.records == 0;
        self.records += 1;
        self.answers += revised.answers;
        self.cleared += revised.cleared;
        self.most = self.most.max(revised.answers);
        self.at_least =
            if first { revised.answers } else { self.at_least.min(revised.answers) };
    }

    /// Whether any row has the id of an existing record.
    pub fn is_some(&self) -> bool {
        self.records + self.same + self.clashes > 0
    }

    /// The totals in sentences; empty if no row has the id of an existing record.
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        let count = |n: u64| show_int(i64::try_from(n).unwrap_or(i64::MAX));
        if !self.is_some() {
            return Vec::new();
        }
        let (records, same) = (count(self.records), count(self.same));
        let sum = match self.most == self.at_least && self.records > 0 {
            true => words::sum_each(lang, &records, &count(self.most), &same),
            false => words::sum(lang, &records, &count(self.answers), &same),
        };
        let emptied = (self.cleared > 0).then(|| words::emptied(lang, &count(self.cleared)));
        std::iter::once(sum).chain(emptied).chain(self.clash(lang)).collect()
    }

    fn clash(&self, lang: Lang) -> Option<String> {
        let count = |n: u64| show_int(i64::try_from(n).unwrap_or(i64::MAX));
        let (all, taken) = (self.clashes, self.taken);
        (all > 0).then(|| match taken {
            0 => words::clashes_kept(lang, &count(all)),
            _ if taken == all => words::clashes_taken(lang, &count(all)),
            _ => words::clashes_chosen(lang, &count(all), &count(taken)),
        })
    }
}

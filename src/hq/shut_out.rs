//! What a device sends after it was shut out lies in its log and is left out, until a reviewer
//! decides. A decision covers what was there when it was made, by the numbers of that device's ops;
//! what comes later waits in a matter of its own.
//!
//! Which matter an op belongs to follows from the op's place and the matters alone, so logs can be
//! read again at any time.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Arrived, Fold};
use super::matter::{self, Finding, answer, decision, no, what};
use super::officer::{Enrolled, hex};
use crate::record::{Body, Change, Record, Value};
use crate::store::{StoreError, fold::entity};
use crate::text::format::today_from_millis;

/// How far each epoch of a device goes.
type Ends = BTreeMap<u64, u64>;

/// What came and waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    pub changes: i64,
    /// when headquarters had the newest, Unix milliseconds
    pub newest: u64,
    /// ids of kinds that it speaks of
    pub kinds: BTreeSet<String>,
    ends: Ends,
}

/// One device's matters, the oldest first, and what none of them covers.
#[derive(Debug, Default)]
pub(super) struct Quarantine {
    name: String,
    past: Vec<(Record, Ends)>,
    new: Waits,
}

impl Fold<'_> {
    /// Whether a reviewer has let this op in; what nobody has decided about is noted.
    pub(super) fn is_let_in(
        &mut self,
        out: &Enrolled,
        one: &Arrived,
    ) -> Result<bool, StoreError> {
        let device = out.who().device;
        if !self.shut_out.contains_key(&device) {
            let past = self.matters_of(&device)?;
            let name = out.who().name.clone();
            let new = Waits::default();
            self.shut_out.insert(device, Quarantine { name, past, new });
        }
        let kind = self.kind_of(one)?;
        let Some(known) = self.shut_out.get_mut(&device) else { return Ok(false) };
        let covers = |ends: &Ends| ends.get(&one.epoch).is_some_and(|end| one.seq <= *end);
        let matter = known.past.iter().find(|(_, ends)| covers(ends)).map(|(m, _)| m.clone());
        let Some(matter) = matter else {
            known.new.note(one, kind);
            return Ok(false);
        };
        let decided = answer(self, &matter, "decision");
        let settled = answer(self, &matter, "state") == "xong";
        Ok(settled && [decision::LET_IN, decision::FIRST].contains(&&*decided))
    }

    /// The matters about a device, as far as they were raised.
    fn matters_of(&self, device: &[u8; 16]) -> Result<Vec<(Record, Ends)>, StoreError> {
        let mut found = Vec::new();
        loop {
            let nth = Finding::shut_out(device, "", found.len(), Waits::default());
            let Some(record) = matter::known(self, &nth)? else { return Ok(found) };
            let ends = read_ends(&answer(self, &record, "heads"));
            found.push((record, ends));
        }
    }

    fn kind_of(&self, one: &Arrived) -> Result<Option<String>, StoreError> {
        let Ok(op) = one.op.read(one.seq) else { return Ok(None) };
        let no = match &op.body {
            Body::Put { kind, .. } => Some(*kind),
            _ => match entity(&op) {
                Some(id) => self.store.get(id)?.map(|record| record.kind),
                None => None,
            },
        };
        Ok(no.and_then(|no| self.programme.kind(no)).map(|kind| kind.id.clone()))
    }

    /// What came joins the matter that waits, or makes one.
    pub(super) fn raise_shut_out(&mut self) -> Result<(), StoreError> {
        for (device, known) in std::mem::take(&mut self.shut_out) {
            if known.new == Waits::default() {
                continue;
            }
            let waits = |m: &&(Record, Ends)| answer(self, &m.0, "state") == "cho";
            match known.past.last().filter(waits) {
                Some((matter, ends)) => self.extend(matter, ends, known.new)?,
                None => {
                    let nth = known.past.len();
                    let finding = Finding::shut_out(&device, &known.name, nth, known.new);
                    self.findings.push(finding);
                }
            }
        }
        Ok(())
    }

    fn extend(&self, matter: &Record, ends: &Ends, mut new: Waits) -> Result<(), StoreError> {
        let value = |field: &str| matter.fields.get(no(self, matter::KIND, field));
        let before = match value("changes") {
            Some(Value::Int(n)) => *n,
            _ => 0,
        };
        new.changes = new.changes.saturating_add(before);
        let kinds = answer(self, matter, "kinds");
        new.kinds.extend(kinds.split(' ').filter(|id| !id.is_empty()).map(str::to_owned));
        for (epoch, seq) in ends {
            let end = new.ends.entry(*epoch).or_default();
            *end = (*end).max(*seq);
        }
        let heads = answer(self, matter, "heads");
        let marks: Vec<&str> = heads.split(' ').filter(|m| !m.contains(':')).collect();
        let heads = [&marks.join(" "), &*new.places()].join(" ");
        let mut set: Vec<_> = new
            .answers()
            .into_iter()
            .map(|(field, value)| (no(self, matter::KIND, field), Some(value)))
            .collect();
        set.push((no(self, matter::KIND, "heads"), Some(Value::Text(heads))));
        let change = Change::Patch { id: matter.id, base: matter.head, set };
        matter::write(self, change).map(|_| ())
    }
}

impl Waits {
    fn note(&mut self, one: &Arrived, kind: Option<String>) {
        self.changes = self.changes.saturating_add(1);
        self.newest = self.newest.max(one.received);
        self.kinds.extend(kind);
        let end = self.ends.entry(one.epoch).or_default();
        *end = (*end).max(one.seq);
    }

    /// As the marks of a matter keep it.
    fn places(&self) -> String {
        let one = |(epoch, seq): (&u64, &u64)| format!("{epoch:016x}:{seq}");
        self.ends.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// What a reviewer reads of it.
    pub(super) fn answers(&self) -> Vec<(&'static str, Value)> {
        let kinds = self.kinds.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let day = today_from_millis(self.newest);
        let mut all = vec![("changes", Value::Int(self.changes)), ("newest", Value::Date(day))];
        all.extend((!kinds.is_empty()).then_some(("kinds", Value::Text(kinds))));
        all
    }
}

impl Finding {
    /// `nth`: how many matters of this device there were before.
    pub(super) fn shut_out(device: &[u8; 16], name: &str, nth: usize, waits: Waits) -> Finding {
        let marks = match nth {
            0 => hex(device),
            n => format!("{} {n}", hex(device)),
        };
        let news = waits.places();
        let (what, who, waits) = (what::SHUT_OUT, name.to_owned(), Some(waits));
        Finding { what, who, marks, news, waits, ..Finding::default() }
    }
}

fn read_ends(marks: &str) -> Ends {
    let one = |mark: &str| {
        let (epoch, seq) = mark.split_once(':')?;
        Some((u64::from_str_radix(epoch, 16).ok()?, seq.parse().ok()?))
    };
    marks.split(' ').filter_map(one).collect()
}

//! One new record before it is committed: its computed answers, and what the programme has to
//! say about it. The store checks once more; here the faults are sorted for the reader.

use crate::programme::check::{self, Context, Fault, FaultKind, Subject};
use crate::programme::spec::{Kind, Level, Programme};
use crate::record::{Date, Fields, Id, Record};
use crate::store::{Store, StoreError};

pub struct RecordValidator<'a> {
    pub programme: &'a Programme,
    pub store: &'a Store,
    pub today: Date,
    pub officer: Id,
}

#[derive(Debug, Default)]
pub struct Validation {
    /// wrong answers: the record may not enter
    pub wrong: Vec<Fault>,
    /// required answers that are not there
    pub lacking: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

impl RecordValidator<'_> {
    /// Also puts the computed answers into `fields`.
    pub fn new_record(
        &self,
        kind: &Kind,
        id: Id,
        fields: &mut Fields,
    ) -> Result<Validation, StoreError> {
        self.check(kind, id, None, fields)
    }

    /// The same for a record that is changed.
    pub fn changed_record(
        &self,
        kind: &Kind,
        before: &Record,
        fields: &mut Fields,
    ) -> Result<Validation, StoreError> {
        self.check(kind, before.id, Some(before), fields)
    }

    fn check(
        &self,
        kind: &Kind,
        id: Id,
        before: Option<&Record>,
        fields: &mut Fields,
    ) -> Result<Validation, StoreError> {
        let needs = check::needs(self.programme, &Subject { kind, id, fields, before });
        let found = self.store.records().needs(&needs)?;
        let context = Context { today: self.today, officer: Some(self.officer), found };
        let subject = Subject { kind, id, fields, before };
        *fields = check::compute(self.programme, &subject, &context);
        let subject = Subject { kind, id, fields, before };
        let faults = check::check(self.programme, &subject, &context);
        let mut verdict = Validation::default();
        for fault in faults {
            match (fault.level, &fault.what) {
                (Level::Warning, _) => verdict.warnings.push(fault),
                (Level::Error, FaultKind::Required) => verdict.lacking.push(fault),
                (Level::Error, _) => verdict.wrong.push(fault),
            }
        }
        Ok(verdict)
    }

    /// The default answers of a new record of the kind.
    pub fn defaults(&self, kind: &Kind) -> Fields {
        let context =
            Context { today: self.today, officer: Some(self.officer), found: Vec::new() };
        check::start(self.programme, kind, &context, None, None)
    }
}

/// New ids that rise in the order of their making, also within one millisecond.
#[derive(Debug, Default)]
pub struct RisingIds {
    millis: u64,
    /// 12 bits, where a UUIDv7 has its first random ones
    count: u16,
}

impl RisingIds {
    pub fn next(&mut self, now: u64) -> Result<Id, StoreError> {
        let mut tail = [0; 8];
        getrandom::fill(&mut tail).map_err(|_| StoreError::NoRandomness)?;
        Ok(self.next_ending(now, tail))
    }

    /// With an end of the caller's, but for the two bits that every UUID has there.
    pub fn next_ending(&mut self, now: u64, tail: [u8; 8]) -> Id {
        if now > self.millis {
            *self = RisingIds { millis: now, count: 0 };
        } else if self.count == 0xfff {
            *self = RisingIds { millis: self.millis + 1, count: 0 };
        } else {
            self.count += 1;
        }
        let ([high, low], [a, b, c, d, e, f, g, h]) = (self.count.to_be_bytes(), tail);
        Id::new(self.millis, [high, low, a, b, c, d, e, f, g, h])
    }
}

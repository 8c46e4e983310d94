//! Validates a record before it is committed: fills in computed answers and sorts the faults by
//! severity. The store validates again on commit.

use std::cell::RefCell;

use crate::programme::check::{self, Context, Fault, FaultKind, Need, Subject};
use crate::programme::spec::{Kind, Level, Programme};
use crate::record::{Date, Fields, Id, Record};
use crate::services::expected::ExpectedRecords;
use crate::store::{Store, StoreError};

pub struct RecordValidator<'a> {
    pub programme: &'a Programme,
    pub store: &'a Store,
    pub today: Date,
    pub officer: Id,
    /// read before the records of the store
    expected: RefCell<ExpectedRecords>,
}

#[derive(Debug, Default)]
pub struct Validation {
    /// wrong answers: the record must not be committed
    pub wrong: Vec<Fault>,
    /// missing required answers
    pub lacking: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

impl<'a> RecordValidator<'a> {
    pub fn new(
        programme: &'a Programme,
        store: &'a Store,
        today: Date,
        officer: Id,
    ) -> RecordValidator<'a> {
        RecordValidator { programme, store, today, officer, expected: RefCell::default() }
    }

    /// From now on checks read this record as if it were stored.
    pub fn expect(&self, record: Record) {
        self.expected.borrow_mut().add(record);
    }

    /// Forgets the expected records: the store has them, without those that it refused.
    pub fn forget_expected(&self) {
        self.expected.borrow_mut().clear();
    }

    pub fn record(&self, id: Id) -> Result<Option<Record>, StoreError> {
        match self.expected.borrow().get(id)? {
            Some(record) => Ok(Some(record)),
            None => self.store.records().get(id),
        }
    }

    /// The other records that a check reads.
    pub fn needs(&self, needs: &[Need]) -> Result<Vec<(Need, Vec<Record>)>, StoreError> {
        let mut found = self.store.records().needs(needs)?;
        self.expected.borrow_mut().overlay(&mut found)?;
        Ok(found)
    }

    /// Validates a new record. Also sets the computed answers in `fields`.
    pub fn new_record(
        &self,
        kind: &Kind,
        id: Id,
        fields: &mut Fields,
    ) -> Result<Validation, StoreError> {
        self.check(kind, id, None, fields)
    }

    /// Validates a changed record. Also sets the computed answers in `fields`.
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
        let found = self.needs(&needs)?;
        let context = Context { today: self.today, officer: Some(self.officer), found };
        let subject = Subject { kind, id, fields, before };
        *fields = check::compute(self.programme, &subject, &context);
        let subject = Subject { kind, id, fields, before };
        let faults = check::check(self.programme, &subject, &context);
        let mut verdict = Validation::default();
        for fault in faults {
            match (fault.level, &fault.what) {
                // `Store::fits` refuses the row: so much text is not left out
                (_, FaultKind::TooLarge { .. } | FaultKind::TooMany { .. }) => {}
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

/// Generates ids in ascending order, also within one millisecond.
#[derive(Debug, Default)]
pub struct RisingIds {
    millis: u64,
    /// counter in the first 12 random bits of the UUIDv7
    count: u16,
}

impl RisingIds {
    pub fn next(&mut self, now: u64) -> Result<Id, StoreError> {
        let mut tail = [0; 8];
        getrandom::fill(&mut tail).map_err(|_| StoreError::NoRandomness)?;
        Ok(self.next_ending(now, tail))
    }

    /// The next id, with `tail` as its last eight bytes, except for the two variant bits.
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

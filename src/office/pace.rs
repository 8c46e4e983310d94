//! Reports the progress of reading a file, and checks whether it was cancelled. Measured in work
//! done, never by a clock.

use crate::cancel::CancelToken;

/// What has been done so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaceStep {
    /// bytes of a workbook's parts that were unpacked, of the bytes that it announces
    Unpacked { done: u64, of: u64 },
    /// cells of a workbook that were read
    Cells(u64),
    /// rows of a list that were read
    Rows { done: usize, of: usize },
}

/// The user cancelled the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// Intervals between reports: small enough for a prompt stop, large enough to cost nothing.
const UNPACKED: u64 = 8 << 20;
const CELLS: u64 = 1 << 18;
const ROWS: usize = 2_048;

pub struct Pace<'a> {
    cancel: CancelToken,
    report: &'a mut dyn FnMut(PaceStep),
    cells: u64,
    /// bytes unpacked at the last report
    last_report: u64,
}

impl<'a> Pace<'a> {
    pub fn new(cancel: CancelToken, tell: &'a mut dyn FnMut(PaceStep)) -> Pace<'a> {
        Pace { cancel, report: tell, cells: 0, last_report: 0 }
    }

    pub fn unpacked(&mut self, done: u64, of: u64) -> Result<(), Cancelled> {
        if done >= self.last_report + UNPACKED {
            self.last_report = done;
            (self.report)(PaceStep::Unpacked { done, of: of.max(done) });
        }
        self.check()
    }

    /// One more cell of a workbook.
    pub fn cell(&mut self) -> Result<(), Cancelled> {
        self.cells += 1;
        if !self.cells.is_multiple_of(CELLS) {
            return Ok(());
        }
        (self.report)(PaceStep::Cells(self.cells));
        self.check()
    }

    /// One more row of a list.
    pub fn row(&mut self, done: usize, of: usize) -> Result<(), Cancelled> {
        if !done.is_multiple_of(ROWS) {
            return Ok(());
        }
        if done > 0 {
            (self.report)(PaceStep::Rows { done, of });
        }
        self.check()
    }

    pub fn check(&self) -> Result<(), Cancelled> {
        if self.cancel.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

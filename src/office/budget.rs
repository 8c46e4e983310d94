//! The memory that reading one file may take, spent before it is taken.

/// For a file, and all that is made of it until it has been entered.
const MAX_BYTES: usize = 176 << 20;
/// What the allocator adds to a text, and the least that it gives.
const BESIDE_TEXT: usize = 16;
const LEAST_TEXT: usize = 32;
/// Of a row without its cells; more than its place in a list, as it is made into a record.
pub const ROW: usize = 900;
/// Of a cell without its text.
pub const CELL: usize = size_of::<String>();
/// Of a note about a cell.
pub const FAULT: usize = 160;

/// There is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetSpent;

#[derive(Clone, Copy, Debug)]
pub struct Budget(usize);

impl Budget {
    /// For a file of this length, which is in memory already.
    pub fn for_file(bytes: usize) -> Budget {
        Budget(MAX_BYTES.saturating_sub(bytes))
    }

    pub fn spend(&mut self, bytes: usize) -> Result<(), BudgetSpent> {
        self.0 = self.0.checked_sub(bytes).ok_or(BudgetSpent)?;
        Ok(())
    }

    pub fn spend_text(&mut self, text: usize) -> Result<(), BudgetSpent> {
        match text {
            0 => Ok(()),
            text => self.spend(text.saturating_add(BESIDE_TEXT).max(LEAST_TEXT)),
        }
    }
}

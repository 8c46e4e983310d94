//! Limits the memory for reading one file. Memory is charged before it is allocated.

/// For a file, and everything made from it until it is imported.
const MAX_BYTES: usize = 176 << 20;
/// The allocator's overhead for a text, and its smallest allocation.
const BESIDE_TEXT: usize = 16;
const LEAST_TEXT: usize = 32;
/// A row without its cells, with what it takes to make a record from it.
pub const ROW: usize = 900;
/// A cell without its text.
pub const CELL: usize = size_of::<String>();
/// A note about a cell.
pub const FAULT: usize = 160;

/// The budget is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetSpent;

#[derive(Clone, Copy, Debug)]
pub struct Budget(usize);

impl Budget {
    /// For a file of this length, which is already in memory.
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

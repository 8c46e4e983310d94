//! Fills a table part by part, on several threads if it is long. Does not know the content.

use std::sync::Mutex;
use std::thread::{self, Builder};

use crate::storage::mutex::lock;

/// Rows per part: some tenths of a millisecond of work.
const PART: usize = 8 << 10;
/// Few laptops have more processors, and a larger machine is shared.
const MAX_THREADS: usize = 4;

/// `fill` receives the index of a part's first row, and the part.
pub(super) fn fill_by_parts<T: Send>(table: &mut [T], fill: impl Fn(u32, &mut [T]) + Sync) {
    let count = table.len().div_ceil(PART);
    let parts = Mutex::new((0u32..).step_by(PART).zip(table.chunks_mut(PART)));
    let work = || {
        loop {
            // release the lock before filling the part
            let next = lock(&parts).next();
            let Some((first, part)) = next else { break };
            fill(first, part);
        }
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 1..processors.min(MAX_THREADS).min(count) {
            // if the system refuses a thread, the running ones do all parts
            if Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_filled_once_by_its_place() {
        for length in [0, 1, PART - 1, PART, PART + 1, 5 * PART + 3] {
            let mut table = vec![0u32; length];
            fill_by_parts(&mut table, |first, part| {
                (first..).zip(part).for_each(|(place, row)| *row += place + 1);
            });
            assert!((1u32..).zip(&table).all(|(place, row)| *row == place), "{length}");
        }
    }
}

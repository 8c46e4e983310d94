//! Catches panics of libraries and keeps their messages off the terminal. sled often panics on
//! damaged files instead of returning an error, and the workbook writer panics on a full disk.
//! Neither may end the program or write over the screen.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// The guarded code panicked; the message is discarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Whether the store handles a panic of this thread itself. A panic hook installed after the
/// store's must check this first.
pub fn is_quiet() -> bool {
    QUIET.get() || std::thread::current().name().is_some_and(|n| n.starts_with("sled"))
}

/// Runs `work` and returns a panic as an error.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_with_payload(work).map_err(|_| Panicked)
}

/// As `catch`, with the panic's payload.
pub fn catch_with_payload<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_quiet() {
                before(info);
            }
        }));
    });
    let outer = QUIET.replace(true);
    // unwind safe: callers discard what `work` leaves incomplete and reopen or rebuild
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(outer);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::panic)]
    fn a_panic_is_an_answer() {
        assert_eq!(catch(|| panic!("inside")), Err::<(), _>(Panicked));
        assert_eq!(catch(|| 3), Ok(3));
        assert!(!QUIET.get());
    }
}

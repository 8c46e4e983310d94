//! Panics of libraries caught, and kept off the terminal. On damaged files sled panics more often
//! than it returns an error, and the writer of workbooks does on a full disk; that must neither end
//! the program nor write over the screen.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Something panicked; what it said is of no use to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Whether a panic of this thread is one that the store deals with itself. A hook set later
/// than the store's own should ask this first.
pub fn is_quiet() -> bool {
    QUIET.get() || std::thread::current().name().is_some_and(|n| n.starts_with("sled"))
}

/// Runs `work`; a panic inside is an answer like any other.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_with_payload(work).map_err(|_| Panicked)
}

/// The same, with what the panic said.
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
    // What `work` leaves half done is thrown away by the caller: it reopens or rebuilds.
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

//! A few rounds of `benches/damage.rs`: damages files at random, and runs all commands afterwards,
//! in process.

#[path = "../../benches/damage.rs"]
mod rounds;

use rounds::{Which, make, rounds as damaged};

fn no_fault_in(which: Which, seed: u64, number: u64) {
    let scratch = tempfile::tempdir().unwrap();
    let home = scratch.path().join("home");
    make(&home);
    let tally = damaged(which, &home, scratch.path(), seed, number);
    assert_eq!((tally.rounds, tally.faults), (number, Vec::<String>::new()));
}

#[test]
fn a_damaged_notebook_gives_what_is_whole_and_names_the_rest() {
    no_fault_in(Which::Notebook, 7, 25);
}

#[test]
fn a_damaged_headquarters_gives_what_is_whole_and_names_the_rest() {
    no_fault_in(Which::Headquarters, 8, 12);
}

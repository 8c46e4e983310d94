//! Verdicts that only a laptop has that was replaced meanwhile.

use sotay::record::Verdict;

use super::{WHOLE, decide, expect_ended, lose, lost, review};
use crate::kit::NOW;
use crate::kit::headquarters::Headquarters;
use crate::kit::notebook::Notebook;
use crate::sync::outgoing::filled;
use crate::sync::stick::{carry, import};

/// What can happen to a laptop between headquarters' loss and the administrator's confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// another laptop replaces it
    Replaced,
    Confirmed,
    /// it syncs with headquarters, and learns there if it is revoked
    Met,
}

fn orders(steps: &[Step]) -> Vec<Vec<Step>> {
    let Some((first, rest)) = steps.split_first() else { return vec![Vec::new()] };
    let insert = |order: Vec<Step>| {
        (0..=order.len()).map(move |at| {
            let mut order = order.clone();
            order.insert(at, *first);
            order
        })
    };
    orders(rest).into_iter().flat_map(insert).collect()
}

/// `meet`: how the old laptop syncs, over a line or by stick.
fn a_replaced_laptop_is_heard(meet: &dyn Fn(&Headquarters, &Notebook)) {
    for order in orders(&[Step::Replaced, Step::Confirmed, Step::Met]) {
        let l = lose();
        let new = filled(1);
        for step in &order {
            match step {
                Step::Replaced => l.office.enrol_as(&new.store, Some(1)),
                Step::Confirmed => assert!(l.office.home().confirm(NOW + 6_000).unwrap()),
                Step::Met => meet(&l.office, &l.book),
            }
            l.office.fold();
        }
        let store = l.office.folded();
        let matters = lost(&store);
        assert_eq!(matters.len(), 2, "{order:?}");
        for matter in &matters {
            decide(&store, matter, "cho_lai");
        }
        store.close().unwrap();
        l.office.fold();
        // the present laptop has them, and the replaced one is not asked again
        for _ in 0..2 {
            l.office.sync(&new.store, WHOLE).1.unwrap();
            l.office.fold();
        }
        assert!(matches!(review(&new.store, l.approved).unwrap().verdict, Verdict::Approved));
        assert_eq!(review(&new.store, l.returned).unwrap().reason, "Thiếu số lò", "{order:?}");
        meet(&l.office, &l.book);
        let store = l.office.folded();
        assert!(lost(&store).is_empty(), "{order:?}");
        store.close().unwrap();
    }
}

#[test]
fn verdicts_that_only_a_replaced_laptop_held_were_left_out() {
    a_replaced_laptop_is_heard(&|office, book| {
        expect_ended(office.sync(&book.store, WHOLE).1);
    });
}

#[test]
fn verdicts_of_a_replaced_laptop_come_back_by_stick_too() {
    a_replaced_laptop_is_heard(&|office, book| {
        let stick = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            expect_ended(carry(&book.store, stick.path()).1);
            import(office, stick.path());
        }
    });
}

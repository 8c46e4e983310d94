//! Which laptops headquarters asks for lost verdicts, and how often.

use sotay::record::Query;
use sotay::store::Store;

use super::{WHOLE, are_given_again, judge, lose, lose_with, lost, review};
use crate::kit::headquarters::Headquarters;
use crate::kit::notebook::Notebook;
use crate::kit::{NOW, copy_folder, headquarters};
use crate::sync::stick::{carry, import};

/// A backup of the laptop is the same device: that one copy was asked is no reason not to ask the
/// other.
#[test]
fn a_laptop_was_not_asked_for_verdicts_once_an_older_copy_of_it_had_answered() {
    for copy_first in [true, false] {
        let mut copy = None;
        let l = lose_with(
            |office, book| office.sync(&book.store, WHOLE).1.unwrap(),
            &mut |_, book| {
                let folder = tempfile::tempdir().unwrap();
                let file = book.store.backup(folder.path()).unwrap();
                let home = crate::kit::home::Home::empty();
                Store::open_backup(&file, &home.folder(), NOW).unwrap();
                copy = Some(Notebook::opened(home));
            },
        );
        let copy = copy.unwrap();
        assert!(review(&copy.store, l.approved).is_none());
        let [first, second] = if copy_first { [&copy, &l.book] } else { [&l.book, &copy] };
        for book in [first, second] {
            l.office.sync(&book.store, WHOLE).1.unwrap();
        }
        l.office.home().confirm(NOW + 6_000).unwrap();
        let store = l.office.folded();
        assert_eq!(lost(&store).len(), 2, "{copy_first}");
        store.close().unwrap();
    }
}

/// The laptop put its answer on a stick that never came back; by then it knew the new era, and was
/// never asked again.
#[test]
fn verdicts_were_not_asked_for_again_when_the_stick_with_the_answer_was_lost() {
    for unasked in [true, false] {
        let l = lose();
        l.office.home().confirm(NOW + 6_000).unwrap();
        let store = l.office.folded();
        // something new waits in the lane of verdicts
        let kind = headquarters().kind_by_id("intl_lead").unwrap().no;
        let all = store.records().page(&Query::all(kind), 0, 9).unwrap().rows;
        let other = all.iter().find(|r| ![l.approved, l.returned].contains(&r.id)).unwrap();
        judge(&store, 9, other.id, "tra_lai", "Lần nữa");
        store.close().unwrap();
        l.office.fold();
        let stick = tempfile::tempdir().unwrap();
        if unasked {
            let home = l.office.home();
            let desk =
                sotay::hq::ingest::intake::IngestContext { home: &home, now: crate::kit::now };
            let device = l.book.store.device_id();
            sotay::hq::ingest::stick::export(desk, stick.path(), &[device]).unwrap();
        } else {
            carry(&l.book.store, stick.path()).1.unwrap();
            import(&l.office, stick.path());
        }
        carry(&l.book.store, stick.path()).1.unwrap();
        drop(stick);
        // over a line, or by another stick
        l.office.sync(&l.book.store, WHOLE).1.unwrap();
        let store = l.office.folded();
        assert_eq!(lost(&store).len(), 2, "{unasked}");
        store.close().unwrap();
        l.office.sync(&l.book.store, WHOLE).1.unwrap();
        assert_eq!(review(&l.book.store, other.id).unwrap().reason, "Lần nữa");
    }
}

/// Lost, restored, lost again before the laptop synced, and restored from a copy made in between.
#[test]
fn verdicts_that_the_first_of_two_losses_took_were_not_asked_for_after_the_second() {
    let l = lose();
    l.office.home().confirm(NOW + 6_000).unwrap();
    l.office.fold();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    copy_folder(&l.office.path(), &folder.path().join("hq"));
    let office = Headquarters { dir: folder };
    let home = office.home();
    // the copy was made long after those verdicts
    home.require_confirm(NOW + 9_000_000, Some(NOW + 8_000_000)).unwrap();
    home.begin_era(&office.path(), NOW + 9_000_000).unwrap();
    office.sync(&l.book.store, WHOLE).1.unwrap();
    office.home().confirm(NOW + 9_100_000).unwrap();
    let store = office.folded();
    assert_eq!(lost(&store).len(), 2);
    store.close().unwrap();
}

/// Headquarters knows the era in which a laptop last synced only from that laptop's list.
#[test]
fn a_laptop_of_an_era_that_was_lost_whole_was_not_asked_for_its_verdicts() {
    let l = lose();
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    copy_folder(&l.office.path(), &folder.path().join("hq"));
    // in the second era everything is given again, and lost again
    are_given_again(&l, &|| l.office.sync(&l.book.store, WHOLE).1.unwrap());
    let office = Headquarters { dir: folder };
    let home = office.home();
    home.begin_era(&office.path(), NOW + 90_000_000).unwrap();
    office.home().confirm(NOW + 91_000_000).unwrap();
    for _ in 0..2 {
        office.sync(&l.book.store, WHOLE).1.unwrap();
        if office.home().awaits_confirm().unwrap().is_some() {
            office.home().confirm(NOW + 92_000_000).unwrap();
        }
        office.fold();
    }
    let store = office.folded();
    assert_eq!(lost(&store).len(), 2);
    store.close().unwrap();
}

//! Headquarters' signed list of its devices: what laptops store of it, and what comes back.

use sotay::hq::HqDirectory;
use sotay::hq::admin::officer::Enrolled;
use sotay::storage::format::wire::Bytes;
use sotay::sync::peer_state::PeerState;
use sotay::sync::roll::{self, Member, Removed, Roll};

use super::outgoing::{add, filled};
use crate::kit::NOW;
use crate::kit::copy_folder;
use crate::kit::headquarters::{Breaks, Headquarters};

const WHOLE: Breaks = Breaks { up: None, down: None };
const GOLDEN: &str = include_str!("../../golden/roll-v1.txt");

fn golden(name: &str) -> Vec<u8> {
    let lines = GOLDEN.lines().skip_while(|line| *line != format!("== {name}")).skip(1);
    let hex: String = lines.take_while(|line| !line.starts_with("==")).collect();
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// Headquarters as copied now, to be restored later.
fn restored(office: &Headquarters) -> Headquarters {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    copy_folder(&office.path(), &folder.path().join("hq"));
    Headquarters { dir: folder }
}

fn raise(copy: &Headquarters) -> HqDirectory {
    let home = copy.home();
    home.require_confirm(NOW + 5_000, None).unwrap();
    home.begin_era(&copy.path(), NOW + 5_000).unwrap();
    copy.home()
}

fn device(home: &HqDirectory, number: u32) -> Enrolled {
    home.officers().unwrap().into_iter().find(|o| o.certificate().number == number).unwrap()
}

#[test]
fn over_a_line_a_list_comes_down_once_and_goes_back_when_it_was_lost() {
    let (office, mut book, other) = (Headquarters::new(), filled(3), filled(1));
    office.enrol(&book.store);
    office.enrol(&other.store);
    let copy = restored(&office);
    office.home().revoke(2, NOW + 10).unwrap();
    office.sync(&book.store, WHOLE).1.unwrap();
    let kept = PeerState::of(&book.store).rolls();
    assert_eq!(kept.len(), 1);
    // nothing new: the list is not sent again
    let (summary, done) = office.sync(&book.store, WHOLE);
    done.unwrap();
    assert!(summary.bytes_down < 600, "{}", summary.bytes_down);
    let home = raise(&copy);
    assert!(device(&home, 2).revoked.is_none());
    add(&mut book, 5);
    let (_, done) = copy.sync(&book.store, WHOLE);
    done.unwrap();
    assert_eq!(device(&home, 2).revoked, Some(NOW + 10));
    let waits = home.awaits_confirm().unwrap().unwrap();
    assert_eq!((waits.learned.removed, waits.learned.enrolled), (1, 0));
    // receipted, and nothing was sent down, not even a list
    assert_eq!(PeerState::of(&book.store).rolls(), kept);
    assert!(home.confirm(NOW + 6_000).unwrap());
    copy.sync(&book.store, WHOLE).1.unwrap();
    assert_eq!(PeerState::of(&book.store).rolls().len(), 2, "the newest of each era");
    // read once, it is not requested again
    assert!(!home.lacks_roll(&PeerState::of(&book.store).roll_positions()).unwrap());
}

#[test]
fn a_laptop_that_only_its_own_list_knows_is_taken_in_over_a_line() {
    let (office, book, late) = (Headquarters::new(), filled(3), filled(2));
    office.enrol(&book.store);
    let copy = restored(&office);
    office.enrol(&late.store);
    office.sync(&late.store, WHOLE).1.unwrap();
    let home = raise(&copy);
    copy.sync(&late.store, WHOLE).1.unwrap();
    assert_eq!(device(&home, 2).certificate().device, late.store.device_id());
    assert_eq!(copy.ops(), crate::kit::headquarters::own_ops(&late.store));
    // a list that no laptop stored makes no device known
    let stranger = filled(1);
    let elsewhere = Headquarters::new();
    elsewhere.enrol(&stranger.store);
    elsewhere.sync(&stranger.store, WHOLE).1.unwrap();
    assert!(copy.sync(&stranger.store, WHOLE).1.is_err());
    assert_eq!(home.officers().unwrap().len(), 2);
}

#[test]
fn a_list_takes_nothing_away_whoever_brings_it_and_however_old_it_is() {
    let (office, book, other) = (Headquarters::new(), filled(1), filled(1));
    office.enrol(&book.store);
    office.enrol(&other.store);
    let home = office.home();
    let before = home.roll().unwrap();
    home.revoke(2, NOW + 10).unwrap();
    let shut_out = home.roll().unwrap();
    // an older list does not admit the device again
    assert!(home.learn(&before, NOW + 20).unwrap().is_nothing());
    assert!(device(&home, 2).revoked.is_some());
    // enrolled again: the list that revoked it is about the previous certificate
    let copy = restored(&office);
    office.enrol_as(&other.store, Some(2));
    let home = office.home();
    assert!(device(&home, 2).revoked.is_none());
    assert!(home.learn(&shut_out, NOW + 30).unwrap().is_nothing());
    assert!(device(&home, 2).revoked.is_none() && home.awaits_confirm().unwrap().is_none());
    // a copy that knows the revocation rejects the device, whatever newer lists say
    let again = home.roll().unwrap();
    let home = raise(&copy);
    home.learn(&again, NOW + 6_000).unwrap();
    assert!(device(&home, 2).revoked.is_some());
    // one bit changed, or signed by another headquarters
    let foreign = Headquarters::new();
    foreign.enrol(&book.store);
    foreign.home().revoke(1, NOW).unwrap();
    assert!(home.learn(&foreign.home().roll().unwrap(), NOW).unwrap().is_nothing());
    for at in (0..shut_out.len()).step_by(7) {
        let mut bad = shut_out.clone();
        bad[at] ^= 1;
        assert!(home.learn(&bad, NOW).unwrap().is_nothing(), "{at}");
    }
    assert!(device(&home, 1).revoked.is_none());
}

#[test]
fn a_list_that_comes_after_the_word_was_given_asks_for_it_again() {
    let (office, book, other) = (Headquarters::new(), filled(1), filled(1));
    office.enrol(&book.store);
    office.enrol(&other.store);
    let copy = restored(&office);
    office.home().revoke(2, NOW + 10).unwrap();
    let late = office.home().roll().unwrap();
    let home = raise(&copy);
    home.confirm(NOW + 6_000).unwrap();
    assert_eq!(home.learn(&late, NOW + 7_000).unwrap().removed, 1);
    assert!(home.awaits_confirm().unwrap().is_some() && device(&home, 2).revoked.is_some());
    // but only for what is new
    home.confirm(NOW + 8_000).unwrap();
    assert!(home.learn(&late, NOW + 9_000).unwrap().is_nothing());
    assert!(home.awaits_confirm().unwrap().is_none());
}

#[test]
fn any_number_of_devices_makes_a_list_that_still_travels() {
    let office = Headquarters::new();
    let home = office.home();
    let device = |n: u64| {
        let mut id = [7; 16];
        id[..8].copy_from_slice(&n.to_be_bytes());
        id
    };
    let removed = |n| Removed { device: device(n), issued: NOW, since: NOW + n };
    let roll = Roll {
        removed: (0..900).map(removed).collect(),
        members: vec![Member { certificate: Bytes(vec![1; 300]), ssh: "x".repeat(500) }; 10],
    };
    let bytes = roll.seal(&home.secret, 1).unwrap();
    assert!(bytes.len() <= roll::MOST);
    assert_eq!(home.learn(&bytes, NOW).unwrap().removed, 900);
    assert!(home.was_removed(device(3)).unwrap() && !home.was_removed(device(901)).unwrap());
    // the next list is cut to the size that may be sent, newest entries first
    let own = Roll::open(&home.roll().unwrap(), &home.secret).unwrap().1;
    assert!(own.removed.len() >= 500, "{}", own.removed.len());
    assert_eq!(own.removed[0].device, device(899));
    let too_long = Roll { removed: (0..9_000).map(removed).collect(), members: Vec::new() };
    assert!(too_long.seal(&home.secret, 2).is_err());
}

#[test]
fn a_list_reads_and_writes_as_released() {
    let roll = Roll {
        removed: vec![Removed { device: [2; 16], issued: 1_795_000_000_000, since: 300 }],
        members: vec![Member {
            certificate: Bytes(b"giay".to_vec()),
            ssh: "ssh-ed25519 AAAA".into(),
        }],
    };
    assert_eq!(roll::content(&roll), golden("content"));
    // sealed once, by the first program that did so
    let sealed = golden("sealed");
    let key = ed25519_dalek::SigningKey::from_bytes(&[5; 32]);
    let hq = sotay::sync::certificate::HqSecret::new([4; 32], key, 77, "TT".into()).unwrap();
    let (title, read) = Roll::open(&sealed, &hq).unwrap();
    assert_eq!((title.era, title.number), (77, 9));
    assert_eq!(read, roll);
}

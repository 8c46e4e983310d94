//! What headquarters may send a laptop: it accepts any valid pieces of its lanes, and a rebuild gives
//! the same state.

use proptest::prelude::*;
use sotay::hq::downlink::lane::LaneOwner;
use sotay::programme::Role;
use sotay::record::{Change, FieldNo, Origin, Review, Value, Verdict};
use sotay::storage::format::down::{About, Cover, Down, Image, Notice};
use sotay::storage::format::wire::{AuthorV1, Bytes, CellV1};
use sotay::storage::limits;
use sotay::store::{Commit, Store};

use super::steps::{entity, when};
use super::{RECORDS, compare, figures, for_a_while, state};
use crate::hq::durable::{all_works, around, noise, syllables};
use crate::kit::world::{LANES, Laptop, World, establishment, fields};
use crate::kit::{NOW, now};

/// One piece of a lane.
#[derive(Clone, Debug)]
struct Parcel {
    lane: u8,
    images: Vec<Shown>,
    /// record, verdict, length of the reason, and time of each verdict
    words: Vec<(u8, u8, usize, u64)>,
    notices: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Shown {
    entity: u8,
    kind: u8,
    rev: u64,
    /// number of answers, and length of the last one
    fields: usize,
    len: usize,
    deleted: Option<usize>,
    /// whether it includes what this laptop wrote
    covers: bool,
    word: Option<u8>,
}

#[derive(Clone, Debug)]
enum Taking {
    Parcel(Parcel),
    /// the officer writes, or deletes and restores
    Screen(u8),
    Reopen,
}

fn shown() -> impl Strategy<Value = Shown> {
    let kind = prop_oneof![2 => Just(1u8), 1 => any::<u8>()];
    let rev = prop_oneof![Just(0), Just(u64::MAX), 0u64..50, (NOW << 16)..(NOW << 16) + 50];
    let fields = prop_oneof![4 => 1usize..8, 1 => limits::FIELDS - 2..=limits::FIELDS];
    let deleted = prop::option::of(prop::sample::select(vec![0, limits::REASON]));
    let word = prop::option::of(0u8..6);
    (1u8..=RECORDS, kind, rev, fields, around(), deleted, any::<bool>(), word).prop_map(
        |(entity, kind, rev, fields, len, deleted, covers, word)| Shown {
            entity,
            kind,
            rev,
            fields,
            len,
            deleted,
            covers,
            word,
        },
    )
}

fn takings() -> impl Strategy<Value = Vec<Taking>> {
    let word = (1u8..=RECORDS, 0u8..6, around(), when());
    let parcel = (
        0u8..6,
        prop::collection::vec(shown(), 0..4),
        prop::collection::vec(word, 0..4),
        prop::collection::vec(around(), 0..3),
    )
        .prop_map(|(lane, images, words, notices)| {
            Taking::Parcel(Parcel { lane, images, words, notices })
        });
    let taking = prop_oneof![
        6 => parcel,
        2 => (1u8..=RECORDS).prop_map(Taking::Screen),
        1 => Just(Taking::Reopen),
    ];
    prop::collection::vec(taking, 1..25)
}

pub(super) fn word(about: u8, verdict: u8, reason: String, when: u64, head: u64) -> Review {
    let verdict = match verdict {
        0 => Verdict::Approved,
        1 => Verdict::SentBack { field: Some(FieldNo::MAX) },
        2 => Verdict::Held,
        3 => Verdict::Conflict { field: 1 },
        4 => Verdict::Merged { with: entity(about) },
        _ => Verdict::Merged { with: entity(about % RECORDS + 1) },
    };
    Review { verdict, reason, by: "Trần Duyệt".into(), at: when, head }
}

fn image(one: &Shown, laptop: &Laptop, seed: u64) -> Image {
    let (device, officer) = ([9; 16], laptop.who.officer.0);
    let cell = |at: usize| {
        let last = at == one.fields;
        let no = if last { FieldNo::MAX - 1 } else { at as FieldNo };
        let bytes = if last { noise(one.len, seed) } else { b"x".to_vec() };
        CellV1 { no, bytes: Bytes(bytes) }
    };
    let cover = |device| Cover { device, hlc: u64::MAX };
    let review = one.word.map(|said| word(one.entity, said, "Đã xem".into(), NOW, seed));
    Image {
        kind: one.kind,
        entity: entity(one.entity).0,
        origin: seed as u8 % 4,
        rev: one.rev,
        head: seed,
        of: vec![seed, seed + 1],
        created: 1,
        author: AuthorV1 { device, officer, hlc: NOW << 16 },
        name: syllables(30, seed),
        deleted: one.deleted.map(|len| syllables(len, seed)),
        fields: (1..=one.fields).map(cell).collect(),
        covers: one.covers.then(|| cover(laptop.who.device)).into_iter().collect(),
        review: review.map(|review| About::of(entity(one.entity), &review).review),
    }
}

/// A laptop accepts what it is sent; then it is rebuilt, and brought back to the same state.
fn take(takings: Vec<Taking>) {
    let mut w = World::new();
    let mut laptop = w.laptop("Nguyễn An", None);
    for (turn, taking) in (1u64..).zip(takings) {
        let seed = turn * 31 + 7;
        match taking {
            Taking::Reopen => {
                laptop.store.close().unwrap();
                laptop = laptop.again_open();
            }
            Taking::Screen(e) => write(&laptop, e),
            Taking::Parcel(parcel) => {
                let text = |len| syllables(len, seed);
                let about = |(e, said, len, when): &(u8, u8, usize, u64)| {
                    About::of(entity(*e), &word(*e, *said, text(*len), *when, seed))
                };
                let notice = |len: &usize| Notice { when: NOW, text: text(*len) };
                let down = Down {
                    images: parcel.images.iter().map(|i| image(i, &laptop, seed)).collect(),
                    reviews: parcel.words.iter().map(about).collect(),
                    notices: parcel.notices.iter().map(notice).collect(),
                    ..Down::default()
                };
                let lane = LANES[usize::from(parcel.lane) % LANES.len()];
                let whose = LaneOwner::Officer(laptop.who.officer);
                // what does not fit into a piece is not sent
                w.home
                    .lanes()
                    .append(&whose, lane, &[down], &mut None)
                    .map(drop)
                    .unwrap_or_default();
                w.down(&laptop, false);
            }
        }
    }
    let (before, reported) = (state(&laptop.store), figures(&laptop.store));
    laptop.store.close().unwrap();
    Store::rebuild(Role::Officer, &laptop.dir, now).unwrap();
    laptop = laptop.again_open();
    compare("rebuilt", &before, &state(&laptop.store));
    assert_eq!(reported, figures(&laptop.store), "report when rebuilt");
    all_works(w, vec![laptop]);
}

/// A refused change is ignored.
fn write(laptop: &Laptop, e: u8) {
    let id = entity(e);
    let change = match laptop.store.records().get(id).unwrap() {
        None => {
            let (_, fields) = fields("establishment", e, 1, &establishment("Mộc Hòa Phát"));
            Change::Create {
                kind: crate::kit::kind("establishment").no,
                id,
                fields,
                origin: Origin::Officer,
            }
        }
        Some(r) if r.deleted.is_some() => Change::Restore { id, base: r.head },
        Some(r)
            if r.fields.get(crate::kit::field_no("establishment", "name"))
                == Some(&Value::Text("Mộc Đổi".into())) =>
        {
            Change::Delete { id, base: r.head, reason: "trùng".into() }
        }
        Some(r) => {
            let set = vec![(1, Some(Value::Text("Mộc Đổi".into())))];
            Change::Patch { id, base: r.head, set }
        }
    };
    let commit = Commit {
        changes: vec![change],
        ends_draft: None,
        allow_incomplete: true,
        ..Commit::default()
    };
    laptop.store.commit(commit).map(drop).unwrap_or_default();
}

#[test]
fn whatever_headquarters_sends_a_laptop_takes_and_rebuilds_to_the_same() {
    for_a_while(takings(), 6, take);
}

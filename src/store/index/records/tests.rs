//! Compares the index with the texts put into it: titles are unchanged, and a search finds and
//! ranks what the matcher does on these texts.

mod parts;

use std::cmp::Reverse;
use std::io::Read;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use proptest::sample::select;

use super::entry::{DAY, HOME, PART, VIA};
use super::load;
use super::saved::{self, SavedParts};
use super::snapshot::{Snapshot, read_shared};
use super::*;
use crate::programme::{Role, reference};
use crate::record::Sort;
use crate::store::schema::StoreSchema;
use crate::text::fold::fold;
use crate::text::matcher::{SearchText, TextQuery};

/// Two kinds of the programme; the second belongs to the first.
const PLACE: KindNo = 1;
const VISIT: KindNo = 2;

const WORDS: [&str; 32] = [
    "Cơ",
    "sở",
    "Hòa",
    "hoa",
    "HÒA",
    "Phát",
    "phát,",
    "Đồ",
    "gỗ",
    "go",
    "Tân",
    "tan",
    "Hà",
    "an",
    "An-phát",
    "(Hoà",
    "xưởng",
    "bột",
    "gạo",
    "ho\u{300}a",
    "a\u{a0}b",
    "\u{301}",
    "05/11/2026",
    "12",
    "0912",
    "0912345678",
    "3400123456",
    "hp@mail.vn",
    "Ħ",
    "ß",
    "",
    "x",
];
/// Codes in the list of communes.
const COMMUNES: [&str; 4] = ["", "00004", "00008", "01906"];
const TYPED: [&str; 20] = [
    "ba", "dinh", "ngoc", "phuong", "xuwowngr", "ddoof", "goox", "hoaf", "hoaa", "as", "h",
    "a", "5", "09", "345", "co", "đ", "hòa", "phat", "b",
];

#[derive(Clone, Debug)]
struct PlannedRow {
    title: String,
    more: String,
    home: Option<usize>,
    via: Option<usize>,
    /// the code of its commune
    place: &'static str,
}

fn texts(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(select(&WORDS[..]), 0..most).prop_map(|words| words.join(" "))
}

fn row() -> impl Strategy<Value = PlannedRow> {
    let form = 0..6u8;
    let links = (proptest::option::of(0..6usize), proptest::option::of(0..6usize));
    let links = (links.0, links.1, select(&COMMUNES[..]));
    (form, texts(5), texts(3), texts(12), links).prop_map(
        |(form, one, two, more, (home, via, place))| {
            let title = match form {
                0 => format!("{HOME}{PART}{DAY}{one}"),
                1 => format!("{one}{PART}{two}"),
                2 => format!("{VIA}{PART}{HOME}"),
                3 => format!("{one}{PART}{PART}{DAY}{two}"),
                4 => String::new(),
                _ => one,
            };
            PlannedRow { title, more: fold(&more), home, via, place }
        },
    )
}

fn query() -> impl Strategy<Value = String> {
    let whole = select(&WORDS[..]).prop_map(str::to_owned);
    let folded = select(&WORDS[..]).prop_map(fold);
    let piece = (select(&WORDS[..]), 0..4usize, 1..4usize).prop_map(|(word, from, count)| {
        word.chars().skip(from).take(count).collect::<String>()
    });
    let typed = select(&TYPED[..]).prop_map(str::to_owned);
    let word = prop_oneof![whole, folded, piece, typed];
    prop_oneof![
        4 => proptest::collection::vec(word.clone(), 1..4),
        1 => proptest::collection::vec(word, 4..12),
    ]
    .prop_map(|words| words.join(" "))
}

fn entry(at: usize, row: &PlannedRow, kind: KindNo) -> IndexEntry {
    IndexEntry {
        id: id(at),
        kind,
        title: row.title.clone(),
        more: row.more.clone(),
        day: 1,
        due: 0,
        incomplete: false,
        deleted: false,
        returned: false,
        edited: 0,
        into: None,
        conditions: 0,
        filters: filters(row, kind),
        home: row.home.map(id),
        place_record: row.via.map(id),
        reviewed: Reviewed::Waits,
        by: None,
    }
}

/// Filter values with the commune at the kind's place filter.
fn filters(row: &PlannedRow, kind: KindNo) -> Vec<String> {
    let schema = StoreSchema::of(Role::Officer.programme());
    let before = schema.kind(kind).and_then(|kind| kind.place).unwrap_or(0);
    let mut filters = vec![row.more.clone(); before];
    filters.push(row.place.to_owned());
    filters
}

fn id(at: usize) -> Id {
    Id(u128::try_from(at + 1).unwrap().to_be_bytes())
}

/// The first six are places, to which the others may belong.
fn kind_of(at: usize) -> KindNo {
    if at < 6 { PLACE } else { VISIT }
}

fn index_of(rows: &[PlannedRow]) -> RecordIndex {
    let mut index = RecordIndex::default();
    // in reverse, so that linked records are added after the links to them
    for (at, row) in rows.iter().enumerate().rev() {
        index.put(&entry(at, row, kind_of(at)));
    }
    index
}

fn found(index: &mut RecordIndex, kind: KindNo, text: &str) -> Vec<Id> {
    let schema = StoreSchema::of(Role::Officer.programme());
    let query = Query { text: text.into(), sort: Sort::Oldest, ..Query::all(kind) };
    let hits = index.find(&schema, &query, None, None);
    // read a window first, as a list does
    let first = hits.window(0, 2);
    let slots = hits.window(0, usize::MAX);
    assert_eq!(first, slots[..first.len()]);
    slots.iter().map(|slot| index.id(*slot).unwrap()).collect()
}

/// The words of a title as written, except those without searchable characters.
fn words(title: &str) -> Vec<&str> {
    let parts = title.split(PART).map(|part| part.trim_start_matches([HOME, VIA, DAY]));
    parts.flat_map(|part| part.split(' ')).filter(|word| !fold(word).is_empty()).collect()
}

/// The ids that the matcher finds in the texts, best first.
fn expected(rows: &[PlannedRow], kind: KindNo, text: &str) -> Vec<Id> {
    let query = TextQuery::new(text);
    let schema = StoreSchema::of(Role::Officer.programme());
    let places = reference::answers(&reference::NameSearch::new(&query));
    let mut scored = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| kind_of(*at) == kind) {
        let beyond = row.via.filter(|_| row.home.is_none()).and_then(|via| rows[via].home);
        let names = std::iter::once(at).chain(row.home).chain(row.via).chain(beyond);
        let has_place =
            |at: &usize| schema.kind(kind_of(*at)).is_some_and(|k| k.place.is_some());
        let placed = names.clone().filter(has_place);
        let placed = placed.fold(0, |all, at| all | places.get(rows[at].place).unwrap_or(&0));
        let words: Vec<&str> = names.flat_map(|at| words(&rows[at].title)).collect();
        let exact = words.join(" ");
        let name = words.iter().map(|word| fold(word)).collect::<Vec<_>>().join(" ");
        let hay = SearchText { name: &name, exact: &exact, more: &row.more };
        scored.extend(
            query
                .matches_elsewhere(&hay, |word| word < 64 && placed >> word & 1 != 0)
                .map(|score| (Reverse(score), id(at))),
        );
    }
    // without a typed text all match equally
    if !query.is_empty() {
        scored.sort();
    }
    scored.into_iter().map(|(_, id)| id).collect()
}

/// The hits of each query, per kind.
fn all_found(index: &mut RecordIndex, queries: &[String]) -> Vec<Vec<Vec<Id>>> {
    let mut of = |kind| queries.iter().map(|text| found(index, kind, text)).collect();
    [PLACE, VISIT].map(&mut of).into()
}

fn all_expected(rows: &[PlannedRow], queries: &[String]) -> Vec<Vec<Vec<Id>>> {
    let of = |kind| queries.iter().map(|text| expected(rows, kind, text)).collect();
    [PLACE, VISIT].map(of).into()
}

/// The parts of a snapshot in memory, with a log of the opened part numbers.
struct PartsInMemory {
    bytes: Vec<Vec<u8>>,
    opened: Mutex<Vec<u16>>,
}

impl SavedParts for PartsInMemory {
    fn open(&self, part: u16) -> Option<Box<dyn Read + '_>> {
        self.opened.lock().unwrap().push(part);
        Some(Box::new(&self.bytes.get(usize::from(part))?[..]))
    }
}

fn parts_of(index: &mut RecordIndex) -> PartsInMemory {
    let snapshot = Snapshot::of(index).unwrap();
    let bytes = (0..snapshot.parts()).map(|part| {
        let mut bytes = Vec::new();
        snapshot.write(part, &mut bytes).unwrap();
        bytes
    });
    PartsInMemory { bytes: bytes.collect(), opened: Mutex::default() }
}

/// The index after writing and reading, with only the shared part loaded.
fn reopened(index: &mut RecordIndex) -> (RecordIndex, Arc<PartsInMemory>) {
    let parts = Arc::new(parts_of(index));
    let shared = Arc::clone(&parts) as Arc<dyn SavedParts>;
    (read_shared(&mut &parts.bytes[0][..], shared).unwrap(), parts)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn a_search_finds_and_ranks_as_the_matcher_does_on_the_texts(
        mut rows in proptest::collection::vec(row(), 7..16),
        later in row(),
        queries in proptest::collection::vec(query(), 1..6),
    ) {
        let mut index = index_of(&rows);
        let wanted = all_expected(&rows, &queries);
        prop_assert_eq!(&all_found(&mut index, &queries), &wanted);
        // the same from the saved parts, each kind separately
        for (kind, wanted) in [PLACE, VISIT].into_iter().zip(&wanted) {
            let mut again = reopened(&mut index).0;
            prop_assert!(load::for_search(&mut again, kind));
            for slot in (0..index.len() as u32).filter(|slot| index.kind(*slot) == kind) {
                let row = |index: &RecordIndex| (index.id(slot), index.title(slot));
                prop_assert_eq!(row(&again), row(&index), "in the same place");
            }
            for (text, wanted) in queries.iter().zip(wanted) {
                prop_assert_eq!(&found(&mut again, kind, text), wanted, "{}", text);
            }
        }
        // and with rows changed before their further words were loaded
        let mut index = reopened(&mut index).0;
        prop_assert!(load::all(&mut index));
        let last = rows.len() - 1;
        rows[last] = later.clone();
        rows.push(later);
        index.put(&entry(last, &rows[last], VISIT));
        index.put(&entry(last + 1, &rows[last + 1], VISIT));
        let wanted = all_expected(&rows, &queries);
        for _ in 0..2 {
            prop_assert!(load::whole(&mut index));
            prop_assert_eq!(&all_found(&mut index, &queries), &wanted);
            index = reopened(&mut index).0;
        }
    }

    #[test]
    fn a_title_comes_back_to_the_byte(
        titles in proptest::collection::vec("[ \u{1}-\u{3}\u{1f}a-zàđ0-9\u{301}\u{a0}😀-]{0,24}", 1..20),
    ) {
        let mut texts = texts::RowTexts::default();
        for (slot, title) in (0u32..).zip(&titles) {
            texts.push();
            texts.put(slot, title, "", &[0, 40_000, 70_000, 0xd900, 3]);
        }
        for (slot, title) in (0u32..).zip(&titles) {
            prop_assert_eq!(&texts.vocabulary.title(texts.title(slot)), title);
            let places: Vec<_> = (0..6).map(|at| texts.filter(slot, at)).collect();
            let put = [Some(0), Some(40_000), Some(70_000), Some(0xd900), Some(3), None];
            prop_assert_eq!(places, put);
        }
    }
}

/// A number as letters.
fn letters(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap());
    let digits = std::iter::successors(Some(number), |rest| (*rest >= 26).then_some(rest / 26));
    digits.map(letter).collect()
}

#[test]
fn words_without_a_number_are_found_all_the_same() {
    let numbered = usize::from(tokens::WORDS);
    // more words than there are numbers
    let rows: Vec<PlannedRow> = (0..numbered / 100 + 20)
        .map(|at| {
            let words: Vec<String> =
                (0..100).map(|word| format!("{}-{}", letters(at), letters(word))).collect();
            let title = words[..3].join(" ");
            PlannedRow { title, more: words[3..].join(" "), home: None, via: None, place: "" }
        })
        .collect();
    let mut index = index_of(&rows);
    assert!(index.texts.vocabulary.folded.len() == numbered, "the list of words is full");
    for text in ["a-a", "a-vd", "a-b a-c", "d-yb d-b", "m-h", "-h"] {
        for kind in [PLACE, VISIT] {
            assert_eq!(found(&mut index, kind, text), expected(&rows, kind, text), "{text}");
        }
    }
}

//! Forged frames with correct links.

use super::*;
use sotay::storage::error::NewerFormat;
use sotay::sync::bundle::BundleRefused;

/// A file with one good frame and one made here; its link is correct, because links have no key.
fn forge(
    book: &Book,
    change: impl Fn(&mut FrameHead),
    content: &[u8],
    sealed: bool,
) -> Vec<u8> {
    let mut bytes = book.disk.bytes(&file(1));
    let first = RawFrame::read_at(&bytes, 152).unwrap();
    let (at, previous) = (152 + first.size(), *first.link);
    let len = content.len() as u32 + if sealed { 40 } else { 0 };
    let mut head =
        FrameHead { len, ty: 2, flags: 4, n: 1, raw: content.len() as u32, no: 2, first: 0 };
    change(&mut head);
    let aad = [head.to_bytes().as_slice(), &previous].concat();
    let seal = || Sealer::new(&book.keys).seal(Domain::Journal, &aad, content).unwrap();
    let body = if sealed { seal() } else { content.to_vec() };
    let link = frame::link(&previous, &head.to_bytes(), &body);
    let frame = [head.to_bytes().as_slice(), &body, &link].concat();
    bytes.truncate(at);
    bytes.extend(frame);
    bytes.resize(BIG as usize, 0);
    bytes
}

#[test]
fn lies_in_a_frame_are_refused() {
    let (book, mut journal) = Book::new(BIG);
    let place = journal.append(vec![draft(0)]).unwrap().remove(0);
    assert_eq!(place.no, 2);
    let good = sotay::storage::format::draft::encode_draft(match &draft(0) {
        Entry::Draft(d) => d,
        _ => unreachable!(),
    });
    let bomb = zstd::bulk::compress(&vec![0; 1 << 22], 3).unwrap();
    let packed = zstd::bulk::compress(&good, 3).unwrap();
    let raw = good.len() as u32;
    type Lie<'a> = (&'a str, Box<dyn Fn(&mut FrameHead)>, &'a [u8], bool);
    let lies: [Lie; 10] = [
        ("raw too large", Box::new(|h| h.raw += 1), &good, true),
        ("raw too small", Box::new(|h| h.raw -= 1), &good, true),
        ("unpacks to less", Box::new(move |h| (h.flags, h.raw) = (5, raw + 1)), &packed, true),
        ("unpacks to more", Box::new(move |h| (h.flags, h.raw) = (5, raw - 1)), &packed, true),
        ("bomb", Box::new(|h| (h.flags, h.raw) = (5, 1 << 20)), &bomb, true),
        ("no zstd at all", Box::new(|h| h.flags = 5), &good, true),
        ("not sealed", Box::new(|h| h.flags = 0), &good, false),
        ("sealed by nobody", Box::new(|_| ()), &[7; 60], false),
        ("ops that are none", Box::new(|h| (h.ty, h.first) = (1, 1)), &good, true),
        ("n that lies", Box::new(|h| (h.ty, h.n, h.first) = (1, 9, 1)), &good, true),
    ];
    for (what, change, content, sealed) in lies {
        book.disk.put(&file(1), forge(&book, change, content, sealed));
        let (found, damage) = read(&book);
        assert_eq!((found.len(), damage.is_empty()), (1, false), "{what}");
        assert!(book.open().is_ok(), "{what}");
    }
    book.disk.put(&file(1), forge(&book, |_| (), &good, true));
    assert_eq!(read(&book).0[1].1, draft(0));
    // lengths beyond every limit: not a frame, even with a correct link
    for change in
        [(|h| h.raw = u32::MAX) as fn(&mut FrameHead), |h| h.len = u32::MAX, |h| h.flags = 12]
    {
        book.disk.put(&file(1), forge(&book, change, &good, true));
        assert_eq!(read(&book).0.len(), 1);
    }
}

#[test]
fn what_is_newer_is_refused_by_name_or_kept() {
    let (book, _) = Book::new(BIG);
    let good = b"in words of tomorrow";
    for flags in [4 | 128, 4 | 2] {
        book.disk.put(&file(1), forge(&book, |h| h.flags = flags, good, true));
        assert_eq!(read(&book).1, [Damage::Newer { file: 1, no: 2 }]);
        assert!(matches!(book.open(), Err(StoreError::TooNew { .. })), "flags {flags}");
    }
    book.disk.put(&file(1), forge(&book, |h| h.ty = 200, good, true));
    let (mut journal, findings) = book.open().unwrap();
    assert_eq!(findings, []);
    assert_eq!(read(&book).0[1].1, Entry::Other { ty: 200, bytes: good.to_vec() });
    assert_eq!(add(&mut journal, "tiếp").no, 3);
    // another major version or suite in an intact file
    for (byte, value) in [(8usize, 2u8), (11, 9)] {
        let mut newer = book.disk.bytes(&file(1));
        newer[byte] = value;
        newer.truncate(152);
        newer.resize(BIG as usize, 0);
        book.disk.put(&file(1), newer);
        assert!(matches!(book.open(), Err(StoreError::TooNew { .. })));
    }
}

/// A file of magics with large lengths may cost only a bounded amount of hashing.
#[test]
fn a_file_of_magics_is_given_up_in_time() {
    let (book, _) = Book::new(BIG);
    let mut bytes = book.disk.bytes(&file(1));
    let head =
        FrameHead { len: 65_000, ty: 1, flags: 4, n: 1, raw: 9, no: 5, first: 1 }.to_bytes();
    for chunk in bytes[300..].chunks_mut(32) {
        chunk.copy_from_slice(&head[..chunk.len()]);
    }
    bytes.extend(head.repeat(20_000));
    book.disk.put(&file(1), bytes);
    assert_eq!(read(&book).0.len(), 1);
}

#[test]
fn garbage_is_no_journal() {
    let mut state = 88_172_645_463_325_252u64;
    let mut noise = |len: usize| -> Vec<u8> {
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        };
        (0..len).map(|_| byte()).collect()
    };
    for len in [0, 1, 31, 151, 152, 153, 4096] {
        let (book, _) = Book::new(SMALL);
        book.disk.put(&file(1), noise(len));
        assert!(book.open().is_err());
        assert!(read(&book).0.is_empty());
        // magics everywhere
        book.disk.put(&file(1), b"SFR1".repeat(len / 4));
        assert!(book.open().is_err());
    }
}

/// Offsets in the header of the programme that the records follow, and of its schema.
const PROGRAMME_AT: usize = 84;
const SCHEMA_AT: usize = 86;

/// The first file with the header changed at `at`, and a first frame that confirms the change.
fn of_header(book: &Book, at: usize, value: u8) -> Vec<u8> {
    let mut header = *book.disk.bytes(&file(1)).first_chunk::<152>().unwrap();
    header[at] = value;
    let previous = sotay::storage::format::header::link(&header);
    let content = sotay::storage::format::draft::encode_draft(match &draft(0) {
        Entry::Draft(d) => d,
        _ => unreachable!(),
    });
    let (len, raw) = (content.len() as u32 + 40, content.len() as u32);
    let head = FrameHead { len, ty: 2, flags: 4, n: 1, raw, no: 1, first: 0 }.to_bytes();
    let aad = [head.as_slice(), &previous].concat();
    let body = Sealer::new(&book.keys).seal(Domain::Journal, &aad, &content).unwrap();
    let link = frame::link(&previous, &head, &body);
    let mut bytes = [&header[..], &head, &body, &link].concat();
    bytes.resize(BIG as usize, 0);
    bytes
}

/// Another programme's numbers mean other kinds and fields: read with ours, its records would get
/// a wrong meaning.
#[test]
fn a_journal_of_another_programme_is_refused_by_name() {
    let (book, _) = Book::new(BIG);
    // the file opens, except for its header
    book.disk.put(&file(1), of_header(&book, PROGRAMME_AT, 1));
    assert!(book.open().is_ok());
    let whole = book.disk.bytes(&file(1));
    for (at, value, what) in [
        (PROGRAMME_AT, 2, NewerFormat::Programme(2)),
        (PROGRAMME_AT, 0, NewerFormat::Programme(0)),
        (SCHEMA_AT, 2, NewerFormat::Schema(2)),
        (SCHEMA_AT, 0, NewerFormat::Schema(0)),
    ] {
        let bytes = of_header(&book, at, value);
        book.disk.put(&file(1), bytes.clone());
        match book.open() {
            Err(StoreError::TooNew { what: found, .. }) => assert_eq!(found, what),
            other => panic!("{what:?}: {:?}", other.map(|_| ())),
        }
        assert!(book.disk.bytes(&file(1)) == bytes, "nothing is written");
        book.disk.put(&file(1), whole.clone());
    }
    // a damaged number is not taken for another programme: the first frame has the original
    for (at, bit) in [(PROGRAMME_AT, 1), (PROGRAMME_AT + 1, 0x80), (SCHEMA_AT, 1)] {
        let mut damaged = whole.clone();
        damaged[at] ^= bit;
        book.disk.put(&file(1), damaged);
        assert!(book.open().is_ok(), "{at}");
    }
    // nor is a number that no frame confirms
    let mut alone = of_header(&book, PROGRAMME_AT, 2);
    alone[152..].fill(0);
    book.disk.put(&file(1), alone);
    assert!(!matches!(book.open(), Err(StoreError::TooNew { .. })));
    // bundles have the same header
    let mut bundle = *whole.first_chunk::<152>().unwrap();
    bundle[..8].copy_from_slice(b"SOTAYBN1");
    bundle[PROGRAMME_AT] = 2;
    let refused = sotay::sync::bundle::read_header(&bundle, sotay::sync::bundle::UP);
    assert_eq!(refused, Err(BundleRefused::Newer(NewerFormat::Programme(2))));
}

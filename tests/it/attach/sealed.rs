//! The file of an attachment, byte for byte: `tests/golden/attachment-v1` was made by another
//! program (`make_attachment_v1.py`) and is never made again.

use sotay::storage::crypto::key::Keys;
use sotay::storage::format::blob;
use sotay::storage::format::blob::{CHUNK, HEAD};
use sotay::storage::limits::ATTACHMENT;

const GOLDEN: &str = include_str!("../../golden/attachment-v1/sealed.txt");

fn keys() -> Keys {
    let mut data = [0; 32];
    (0x64..).zip(&mut data).for_each(|(n, byte)| *byte = n);
    Keys::from_bytes(&data)
}

fn golden() -> Vec<u8> {
    let rows = GOLDEN.lines().filter(|line| !line.starts_with("=="));
    let digits: Vec<u32> = rows.flat_map(str::chars).filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|d| (d[0] * 16 + d[1]) as u8).collect()
}

#[test]
fn the_file_of_version_1_opens() {
    let sealed = golden();
    let (plain, sum) = blob::open(&keys(), &sealed).unwrap();
    assert_eq!(String::from_utf8(plain.clone()).unwrap(), "Biên bản nghiệm thu cơ sở\n");
    assert_eq!(sum[..4], [0x36, 0xf3, 0x79, 0xfe]);
    assert_eq!(blob::named(&sealed), Some(blob::name(&keys(), &sum)));
    // a file sealed now differs only in its nonce
    let again = blob::seal(&keys(), &plain).unwrap();
    assert_eq!((&again[..HEAD], again.len()), (&sealed[..HEAD], sealed.len()));
}

#[test]
fn any_change_and_any_cut_is_seen() {
    let good = golden();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x40;
        assert!(blob::open(&keys(), &bad).is_err(), "byte {at}");
        assert!(blob::open(&keys(), &good[..at]).is_err(), "cut at {at}");
    }
    assert!(blob::open(&keys(), &[good.as_slice(), b"x"].concat()).is_err());
    assert!(blob::open(&Keys::from_bytes(&[1; 32]), &good).is_err());
}

#[test]
fn chunks_end_and_stand_where_they_were_written() {
    for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
        let plain: Vec<u8> = (0..length).map(|n| (n / 7) as u8).collect();
        let sealed = blob::seal(&keys(), &plain).unwrap();
        assert_eq!(sealed.len(), blob::sealed_size(length));
        assert_eq!(blob::open(&keys(), &sealed).unwrap().0, plain, "{length}");
    }
    let plain = vec![7; 2 * CHUNK];
    let sealed = blob::seal(&keys(), &plain).unwrap();
    let (head, body) = sealed.split_at(HEAD);
    let (first, second) = body.split_at(CHUNK + 40);
    assert!(blob::open(&keys(), &[head, second, first].concat()).is_err());
    assert!(blob::open(&keys(), &[head, first, first].concat()).is_err());
    assert!(blob::open(&keys(), &[head, first].concat()).is_err());
}

#[test]
fn a_claimed_length_takes_no_memory() {
    let mut huge = golden();
    huge[40..48].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(blob::open(&keys(), &huge).is_err());
    huge[40..48].copy_from_slice(&(ATTACHMENT as u64 + 1).to_le_bytes());
    assert!(blob::open(&keys(), &huge).is_err());
}

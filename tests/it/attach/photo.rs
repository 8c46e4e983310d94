//! Photos made byte by byte: the location is removed, the picture stays.

use proptest::prelude::*;
use sotay::record::Date;
use sotay::services::attachment::photo::{PictureFormat, clean};

/// What must be gone: the reference of a latitude, a maker, a second picture.
const SECRETS: [&[u8]; 3] = [b"21,1.7N", b"SecretCam", b"GPSLatitude"];

/// A big-endian EXIF block: orientation, maker, date, and a location.
pub fn exif() -> Vec<u8> {
    let entry = |tag: u16, ty: u16, count: u32, value: u32| {
        let mut entry = Vec::new();
        entry.extend(tag.to_be_bytes());
        entry.extend(ty.to_be_bytes());
        entry.extend(count.to_be_bytes());
        entry.extend(value.to_be_bytes());
        entry
    };
    // directory at 8: 4 entries end at 62; then the maker, the camera's directory, the location's
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x04".to_vec();
    block.extend(entry(0x010f, 2, 10, 62));
    block.extend(entry(0x0112, 3, 1, 6 << 16));
    block.extend(entry(0x8769, 4, 1, 72));
    block.extend(entry(0x8825, 4, 1, 110));
    block.extend([0; 4]);
    block.extend(b"SecretCam\0");
    block.extend(b"\0\x01");
    block.extend(entry(0x9003, 2, 20, 90));
    block.extend([0; 4]);
    block.extend(b"2026:10:05 08:30:00\0");
    block.extend(b"\0\x01");
    block.extend(entry(0x0002, 2, 8, 128));
    block.extend([0; 4]);
    block.extend(b"21,1.7N\0");
    block
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = (contents.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], length.as_slice(), contents].concat()
}

/// Tables, frame and scans: the picture itself.
fn picture() -> Vec<u8> {
    let mut bytes = segment(0xdb, &[1; 65]);
    bytes.extend(segment(0xc2, b"\x08\0\x10\0\x10\x01\x01\x11\0"));
    bytes.extend(segment(0xda, b"\x01\x01\0\0\x3f\0"));
    bytes.extend(b"\x12\xff\0\x34\xff\xd0\x56");
    // the tables of a second scan hold what looks like an end
    bytes.extend(segment(0xc4, b"\x10\xff\xd9\x01"));
    bytes.extend(segment(0xda, b"\x01\x01\0\0\x3f\0"));
    bytes.extend(b"\x78\xff\0\x9a\xff\xd9");
    bytes
}

pub fn jpeg() -> Vec<u8> {
    let mut bytes = b"\xff\xd8".to_vec();
    bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    bytes.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif()].concat()));
    bytes.extend(segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>"));
    bytes.extend(segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"));
    bytes.extend(segment(0xe2, b"MPF\0SecretCam"));
    bytes.extend(segment(0xfe, b"21,1.7N"));
    bytes.extend(picture());
    // a second picture with a location
    bytes.extend(b"\xff\xd8");
    bytes.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif()].concat()));
    bytes
}

fn chunk(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut sum = 0xffff_ffffu32;
    for byte in kind.iter().chain(contents) {
        sum ^= u32::from(*byte);
        (0..8).for_each(|_| sum = (sum >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(sum & 1)));
    }
    let length = (contents.len() as u32).to_be_bytes();
    [&length, kind.as_slice(), contents, &(!sum).to_be_bytes()].concat()
}

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"));
    bytes.extend(chunk(b"eXIf", &exif()));
    bytes.extend(chunk(b"gAMA", &[0, 0, 0xb1, 0x8f]));
    bytes.extend(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0GPSLatitude"));
    bytes.extend(chunk(b"IDAT", b"the pixels of it"));
    bytes.extend(chunk(b"tEXt", b"Location\x0021,1.7N"));
    bytes.extend(chunk(b"IEND", b""));
    bytes.extend(b"SecretCam");
    bytes
}

fn riff(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut bytes =
        [kind.as_slice(), &(contents.len() as u32).to_le_bytes(), contents].concat();
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}

fn webp() -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    body.extend(riff(b"VP8X", &[0b0000_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    body.extend(riff(b"VP8 ", b"the pixels of it"));
    body.extend(riff(b"EXIF", &exif()));
    body.extend(riff(b"XMP ", b"GPSLatitude!"));
    riff(b"RIFF", &body)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_place_goes_and_the_pixels_stay() {
    let all = [
        (PictureFormat::Jpeg, jpeg(), picture()),
        (PictureFormat::Png, png(), chunk(b"IDAT", b"the pixels of it")),
        (PictureFormat::WebP, webp(), riff(b"VP8 ", b"the pixels of it")),
    ];
    for (format, bytes, pixels) in all {
        assert_eq!(PictureFormat::of(&bytes), Some(format));
        assert!(SECRETS.iter().all(|secret| holds(&bytes, secret)), "{format:?}");
        let cleaned = clean(format, &bytes).unwrap();
        assert!(holds(&cleaned.bytes, &pixels), "{format:?}");
        for secret in SECRETS {
            assert!(!holds(&cleaned.bytes, secret), "{format:?}: {secret:?}");
        }
        assert_eq!(cleaned.taken, Some(Date { year: 2026, month: 10, day: 5 }), "{format:?}");
        // the orientation is written to a new block
        assert!(holds(&cleaned.bytes, b"\x01\x12\0\x03\0\0\0\x01\0\x06"), "{format:?}");
        // nothing is left to remove
        assert_eq!(clean(format, &cleaned.bytes).unwrap().bytes, cleaned.bytes, "{format:?}");
    }
    let cleaned = clean(PictureFormat::Jpeg, &jpeg()).unwrap().bytes;
    assert!(cleaned.ends_with(&picture()) && holds(&cleaned, b"ICC_PROFILE\0\x01\x01colours"));
    assert!(holds(&clean(PictureFormat::Png, &png()).unwrap().bytes, b"gAMA"));
}

#[test]
fn a_broken_photo_is_refused_and_not_kept_with_its_place() {
    for (format, bytes) in [
        (PictureFormat::Jpeg, jpeg()),
        (PictureFormat::Png, png()),
        (PictureFormat::WebP, webp()),
    ] {
        let whole = clean(format, &bytes).unwrap().bytes;
        for cut in 0..whole.len() {
            if let Ok(cleaned) = clean(format, &whole[..cut]) {
                assert!(SECRETS.iter().all(|secret| !holds(&cleaned.bytes, secret)), "{cut}");
            }
        }
        assert!(clean(format, &whole[..whole.len() / 2]).is_err(), "{format:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_the_program(
        which in 0..3usize,
        flips in proptest::collection::vec((any::<u16>(), any::<u8>()), 0..12),
        cut in any::<u16>(),
    ) {
        let (format, mut bytes) =
            [(PictureFormat::Jpeg, jpeg()), (PictureFormat::Png, png()), (PictureFormat::WebP, webp())][which].clone();
        for (at, byte) in flips {
            let at = usize::from(at) % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - usize::from(cut) % 40);
        if let Ok(cleaned) = clean(format, &bytes) {
            prop_assert!(cleaned.bytes.len() <= bytes.len() + 64);
        }
    }
}

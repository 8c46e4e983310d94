//! Strips a photo of everything but the picture: coordinates, time, device, owner, pictures that
//! follow the first one. Only the orientation stays. The encoded pixels are not changed.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use crate::record::Date;

/// The file starts like a picture of a known format and is not a valid one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenPicture;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
    WebP,
}

impl PictureFormat {
    pub fn of(bytes: &[u8]) -> Option<PictureFormat> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(PictureFormat::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(PictureFormat::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                Some(PictureFormat::WebP)
            }
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clean {
    pub bytes: Vec<u8>,
    /// the day on which the photo was taken, from EXIF
    pub taken: Option<Date>,
}

pub fn clean(format: PictureFormat, bytes: &[u8]) -> Result<Clean, BrokenPicture> {
    let input = Bytes::copy_from_slice(bytes);
    let (bytes, said) = match format {
        PictureFormat::Jpeg => jpeg(input)?,
        PictureFormat::Png => png(input)?,
        PictureFormat::WebP => webp(input)?,
    };
    Ok(Clean { bytes, taken: said.and_then(|said| said.taken) })
}

type Cleaned = (Vec<u8>, Option<CameraWords>);

fn jpeg(input: Bytes) -> Result<Cleaned, BrokenPicture> {
    let mut image = Jpeg::from_bytes(input).map_err(|_| BrokenPicture)?;
    let said = image.exif().map(|exif| CameraWords::of(&exif));
    image.segments_mut().retain(is_picture);
    image.set_exif(said.as_ref().and_then(CameraWords::upright));
    let mut bytes = image.encoder().bytes().to_vec();
    bytes.truncate(end_of_jpeg(&bytes).ok_or(BrokenPicture)?);
    Ok((bytes, said))
}

/// Segments that a viewer needs. Application segments are dropped, except those for density,
/// colours and colour profile.
fn is_picture(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP0 | markers::APP14 => true,
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}

/// Offset after the first end-of-image marker. Phones append whole further pictures there, with
/// coordinates in them.
fn end_of_jpeg(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    let mut in_scan = false;
    loop {
        let [first, marker] = *bytes.get(at..)?.first_chunk::<2>()?;
        match (first, marker) {
            (0xff, 0xff) => at += 1,
            (0xff, markers::EOI) => return Some(at + 2),
            // in a scan: a stuffed 0xff byte, or a restart marker
            (0xff, 0x00 | 0xd0..=0xd7) if in_scan => at += 2,
            (0xff, 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, marker) => {
                let length = *bytes.get(at + 2..)?.first_chunk::<2>()?;
                at += 2 + usize::from(u16::from_be_bytes(length).max(2));
                in_scan = marker == markers::SOS;
            }
            _ if in_scan => at += 1,
            _ => return None,
        }
    }
}

/// Ancillary PNG chunks that affect how the picture looks. Text, time and unknown chunks are
/// dropped.
const PNG: [&[u8; 4]; 18] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT",
    b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI", b"mDCv", b"cLLi",
];

fn png(input: Bytes) -> Result<Cleaned, BrokenPicture> {
    let mut image = Png::from_bytes(input).map_err(|_| BrokenPicture)?;
    let said = image.exif().map(|exif| CameraWords::of(&exif));
    let needed = |kind: [u8; 4]| kind[0].is_ascii_uppercase() || PNG.contains(&&kind);
    image.chunks_mut().retain(|chunk| needed(chunk.kind()));
    image.set_exif(said.as_ref().and_then(CameraWords::upright));
    let ends = image.chunks().last().is_some_and(|chunk| chunk.kind() == *b"IEND");
    if ends { Ok((image.encoder().bytes().to_vec(), said)) } else { Err(BrokenPicture) }
}

/// WebP chunks that make up the picture.
const WEBP: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// The flag "has XMP" in the first byte of a VP8X chunk.
const XMP: u8 = 0b0000_0100;

fn webp(input: Bytes) -> Result<Cleaned, BrokenPicture> {
    let mut image = WebP::from_bytes(input).map_err(|_| BrokenPicture)?;
    let said = image.exif().map(|exif| CameraWords::of(&exif));
    image.chunks_mut().retain(|chunk| WEBP.contains(&&chunk.id()));
    for chunk in image.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut flags = data.to_vec();
            flags.iter_mut().take(1).for_each(|byte| *byte &= !XMP);
            *data = flags.into();
        }
    }
    image.set_exif(said.as_ref().and_then(CameraWords::upright));
    let drawn =
        image.chunks().iter().any(|chunk| matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ANMF"));
    if drawn { Ok((image.encoder().bytes().to_vec(), said)) } else { Err(BrokenPicture) }
}

/// The EXIF fields that are used.
struct CameraWords {
    /// 1 to 8, as in EXIF
    orientation: Option<u8>,
    taken: Option<Date>,
}

impl CameraWords {
    /// Reads an EXIF block. A block that cannot be parsed gives no fields.
    fn of(exif: &[u8]) -> CameraWords {
        let block = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif).to_vec();
        let read = exif::Reader::new().read_raw(block).ok();
        let field = |tag| read.as_ref().and_then(|exif| exif.get_field(tag, exif::In::PRIMARY));
        let way_up = field(exif::Tag::Orientation).and_then(|field| field.value.get_uint(0));
        let taken = field(exif::Tag::DateTimeOriginal).and_then(|field| match &field.value {
            exif::Value::Ascii(texts) => day(texts.first()?),
            _ => None,
        });
        CameraWords { orientation: way_up.and_then(|n| u8::try_from(n).ok()), taken }
    }

    /// An EXIF block with the orientation only. `None` if the picture needs no rotation.
    fn upright(&self) -> Option<Bytes> {
        let way_up = self.orientation.filter(|way| (2..=8).contains(way))?;
        // big-endian TIFF: one directory at 8, of one entry: tag 0x0112, SHORT, one value
        let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        block.extend_from_slice(&[way_up, 0, 0, 0, 0, 0, 0]);
        Some(block.into())
    }
}

/// `2026:11:22 10:00:00`
fn day(text: &[u8]) -> Option<Date> {
    let number = |from: usize, to: usize| {
        std::str::from_utf8(text.get(from..to)?).ok()?.parse::<i16>().ok()
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let date = Date { year, month: month.try_into().ok()?, day: day.try_into().ok()? };
    crate::text::format::date_is_real(date).then_some(date)
}

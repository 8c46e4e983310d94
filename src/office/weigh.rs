//! What a zip archive holds once it is unpacked, found out by unpacking it into nothing: the
//! sizes written in an archive are only claims. Done before anything reads the archive for real.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::pace::{Halted, Pace};

/// All parts together.
const MOST: u64 = 512 << 20;
const MOST_PARTS: usize = 4_096;
const CHUNK: usize = 64 << 10;
/// The strings that cells share are held in memory whole.
const MOST_STRINGS: u64 = 64 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// no zip archive, or a damaged one
    Broken,
    TooHeavy,
    Fair,
    /// not known: somebody does not want to wait
    Halted,
}

/// What is unpacked is shown to `see`, chunk by chunk, with the name of its part in small letters.
pub fn weigh(bytes: &[u8], pace: &mut Pace<'_>, see: &mut dyn FnMut(&str, &[u8])) -> Weight {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Weight::Broken };
    if archive.len() > MOST_PARTS {
        return Weight::TooHeavy;
    }
    let announced = announced(&mut archive);
    let mut left = MOST;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { return Weight::Broken };
        let name = part.name().map(|n| n.to_ascii_lowercase()).unwrap_or_default();
        let strings = name.ends_with("sharedstrings.xml");
        let limit = if strings { left.min(MOST_STRINGS) } else { left };
        let mut part = part.take(limit + 1);
        let size = match strings {
            true => strings_size(&mut part),
            false => drain(&mut part, &mut |size, chunk| {
                see(&name, chunk);
                pace.unpacked(MOST - left + size, announced)
            }),
        };
        match size {
            Ok(Some(size)) if size <= limit => left -= size,
            Ok(_) => return Weight::TooHeavy,
            Err(_) if pace.check().is_err() => return Weight::Halted,
            Err(_) => return Weight::Broken,
        }
    }
    Weight::Fair
}

/// The names of what is in an archive; none when it is none.
pub fn parts(bytes: &[u8]) -> Option<Vec<String>> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    Some(
        archive
            .file_names()
            .take(MOST_PARTS)
            .filter_map(|name| Some(name.ok()?.into_owned()))
            .collect(),
    )
}

type Seen = Result<(), Halted>;

/// What the archive says its parts come to.
fn announced(archive: &mut ZipArchive<Cursor<&[u8]>>) -> u64 {
    let parts = archive.len();
    let size = |at| archive.by_index_raw(at).map_or(0, |part| part.size());
    (0..parts).map(size).fold(0, u64::saturating_add)
}

fn drain(
    part: &mut dyn Read,
    see: &mut dyn FnMut(u64, &[u8]) -> Seen,
) -> io::Result<Option<u64>> {
    let mut chunk = vec![0; CHUNK];
    let mut size = 0;
    loop {
        match part.read(&mut chunk)? {
            0 => return Ok(Some(size)),
            read => {
                size += read as u64;
                let seen = see(size, chunk.get(..read).unwrap_or_default());
                // not `Interrupted`: that one is tried again by those who read
                seen.map_err(|Halted| io::Error::from(io::ErrorKind::TimedOut))?;
            }
        }
    }
}

/// `None` when the part announces more strings than it has room for: a reader would make room
/// for them before it looked. With zero bytes in it, its letters cannot be searched.
fn strings_size(part: &mut dyn Read) -> io::Result<Option<u64>> {
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    let name = b"uniqueCount";
    let honest =
        bytes.windows(name.len()).enumerate().filter(|(_, w)| w == name).all(|(at, _)| {
            let rest = bytes.get(at + name.len()..).unwrap_or_default();
            let digits = rest.iter().skip_while(|b| matches!(b, b'=' | b'"' | b'\'' | b' '));
            let digits: Vec<u8> =
                digits.copied().take_while(u8::is_ascii_digit).take(20).collect();
            let count = String::from_utf8_lossy(&digits).parse::<u64>().unwrap_or(0);
            count <= size && digits.len() < 20
        });
    Ok((honest && !bytes.contains(&0)).then_some(size))
}

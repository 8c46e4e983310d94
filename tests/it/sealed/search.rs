//! Searches all files of folders for words that name a person, in every form in which they may be
//! written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sotay::text::fold::fold;
use unicode_normalization::UnicodeNormalization;

/// Words that occur in no programme, list of places or file format.
pub(super) const OFFICER: &str = "Wạngzhếu";
pub(super) const UNIT: &str = "Zuwxứng";
pub(super) const REVIEWER: &str = "Jhiwfạt";
pub(super) const OFFICE: &str = "Fwoqụng";
pub(super) const OWNER: &str = "Qwếzhang";
pub(super) const CONTACT: &str = "Xwấphzin";
pub(super) const PHONE: &str = "0987650431";
pub(super) const STREET: &str = "Jwồzung";
pub(super) const HEADING: &str = "Zwĩmfa";
pub(super) const VALUE: &str = "Fjộwzen";
pub(super) const DRAFT: &str = "Wzẫnfoj";
pub(super) const PHOTO: &str = "Zhửqwam";
pub(super) const STICK: &str = "Jzắcfuw";
pub(super) const KEY_COMMENT: &str = "zwenfaj";

const ALL: [&str; 14] = [
    OFFICER,
    UNIT,
    REVIEWER,
    OFFICE,
    OWNER,
    CONTACT,
    PHONE,
    STREET,
    HEADING,
    VALUE,
    DRAFT,
    PHOTO,
    STICK,
    KEY_COMMENT,
];

/// The forms in which a word may be written to a file.
fn forms(word: &str) -> BTreeSet<Vec<u8>> {
    let lower = word.to_lowercase();
    let composed = |text: &str| text.nfc().collect::<String>();
    let taken_apart = |text: &str| text.nfd().collect::<String>();
    let texts =
        [composed(word), taken_apart(word), composed(&lower), taken_apart(&lower), fold(word)];
    let wide =
        texts.iter().map(|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    let plain = texts.iter().map(|text| text.clone().into_bytes());
    plain.chain(wide).collect()
}

/// Every file below a folder.
fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// All forms of all words by their first byte, since most bytes of a file start none.
struct Search(Vec<Vec<(&'static str, Vec<u8>)>>);

impl Search {
    fn new() -> Search {
        let mut by_first = vec![Vec::new(); 256];
        for word in ALL {
            for form in forms(word) {
                by_first[usize::from(form[0])].push((word, form));
            }
        }
        Search(by_first)
    }

    fn words_in(&self, bytes: &[u8], found: &mut BTreeSet<&'static str>) {
        for (at, byte) in bytes.iter().enumerate() {
            for (word, form) in &self.0[usize::from(*byte)] {
                if bytes[at..].starts_with(form) {
                    found.insert(word);
                }
            }
        }
    }
}

/// "word in file" for each word that is readable in a file below `dir`, or in its name.
pub(super) fn in_clear(dir: &Path) -> Vec<String> {
    let mut all = Vec::new();
    files(dir, &mut all);
    assert!(!all.is_empty(), "{}", dir.display());
    let search = Search::new();
    let mut found = Vec::new();
    for path in all {
        let name = path.strip_prefix(dir).unwrap().display().to_string();
        // a running program removes its temporary files
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let mut words = BTreeSet::new();
        search.words_in(&bytes, &mut words);
        search.words_in(name.as_bytes(), &mut words);
        found.extend(words.into_iter().map(|word| format!("{word} in {name}")));
    }
    found
}

#[test]
fn a_word_is_found_however_it_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for bytes in [
        format!("x{OFFICER}y").into_bytes(),
        OFFICER.nfd().collect::<String>().into_bytes(),
        b"wangzheu".to_vec(),
        wide(OFFICER),
    ] {
        std::fs::write(dir.path().join("file"), bytes).unwrap();
        assert_eq!(in_clear(dir.path()), [format!("{OFFICER} in file")]);
    }
    std::fs::write(dir.path().join("file"), b"").unwrap();
    std::fs::write(dir.path().join(OFFICER), b"").unwrap();
    assert_eq!(in_clear(dir.path()), [format!("{OFFICER} in {OFFICER}")]);
}

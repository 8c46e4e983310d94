//! One word for one thing: checks sources for words that the texts of both programs no longer use,
//! and for system errors in messages.

use std::path::{Path, PathBuf};

/// Former words, and their replacements.
const NO_MORE: &[(&str, &str)] = &[
    ("bản ghi", "hồ sơ"),
    ("lượt kiểm tra", "lượt làm việc"),
    ("kiểm tra mới", "ghi lượt mới"),
    ("bịa", "dữ liệu mẫu"),
    ("niêm phong", "mã hóa"),
    ("cần trả lời", "chưa nhập …"),
    ("chạy thử", "xem trước"),
    ("cả sổ", "toàn bộ"),
    ("nơi tính", "địa bàn"),
    ("tính ở đâu", "địa bàn"),
    ("kiểm chứng", "đối chiếu văn bản"),
    ("gõ ít chữ hơn", "xóa bớt chữ để tìm lại"),
    ("ghi chép hiện trường", "biên bản làm việc"),
    ("lập hồ sơ", "tạo hồ sơ"),
    ("ngày kiểm tra tiếp", "ngày hẹn trở lại"),
    ("số máy, nhãn máy", "số sê-ri máy"),
    ("mã chuỗi", "mã đối chiếu"),
    ("khung:", "lần ghi"),
    ("os error", "lang::system::why"),
    ("throw this draft away", "discard"),
    ("put this draft away", "discard"),
];

/// Words typed to find a command, and headings of lists that were exported before.
const STILL_READ: &[&str] = &["kiểm tra mới, lượt kiểm tra mới", "lượt kiểm tra, chuyến đi"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

fn texts() -> Vec<PathBuf> {
    let mut all = files("src/lang", "rs");
    all.extend(files("src/command", "rs"));
    all.extend(files("src/programme/khuyencong", "toml"));
    all.extend(files("src/programme/rules", "rs"));
    all.extend(files("keymaps", "toml"));
    all.extend(
        ["src/programme/faults.rs", "src/indicators/words.rs", "README.md"]
            .map(|f| root().join(f)),
    );
    all
}

/// The lines of a file with texts, without comments and tests.
fn lines(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    let said = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = said.lines().enumerate().filter(|(_, line)| {
        let line = line.trim_start();
        let read = line.contains("OLD_RECORD_CODE") || line.contains("formerly");
        // a path in the code is no text
        !line.starts_with("//")
            && !line.starts_with("use ")
            && !read
            && !STILL_READ.iter().any(|words| line.contains(words))
    });
    lines.map(|(at, line)| (at + 1, line.to_lowercase())).collect()
}

#[test]
fn a_word_that_was_given_up_is_used_again() {
    for path in texts() {
        for (at, line) in lines(&path) {
            for (word, instead) in NO_MORE {
                assert!(
                    !line.contains(word),
                    "{path:?}:{at}: {word:?}, say {instead:?}: {line}"
                );
            }
        }
    }
}

#[test]
fn an_officer_of_a_centre_read_of_the_centre_as_if_it_were_another_office() {
    for path in texts() {
        for (at, line) in lines(&path) {
            for (start, words) in line.match_indices("trung tâm") {
                let after = line.get(start + words.len()..).unwrap_or_default();
                let named = [" khuyến công", " cấp tỉnh", " vùng"];
                let named = named.iter().any(|name| after.starts_with(name));
                assert!(named, "{path:?}:{at}: \"trung tâm\" alone: {line}");
            }
        }
    }
}

#[test]
fn only_a_draft_is_called_a_draft() {
    for path in files("src/programme/khuyencong", "toml") {
        for (at, line) in lines(&path) {
            assert!(!line.contains("nháp"), "{path:?}:{at}: {line}");
        }
    }
}

#[test]
fn sentences_name_no_temporary_file() {
    for path in texts() {
        // a name in the code is no sentence
        for (at, line) in lines(&path).into_iter().filter(|(_, line)| line.contains('"')) {
            for word in [".tmp", ".sotay-", "unfinished", "errno"] {
                assert!(!line.contains(word), "{path:?}:{at}: {word}: {line}");
            }
        }
    }
}

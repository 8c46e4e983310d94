//! What an office may change in the programme's files, and the message about each mistake.

use sotay::programme::lint::LintFault;
use sotay::programme::rules::NAMED;
use sotay::programme::{Role, SOURCES, load};

use crate::kit::home::{Home, run};

/// The files with one passage replaced; panics unless the passage occurs exactly once.
fn with(file: &str, old: &str, new: &str) -> Vec<(String, String)> {
    let change = |(name, text): &(&str, &str)| {
        let text = match *name == file {
            true => {
                assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
                text.replace(old, new)
            }
            false => (*text).to_owned(),
        };
        ((*name).to_owned(), text)
    };
    SOURCES.iter().map(change).collect()
}

fn faults(files: &[(String, String)]) -> Vec<LintFault> {
    let sources: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    match load::parse_next(&sources, NAMED, Role::Officer.programme()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults,
    }
}

fn line_of(files: &[(String, String)], file: &str, passage: &str) -> usize {
    let (_, text) = files.iter().find(|(name, _)| name == file).unwrap();
    text[..text.find(passage).unwrap()].matches('\n').count() + 1
}

/// file, passage, replacement, message
const SLIPS: &[(&str, &str, &str, &str)] = &[
    (
        "results.toml",
        "\"class\", add = \"female\"",
        "\"clas\", add = \"female\"",
        "no source `clas`",
    ),
    ("results.toml", "add = \"ethnic\"", "add = \"etnic\"", "has no such field"),
    ("results.toml", "split = \"form\"", "split = \"certified\"", "is no choice of a list"),
    ("results.toml", "measure = \"latest\"", "measure = \"last\"", "no measure `last`"),
    ("results.toml", "unit = \"san_pham\"", "unit = \"sp\"", "no unit `sp`"),
    ("results.toml", "group = \"c\"", "groupe = \"c\"", "unknown key `groupe`"),
    ("tasks.toml", "different = \"kind\"", "different = \"unit2\"", "has no such field"),
    (
        "tasks.toml",
        "where = [\"contract\"]",
        "where = [\"contracts\"]",
        "has no condition `contracts`",
    ),
    (
        "sources.toml",
        "home = \"product.establishment\"\nfund = [\"fund_level\"]\n\n[[source]]\nid = \"certificate\"",
        "home = \"product.name\"\nfund = [\"fund_level\"]\n\n[[source]]\nid = \"certificate\"",
        "is not counted",
    ),
    ("sources.toml", "passed = \"due\"", "passed = \"what\"", "is not counted"),
    ("sources.toml", "year = \"plan_year\"", "year = \"accepted\"", "is not a number"),
    (
        "sources.toml",
        "{ field = \"tech_level\", is = \"so_hoa\" }",
        "{ field = \"tech_level\", is = \"so\" }",
        "`so` is no answer",
    ),
    ("sources.toml", "id = \"stopped\"", "id = \"failed\"", "has a condition `failed` already"),
    ("sources.toml", "before = \"truoc\"\n", "", "`before` is missing"),
    ("visit.toml", "type = \"choice(visit_purpose)\"", "type = \"choice(purpose)\"", "purpose"),
    ("fair.toml", "id = \"booths\"", "id = \"booth_number\"", "is `booths`"),
    ("choices.toml", "id = \"chot\"", "id = \"khoa\"", "choice `chot` is gone"),
];

#[test]
fn every_slip_is_named_with_its_line() {
    for (file, old, new, told) in SLIPS {
        let files = with(file, old, new);
        let found = faults(&files);
        let own: Vec<&LintFault> =
            found.iter().filter(|f| f.file == *file && f.what.contains(told)).collect();
        assert!(!own.is_empty(), "{new}: {told}\nin {found:#?}");
        assert!(found.iter().all(|f| f.line > 0 || f.file.is_empty()), "{found:#?}");
        // in the table with the mistake, which is a few lines long
        let line = match new.is_empty() {
            true => line_of(&files, file, "[pairs]"),
            false => line_of(&files, file, new),
        };
        let near = own.iter().any(|fault| fault.line.abs_diff(line) <= 12);
        assert!(near, "{new} is in line {line}: {own:#?}");
    }
}

#[test]
fn what_was_released_may_not_change_its_meaning() {
    assert_eq!(faults(&with("fair.toml", "order = 110", "order = 115")), []);
    for (old, new, told) in [
        (
            "no = 13\n  id = \"support\"",
            "no = 113\n  id = \"support\"",
            "number 13 `support` is gone",
        ),
        (
            "id = \"orders\"\n  type = \"int\"",
            "id = \"orders\"\n  type = \"money\"",
            "`type` of number",
        ),
    ] {
        let found = faults(&with("fair.toml", old, new));
        assert!(found.iter().any(|fault| fault.what.contains(told)), "{new}: {found:#?}");
    }
}

#[test]
fn the_command_reads_a_folder_and_says_what_is_wrong() {
    let home = Home::empty();
    let folder = home.path("next");
    std::fs::create_dir(&folder).unwrap();
    for (name, text) in SOURCES {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let check = || {
        let folder = folder.display().to_string();
        run(&home.folder(), "en", &["programme", "check", &folder], b"")
    };
    let good = check();
    assert!(good.well && good.out.is_empty(), "{}{}", good.out, good.words);
    assert!(good.words.contains("No faults"), "{}", good.words);
    let files = with("results.toml", "unit = \"san_pham\"", "unit = \"sp\"");
    let (_, text) = files.iter().find(|(name, _)| name == "results.toml").unwrap();
    std::fs::write(folder.join("results.toml"), text).unwrap();
    let faulty = check();
    assert!(!faulty.well);
    let line = line_of(&files, "results.toml", "unit = \"sp\"");
    assert_eq!(faulty.out, format!("results.toml:{line}: I6: no unit `sp`\n"));
    std::fs::write(folder.join("results.toml"), [0xff, 0xfe]).unwrap();
    assert!(check().words.contains("UTF-8"));
    let empty = home.path("empty");
    std::fs::create_dir(&empty).unwrap();
    let empty = empty.display().to_string();
    let none = run(&home.folder(), "en", &["programme", "check", &empty], b"");
    assert!(!none.well && none.words.contains(".toml"), "{}", none.words);
}

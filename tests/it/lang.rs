//! The texts in both languages: spelling, length, and the same data in both.

use std::collections::{BTreeMap, BTreeSet};

use sotay::keymap::{ACTIONS, ActionGroup, Context};
use sotay::lang::words::Both;
use sotay::lang::{self, Lang, choose};
use unicode_normalization::is_nfc;
use unicode_width::UnicodeWidthStr;

type Texts = &'static [(&'static str, &'static str, &'static str)];

const TABLES: &[(&str, Texts)] = &[
    ("app", lang::app::TEXTS),
    ("attachment", lang::attachment::TEXTS),
    ("audit", lang::audit::TEXTS),
    ("cli/args", lang::cli::args::TEXTS),
    ("cli/passphrase", lang::cli::passphrase::TEXTS),
    ("cli/rows", lang::cli::rows::TEXTS),
    ("cli/work", lang::cli::work::TEXTS),
    ("doctor", lang::doctor::TEXTS),
    ("done_change", lang::done_change::TEXTS),
    ("erasing", lang::erasing::TEXTS),
    ("faults", lang::faults::TEXTS),
    ("files", lang::files::TEXTS),
    ("form", lang::form::TEXTS),
    ("handover", lang::handover::TEXTS),
    ("hq", lang::hq::TEXTS),
    ("keys", lang::keys::TEXTS),
    ("listing", lang::listing::TEXTS),
    ("moved", lang::moved::TEXTS),
    ("papers", lang::papers::TEXTS),
    ("programme_files", lang::programme_files::TEXTS),
    ("passphrase", lang::passphrase::TEXTS),
    ("recovery", lang::recovery::TEXTS),
    ("review_case", lang::review_case::TEXTS),
    ("revise", lang::revise::TEXTS),
    ("rules", lang::rules::TEXTS),
    ("store", lang::store::TEXTS),
    ("sync", lang::sync::TEXTS),
    ("sync_status", lang::sync_status::TEXTS),
    ("system", lang::system::TEXTS),
    ("verify", lang::verify::TEXTS),
];

fn texts() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    TABLES.iter().flat_map(|(area, t)| {
        t.iter().map(move |(n, vi, en)| (format!("{area} {n}"), *vi, *en))
    })
}

fn fixed() -> Vec<(String, Both)> {
    let mut all = Vec::new();
    for spec in ACTIONS {
        all.push((format!("{} long", spec.id), spec.words.long));
        all.push((format!("{} short", spec.id), spec.words.short));
    }
    all.extend(Context::ALL.iter().map(|c| (c.id().to_owned(), c.heading())));
    all.extend(ActionGroup::ALL.iter().map(|g| (format!("{g:?}"), g.heading())));
    all
}

#[test]
fn every_source_of_words_is_nfc_and_its_texts_are_listed_here() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang");
    let mut folders = vec![root.clone()];
    let mut with_texts = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(is_nfc(&text), "{path:?}");
            if text.contains("\nsay! {") {
                let module = path.strip_prefix(&root).unwrap().with_extension("");
                with_texts.insert(module.to_str().unwrap().to_owned());
            }
        }
    }
    let listed = TABLES.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(with_texts, listed);
}

/// The compiler does not warn about unused public functions.
#[test]
fn every_text_is_said_somewhere() {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (_, _, code) in crate::walls::modules() {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        for word in code.split(|c| !is_letter(c)) {
            *uses.entry(word.to_owned()).or_default() += 1;
        }
    }
    let unused: Vec<_> = TABLES
        .iter()
        .flat_map(|(area, texts)| texts.iter().map(move |(name, ..)| (area, name)))
        .filter(|(_, name)| uses[**name] < 2)
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn no_text_is_empty_or_carelessly_spaced() {
    let fixed = fixed().into_iter().map(|(n, b)| (n, b.vi, b.en));
    let mut odd = Vec::new();
    for (name, vi, en) in texts().chain(fixed) {
        for text in [vi, en] {
            // lines of a list are indented, a key and a time have a column, a prompt ends with a
            // blank
            let body = text.strip_prefix(' ').unwrap_or(text);
            let body = body.strip_prefix(' ').unwrap_or(body).replace("}  ", "} ");
            let body = body.strip_suffix(": ").unwrap_or(&body);
            let spaced = body.contains("  ") || body.trim() != body;
            if text.is_empty() || spaced || text.chars().any(char::is_control) {
                odd.push(format!("{name}: {text:?}"));
            }
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn both_languages_end_a_sentence_alike() {
    let end = |text: &str| text.chars().last().filter(|c| ".?:…".contains(*c));
    let odd: Vec<String> = texts()
        .filter(|(_, vi, en)| end(vi) != end(en))
        .map(|(name, vi, en)| format!("{name}: {vi} / {en}"))
        .collect();
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn both_languages_name_the_same_data() {
    let named = |text: &str| -> BTreeSet<String> {
        text.replace("{{", "")
            .split('{')
            .skip(1)
            .filter_map(|t| t.split_once('}').map(|(name, _)| name.to_owned()))
            .filter(|name| !name.is_empty())
            .collect()
    };
    let odd: Vec<String> = texts()
        .filter(|(_, vi, en)| named(vi) != named(en))
        .map(|(name, vi, en)| format!("{name}: {vi} / {en}"))
        .collect();
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn short_forms_fit_the_hint_bar() {
    for spec in ACTIONS {
        let short = spec.words.short;
        for text in [short.vi, short.en] {
            assert!(text.width() <= 14, "{}: {text}", spec.id);
        }
    }
}

#[test]
fn counts_are_shown_with_dots_and_plurals() {
    use sotay::lang::app::{days_left, records};
    assert_eq!(records(Lang::Vi, &lang::count(4213)), "4.213 hồ sơ");
    assert_eq!(days_left(Lang::Vi, -12), "quá hạn 12 ngày");
    assert_eq!(days_left(Lang::En, -1), "1 day overdue");
    let counts = [0, 7, 999, 1_000, 1_234_567].map(lang::count);
    assert_eq!(counts, ["0", "7", "999", "1.000", "1.234.567"]);
}

#[test]
fn the_flag_goes_before_the_config_and_the_config_before_the_locale() {
    let (vi, en) = (Some(Lang::Vi), Some(Lang::En));
    assert_eq!(choose(None, None, None), Lang::Vi);
    assert_eq!(choose(None, None, Some("en_US.UTF-8")), Lang::En);
    assert_eq!(choose(None, None, Some("C.UTF-8")), Lang::Vi);
    assert_eq!(choose(None, None, Some("é")), Lang::Vi);
    assert_eq!(choose(None, vi, Some("en_GB")), Lang::Vi);
    assert_eq!(choose(en, vi, None), Lang::En);
}

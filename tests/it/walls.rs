//! Who may use whom (`src/lib.rs`): each crate is used in one place, and no module uses a higher
//! one.

mod graph;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Module, circles, imports, module_of};

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// (first folder or file under `src`, path, the code without comments and tests)
pub fn modules() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let module = inside.split('/').next().unwrap().trim_end_matches(".rs").to_string();
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\nmod tests {").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            (module, inside, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// Whether the code names this path: `sled::` but not `notsled::`.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn a_crate_stays_in_its_home() {
    let homes: &[(&str, &[&str])] = &[
        ("sled::", &["store"]),
        ("bincode::", &["storage", "store"]),
        ("zstd::", &["storage", "store", "sync"]),
        ("chacha20poly1305::", &["storage"]),
        ("ed25519_dalek::", &["storage", "store", "sync"]),
        ("hpke::", &["sync"]),
        ("crossterm::", &["shell"]),
        ("ratatui::", &["view", "shell"]),
        ("clap::", &["command"]),
        ("clap_complete::", &["command"]),
        ("clap_mangen::", &["command"]),
        ("rust_xlsxwriter::", &["office"]),
        ("calamine::", &["office"]),
        ("zip::", &["office"]),
        ("quick_xml::", &["office"]),
        ("toml::", &["programme", "keymap", "config"]),
        ("jiff::", &["text"]),
        ("bamboo_core::", &["text"]),
        ("img_parts::", &["services"]),
        ("exif::", &["services"]),
    ];
    let mut broken = Vec::new();
    for (module, path, code) in modules() {
        for (name, home) in homes {
            if names(&code, name) && !home.contains(&module.as_str()) {
                broken.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_module_reaches_upwards() {
    let may: &[(&str, &[&str])] = &[
        ("record", &["record"]),
        ("text", &["text", "record", "lang"]),
        ("lang", &["lang"]),
        ("keymap", &["keymap", "lang", "text"]),
        ("cancel", &["cancel"]),
        ("office", &["office", "cancel", "record", "text"]),
        ("programme", &["programme", "record", "text", "lang"]),
        ("indicators", &["indicators", "record", "programme", "text", "lang"]),
        ("storage", &["storage", "cancel", "record", "programme", "text"]),
        ("store", &["store", "storage", "indicators", "record", "programme", "text", "lang"]),
        ("app", &["app", "indicators", "record", "programme", "text", "keymap", "lang"]),
        (
            "view",
            &["view", "app", "indicators", "record", "programme", "text", "keymap", "lang"],
        ),
        (
            "sync",
            &["sync", "cancel", "store", "storage", "record", "programme", "text", "lang"],
        ),
        ("hq", &["hq", "sync", "store", "storage", "record", "programme", "text", "lang"]),
        (
            "services",
            &[
                "services",
                "cancel",
                "app",
                "hq",
                "sync",
                "store",
                "storage",
                "office",
                "indicators",
                "record",
                "programme",
                "text",
                "lang",
            ],
        ),
        (
            "shell",
            &[
                "shell",
                "cancel",
                "services",
                "view",
                "app",
                "hq",
                "sync",
                "store",
                "storage",
                "office",
                "indicators",
                "record",
                "programme",
                "text",
                "keymap",
                "lang",
            ],
        ),
    ];
    let mut broken = Vec::new();
    for (module, path, code) in modules() {
        let Some((_, allowed)) = may.iter().find(|(name, _)| *name == module) else { continue };
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let end =
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let target = &rest[..end];
            let is_module = target.starts_with(|c: char| c.is_lowercase());
            if is_module && !allowed.contains(&target) {
                broken.push(format!("{path} uses crate::{target}"));
            }
        }
    }
    broken.dedup();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_pure_modules_know_no_disk_and_no_clock() {
    let pure = ["record", "text", "lang", "keymap", "programme", "indicators", "app", "view"];
    let forbidden =
        ["std::fs", "std::net", "std::process", "SystemTime", "Instant::now", "std::thread"];
    let mut broken = Vec::new();
    for (module, path, code) in modules() {
        for name in forbidden {
            if pure.contains(&module.as_str()) && code.contains(name) {
                broken.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Attributes of serde with which bincode reads something else than was written.
#[test]
fn nothing_stored_uses_attributes_that_bincode_cannot_bear() {
    let forbidden =
        ["skip_serializing_if", "serde(default", "serde(flatten", "untagged", "serde(tag"];
    for (module, path, code) in modules() {
        for name in forbidden
            .iter()
            .filter(|_| ["storage", "store", "record"].contains(&module.as_str()))
        {
            assert!(!code.contains(name), "{path} uses {name}");
        }
    }
}

/// A new folder is durable only after its parent was synced, which `storage/disk` does.
#[test]
fn only_one_place_makes_folders() {
    let makers = ["create_dir", "DirBuilder", "create_folder("];
    let mut broken = Vec::new();
    for (_, path, code) in modules() {
        let named = makers.iter().filter(|maker| code.contains(**maker));
        broken.extend(
            named
                .filter(|_| !path.starts_with("storage/disk/"))
                .map(|m| format!("{path}: {m}")),
        );
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// A command's output goes through `CommandIo`, which writes nothing raw; the shell owns the
/// terminal.
#[test]
fn only_command_io_writes_to_the_streams() {
    let streams = [
        "io::stdout",
        "io::stderr",
        "io.out.",
        "io.out,",
        "io.out)",
        "io.words",
        "println!",
        "eprint",
    ];
    let may =
        ["command/command_io.rs", "entry.rs", "shell/terminal.rs", "command/hq/receive.rs"];
    let mut broken = Vec::new();
    for (_, path, code) in modules() {
        let named = streams.iter().filter(|stream| code.contains(**stream));
        broken.extend(
            named.filter(|_| !may.contains(&path.as_str())).map(|s| format!("{path}: {s}")),
        );
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn files_import_each_other_in_no_circle() {
    let files: BTreeMap<Module, String> =
        modules().into_iter().map(|(_, path, code)| (module_of(&path), code)).collect();
    let name = |module: &Module| module.join("/");
    let found: Vec<(usize, String)> = circles(&imports(&files))
        .iter()
        .map(|circle| (circle.len(), circle.iter().map(name).collect::<Vec<_>>().join(" ")))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

/// Type names that are used twice, each with its reason.
const NAMED_TWICE: &[(&str, &str)] = &[];

/// A reader who meets a type's name must not have to find out which one is meant.
#[test]
fn a_type_has_a_name_of_its_own() {
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, path, code) in modules() {
        for line in code.lines() {
            let line = match line.strip_prefix("pub") {
                Some(rest) => rest.split_once(' ').map_or("", |(_, rest)| rest),
                None => line,
            };
            let named = ["struct ", "enum ", "type ", "trait ", "union "];
            let Some(rest) = named.iter().find_map(|word| line.strip_prefix(word)) else {
                continue;
            };
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            homes.entry(name.to_owned()).or_default().push(path.clone());
        }
    }
    let twice: Vec<_> = homes.into_iter().filter(|(_, homes)| homes.len() > 1).collect();
    let known = |name: &str| NAMED_TWICE.iter().any(|(known, _)| *known == name);
    let new: Vec<_> = twice.iter().filter(|(name, _)| !known(name)).collect();
    assert!(new.is_empty(), "{new:?}");
    let gone = |(known, _): &&(&str, &str)| !twice.iter().any(|(name, _)| name == known);
    assert_eq!(NAMED_TWICE.iter().find(gone), None);
}

/// A file should be readable from top to bottom at once.
const MOST_LINES: usize = 400;

/// The files below this folder that have more lines than a file should.
fn long_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    assert!(files.len() > 100, "{folder}: {} files", files.len());
    let lines = |path: &PathBuf| fs::read_to_string(path).unwrap().lines().count();
    files.retain(|path| lines(path) > MOST_LINES);
    files
}

#[test]
fn no_file_is_long() {
    assert_eq!(long_files("src"), Vec::<PathBuf>::new());
}

#[test]
fn no_file_of_tests_is_long() {
    assert_eq!(long_files("tests"), Vec::<PathBuf>::new());
}

/// Counts the methods of a type outside traits, over all its `impl` blocks.
#[test]
fn no_type_has_many_methods() {
    let mut methods: BTreeMap<String, usize> = BTreeMap::new();
    for (_, _, code) in modules() {
        let mut of = None;
        for line in code.lines() {
            let word = |text: &str| -> String {
                text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
            };
            match line.strip_prefix("impl") {
                Some(_) if line.contains(" for ") => of = None,
                Some(rest) if rest.starts_with('<') => {
                    of = rest.split_once("> ").map(|(_, named)| word(named));
                }
                Some(rest) => of = Some(word(rest.trim_start())),
                None if line == "}" => of = None,
                None => {}
            }
            let starts = ["    fn ", "    pub fn ", "    pub(super) fn ", "    pub(crate) fn "];
            let is_method = starts.iter().any(|start| line.starts_with(start))
                || line.starts_with("    pub(in ");
            if let Some(of) = of.as_ref().filter(|_| is_method) {
                *methods.entry(of.clone()).or_default() += 1;
            }
        }
    }
    assert!(methods.len() > 100, "{methods:?}");
    methods.retain(|_, count| *count > 50);
    assert!(methods.is_empty(), "{methods:?}");
}

/// How often these words start a name: `File::open`, but not `AtomicFile::open`.
fn counted(code: &str, words: &[&str]) -> usize {
    let begins = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let count = |word: &&str| code.match_indices(*word).filter(|(at, _)| begins(*at)).count();
    words.iter().map(count).sum()
}

/// File access goes through `storage/disk`, so that a test can make every call fail. A type in a
/// signature is not a call.
#[test]
fn only_the_disk_touches_files() {
    let calls =
        ["std::fs::", "File::open", "File::create", "OpenOptions::", "fs::read", "fs::write"];
    for (_, path, code) in modules() {
        let named = code.matches("use std::fs::File;").count();
        let found = counted(&code, &calls) - named;
        assert!(found == 0 || path.starts_with("storage/disk/"), "{path}: {found} calls");
    }
}

/// What a kind does is in its TOML: a kind named in Rust is a rule that its file does not show. The
/// programme's named functions are exempt, since the kinds' files call them.
#[test]
fn no_kind_is_named_in_rust() {
    let kinds = &crate::kit::programme().kinds;
    let names: Vec<String> = kinds.iter().map(|kind| format!("\"{}\"", kind.id)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let may = ["services/demo/", "programme/rules/"];
    let named_functions = ["programme/duties.rs"];
    let mut found = BTreeMap::new();
    for (_, path, code) in modules() {
        let count = counted(&code, &names);
        let is_free = may.iter().any(|may| path.starts_with(may))
            || named_functions.contains(&path.as_str());
        if count > 0 && !is_free {
            found.insert(path, count);
        }
    }
    let known: BTreeMap<String, usize> =
        SHARED_WORDS.iter().map(|(path, count, _)| ((*path).to_owned(), *count)).collect();
    assert_eq!(found, known);
}

/// Words that are the id of a kind, but mean something else there.
const SHARED_WORDS: &[(&str, usize, &str)] = &[
    ("command/attachment.rs", 1, "the command"),
    ("command/hq/receive.rs", 2, "an argument"),
    ("command/init.rs", 3, "an argument"),
    ("hq/admin/assign.rs", 2, "the field of a task"),
    ("hq/admin/handover.rs", 1, "the field of a task"),
    ("hq/fold/assigned_work.rs", 1, "the field of a task"),
    ("hq/fold/route.rs", 2, "the field of a task"),
    ("hq/review/incident.rs", 1, "the field of an incident"),
    ("programme/lint.rs", 1, "a word of defaults"),
    ("programme/load/indicator/figure.rs", 3, "a key of a row"),
    ("programme/load/indicator/source.rs", 6, "keys of pairs"),
    ("programme/role.rs", 7, "roles and sorts of attention"),
    ("programme/start.rs", 1, "a word of defaults"),
    ("programme/types/text.rs", 2, "the field of an establishment"),
    ("services/import/cell.rs", 1, "the field of an establishment"),
    ("services/import/no_answer.rs", 2, "the field of an establishment"),
    ("services/report/files.rs", 1, "a column of the report"),
];

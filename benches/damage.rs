//! Damages many thousand files: runs the two programs' commands in one process, on copies of a
//! made-up notebook and headquarters in memory. Each round damages one file (a bit flipped, cut,
//! zeroed, removed), then lists, verifies, rebuilds, lists and verifies. What whole files hold must
//! be there, and what is missing must be named.
//! `cargo run --release --example damage -- --seed 1 --rounds 1000`; the suite runs a few rounds
//! (`tests/it/damage.rs`).
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // a script may stop

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};
use sotay::command::{Host, Next};

const SHOPS: usize = 6;
const VISITS: usize = 9;
/// Files without content.
const SPARED: [&str; 3] = ["ballast", "LOCK", "roll.lock"];
/// Far longer than any round takes, even on a busy machine.
const HANG: Duration = Duration::from_secs(300);

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

/// Result, output and messages of a command.
struct Done {
    well: bool,
    out: String,
    words: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Notebook,
    Headquarters,
}

fn run(which: Which, data: &Path, args: &[&str], mut input: &[u8]) -> Done {
    let (mut out, mut words) = (Vec::new(), Vec::new());
    let mut host = Host {
        variable: &|_| None,
        now,
        input: &mut input,
        out: &mut out,
        words: &mut words,
        watched: false,
        answered: false,
        shown: false,
        echo: |_| {},
        window: || None,
    };
    let name = match which {
        Which::Notebook => "sotay",
        Which::Headquarters => "sotay-hq",
    };
    let front = [name, "--lang", "en", "--data", data.to_str().unwrap()];
    let line: Vec<OsString> = front.iter().chain(args).map(OsString::from).collect();
    let next = match which {
        Which::Notebook => sotay::command::run(line, &mut host),
        Which::Headquarters => sotay::command::hq::run(line, &mut host),
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Done { well: matches!(next, Next::Exit(0)), out: text(out), words: text(words) }
}

fn well(done: Done) -> String {
    assert!(done.well, "{}{}", done.out, done.words);
    done.out
}

/// A notebook in `n`, enrolled at headquarters in `hq`, with records that both have and records
/// that only the notebook has.
pub fn make(home: &Path) {
    let (book, hq, stick) = (home.join("n"), home.join("hq"), home.join("stick"));
    fs::create_dir_all(&stick).unwrap();
    let stick = stick.to_str().unwrap();
    let init =
        ["init", "--officer", "An", "--unit", "TT", "--province", "82", "--no-passphrase"];
    well(run(Which::Notebook, &book, &init, b""));
    let init = ["init", "--name", "Cục CN", "--reviewer", "Duyệt"];
    well(run(Which::Headquarters, &hq, &init, b""));
    let request = home.join("request");
    let reply = home.join("request.reply");
    let (request, reply) = (request.to_str().unwrap(), reply.to_str().unwrap());
    well(run(Which::Notebook, &book, &["enrol", "--request", request], b""));
    well(run(Which::Headquarters, &hq, &["enrol", request, "--yes"], b""));
    well(run(Which::Notebook, &book, &["enrol", "--accept", reply], b""));
    let shop = |number: usize| {
        let shop = json!({
            "name": format!("Cơ sở số {number}"), "type": "dnnvv", "tax_none": "chưa cấp",
            "place": "00004", "craft_village": false, "sector": "a", "products": "bàn ghế",
            "workers": 12, "status": "dang_hoat_dong",
        });
        format!("{shop}\n")
    };
    let shops: String = (0..SHOPS).map(shop).collect();
    let ids = well(run(Which::Notebook, &book, &["add", "establishment"], shops.as_bytes()));
    let ids: Vec<&str> =
        ids.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    let visit = |number: usize| {
        let visit = json!({
            "establishment": ids[number % ids.len()], "date": "2026-11-20", "purpose": "khao_sat",
            "observations": format!("Xưởng gọn, lần {number}"), "operating": "dang_hoat_dong",
            "conclusion": "dat",
        });
        format!("{visit}\n")
    };
    let add = |numbers: std::ops::Range<usize>| {
        let visits: String = numbers.map(visit).collect();
        well(run(Which::Notebook, &book, &["add", "visit"], visits.as_bytes()));
    };
    add(0..VISITS / 2);
    for _ in 0..2 {
        well(run(Which::Notebook, &book, &["sync", stick], b""));
        well(run(Which::Headquarters, &hq, &["import", stick], b""));
    }
    well(run(Which::Notebook, &book, &["sync", stick], b""));
    add(VISITS / 2..VISITS);
}

/// Records by their ids, as the command prints them, with the messages; `None`: it refuses.
type Listed = (Option<BTreeMap<String, Json>>, String);

fn listed(which: Which, data: &Path) -> Listed {
    let (mut found, mut words) = (BTreeMap::new(), String::new());
    for kind in ["establishment", "visit"] {
        let done = run(which, data, &["list", kind, "--format", "json"], b"");
        words += &done.words;
        if !done.well {
            return (None, words);
        }
        for line in done.out.lines() {
            let record: Json = serde_json::from_str(line).unwrap();
            found.insert(record["id"].as_str().unwrap().to_owned(), record);
        }
    }
    (Some(found), words)
}

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        match path.is_dir() {
            true => files(&path, found),
            false if SPARED.contains(&&*name) => {}
            false => found.push(path),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to),
            // only its size matters
            false if entry.file_name() == "ballast" => {}
            false => drop(fs::copy(&path, &to).unwrap()),
        }
    }
}

/// Damages a file in one of four ways; returns a description.
fn damage(path: &Path, chance: &mut Chance) -> String {
    let mut bytes = fs::read(path).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).map_or(1, |last| last + 1);
    let (at, bit) = (chance.below(used), chance.below(8));
    match chance.below(4) {
        0 => {
            fs::remove_file(path).unwrap();
            return "removed".to_owned();
        }
        1 => bytes.truncate(at),
        2 => bytes.iter_mut().skip(at).take(512).for_each(|byte| *byte = 0),
        _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << bit),
    }
    fs::write(path, bytes).unwrap();
    format!("damaged at {at}, bit {bit}")
}

#[derive(Debug, Default)]
pub struct Tally {
    pub rounds: u64,
    /// each with how to repeat it
    pub faults: Vec<String>,
    /// rounds after which records were missing, and the program said so
    pub named_losses: u64,
    /// rounds after which it refused to open with a message, by message
    pub refused: BTreeMap<String, u64>,
}

/// `is_source`: the damaged file holds data that cannot be computed from other files.
fn judge(
    which: Which,
    data: &Path,
    file: &str,
    expected: &Expected,
    verify_first: bool,
    tally: &mut Tally,
) -> Vec<String> {
    let mut faults = Vec::new();
    let mut words = String::new();
    let mut well = true;
    let command = |name: &str, words: &mut String, well: &mut bool| {
        let done = run(which, data, &[name], b"");
        let said = !(done.words.trim().is_empty() && done.out.trim().is_empty());
        words.push_str(&done.words);
        *well &= done.well;
        (!done.well && !said).then(|| format!("{name} fails without a word"))
    };
    if verify_first {
        faults.extend(command("verify", &mut words, &mut well));
    }
    let first = listed(which, data);
    words += &first.1;
    if !verify_first {
        faults.extend(command("verify", &mut words, &mut well));
    }
    let is_named_early = !well || !words.trim().is_empty();
    if file.starts_with("log/") && verify_first && !is_named_early {
        faults.push("a device's log has lost something, and verify does not say so".to_owned());
    }
    faults.extend(command("rebuild", &mut words, &mut well));
    let second = listed(which, data);
    words += &second.1;
    faults.extend(command("verify", &mut words, &mut well));
    let is_named = !well || !words.trim().is_empty();
    let is_source = match which {
        Which::Notebook => file.starts_with("journal/"),
        Which::Headquarters => file.starts_with("journal/") || file.starts_with("log/"),
    };
    for (found, words) in [&first, &second] {
        let Some(found) = found else {
            if words.trim().is_empty() {
                faults.push("list refuses without a word".to_owned());
            }
            continue;
        };
        for (id, record) in found {
            if expected.0.get(id) != Some(record) {
                faults.push(format!("wrong: {id} is {record}"));
            }
        }
        let missing = expected.0.keys().filter(|id| !found.contains_key(*id)).count();
        if missing > 0 && !is_named {
            faults.push(format!("{missing} records are missing, and nothing says so"));
        }
    }
    match &second.0 {
        None => {
            *tally.refused.entry(file.split('/').next().unwrap().to_owned()).or_default() += 1
        }
        Some(found) if found.len() < expected.0.len() => {
            tally.named_losses += 1;
            if !is_source {
                faults.push(format!(
                    "records are missing though they are in whole files: {words}"
                ));
            }
        }
        Some(_) => {}
    }
    faults
}

pub struct Expected(BTreeMap<String, Json>);

/// `home` was filled by `make`; `scratch` takes the copies.
pub fn rounds(which: Which, home: &Path, scratch: &Path, seed: u64, rounds: u64) -> Tally {
    let template = match which {
        Which::Notebook => home.join("n"),
        Which::Headquarters => home.join("hq"),
    };
    let found = listed(which, &template);
    let expected = Expected(found.0.expect(&found.1));
    let mut tally = Tally::default();
    let at = Arc::new(AtomicU64::new(0));
    watch(at.clone(), seed);
    for number in 0..rounds {
        at.store(number + 1, Ordering::SeqCst);
        let mut chance = Chance(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let data = scratch.join("round");
        copy(&template, &data);
        let mut all = Vec::new();
        files(&data, &mut all);
        let path = &all[chance.below(all.len())];
        let file = path.strip_prefix(&data).unwrap().to_str().unwrap().to_owned();
        let how = damage(path, &mut chance);
        let verify_first = chance.below(2) == 0;
        let done = catch_unwind(AssertUnwindSafe(|| {
            judge(which, &data, &file, &expected, verify_first, &mut tally)
        }));
        let faults = done.unwrap_or_else(|_| vec!["panicked".to_owned()]);
        let place = format!("seed {seed}, round {number}: {file} {how}");
        tally.faults.extend(faults.into_iter().map(|fault| format!("{place}: {fault}")));
        tally.rounds += 1;
        fs::remove_dir_all(&data).unwrap();
    }
    at.store(0, Ordering::SeqCst);
    tally
}

/// Ends the process if a round hangs.
fn watch(at: Arc<AtomicU64>, seed: u64) {
    std::thread::spawn(move || {
        let mut last = 0;
        loop {
            std::thread::sleep(HANG);
            let round = at.load(Ordering::SeqCst);
            if round == 0 {
                return;
            }
            if round == last {
                eprintln!("seed {seed}, round {}: does not end", round - 1);
                std::process::abort();
            }
            last = round;
        }
    });
}

#[allow(dead_code)] // the suite has its own
fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = given.iter().position(|word| word == name)?;
        given.get(at + 1).map(|value| value.parse::<u64>().unwrap())
    };
    let (seed, wanted) = (value("--seed").unwrap_or(1), value("--rounds").unwrap_or(1_000));
    let which = match given.iter().any(|word| word == "--hq") {
        true => Which::Headquarters,
        false => Which::Notebook,
    };
    let parent = Path::new("/dev/shm");
    let parent = if parent.is_dir() { parent.to_owned() } else { std::env::temp_dir() };
    let scratch = tempfile::Builder::new().prefix("sotay-damage-").tempdir_in(parent).unwrap();
    let home = scratch.path().join("home");
    make(&home);
    let tally = rounds(which, &home, scratch.path(), seed, wanted);
    for fault in &tally.faults {
        println!("{fault}");
    }
    let Tally { rounds, faults, named_losses, refused } = tally;
    println!(
        "{rounds} rounds, {} faults, {named_losses} named losses, refused {refused:?}",
        faults.len()
    );
    std::process::exit(i32::from(!faults.is_empty()));
}

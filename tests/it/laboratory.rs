//! External faults on the real programs: a kill, a disk that is full or fails, damaged files, two
//! programs at once, input that ends anywhere. A few rounds of each; `benches/laboratory.py` is the
//! long form. What must be there follows from what was sent and acknowledged; every wait is for a
//! condition.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::kit::copy_folder;
use crate::kit::machine::{Machine, Ran};

type Records = BTreeMap<String, Json>;

fn shop(number: usize) -> Json {
    json!({
        "name": format!("Cơ sở số {number}"), "type": "dnnvv", "tax_none": "chưa cấp", "place": "00004",
        "craft_village": false, "sector": "a", "products": "bàn ghế", "workers": 12,
        "status": "dang_hoat_dong",
    })
}

fn lines(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| format!("{}\n", shop(number))).collect()
}

/// A machine with six records, and the records.
fn filled() -> (Machine, Records) {
    let machine = Machine::with_notebook();
    let ran = machine.feed(&["add", "establishment"], lines(0..6).as_bytes());
    assert_eq!((ran.code, ids(&ran.out).len()), (0, 6), "{}", ran.err);
    let records = listed(&machine);
    (machine, records)
}

/// Whole lines only: a torn line acknowledges nothing.
fn ids(out: &str) -> Vec<String> {
    let whole = out.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn calm(ran: &Ran) {
    assert!(!ran.err.contains("panicked") && ran.code != 101, "{}", ran.err);
}

fn listed(machine: &Machine) -> Records {
    let records = machine.json(&["list", "establishment", "--format", "json"]);
    records.into_iter().map(|r| (r["id"].as_str().unwrap().to_owned(), r)).collect()
}

fn copy(machine: &Machine) -> Machine {
    let other = Machine::new();
    copy_folder(&machine.path("notebook"), &other.path("notebook"));
    other
}

/// Checks that earlier and acknowledged records are there, and that any other record was sent, and
/// is whole.
#[track_caller]
fn holds(machine: &Machine, before: &Records, acknowledged: &[String], what: &str) {
    let found = listed(machine);
    for (id, record) in before {
        assert_eq!(found.get(id), Some(record), "{what}");
    }
    for id in acknowledged {
        assert!(found.contains_key(id), "{what}: {id} was acknowledged");
    }
    for (id, record) in found.iter().filter(|(id, _)| !before.contains_key(*id)) {
        let number = record["name"].as_str().and_then(|name| name.rsplit(' ').next()).unwrap();
        let sent = shop(number.parse().unwrap());
        let is_whole =
            sent.as_object().unwrap().iter().all(|(name, value)| &record[name] == value);
        assert!(is_whole, "{what}: {id} is {record}");
    }
    let verified = machine.run(&["verify"]);
    assert_eq!(verified.code, 0, "{what}: {}{}", verified.out, verified.err);
}

#[test]
fn a_kill_behind_any_acknowledgement_loses_none() {
    let (machine, before) = filled();
    let mut acknowledged = Vec::new();
    for round in 0..4 {
        let mut child = machine
            .command(&["add", "establishment"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let from = 100 * (round + 1);
        let feeder = std::thread::spawn(move || {
            // the pipe breaks when the program is killed
            input.write_all(lines(from..from + 90).as_bytes()).unwrap_or_default();
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        for _ in 0..=round * 7 {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            acknowledged.extend(ids(&line));
        }
        child.kill().unwrap();
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut out, &mut rest).unwrap();
        acknowledged.extend(ids(&rest));
        child.wait().unwrap();
        feeder.join().unwrap();
        holds(&machine, &before, &acknowledged, &format!("kill {round}"));
    }
}

#[test]
fn no_file_longer_than_a_limit() {
    let (machine, before) = filled();
    for (blocks, words) in [
        (0, "add establishment"),
        (1, "add establishment"),
        (40, "add establishment"),
        (9_000, "add establishment"),
        (0, "rebuild"),
        (700, "rebuild"),
    ] {
        let round = copy(&machine);
        let script =
            format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --data \"$1\" {words}");
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(script)
            .arg(env!("CARGO_BIN_EXE_sotay"))
            .arg(round.path("notebook"));
        let ran = fed(&mut command, &lines(20..22));
        calm(&ran);
        let acknowledged = if words == "rebuild" { Vec::new() } else { ids(&ran.out) };
        holds(&round, &before, &acknowledged, &format!("{words} with {blocks} blocks"));
    }
}

fn fed(command: &mut Command, input: &str) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // a program that refuses at once reads nothing
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap_or_default();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The library that makes a disk fail at one of its writes; `None` if there is no compiler.
fn preload(folder: &Path) -> Option<PathBuf> {
    let made = folder.join("fault.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/laboratory.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&made)
        .arg(source)
        .arg("-ldl")
        .stderr(Stdio::null())
        .status();
    built.is_ok_and(|status| status.success()).then_some(made)
}

/// sled's drop panicked on a failing disk, and during another panic that aborted the program.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fails_at_any_write_panicked_when_the_state_was_dropped() {
    let (machine, before) = filled();
    let Some(preload) = preload(machine.home.path()) else {
        eprintln!("left out: nothing here builds a library to preload");
        return;
    };
    for (errno, words, steps) in [
        ("5", vec!["rebuild"], (13..60).step_by(3)),
        ("28", vec!["rebuild"], (14..60).step_by(7)),
        ("30", vec!["add", "establishment"], (1..30).step_by(4)),
    ] {
        for step in steps {
            let round = copy(&machine);
            let mut command = round.command(&words);
            command
                .env("LD_PRELOAD", &preload)
                .env("FAULT_DIR", round.path("notebook"))
                .env("FAULT_KIND", "error")
                .env("FAULT_ERRNO", errno)
                .env("FAULT_AT", step.to_string());
            let ran = fed(&mut command, &lines(20..22));
            let what = format!("{words:?}, errno {errno} from step {step} on");
            assert!((0..=1).contains(&ran.code), "{what}: {} {}", ran.code, ran.err);
            calm(&ran);
            let acknowledged = if words[0] == "add" { ids(&ran.out) } else { Vec::new() };
            holds(&round, &before, &acknowledged, &what);
        }
    }
}

/// All non-empty files.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if !path.ends_with("LOCK") && !path.ends_with("ballast") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn every_file_damaged_is_right_or_named() {
    let (machine, before) = filled();
    let mut all = Vec::new();
    files(&machine.path("notebook"), &mut all);
    for (number, file) in all.iter().enumerate() {
        for how in ["cut", "flipped", "zeroed", "removed"] {
            let round = copy(&machine);
            let there = round.home.path().join(file.strip_prefix(machine.home.path()).unwrap());
            let mut bytes = std::fs::read(&there).unwrap();
            let used = bytes.iter().rposition(|b| *b != 0).map_or(1, |last| last + 1);
            let at = (used * (2 * number + 1) / (2 * all.len())).min(bytes.len() - 1);
            match how {
                "cut" => bytes.truncate(at),
                "flipped" => bytes[at] ^= 1 << (number % 8),
                _ => bytes[at..used.min(at + 512)].fill(0),
            }
            match how {
                "removed" => std::fs::remove_file(&there).unwrap(),
                _ => std::fs::write(&there, bytes).unwrap(),
            }
            right_or_named(&round, &before, &format!("{} {how} at {at}", there.display()));
        }
    }
}

fn right_or_named(machine: &Machine, before: &Records, what: &str) {
    let listing = machine.run(&["list", "establishment", "--format", "json"]);
    let verified = machine.run(&["verify"]);
    let rebuilt = machine.run(&["rebuild"]);
    let again = machine.run(&["list", "establishment", "--format", "json"]);
    let all = [&listing, &verified, &rebuilt, &again];
    all.iter().for_each(|ran| calm(ran));
    let is_named = all.iter().any(|ran| ran.code != 0 || !ran.err.trim().is_empty());
    for ran in [&listing, &again] {
        let lines: Vec<Json> =
            ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        for record in &lines {
            assert_eq!(Some(record), before.get(record["id"].as_str().unwrap()), "{what}");
        }
        assert!(lines.len() == before.len() || is_named, "{what}: lost, and nothing says so");
    }
}

#[test]
fn the_second_of_two_is_refused_and_the_first_goes_on() {
    let (machine, before) = filled();
    let mut first = machine
        .command(&["add", "establishment"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = first.stdin.take().unwrap();
    let mut out = BufReader::new(first.stdout.take().unwrap());
    input.write_all(lines(20..21).as_bytes()).unwrap();
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let mut acknowledged = ids(&line);
    let id = before.keys().next().unwrap();
    for words in [
        &["add", "establishment"][..],
        &["rebuild"],
        &["erase", id, "--reason", "thử", "--yes"],
    ] {
        let second = fed(&mut machine.command(words), &lines(30..31));
        calm(&second);
        assert!(second.code != 0 && !second.err.is_empty(), "{words:?}: {}", second.out);
    }
    input.write_all(lines(21..22).as_bytes()).unwrap();
    drop(input);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut out, &mut rest).unwrap();
    acknowledged.extend(ids(&rest));
    assert!(first.wait().unwrap().success());
    assert_eq!(acknowledged.len(), 2);
    holds(&machine, &before, &acknowledged, "two at once");
}

#[test]
fn input_that_ends_anywhere_gives_whole_records() {
    let (machine, before) = filled();
    let input = lines(20..22);
    let mut acknowledged = Vec::new();
    for at in (0..input.len()).step_by(37) {
        let ran = fed(
            &mut machine.command(&["add", "establishment"]),
            &String::from_utf8_lossy(&input.as_bytes()[..at]),
        );
        calm(&ran);
        let whole = input.as_bytes()[..at].iter().filter(|b| **b == b'\n').count();
        assert_eq!(ids(&ran.out).len(), whole, "behind {at} bytes: {}", ran.err);
        acknowledged.extend(ids(&ran.out));
    }
    holds(&machine, &before, &acknowledged, "input that was cut");
}

//! Nothing that a command writes controls a terminal, changes the direction of text or breaks
//! lines, whatever records, names and files hold: an enrolled device may write what no form
//! accepts.

use sotay::programme::Role;
use std::path::Path;

use crate::kit::headquarters;
use sotay::command::{self, Host, Next};
use sotay::programme::spec::Type;
use sotay::record::{Body, FieldBytes, HybridClock, Id, Op, Origin, Value};
use sotay::storage::crypto::key::Keys;
use sotay::storage::format::value::value_bytes;
use sotay::store::Setup;
use sotay::store::Store;
use sotay::store::journal::{Entry, Journal};

use crate::kit::home::{Home, Ran, run_program};
use crate::kit::{NOW, now};

/// Every control character, and those that change the direction of text.
fn poison() -> String {
    let controls = ('\0'..=' ').chain('\u{7f}'..='\u{9f}').filter(|c| c.is_control());
    let bidi = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\
                \u{2068}\u{2069}\u{2028}\u{2029}";
    let osc = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m";
    controls.chain(bidi.chars()).chain(osc.chars()).collect()
}

/// The same for a file name.
fn poisoned_name() -> String {
    poison().chars().filter(|c| *c != '\0').collect::<String>() + "x"
}

fn is_raw(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}');
    c != '\n' && (c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}'))
}

fn raw_in(text: &str) -> Option<String> {
    let at = text.find(is_raw)?;
    let from = text[..at].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    Some(text[from..].chars().take(60).collect::<String>().escape_debug().to_string())
}

/// A record of each kind with such text in every text field. Written directly to the journal,
/// without the checks of a commit: a device may send what no form accepts.
fn poisoned(dir: &Path) -> Vec<(String, Id)> {
    let (keys, _) = Keys::load(dir).unwrap();
    let (mut journal, _) = Journal::open(dir, &keys).unwrap();
    let tail = journal.tail();
    let mut clock = HybridClock::after(tail.hlc);
    let (mut made, mut ops) = (Vec::new(), Vec::new());
    for (n, kind) in (1u8..).zip(&headquarters().kinds) {
        let texts = kind.fields().filter_map(|field| {
            let value = match field.ty {
                Type::Text | Type::Note | Type::Phone => Value::Text(format!("a{}b", poison())),
                Type::Choice { .. } => Value::Choice(poison()),
                _ => return None,
            };
            let bytes = Some(value_bytes(&value));
            Some(FieldBytes { no: field.no, bytes, personal: false })
        });
        let (entity, origin) = (Id::new(NOW, [n; 10]), Origin::Officer);
        let body = Body::Put { kind: kind.no, entity, origin, fields: texts.collect() };
        let (seq, hlc) = (tail.seq + u64::from(n), clock.tick(NOW));
        ops.push(Op { seq, hlc, wall_flag: 0, ver: 1, body });
        made.push((kind.id.clone(), entity));
    }
    for op in ops {
        journal.append(vec![Entry::Ops { ops: vec![op], ends_draft: None }]).unwrap();
    }
    made
}

fn setup() -> Setup {
    Setup {
        officer_name: format!("An{}", poison()),
        unit: format!("TT{}", poison()),
        province: "25".into(),
    }
}

type Program = fn(Vec<std::ffi::OsString>, &mut Host<'_>) -> Next;

fn run(program: (&str, Program), data: &Path, args: &[&str], input: &[u8]) -> Ran {
    let before = [program.0, "--data", data.to_str().unwrap()];
    run_program(program.1, now, &[&before[..], args].concat(), input)
}

/// Arguments that both programs get.
fn common(made: &[(String, Id)]) -> Vec<Vec<String>> {
    let bad = poisoned_name();
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut ask = |args: &[&str]| {
        for lang in ["vi", "en"] {
            let args = args.iter().map(|arg| (*arg).to_owned());
            all.push(["--lang".to_owned(), lang.to_owned()].into_iter().chain(args).collect());
        }
    };
    for (kind, id) in made {
        for format in ["table", "csv", "json"] {
            ask(&["list", kind, "--format", format]);
        }
        let id = id.to_string();
        ask(&["show", &id, "--history"]);
        ask(&["show", &id, "--format", "json"]);
        ask(&["prove", &id]);
    }
    for format in ["table", "csv", "json"] {
        ask(&["report", "--format", format]);
    }
    for args in [
        vec!["list", &bad],
        vec!["list", "visit", "--find", &bad],
        vec!["show", &bad],
        vec!["prove", &bad],
        vec!["report", "--province", &bad],
        vec!["report", "--period", &bad],
        vec!["backup", &bad],
        vec!["import", &bad],
        vec!["verify"],
        vec!["rebuild"],
        vec!["--help"],
        vec![&bad],
        vec!["--lang", &bad],
    ] {
        ask(&args);
    }
    all
}

#[track_caller]
fn none_is_raw(program: (&str, Program), data: &Path, commands: &[Vec<String>], input: &[u8]) {
    let mut wrong = Vec::new();
    let mut wrote = 0;
    for args in commands {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let ran = run(program, data, &args, input);
        wrote += usize::from(ran.out.contains("a^@"));
        for text in [&ran.out, &ran.words] {
            wrong.extend(raw_in(text).map(|raw| format!("{args:?}: {raw}")));
        }
    }
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(wrote > 0, "no command showed a poisoned record");
}

#[test]
fn a_control_character_of_a_record_or_a_file_left_a_command_of_the_notebook_raw() {
    let home = Home::empty();
    let bad = poisoned_name();
    // also in the name of the folder
    let data = home.path(&bad);
    Store::init(Role::Officer, &data, &setup(), NOW).unwrap();
    let made = poisoned(&data);
    let file = |name: &str| home.path(name).to_str().unwrap().to_owned();
    std::fs::write(home.path(&format!("{bad}.csv")), format!("name,{bad}\nA{bad},{bad}\n"))
        .unwrap();
    let mut commands = common(&made);
    let (csv, geojson) = (file("out.csv"), file("out.geojson"));
    for args in [
        vec!["export", "establishment", "-o", &csv],
        vec!["export", "establishment", "-o", &geojson],
        vec!["export", "establishment", "-o", &bad],
        vec!["export", "establishment", "-o", &format!("/{bad}/x.csv")],
        vec!["print", &made[0].1.to_string(), "--out", &format!("/{bad}/x.docx")],
        vec!["import", "establishment", &file(&format!("{bad}.csv"))],
        vec!["import", "establishment", &format!("/{bad}/x.csv")],
        vec!["add", "establishment"],
        vec!["attach", &made[0].1.to_string(), &bad],
        vec!["attachment", &bad, "-o", &bad],
        vec!["drafts"],
        vec!["drafts", "--restore", &bad],
        vec!["enrol", "--request", &format!("/{bad}/x.req")],
        vec!["enrol", "--accept", &bad],
        vec!["sync", &format!("folder:/{bad}")],
        vec!["sync", &bad],
        vec!["keys"],
        vec!["--keymap", &bad, "keys"],
        vec!["init", "--officer", &bad, "--unit", &bad, "--province", &bad],
        vec!["init", "--officer", &bad, "--unit", &bad, "--province", "25"],
        vec!["init", "--from-backup", &bad],
    ] {
        commands.push(args.into_iter().map(str::to_owned).collect());
    }
    let input = format!("{{\"name\":\"{}\",\"{bad}\":1}}\n{bad}\n", "a\\u001b\\u009b");
    none_is_raw(("sotay", command::run), &data, &commands, input.as_bytes());
    let (xlsx, docx) = (file("out.xlsx"), file("out.docx"));
    let visit = made.iter().find(|(kind, _)| kind == "visit").unwrap().1.to_string();
    for args in
        [vec!["export", "establishment", "-o", &xlsx], vec!["print", &visit, "--out", &docx]]
    {
        let ran = run(("sotay", command::run), &data, &args, b"");
        assert_eq!(raw_in(&ran.words), None, "{args:?}");
    }
    for file in [xlsx, docx] {
        let text = crate::samples::unpacked(&std::fs::read(&file).unwrap());
        assert_eq!(raw_in(&text.replace("\r\n", "\n")), None, "{file}");
    }
    for file in [csv, geojson] {
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(raw_in(&text.replace("\r\n", "\n").replace('\u{feff}', "")), None, "{file}");
    }
}

#[test]
fn a_control_character_of_a_record_or_a_file_left_a_command_of_headquarters_raw() {
    let home = Home::empty();
    let bad = poisoned_name();
    let data = home.path(&bad);
    let hq = sotay::hq::HqDirectory::init(&data, &setup(), &format!("Cục{}", poison()), NOW)
        .unwrap();
    let request = sotay::sync::enrol::EnrolRequest {
        key: crate::fuzz::laptop().verifying_key().to_bytes(),
        officer: Id([3; 16]),
        name: format!("An{}", poison()),
        unit: poison(),
        province: "25".into(),
        ssh: format!("ssh-ed25519 AAAA {}", poison().replace('\n', "")),
        created_at: NOW,
    };
    hq.enrol(&hq.plan_enrolment(&request, None).unwrap().unwrap(), NOW).unwrap();
    let made = poisoned(&data);
    let mut commands = common(&made);
    for args in [
        vec!["officers"],
        vec!["officers", "--ssh"],
        vec!["revoke", "9"],
        vec!["handover", "1", "9"],
        vec!["fold"],
        vec!["enrol", &bad],
        vec!["publish", "target", &bad],
        vec!["withdraw", &bad],
        vec!["withdraw", &made[0].1.to_string(), "--reason", &bad],
        vec!["demo", "--remove"],
        vec!["restore", &bad],
        vec!["import", &bad],
        vec!["export", &bad],
        vec!["init", "--name", &bad, "--reviewer", &bad],
        vec!["revoke", "1"],
    ] {
        commands.push(args.into_iter().map(str::to_owned).collect());
    }
    none_is_raw(("sotay-hq", command::hq::run), &data, &commands, b"");
}

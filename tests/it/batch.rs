//! Many records at once, some of them bad: the acknowledged records are those in the notebook, and
//! a batch that was stopped can be run again.

mod lists;

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use crate::kit::home::{Home, Ran};
use crate::kit::now;

/// A line for `sotay add establishment`, by what is wrong with it.
#[derive(Clone, Copy, Debug)]
enum Line {
    Good,
    Blank,
    NotJson,
    UnknownField,
    /// few enough letters for a note, but too many bytes
    NoteOfManyBytes,
    NoteTooLong,
    TextOfManyBytes,
    Lacking,
}

const LINES: [Line; 8] = [
    Line::Good,
    Line::Blank,
    Line::NotJson,
    Line::UnknownField,
    Line::NoteOfManyBytes,
    Line::NoteTooLong,
    Line::TextOfManyBytes,
    Line::Lacking,
];

impl Line {
    fn text(self, n: usize) -> String {
        let mut answers = json!({
            "name": format!("Xưởng {n}"), "type": "ho_kinh_doanh", "place": "01849",
            "sector": "b", "products": "Bàn ghế", "workers": 5, "tax_none": "chưa có",
        });
        let mut set = |name: &str, value: String| answers[name] = value.into();
        match self {
            Line::Good => {}
            Line::Blank => return String::new(),
            Line::NotJson => return "{\"name\":".into(),
            Line::UnknownField => set("colour", "đỏ".into()),
            Line::NoteOfManyBytes => set("notes", "ồ".repeat(6_000)),
            Line::NoteTooLong => set("notes", "a".repeat(20_000)),
            Line::TextOfManyBytes => set("products", "ồ".repeat(1_200)),
            Line::Lacking => return json!({"name": "A"}).to_string(),
        }
        answers.to_string()
    }

    fn is_bad(self) -> bool {
        !matches!(self, Line::Good | Line::Blank)
    }
}

fn ids(text: &str) -> BTreeSet<String> {
    text.lines().map(str::to_owned).collect()
}

fn stored(home: &Home, kind: &str) -> BTreeSet<String> {
    let listed = home.run("en", &["list", kind, "--format", "json"], b"");
    let id = |line: &str| {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        object["id"].as_str().unwrap().to_owned()
    };
    listed.out.lines().map(id).collect()
}

fn lines_named(ran: &Ran) -> BTreeSet<usize> {
    let number = |line: &str| {
        let rest = line.strip_prefix("Line ")?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    ran.words.lines().filter(|line| !line.contains("warning")).filter_map(number).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn a_bad_line_ended_the_batch_and_left_records_whose_ids_nobody_got(
        kinds in prop::collection::vec(prop::sample::select(LINES.to_vec()), 60..110),
    ) {
        let home = Home::new();
        let texts: Vec<String> = kinds.iter().enumerate().map(|(n, l)| l.text(n)).collect();
        let ran = home.run("en", &["add", "establishment"], texts.join("\n").as_bytes());
        let numbered = kinds.iter().enumerate();
        let bad: BTreeSet<usize> =
            numbered.filter(|(_, line)| line.is_bad()).map(|(at, _)| at + 1).collect();
        let good = kinds.iter().filter(|line| matches!(line, Line::Good)).count();
        prop_assert_eq!(lines_named(&ran), bad.clone(), "{}", &ran.words);
        prop_assert_eq!(ran.out.lines().count(), good);
        prop_assert_eq!(ids(&ran.out), stored(&home, "establishment"));
        prop_assert_eq!(ran.well, bad.is_empty());
    }
}

#[test]
fn a_record_beyond_64_kib_took_its_neighbours_along() {
    let home = Home::new();
    let there = home.run("en", &["add", "establishment"], Line::Good.text(0).as_bytes());
    let visit = |papers: usize| {
        let paper = json!({"paper": "dkkd", "have": "co", "note": "ồ".repeat(190)});
        json!({
            "establishment": there.out.trim(), "date": "2026-11-20", "purpose": "khao_sat",
            "observations": "Xưởng gọn", "operating": "dang_hoat_dong", "conclusion": "dat",
            "papers": vec![paper; papers],
        })
    };
    let lines = [visit(1).to_string(), visit(120).to_string(), visit(2).to_string()].join("\n");
    let ran = home.run("en", &["add", "visit"], lines.as_bytes());
    assert_eq!((ran.out.lines().count(), ran.well), (2, false), "{}", ran.words);
    assert_eq!(lines_named(&ran), BTreeSet::from([2]), "{}", ran.words);
    assert!(ran.words.contains("too large"), "{}", ran.words);
    assert_eq!(ids(&ran.out), stored(&home, "visit"));
}

/// A pipe that accepts this many bytes and then is closed, as by `head`.
struct Gone(usize, Vec<u8>);

impl std::io::Write for Gone {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        self.1.extend(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn ids_went_nowhere_when_nobody_read_them() {
    use sotay::command::{self, Host, Next};
    let home = Home::new();
    let lines: Vec<String> = (0..100).map(|n| Line::Good.text(n)).collect();
    let text = lines.join("\n");
    let (mut out, mut words) = (Gone(74, Vec::new()), Vec::new());
    let folder = home.folder();
    let args =
        ["sotay", "--lang", "en", "--data", folder.to_str().unwrap(), "add", "establishment"];
    let next = command::run(
        args.iter().map(Into::into).collect(),
        &mut Host {
            variable: &|_| None,
            now,
            input: &mut text.as_bytes(),
            out: &mut out,
            words: &mut words,
            watched: false,
            answered: false,
            shown: false,
            echo: |_| {},
            window: || None,
        },
    );
    assert!(matches!(next, Next::Exit(1)));
    let words = String::from_utf8(words).unwrap();
    let told: BTreeSet<String> = words
        .lines()
        .filter_map(|line| line.split_once("saved, id "))
        .map(|(_, id)| id.to_owned())
        .collect();
    assert_eq!(told, stored(&home, "establishment"), "{words}");
}

//! What the command line says: help, wrong arguments, settings, and lines that fit the terminal.

use sotay::command;

use crate::kit::home::{Home, run_in};
use crate::kit::machine::Machine;
use crate::kit::now;

#[test]
fn help_is_in_the_language_asked_for_and_every_command_has_it() {
    let machine = Machine::new();
    let help = machine.run(&["--help"]);
    assert!(help.code == 0 && help.out.contains("Cách dùng") && help.err.is_empty());
    let mut english = machine.command(&["--help"]);
    let english = english.env("LANG", "en_US.UTF-8").output().unwrap().stdout;
    assert!(String::from_utf8(english).unwrap().contains("Options of every command"));
    let commands: Vec<&str> = help
        .out
        .lines()
        .skip_while(|line| !line.starts_with("Lệnh"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        // continuation lines are indented further
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(
        commands,
        [
            "init",
            "enrol",
            "sync",
            "prove",
            "add",
            "list",
            "report",
            "show",
            "import",
            "attach",
            "attachment",
            "export",
            "print",
            "drafts",
            "audit",
            "undo",
            "erase",
            "verify",
            "rebuild",
            "backup",
            "passphrase",
            "recover",
            "doctor",
            "demo",
            "programme",
            "keys",
            "help",
            "version",
            "completions",
            "man"
        ]
    );
    for command in commands {
        for lang in ["vi", "en"] {
            let help = machine.run(&[command, "--help", "--lang", lang]);
            assert_eq!(help.code, 0, "{command}");
            assert!(help.out.contains(&format!("sotay {command}")), "{}", help.out);
        }
    }
}

#[test]
fn wrong_arguments_get_a_sentence_and_exit_2() {
    let machine = Machine::with_notebook();
    let cases: &[(&[&str], &str)] = &[
        (&["lst"], "\"list\""),
        (&["list"], "KIND"),
        (&["list", "boat"], "establishment"),
        (&["list", "visit", "--format", "xml"], "table, csv, json"),
        (&["list", "visit", "--from", "someday"], "--from"),
        (&["list", "visit", "--from", "2026-05-01", "--to", "2026-04-01"], "--from"),
        (&["list", "visit", "--find"], "--find"),
        (&["show", "abc"], "\"abc\""),
        (&["demo", "--establishments", "x", "--visits", "1"], "--establishments"),
        (&["demo", "--establishments", "0", "--visits", "1"], "--establishments"),
        (&["verify", "--fast"], "--fast"),
        (&["init", "--officer", "A", "--unit", "B", "--province", "Atlantis"], "Atlantis"),
        (
            &[
                "init",
                "--officer",
                "A",
                "--unit",
                "B",
                "--province",
                "19",
                "--no-passphrase",
                "--passphrase-file",
                "f",
            ],
            "--no-passphrase",
        ),
        (&["keys", "--keymap", "emax"], "emax"),
    ];
    for (args, said) in cases {
        let ran = machine.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{args:?}: {}", ran.out);
        assert!(!ran.err.contains("error:") && !ran.err.contains("Usage"), "{}", ran.err);
    }
}

#[test]
fn settings_are_read_and_a_wrong_one_is_named() {
    let machine = Machine::with_notebook();
    let folder = machine.path("config").join("sotay");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "lang = \"en\"\n").unwrap();
    assert!(machine.run(&["lst"]).err.contains("There is no command"));
    std::fs::write(folder.join("config.toml"), "lang = \"en\"\ncolour = 1\nascii = 3\n")
        .unwrap();
    let ran = machine.run(&["list", "officer"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("\"colour\"") && ran.err.contains("\"ascii\""), "{}", ran.err);
}

#[test]
fn keys_are_printed_in_both_forms() {
    let machine = Machine::new();
    let table = machine.run(&["keys"]);
    assert!(table.code == 0 && table.out.contains("F2"), "{}", table.err);
    assert!(machine.run(&["keys", "--markdown"]).out.contains('|'));
}

/// The eight words are read out over the telephone: no word may be broken at the edge.
#[test]
fn sentences_end_their_lines_between_words_on_a_terminal() {
    let home = Home::new();
    let folder = home.folder();
    let said = |name: &str, is_terminal: bool| {
        let request = home.path(name).display().to_string();
        let line =
            ["sotay", "--lang", "vi", "--data", folder.to_str().unwrap(), "enrol", "--request"];
        let line = [&line[..], &[&request]].concat();
        let ran = run_in(command::run, now, &line, b"", |host| {
            host.watched = is_terminal;
            host.window = || Some((40, 12));
        });
        assert!(ran.well, "{}", ran.words);
        ran.words
    };
    let whole = said("a", false);
    let wrapped = said("b", true);
    assert_eq!(whole.trim_end().lines().count(), 1, "{whole}");
    assert!(wrapped.lines().count() > 2, "{wrapped}");
    let words =
        |text: &str| text.split_whitespace().skip(3).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&wrapped), words(&whole));
    let long = |line: &&str| line.chars().count() > 40 && line.contains(' ');
    assert_eq!(wrapped.lines().find(long), None);
}

#[test]
fn help_fits_a_terminal_of_eighty_columns() {
    let machine = Machine::new();
    for command in ["", "enrol", "import", "report", "passphrase"] {
        for lang in ["vi", "en"] {
            let args: Vec<&str> = ["--lang", lang, command, "--help"]
                .into_iter()
                .filter(|a| !a.is_empty())
                .collect();
            let help = machine.run(&args);
            let long = help.out.lines().find(|line| line.chars().count() > 80);
            assert_eq!((help.code, long), (0, None), "{args:?}");
        }
    }
}

//! A folder with a notebook and the command line on it, in process and with a fixed clock.

use sotay::programme::Role;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sotay::command::{self, Host, Next};
use sotay::store::Options;
use sotay::store::Setup;
use sotay::store::Store;

use super::{NOW, now};

pub struct Home(tempfile::TempDir);

/// The result of a command.
pub struct Ran {
    pub well: bool,
    pub out: String,
    pub words: String,
}

impl Home {
    /// With a new notebook.
    pub fn new() -> Home {
        let home = Home::empty();
        Store::init(Role::Officer, &home.folder(), &officer(), NOW).unwrap();
        home
    }

    /// In memory if the system has such a folder: durability is not tested here.
    pub fn empty() -> Home {
        Home(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    /// The notebook's folder.
    pub fn folder(&self) -> PathBuf {
        self.path("notebook")
    }

    /// A path next to the notebook.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The number of entries in the folder, the notebook included.
    pub fn count(&self) -> usize {
        std::fs::read_dir(self.0.path()).unwrap().count()
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn open(&self) -> Store {
        Store::open(
            Role::Officer,
            &self.folder(),
            Options { take_over: false, serve_early: false, now },
        )
        .unwrap()
        .0
    }

    /// Opens as the screen does: what the first pages do not need is loaded on demand.
    pub fn open_for_screen(&self) -> Store {
        Store::open(
            Role::Officer,
            &self.folder(),
            Options { take_over: false, serve_early: true, now },
        )
        .unwrap()
        .0
    }

    pub fn run(&self, lang: &str, args: &[&str], input: &[u8]) -> Ran {
        run(&self.folder(), lang, args, input)
    }
}

/// The officer of a test's notebook.
pub fn officer() -> Setup {
    Setup {
        officer_name: "Trần Thị Bình".into(),
        unit: "Trung tâm Khuyến công Phú Thọ".into(),
        province: "25".into(),
    }
}

/// Runs a command on the notebook in this folder.
pub fn run(folder: &Path, lang: &str, args: &[&str], input: &[u8]) -> Ran {
    run_at(now, folder, lang, args, input)
}

/// The same with another clock.
pub fn run_at(now: fn() -> u64, folder: &Path, lang: &str, args: &[&str], input: &[u8]) -> Ran {
    let before = ["sotay", "--lang", lang, "--data", folder.to_str().unwrap()];
    run_program(command::run, now, &[&before[..], args].concat(), input)
}

/// Runs a command of either program, in process.
pub fn run_program(
    program: impl FnOnce(Vec<OsString>, &mut Host<'_>) -> Next,
    now: fn() -> u64,
    line: &[&str],
    input: &[u8],
) -> Ran {
    run_in(program, now, line, input, |_| {})
}

/// `sotay` with its output on a terminal.
pub fn run_on_a_terminal(folder: &Path, args: &[&str]) -> Ran {
    let before = ["sotay", "--lang", "vi", "--data", folder.to_str().unwrap()];
    run_in(command::run, now, &[&before[..], args].concat(), b"", |host| host.shown = true)
}

/// The same in a changed environment, such as a terminal.
pub fn run_in(
    program: impl FnOnce(Vec<OsString>, &mut Host<'_>) -> Next,
    now: fn() -> u64,
    line: &[&str],
    mut input: &[u8],
    surroundings: impl FnOnce(&mut Host<'_>),
) -> Ran {
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
    surroundings(&mut host);
    let next = program(line.iter().map(Into::into).collect(), &mut host);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { well: matches!(next, Next::Exit(0)), out: text(out), words: text(words) }
}

/// The output of a command, which must succeed.
#[track_caller]
pub fn printed(args: &[&str], folder: &Path) -> String {
    let ran = run(folder, "vi", args, b"");
    assert!(ran.well, "{args:?}: {}", ran.words);
    ran.out
}

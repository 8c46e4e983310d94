//! The real binary on a separate machine: its streams, its exit codes.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A machine with an empty home and one notebook folder.
pub struct Machine {
    pub home: TempDir,
}

impl Machine {
    pub fn new() -> Machine {
        Machine { home: tempfile::tempdir().unwrap() }
    }

    /// With a notebook in it.
    pub fn with_notebook() -> Machine {
        Machine::of("Nguyễn Văn An", "19")
    }

    /// With a notebook of this officer in it; `province`: two digits.
    pub fn of(officer: &str, province: &str) -> Machine {
        let machine = Machine::new();
        let made = machine.run(&[
            "init",
            "--officer",
            officer,
            "--unit",
            "TT KC Thái Nguyên",
            "--province",
            province,
            "--no-passphrase",
        ]);
        assert_eq!(made.code, 0, "{}", made.err);
        machine
    }

    /// The key of the notebook's device.
    pub fn signing_key(&self) -> ed25519_dalek::SigningKey {
        use sotay::storage::crypto::key::Keys;
        use sotay::store::Device;
        let folder = self.path("notebook");
        let (keys, _) = Keys::load(&folder).unwrap();
        Device::load(&folder, &keys).unwrap().signing_key().clone()
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.home.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sotay"));
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "XDG_DATA_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", self.home.path());
        command.env("XDG_CONFIG_HOME", self.path("config"));
        command.env("SOTAY_DATA", self.path("notebook"));
        command.args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.feed(args, b"")
    }

    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        Ran { code, out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn json(&self, args: &[&str]) -> Vec<Json> {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

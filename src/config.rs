//! Default folders, and the settings in `config.toml`. Flags override environment variables, which
//! override the file, which overrides the locale.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;

use crate::lang::Lang;
use crate::lang::cli::args as args_words;
use crate::lang::system::why;
use crate::storage::disk::RealDisk;

/// Maximum size; a larger file is not a settings file.
const MOST_BYTES: u64 = 64 * 1024;

/// Milliseconds to wait after a lone escape for the rest of a sequence: longer than the gaps of a
/// bad line, too short to be noticed.
const ESCAPE_WAIT: u16 = 50;
const LONGEST_ESCAPE_WAIT: u16 = 2_000;

/// Minutes without input until a notebook with a passphrase is locked.
const LOCK_AFTER: u16 = 10;
const LONGEST_LOCK_AFTER: u16 = 24 * 60;

/// The settings of `config.toml`; all are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    pub lang: Option<Lang>,
    /// a built-in keymap's name, or a file
    pub keymap: Option<String>,
    pub ascii: Option<bool>,
    /// default address for `sotay sync`
    pub headquarters: Option<String>,
    /// program used instead of ssh
    pub ssh: Option<String>,
    /// milliseconds
    pub escape_wait: Option<u16>,
    /// minutes without input; 0: never
    pub lock_after: Option<u16>,
}

/// A fault of the file; all faults are reported together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigFault {
    Unreadable(std::io::ErrorKind),
    TooLarge,
    NotToml { line: usize },
    Unknown { key: String },
    Wrong { key: &'static str, allowed: &'static str },
}

impl ConfigFault {
    pub fn text(&self, file: &Path, lang: Lang) -> String {
        let name = file.display().to_string();
        let file = name.as_str();
        match self {
            ConfigFault::Unreadable(kind) => {
                let why = &why(&(*kind).into(), lang);
                args_words::config_unreadable(lang, file, why)
            }
            ConfigFault::TooLarge => args_words::config_not_toml(lang, file, 1),
            ConfigFault::NotToml { line } => args_words::config_not_toml(lang, file, *line),
            ConfigFault::Unknown { key } => args_words::config_unknown(
                lang,
                file,
                key,
                "lang, keymap, ascii, headquarters, ssh, escape_wait, lock_after",
            ),
            ConfigFault::Wrong { key, allowed } => {
                args_words::config_wrong(lang, file, key, allowed)
            }
        }
    }
}

impl Config {
    /// Reads `config.toml`; a missing file sets nothing. Valid settings of a faulty file are used,
    /// unless it is not valid TOML.
    pub fn read(file: &Path) -> (Config, Vec<ConfigFault>) {
        let read = RealDisk.read_named(file, MOST_BYTES);
        let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
        match text.map_err(|e| e.kind()) {
            Ok(text) => Config::parse(&text),
            Err(ErrorKind::NotFound) => Default::default(),
            Err(ErrorKind::FileTooLarge) => (Config::default(), vec![ConfigFault::TooLarge]),
            // not UTF-8
            Err(ErrorKind::Other) => {
                (Config::default(), vec![ConfigFault::Unreadable(ErrorKind::InvalidData)])
            }
            Err(kind) => (Config::default(), vec![ConfigFault::Unreadable(kind)]),
        }
    }

    pub fn parse(text: &str) -> (Config, Vec<ConfigFault>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(e) => {
                let at = e.span().map_or(0, |span: std::ops::Range<usize>| span.start);
                let before = text.get(..at).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                return (Config::default(), vec![ConfigFault::NotToml { line }]);
            }
        };
        let mut config = Config::default();
        let mut faults = Vec::new();
        for (key, value) in &table {
            if let Err(fault) = config.put(key, value) {
                faults.push(fault);
            }
        }
        (config, faults)
    }

    pub fn escape_wait(&self) -> Duration {
        Duration::from_millis(self.escape_wait.unwrap_or(ESCAPE_WAIT).into())
    }

    /// Milliseconds without input until a notebook with a passphrase is locked; `None`: never.
    pub fn lock_after(&self) -> Option<u64> {
        let minutes = u64::from(self.lock_after.unwrap_or(LOCK_AFTER));
        (minutes > 0).then_some(minutes * 60_000)
    }

    fn put(&mut self, key: &str, value: &toml::Value) -> Result<(), ConfigFault> {
        let wrong = |key, allowed| ConfigFault::Wrong { key, allowed };
        match key {
            "lang" => {
                let lang = value.as_str().and_then(Lang::by_id);
                self.lang = Some(lang.ok_or(wrong("lang", "\"vi\", \"en\""))?);
            }
            "keymap" => {
                let name = value.as_str().filter(|name| !name.is_empty());
                let allowed = "\"default\", \"vim\", \"….toml\"";
                self.keymap = Some(name.ok_or(wrong("keymap", allowed))?.to_owned());
            }
            "ascii" => {
                self.ascii = Some(value.as_bool().ok_or(wrong("ascii", "true, false"))?);
            }
            "headquarters" => {
                let address = value.as_str().filter(|address| !address.is_empty());
                let allowed = "\"ssh://…\", \"folder:…\"";
                self.headquarters =
                    Some(address.ok_or(wrong("headquarters", allowed))?.to_owned());
            }
            "ssh" => {
                let program = value.as_str().filter(|program| !program.trim().is_empty());
                self.ssh = Some(program.ok_or(wrong("ssh", "\"ssh\""))?.to_owned());
            }
            "escape_wait" => {
                let wait = value.as_integer().and_then(|wait| u16::try_from(wait).ok());
                let wait = wait.filter(|wait| *wait <= LONGEST_ESCAPE_WAIT);
                self.escape_wait = Some(wait.ok_or(wrong("escape_wait", "0 … 2000"))?);
            }
            "lock_after" => {
                let minutes = value.as_integer().and_then(|n| u16::try_from(n).ok());
                let minutes = minutes.filter(|minutes| *minutes <= LONGEST_LOCK_AFTER);
                self.lock_after = Some(minutes.ok_or(wrong("lock_after", "0 … 1440"))?);
            }
            _ => return Err(ConfigFault::Unknown { key: key.to_owned() }),
        }
        Ok(())
    }
}

/// The locale for messages.
pub fn locale(variable: impl FnMut(&str) -> Option<OsString>) -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

/// The folder of the settings; `None` if there is no home folder.
pub fn config_folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("sotay"))
}

/// The default folder of the notebook.
pub fn data_folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("sotay"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_and_the_rest_holds() {
        let (config, faults) =
            Config::parse("lang = 3\nascii = true\ncolour = 1\nkeymap = \"\"");
        assert_eq!(config, Config { ascii: Some(true), ..Config::default() });
        assert_eq!(faults.len(), 3);
        assert!(faults.contains(&ConfigFault::Unknown { key: "colour".to_owned() }));
    }

    #[test]
    fn the_escape_wait_is_in_milliseconds_and_bounded() {
        assert_eq!(Config::default().escape_wait(), Duration::from_millis(50));
        let (config, faults) = Config::parse("escape_wait = 200");
        assert_eq!((config.escape_wait(), faults.len()), (Duration::from_millis(200), 0));
        for wrong in ["escape_wait = -1", "escape_wait = 3000", "escape_wait = \"50\""] {
            assert_eq!(Config::parse(wrong).1.len(), 1, "{wrong}");
        }
    }

    #[test]
    fn the_lock_is_in_minutes_and_can_be_turned_off() {
        assert_eq!(Config::default().lock_after(), Some(600_000));
        assert_eq!(Config::parse("lock_after = 3").0.lock_after(), Some(180_000));
        assert_eq!(Config::parse("lock_after = 0").0.lock_after(), None);
        for wrong in ["lock_after = -1", "lock_after = 1441", "lock_after = \"3\""] {
            assert_eq!(Config::parse(wrong).1.len(), 1, "{wrong}");
        }
    }

    #[test]
    fn broken_toml_names_its_line() {
        let (config, faults) = Config::parse("lang = \"en\"\nkeymap = = 3\n");
        assert_eq!(config, Config::default());
        assert_eq!(faults, [ConfigFault::NotToml { line: 2 }]);
    }

    #[test]
    fn the_first_locale_that_is_set_holds() {
        let set = |asked: &str| match asked {
            "LC_ALL" => Some("".into()),
            "LANG" => Some("en_US.UTF-8".into()),
            _ => None,
        };
        assert_eq!(locale(set).as_deref(), Some("en_US.UTF-8"));
        assert_eq!(locale(|_| None), None);
    }
}

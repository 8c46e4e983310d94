//! Settings of a call, read before its arguments are parsed: `config.toml`, environment variables,
//! the language.

use std::ffi::OsString;
use std::path::PathBuf;

use super::Host;
use super::command_io::OutputOptions;
use super::keymap_file;
use crate::config::{self, Config};
use crate::keymap::Keymap;
use crate::lang::{self, Lang};
use crate::services::sync::SyncTarget;
use crate::storage::disk::atomic_file::Existing;

pub struct Settings {
    pub config: Config,
    /// faults of `config.toml`, as sentences
    pub faults: Vec<String>,
    /// folder of `config.toml` and `keymap.toml`
    folder: Option<PathBuf>,
    pub lang: Lang,
    pub output: OutputOptions,
    /// `SOTAY_SSH`
    ssh: Option<String>,
}

impl Settings {
    pub fn read(args: &[OsString], host: &Host<'_>) -> Settings {
        let folder = config::config_folder();
        let file = folder.as_ref().map(|folder| folder.join("config.toml"));
        let (config, found) = file.as_deref().map(Config::read).unwrap_or_default();
        let locale = config::locale(host.variable);
        let lang = lang::choose(language(args), config.lang, locale.as_deref());
        let file = file.unwrap_or_default();
        let faults = found.iter().map(|fault| fault.text(&file, lang)).collect();
        let ascii_data = args.iter().any(|arg| arg == "--ascii");
        let ascii = ascii_data || config.ascii.unwrap_or(false);
        let manner = OutputOptions { ascii, ascii_data, existing: Existing::Keep };
        let ssh = (host.variable)("SOTAY_SSH").and_then(|name| name.into_string().ok());
        let ssh = ssh.filter(|name| !name.trim().is_empty());
        Settings { config, faults, folder, lang, output: manner, ssh }
    }

    /// The named keymap, or that of `config.toml`, overlaid with the officer's own keys, and the
    /// faults of these. `Err`: there is no such keymap.
    pub fn keymap(&self, named: Option<&str>) -> Result<(Keymap, Vec<String>), String> {
        let named = named.or(self.config.keymap.as_deref());
        keymap_file::load(named, self.keymap_file().as_deref(), self.lang)
    }

    /// The path of `config.toml`, which may not exist.
    pub fn config_file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("config.toml"))
    }

    /// The path of the officer's own keys, which may not exist.
    pub fn keymap_file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("keymap.toml"))
    }

    /// How headquarters is reached.
    pub fn sync_target(&self) -> SyncTarget {
        SyncTarget {
            address: self.config.headquarters.clone(),
            program: self.ssh.clone().or_else(|| self.config.ssh.clone()),
        }
    }
}

/// The value of `--lang`, found before the arguments are parsed, so that errors in them are in
/// that language.
fn language(args: &[OsString]) -> Option<Lang> {
    let mut words = args.iter().filter_map(|a| a.to_str());
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next().and_then(Lang::by_id);
        }
        if let Some(value) = word.strip_prefix("--lang=") {
            return Lang::by_id(value);
        }
    }
    None
}

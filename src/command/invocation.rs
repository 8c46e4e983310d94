//! One call of a command: its arguments, by the names in its spec, and the settings.

use std::path::PathBuf;

use clap::ArgMatches;

use super::settings::Settings;
use crate::keymap::Keymap;
use crate::services::path;

pub struct Invocation<'a> {
    pub settings: &'a Settings,
    /// arguments of the whole command line; `args`: those of the command
    globals: &'a ArgMatches,
    args: &'a ArgMatches,
}

/// An unknown name reads like an argument that was not given.
impl<'a> Invocation<'a> {
    /// `args`: those of the command, if one was named.
    pub fn new(
        settings: &'a Settings,
        globals: &'a ArgMatches,
        args: Option<&'a ArgMatches>,
    ) -> Invocation<'a> {
        Invocation { settings, globals, args: args.unwrap_or(globals) }
    }

    pub fn maybe_text(&self, name: &str) -> Option<&'a str> {
        self.args.try_get_one::<String>(name).ok().flatten().map(String::as_str)
    }

    pub fn text(&self, name: &str) -> &'a str {
        self.maybe_text(name).unwrap_or_default()
    }

    pub fn texts(&self, name: &str) -> Vec<String> {
        let values = self.args.try_get_many::<String>(name).ok().flatten();
        values.into_iter().flatten().cloned().collect()
    }

    /// A path argument; `None` also for an empty one.
    pub fn maybe_path(&self, name: &str) -> Option<PathBuf> {
        path_in(self.args, name)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.maybe_path(name).unwrap_or_default()
    }

    pub fn maybe_number(&self, name: &str) -> Option<u64> {
        self.args.try_get_one::<u64>(name).ok().flatten().copied()
    }

    pub fn number(&self, name: &str) -> u64 {
        self.maybe_number(name).unwrap_or_default()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.args.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default()
    }

    /// `--data`
    pub fn data(&self) -> Option<PathBuf> {
        path_in(self.globals, "data")
    }

    /// `--passphrase-file`
    pub fn passphrase_file(&self) -> Option<PathBuf> {
        path_in(self.globals, "passphrase-file")
    }

    /// The keymap, and faults of the officer's own key file.
    pub fn keymap(&self) -> Result<(Keymap, Vec<String>), String> {
        self.settings.keymap(self.keymap_name())
    }

    /// `--keymap`
    pub fn keymap_name(&self) -> Option<&'a str> {
        let named = self.globals.try_get_one::<String>("keymap").ok().flatten();
        named.map(String::as_str)
    }
}

fn path_in(args: &ArgMatches, name: &str) -> Option<PathBuf> {
    let given = args.try_get_one::<PathBuf>(name).ok().flatten();
    given.filter(|path| !path.as_os_str().is_empty()).map(|path| path::given(path))
}

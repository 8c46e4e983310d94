//! Merges keymap files: the default, a named one over it, the user's over both. The last one wins
//! for each key, and `"none"` unbinds a key. Gets text, not files. A user's file with any fault is
//! ignored completely, and every fault is reported.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::action::Action;
use super::binding::{Binding, BindingEntry, BindingSource, Keymap, KeymapOptions};
use super::context::Context;
use super::fault::{KeyFault, KeyWhat, KeymapLines};
use super::key::parse_sequence;
use super::lint;

/// A parsed keymap file: its bindings and removals, in the order of the file.
#[derive(Default)]
pub(super) struct KeymapFile {
    pub entries: Vec<BindingEntry>,
    pub edit_on_focus: Option<bool>,
    pub faults: Vec<KeyFault>,
}

const DEFAULT: &str = include_str!("../../keymaps/default.toml");
const OVERLAYS: &[(&str, &str)] = &[("vim", include_str!("../../keymaps/vim.toml"))];

impl Keymap {
    /// The names of the built-in keymaps.
    pub fn names() -> impl Iterator<Item = &'static str> {
        std::iter::once("default").chain(OVERLAYS.iter().map(|(name, _)| *name))
    }

    pub fn builtin(name: &str) -> Option<Keymap> {
        let mut keymap =
            Keymap { bindings: Vec::new(), options: KeymapOptions { edit_on_focus: true } };
        keymap.add_layer(KeymapFile::read(DEFAULT, "default.toml"), BindingSource::Default);
        if name != "default" {
            let (name, text) = OVERLAYS.iter().find(|(n, _)| *n == name)?;
            keymap.add_layer(KeymapFile::read(text, name), BindingSource::Named(name));
        }
        Some(keymap)
    }

    /// This keymap overlaid with the user's file, or all faults of that file.
    pub fn overlay(&self, text: &str, file: &str) -> Result<Keymap, Vec<KeyFault>> {
        let mut layer = KeymapFile::read(text, file);
        let mut faults = std::mem::take(&mut layer.faults);
        faults.extend(lint::entries(&layer.entries, file));
        let mut keymap = self.clone();
        keymap.add_layer(layer, BindingSource::User);
        if !faults.iter().any(KeyFault::is_unreadable) {
            faults.extend(lint::keymap_faults(&keymap, file)); // misleading if partly parsed
        }
        faults.sort_by_key(|f| f.line.unwrap_or(usize::MAX));
        if faults.is_empty() { Ok(keymap) } else { Err(faults) }
    }

    /// Loads a keymap. Never fails: faulty parts are ignored and reported. `user`: file name, text.
    pub fn load(name: &str, user: Option<(&str, &str)>) -> (Keymap, Vec<KeyFault>) {
        let mut faults = Vec::new();
        let mut keymap = Keymap::builtin(name);
        if keymap.is_none() {
            let names = Keymap::names().collect::<Vec<_>>().join(", ");
            faults.push(KeyFault::of_file(name, KeyWhat::NoSuchKeymap { names }));
            keymap = Keymap::builtin("default");
        }
        let mut keymap = keymap.unwrap_or(Keymap {
            bindings: Vec::new(),
            options: KeymapOptions { edit_on_focus: true },
        });
        if let Some((file, text)) = user {
            match keymap.overlay(text, file) {
                Ok(over) => keymap = over,
                Err(more) => faults.extend(more),
            }
        }
        (keymap, faults)
    }

    /// All bindings, the last layer first.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    fn add_layer(&mut self, layer: KeymapFile, source: BindingSource) {
        self.bindings.retain(|b| {
            !layer.entries.iter().any(|e| e.context == b.context && e.keys == b.keys)
        });
        let mut fresh: Vec<Binding> = Vec::new();
        for BindingEntry { context, keys, action, line, .. } in layer.entries {
            fresh.retain(|b| b.context != context || b.keys != keys);
            if let Some(action) = action {
                fresh.push(Binding { context, keys, action, source, line });
            }
        }
        fresh.append(&mut self.bindings);
        self.bindings = fresh;
        if let Some(on) = layer.edit_on_focus {
            self.options.edit_on_focus = on;
        }
    }
}

impl KeymapFile {
    pub(super) fn read(text: &str, file: &str) -> KeymapFile {
        let (table, errors) = DeTable::parse_recoverable(text);
        let lines = KeymapLines::of(text);
        let mut torn: Vec<KeyFault> =
            errors.iter().map(|e| KeyFault::of_toml(file, text, &lines, e)).collect();
        let reader = KeymapReader { lines, file };
        let mut layer = KeymapFile::default();
        for (name, value) in in_order(table.get_ref()) {
            reader.table(name, value, &mut layer);
        }
        // ignore faults on lines with a TOML error: the parser recovered with made-up values
        layer.faults.retain(|f| !torn.iter().any(|t| t.line == f.line));
        layer.faults.append(&mut torn);
        layer
    }
}

struct KeymapReader<'a> {
    lines: KeymapLines,
    file: &'a str,
}

impl KeymapReader<'_> {
    fn table(
        &self,
        name: &Spanned<Str<'_>>,
        value: &Spanned<DeValue<'_>>,
        to: &mut KeymapFile,
    ) {
        let mut at = self.at(name, name.get_ref(), None);
        let Some(table) = value.get_ref().as_table() else {
            at.key = at.context.take();
            to.faults.push(at.with(KeyWhat::NotATable));
            return;
        };
        if name.get_ref() == "options" {
            return self.options(table, to);
        }
        let Some(context) = Context::by_id(name.get_ref()) else {
            to.faults.push(at.with(KeyWhat::UnknownContext));
            return;
        };
        for (key, value) in in_order(table) {
            match entry(context, key.get_ref(), value.get_ref()) {
                Ok(entry) => {
                    let line = self.lines.line_of(key.span().start);
                    to.entries.push(BindingEntry { line, ..entry })
                }
                Err(what) => {
                    let at = self.at(key, context.id(), Some(key.get_ref()));
                    to.faults.push(at.with(what));
                }
            }
        }
    }

    fn options(&self, table: &DeTable<'_>, to: &mut KeymapFile) {
        for (name, value) in in_order(table) {
            let at = self.at(name, "options", Some(name.get_ref()));
            match (name.get_ref().as_ref(), value.get_ref().as_bool()) {
                ("edit_on_focus", Some(on)) => to.edit_on_focus = Some(on),
                ("edit_on_focus", None) => to.faults.push(at.with(KeyWhat::OptionNotBool)),
                _ => to.faults.push(at.with(KeyWhat::UnknownOption)),
            }
        }
    }

    fn at<T>(&self, spanned: &Spanned<T>, context: &str, key: Option<&str>) -> KeyFault {
        KeyFault {
            file: self.file.to_owned(),
            line: Some(self.lines.line_of(spanned.span().start)),
            context: Some(context.to_owned()),
            key: key.map(str::to_owned),
            what: KeyWhat::UnknownKey,
        }
    }
}

fn entry(
    context: Context,
    spelled: &str,
    value: &DeValue<'_>,
) -> Result<BindingEntry, KeyWhat> {
    let keys = parse_sequence(spelled).ok_or(KeyWhat::UnknownKey)?;
    let action = match value.as_str() {
        None => return Err(KeyWhat::NotText),
        Some("none") => None,
        Some(id) => {
            let unknown = || KeyWhat::UnknownAction { action: id.to_owned() };
            Some(Action::by_id(id).ok_or_else(unknown)?)
        }
    };
    Ok(BindingEntry { context, keys, spelled: spelled.to_owned(), action, line: 0 })
}

type Str<'a> = std::borrow::Cow<'a, str>;

/// The pairs in the order of the file, by their spans: the map has lost the order. Hints show the
/// first key of an action.
fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<Str<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut pairs: Vec<_> = table.iter().collect();
    pairs.sort_by_key(|(name, _)| name.span().start);
    pairs
}

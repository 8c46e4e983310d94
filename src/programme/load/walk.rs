//! Reads a table of a TOML file by key and type. A fault is recorded with its place, and reading
//! continues. Knows TOML, not the programme.

use std::cell::RefCell;

use super::line;
use super::tree::{Tree, TreeValue};
use crate::programme::lint::LintFault;
use crate::programme::spec::Label;

pub type Faults = RefCell<Vec<LintFault>>;

/// Deepest nesting of tables: kind, field, column, rule, test, and a part of the test.
const MAX_DEPTH: usize = 8;

/// A table, its place in the file, and the list that takes its faults.
#[derive(Clone, Copy)]
pub struct Located<'a> {
    file: &'a str,
    /// ids or keys from the top, each with its index in an array (from 1; 0: not in one)
    path: [(&'a str, usize); MAX_DEPTH],
    /// the same path by keys alone
    keys: [(&'static str, usize); MAX_DEPTH],
    text: &'a str,
    table: &'a Tree<'a>,
    faults: &'a Faults,
}

impl<'a> Located<'a> {
    pub fn root(
        (file, text): (&'a str, &'a str),
        table: &'a Tree<'a>,
        faults: &'a Faults,
    ) -> Located<'a> {
        let mut path = [("", 0); MAX_DEPTH];
        path[0].0 = table.get("id").and_then(|id| id.as_str()).unwrap_or_default();
        Located { file, path, keys: [("", 0); MAX_DEPTH], text, table, faults }
    }

    fn inner(&self, table: &'a Tree<'a>, key: &'static str, index: usize) -> Located<'a> {
        let own = match table.get("id").and_then(|id| id.as_str()) {
            Some(id) => (id, 0),
            None => (key, index),
        };
        let mut path = self.path;
        if let Some(free) = path.iter_mut().find(|(name, _)| name.is_empty()) {
            *free = own;
        }
        let mut keys = self.keys;
        if let Some(free) = keys.iter_mut().find(|(key, _)| key.is_empty()) {
            *free = (key, index);
        }
        Located { path, keys, table, ..*self }
    }

    fn place(&self) -> String {
        let steps = self.path.iter().filter(|(name, _)| !name.is_empty());
        let steps = steps.map(|(name, index)| match index {
            0 => (*name).to_owned(),
            _ => format!("{name}[{index}]"),
        });
        steps.collect::<Vec<_>>().join(".")
    }

    pub fn fault(&self, what: impl Into<String>) {
        let what = what.into();
        let depth = self.keys.iter().take_while(|(key, _)| !key.is_empty()).count();
        let path = self.keys.get(..depth).unwrap_or_default();
        self.faults.borrow_mut().push(LintFault {
            file: self.file.to_owned(),
            line: line::of_path(self.text, path, &what),
            place: self.place(),
            what,
        });
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub fn get(&self, key: &str) -> Option<&'a TreeValue<'a>> {
        self.table.get(key)
    }

    /// Reports every other key as a typing error.
    pub fn allow_keys(&self, keys: &[&str]) {
        for key in self.table.keys().filter(|k| !keys.contains(k)) {
            self.fault(format!("unknown key `{key}`"));
        }
    }

    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.table.keys()
    }

    pub fn text(&self, key: &str) -> Option<&'a str> {
        let value = self.get(key)?;
        let text = value.as_str();
        if text.is_none() {
            self.fault(format!("`{key}` must be a text"));
        }
        text
    }

    pub fn need_text(&self, key: &str) -> String {
        match self.text(key) {
            Some(text) if !text.is_empty() => return text.to_owned(),
            Some(_) => self.fault(format!("`{key}` is empty")),
            None if !self.has(key) => self.fault(format!("`{key}` is missing")),
            None => {}
        }
        String::new()
    }

    pub fn integer(&self, key: &str) -> Option<i64> {
        let value = self.get(key)?;
        let number = value.as_integer();
        if number.is_none() {
            self.fault(format!("`{key}` must be a whole number"));
        }
        number
    }

    /// A whole number that must fit into `T`.
    pub fn number<T: TryFrom<i64>>(&self, key: &str) -> Option<T> {
        let number = self.integer(key)?;
        let fits = T::try_from(number).ok();
        if fits.is_none() {
            self.fault(format!("`{key}` = {number} does not fit"));
        }
        fits
    }

    pub fn need_number<T: TryFrom<i64> + Default>(&self, key: &str) -> T {
        if !self.has(key) {
            self.fault(format!("`{key}` is missing"));
        }
        self.number(key).unwrap_or_default()
    }

    pub fn flag(&self, key: &str) -> bool {
        match self.get(key) {
            None => false,
            Some(TreeValue::Boolean(yes)) => *yes,
            Some(_) => {
                self.fault(format!("`{key}` must be true or false"));
                false
            }
        }
    }

    /// The words of a text, a boolean, a whole number, or an array of these.
    pub fn words(&self, key: &str) -> Vec<String> {
        let one = |value: &TreeValue| match value {
            TreeValue::Text(text) => Some(text.to_string()),
            TreeValue::Boolean(yes) => Some(yes.to_string()),
            TreeValue::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        let words = match self.get(key) {
            None => return Vec::new(),
            Some(TreeValue::Array(items)) => items.iter().map(one).collect(),
            Some(value) => one(value).map(|word| vec![word]),
        };
        words.unwrap_or_else(|| {
            self.fault(format!("`{key}` must be a text or several"));
            Vec::new()
        })
    }

    /// A label in both languages; a plain text is the same in both.
    pub fn label(&self, key: &'static str) -> Option<Label> {
        match self.get(key)? {
            TreeValue::Text(text) => Some(Label { vi: text.to_string(), en: text.to_string() }),
            TreeValue::Table(table) => {
                let at = self.inner(table, key, 0);
                at.allow_keys(&["vi", "en"]);
                Some(Label { vi: at.need_text("vi"), en: at.need_text("en") })
            }
            _ => {
                self.fault(format!("`{key}` must be {{ vi = \"\", en = \"\" }}"));
                None
            }
        }
    }

    pub fn need_label(&self, key: &'static str) -> Label {
        if !self.has(key) {
            self.fault(format!("`{key}` is missing"));
        }
        self.label(key).unwrap_or_default()
    }

    pub fn table(&self, key: &'static str) -> Option<Located<'a>> {
        match self.get(key)? {
            TreeValue::Table(table) => Some(self.inner(table, key, 0)),
            _ => {
                self.fault(format!("`{key}` must be a table"));
                None
            }
        }
    }

    /// A text or a table, or an array of them.
    pub fn items(&self, key: &'static str) -> Vec<Result<&'a str, Located<'a>>> {
        let items = match self.get(key) {
            None => return Vec::new(),
            Some(TreeValue::Array(items)) => items.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let item = |(at, item): (usize, &'a TreeValue<'a>)| match item {
            TreeValue::Text(text) => Some(Ok(&**text)),
            TreeValue::Table(table) => Some(Err(self.inner(table, key, at + 1))),
            _ => {
                self.fault(format!("`{key}` must hold texts or tables"));
                None
            }
        };
        items.iter().enumerate().filter_map(item).collect()
    }

    /// One table or an array of them.
    pub fn tables(&self, key: &'static str) -> Vec<Located<'a>> {
        let items = match self.get(key) {
            None => return Vec::new(),
            Some(TreeValue::Table(table)) => return vec![self.inner(table, key, 0)],
            Some(TreeValue::Array(items)) => items.as_slice(),
            Some(_) => &[],
        };
        let tables: Vec<Located> = items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| Some(self.inner(item.as_table()?, key, i + 1)))
            .collect();
        if tables.is_empty() || tables.len() < items.len() {
            self.fault(format!("`{key}` must hold tables"));
        }
        tables
    }
}

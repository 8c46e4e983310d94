//! The content of a TOML file as a tree, from its text or from the bytes that `build.rs` made of
//! it. The built-in files come as bytes, because parsing their texts took two thirds of a start.
//! Knows nothing of the programme.

use std::borrow::Cow;

use toml::{Table, Value};

use crate::record::Date;

/// Deepest nesting of values that are read from bytes.
const MAX_DEPTH: usize = 32;

#[derive(Clone, Debug, PartialEq)]
pub enum TreeValue<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Boolean(bool),
    Day(Date),
    Array(Vec<TreeValue<'a>>),
    Table(Tree<'a>),
    /// a value that no programme file may have: a fraction, a time
    Other,
}

/// A table, by keys in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree<'a>(Vec<(Cow<'a, str>, TreeValue<'a>)>);

impl<'a> Tree<'a> {
    pub fn get(&self, key: &str) -> Option<&TreeValue<'a>> {
        self.0.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| &**key)
    }

    pub fn of(table: Table) -> Tree<'static> {
        Tree(table.into_iter().map(|(key, value)| (key.into(), TreeValue::of(value))).collect())
    }
}

impl<'a> TreeValue<'a> {
    fn of(value: Value) -> TreeValue<'static> {
        match value {
            Value::String(text) => TreeValue::Text(text.into()),
            Value::Integer(number) => TreeValue::Integer(number),
            Value::Boolean(yes) => TreeValue::Boolean(yes),
            Value::Array(items) => {
                TreeValue::Array(items.into_iter().map(TreeValue::of).collect())
            }
            Value::Table(table) => TreeValue::Table(Tree::of(table)),
            Value::Datetime(day) => day
                .date
                .and_then(|day| {
                    let year = i16::try_from(day.year).ok()?;
                    Some(TreeValue::Day(Date { year, month: day.month, day: day.day }))
                })
                .unwrap_or(TreeValue::Other),
            Value::Float(_) => TreeValue::Other,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            TreeValue::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_integer(&self) -> Option<i64> {
        match self {
            TreeValue::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_array(&self) -> Option<&Vec<TreeValue<'a>>> {
        match self {
            TreeValue::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_table(&self) -> Option<&Tree<'a>> {
        match self {
            TreeValue::Table(tree) => Some(tree),
            _ => None,
        }
    }

    pub fn as_day(&self) -> Option<Date> {
        match self {
            TreeValue::Day(day) => Some(*day),
            _ => None,
        }
    }

    pub fn is_bool(&self) -> bool {
        matches!(self, TreeValue::Boolean(_))
    }
}

/// The files by name, from the bytes that `build.rs` made of them.
pub fn files_of(bytes: &'static [u8]) -> Option<Vec<(&'static str, Tree<'static>)>> {
    let mut from = TreeBytes(bytes);
    let files = from.items(|from| Some((from.text()?, from.tree(MAX_DEPTH)?)))?;
    from.0.is_empty().then_some(files)
}

struct TreeBytes(&'static [u8]);

impl TreeBytes {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn length(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn tree(&mut self, depth: usize) -> Option<Tree<'static>> {
        self.items(|from| Some((Cow::Borrowed(from.text()?), from.value(depth)?))).map(Tree)
    }

    /// As many items as a number before them says.
    fn items<T>(&mut self, item: impl Fn(&mut TreeBytes) -> Option<T>) -> Option<Vec<T>> {
        let count = self.length()?;
        // `collect` would not know how many: growing moved every item several times
        let mut items = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            items.push(item(self)?);
        }
        Some(items)
    }

    fn value(&mut self, depth: usize) -> Option<TreeValue<'static>> {
        let depth = depth.checked_sub(1)?;
        Some(match self.take(1)? {
            [b't'] => TreeValue::Text(Cow::Borrowed(self.text()?)),
            [b'i'] => TreeValue::Integer(i64::from_le_bytes(*self.take(8)?.first_chunk()?)),
            [b'b'] => TreeValue::Boolean(self.take(1)? == [1]),
            [b'd'] => {
                let year = i16::from_le_bytes(*self.take(2)?.first_chunk()?);
                let [month, day] = *self.take(2)?.first_chunk()?;
                TreeValue::Day(Date { year, month, day })
            }
            [b'a'] => TreeValue::Array(self.items(|from| from.value(depth))?),
            [b'm'] => TreeValue::Table(self.tree(depth)?),
            _ => return None,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::programme::{HEADQUARTERS_BYTES, HEADQUARTERS_SOURCES, SOURCES, SOURCES_BYTES};

    #[test]
    fn the_bytes_say_what_the_files_say() {
        for (bytes, sources) in
            [(SOURCES_BYTES, SOURCES), (HEADQUARTERS_BYTES, HEADQUARTERS_SOURCES)]
        {
            let files = files_of(bytes).unwrap();
            assert_eq!(files.len(), sources.len());
            for ((name, tree), (file, text)) in files.iter().zip(sources) {
                assert_eq!(name, file);
                assert_eq!(*tree, Tree::of(text.parse().unwrap()), "{file}");
            }
            for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
                assert_eq!(files_of(&bytes[..cut]), None);
            }
        }
    }
}

//! Faults of a keymap file: type and location. Their texts are in `lang`.

use crate::lang::Lang;
use crate::lang::keys as keys_words;

/// A fault and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFault {
    pub file: String,
    pub line: Option<usize>,
    /// the context as spelled in the file
    pub context: Option<String>,
    /// the key as spelled in the file
    pub key: Option<String>,
    pub what: KeyWhat,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyWhat {
    NoSuchKeymap {
        names: String,
    },
    NotToml {
        why: String,
    },
    BoundTwice,
    NotATable,
    UnknownContext,
    UnknownKey,
    UnknownAction {
        action: String,
    },
    NotText,
    UnknownOption,
    OptionNotBool,
    /// the same key is also bound with another spelling in this table
    TwoSpellings {
        other: String,
    },
    /// the key acts at once, so that the longer sequence cannot be typed
    HidesSequence {
        sequence: String,
        context: String,
    },
    /// a plain character in a context for typing is text, never a key
    Eaten,
    /// terminals send another key instead of this one
    SentAs {
        key: String,
    },
    AltLetter,
    /// some Vietnamese tools send it for backspace
    CtrlH,
    NoWayOut,
    OneFamily {
        action: String,
    },
}

impl KeyFault {
    pub fn of_file(file: &str, what: KeyWhat) -> KeyFault {
        KeyFault { file: file.to_owned(), line: None, context: None, key: None, what }
    }

    pub(super) fn with(mut self, what: KeyWhat) -> KeyFault {
        self.what = what;
        self
    }

    /// Whether a part of the file could not be parsed.
    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self.what, KeyWhat::NotToml { .. } | KeyWhat::BoundTwice)
    }

    /// A fault from a TOML error. A duplicate key has its own type; other messages are passed on.
    pub(super) fn of_toml(
        file: &str,
        text: &str,
        lines: &KeymapLines,
        error: &toml::de::Error,
    ) -> KeyFault {
        let span = error.span().unwrap_or(0..0);
        let mut fault = KeyFault::of_file(
            file,
            KeyWhat::NotToml { why: error.message().replace('\n', ", ") },
        );
        fault.line = Some(lines.line_of(span.start));
        if error.message().starts_with("duplicate key") {
            fault.what = KeyWhat::BoundTwice;
            fault.key = text.get(span.clone()).map(|k| k.trim_matches(['"', '\'']).to_owned());
            let above = text.get(..span.start).unwrap_or("");
            fault.context = above
                .lines()
                .rev()
                .find_map(|l| l.trim().strip_prefix('[')?.split(']').next().map(str::to_owned));
        }
        fault
    }

    /// Location and text: `keymap.toml, line 3, [list] shift-g: ...`.
    pub fn text(&self, lang: Lang) -> String {
        let line = self.line.map(|line| keys_words::line(lang, line));
        let context = self.context.as_ref().map(|c| format!("[{c}]"));
        let place = match (context, &self.key) {
            (Some(context), Some(key)) => Some(format!("{context} {key}")),
            (context, key) => context.or_else(|| key.clone()),
        };
        let at: Vec<String> =
            [Some(self.file.clone()), line, place].into_iter().flatten().collect();
        format!("{}: {}", at.join(", "), self.what.text(lang))
    }
}

impl KeyWhat {
    pub fn text(&self, lang: Lang) -> String {
        match self {
            KeyWhat::NoSuchKeymap { names } => keys_words::no_such_keymap(lang, names),
            KeyWhat::NotToml { why } => keys_words::not_toml(lang, why),
            KeyWhat::BoundTwice => keys_words::bound_twice(lang),
            KeyWhat::NotATable => keys_words::not_a_table(lang),
            KeyWhat::UnknownContext => keys_words::unknown_context(lang),
            KeyWhat::UnknownKey => keys_words::unknown_key(lang),
            KeyWhat::UnknownAction { action } => keys_words::unknown_action(lang, action),
            KeyWhat::NotText => keys_words::not_text(lang),
            KeyWhat::UnknownOption => keys_words::unknown_option(lang),
            KeyWhat::OptionNotBool => keys_words::option_not_bool(lang),
            KeyWhat::TwoSpellings { other } => keys_words::two_spellings(lang, other),
            KeyWhat::HidesSequence { sequence, context } => {
                keys_words::hides_sequence(lang, sequence, context)
            }
            KeyWhat::Eaten => keys_words::eaten(lang),
            KeyWhat::SentAs { key } => keys_words::sent_as(lang, key),
            KeyWhat::AltLetter => keys_words::alt_letter(lang),
            KeyWhat::CtrlH => keys_words::ctrl_h(lang),
            KeyWhat::NoWayOut => keys_words::no_way_out(lang),
            KeyWhat::OneFamily { action } => keys_words::one_family(lang, action),
        }
    }
}

/// Offsets of a file's line ends, computed once for all faults and bindings.
pub(super) struct KeymapLines(Vec<usize>);

impl KeymapLines {
    pub fn of(text: &str) -> KeymapLines {
        KeymapLines(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The line number of a byte offset, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|end| *end < offset)
    }
}

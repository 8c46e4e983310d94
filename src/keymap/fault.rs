//! What can be wrong with a keymap file. The sentences are `lang`'s; here is only what, and where.

use crate::lang::Lang;
use crate::lang::keys as keys_words;

/// One fault, with where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFault {
    pub file: String,
    pub line: Option<usize>,
    /// as the file names it
    pub context: Option<String>,
    /// as the file spells it
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
    /// the same key, spelled another way elsewhere in the table
    TwoSpellings {
        other: String,
    },
    /// a key that acts at once, so that the longer sequence is never reached
    HidesSequence {
        sequence: String,
        context: String,
    },
    /// a plain character where one types is text
    Eaten,
    /// terminals send another key for it
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

    /// A part of the file could not be read at all.
    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self.what, KeyWhat::NotToml { .. } | KeyWhat::BoundTwice)
    }

    /// TOML itself refuses a key bound twice; everything else it says is passed on.
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

    /// Where and what: `keymap.toml, line 3, [list] shift-g: ...`.
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

/// Where the lines of a file end, computed once for all of its faults and bindings.
pub(super) struct KeymapLines(Vec<usize>);

impl KeymapLines {
    pub fn of(text: &str) -> KeymapLines {
        KeymapLines(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The number of the line that a byte is in, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|end| *end < offset)
    }
}

//! A key press, its spelling in a keymap, and its label on the screen.
//!
//! Knows no terminal: `shell` creates keys with [`Key::new`], which normalizes the encodings of all
//! terminals, so that keys can be compared with `==`.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The key without Ctrl, Alt and Shift. Shift-Tab is `Tab` with `shift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    Char(char),
    /// F1 to F12
    F(u8),
    Enter,
    Esc,
    Tab,
    Backspace,
    Insert,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// A key in normal form: a character never has shift (`G` is the upper-case letter), and with
/// Ctrl a letter is lower-case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

/// Families of keys. A terminal may intercept one family; keys of another one still work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Function,
    Ctrl,
    Named,
    Letter,
}

/// Keys with a name in keymaps and a label on the screen.
const NAMED: &[(Code, &str, &str)] = &[
    (Code::Char(' '), "space", "Space"),
    (Code::Enter, "enter", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Insert, "ins", "Ins"),
    (Code::Delete, "del", "Del"),
    (Code::Up, "up", "Up"),
    (Code::Down, "down", "Down"),
    (Code::Left, "left", "Left"),
    (Code::Right, "right", "Right"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::PageUp, "pgup", "PgUp"),
    (Code::PageDown, "pgdn", "PgDn"),
];

impl Key {
    pub const ESC: Key = Key::plain(Code::Esc);

    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A key in normal form. Some terminals report `A` with shift and others without; with Ctrl the
    /// case of a letter has no meaning.
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Key {
        let Code::Char(c) = code else { return Key { code, ctrl, alt, shift } };
        let c = match (ctrl, shift) {
            (true, _) => single(c.to_lowercase()).unwrap_or(c),
            (false, true) => single(c.to_uppercase()).unwrap_or(c),
            (false, false) => c,
        };
        Key { code: Code::Char(c), ctrl, alt, shift: false }
    }

    /// The character that this key types, if any.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    pub fn family(self) -> Family {
        match self.code {
            _ if self.ctrl => Family::Ctrl,
            Code::F(_) => Family::Function,
            Code::Char(' ') => Family::Named,
            Code::Char(_) => Family::Letter,
            _ => Family::Named,
        }
    }

    /// Parses the spelling of a keymap: `f2`, `shift-tab`, `ctrl-n`, `?`, `G`, `space`. `None`: no
    /// such key. `shift-` is allowed before a letter (`shift-g` is `G`) or a named key only.
    pub fn parse(text: &str) -> Option<Key> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        loop {
            let (flag, tail) = if let Some(tail) = rest.strip_prefix("ctrl-") {
                (&mut ctrl, tail)
            } else if let Some(tail) = rest.strip_prefix("alt-") {
                (&mut alt, tail)
            } else if let Some(tail) = rest.strip_prefix("shift-") {
                (&mut shift, tail)
            } else {
                break;
            };
            if std::mem::replace(flag, true) {
                return None;
            }
            rest = tail;
        }
        let code = parse_code(rest)?;
        if let Code::Char(c) = code
            && shift
            && (ctrl || !c.is_alphabetic())
        {
            return None;
        }
        Some(Key::new(code, ctrl, alt, shift))
    }

    /// The label in hints and help: `F2`, `Ctrl-N`, `Enter`, `?`.
    pub fn label(self) -> String {
        let mut out = String::new();
        for (on, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if on {
                out.push_str(name);
            }
        }
        match (named(self.code), self.code) {
            (Some((_, _, label)), _) => out.push_str(label),
            (None, Code::F(n)) => out.push_str(&format!("F{n}")),
            (None, Code::Char(c)) if self.ctrl || self.alt => out.extend(c.to_uppercase()),
            (None, Code::Char(c)) => out.push(c),
            (None, _) => {}
        }
        out
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if on {
                f.write_str(name)?;
            }
        }
        match (named(self.code), self.code) {
            (Some((_, name, _)), _) => f.write_str(name),
            (None, Code::F(n)) => write!(f, "f{n}"),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, _) => Ok(()),
        }
    }
}

/// Parses a sequence of keys separated by spaces: `g g`.
pub fn parse_sequence(text: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = text.split(' ').map(Key::parse).collect();
    keys.filter(|k| !k.is_empty())
}

pub fn show_sequence(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// The label of a sequence; plain characters are joined without spaces: `gg`.
pub fn label_sequence(keys: &[Key]) -> String {
    let labels: Vec<String> = keys.iter().map(|k| k.label()).collect();
    let plain = keys.iter().all(|k| k.family() == Family::Letter);
    labels.join(if plain { "" } else { " " })
}

fn named(code: Code) -> Option<&'static (Code, &'static str, &'static str)> {
    NAMED.iter().find(|(c, _, _)| *c == code)
}

fn parse_code(text: &str) -> Option<Code> {
    if let Some((code, _, _)) = NAMED.iter().find(|(_, name, _)| *name == text) {
        return Some(*code);
    }
    if let Some(c) = single(text.nfc()) {
        let visible = !c.is_control() && !c.is_whitespace();
        return visible.then_some(Code::Char(c));
    }
    let number = text.strip_prefix('f').filter(|n| !n.starts_with(['0', '+']))?;
    number.parse().ok().filter(|n| (1..=12).contains(n)).map(Code::F)
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

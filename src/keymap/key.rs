//! One key as it is pressed, as it is written in a keymap, and as it is shown to a person.
//!
//! Knows no terminal: `shell` makes keys with [`Key::new`], which brings every terminal's way of
//! telling a key to one form, so that a key can be compared with `==`.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// What was pressed, without ctrl, alt and shift. Shift-Tab is `Tab` with `shift`.
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

/// A key in its one normal form: a character never carries shift (`G` is the upper-case letter),
/// and with ctrl a letter is lower-case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

/// Keys that a terminal may keep for itself go by family: where one family is eaten, another
/// still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Function,
    Ctrl,
    Named,
    Letter,
}

/// Name in a keymap, label on the screen.
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

    /// The door: whatever a terminal said, in normal form. `A` arrives with shift from some and
    /// without it from others; with ctrl the case of a letter says nothing.
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Key {
        let Code::Char(c) = code else { return Key { code, ctrl, alt, shift } };
        let c = match (ctrl, shift) {
            (true, _) => single(c.to_lowercase()).unwrap_or(c),
            (false, true) => single(c.to_uppercase()).unwrap_or(c),
            (false, false) => c,
        };
        Key { code: Code::Char(c), ctrl, alt, shift: false }
    }

    /// The character that this key types where one types.
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

    /// As a keymap writes it: `f2`, `shift-tab`, `ctrl-n`, `?`, `G`, `space`. `None`: no such key.
    /// Shift comes before a letter (`shift-g` is `G`) or a named key, never before a sign.
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

    /// As hints and help show it: `F2`, `Ctrl-N`, `Enter`, `?`.
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

/// A sequence as a keymap writes it: keys with a space between, `g g`.
pub fn parse_sequence(text: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = text.split(' ').map(Key::parse).collect();
    keys.filter(|k| !k.is_empty())
}

pub fn show_sequence(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// `F2`, `Ctrl-N`; a sequence of plain characters without spaces, `gg`.
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

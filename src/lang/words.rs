//! Fixed texts: a pair of languages, and the long and short label of an action.

use super::Lang;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    pub vi: &'static str,
    pub en: &'static str,
}

/// The label of an action, and a short one for the hint bar (at most 14 cells).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub long: Both,
    pub short: Both,
}

impl Both {
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

pub const fn both(vi: &'static str, en: &'static str) -> Both {
    Both { vi, en }
}

/// Each language as (long label, short label).
pub(super) const fn words(
    vi: (&'static str, &'static str),
    en: (&'static str, &'static str),
) -> Words {
    Words { long: both(vi.0, en.0), short: both(vi.1, en.1) }
}

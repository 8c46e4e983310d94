//! A table of sentences, a line each, becomes a function each: both languages or neither compile.

macro_rules! say {
    ($($name:ident($($arg:ident: $ty:ty),*) $vi:literal / $en:literal;)*) => {
        $(pub fn $name(lang: Lang, $($arg: $ty),*) -> String {
            match lang {
                Lang::Vi => format!($vi),
                Lang::En => format!($en),
            }
        })*

        /// Names of all messages without data, for the test of their form.
        #[cfg(test)]
        const SOURCES: &[(&str, &str, &str)] = &[$((stringify!($name), $vi, $en)),*];
    };
}

pub(super) use say;

/// What every table of sentences has to keep.
#[cfg(test)]
pub(super) fn assert_composed_and_present(sources: &[(&str, &str, &str)]) {
    use unicode_normalization::is_nfc;
    for (name, vi, en) in sources {
        assert!(is_nfc(vi) && is_nfc(en), "{name}");
        assert!(!vi.trim().is_empty() && !en.trim().is_empty(), "{name}");
    }
}

//! A table of sentences, a line each, becomes a function each: both languages or neither compile.
//! English, which has plurals, may be followed by what is in its `{}`.

macro_rules! say {
    ($($name:ident($($arg:ident: $ty:ty),*) $vi:literal / $en:literal $(, $en_arg:expr)*;)*) => {
        $(pub fn $name(lang: Lang, $($arg: $ty),*) -> String {
            match lang {
                Lang::Vi => format!($vi),
                Lang::En => format!($en $(, $en_arg)*),
            }
        })*

        /// The raw texts as (name, vi, en), for the tests of spelling and width.
        pub const TEXTS: &[(&str, &str, &str)] = &[$((stringify!($name), $vi, $en)),*];
    };
}

pub(super) use say;

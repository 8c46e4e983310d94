//! A table of sentences, a line each, becomes a function each: both languages or neither compile.
//! English, which has plurals, may be followed by what is in its `{}`; Vietnamese has that in brackets.

macro_rules! say {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),*) $vi:literal $(($($vi_arg:expr),*))? / $en:literal $(, $en_arg:expr)*;)*) => {
        $($(#[$doc])* pub fn $name(lang: $crate::lang::Lang, $($arg: $ty),*) -> String {
            match lang {
                $crate::lang::Lang::Vi => format!($vi $(, $($vi_arg),*)?),
                $crate::lang::Lang::En => format!($en $(, $en_arg)*),
            }
        })*

        /// The raw texts as (name, vi, en), for the tests of spelling and width.
        pub const TEXTS: &[(&str, &str, &str)] = &[$((stringify!($name), $vi, $en)),*];
    };
}

pub(super) use say;

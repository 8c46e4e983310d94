//! The macro `say!`: turns each row of a table into a function that formats a text in one of both
//! languages. Arguments for `{}` follow the English text, and the Vietnamese one in parentheses.

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

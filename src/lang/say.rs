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

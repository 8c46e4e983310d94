//! The macro that makes an enum of messages: each variant carries its data and says both
//! languages on adjacent lines, in the syntax of `format!`.

/// ```ignore
/// messages! {
///     pub enum Word, WORDS {
///         Saved { clock: &'a str }
///             "Đã lưu {clock}";
///             "Saved {clock}";
///     }
/// }
/// ```
/// `WORDS` lists the raw texts as (name, vi, en), for the tests of spelling and width.
macro_rules! messages {
    ($(#[$doc:meta])* pub enum $name:ident $(<$life:lifetime>)?, $texts:ident {
        $($(#[$about:meta])* $variant:ident $({ $($field:ident: $ty:ty),* })?
            $vi:literal $(, $vi_arg:expr)*;
            $en:literal $(, $en_arg:expr)*;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name $(<$life>)? { $($(#[$about])* $variant $({ $($field: $ty),* })?,)* }

        pub const $texts: &[(&str, &str, &str)] = &[$((stringify!($variant), $vi, $en)),*];

        impl $(<$life>)? $name $(<$life>)? {
            #[allow(clippy::useless_format)]
            pub fn text(&self, lang: $crate::lang::Lang) -> String {
                match (self, lang) {
                    $(
                        (Self::$variant $({ $($field),* })?, $crate::lang::Lang::Vi) =>
                            { $($(let _ = $field;)*)? format!($vi $(, $vi_arg)*) }
                        (Self::$variant $({ $($field),* })?, $crate::lang::Lang::En) =>
                            { $($(let _ = $field;)*)? format!($en $(, $en_arg)*) }
                    )*
                }
            }
        }
    };
}
pub(super) use messages;

/// English plural: `1 record`, `2 records`. Vietnamese has none.
pub(super) fn s(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The words that go with a count in English: `1 row is`, `2 rows are`.
pub(super) fn agree(
    count: impl std::fmt::Display,
    one: &'static str,
    more: &'static str,
) -> &'static str {
    if count.to_string() == "1" { one } else { more }
}

/// A count as every screen shows it: `4.213`, in both languages like the amounts in the fields.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

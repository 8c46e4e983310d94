//! All texts of the program, in Vietnamese and English side by side. A leaf module.
//!
//! A fixed text is a constant (`Both`, `Words`); a text with data is a function made by `say!`. A
//! text without its second language does not compile. Keys in a text are arguments that the caller
//! takes from the keymap.

pub mod action;
pub mod app;
pub mod attachment;
pub mod audit;
pub mod cli;
pub mod context;
pub mod doctor;
pub mod done_change;
pub mod erasing;
pub mod faults;
pub mod files;
pub mod form;
pub mod handover;
pub mod hq;
pub mod keys;
pub mod listing;
mod message;
pub mod moved;
pub mod papers;
pub mod passphrase;
pub mod programme_files;
pub mod recovery;
pub mod results;
pub mod review_case;
pub mod revise;
pub mod rules;
mod say;
pub mod store;
pub mod sync;
pub mod sync_status;
pub mod system;
pub mod verify;
pub mod words;

pub use message::count;

/// The language of all output. Stored data does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// Its name in `--lang` and the config.
    pub const fn id(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    pub fn by_id(id: &str) -> Option<Lang> {
        match id {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// The language of the flag, or else of the config, or else of the locale: English for `en...`,
/// Vietnamese for any other.
pub fn choose(flag: Option<Lang>, config: Option<Lang>, locale: Option<&str>) -> Lang {
    let is_english =
        locale.is_some_and(|l| l.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en")));
    flag.or(config).unwrap_or(if is_english { Lang::En } else { Lang::Vi })
}

//! What is wrong with a passphrase, in words.

use crate::lang::Lang;
use crate::lang::cli::passphrase as words;
use crate::storage::crypto::passphrase::PassphraseFault;
use crate::storage::limits;

pub fn fault_text(fault: PassphraseFault, lang: Lang) -> String {
    match fault {
        PassphraseFault::Empty => words::empty(lang),
        PassphraseFault::Short => words::short(lang, limits::PASSPHRASE_LETTERS),
        PassphraseFault::Long => words::long(lang, limits::PASSPHRASE),
        PassphraseFault::Control => words::control(lang),
        PassphraseFault::NotText => words::not_text(lang),
    }
}

//! What is wrong with a passphrase, in words.

use crate::lang::Lang;
use crate::lang::cli::passphrase as words;
use crate::programme::Role;
use crate::storage::crypto::passphrase::PassphraseFault;
use crate::storage::limits;

/// What was done, and what follows from it. `had_one`: before.
pub fn set_text(role: Role, had_one: bool, lang: Lang) -> String {
    let said = match (role, had_one) {
        (_, true) => words::changed(lang),
        (Role::Officer, false) => words::set(lang),
        (Role::Headquarters, false) => words::set_headquarters(lang),
    };
    match role {
        Role::Officer => said,
        Role::Headquarters => format!("{said} {}", words::receive_needs_file(lang)),
    }
}

pub fn fault_text(fault: PassphraseFault, lang: Lang) -> String {
    match fault {
        PassphraseFault::Empty => words::empty(lang),
        PassphraseFault::Short => words::short(lang, limits::PASSPHRASE_LETTERS),
        PassphraseFault::Long => words::long(lang, limits::PASSPHRASE),
        PassphraseFault::Control => words::control(lang),
        PassphraseFault::NotText => words::not_text(lang),
    }
}

//! Explains passphrase errors, and manages whether headquarters can help when a passphrase is
//! forgotten.

use crate::lang::Lang;
use crate::lang::cli::passphrase as words;
use crate::lang::recovery;
use crate::programme::Role;
use crate::storage::crypto::passphrase::PassphraseFault;
use crate::storage::limits;
use crate::store::{Store, StoreError};
use crate::sync::certificate::Enrolment;
use crate::sync::recovery::seal_slot;

/// Confirms a passphrase change, and its consequences. `had_one`: a passphrase was set before.
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

/// The name of headquarters if the officer can be offered its help: the notebook is enrolled, has a
/// passphrase, and has not allowed recovery yet.
pub fn recovery_offer(store: &Store) -> Result<Option<String>, StoreError> {
    let settings = store.passphrase();
    if !settings.is_set() || settings.recovery().is_some() {
        return Ok(None);
    }
    let enrolment = Enrolment::read(&store.keyed_folder())?;
    Ok(enrolment.map(|enrolment| enrolment.card.name))
}

/// Seals the data key to headquarters and returns its name. `None` if the notebook is not enrolled.
pub fn allow_recovery(store: &Store) -> Result<Option<String>, StoreError> {
    let folder = store.keyed_folder();
    let Some(enrolment) = Enrolment::read(&folder)? else { return Ok(None) };
    let slot = seal_slot(&folder.keys()?, store.device_id(), &enrolment.card);
    // nothing can be sealed to a damaged key
    let slot = slot.map_err(|_| StoreError::EnrolmentDamaged)?;
    store.passphrase().set_recovery(Some(&slot))?;
    Ok(Some(enrolment.card.name))
}

/// What happens if the passphrase is forgotten. `None` at headquarters.
pub fn recovery_text(store: &Store, lang: Lang) -> Option<String> {
    let is_on = store.passphrase().recovery().is_some();
    let text = if is_on { recovery::is_on(lang) } else { recovery::is_off(lang) };
    (!store.programme().is_headquarters()).then_some(text)
}

/// Allows or withdraws recovery by headquarters; returns a text for the user.
pub fn switch_recovery(store: &Store, is_on: bool, lang: Lang) -> Result<String, StoreError> {
    if is_on {
        let hq = allow_recovery(store)?;
        return Ok(hq.map_or_else(
            || recovery::needs_enrolment(lang),
            |hq| recovery::turned_on(lang, &hq),
        ));
    }
    if store.passphrase().recovery().is_none() {
        return Ok(recovery::is_off(lang));
    }
    store.passphrase().set_recovery(None)?;
    Ok(recovery::turned_off(lang))
}

/// Withdraws recovery from a headquarters other than `key_id`, after enrolling at that one. Returns
/// whether there was such a recovery.
pub fn forget_other_headquarters(store: &Store, key_id: u64) -> Result<bool, StoreError> {
    let is_other = store.passphrase().recovery().is_some_and(|slot| slot.recipient != key_id);
    if is_other {
        store.passphrase().set_recovery(None)?;
    }
    Ok(is_other)
}

//! Reads the keymap: a built-in one or a file, overlaid with the officer's own keys.

use std::io::ErrorKind;
use std::path::Path;

use crate::keymap::Keymap;
use crate::lang::Lang;
use crate::lang::cli::args as args_words;
use crate::lang::system::why;
use crate::storage::disk::RealDisk;

/// Maximum size; a larger file is not a keymap.
const MOST_BYTES: u64 = 256 << 10;

/// The named keymap (built-in or a file), overlaid with the user's file, and all faults as
/// sentences. A faulty file is ignored. `Err`: there is no such keymap.
pub fn load(
    named: Option<&str>,
    user_file: Option<&Path>,
    lang: Lang,
) -> Result<(Keymap, Vec<String>), String> {
    let named = named.unwrap_or("default");
    let mut faults = Vec::new();
    let missing =
        || args_words::wrong_value(lang, "--keymap", named, "default, vim, FILE.toml");
    let (mut keymap, file) = match Keymap::builtin(named) {
        Some(keymap) => (keymap, None),
        None => (Keymap::builtin("default").ok_or_else(missing)?, Some(Path::new(named))),
    };
    if file.is_some_and(|file| !file.exists()) {
        return Err(missing());
    }
    let user_file = user_file.filter(|file| file.exists());
    for file in [file, user_file].into_iter().flatten() {
        let name = file.display().to_string();
        match read(file) {
            Err(e) => {
                let why = why(&e, lang);
                faults.push(args_words::cannot_read(lang, &name, &why));
            }
            Ok(text) => match keymap.overlay(&text, &name) {
                Ok(laid) => keymap = laid,
                Err(found) => faults.extend(found.iter().map(|fault| fault.text(lang))),
            },
        }
    }
    Ok((keymap, faults))
}

fn read(file: &Path) -> std::io::Result<String> {
    let bytes = RealDisk.read_named(file, MOST_BYTES)?;
    String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
}

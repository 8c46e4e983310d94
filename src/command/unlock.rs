//! Unlocks a notebook with a passphrase for a command: from a file or typed on the terminal. Never
//! from an argument or environment variable, which other programs can see.

use std::path::Path;
use std::time::Duration;

use zeroize::Zeroizing;

use super::command_io::{CommandIo, Stop};
use crate::lang::Lang;
use crate::lang::cli::passphrase as words;
use crate::programme::Role;
use crate::services::passphrase::fault_text;
use crate::storage::crypto::key_file::KeyFile;
use crate::storage::crypto::key_folder::{self, KeyAccess, KeyedFolder, NewPassphrase};
use crate::storage::crypto::passphrase::{Passphrase, PassphraseFault};
use crate::storage::disk::{RealDisk, is_open_to_others};
use crate::storage::limits;
use crate::store::{StoreError, messages};

/// Number of attempts before the command gives up.
const TRIES: u32 = 3;

/// The notebook's folder with its keys; asks for the passphrase only once per call.
pub fn folder(io: &mut CommandIo<'_>) -> Result<KeyedFolder, Stop> {
    folder_asking(io, words::prompt)
}

pub fn folder_asking(
    io: &mut CommandIo<'_>,
    prompt: fn(Lang) -> String,
) -> Result<KeyedFolder, Stop> {
    if let Some(open) = io.unlocked.as_ref().filter(|open| open.dir == io.data) {
        return Ok(open.clone());
    }
    let closed = key_folder::is_closed(&io.data);
    let file = closed.then(|| key_folder::key_file(&RealDisk, &io.data)).transpose();
    let folder = match file.map_err(|e| io.failed(&e))? {
        Some(file) => {
            let access = access(io, &file, prompt)?;
            KeyedFolder { dir: io.data.clone(), access }
        }
        None => KeyedFolder::from(&io.data),
    };
    io.unlocked = Some(folder.clone());
    Ok(folder)
}

/// Unlocks a key file, which may be that of a backup.
pub fn access(
    io: &mut CommandIo<'_>,
    file: &KeyFile,
    prompt: fn(Lang) -> String,
) -> Result<KeyAccess, Stop> {
    if !file.is_closed() {
        return Ok(KeyAccess::None);
    }
    if let Some(path) = io.passphrase_file.clone() {
        let given = from_file(io, &path, Passphrase::first_line)?;
        return match KeyAccess::Passphrase(given).open(file) {
            Ok(keys) => Ok(KeyAccess::Keys(keys)),
            Err(StoreError::WrongPassphrase) => {
                let path = path.display().to_string();
                Err(Stop::Failed(words::wrong_in_file(io.lang, &path)))
            }
            Err(error) => Err(io.failed(&error)),
        };
    }
    if !io.answered {
        return Err(io.failed(&StoreError::PassphraseNeeded));
    }
    without_echo(io, |io| ask_to_open(io, file, prompt))
}

fn ask_to_open(
    io: &mut CommandIo<'_>,
    file: &KeyFile,
    prompt: fn(Lang) -> String,
) -> Result<KeyAccess, Stop> {
    for tried in 1..=TRIES {
        let typed = ask(io, &prompt(io.lang))?;
        let opened = match Passphrase::new(&typed) {
            Ok(given) => KeyAccess::Passphrase(given).open(file),
            Err(_) => Err(StoreError::WrongPassphrase),
        };
        match opened {
            Ok(keys) => return Ok(KeyAccess::Keys(keys)),
            Err(StoreError::WrongPassphrase) if tried < TRIES => {
                io.say(&words::wrong_wait(io.lang))?;
                std::thread::sleep(Duration::from_secs(tried.into()));
            }
            Err(StoreError::WrongPassphrase) => {}
            Err(error) => return Err(io.failed(&error)),
        }
    }
    Err(Stop::Failed(match io.role {
        Role::Headquarters => words::wrong_last_headquarters(io.lang),
        Role::Officer => words::wrong_last(io.lang),
    }))
}

/// A new passphrase, from a file or typed twice. `None`: none was given.
pub fn new_passphrase(
    io: &mut CommandIo<'_>,
    file: Option<&Path>,
    prompt: fn(Lang) -> String,
) -> Result<Option<NewPassphrase>, Stop> {
    if let Some(path) = file {
        let given = from_file(io, path, Passphrase::first_line_secret)?;
        return Ok(Some(NewPassphrase::calibrated(given)));
    }
    if !io.answered {
        return Ok(None);
    }
    without_echo(io, |io| ask_for_new(io, prompt))
}

fn ask_for_new(
    io: &mut CommandIo<'_>,
    prompt: fn(Lang) -> String,
) -> Result<Option<NewPassphrase>, Stop> {
    loop {
        let typed = ask(io, &prompt(io.lang))?;
        let given = match Passphrase::new_secret(&typed) {
            Ok(given) => given,
            Err(PassphraseFault::Empty) => return Ok(None),
            Err(fault) => {
                io.say(&fault_text(fault, io.lang))?;
                continue;
            }
        };
        let again = ask(io, &words::prompt_again(io.lang))?;
        if Passphrase::new(&again).as_ref() == Ok(&given) {
            return Ok(Some(NewPassphrase::calibrated(given)));
        }
        io.say(&words::not_alike(io.lang))?;
    }
}

/// Turns the echo off for a whole dialogue: people type before a prompt is there, and while a
/// passphrase is being checked.
fn without_echo<T>(
    io: &mut CommandIo<'_>,
    dialogue: impl FnOnce(&mut CommandIo<'_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    (io.echo)(false);
    let done = dialogue(io);
    (io.echo)(true);
    done
}

fn from_file(
    io: &mut CommandIo<'_>,
    path: &Path,
    parse: fn(&[u8]) -> Result<Passphrase, PassphraseFault>,
) -> Result<Passphrase, Stop> {
    let shown = path.display().to_string();
    let bytes = RealDisk.read_named(path, limits::SMALL_FILE).map(Zeroizing::new);
    let bytes = bytes.map_err(|e| {
        let why = messages::why(&e, io.lang);
        Stop::Failed(words::file_unreadable(io.lang, &shown, &why))
    })?;
    if is_open_to_others(path) {
        io.say(&words::file_open(io.lang, &shown))?;
    }
    parse(&bytes).map_err(|fault| {
        let what = fault_text(fault, io.lang);
        Stop::Failed(words::file_bad(io.lang, &shown, &what))
    })
}

/// Reads a line; the caller has turned the echo off. Ctrl-C stops the command.
fn ask(io: &mut CommandIo<'_>, prompt: &str) -> Result<Zeroizing<String>, Stop> {
    io.say_on_line(prompt)?;
    let typed = read_secret(io.input);
    io.say("")?;
    typed.ok_or_else(|| Stop::Failed(words::given_up(io.lang)))
}

/// Reads a line in non-canonical mode: line editing and Ctrl-C are handled here.
fn read_secret(input: &mut dyn std::io::Read) -> Option<Zeroizing<String>> {
    // full capacity at once: a reallocation would leave copies of the secret in memory
    let mut line = Zeroizing::new(Vec::with_capacity(limits::PASSPHRASE + 1));
    let mut byte = [0; 1];
    loop {
        match input.read(&mut byte) {
            Ok(1) => {}
            // end of input before any byte
            _ if line.is_empty() => return None,
            _ => break,
        }
        match byte[0] {
            b'\r' | b'\n' => break,
            // ctrl-c, ctrl-d
            3 | 4 => return None,
            // backspace, ctrl-h: the last letter with all its bytes
            8 | 0x7f => while line.pop().is_some_and(|last| last & 0xc0 == 0x80) {},
            // ctrl-u
            0x15 => line.clear(),
            byte if line.len() <= limits::PASSPHRASE => line.push(byte),
            _ => {}
        }
    }
    std::str::from_utf8(&line).ok().map(|text| Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_shown_is_corrected_like_any_other() {
        let read = |bytes: &[u8]| read_secret(&mut &bytes[..]).map(|text| text.to_string());
        assert_eq!(read("mật\n".as_bytes()).as_deref(), Some("mật"));
        assert_eq!(read("mậ\x7fat\r".as_bytes()).as_deref(), Some("mat"));
        assert_eq!(read(b"\x7f\x08ab\x15cd\nef").as_deref(), Some("cd"));
        assert_eq!(read(b"abc\x03"), None);
        assert_eq!(read(b"abc\x04"), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(b"\n").as_deref(), Some(""));
        assert_eq!(read(b"\xff\n"), None);
        // one byte more than allowed is kept, so that it is refused as too long and not cut
        let long = read(&[b'a'; 5000]).unwrap();
        assert_eq!(Passphrase::new(&long), Err(PassphraseFault::Long));
    }
}

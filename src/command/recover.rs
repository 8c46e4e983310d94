//! `sotay recover`: replaces a forgotten passphrase with headquarters' help. Writes a request, then
//! accepts the answer and sets a new passphrase.

use std::io::Write;
use std::path::Path;

use zeroize::Zeroizing;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{arguments, notebook, unlock};
use crate::cancel::CancelToken;
use crate::lang::cli::passphrase as passphrase_words;
use crate::lang::recovery as words;
use crate::lang::words::both;
use crate::services::out_file::WriteFault;
use crate::storage::crypto::key_folder::{self, KeyAccess, KeyedFolder};
use crate::storage::crypto::one_time::OneTimeSecret;
use crate::storage::crypto::random::random;
use crate::storage::disk::RealDisk;
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget};
use crate::store::StoreError;
use crate::sync::recovery::RecoveryRequest;
use crate::sync::seal::SealSecret;

pub const SPEC: CommandSpec = CommandSpec::new(
    "recover",
    both(
        "Quên mật khẩu: ghi đề nghị cho cấp trên, rồi nhận trả lời và đặt mật khẩu mới",
        "Forgotten passphrase: write a request, then take in the answer and set a new one",
    ),
    run,
)
.details(both(
    "Chỉ dùng được khi sổ đã cho cấp trên giúp (passphrase recovery on). Chỉ trả lời cho đề nghị \
     mới nhất mới dùng được.",
    "For notebooks that let headquarters help (passphrase recovery on). Only the answer to the \
     newest request can be used.",
))
.usage(&["--request FILE [--force]", "--accept FILE [--new-passphrase-file FILE]"])
.args(&[
    arguments::REQUEST,
    arguments::ACCEPT.conflicts(&["request"]),
    ArgSpec::option(
        "new-passphrase-file",
        "FILE",
        both("Tệp có mật khẩu mới ở dòng đầu", "File with the new passphrase on its first line"),
    )
    .path()
    .requires("accept"),
    arguments::FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    if !key_folder::is_closed(&io.data) {
        // opening reports any other fault of the notebook first
        let store = notebook::open(io)?;
        notebook::close(io, &store)?;
        return Err(Stop::Failed(words::needs_passphrase(io.lang)));
    }
    match given.maybe_path("accept") {
        Some(file) => accept(io, &file, given.maybe_path("new-passphrase-file").as_deref()),
        None => request(io, &given.path("request")),
    }
}

fn request(io: &mut CommandIo<'_>, file: &Path) -> CommandResult {
    let (lang, dir) = (io.lang, io.data.clone());
    let key = key_folder::key_file(&RealDisk, &dir).map_err(|e| io.failed(&e))?;
    let device = key_folder::journal_device(&RealDisk, &dir);
    let (Some(slot), Some(data_key)) = (key.recovery(), key.key_id) else {
        return Err(Stop::Failed(words::no_slot(lang)));
    };
    let device = device.ok_or_else(|| io.failed(&StoreError::DeviceDamaged))?;
    let secret = random::<32>().map(Zeroizing::new).map_err(|e| io.failed(&e))?;
    let public = SealSecret::from_bytes(&secret).map(|secret| secret.public());
    let one_time = public.map_err(|_| io.failed(&StoreError::NoRandomness))?;
    let request = RecoveryRequest { device, data_key, slot, one_time, created_at: (io.now)() };
    let bytes = request.encode();
    let unwritten =
        |e: &std::io::Error| Stop::Failed(WriteFault::of(e, file, lang).text(file, lang));
    let target = FileTarget { file, existing: io.output.existing };
    let out = AtomicFile::create(target, &CancelToken::default());
    let mut out = out.map_err(|e| unwritten(&e))?;
    // durable before the request is written: without this secret the answer is useless
    OneTimeSecret::create(&RealDisk, &dir, &secret, &bytes).map_err(|e| io.failed(&e))?;
    let written = out.write_all(&bytes).and_then(|()| out.publish());
    written.map_err(|e| unwritten(&e))?;
    let shown = file.display().to_string();
    io.say(&words::request_written(lang, &shown))?;
    io.say(&words::eight(lang, &request.words()))?;
    io.say(&words::then_accept(lang))?;
    Ok(CommandEnd::All)
}

/// Writes nothing before the new passphrase is given, so that no key file exists without one.
fn accept(io: &mut CommandIo<'_>, file: &Path, new: Option<&Path>) -> CommandResult {
    let (lang, dir) = (io.lang, io.data.clone());
    let shown = file.display().to_string();
    let bytes = io.read_brought(file)?;
    let waiting = OneTimeSecret::read(&RealDisk, &dir);
    let waiting = waiting.ok_or_else(|| Stop::Failed(words::none_waits(lang)))?;
    let key = key_folder::key_file(&RealDisk, &dir).map_err(|e| io.failed(&e))?;
    let request = RecoveryRequest::decode(&waiting.request).ok();
    let request = request.filter(|request| key.key_id == Some(request.data_key));
    let opened = request.and_then(|request| {
        let keys = request.open_answer(&waiting.secret, &bytes).ok()?;
        Some((keys, request))
    });
    let Some((keys, request)) = opened else {
        return Err(Stop::Failed(words::bad_answer(lang, &shown)));
    };
    io.say(&words::eight(lang, &request.words()))?;
    io.say(&words::new_passphrase_now(lang))?;
    let new = unlock::new_passphrase(io, new, passphrase_words::prompt_new)?;
    let new = new.ok_or_else(|| Stop::Failed(passphrase_words::new_needed(lang)))?;
    io.unlocked = Some(KeyedFolder { dir, access: KeyAccess::Keys(keys) });
    let store = notebook::open(io)?;
    let done = store.passphrase().recover(&new).map_err(|e| io.failed(&e));
    let closed = notebook::close(io, &store);
    done.and(closed)?;
    io.say(&words::recovered(lang))?;
    Ok(CommandEnd::All)
}

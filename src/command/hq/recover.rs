//! `sotay-hq recover`: answers the request of an officer who has forgotten the passphrase, after
//! two people have compared eight words.

use std::io::{self, Write};
use std::path::PathBuf;

use super::arguments;
use super::open::{directory, note_before, note_if_failed};
use crate::cancel::CancelToken;
use crate::command::arguments::FORCE;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::HqDirectory;
use crate::lang::recovery as words;
use crate::lang::words::both;
use crate::programme::reference::province_name;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::services::headquarters::unconfirmed_text;
use crate::services::out_file::WriteFault;
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget, is_in_place};
use crate::sync::certificate::Certificate;
use crate::sync::recovery::{RecoveryRefused, RecoveryRequest};
use crate::text::format::{show_date, today_from_millis};
use crate::text::hex::short_hex;

pub const SPEC: CommandSpec = CommandSpec::new(
    "recover",
    both(
        "Cán bộ quên mật khẩu: xem đề nghị, so tám từ qua điện thoại, ghi trả lời",
        "Forgotten passphrase: read the request, compare eight words by telephone, write the \
         answer",
    ),
    run,
)
.args(&[
    ArgSpec::positional(
        "file",
        "FILE",
        both(
            "Tệp do sotay recover --request ghi",
            "The file that sotay recover --request wrote",
        ),
    )
    .path(),
    arguments::REPLY,
    FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (lang, file) = (io.lang, given.path("file"));
    let shown = file.display().to_string();
    let home = directory(io)?;
    let bytes = io.read_brought(&file)?;
    let request = RecoveryRequest::decode(&bytes);
    let request = request.map_err(|_| Stop::Failed(words::bad_request(lang, &shown)))?;
    let who = whose(io, &home, &request)?;
    let Certificate { number, name, unit, province, .. } = &who;
    let (province, device) = (province_name(province), short_hex(&request.device));
    let made = show_date(today_from_millis(request.created_at));
    io.say(&words::whose(lang, *number, name, unit, province, &device, &made))?;
    // check before the telephone call
    let answer = request.answer(&home.secret).map_err(|refused| {
        Stop::Failed(match refused {
            RecoveryRefused::OtherHeadquarters => words::sealed_elsewhere(lang),
            RecoveryRefused::Damaged => words::does_not_open(lang),
        })
    })?;
    let path = given.maybe_path("out").unwrap_or_else(|| {
        let mut name = file.into_os_string();
        name.push(".reply");
        PathBuf::from(name)
    });
    let unwritten =
        |e: &io::Error| Stop::Failed(WriteFault::of(e, &path, lang).text(&path, lang));
    let target = FileTarget { file: &path, existing: io.output.existing };
    let out = AtomicFile::create(target, &CancelToken::default());
    let mut out = out.map_err(|e| unwritten(&e))?;
    io.say(&words::eight(lang, &request.words()))?;
    io.say(&words::compare(lang))?;
    io.say(&words::type_number(lang, *number))?;
    if io.read_line() != number.to_string() {
        io.say(&words::not_opened(lang))?;
        return Ok(CommandEnd::Some);
    }
    // check again: the device may have been revoked during the call
    whose(io, &home, &request)?;
    let about = AuditAbout { device: Some(request.device), ..AuditAbout::officer(*number) };
    note_before(io, &home, AuditDeed::Recover, about)?;
    let mut written = out.write_all(&answer).and_then(|()| out.publish());
    // the file can be read, even if a power cut may take it away
    if !written.as_ref().is_err_and(is_in_place) {
        written = note_if_failed(io, &home, AuditDeed::Recover, about, written)?;
    }
    written.map_err(|e| unwritten(&e))?;
    io.say(&words::answered(lang, &path.display().to_string(), name))?;
    Ok(CommandEnd::All)
}

/// The officer of the device. An unknown or revoked device is refused.
fn whose(
    io: &CommandIo<'_>,
    home: &HqDirectory,
    request: &RecoveryRequest,
) -> Result<Certificate, Stop> {
    // an unconfirmed list of devices from a backup may lack later revocations
    if let Some(waits) = home.awaits_confirm().map_err(|e| io.failed(&e))? {
        return Err(Stop::Failed(unconfirmed_text(&waits, io.lang)));
    }
    let known = home.officer_of(request.device).map_err(|e| io.failed(&e))?;
    let Some(known) = known else {
        let device = short_hex(&request.device);
        return Err(Stop::Failed(words::unknown_device(io.lang, &device)));
    };
    let who = known.certificate().clone();
    if known.revoked.is_some() {
        return Err(Stop::Failed(words::revoked(io.lang, who.number, &who.name)));
    }
    Ok(who)
}

//! `sotay enrol`: writes a request to headquarters and accepts the answer. Records written before
//! the enrolment are sent too.

use std::io::Write;
use std::path::Path;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{arguments, notebook, samples};
use crate::cancel::CancelToken;
use crate::lang::hq as hq_words;
use crate::lang::recovery;
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::programme::reference::province_name;
use crate::services::officer::officer_text;
use crate::services::out_file::WriteFault;
use crate::services::passphrase::forget_other_headquarters;
use crate::storage::crypto::key::Keys;
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::limits;
use crate::storage::limits::OFFICER_TEXT;
use crate::store::{Device, Store, StoreError, messages};
use crate::sync::certificate::{Certificate, Enrolment};
use crate::sync::enrol::{EnrolRequest, accept as accepted, card_words};
use crate::sync::peer_state::PeerState;
use crate::text::clean;
use crate::text::fold::fold;

pub const SPEC: CommandSpec = CommandSpec::new(
    "enrol",
    both(
        "Đăng ký sổ này với cấp trên: ghi tệp đề nghị, rồi nhận tệp trả lời",
        "Enrol this notebook at headquarters: write a request, then take in the answer",
    ),
    run,
)
.usage(&["--request FILE [--ssh-key FILE] [--force]", "--accept FILE [--words TEXT] [--move]"])
.args(&[
    arguments::REQUEST,
    arguments::ACCEPT.conflicts(&["request", "ssh-key"]),
    ArgSpec::option(
        "ssh-key",
        "FILE",
        both(
            "Khóa ssh công khai của cán bộ, nếu có",
            "The officer's public ssh key, if there is one",
        ),
    )
    .path(),
    ArgSpec::option(
        "words",
        "TEXT",
        both(
            "Tám từ mà cấp trên đọc (sotay-hq words): --accept tự so, khác thì từ chối",
            "The eight words that headquarters reads out (sotay-hq words): --accept compares them \
             instead of asking, and refuses other ones",
        ),
    )
    .requires("accept"),
    ArgSpec::flag(
        "move",
        both(
            "Cho phép --accept chuyển sổ sang nơi nhận khác",
            "Let --accept move the notebook to another headquarters",
        ),
    )
    .requires("accept"),
    arguments::FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    match given.maybe_path("accept") {
        Some(file) => accept(io, &file, given.maybe_text("words"), given.flag("move")),
        None => request(io, &given.path("request"), given.maybe_path("ssh-key").as_deref()),
    }
}

fn request(io: &mut CommandIo<'_>, file: &Path, ssh: Option<&Path>) -> CommandResult {
    let lang = io.lang;
    let ssh = match ssh {
        Some(path) => ssh_key(io, path)?,
        None => String::new(),
    };
    let store = notebook::open(io)?;
    samples::refuse(io, &store)?;
    let officer = notebook::officer(io, &store)?;
    // a record from an older program may contain line ends
    let answer = |id: &str| {
        let text = officer_text(io.programme(), &officer, id).unwrap_or_default();
        clean(&text, false).trim().to_owned()
    };
    let device = device(io, &store)?;
    let request = EnrolRequest {
        key: device.signing_key().verifying_key().to_bytes(),
        officer: device.officer,
        name: answer("name"),
        unit: answer("unit"),
        province: answer("province"),
        ssh,
        created_at: (io.now)(),
    };
    notebook::close(io, &store)?;
    if let Some(part) = request.invalid_for_writing() {
        let most = OFFICER_TEXT as u64;
        return Err(Stop::Failed(hq_words::request_long(lang, part, most)));
    }
    let shown = file.display().to_string();
    let target = FileTarget { file, existing: io.output.existing };
    let written = AtomicFile::create(target, &CancelToken::default()).and_then(|mut out| {
        out.write_all(&request.sign(device.signing_key()))?;
        out.publish()
    });
    written.map_err(|e| Stop::Failed(WriteFault::of(&e, file, lang).text(file, lang)))?;
    let words = request.words();
    io.say(&hq_words::request_written(lang, &shown, &words))?;
    Ok(CommandEnd::All)
}

/// Holds the store's lock until the end: the officer's id may change, and no op may be written
/// under the old id afterwards. `theirs`: the eight words as headquarters reads them. `to_other`:
/// replace an enrolment at another headquarters.
fn accept(
    io: &mut CommandIo<'_>,
    file: &Path,
    theirs: Option<&str>,
    to_other: bool,
) -> CommandResult {
    let store = notebook::open(io)?;
    let done = samples::refuse(io, &store)
        .and_then(|()| store_enrolment(io, &store, file, theirs, to_other));
    let closed = notebook::close(io, &store);
    let done = done?;
    closed?;
    Ok(done)
}

fn store_enrolment(
    io: &mut CommandIo<'_>,
    store: &Store,
    file: &Path,
    theirs: Option<&str>,
    to_other: bool,
) -> CommandResult {
    let lang = io.lang;
    let shown = file.display().to_string();
    let bytes = io.read_brought(file)?;
    let mut device = device(io, store)?;
    let reply = accepted(&bytes, device.id)
        .map_err(|_| Stop::Failed(hq_words::bad_reply(lang, &shown)))?;
    let now = match Enrolment::read(&store.keyed_folder()) {
        // accepting an answer repairs a damaged enrolment
        Err(StoreError::EnrolmentDamaged) => None,
        now => now.map_err(|e| io.failed(&e))?,
    };
    let left = now.filter(|now| now.card.sign != reply.card.sign);
    let (hq, words) = (&reply.card.name, card_words(&reply.card));
    let Certificate { number, name, unit, province, officer, .. } =
        &reply.certificate.certificate;
    let province = province_name(province);
    let said = hq_words::reply_of(lang, hq, *number, name, unit, province);
    io.say(&said)?;
    if let Some(left) = &left {
        let from = &left.card.name;
        io.say(&hq_words::leaves_hq(lang, from, hq))?;
        if !to_other && !io.answered {
            return Err(Stop::Failed(hq_words::not_moved(lang)));
        }
    }
    // headquarters' signature does not cover its own certificate: only the words do
    if let Some(theirs) = theirs {
        if !are_same_words(theirs, &words) {
            return Err(Stop::Failed(sync_words::reply_has_other_words(lang, theirs)));
        }
    } else {
        io.say(&hq_words::compare_words(lang, hq, &words))?;
    }
    if theirs.is_none() && io.answered {
        io.say(&hq_words::same_as_theirs(lang))?;
        if !["y", "c"].contains(&&*io.read_line().to_lowercase()) {
            io.say(&hq_words::not_accepted(lang))?;
            return Ok(CommandEnd::Some);
        }
    }
    let failed = |error| io.failed(&error);
    if *officer != device.officer {
        let keys = Keys::read(store.keyed_folder()).map_err(failed)?;
        device.set_officer(&RealDisk, &io.data, &keys, *officer).map_err(failed)?;
    }
    reply.write(&store.keyed_folder()).map_err(failed)?;
    let key_id = reply.card.key_id();
    if forget_other_headquarters(store, key_id).map_err(|e| io.failed(&e))? {
        io.say(&recovery::other_headquarters(lang))?;
    }
    // the device is enrolled again: it is no longer revoked
    let peer = PeerState::at(&io.data);
    peer.save_revoked_since(None).map_err(|e| io.failed(&e))?;
    io.say(&hq_words::accepted(lang, hq, *number))?;
    Ok(CommandEnd::All)
}

/// The syllables are distinct without diacritics, so these need not be typed.
fn are_same_words(one: &str, other: &str) -> bool {
    let plain = |words: &str| words.split_whitespace().map(fold).collect::<Vec<_>>();
    plain(one) == plain(other)
}

fn device(io: &CommandIo<'_>, store: &Store) -> Result<Device, Stop> {
    let keys = Keys::read(store.keyed_folder()).map_err(|e| io.failed(&e))?;
    Device::load(&io.data, &keys).map_err(|e| io.failed(&e))
}

/// The public key on the first line of an ssh key file.
fn ssh_key(io: &CommandIo<'_>, path: &Path) -> Result<String, Stop> {
    let shown = path.display().to_string();
    let bytes = RealDisk.read(path, limits::SMALL_FILE).map_err(|e| {
        let why = messages::why(&e, io.lang);
        Stop::Failed(hq_words::no_ssh_file(io.lang, &shown, &why))
    })?;
    let text = String::from_utf8(bytes).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim();
    if crate::sync::enrol::is_ssh_key(line) {
        return Ok(line.to_owned());
    }
    Err(Stop::Failed(hq_words::bad_ssh_key(io.lang, &shown)))
}

//! `sotay-hq enrol`: reads a request, has two people compare its words, and writes an answer.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::officers::{ssh_line, warn_without_file};
use super::open::{directory, note_before, note_if_failed};
use super::{arguments, warnings};
use crate::cancel::CancelToken;
use crate::command::arguments::FORCE;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::HqDirectory;
use crate::hq::admin::officer::{Enrolled, EnrolmentPlan, EnrolmentRefused};
use crate::hq::ingest::log;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::programme::reference::province_name;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::services::out_file::WriteFault;
use crate::storage::disk::atomic_file::{AtomicFile, Existing, FileTarget};
use crate::sync::certificate::Certificate;
use crate::sync::enrol::{EnrolRefused, EnrolRequest, answer};
use crate::sync::messages::when;
use crate::text::format::{show_date, today_from_millis};
use crate::text::hex::short_hex;

pub const SPEC: CommandSpec = CommandSpec::new(
    "enrol",
    both(
        "Nhận một máy: xem tệp đề nghị, so tám từ qua điện thoại, ghi tệp trả lời",
        "Take in a device: read its request, compare eight words by telephone, write \
         the answer",
    ),
    run,
)
.args(&[
    ArgSpec::positional(
        "file",
        "FILE",
        both("Tệp do sotay enrol --request ghi", "The file that sotay enrol --request wrote"),
    )
    .path(),
    ArgSpec::option(
        "number",
        "N",
        both(
            "Số của cán bộ đã có: máy mới thay máy cũ, máy cũ bị thu hồi",
            "Number of an officer already known: the new device takes the old one's place",
        ),
    )
    .value(arguments::OFFICER_NUMBER),
    ArgSpec::flag(
        "new",
        both(
            "Người khác, dù đã có cán bộ trùng tên: cấp số mới",
            "Another person, though an officer of that name is known: give a new number",
        ),
    )
    .conflicts(&["number"]),
    arguments::REPLY,
    ArgSpec::flag(
        "yes",
        both("Không hỏi: tám từ đã được so", "Do not ask: the eight words were compared"),
    ),
    ArgSpec::flag(
        "again",
        both("Nhận lại cả máy đã bị thu hồi", "Take in even a device that was shut out"),
    ),
    FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let file = &given.path("file");
    let (yes, again, new) = (given.flag("yes"), given.flag("again"), given.flag("new"));
    let home = directory(io)?;
    let shown = file.display().to_string();
    let lang = io.lang;
    let bytes = io.read_brought(file)?;
    let request = EnrolRequest::read(&bytes).map_err(|unfit| {
        Stop::Failed(match unfit {
            EnrolRefused::Damaged => hq_words::bad_request(lang, &shown),
            EnrolRefused::Text(part) => hq_words::request_text(lang, &shown, part),
        })
    })?;
    let EnrolRequest { name, unit, province, .. } = &request;
    let province = province_name(province);
    io.say(&hq_words::request(lang, name, unit, province))?;
    io.say(&hq_words::words(lang, &request.words()))?;
    let known = home.officer_of(request.device()).map_err(|e| io.failed(&e))?;
    let was_out = known.as_ref().is_some_and(|known| known.revoked.is_some());
    if let (Some(known), true, false) = (&known, was_out, again) {
        return Err(Stop::Failed(hq_words::was_shut_out(lang, known.certificate().number)));
    }
    let removed = home.was_removed(request.device());
    if known.is_none() && removed.map_err(|e| io.failed(&e))? && !again {
        return Err(Stop::Failed(hq_words::was_removed(lang)));
    }
    let place = |io: &CommandIo<'_>, number: Option<u32>| {
        let plan = home.plan_enrolment(&request, number).map_err(|e| io.failed(&e))?;
        plan.map_err(|no| Stop::Failed(refusal(&no, number.unwrap_or(0), lang)))
    };
    let mut number = arguments::officer(given, "number");
    let mut plan = place(io, number)?;
    let path = given.maybe_path("out").unwrap_or_else(|| reply_beside(file));
    // check before the telephone call
    if io.output.existing == Existing::Keep && path.symlink_metadata().is_ok() {
        return Err(Stop::Failed(WriteFault::Exists.text(&path, lang)));
    }
    let mut new_person = false;
    if let (Some(held), true) = (plan.replaced(), new) {
        let Certificate { number, name, .. } = held;
        return Err(Stop::Failed(hq_words::device_of_another(lang, *number, name)));
    }
    if plan.replaced().is_none() {
        let alike = home.similar_officers(&request).map_err(|e| io.failed(&e))?;
        show_similar(io, &home, &alike)?;
        if let (Some(first), true, false) = (alike.first(), yes, new) {
            let known = numbers(&alike);
            let first = first.certificate().number;
            return Err(Stop::Failed(hq_words::known_name_asked(lang, &known, first)));
        }
        if !new && !alike.is_empty() {
            show(io, &plan, false)?;
            match ask_which_officer(io, &plan, &alike)? {
                None => {
                    io.say(&hq_words::not_enrolled(lang))?;
                    return Ok(CommandEnd::Some);
                }
                Some(KnownName::Nobodys) => new_person = true,
                Some(KnownName::Officers(known)) => {
                    number = Some(known);
                    plan = place(io, number)?;
                }
            }
        }
    }
    let other = plan.is_of_other_name(&request);
    if !new_person {
        show(io, &plan, other)?;
    }
    if yes && other {
        let number = plan.certificate().number;
        return Err(Stop::Failed(hq_words::other_name_asked(lang, number)));
    }
    if !yes && !new_person && !confirm_fingerprint(io, &plan)? {
        io.say(&hq_words::not_enrolled(lang))?;
        return Ok(CommandEnd::Some);
    }
    if place(io, number)? != plan {
        return Err(Stop::Failed(hq_words::seat_changed(lang)));
    }
    // make sure that the answer can be written before the device is enrolled
    let unwritten =
        |e: &io::Error| Stop::Failed(WriteFault::of(e, &path, lang).text(&path, lang));
    let target = FileTarget { file: &path, existing: io.output.existing };
    let mut reply =
        AtomicFile::create(target, &CancelToken::default()).map_err(|e| unwritten(&e))?;
    let undone = hq_words::enrol_undone(lang);
    let about = AuditAbout {
        device: Some(request.device()),
        ..AuditAbout::officer(plan.certificate().number)
    };
    note_before(io, &home, AuditDeed::Enrol, about)?;
    let enrolled = home.enrol(&plan, (io.now)());
    let enrolled = note_if_failed(io, &home, AuditDeed::Enrol, about, enrolled)?
        .map_err(|e| io.failed_at(&e, &undone))?;
    let card = home.card().map_err(|e| io.failed(&e))?;
    let written = reply.write_all(&answer(&card, &enrolled.certificate));
    let shown = path.display().to_string();
    let number = enrolled.certificate().number;
    written.and_then(|()| reply.publish()).map_err(|e| {
        let why = WriteFault::of(&e, &path, lang).text(&path, lang);
        let means = hq_words::reply_unwritten(lang, number);
        Stop::Failed(format!("{why}\n{means}"))
    })?;
    let words = home.fingerprint_words();
    let name = &enrolled.certificate().name;
    io.say(&hq_words::enrolled(lang, name, number, &shown, &words))?;
    if was_out {
        io.say(&hq_words::taken_in_again(lang, number))?;
    }
    if let Some(line) = ssh_line(&enrolled, &home, io) {
        io.say(&hq_words::ssh_line(lang))?;
        io.put(&line)?;
        warn_without_file(io)?;
    }
    io.flush()?;
    warnings::warn_stale_lists(io, &home)?;
    Ok(CommandEnd::All)
}

fn reply_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".reply");
    PathBuf::from(name)
}

fn refusal(no: &EnrolmentRefused, number: u32, lang: Lang) -> String {
    match no {
        EnrolmentRefused::NoSuchOfficer => hq_words::no_officer(lang, number),
        EnrolmentRefused::OfAnother { number, name } => {
            hq_words::device_of_another(lang, *number, name)
        }
        EnrolmentRefused::Claimed { number, name } => hq_words::claims(lang, *number, name),
    }
}

/// Prints the officer the device would belong to, and which other devices it revokes.
fn show(io: &mut CommandIo<'_>, plan: &EnrolmentPlan, other: bool) -> Result<(), Stop> {
    let lang = io.lang;
    let Certificate { number, name, unit, province, .. } = plan.certificate();
    let (number, province) = (*number, province_name(province));
    match plan.replaced() {
        None => io.say(&hq_words::seat_new(lang, number))?,
        Some(held) => {
            let (name, unit, province) =
                (&held.name, &held.unit, province_name(&held.province));
            io.say(&hq_words::seat_of(lang, number, name, unit, province))?;
        }
    }
    if other {
        io.say(&hq_words::other_name(lang, number))?;
    }
    for out in plan.revokes() {
        let device = short_hex(&out.certificate().device);
        let day = show_date(today_from_millis(out.certificate().issued));
        io.say(&hq_words::shuts_out(lang, &device, &day))?;
    }
    io.say(&hq_words::seat_gives(lang, number, name, unit, province))
}

/// The answer to whose device this is, when an officer of this name is known.
enum KnownName {
    Nobodys,
    Officers(u32),
}

/// Prints the officers of the same name, and when each was last heard from.
fn show_similar(
    io: &mut CommandIo<'_>,
    home: &HqDirectory,
    alike: &[Enrolled],
) -> Result<(), Stop> {
    for known in alike {
        let Certificate { number, name, unit, province, device, .. } = known.certificate();
        let heard = log::last_heard(&home.dir, &home.keys, device);
        let heard = heard.map_err(|e| io.failed(&e))?.map(when);
        let heard = heard.as_deref();
        let out = known.revoked.is_some();
        let (number, province) = (*number, province_name(province));
        let word = hq_words::alike(io.lang, number, name, unit, province, heard, out);
        io.say(&word)?;
    }
    Ok(())
}

fn numbers(officers: &[Enrolled]) -> String {
    let all = officers.iter().map(|known| known.certificate().number.to_string());
    all.collect::<Vec<_>>().join(", ")
}

/// Asks whether this is a new officer or a known one. "y" is no answer here, on purpose.
fn ask_which_officer(
    io: &mut CommandIo<'_>,
    plan: &EnrolmentPlan,
    alike: &[Enrolled],
) -> Result<Option<KnownName>, Stop> {
    let number = plan.certificate().number;
    let known = numbers(alike);
    io.say(&hq_words::new_or_known(io.lang, number, &known))?;
    let typed = io.read_line().trim().to_lowercase();
    let is_theirs =
        |number: &u32| alike.iter().any(|known| known.certificate().number == *number);
    let known = typed.parse::<u32>().ok().filter(is_theirs);
    Ok(match (typed.as_str(), known) {
        ("m" | "n", _) => Some(KnownName::Nobodys),
        (_, known) => known.map(KnownName::Officers),
    })
}

/// Asks for confirmation. Replacing a device requires the officer's number, so that a habitual
/// "y" does not revoke one.
fn confirm_fingerprint(io: &mut CommandIo<'_>, plan: &EnrolmentPlan) -> Result<bool, Stop> {
    let number = plan.certificate().number;
    let takes = plan.replaced().is_some() && !plan.revokes().is_empty();
    let (question, wanted) = match takes {
        true => (hq_words::same_and_replace(io.lang, number), vec![number.to_string()]),
        false => (hq_words::same(io.lang), vec!["y".to_owned(), "c".to_owned()]),
    };
    io.say(&question)?;
    Ok(wanted.contains(&io.read_line().to_lowercase()))
}

//! `sotay-hq enrol`: a request read, its words compared by two people, an answer written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cancel::CancelToken;
use crate::command::arguments::FORCE;
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::hq::HqDirectory;
use crate::hq::admin::officer::{Enrolled, EnrolmentPlan, EnrolmentRefused};
use crate::hq::ingest::log;
use crate::lang::hq::HqWord;
use crate::lang::system::why;
use crate::lang::words::both;
use crate::programme::reference::province_name;
use crate::services::out_file::WriteFault;
use crate::storage::disk::atomic_file::{AtomicFile, Existing, FileTarget};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::limits;
use crate::sync::certificate::Certificate;
use crate::sync::enrol::{EnrolRefused, EnrolRequest, answer};
use crate::sync::messages::when;
use crate::text::format::{show_date, today_from_millis};
use crate::text::hex::short_hex;

use super::officers::ssh_line;
use super::open::directory;
use super::{arguments, remind};

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
    ArgSpec::option(
        "out",
        "FILE",
        both(
            "Tệp trả lời (mặc định: tên tệp đề nghị thêm .reply)",
            "The answer's file (the request's name with .reply if left out)",
        ),
    )
    .path(),
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

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let file = &given.path("file");
    let (yes, again, new) = (given.flag("yes"), given.flag("again"), given.flag("new"));
    let home = directory(stage)?;
    let shown = file.display().to_string();
    let lang = stage.lang;
    let failed = |word: HqWord<'_>| Stop::Failed(word.text(lang));
    let bytes = RealDisk.read(file, limits::SMALL_FILE);
    let bytes = bytes.map_err(|e| {
        let why = why(&e, lang);
        failed(HqWord::Unreadable { file: &shown, why: &why })
    })?;
    let request = EnrolRequest::read(&bytes).map_err(|unfit| {
        failed(match unfit {
            EnrolRefused::Damaged => HqWord::BadRequest { file: &shown },
            EnrolRefused::Text(part) => HqWord::RequestText { file: &shown, part },
        })
    })?;
    let EnrolRequest { name, unit, province, .. } = &request;
    let province = province_name(province);
    stage.say(&HqWord::Request { name, unit, province }.text(lang))?;
    stage.say(&HqWord::Words { words: &request.words() }.text(lang))?;
    let known = home.officer_of(request.device()).map_err(|e| stage.failed(&e))?;
    let was_out = known.as_ref().is_some_and(|known| known.revoked.is_some());
    if let (Some(known), true, false) = (&known, was_out, again) {
        return Err(failed(HqWord::WasShutOut { number: known.certificate().number }));
    }
    let removed = home.was_removed(request.device());
    if known.is_none() && removed.map_err(|e| stage.failed(&e))? && !again {
        return Err(failed(HqWord::WasRemoved));
    }
    let place = |stage: &CommandIo<'_>, number: Option<u32>| {
        let seat = home.plan_enrolment(&request, number).map_err(|e| stage.failed(&e))?;
        seat.map_err(|no| failed(refusal(&no, number.unwrap_or(0))))
    };
    let mut number = arguments::officer(given, "number");
    let mut seat = place(stage, number)?;
    let path = given.maybe_path("out").unwrap_or_else(|| reply_beside(file));
    // before anybody takes up the telephone
    if stage.manner.existing == Existing::Keep && path.symlink_metadata().is_ok() {
        return Err(Stop::Failed(WriteFault::Exists.text(&path, lang)));
    }
    let mut new_person = false;
    if let (Some(held), true) = (seat.replaced(), new) {
        let Certificate { number, name, .. } = held;
        return Err(failed(HqWord::DeviceOfAnother { number: *number, name }));
    }
    if seat.replaced().is_none() {
        let alike = home.similar_officers(&request).map_err(|e| stage.failed(&e))?;
        show_similar(stage, &home, &alike)?;
        if let (Some(first), true, false) = (alike.first(), yes, new) {
            let known = numbers(&alike);
            let first = first.certificate().number;
            return Err(failed(HqWord::KnownNameAsked { known: &known, first }));
        }
        if !new && !alike.is_empty() {
            show(stage, &seat, false)?;
            match ask_which_officer(stage, &seat, &alike)? {
                None => {
                    stage.say(&HqWord::NotEnrolled.text(lang))?;
                    return Ok(CommandEnd::Some);
                }
                Some(KnownName::Nobodys) => new_person = true,
                Some(KnownName::Officers(known)) => {
                    number = Some(known);
                    seat = place(stage, number)?;
                }
            }
        }
    }
    let other = seat.is_of_other_name(&request);
    if !new_person {
        show(stage, &seat, other)?;
    }
    if yes && other {
        let number = seat.certificate().number;
        return Err(failed(HqWord::OtherNameAsked { number }));
    }
    if !yes && !new_person && !confirm_fingerprint(stage, &seat)? {
        stage.say(&HqWord::NotEnrolled.text(lang))?;
        return Ok(CommandEnd::Some);
    }
    if place(stage, number)? != seat {
        return Err(failed(HqWord::SeatChanged));
    }
    // the way to the answer is open before anything is decided
    let unwritten =
        |e: &io::Error| Stop::Failed(WriteFault::of(e, &path, lang).text(&path, lang));
    let target = FileTarget { file: &path, existing: stage.manner.existing };
    let mut reply =
        AtomicFile::create(target, &CancelToken::default()).map_err(|e| unwritten(&e))?;
    let undone = HqWord::EnrolUndone.text(lang);
    let enrolled =
        home.enrol(&seat, (stage.now)()).map_err(|e| stage.failed_at(&e, &undone))?;
    let card = home.card().map_err(|e| stage.failed(&e))?;
    let written = reply.write_all(&answer(&card, &enrolled.certificate));
    let shown = path.display().to_string();
    let number = enrolled.certificate().number;
    written.and_then(|()| reply.publish()).map_err(|e| {
        let why = WriteFault::of(&e, &path, lang).text(&path, lang);
        let means = HqWord::ReplyUnwritten { number }.text(lang);
        Stop::Failed(format!("{why}\n{means}"))
    })?;
    let words = home.fingerprint_words();
    let name = &enrolled.certificate().name;
    stage.say(&HqWord::Enrolled { name, number, file: &shown, words: &words }.text(lang))?;
    if was_out {
        stage.say(&HqWord::TakenInAgain { number }.text(lang))?;
    }
    if let Some(line) = ssh_line(&enrolled, &home) {
        stage.say(&HqWord::SshLine.text(lang))?;
        stage.put(&line)?;
    }
    stage.flush()?;
    remind::warn_stale_lists(stage, &home)?;
    Ok(CommandEnd::All)
}

fn reply_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".reply");
    PathBuf::from(name)
}

fn refusal(no: &EnrolmentRefused, number: u32) -> HqWord<'_> {
    match no {
        EnrolmentRefused::NoSuchOfficer => HqWord::NoOfficer { number },
        EnrolmentRefused::OfAnother { number, name } => {
            HqWord::DeviceOfAnother { number: *number, name }
        }
        EnrolmentRefused::Claimed { number, name } => HqWord::Claims { number: *number, name },
    }
}

/// Whose place the device takes, and what that does to his other devices.
fn show(stage: &mut CommandIo<'_>, seat: &EnrolmentPlan, other: bool) -> Result<(), Stop> {
    let lang = stage.lang;
    let Certificate { number, name, unit, province, .. } = seat.certificate();
    let (number, province) = (*number, province_name(province));
    match seat.replaced() {
        None => stage.say(&HqWord::SeatNew { number }.text(lang))?,
        Some(held) => {
            let (name, unit, province) =
                (&held.name, &held.unit, province_name(&held.province));
            stage.say(&HqWord::SeatOf { number, name, unit, province }.text(lang))?;
        }
    }
    if other {
        stage.say(&HqWord::OtherName { number }.text(lang))?;
    }
    for out in seat.revokes() {
        let device = short_hex(&out.certificate().device);
        let day = show_date(today_from_millis(out.certificate().issued));
        stage.say(&HqWord::ShutsOut { device: &device, day: &day }.text(lang))?;
    }
    stage.say(&HqWord::SeatGives { number, name, unit, province }.text(lang))
}

/// Whom a device is for that comes under a known name.
enum KnownName {
    Nobodys,
    Officers(u32),
}

/// Officers of the same name, and when each was last heard of.
fn show_similar(
    stage: &mut CommandIo<'_>,
    home: &HqDirectory,
    alike: &[Enrolled],
) -> Result<(), Stop> {
    for known in alike {
        let Certificate { number, name, unit, province, device, .. } = known.certificate();
        let heard = log::last_heard(&home.dir, &home.keys, device);
        let heard = heard.map_err(|e| stage.failed(&e))?.map(when);
        let heard = heard.as_deref();
        let out = known.revoked.is_some();
        let (number, province) = (*number, province_name(province));
        let word = HqWord::Alike { number, name, unit, province, heard, out };
        stage.say(&word.text(stage.lang))?;
    }
    Ok(())
}

fn numbers(officers: &[Enrolled]) -> String {
    let all = officers.iter().map(|known| known.certificate().number.to_string());
    all.collect::<Vec<_>>().join(", ")
}

/// A letter that answers other questions answers this one not.
fn ask_which_officer(
    stage: &mut CommandIo<'_>,
    seat: &EnrolmentPlan,
    alike: &[Enrolled],
) -> Result<Option<KnownName>, Stop> {
    let number = seat.certificate().number;
    let known = numbers(alike);
    stage.say(&HqWord::NewOrKnown { number, known: &known }.text(stage.lang))?;
    let typed = stage.read_line().trim().to_lowercase();
    let is_theirs =
        |number: &u32| alike.iter().any(|known| known.certificate().number == *number);
    let known = typed.parse::<u32>().ok().filter(is_theirs);
    Ok(match (typed.as_str(), known) {
        ("m" | "n", _) => Some(KnownName::Nobodys),
        (_, known) => known.map(KnownName::Officers),
    })
}

/// Taking somebody's place asks for his number, so that a hand that always types the same letter
/// shuts nobody out.
fn confirm_fingerprint(stage: &mut CommandIo<'_>, seat: &EnrolmentPlan) -> Result<bool, Stop> {
    let number = seat.certificate().number;
    let takes = seat.replaced().is_some() && !seat.revokes().is_empty();
    let (question, wanted) = match takes {
        true => (HqWord::SameAndReplace { number }, vec![number.to_string()]),
        false => (HqWord::Same, vec!["y".to_owned(), "c".to_owned()]),
    };
    stage.say(&question.text(stage.lang))?;
    Ok(wanted.contains(&stage.read_line().to_lowercase()))
}

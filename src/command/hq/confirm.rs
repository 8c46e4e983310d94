//! `sotay-hq confirm`: after a restore the administrator says that the devices shown are the ones that
//! count; until then nothing that they send is understood, and nothing goes down.

use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::hq::HqDirectory;
use crate::hq::admin::roll::{AwaitingConfirm, LearnedDevices};
use crate::lang::hq::HqWord;
use crate::lang::words::both;

use super::officers::row;
use super::open::{directory, fold, report_fold};
use super::remind;

pub const SPEC: CommandSpec = CommandSpec::new(
    "confirm",
    both(
        "Sau khi lấy lại từ bản sao: xác nhận danh sách máy là đúng, rồi mới gộp và gửi \
         xuống",
        "After a restore: say that the devices shown are the right ones; only then \
         anything counts",
    ),
    run,
)
.args(&[ArgSpec::flag(
    "yes",
    both("Không hỏi: danh sách máy đã được xem", "Do not ask: the devices were looked at"),
)]);

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let home = directory(stage)?;
    let lang = stage.lang;
    let Some(waits) = home.awaits_confirm().map_err(|e| stage.failed(&e))? else {
        stage.say(&HqWord::NobodyWaits.text(lang))?;
        return Ok(CommandEnd::All);
    };
    if waits.replaced.is_some() {
        return Err(Stop::Failed(remind::unconfirmed_text(&waits, lang)));
    }
    show(stage, &home, &waits)?;
    if !given.flag("yes") {
        stage.say(&HqWord::AreTheseAll.text(lang))?;
        if !["y", "c"].contains(&&*stage.read_line().to_lowercase()) {
            stage.say(&HqWord::NotConfirmed.text(lang))?;
            return Ok(CommandEnd::Some);
        }
    }
    let undone = HqWord::ConfirmUndone.text(lang);
    home.confirm((stage.now)()).map_err(|e| stage.failed_at(&e, &undone))?;
    stage.say(&HqWord::Confirmed.text(lang))?;
    stage.say(&HqWord::NewWords { words: &home.fingerprint_words() }.text(lang))?;
    let folded = fold(stage)?;
    let done = report_fold(stage, folded)?;
    remind::warn_stale_lists(stage, &home)?;
    Ok(done)
}

/// The devices as they would count, and what lists have added.
pub fn show(
    stage: &mut CommandIo<'_>,
    home: &HqDirectory,
    waits: &AwaitingConfirm,
) -> Result<(), Stop> {
    let LearnedDevices { enrolled, removed } = waits.learned;
    if !waits.learned.is_nothing() {
        stage.say(&HqWord::Learned { enrolled, removed }.text(stage.lang))?;
    }
    let all = home.officers().map_err(|e| stage.failed(&e))?;
    for officer in &all {
        let line = row(officer, stage);
        stage.say(&line)?;
    }
    Ok(())
}

//! Officers and their devices: who there is, who is shut out, who takes over whose work.

use std::path::PathBuf;

use super::super::notebook;
use super::super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use super::{confirm, fold, home, open};
use crate::hq::HqDirectory;
use crate::hq::admin::assign;
use crate::hq::admin::officer::{Enrolled, hex};
use crate::lang::hq::HqWord;
use crate::text::cells;
use crate::text::format::{show_date, today_from_millis};

pub fn list(stage: &mut CommandIo<'_>, ssh: bool) -> CommandResult {
    let home = home(stage)?;
    let all = home.officers().map_err(|e| notebook::failed(stage, &e))?;
    for officer in &all {
        let line = match ssh {
            true if officer.revoked.is_some() => continue,
            true => ssh_line(officer, &home).unwrap_or_default(),
            false => row(officer, stage),
        };
        if !line.is_empty() {
            stage.put(&line)?;
        }
    }
    confirm::remind(stage, &home)?;
    stage.flush()?;
    Ok(CommandEnd::All)
}

/// Names this program and this folder wherever ssh starts it.
pub fn ssh_line(officer: &Enrolled, home: &HqDirectory) -> Option<String> {
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("sotay-hq"));
    let dir = home.dir.canonicalize().unwrap_or_else(|_| home.dir.clone());
    officer.ssh_line(&program, &dir)
}

pub fn row(officer: &Enrolled, stage: &CommandIo<'_>) -> String {
    let who = officer.who();
    let state = match (officer.revoked, officer.released) {
        (None, _) => HqWord::Active,
        (Some(_), false) => HqWord::ShutOut,
        (Some(_), true) => HqWord::Released,
    };
    let day = show_date(today_from_millis(officer.revoked.unwrap_or(who.issued)));
    let device: String = hex(&who.device).chars().take(8).collect();
    let cells = [
        cells::pad(&who.number.to_string(), 5),
        cells::pad(&cells::cut(&who.name, 26), 26),
        cells::pad(&cells::cut(&who.unit, 26), 26),
        who.province.clone(),
        device,
        format!("{} {day}", state.text(stage.lang)),
    ];
    cells.join("  ")
}

pub fn revoke(stage: &mut CommandIo<'_>, number: u32) -> CommandResult {
    let home = home(stage)?;
    let n = home.revoke(number, (stage.now)()).map_err(|e| notebook::failed(stage, &e))?;
    if n == 0 {
        return Err(Stop::Failed(HqWord::NoOfficer { number }.text(stage.lang)));
    }
    stage.say(&HqWord::Revoked { number, n: n as u64 }.text(stage.lang))?;
    confirm::beside(stage, &home)?;
    confirm::remind(stage, &home)?;
    Ok(CommandEnd::All)
}

pub fn handover(stage: &mut CommandIo<'_>, from: u32, to: u32) -> CommandResult {
    fold(stage)?;
    let home = home(stage)?;
    let all = home.officers().map_err(|e| notebook::failed(stage, &e))?;
    let of = |number: u32| all.iter().rfind(|o| o.who().number == number).map(|o| o.who());
    let missing = |number| Stop::Failed(HqWord::NoOfficer { number }.text(stage.lang));
    let giver = of(from).ok_or_else(|| missing(from))?.officer;
    let receiver = of(to).ok_or_else(|| missing(to))?;
    let taker = receiver.officer;
    if giver == taker {
        return Err(Stop::Failed(HqWord::HandedToGiver { number: to }.text(stage.lang)));
    }
    // what goes to an officer without a device in use belongs to nobody
    if !assign::reached_in(&all).contains_key(&taker) {
        let word = HqWord::HandedToNobody { number: to, name: &receiver.name };
        return Err(Stop::Failed(word.text(stage.lang)));
    }
    let store = open(stage)?;
    let done =
        crate::hq::admin::handover::handover(&home, &store, (giver, taker), (stage.now)());
    let closed = notebook::close(stage, &store);
    let done = done.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    fold(stage)?;
    let (records, tasks) = (done.records as u64, done.tasks as u64);
    stage.say(&HqWord::HandedOver { records, tasks }.text(stage.lang))?;
    Ok(CommandEnd::All)
}

//! `sotay-hq prove`: what lies here of a record, to be compared by telephone with what the officer's
//! own `sotay prove` says.

use super::super::notebook;
use super::super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use super::super::sync::digits;
use super::home;
use crate::hq::admin::prove::lies_here;
use crate::lang::cli::WorkWord;
use crate::lang::hq::HqWord;
use crate::lang::sync::SyncWord;
use crate::record::Id;
use crate::sync::messages::when;

pub fn command(stage: &mut CommandIo<'_>, given: &str) -> CommandResult {
    let lang = stage.lang;
    let id: Id = given
        .trim()
        .parse()
        .map_err(|()| Stop::Failed(WorkWord::NotFound { id: given }.text(lang)))?;
    let home = home(stage)?;
    let found = lies_here(&home, id).map_err(|e| notebook::failed(stage, &e))?;
    if found.is_empty() {
        return Err(Stop::Failed(HqWord::NothingLies { id: given }.text(lang)));
    }
    let officers = home.officers().map_err(|e| notebook::failed(stage, &e))?;
    let mut last = None;
    for one in &found {
        if last != Some(one.device) {
            let whose = officers.iter().find(|o| o.who().device == one.device);
            let (name, number) = whose.map_or(("?", 0), |o| (&*o.who().name, o.who().number));
            let device = digits(&one.device);
            stage.put(&HqWord::OfDevice { name, number, device: &device }.text(lang))?;
            last = Some(one.device);
        }
        let (epoch, opid) = (digits(&one.epoch.to_be_bytes()), digits(&one.opid));
        let (chain, made) = (digits(&one.chain), when(one.hlc.millis()));
        let (epoch, opid, chain, when_made) = (&*epoch, &*opid, &*chain, &*made);
        let word = SyncWord::Proof { epoch, seq: one.seq, opid, chain, when: when_made };
        stage.put(&word.text(lang))?;
        let received = HqWord::ReceivedAt { when: &when(one.received) }.text(lang);
        stage.put(&format!("  {received}"))?;
    }
    stage.flush()?;
    Ok(CommandEnd::All)
}

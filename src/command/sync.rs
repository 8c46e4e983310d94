//! `sotay sync` and `sotay prove`: the road to headquarters without a screen.

use std::sync::atomic::AtomicBool;

use super::notebook;
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::cli::WorkWord;
use crate::lang::sync::SyncWord;
use crate::lang::{Lang, standing};
use crate::record::Id;
use crate::store::{Store, StoreError};
use crate::sync::messages;
use crate::sync::messages::when;
use crate::sync::peer_state::{keep, last as last_road};
use crate::sync::{Link, Route, SyncError, prove, run};

/// Where headquarters is, by argument or settings, and what carries the line.
#[derive(Clone, Debug, Default)]
pub struct Road {
    pub address: Option<String>,
    pub program: Option<String>,
}

/// Not everything got through: not a success.
pub fn command(stage: &mut CommandIo<'_>, road: &Road, fetch: bool) -> CommandResult {
    let lang = stage.lang;
    let address = road.address.clone().or_else(|| last_road(&stage.data)).unwrap_or_default();
    let failed = |e: &SyncError| Stop::Failed(messages::error_at(e, &address, lang));
    if address.is_empty() {
        return Err(failed(&SyncError::NoAddress));
    }
    let link = Link::parse(&address, road.program.as_deref()).map_err(|e| match e {
        SyncError::BadAddress(_) => Stop::Usage(messages::error(&e, lang)),
        e => failed(&e),
    })?;
    let carried = matches!(link, Link::Folder(_));
    let route = Route { link, fetch };
    let store = notebook::open(stage)?;
    let mut shown = Ok(());
    let now = stage.now;
    let (summary, done) = run(
        &store,
        &route,
        now,
        &mut |progress| {
            if shown.is_ok() {
                shown = stage.progress(&messages::progress(&progress, lang), false);
            }
        },
        &AtomicBool::new(false),
    );
    let kept = match done {
        Ok(()) => keep(&stage.data, &address).map_err(SyncError::Store),
        Err(_) => Ok(()),
    };
    stage.progress("", false)?;
    let closed = notebook::close(stage, &store);
    for line in messages::summary(&summary, lang) {
        stage.put(&line)?;
    }
    stage.flush()?;
    done.and(kept).map_err(|e| failed(&e))?;
    closed?;
    Ok(if summary.waiting + summary.files_waiting == 0 || carried {
        CommandEnd::All
    } else {
        CommandEnd::Some
    })
}

pub fn prove(stage: &mut CommandIo<'_>, given: &str) -> CommandResult {
    let lang = stage.lang;
    let not_found = || Stop::Failed(WorkWord::NotFound { id: given }.text(lang));
    let id: Id = given.trim().parse().map_err(|()| not_found())?;
    let store = notebook::open(stage)?;
    let found = prove::proofs(&store, id);
    let closed = notebook::close(stage, &store);
    let found = found.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    if found.is_empty() {
        return Err(not_found());
    }
    for proof in &found {
        let (epoch, opid) = (digits(&proof.epoch.to_be_bytes()), digits(&proof.opid));
        let (chain, when) = (digits(&proof.chain), when(proof.hlc.millis()));
        let (epoch, opid, chain, when) = (&epoch, &opid, &chain, &when);
        let word = SyncWord::Proof { epoch, seq: proof.seq, opid, chain, when };
        stage.put(&word.text(lang))?;
        stage.put(&format!("  {}", receipt(proof, lang)))?;
    }
    stage.flush()?;
    Ok(CommandEnd::All)
}

fn receipt(proof: &prove::Proof, lang: Lang) -> String {
    let Some(signed) = &proof.receipt else { return SyncWord::ProofNone.text(lang) };
    let said = &signed.receipt;
    let (chain, signature) = (digits(&said.chain), digits(&signed.signature));
    let (chain, signature, when) = (&chain, &signature, &when(said.time));
    SyncWord::ProofReceipt { acked: said.acked, chain, signature, when }.text(lang)
}

/// Device, epochs and receipts, short enough to be read over the telephone.
pub fn details(store: &Store, lang: Lang) -> Result<Vec<String>, StoreError> {
    let receipts = store.receipts()?;
    let mut lines = vec![standing::details_device(lang, &digits(&store.device_id()))];
    for epoch in store.epochs()? {
        let (name, chain) = (digits(&epoch.epoch.to_be_bytes()), digits(&epoch.chain));
        lines.push(standing::details_epoch(lang, &name, epoch.last, &chain));
        let signed = receipts.iter().map(|r| &r.receipt).find(|r| r.epoch == epoch.epoch);
        lines.push(match signed {
            Some(r) => {
                standing::details_receipt(lang, r.acked, &digits(&r.chain), &when(r.time))
            }
            None => standing::details_none(lang),
        });
    }
    Ok(lines)
}

/// The first eight hex digits: what two people compare over the telephone.
pub(super) fn digits(bytes: &[u8]) -> String {
    bytes.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

//! `sotay prove ID`: prints each change of a record with its place in the journal and headquarters'
//! receipt.

use super::arguments;
use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::notebook;
use super::spec::CommandSpec;
use crate::lang::Lang;
use crate::lang::cli::work as work_words;
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::record::Id;
use crate::sync::messages::when;
use crate::sync::prove;
use crate::text::hex::short_hex;

pub const SPEC: CommandSpec = CommandSpec::new(
    "prove",
    both(
        "In bằng chứng của một hồ sơ: từng thay đổi, chỗ của nó, và biên nhận của cấp \
         trên",
        "Print the proof of one record: each change, its place, and headquarters' \
         receipt",
    ),
    run,
)
.args(&[arguments::RECORD_ID]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let lang = io.lang;
    let given = given.text("id");
    let not_found = || Stop::Failed(work_words::not_found(lang, given));
    let id: Id = given.trim().parse().map_err(|()| not_found())?;
    let store = notebook::open(io)?;
    let found =
        prove::proofs(&store, id).and_then(|found| Ok((found, store.records().get(id)?)));
    let closed = notebook::close(io, &store);
    let (found, record) = found.map_err(|e| io.failed(&e))?;
    closed?;
    match record {
        _ if !found.is_empty() => {}
        // the record was written on another device and received from headquarters
        Some(_) => {
            return Err(Stop::Failed(work_words::proved_elsewhere(lang, given)));
        }
        None => return Err(not_found()),
    }
    for proof in &found {
        let (epoch, opid) = (short_hex(&proof.epoch.to_be_bytes()), short_hex(&proof.opid));
        let (chain, when) = (short_hex(&proof.chain), when(proof.hlc.millis()));
        let (epoch, opid, chain, when) = (&epoch, &opid, &chain, &when);
        let word = sync_words::proof(lang, epoch, proof.seq, opid, chain, when);
        io.put(&word)?;
        io.put(&format!("  {}", receipt(proof, lang)))?;
    }
    io.flush()?;
    Ok(CommandEnd::All)
}

fn receipt(proof: &prove::OpProof, lang: Lang) -> String {
    let Some(signed) = &proof.receipt else { return sync_words::proof_none(lang) };
    let said = &signed.receipt;
    let (chain, signature) = (short_hex(&said.chain), short_hex(&signed.signature));
    let (chain, signature, when) = (&chain, &signature, &when(said.time));
    sync_words::proof_receipt(lang, said.acked, chain, signature, when)
}

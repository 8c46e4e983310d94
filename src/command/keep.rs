//! `sotay verify`, `rebuild` and `backup`: looking after the notebook as a whole.

use std::path::Path;

use super::notebook;
use super::stage::{Done, Outcome, Stage, Stop};
use crate::lang::Lang;
use crate::lang::cli::WorkWord;
use crate::programme::programme;
use crate::store::{Finding, Options, Report, Store, words};

pub fn verify(stage: &mut Stage<'_>) -> Outcome {
    let lang = stage.lang;
    let options = Options { take_over: false, now: stage.now };
    let report = Store::verify(&stage.data, options)
        .map_err(|e| Stop::Failed(words::error(&e, lang)))?;
    for line in tally(&report, lang) {
        stage.put(&line)?;
    }
    stage.flush()?;
    for damage in &report.journal.damage {
        stage.say(&words::finding(&Finding::Damaged(damage.clone()), lang))?;
    }
    let sound = report.is_sound();
    stage.say(&if sound { WorkWord::Sound } else { WorkWord::NotSound }.text(lang))?;
    Ok(if sound { Done::All } else { Done::Some })
}

/// Counts, first and last op, chain head: a name and a value on each line.
fn tally(report: &Report, lang: Lang) -> Vec<String> {
    let journal = &report.journal;
    let op = |at: Option<(u64, u64)>| {
        at.map_or_else(|| "-".to_owned(), |(epoch, seq)| format!("{epoch}/{seq}"))
    };
    let chain: String = journal.chain.iter().map(|byte| format!("{byte:02x}")).collect();
    let kind = |no: &u8| programme().kind(*no).map_or_else(|| no.to_string(), |k| k.id.clone());
    let mut lines = vec![
        WorkWord::Files { n: u64::from(journal.files) }.text(lang),
        WorkWord::Frames { n: journal.frames }.text(lang),
        WorkWord::Ops { n: journal.ops, first: &op(journal.first), last: &op(journal.last) }
            .text(lang),
        WorkWord::Chain { head: &chain }.text(lang),
    ];
    let count = |n: usize| n as u64;
    lines.extend(
        report
            .records
            .iter()
            .map(|(no, n)| WorkWord::Records { kind: &kind(no), n: count(*n) }.text(lang)),
    );
    lines.push(WorkWord::DeletedRecords { n: count(report.deleted) }.text(lang));
    lines.push(WorkWord::Drafts { n: count(report.live_drafts) }.text(lang));
    lines.push(WorkWord::Partial { n: count(report.partial) }.text(lang));
    lines.push(
        match report.state {
            Some(state) => {
                WorkWord::State { n: count(state.records), different: count(state.different) }
            }
            None => WorkWord::NoState,
        }
        .text(lang),
    );
    lines
}

pub fn rebuild(stage: &mut Stage<'_>) -> Outcome {
    let lang = stage.lang;
    let options = Options { take_over: false, now: stage.now };
    let rebuilt = Store::rebuild(&stage.data, options)
        .map_err(|e| Stop::Failed(words::error(&e, lang)))?;
    let told = |f: &&Finding| !matches!(f, Finding::Rebuilt { .. });
    for finding in rebuilt.findings.iter().filter(told) {
        stage.say(&words::finding(finding, lang))?;
    }
    stage.put(&WorkWord::Rebuilt { n: rebuilt.records as u64 }.text(lang))?;
    stage.flush()?;
    Ok(Done::All)
}

pub fn backup(stage: &mut Stage<'_>, folder: &Path) -> Outcome {
    let store = notebook::open(stage)?;
    let written = store.backup(folder);
    let closed = notebook::close(stage, &store);
    let (file, _) = written.map_err(|e| Stop::Failed(words::error(&e, stage.lang)))?;
    closed?;
    let file = file.display().to_string();
    stage.put(&file)?;
    stage.say(&WorkWord::BackedUp { file: &file }.text(stage.lang))?;
    stage.flush()?;
    Ok(Done::All)
}

//! Commits prepared records in groups and prints their ids in order.

use super::super::command_io::{CommandIo, Stop};
use super::{Adder, Ready, Sentence};
use crate::lang::cli::work as work_words;
use crate::programme::check::Fault;
use crate::record::Id;
use crate::store::messages;
use crate::store::{Commit, CommitError, Store};

/// Line number, id and warnings of a record that is on the disk.
type Durable = (u64, Id, Vec<(Id, Fault)>);

/// Prints the ids of durable records. If stdout is closed, they go to stderr: a missing id would
/// suggest adding the record again.
fn acknowledge(io: &mut CommandIo<'_>, durable: &[Durable]) -> Result<(), Stop> {
    let mut printed = Ok(());
    for (_, id, _) in durable {
        printed = printed.and_then(|()| io.put(&id.to_string()));
    }
    printed = printed.and_then(|()| io.flush());
    let Err(stop) = printed else { return Ok(()) };
    let lang = io.lang;
    for (line, id, _) in durable {
        let id = id.to_string();
        io.say(&work_words::line_saved(lang, *line, &id))?;
    }
    let last = durable.last().map_or(0, |(line, ..)| *line);
    let unread = work_words::add_unread(lang, last);
    Err(Stop::Failed(match stop {
        Stop::Failed(why) => format!("{why}\n{unread}"),
        Stop::Usage(_) | Stop::Closed => unread,
    }))
}

impl Adder<'_> {
    /// Commits a group. Prints the id of every record that is durable, and only of these, even if
    /// other lines fail. `read`: number of the last line read.
    pub(super) fn commit(
        &mut self,
        io: &mut CommandIo<'_>,
        group: Vec<Ready>,
        read: u64,
    ) -> Result<(), Stop> {
        if group.is_empty() {
            return Ok(());
        }
        let store: &Store = self.validator.store;
        let commits = group.iter().map(|ready| Commit {
            changes: vec![ready.change.clone()],
            ends_draft: None,
            allow_incomplete: false,
            ..Commit::default()
        });
        let guard = self.signals.hold();
        let results = store.commit_many(commits.collect());
        let (mut durable, mut refused, mut lost) = (Vec::new(), Vec::new(), None);
        for (ready, result) in group.into_iter().zip(results) {
            match result {
                Ok(committed) => durable.push((ready.line, ready.id, committed.warnings)),
                Err(e) if e.is_in_commit() => refused.push((ready.line, e)),
                Err(e) => {
                    lost.get_or_insert((e, Vec::new())).1.push(ready.line);
                }
            }
        }
        self.accepted += durable.len() as u64;
        acknowledge(io, &durable)?;
        let ended = guard.release();
        for (line, _, warnings) in &durable {
            self.warn(io, *line, warnings)?;
        }
        for (line, error) in refused {
            self.refuse(io, self.refusal(line, error))?;
        }
        if let Some((error, lines)) = lost {
            let lang = io.lang;
            let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
            let stopped = work_words::add_stopped(lang, &lines.join(", "), read);
            return Err(Stop::Failed(format!(
                "{}\n{}",
                messages::commit(&error, lang),
                stopped
            )));
        }
        if ended {
            return Err(Stop::Failed(work_words::add_halted(io.lang, read)));
        }
        Ok(())
    }

    pub(super) fn refusal(&self, line: u64, error: CommitError) -> Vec<Sentence> {
        match error {
            CommitError::Refused(faults) | CommitError::Unconfirmed { faults, .. } => {
                faults.iter().map(|fault| self.fault_words(line, fault)).collect()
            }
            error => vec![Box::new(move |lang| {
                let what = messages::commit(&error, lang);
                work_words::line_refused(lang, line, &what)
            })],
        }
    }
}

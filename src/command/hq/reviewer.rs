//! `sotay-hq reviewer [NAME]`: shows or sets the reviewer's name, which officers see with every
//! verdict. Earlier verdicts keep the earlier name.

use super::open::{directory, fold, open};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, CommandSpec, Presence};
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::record::{Change, Value};
use crate::services::officer::officer_text;
use crate::store::{Commit, Store, messages};
use crate::text::clean;

pub const SPEC: CommandSpec = CommandSpec::new(
    "reviewer",
    both(
        "Xem hoặc ghi tên người duyệt từ bây giờ",
        "Show or set the name of whoever reviews from now on",
    ),
    run,
)
.args(&[ArgSpec::positional(
    "name",
    "NAME",
    both("Họ tên người duyệt mới", "The new reviewer's name"),
)
.required(Presence::Optional)]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    directory(io)?;
    // fold first, so that earlier verdicts go out under the earlier name
    if given.maybe_text("name").is_some() {
        fold(io)?;
    }
    let store = open(io)?;
    let done = name(io, &store, given.maybe_text("name"));
    let closed = notebook::close(io, &store);
    let said = done?;
    closed?;
    io.put(&said)?;
    io.flush()?;
    Ok(CommandEnd::All)
}

fn name(io: &CommandIo<'_>, store: &Store, new: Option<&str>) -> Result<String, Stop> {
    let lang = io.lang;
    let officer = notebook::officer(io, store)?;
    let before = officer_text(io.programme(), &officer, "name").unwrap_or_default();
    let Some(new) = new.map(|name| clean(name, false).trim().to_owned()) else {
        return Ok(before);
    };
    if new.is_empty() {
        return Err(Stop::Failed(hq_words::no_reviewer_name(lang)));
    }
    let field = store.programme().kind(officer.kind).and_then(|k| k.field_by_id("name"));
    let Some(field) = field else { return Ok(before) };
    if new == before {
        return Ok(hq_words::reviewer_is(lang, &new));
    }
    let set = vec![(field.no, Some(Value::Text(new.clone())))];
    let changes = vec![Change::Patch { id: officer.id, base: officer.head, set }];
    let commit =
        Commit { changes, ends_draft: None, allow_incomplete: false, ..Commit::default() };
    store.commit(commit).map_err(|e| Stop::Failed(messages::commit(&e, lang)))?;
    Ok(hq_words::reviewer_now(lang, &new, &before))
}

//! `sotay drafts`: lists open drafts and those discarded in the last 30 days; `sotay drafts
//! restore ID` restores a discarded draft.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{notebook, show};
use crate::app::title;
use crate::lang::form as say;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Draft, Id};
use crate::services::personal_titles::PersonalTitles;
use crate::services::record_text;
use crate::store::{Store, StoreError};
use crate::text::format::show_moment;

pub const SPEC: CommandSpec = CommandSpec::new(
    "drafts",
    both("Xem bản nháp; lấy lại bản nháp đã bỏ", "List drafts; bring a discarded one back"),
    run,
)
.details(both(
    "Bản nháp đã bỏ còn giữ 30 ngày kể từ lúc bỏ.",
    "A discarded draft is kept for 30 days from then on.",
))
.usage(&["", "restore ID"])
.args(&[
    ArgSpec::positional(
        "restore",
        "restore",
        both("lấy lại một bản nháp đã bỏ", "bring a discarded draft back"),
    )
    .optional()
    .one_of(&["restore"])
    .requires("id"),
    ArgSpec::positional("id", "ID", both("mã của bản nháp", "id of the draft")).optional(),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let wanted = given.maybe_text("id").map(|id| show::parse_id(io, id)).transpose()?;
    let store = notebook::open(io)?;
    let done = match wanted {
        Some(id) => restore(io, &store, id),
        None => list(io, &store),
    };
    let closed = notebook::close(io, &store);
    done?;
    closed?;
    Ok(CommandEnd::All)
}

fn list(io: &mut CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    let drafts = store.drafts().list();
    if drafts.is_empty() {
        return io.say(&say::no_drafts(io.lang));
    }
    if !io.shown && any_personal(store, &drafts).map_err(|e| io.failed(&e))? {
        let about = AuditAbout { count: Some(drafts.len() as u64), ..AuditAbout::default() };
        notebook::note_printed(io, store, AuditDeed::List, about)?;
    }
    for draft in &drafts {
        let line = line(io, store, draft)?;
        io.put(&line)?;
    }
    io.flush()
}

/// Whether the title of one of these drafts has personal answers.
fn any_personal(store: &Store, drafts: &[Draft]) -> Result<bool, StoreError> {
    let mut titles = PersonalTitles::new(store);
    for draft in drafts {
        let Some(kind) = store.programme().kind(draft.kind) else { continue };
        if titles.are_shown(kind, &draft.fields, &kind.list.title)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn line(io: &CommandIo<'_>, store: &Store, draft: &Draft) -> Result<String, Stop> {
    let lang = io.lang;
    let titles = store.records().titles(&record_text::named(&draft.fields));
    let titles = titles.map_err(|error| io.failed(&error))?;
    let what = title::draft(io.programme(), draft, &titles, lang);
    let state = if draft.hidden { say::state_discarded(lang) } else { say::state_open(lang) };
    Ok(format!("{}  {}  {state}  {what}", draft.id, show_moment(draft.changed)))
}

fn restore(io: &mut CommandIo<'_>, store: &Store, id: Id) -> Result<(), Stop> {
    let lang = io.lang;
    if !store.drafts().list().iter().any(|draft| draft.id == id) {
        return Err(Stop::Failed(say::no_such_draft(lang, &id.to_string())));
    }
    store.drafts().restore(id).map_err(|error| io.failed(&error))?;
    io.say(&say::restored_on_today(lang))
}

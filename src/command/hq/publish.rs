//! `sotay-hq publish`: publishes dated rows to every laptop. Published rows cannot be recalled, so
//! the whole file is checked first and is published completely or not at all. A row with the key of
//! an official row revises it.

use super::open::{directory, fold, note_before, note_if_failed};
use super::warnings::require_confirmed;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::import;
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::record::ListColumn;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::services::import::ImportReport;
use crate::text::visible_line;

pub const SPEC: CommandSpec = CommandSpec::new(
    "publish",
    both(
        "Ban hành chỉ tiêu hoặc danh mục từ tệp, hoặc sửa dòng đã ban hành; mọi máy sẽ \
         nhận",
        "Publish targets or dated rows from a file, or revise published ones; all \
         devices get them",
    ),
    run,
)
.usage(&["KIND FILE.{csv,xlsx} [--dry-run] [--allow-incomplete] [--yes]"])
.args(&[
    ArgSpec::positional(
        "kind",
        "KIND",
        both(
            "target, ceiling, priority_place, reported_figure hoặc vsic",
            "target, ceiling, priority_place, reported_figure or vsic",
        ),
    ),
    ArgSpec::positional("file", "FILE", both("Tệp .xlsx hoặc .csv", "A file .xlsx or .csv"))
        .path(),
    ArgSpec::flag(
        "dry-run",
        both(
            "Chỉ xem sẽ ban hành gì và sai ở đâu",
            "Only show what would be published and what is wrong",
        ),
    ),
    ArgSpec::flag(
        "allow-incomplete",
        both(
            "Ban hành cả dòng còn thiếu câu trả lời; bỏ dòng sai",
            "Publish rows that lack answers too; faulty rows are left out",
        ),
    ),
    ArgSpec::flag(
        "yes",
        both(
            "Không hỏi: các cột không được đọc đã được xem",
            "Do not ask: the columns that are not read were looked at",
        ),
    ),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (kind, file) = (given.text("kind"), &given.path("file"));
    let (dry, incomplete) = (given.flag("dry-run"), given.flag("allow-incomplete"));
    let known = io.programme().kind_by_id(kind);
    if !known.is_some_and(|kind| kind.published) {
        let all = io.programme().kinds.iter().filter(|kind| kind.published);
        let all: Vec<&str> = all.map(|kind| kind.id.as_str()).collect();
        return Err(Stop::Usage(hq_words::not_published(io.lang, kind, &all.join(", "))));
    }
    let home = directory(io)?;
    require_confirmed(io, &home)?;
    // fold first: it determines which rows are official
    fold(io)?;
    let choice = import::ImportOptions {
        duplicates: true,
        theirs: true,
        publishing: true,
        ..import::ImportOptions::default()
    };
    let seen = import::report(
        io,
        kind,
        file,
        import::ImportOptions { is_dry_run: true, ..choice.clone() },
    )?;
    let doubtful = seen.doubtful.len() as u64;
    let faulty = seen.refused.saturating_add(seen.incomplete).saturating_add(doubtful);
    let changes = |seen: &ImportReport| (seen.entered, seen.revised.records);
    let stops = doubtful > 0 || (faulty > 0 && !incomplete) || seen.rows_left > 0;
    if stops || seen.rows == 0 {
        import::tell(io, &seen)?;
        if dry {
            io.say(&hq_words::only_looked(io.lang))?;
        }
        io.say(&match faulty {
            0 => hq_words::nothing_to_publish(io.lang, kind),
            n => hq_words::nothing_published(io.lang, n),
        })?;
        return Ok(CommandEnd::Some);
    }
    let unread = unread(&seen);
    let asks = hq_words::unread_columns(io.lang, &unread.join("; "));
    if dry {
        import::tell(io, &seen)?;
        if !unread.is_empty() {
            io.say(&asks)?;
        }
        let (new, revised) = changes(&seen);
        io.say(&hq_words::would_publish(io.lang, new, revised))?;
        return Ok(CommandEnd::All);
    }
    if !unread.is_empty() && !given.flag("yes") {
        io.say(&asks)?;
        io.say(&hq_words::publish_without(io.lang))?;
        if !["y", "c"].contains(&&*io.read_line().to_lowercase()) {
            io.say(&hq_words::not_published_unread(io.lang))?;
            return Ok(CommandEnd::Some);
        }
    }
    let (new, revised) = changes(&seen);
    let about = AuditAbout {
        kind: known.map(|kind| kind.no),
        count: Some(new + revised),
        ..AuditAbout::default()
    };
    if new + revised > 0 {
        note_before(io, &home, AuditDeed::Publish, about)?;
    }
    // duplicates are allowed: rows of one place differ in dates, and the kind's rules check them
    let mut done = import::report(io, kind, file, choice);
    if new + revised > 0 {
        done = note_if_failed(io, &home, AuditDeed::Publish, about, done)?;
    }
    let done = done?;
    fold(io)?;
    import::tell(io, &done)?;
    let (new, revised) = changes(&done);
    io.say(&match (new, revised) {
        (0, 0) => hq_words::already_published(io.lang),
        _ => hq_words::published(io.lang, new, revised),
    })?;
    Ok(if done.complete() { CommandEnd::All } else { CommandEnd::Some })
}

/// Headings of columns with values that are not mapped and so would not be published.
fn unread(seen: &ImportReport) -> Vec<String> {
    let lost = |column: &&ListColumn| column.to.is_none() && column.filled > 0;
    seen.columns.iter().filter(lost).map(|column| visible_line(&column.heading)).collect()
}

//! `sotay show ID`: prints one record as text or JSON, and on request its history.

use serde_json::Value as Json;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{arguments, notebook};
use crate::lang::Lang;
use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::programme::check;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Fields, Id, Origin, Record, Value};
use crate::services::history::{history, history_json};
use crate::services::json;
use crate::services::personal_titles::PersonalTitles;
use crate::services::record_text::{Titles, named, text};
use crate::store::{Store, StoreError, messages};

pub const SPEC: CommandSpec =
    CommandSpec::new("show", both("Xem một hồ sơ", "Show one record"), run).args(&[
        arguments::RECORD_ID,
        ArgSpec::flag(
            "history",
            both(
                "Lịch sử: khi nào, ai, trước đó là gì",
                "History: when, by whom, what was there before",
            ),
        ),
        ArgSpec::option(
            "format",
            "text|json",
            both("text (mặc định) hoặc json", "text (the default) or json"),
        )
        .one_of(arguments::RECORD_FORMATS),
    ]);

pub fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let wanted = parse_id(io, given.text("id"))?;
    let (with_history, as_json) = (given.flag("history"), given.text("format") == "json");
    let store = notebook::open(io)?;
    let shown = show(io, &store, wanted, with_history, as_json);
    let closed = notebook::close(io, &store);
    shown?;
    closed?;
    Ok(CommandEnd::All)
}

pub(super) fn parse_id(io: &CommandIo<'_>, id: &str) -> Result<Id, Stop> {
    let parsed = id.trim().parse::<Id>();
    parsed.map_err(|_| Stop::Usage(args_words::not_an_id(io.lang, id)))
}

fn show(
    io: &mut CommandIo<'_>,
    store: &Store,
    id: Id,
    with_history: bool,
    as_json: bool,
) -> Result<(), Stop> {
    let failed = |lang, e: StoreError| Stop::Failed(messages::error(&e, lang));
    let lang = io.lang;
    let record = store.records().get(id).map_err(|e| failed(lang, e))?;
    let Some((record, kind)) = record.and_then(|r| io.programme().kind(r.kind).map(|k| (r, k)))
    else {
        let id = id.to_string();
        return Err(Stop::Failed(work_words::not_found(lang, &id)));
    };
    let mut ids = named(&record.fields);
    ids.extend(record.alias_of());
    if as_json || !io.shown {
        let personal = check::personal(kind, &record.fields);
        let has_now = personal.iter().any(|no| record.fields.get(*no).is_some());
        // earlier answers may be personal too, and so may the titles of earlier linked records
        let may_have = |field: &Field| {
            !field.never_personal() || (!as_json && field.ty.linked_kind().is_some())
        };
        let has_past = with_history && kind.fields().any(may_have);
        // as text with the titles of linked records, as JSON with their ids
        let is_named = |ids: &[Id]| PersonalTitles::new(store).any(ids);
        if has_now || has_past || (!as_json && is_named(&ids).map_err(|e| failed(lang, e))?) {
            let about = AuditAbout::record(kind.no, id);
            notebook::note_printed(io, store, AuditDeed::Show, about)?;
        }
    }
    if as_json {
        let mut object = json::record(io.programme(), kind, &record);
        if with_history {
            let past = history_json(store, id).map_err(|e| failed(lang, e))?;
            object.insert("history".to_owned(), Json::Array(past));
        }
        io.put_json(&Json::Object(object))?;
        return io.flush();
    }
    let titles = store.records().titles(&ids).map_err(|e| failed(lang, e))?;
    for line in page(io.programme(), kind, &record, &titles, lang) {
        io.put(&line)?;
    }
    if with_history {
        io.put("")?;
        for line in history(store, id, lang).map_err(|e| failed(lang, e))? {
            io.put(&line)?;
        }
    }
    io.flush()
}

/// The record as lines: sections, labels, answers.
fn page(
    programme: &Programme,
    kind: &Kind,
    record: &Record,
    titles: &Titles,
    lang: Lang,
) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", kind.label.get(lang), record.id)];
    if let Some(reason) = &record.deleted {
        lines.push(work_words::deleted(lang, reason));
    }
    if check::incomplete(programme, kind, &record.fields) {
        lines.push(work_words::incomplete(lang));
    }
    match record.origin {
        Origin::Officer | Origin::Import if kind.published => {
            lines.push(work_words::own(lang));
        }
        Origin::Officer => {}
        Origin::Import => lines.push(work_words::imported(lang)),
        Origin::Headquarters => lines.push(work_words::from_headquarters(lang)),
        Origin::MadeUp => lines.push(work_words::made_up(lang)),
    }
    if let Some(into) = record.alias_of() {
        let (id, title) = (into.to_string(), titles.get(&into).cloned().unwrap_or_default());
        lines.push(work_words::merged_into(lang, &id, &title));
    }
    for section in &kind.sections {
        let answered: Vec<(&Field, &Value)> = section
            .fields
            .iter()
            .filter(|f| !f.internal)
            .filter_map(|f| record.fields.get(f.no).map(|v| (f, v)))
            .collect();
        if answered.is_empty() {
            continue;
        }
        lines.push(String::new());
        lines.push(section.label.get(lang).to_owned());
        for (field, value) in answered {
            lines.extend(answer_lines(programme, field, value, titles, lang));
        }
    }
    lines
}

/// "  label: answer"; a note has further lines, a table has a line for each row.
fn answer_lines(
    programme: &Programme,
    field: &Field,
    value: &Value,
    titles: &Titles,
    lang: Lang,
) -> Vec<String> {
    let label = field.label.get(lang);
    if let Value::Lines(rows) = value {
        let mut lines = vec![format!("  {label}:")];
        lines.extend(rows.iter().map(|row| {
            format!("    - {}", row_text(programme, field, &row.cells, titles, lang))
        }));
        return lines;
    }
    let text = text(programme, field, value, titles, lang);
    let unit = match (&field.unit, &field.ty) {
        (Some(unit), Type::Int | Type::Decimal | Type::Money) => {
            format!(" {}", unit.get(lang))
        }
        _ => String::new(),
    };
    let mut parts = text.lines();
    let first = parts.next().unwrap_or_default();
    let mut lines = vec![format!("  {label}: {first}{unit}")];
    lines.extend(parts.map(|part| format!("    {part}")));
    lines
}

fn row_text(
    programme: &Programme,
    field: &Field,
    cells: &Fields,
    titles: &Titles,
    lang: Lang,
) -> String {
    let cell = |column: &Field| {
        let value = cells.get(column.no)?;
        Some(format!(
            "{}: {}",
            column.label.get(lang),
            text(programme, column, value, titles, lang)
        ))
    };
    field.columns().iter().filter_map(cell).collect::<Vec<_>>().join("; ")
}

//! `sotay list KIND`: prints the records of a kind as a table, CSV or JSON lines. Works page by
//! page, so that memory does not grow with the list.

use serde_json::Value as Json;

use super::arguments;
use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::notebook;
use super::spec::{ArgSpec, CommandSpec};
use crate::lang::Lang;
use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::office::book::Cell;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Type};
use crate::programme::{answer, check};
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Date, FieldNo, Origin, Page, Query, Record, Sort, Value};
use crate::services::json;
use crate::services::personal_titles::PersonalTitles;
use crate::store::{Store, StoreError};
use crate::text::cells;
use crate::text::format::{parse_date, parse_iso};

const PAGE: usize = 1_000;
/// Width of a table column in cells; the title column is wider.
const COLUMN_WIDTH: usize = 18;
const TITLE_WIDTH: usize = 34;
/// CSV column: the record into which this one was merged.
const MERGED_INTO: &str = "merged_into";
const OFFICIAL: &str = "official";

pub const SPEC: CommandSpec = CommandSpec::new(
    "list",
    both("Liệt kê các hồ sơ của một loại", "List the records of a kind"),
    run,
)
.args(&[
    arguments::KIND,
    ArgSpec::option(
        "find",
        "TEXT",
        both(
            "Chỉ những hồ sơ có các từ này (không cần dấu)",
            "Only records with these words (marks not needed)",
        ),
    )
    .hyphens(),
    ArgSpec::option(
        "from",
        "D",
        both("Từ ngày (22/11/2026 hoặc 2026-11-22)", "From day (22/11/2026 or 2026-11-22)"),
    )
    .hyphens(),
    ArgSpec::option("to", "D", both("Đến hết ngày", "Up to and including day")).hyphens(),
    ArgSpec::option(
        "format",
        "table|csv|json",
        both(
            "table (mặc định), csv hoặc json. csv và json dành cho chương trình khác (dấu \
             phẩy, mã thay cho tên); để mở bằng Excel: sotay export",
            "table (the default), csv or json. csv and json are for other programs (commas, \
             ids for names); for Excel: sotay export",
        ),
    )
    .one_of(arguments::FORMATS),
]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    Table,
    Csv,
    Json,
}

struct ListOptions<'a> {
    kind: &'a str,
    find: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    format: ListFormat,
}

/// A remark at the end of a record's line in the table.
pub type RowRemark<'a> = &'a dyn Fn(&Store, &Kind, &Record) -> Option<String>;

pub fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    run_with(io, given, &|_, _, _| None)
}

/// Also used by headquarters' command, which has no arguments for days.
pub fn run_with(
    io: &mut CommandIo<'_>,
    given: &Invocation<'_>,
    remark: RowRemark<'_>,
) -> CommandResult {
    let options = ListOptions {
        kind: given.text("kind"),
        find: given.text("find"),
        from: given.maybe_text("from"),
        to: given.maybe_text("to"),
        format: list_format(given.text("format")),
    };
    list(io, &options, remark)
}

fn list(
    io: &mut CommandIo<'_>,
    asked: &ListOptions<'_>,
    remark: RowRemark<'_>,
) -> CommandResult {
    let kind = notebook::kind(io, asked.kind)?;
    let (from, to) = (day(io, "--from", asked.from)?, day(io, "--to", asked.to)?);
    if (from.is_some() || to.is_some()) && kind.list.date.is_none() {
        return Err(Stop::Usage(args_words::no_date(io.lang, &kind.id)));
    }
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Stop::Usage(args_words::from_after_to(io.lang)));
    }
    let text = asked.find.trim().to_owned();
    // without a search text the oldest come first, so that new records are at the end
    let query = Query { text, from, to, sort: Sort::Oldest, ..Query::all(kind.no) };
    let store = notebook::open(io)?;
    let shown = pages(io, &store, kind, &query, (asked.format, remark));
    let closed = notebook::close(io, &store);
    shown?;
    closed?;
    Ok(CommandEnd::All)
}

pub fn day(
    io: &CommandIo<'_>,
    option: &str,
    given: Option<&str>,
) -> Result<Option<Date>, Stop> {
    let Some(given) = given else { return Ok(None) };
    match parse_iso(given.trim()).or_else(|_| parse_date(given, io.today())) {
        Ok(day) => Ok(Some(day)),
        Err(_) => Err(Stop::Usage(args_words::not_a_date(io.lang, option, given))),
    }
}

fn pages(
    io: &mut CommandIo<'_>,
    store: &Store,
    kind: &Kind,
    query: &Query,
    (format, remark): (ListFormat, RowRemark<'_>),
) -> Result<(), Stop> {
    // a table on the terminal is only looked at and needs no audit entry
    let leaves = format != ListFormat::Table || !io.shown;
    let (mut start, mut is_noted) = (0, !leaves);
    let mut titles = PersonalTitles::new(store);
    loop {
        let page = store.records().page(query, start, PAGE).map_err(|e| io.failed(&e))?;
        if start == 0 {
            head(io, kind, format, page.total)?;
        }
        for record in &page.rows {
            if !is_noted
                && has_personal(&mut titles, kind, record, format).map_err(|e| io.failed(&e))?
            {
                let count = Some(page.total as u64);
                let about = AuditAbout { kind: Some(kind.no), count, ..AuditAbout::default() };
                notebook::note_printed(io, store, AuditDeed::List, about)?;
                is_noted = true;
            }
            match format {
                ListFormat::Json => {
                    let object = json::record(io.programme(), kind, record);
                    io.put_json(&Json::Object(object))?;
                }
                ListFormat::Csv => io.put_csv(&csv_cells(kind, record))?,
                ListFormat::Table => {
                    let mut line = row(io.programme(), kind, record, &page, io.lang);
                    if let Some(remark) = remark(store, kind, record) {
                        line = format!("{line}  {remark}");
                    }
                    io.put(&line)?
                }
            }
        }
        start += page.rows.len();
        if page.rows.is_empty() || start >= page.total {
            return io.flush();
        }
    }
}

/// Whether a printed row has personal answers; a table also has the titles of linked records, CSV
/// and JSON only their ids.
fn has_personal(
    titles: &mut PersonalTitles<'_>,
    kind: &Kind,
    record: &Record,
    format: ListFormat,
) -> Result<bool, StoreError> {
    let personal = check::personal(kind, &record.fields);
    let is_given = |no: &FieldNo| record.fields.get(*no).is_some();
    Ok(match format {
        ListFormat::Json => personal.iter().any(is_given),
        ListFormat::Csv => {
            let is_printed = |no: &FieldNo| flat(kind).any(|field| field.no == *no);
            personal.iter().any(|no| is_given(no) && is_printed(no))
        }
        ListFormat::Table => {
            let shown = [&*kind.list.title, &*kind.list.columns].concat();
            titles.are_shown(kind, &record.fields, &shown)?
        }
    })
}

fn head(
    io: &mut CommandIo<'_>,
    kind: &Kind,
    format: ListFormat,
    total: usize,
) -> Result<(), Stop> {
    match format {
        ListFormat::Json => Ok(()),
        ListFormat::Csv => {
            let fields = flat(kind).map(|f| f.id.clone());
            let marks = [json::MADE_UP].into_iter().chain(kind.published.then_some(OFFICIAL));
            let marks = marks.chain(may_merge(kind).then_some(MERGED_INTO)).map(str::to_owned);
            let ids = std::iter::once("id".to_owned()).chain(fields).chain(marks);
            io.put_csv(&ids.map(Cell::Text).collect::<Vec<_>>())
        }
        ListFormat::Table if total == 0 => io.say(&work_words::no_rows(io.lang)),
        ListFormat::Table => {
            let title = label(&kind.label.vi, &kind.label.en, io.lang);
            let mut line = vec![cells::pad("id", 36), fit(title, TITLE_WIDTH)];
            line.extend(
                columns(kind)
                    .map(|f| fit(label(&f.label.vi, &f.label.en, io.lang), COLUMN_WIDTH)),
            );
            io.put(line.join("  ").trim_end())
        }
    }
}

fn label<'a>(vi: &'a str, en: &'a str, lang: Lang) -> &'a str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

fn columns(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.list.columns.iter().filter_map(|no| kind.field(*no))
}

/// Fields with a CSV column: all but tables.
fn flat(kind: &Kind) -> impl Iterator<Item = &Field> {
    kind.fields().filter(|f| !matches!(f.ty, Type::Lines(_)))
}

fn row(programme: &Programme, kind: &Kind, record: &Record, page: &Page, lang: Lang) -> String {
    let title = page.titles.get(&record.id).map_or("", String::as_str);
    let mut line = vec![record.id.to_string(), fit(title, TITLE_WIDTH)];
    for field in columns(kind) {
        let value = record.fields.get(field.no);
        line.push(fit(
            &value.map(|v| shown(programme, field, v, page, lang)).unwrap_or_default(),
            COLUMN_WIDTH,
        ));
    }
    if check::incomplete(programme, kind, &record.fields) {
        line.push(work_words::incomplete(lang));
    }
    if record.alias_of().is_some() {
        line.push(work_words::merged_away(lang));
    }
    if record.origin == Origin::MadeUp {
        line.push(work_words::made_up(lang));
    } else if !kind.is_official(record) {
        line.push(work_words::own(lang));
    }
    line.join("  ").trim_end().to_owned()
}

fn shown(
    programme: &Programme,
    field: &Field,
    value: &Value,
    page: &Page,
    lang: Lang,
) -> String {
    let title = |id| page.titles.get(id).map_or("…", String::as_str);
    match value {
        Value::Link(id) => title(id).to_owned(),
        Value::Links(ids) => ids.iter().map(title).collect::<Vec<_>>().join(", "),
        value => answer::show(programme, field, value, lang),
    }
}

fn fit(text: &str, width: usize) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cells::pad(&cells::cut(&one_line, width), width)
}

/// Whether headquarters may merge two records of this kind.
fn may_merge(kind: &Kind) -> bool {
    kind.is(KindRole::Home)
}

/// The cells of a CSV row: values as in JSON, several values separated by `;`.
fn csv_cells(kind: &Kind, record: &Record) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(record.id.to_string())];
    cells.extend(flat(kind).map(|field| match record.fields.get(field.no) {
        None => Cell::Empty,
        Some(Value::Int(n)) => Cell::Whole(*n),
        Some(Value::Decimal(n)) => Cell::Decimal(*n),
        Some(value) => Cell::Text(plain(answer::to_json(field, value))),
    }));
    let made_up = record.origin == Origin::MadeUp;
    let mark = |so: bool| if so { Cell::Text("true".to_owned()) } else { Cell::Empty };
    cells.push(mark(made_up));
    cells.extend(kind.published.then(|| mark(kind.is_official(record))));
    let into = record.alias_of().map_or(Cell::Empty, |id| Cell::Text(id.to_string()));
    cells.extend(may_merge(kind).then_some(into));
    cells
}

fn plain(value: Json) -> String {
    match value {
        Json::String(text) => text,
        Json::Null => String::new(),
        Json::Array(all) => all.into_iter().map(plain).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

pub fn list_format(given: &str) -> ListFormat {
    match given {
        "csv" => ListFormat::Csv,
        "json" => ListFormat::Json,
        _ => ListFormat::Table,
    }
}

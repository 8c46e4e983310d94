//! `sotay audit`, also for headquarters: prints the audit log, oldest entry first.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::list::{ListFormat, day, list_format};
use super::spec::{ArgSpec, CommandSpec};
use super::{arguments, notebook};
use crate::lang::audit as words;
use crate::lang::words::both;
use crate::office::book::Cell;
use crate::record::audit::{AuditDeed, AuditItem, AuditLog};
use crate::record::{Date, Id};
use crate::services::audit;
use crate::store::Store;
use crate::text::cells;
use crate::text::fold::fold;
use crate::text::format::today_from_millis;

pub const SPEC: CommandSpec = CommandSpec::new(
    "audit",
    both("Nhật ký thao tác: ai làm gì, lúc nào, từ đâu", "The audit log: who did what, when, from where"),
    run,
)
.details(both(
    "Có trong nhật ký: xuất danh sách, in, lấy tệp đính kèm ra, sao lưu, lấy lại từ bản sao lưu, \
     mật khẩu, xóa và khôi phục hồ sơ; ở đơn vị tổng hợp còn có nhận máy, thu hồi, chuyển giao, ban \
     hành, duyệt và quyết định. Việc chương trình tự làm ghi là của chương trình.",
    "In the log: exports, prints, attachments taken out, backups and restores, the passphrase, \
     records deleted and restored; at headquarters also devices enrolled and shut out, work handed \
     over, publications, verdicts and decisions. What the program does by itself is named as its own.",
))
.args(&[
    ArgSpec::option(
        "since",
        "DAY",
        both("Từ ngày (22/11/2026 hoặc 2026-11-22)", "From day (22/11/2026 or 2026-11-22)"),
    )
    .hyphens(),
    ArgSpec::option(
        "deed",
        "DEED",
        both(
            "Chỉ việc này, ví dụ: export, print, take-out, delete, enrol, revoke",
            "Only this deed, such as: export, print, take-out, delete, enrol, revoke",
        ),
    ),
    ArgSpec::option(
        "who",
        "NAME",
        both(
            "Chỉ người hoặc tài khoản có những chữ này (không cần dấu)",
            "Only people or accounts with these letters (marks not needed)",
        ),
    )
    .hyphens(),
    ArgSpec::option(
        "format",
        "table|csv|json",
        both(
            "table (mặc định), csv hoặc json (mỗi dòng một mục)",
            "table (the default), csv or json (an entry a line)",
        ),
    )
    .one_of(arguments::FORMATS),
]);

/// Widths of the table's columns in cells; the last column is not limited.
const WIDTHS: [usize; 4] = [16, 20, 26, 40];

struct AuditFilter {
    since: Option<Date>,
    deed: Option<AuditDeed>,
    who: String,
}

impl AuditFilter {
    fn takes(&self, item: &AuditItem, io: &CommandIo<'_>) -> bool {
        let named = [&*audit::author(&item.by, io.lang), &item.place.user].map(fold);
        self.since.is_none_or(|since| today_from_millis(item.millis) >= since)
            && self.deed.is_none_or(|deed| deed == item.deed)
            && named.iter().any(|name| name.contains(&self.who))
    }
}

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let filter = AuditFilter {
        since: day(io, "--since", given.maybe_text("since"))?,
        deed: given.maybe_text("deed").map(|id| deed(io, id)).transpose()?,
        who: fold(given.text("who").trim()),
    };
    let format = list_format(given.text("format"));
    let store = notebook::open(io)?;
    let shown = show(io, &store, &filter, format);
    let closed = notebook::close(io, &store);
    let damaged = shown?;
    closed?;
    Ok(if damaged == 0 { CommandEnd::All } else { CommandEnd::Some })
}

fn deed(io: &CommandIo<'_>, id: &str) -> Result<AuditDeed, Stop> {
    AuditDeed::from_id(id).ok_or_else(|| {
        let known: Vec<&str> = AuditDeed::ALL.iter().map(|deed| deed.id()).collect();
        Stop::Usage(words::no_such_deed(io.lang, id, &known.join(", ")))
    })
}

/// Prints the entries; returns the number of unreadable pieces of the log.
fn show(
    io: &mut CommandIo<'_>,
    store: &Store,
    filter: &AuditFilter,
    format: ListFormat,
) -> Result<usize, Stop> {
    let AuditLog { mut items, damaged } = audit::log(store).map_err(|e| io.failed(&e))?;
    let is_empty = items.is_empty();
    items.retain(|item| filter.takes(item, io));
    match format {
        ListFormat::Table if is_empty => io.say(&words::none(io.lang))?,
        ListFormat::Table if items.is_empty() => io.say(&words::none_found(io.lang))?,
        ListFormat::Table => table(io, store, &items)?,
        ListFormat::Csv => csv(io, &items)?,
        ListFormat::Json => {
            for item in &items {
                io.put_json(&audit::to_json(io.programme(), item, io.lang))?;
            }
        }
    }
    io.flush()?;
    if damaged > 0 {
        io.say(&words::damaged(io.lang, damaged as u64))?;
    }
    Ok(damaged)
}

fn table(io: &mut CommandIo<'_>, store: &Store, items: &[AuditItem]) -> Result<(), Stop> {
    let lang = io.lang;
    let titles: BTreeMap<Id, String> =
        audit::titles(store, items).map_err(|e| io.failed(&e))?;
    let heads = [words::at(lang), words::who(lang), words::deed(lang), words::about(lang)];
    io.put(&line(&heads, &words::origin(lang)))?;
    for item in items {
        let row = audit::row(io.programme(), &titles, item, lang);
        io.put(&line(&[row.at, row.by, row.deed, row.about], &row.origin))?;
    }
    Ok(())
}

fn line(columns: &[String; 4], last: &str) -> String {
    let fitted = columns.iter().zip(WIDTHS).map(|(text, width)| {
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        cells::pad(&cells::cut(&one_line, width), width)
    });
    let all: Vec<String> = fitted.chain([last.to_owned()]).collect();
    all.join("  ").trim_end().to_owned()
}

/// The columns are the keys of the JSON output.
fn csv(io: &mut CommandIo<'_>, items: &[AuditItem]) -> Result<(), Stop> {
    const COLUMNS: [&str; 16] = [
        "at",
        "by",
        "program",
        "deed",
        "kind",
        "record",
        "device",
        "number",
        "to_number",
        "count",
        "contacts",
        "user",
        "terminal",
        "address",
        "host",
        // after those of the first release, which programs may read by position
        "failed",
    ];
    io.put_csv(&COLUMNS.map(|name| Cell::Text(name.to_owned())))?;
    for item in items {
        let json = audit::to_json(io.programme(), item, io.lang);
        let cell = |name: &str| match json.get(name) {
            None | Some(Json::Null) => Cell::Empty,
            Some(Json::String(text)) => Cell::Text(text.clone()),
            Some(other) => Cell::Text(other.to_string()),
        };
        io.put_csv(&COLUMNS.map(cell))?;
    }
    Ok(())
}

//! `sotay report`: prints the results of a period and place, or writes them to a file.

use std::path::Path;

use crate::cancel::CancelToken;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, notebook, place_args};
use crate::indicators::{Ref, Report};
use crate::lang::cli::args as args_words;
use crate::lang::words::both;
use crate::lang::{files as said, papers as papers_words, results as say};
use crate::record::{Period, ReportQuery};
use crate::services::papers::{self, ProjectPaper};
use crate::services::report::{
    ReportData, ReportFormat, by_name, compared, json, rows, table, write,
};
use crate::storage::disk::atomic_file::FileTarget;
use crate::store::Store;

pub const SPEC: CommandSpec = CommandSpec::new(
    "report",
    both("In kết quả so với mục tiêu của một kỳ", "Print results against targets for a period"),
    run,
)
.details(both(
    "Mỗi dòng có con số theo nguồn, mục tiêu, tỷ lệ đạt và cách tính. Không có tên \
     người, số điện thoại hay địa chỉ liên hệ. json có thêm mã các hồ sơ làm nên \
     con số.",
    "Each row has its figures by fund, the target, the share reached and how it is \
     counted. No person's name, phone or contact is in it. json adds the ids of the \
     records that a figure was made from.",
))
.usage(&[
    "[--period PERIOD] [--province CODE | --commune CODE | --region NAME | --former NAME] \
         [--format table|csv|json|xlsx] [-o FILE [--force]] [--compare]",
    "--paper projects|form-1|form-2 [--period PERIOD] -o FILE.xlsx [--force]",
])
.args(&[
    ArgSpec::option(
        "period",
        "PERIOD",
        both(
            "2026, 2026-H1, 2026-9M, 2026-Q3, 2026-09 hoặc 2021..2025; không ghi thì là năm nay",
            "2026, 2026-H1, 2026-9M, 2026-Q3, 2026-09 or 2021..2025; this year when left out",
        ),
    ),
    place_args::PROVINCE,
    place_args::COMMUNE,
    place_args::REGION,
    place_args::FORMER,
    ArgSpec::option(
        "format",
        "table|csv|json|xlsx",
        both(
            "table (mặc định), csv, json hoặc xlsx (xlsx cần --out). csv và json dành cho \
             chương trình khác (dấu phẩy, mã); để mở bằng Excel: -o TỆP.csv hoặc -o \
             TỆP.xlsx, không ghi --format",
            "table (the default), csv, json or xlsx (xlsx needs --out). csv and json are \
             for other programs (commas, ids); for Excel: -o FILE.csv or -o FILE.xlsx \
             without --format",
        ),
    )
    .one_of(&["table", "csv", "json", "xlsx"]),
    ArgSpec::option(
        "out",
        "FILE",
        both(
            "ghi ra tệp này; không có --format thì phần đuôi nói dạng tệp (.xlsx, .csv cho \
             Excel)",
            "write to this file; without --format its ending says the sort (.xlsx, .csv for \
             Excel)",
        ),
    )
    .short('o')
    .path(),
    ArgSpec::option(
        "paper",
        "projects|form-1|form-2",
        both(
            "thay cho báo cáo, ghi bảng đề án của kế hoạch các năm trong kỳ (cần -o TỆP.xlsx): \
             projects: danh sách hai trang KCĐP, KCQG; form-1: dự toán từng đề án KCQG (Mẫu số \
             1, TT 36/2013); form-2: đề án đăng ký KCQG (Mẫu số 2)",
            "instead of the report, the đề án planned for the years of the period (needs -o \
             FILE.xlsx): projects: a list in two sheets by fund; form-1: the estimate of each \
             đề án of the national fund (Mẫu số 1, TT 36/2013); form-2: those registered for \
             it (Mẫu số 2)",
        ),
    )
    .one_of(&["projects", "form-1", "form-2"]),
    ArgSpec::flag(
        "compare",
        both(
            "bảng hẹp: kỳ này, cùng kỳ năm trước và mức tăng",
            "a narrow table: this period, the same a year before, and the change",
        ),
    ),
    arguments::FORCE,
]);

/// Also used by headquarters' command, which has no argument for a file.
pub fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let out = given.maybe_path("out");
    let format = named_format(given.text("format")).or_else(|| by_name(out.as_deref()?));
    let format = format.unwrap_or(ReportFormat::Table);
    if format == ReportFormat::Xlsx && out.is_none() {
        let missing = args_words::missing(io.lang, "--out FILE.xlsx", "sotay report --help");
        return Err(Stop::Usage(missing));
    }
    let period = period(io, given.maybe_text("period"))?;
    let scope = place_args::scope(io, given)?;
    let asked = ReportQuery { period, scope };
    if let Some(paper) = named_paper(given.text("paper")) {
        return project_paper(io, &asked, paper, out.as_deref());
    }
    let store = notebook::open(io)?;
    let is_compared = given.flag("compare") && format == ReportFormat::Table && out.is_none();
    let outcome = match is_compared {
        true => compare(io, &store, &asked),
        false => tell(io, &store, &asked, (format, out.as_deref())),
    };
    let closed = notebook::close(io, &store);
    outcome?;
    closed?;
    Ok(CommandEnd::All)
}

fn named_paper(given: &str) -> Option<ProjectPaper> {
    match given {
        "projects" => Some(ProjectPaper::List),
        "form-1" => Some(ProjectPaper::Budget),
        "form-2" => Some(ProjectPaper::Registered),
        _ => None,
    }
}

fn project_paper(
    io: &mut CommandIo<'_>,
    asked: &ReportQuery,
    paper: ProjectPaper,
    file: Option<&Path>,
) -> CommandResult {
    let lang = io.lang;
    let is_workbook = |file: &&Path| by_name(file) == Some(ReportFormat::Xlsx);
    let Some(file) = file.filter(is_workbook) else {
        return Err(Stop::Usage(papers_words::paper_needs_file(lang)));
    };
    let target = FileTarget { file, existing: io.output.existing };
    let (cancel, store) = (CancelToken::for_signals(), notebook::open(io)?);
    let written = papers::write(&store, asked, paper, target, lang, &cancel);
    let closed = notebook::close(io, &store);
    let (all, made_up) = written.map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
    closed?;
    io.say(&papers_words::paper_written(lang, &all.to_string(), &file.display().to_string()))?;
    if made_up > 0 {
        io.say(&say::made_up(lang, made_up))?;
    }
    Ok(CommandEnd::All)
}

fn period(io: &CommandIo<'_>, given: Option<&str>) -> Result<Period, Stop> {
    let Some(given) = given else { return Ok(Period::Year(io.today().year)) };
    Period::parse(given).ok_or_else(|| Stop::Usage(args_words::not_a_period(io.lang, given)))
}

/// The format of `--format`; `None`: it is determined by the file's extension.
fn named_format(given: &str) -> Option<ReportFormat> {
    match given {
        "csv" => Some(ReportFormat::Csv),
        "json" => Some(ReportFormat::Json),
        "xlsx" => Some(ReportFormat::Xlsx),
        "table" => Some(ReportFormat::Table),
        _ => None,
    }
}

fn tell(
    io: &mut CommandIo<'_>,
    store: &Store,
    asked: &ReportQuery,
    (format, file): (ReportFormat, Option<&Path>),
) -> Result<(), Stop> {
    let data = ReportData::gather(store, asked, format == ReportFormat::Xlsx)
        .map_err(|e| io.failed(&e))?;
    let lang = io.lang;
    if let Some(file) = file {
        let cancel = CancelToken::for_signals();
        let target = FileTarget { file, existing: io.output.existing };
        write(&data, format, store, target, lang, &cancel)
            .map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
        io.say(&said::report_written(lang, &file.display().to_string()))?;
    } else {
        put(io, &data, format, store)?;
        io.flush()?;
    }
    if format == ReportFormat::Table { Ok(()) } else { warn(io, &data.report) }
}

fn compare(io: &mut CommandIo<'_>, store: &Store, asked: &ReportQuery) -> Result<(), Stop> {
    let data = ReportData::gather(store, asked, false).map_err(|e| io.failed(&e))?;
    io.put_text(&compared(&data, io.lang))?;
    io.flush()
}

fn put(
    io: &mut CommandIo<'_>,
    data: &ReportData,
    format: ReportFormat,
    store: &Store,
) -> Result<(), Stop> {
    let lang = io.lang;
    match format {
        ReportFormat::Json => {
            let ids = |records: &[Ref]| store.reports().ids_of(records);
            let rows = json(&data.report, &data.before, lang, &ids);
            let rows = rows.map_err(|e| io.failed(&e))?;
            rows.iter().try_for_each(|row| io.put_json(row))
        }
        ReportFormat::Table => io.put_text(&table(data, lang)),
        ReportFormat::Csv => {
            rows(&data.report, &data.before, lang).iter().try_for_each(|row| io.put_csv(row))
        }
        // these formats are only written to files
        ReportFormat::Sheet | ReportFormat::Xlsx => Ok(()),
    }
}

/// Warns that the figures include sample records.
fn warn(io: &mut CommandIo<'_>, report: &Report) -> Result<(), Stop> {
    match report.made_up {
        0 => Ok(()),
        n => io.say(&say::made_up(io.lang, n)),
    }
}

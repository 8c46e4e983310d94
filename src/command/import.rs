//! `sotay import KIND FILE`: imports a list from a file; `--template` writes an empty list.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use crate::cancel::CancelToken;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, notebook};
use crate::lang::attachment as attachment_words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::lang::{Lang, files, listing};
use crate::office::pace::PaceStep;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind};
use crate::record::{Date, FileSide, MapTo, ReadOptions};
use crate::services::import::{
    ImportReport, Mapping, RunOptions, label, mapping, plan_and_run, problems, read,
    step_words, template, value,
};
use crate::storage::disk::atomic_file::FileTarget;
use crate::store::Store;
use crate::text::format::today_from_millis;

pub const SPEC: CommandSpec = CommandSpec::new(
    "import",
    both("Nhập danh sách từ Excel hoặc CSV", "Import a list from Excel or CSV"),
    run,
)
.details(both(
    "Dòng tiêu đề có tên cột như trong sổ, tiếng Việt hay tiếng Anh. Dòng sai không \
     vào và không cản dòng khác; dòng chỉ thiếu mục bắt buộc vào dạng chưa đủ. Công \
     thức: lấy giá trị đã lưu. Danh sách do sổ này xuất, sửa rồi nhập lại, chỉ đổi \
     những ô đã sửa trong tệp; ô xóa trắng là xóa câu trả lời, cột bỏ đi thì không \
     đổi.",
    "The header names the columns as the notebook does, in Vietnamese or English. A \
     wrong row does not enter and does not stop the rest; a row that only lacks \
     required answers enters as incomplete. Of a formula the stored value is taken. \
     A list that this notebook exported changes only what was edited in the file: \
     an emptied cell clears its answer, a column that was taken out changes \
     nothing.",
))
.usage(&[
    "KIND FILE.{csv,xlsx,ods} [--dry-run] [--hidden] [--empty-formulas] \
     [--duplicates] [--doubtful] [--theirs] [--map HEADING=QUESTION] \
     [--value QUESTION=TEXT=CHOICE] [--forget HEADING|QUESTION=TEXT] [--problems FILE.{xlsx,csv} [--force]]",
    "--template KIND FILE.xlsx [--force]",
])
.args(&[
    arguments::KIND,
    ArgSpec::positional(
        "file",
        "FILE",
        both("Tệp .xlsx, .ods hoặc .csv", "A file .xlsx, .ods or .csv"),
    )
    .path(),
    ArgSpec::flag("dry-run", both("Chỉ báo cáo, không ghi gì", "Report only, write nothing")),
    ArgSpec::flag(
        "hidden",
        both(
            "Nhập cả dòng ẩn, cột ẩn của bảng tính",
            "Import hidden rows and columns of a workbook, too",
        ),
    ),
    ArgSpec::flag(
        "empty-formulas",
        both(
            "Công thức chưa có kết quả: coi là ô trống (không ghi thì dòng đó không vào)",
            "Formulas without a result are empty cells (else their rows do not enter)",
        ),
    ),
    ArgSpec::flag(
        "duplicates",
        both(
            "Nhập cả dòng trùng với hồ sơ đã có hoặc với dòng khác",
            "Enter rows that are the same as a record or another row, too",
        ),
    ),
    ArgSpec::flag(
        "doubtful",
        both(
            "Nhập cả dòng có lẽ không phải hồ sơ (dòng cộng, tiêu đề, chữ ký)",
            "Enter rows that are perhaps no records (sums, headings, signatures), too",
        ),
    ),
    ArgSpec::option(
        "map",
        "HEADING=QUESTION",
        both(
            "Cột này là mục nào, ví dụ \"Sđt chủ=Điện thoại\"; \"Tiêu đề=-\" là không nhập. \
             Lần sau nhớ",
            "What a column answers, as in \"Owner's tel=Phone\"; \"Heading=-\" leaves it \
             out. Remembered",
        ),
    )
    .many(),
    ArgSpec::option(
        "value",
        "QUESTION=TEXT=CHOICE",
        both(
            "Giá trị này nghĩa là gì, cho mọi dòng, ví dụ \"Loại hình=Hộ SX=Hộ kinh doanh\"; \
             \"Loại hình=Hộ SX=-\" là để trống. Lần sau nhớ",
            "What a text means, in all rows, as in \"Legal type=Family=Household business\"; \
             \"Legal type=Family=-\" leaves it empty. Remembered",
        ),
    )
    .many(),
    ArgSpec::option(
        "forget",
        "HEADING|QUESTION=TEXT",
        both(
            "Bỏ cách ghép đã nhớ của cột này, hay cách hiểu đã nhớ của giá trị này",
            "Forget what was chosen for this column, or for this text",
        ),
    )
    .many(),
    ArgSpec::option(
        "problems",
        "FILE",
        both(
            "Ghi mọi vấn đề, và các dòng chưa nhập, ra tệp .xlsx hoặc .csv",
            "Write all problems, and the rows that do not enter, to an .xlsx or .csv file",
        ),
    )
    .path(),
    ArgSpec::flag(
        "theirs",
        both(
            "Câu vừa sửa ở đây vừa sửa trong tệp: lấy theo tệp (không ghi thì giữ ở đây)",
            "Answers changed here and in the file: take the file's (else what is here \
             stays)",
        ),
    ),
    ArgSpec::flag(
        "template",
        both(
            "Ghi một danh sách trống để điền, có sẵn các lựa chọn",
            "Write an empty list to fill in, with drop-downs for choices",
        ),
    )
    .conflicts(&["dry-run"]),
    arguments::FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (kind, file) = (given.text("kind"), given.path("file"));
    if given.flag("template") {
        return write_template(io, kind, &file);
    }
    let options = ImportOptions {
        is_dry_run: given.flag("dry-run"),
        hidden: given.flag("hidden"),
        empty_formulas: given.flag("empty-formulas"),
        duplicates: given.flag("duplicates"),
        doubtful: given.flag("doubtful"),
        map: given.texts("map"),
        value: given.texts("value"),
        forget: given.texts("forget"),
        problems: given.maybe_path("problems"),
        theirs: given.flag("theirs"),
        publishing: false,
    };
    command(io, kind, &file, options)
}

#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// report only, write nothing
    pub is_dry_run: bool,
    /// also read hidden rows and columns
    pub hidden: bool,
    /// treat formulas without a stored value as empty cells
    pub empty_formulas: bool,
    /// also import rows that equal a record or another row
    pub duplicates: bool,
    /// also import rows that may not be records
    pub doubtful: bool,
    /// columns mapped by hand, each as "Heading=question"
    pub map: Vec<String>,
    /// meanings of texts, each as "Question=text=choice"
    pub value: Vec<String>,
    /// mappings to forget: headings, and values as "Question=text"
    pub forget: Vec<String>,
    /// file to write the problems to
    pub problems: Option<PathBuf>,
    /// where an answer was changed in both, take the file's
    pub theirs: bool,
    /// at headquarters: publish the rows
    pub publishing: bool,
}

pub fn command(
    io: &mut CommandIo<'_>,
    kind: &str,
    file: &Path,
    choice: ImportOptions,
) -> CommandResult {
    let (lang, existing, file_of) = (io.lang, io.output.existing, choice.problems.clone());
    let target = file_of.as_deref().map(|file| FileTarget { file, existing });
    if let Some(target) = target {
        let checked = problems::check(target, lang);
        checked.map_err(|fault| Stop::Failed(fault.text(target.file, lang)))?;
    }
    let report = report(io, kind, file, choice)?;
    tell(io, &report)?;
    if let Some(target) = target {
        // also for an import that was stopped
        let written = problems::write(&report, target, lang, &CancelToken::default());
        let written = written.map_err(|fault| Stop::Failed(fault.text(target.file, lang)))?;
        io.say(&written.text(target.file, lang))?;
    }
    Ok(if report.complete() { CommandEnd::All } else { CommandEnd::Some })
}

pub fn tell(io: &mut CommandIo<'_>, report: &ImportReport) -> Result<(), Stop> {
    let lang = io.lang;
    report.sentences(lang).iter().try_for_each(|sentence| io.say(sentence))
}

/// The remembered mapping, changed by `--map`, `--value` and `--forget`.
fn chosen(
    store: &Store,
    kind: &Kind,
    choice: &ImportOptions,
    today: Date,
    lang: Lang,
) -> Result<Mapping, String> {
    let programme = store.programme();
    let mut mapping = Mapping::remembered(&store.keyed_folder(), programme, kind);
    for given in &choice.forget {
        let value = given.split_once('=');
        let value =
            value.and_then(|(asked, text)| Some((question(kind, &mapping, asked)?, text)));
        match value {
            Some((field, text)) => mapping.values.forget(field.no, text),
            None => mapping.forget(given),
        }
    }
    for given in &choice.map {
        let parts = given.rsplit_once('=');
        let parts =
            parts.filter(|(heading, to)| !heading.trim().is_empty() && !to.trim().is_empty());
        let Some((heading, question)) = parts else {
            return Err(listing::map_form(lang, given));
        };
        let to = mapping::named(kind, question).ok_or_else(|| {
            let some = mapping::questions(kind).take(4).map(|field| field.label.get(lang));
            listing::map_question(lang, question.trim(), &some.collect::<Vec<_>>().join("; "))
        })?;
        mapping.choose(heading.trim(), to);
    }
    for given in &choice.value {
        let parts = given.split_once('=');
        let parts = parts.and_then(|(asked, rest)| Some((asked, rest.rsplit_once('=')?)));
        let Some((asked, (text, to))) = parts.filter(|(_, (text, _))| !text.trim().is_empty())
        else {
            return Err(listing::value_form(lang, given));
        };
        let Some(field) = question(kind, &mapping, asked) else {
            let some = mapping::questions(kind)
                .filter(|field| !value::offered(programme, field).is_empty());
            let some = some.take(4).map(|field| field.label.get(lang));
            let some = some.collect::<Vec<_>>().join("; ");
            return Err(listing::value_question(lang, asked.trim(), &some));
        };
        let label = field.label.get(lang);
        let offered = value::offered(programme, field);
        if offered.is_empty() {
            return Err(listing::value_no_choices(lang, label));
        }
        let to = value::named(programme, field, to, today).ok_or_else(|| {
            let known = offered.iter().map(|to| value::label(programme, field, to, lang));
            listing::value_choice(lang, to.trim(), label, &known.collect::<Vec<_>>().join("; "))
        })?;
        mapping.values.choose(field.no, text.trim(), to);
    }
    Ok(mapping)
}

/// The field with this name, or that this heading is mapped to.
fn question<'a>(kind: &'a Kind, mapping: &Mapping, asked: &str) -> Option<&'a Field> {
    match mapping.get(asked).or_else(|| mapping::named(kind, asked))? {
        MapTo::Field(no) => kind.field(no),
        MapTo::Province | MapTo::District | MapTo::Nothing => None,
    }
}

/// Runs the import and returns its report, without printing it.
pub fn report(
    io: &mut CommandIo<'_>,
    kind: &str,
    file: &Path,
    choice: ImportOptions,
) -> Result<ImportReport, Stop> {
    let kind = notebook::kind(io, kind)?;
    let lang = io.lang;
    if kind.is(KindRole::File) {
        return Err(Stop::Usage(attachment_words::only_attached(lang)));
    }
    let bytes = read(file, lang).map_err(Stop::Failed)?;
    let store = notebook::open(io)?;
    let now = (io.now)();
    let today = today_from_millis(now);
    let mapping = chosen(&store, kind, &choice, today, lang).map_err(Stop::Usage)?;
    let shown = RefCell::new((io, Ok(())));
    let show = |words: &str, last: bool| {
        let (io, result) = &mut *shown.borrow_mut();
        if result.is_ok() {
            *result = io.progress(words, last);
        }
    };
    let mut progress = |done: usize, all: usize| {
        if all > 500 {
            let words = work_words::import_progress(lang, done as u64, all as u64);
            show(&words, done == all);
        }
    };
    let mut reading = |step: PaceStep| show(&step_words(step, lang), false);
    let cancel = CancelToken::for_signals();
    let ImportOptions { is_dry_run: dry, hidden, duplicates, theirs, publishing, .. } = choice;
    let theirs = if theirs { FileSide::All } else { FileSide::None };
    let wanted = ReadOptions {
        hidden_rows: hidden,
        hidden_columns: hidden,
        empty_formulas: choice.empty_formulas,
        doubtful: choice.doubtful,
        cells: choice.problems.is_some(),
        theirs,
        ..ReadOptions::default()
    };
    let how = &mut RunOptions {
        is_dry_run: dry,
        duplicates,
        wanted,
        publishing,
        label: &label(file),
        now,
        cancel,
        progress: &mut progress,
        reading: &mut reading,
        mapping: Some(mapping),
    };
    let report = plan_and_run(&bytes, kind, &store, lang, how);
    let (io, unseen) = shown.into_inner();
    unseen?;
    // clear the progress line
    io.progress("", false)?;
    let closed = match dry {
        true => notebook::close(io, &store),
        false => notebook::close_packed(io, &store),
    };
    let report = report.map_err(Stop::Failed)?;
    closed?;
    Ok(report)
}

fn write_template(io: &mut CommandIo<'_>, kind: &str, file: &Path) -> CommandResult {
    let kind = notebook::kind(io, kind)?;
    let lang = io.lang;
    let name = file.display().to_string();
    if !file.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
        return Err(Stop::Usage(files::which_template(lang, &name)));
    }
    let target = FileTarget { file, existing: io.output.existing };
    template::write(io.programme(), kind, target, lang)
        .map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
    io.say(&files::template_written(lang, &name))?;
    Ok(CommandEnd::All)
}

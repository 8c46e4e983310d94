//! `sotay export KIND --out FILE`: writes the records of a kind to a file.

use crate::cancel::CancelToken;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, notebook};
use crate::lang::files;
use crate::lang::words::both;
use crate::services::export::{ExportOptions, count, export, sentences};
use crate::services::export::{PAGE, format};
use crate::storage::disk::atomic_file::FileTarget;

pub const SPEC: CommandSpec = CommandSpec::new(
    "export",
    both("Xuất các hồ sơ của một loại ra tệp", "Export the records of a kind to a file"),
    run,
)
.details(both(
    "Loại tệp theo phần đuôi: .xlsx và .csv mở bằng Excel và nhập lại được nguyên \
     vẹn; .geojson là các điểm trên bản đồ. Trong .csv, chữ mở đầu như công thức \
     (=, +, -, @) có dấu ' ở trước; khi nhập lại, dấu đó được bỏ. Không có thông \
     tin liên hệ và dữ liệu cá nhân khác, trừ khi thêm --contacts.",
    "The ending names the sort: .xlsx and .csv open in Excel and can be imported \
     again without loss; .geojson are points on a map. In a .csv a text that begins \
     like a formula (=, +, -, @) has a ' before it, which an import takes off \
     again. Contacts and other personal answers are left out unless --contacts is \
     there.",
))
.usage(&["KIND --out FILE.{csv,xlsx,geojson} [--contacts] [--force]"])
.args(&[
    arguments::KIND,
    arguments::OUT,
    ArgSpec::flag(
        "contacts",
        both(
            "Cả thông tin liên hệ và dữ liệu cá nhân khác",
            "Contacts and other personal answers too",
        ),
    ),
    arguments::FORCE,
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (file, contacts) = (&given.path("out"), given.flag("contacts"));
    let kind = notebook::kind(io, given.text("kind"))?;
    let lang = io.lang;
    format(io.programme(), kind, file, lang).map_err(Stop::Usage)?;
    let (cancel, existing) = (CancelToken::for_signals(), io.output.existing);
    let store = notebook::open(io)?;
    let mut unseen = Ok(());
    let mut progress = |done: usize, all: usize| {
        if unseen.is_ok() && all > PAGE {
            unseen =
                io.progress(&files::exporting(lang, &count(done), &count(all)), done == all);
        }
    };
    let how = &mut ExportOptions { lang, contacts, cancel, progress: &mut progress };
    let target = FileTarget { file, existing };
    let report = export(&store, kind, target, how);
    unseen?;
    let closed = notebook::close(io, &store);
    let report = report.map_err(|fault| Stop::Failed(fault.text(file, lang)))?;
    closed?;
    for sentence in sentences(&report, file, contacts, lang) {
        io.say(&sentence)?;
    }
    if !contacts {
        io.say(&files::add_contacts(lang))?;
    }
    Ok(CommandEnd::All)
}

//! `sotay programme check FOLDER`: checks a programme's files, for their author.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use crate::lang::programme_files as words;
use crate::lang::system::why;
use crate::lang::words::both;
use crate::services::programme_files::{FolderFault, check};

pub const SPEC: CommandSpec = CommandSpec::new(
    "programme",
    both("Kiểm tra tệp của một chương trình", "Check the files of a programme"),
    run,
)
.details(both(
    "Đọc mọi tệp .toml trong thư mục như lúc dựng chương trình, nêu từng lỗi với tệp và dòng. Số của \
     trường và mã lựa chọn đã phát hành không được đổi nghĩa hay mất đi.",
    "Reads every .toml file of the folder as when the program is built, and names each fault with its \
     file and line. Numbers of fields and choices that were released may not change their meaning nor \
     go away.",
))
.usage(&["check FOLDER"])
.args(&[
    ArgSpec::positional("what", "check", both("Việc cần làm", "What to do")).one_of(&["check"]),
    ArgSpec::positional("folder", "FOLDER", both("Thư mục của chương trình", "The programme's folder"))
        .path(),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let folder = given.path("folder");
    let lang = io.lang;
    let checked = check(&folder).map_err(|fault| {
        Stop::Failed(match fault {
            FolderFault::Unreadable(path, error) => {
                words::unreadable(lang, &path.display().to_string(), &why(&error, lang))
            }
            FolderFault::NotUtf8(path) => words::not_utf8(lang, &path.display().to_string()),
            FolderFault::NoFiles => words::no_files(lang, &folder.display().to_string()),
            FolderFault::TooManyFiles(n) => words::too_many_files(lang, n),
        })
    })?;
    for fault in &checked.faults {
        io.put(&fault.to_string())?;
    }
    io.flush()?;
    match checked.programme.filter(|_| checked.faults.is_empty()) {
        Some(programme) => {
            let figures = programme.indicators.indicators.iter().map(|row| row.figures.len());
            io.say(&words::good(lang, checked.files, programme.kinds.len(), figures.sum()))?;
            Ok(CommandEnd::All)
        }
        None => {
            io.say(&words::faulty(lang, checked.faults.len()))?;
            Ok(CommandEnd::Some)
        }
    }
}

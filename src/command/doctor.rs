//! `doctor`: prints one page on the program, settings, data folder and terminal, for support. It
//! contains no record data and changes nothing.

use serde_json::json;

use super::arguments::RECORD_FORMATS;
use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::surroundings::{FolderOrigin, Surroundings};
use super::unlock;
use crate::lang::doctor as words;
use crate::lang::words::both;
use crate::programme::FILES_SUM;
use crate::services::doctor::{DoctorPage, DoctorSubject, examine};
use crate::storage::crypto::key_folder::{KeyAccess, is_closed};
use crate::storage::format::header::{PROGRAMME, SCHEMA};

pub const SPEC: CommandSpec = CommandSpec::of_surroundings(
    "doctor",
    both(
        "Xem tình trạng của sổ, cài đặt và máy, trên một trang",
        "One page on the notebook, the settings and the machine",
    ),
    run,
)
.details(both(
    "Nêu phiên bản, các thư mục và từ đâu mà có, lỗi trong cài đặt, dung lượng, chỗ trống, lần sao lưu và \
     đồng bộ gần nhất, đồng hồ, màn hình; việc nào cần xử lý thì kèm cách làm. Chạy được cả khi sổ hỏng, đang \
     mở ở nơi khác, có mật khẩu hay chưa có. Không đổi gì, không hỏi mật khẩu, không in nội dung hồ sơ. Mã \
     thoát 0: không có gì cần xử lý; 1: có.",
    "Says the version, the folders and whence they come, faults in the settings, sizes, free space, the last \
     backup and sync, the clock and the terminal, and with whatever needs attention what to do. Works also \
     when the notebook is damaged, open elsewhere, closed by a passphrase or not there. Changes nothing, asks \
     for no passphrase, prints nothing of the records. Exit code 0: nothing needs attention; 1: something does.",
))
.args(&[ArgSpec::option(
    "format",
    "text|json",
    both(
        "text (mặc định) hoặc json, giờ tính bằng mili giây Unix",
        "text (the default) or json, times in Unix milliseconds",
    ),
)
.one_of(RECORD_FORMATS)]);

/// The window size that every screen is designed for.
const USUAL_WINDOW: (u16, u16) = (80, 24);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>, around: &Surroundings) -> CommandResult {
    let mut page = DoctorPage::default();
    tell_program(io, around, &mut page);
    tell_settings(io, given, &mut page);
    tell_terminal(io, around, &mut page);
    tell_folder(io, around, &mut page)?;
    if given.text("format") == "json" {
        io.put_json(&page.json())?;
    } else {
        for line in page.text(around.program, io.lang) {
            io.put(&line)?;
        }
    }
    io.flush()?;
    Ok(if page.needs_attention() { CommandEnd::Some } else { CommandEnd::All })
}

fn tell_program(io: &CommandIo<'_>, around: &Surroundings, page: &mut DoctorPage) {
    use std::env::consts::{ARCH, OS};
    let (lang, program) = (io.lang, around.program);
    let version = env!("CARGO_PKG_VERSION");
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    let text = format!("{program} {version} ({build}, {ARCH}-{OS})");
    let value = json!({ "program": program, "version": version, "build": build });
    page.line("version", words::label_version(lang), text, value);
    let text = format!("{PROGRAMME}.{SCHEMA} ({FILES_SUM:08x})");
    let value = json!({ "number": PROGRAMME, "schema": SCHEMA, "files": FILES_SUM });
    page.line("programme", words::label_programme(lang), text, value);
}

fn tell_settings(io: &CommandIo<'_>, given: &Invocation<'_>, page: &mut DoctorPage) {
    let lang = io.lang;
    let settings = given.settings;
    let faults = &settings.faults;
    let text = match settings.config_file() {
        Some(file) => {
            let path = file.display().to_string();
            match faults.len() as u64 {
                0 if !file.exists() => words::file_absent(lang, &path),
                0 => path,
                n => words::file_faulty(lang, &path, n),
            }
        }
        None => words::unknown(lang),
    };
    let value = json!({ "file": settings.config_file(), "faults": faults.len() });
    page.line("settings", words::label_settings(lang), text, value);
    for fault in faults {
        page.finding("settings", fault.clone());
    }
    let named = given.keymap_name();
    let keymap = named.or(settings.config.keymap.as_deref()).unwrap_or("default");
    let mut text = match (named, &settings.config.keymap) {
        (Some(name), _) => words::keymap_by_option(lang, name),
        (None, Some(name)) => words::keymap_by_settings(lang, name),
        (None, None) => words::from_default(lang, keymap),
    };
    let own = settings.keymap_file().filter(|file| file.exists());
    if let Some(own) = &own {
        text = words::keymap_with_own(lang, &text, &own.display().to_string());
    }
    let value = json!({ "name": keymap, "own": own });
    page.line("keymap", words::label_keymap(lang), text, value);
    match given.keymap() {
        Ok((_, faults)) => {
            faults.into_iter().for_each(|fault| page.finding("keymap", fault));
        }
        Err(text) => page.finding("keymap", text),
    }
}

fn tell_terminal(io: &CommandIo<'_>, around: &Surroundings, page: &mut DoctorPage) {
    let lang = io.lang;
    let term = around.term.as_deref().unwrap_or_default();
    let name = if term.is_empty() { "TERM=" } else { term };
    let text = match around.window {
        Some((columns, rows)) => words::terminal(lang, name, columns, rows),
        None => words::no_terminal(lang, name),
    };
    let value = json!({ "term": term, "window": around.window });
    page.line("terminal", words::label_terminal(lang), text, value);
    let text = around.locale.clone().unwrap_or_else(|| words::none(lang));
    page.line("locale", words::label_locale(lang), text, json!(around.locale));
    // without a window (for example in a cron job) the next checks do not matter
    let Some((columns, rows)) = around.window else { return };
    if around.is_dumb {
        page.finding("terminal", words::dumb_terminal(lang));
    }
    if columns < USUAL_WINDOW.0 || rows < USUAL_WINDOW.1 {
        page.finding("window", words::small_terminal(lang, columns, rows));
    }
    if let Some(locale) = around.locale.as_ref().filter(|_| around.is_ascii) {
        page.finding("locale", words::not_utf8(lang, locale));
    }
}

fn tell_folder(
    io: &mut CommandIo<'_>,
    around: &Surroundings,
    page: &mut DoctorPage,
) -> Result<(), Stop> {
    let lang = io.lang;
    let path = io.data.display().to_string();
    let text = match around.origin {
        FolderOrigin::Nowhere => words::unknown(lang),
        FolderOrigin::Option => words::from_option(lang, &path),
        FolderOrigin::Variable => words::from_variable(lang, &path, around.variable),
        FolderOrigin::Default => words::from_default(lang, &path),
    };
    page.line("folder", words::label_folder(lang), text, json!(io.data));
    if matches!(around.origin, FolderOrigin::Nowhere) {
        page.finding("folder", words::no_home(lang));
        return Ok(());
    }
    if let Some(why) = &around.not_here {
        page.finding("not_here", why.clone());
    }
    let mut access = KeyAccess::None;
    if io.passphrase_file.is_some() && is_closed(&io.data) {
        match unlock::folder(io) {
            Ok(folder) => access = folder.access,
            Err(Stop::Failed(why)) => page.finding("passphrase", why),
            Err(stop) => return Err(stop),
        }
    }
    let subject = DoctorSubject {
        role: io.role,
        program: around.program,
        dir: &io.data,
        access,
        now: (io.now)(),
        lang,
    };
    examine(&subject, page);
    Ok(())
}

//! `sotay sync`: runs one sync with headquarters, without the screen.

use std::sync::atomic::AtomicBool;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{notebook, unlock};
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::sync::messages;
use crate::sync::peer_state::PeerState;
use crate::sync::{self, Link, Route, SyncError};

pub const SPEC: CommandSpec = CommandSpec::new(
    "sync",
    both(
        "Gửi cấp trên những gì đang chờ, nhận những gì cấp trên gửi xuống",
        "Send what waits to headquarters, and take what comes from there",
    ),
    run,
)
.details(both(
    "Địa chỉ là ssh://[tên@]máy[:cổng] hoặc folder:THƯ-MỤC (USB). Không ghi thì lấy \
     dòng headquarters = \"...\" trong config.toml, hoặc đường đã dùng lần trước. \
     Lệnh ssh khác: biến SOTAY_SSH, hoặc ssh = \"...\" trong config.toml.",
    "The address is ssh://[user@]host[:port] or folder:PATH (a stick). Left out, \
     config.toml says it (headquarters = \"...\"), or it is the road taken last. \
     Another ssh: the variable SOTAY_SSH, or ssh = \"...\" in config.toml.",
))
.usage(&["[--files] [ssh://[USER@]HOST[:PORT] | folder:PATH]"])
.args(&[
    ArgSpec::positional(
        "address",
        "ADDRESS",
        both(
            "ssh://[tên@]máy[:cổng] hoặc folder:THƯ-MỤC",
            "ssh://[user@]host[:port] or folder:PATH",
        ),
    )
    .optional(),
    ArgSpec::flag(
        "files",
        both(
            "Lấy về cả tệp đính kèm chỉ có ở cấp trên (ảnh có thể lâu trên đường yếu)",
            "Fetch attached files too that only headquarters has (photos take long over a \
             poor line)",
        ),
    ),
]);

/// Exits with `Some` if ops or attachments still wait.
fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let lang = io.lang;
    let target = given.settings.sync_target();
    let named = given.maybe_text("address").map(str::to_owned);
    let address = match named.or(target.address) {
        Some(address) => address,
        None => last_address(io)?,
    };
    let failed = |e: &SyncError| Stop::Failed(messages::error_at(e, &address, lang));
    if address.is_empty() {
        return Err(failed(&SyncError::NoAddress));
    }
    let link = Link::parse(&address, target.program.as_deref()).map_err(|e| match e {
        SyncError::BadAddress(_) => Stop::Usage(messages::error(&e, lang)),
        e => failed(&e),
    })?;
    let carried = matches!(link, Link::Folder(_));
    let route = Route { link, fetch: given.flag("files") };
    let store = notebook::open(io)?;
    let mut shown = Ok(());
    let now = io.now;
    let (summary, done) = sync::run(
        &store,
        &route,
        now,
        &mut |progress| {
            if shown.is_ok() {
                shown = io.progress(&messages::progress(&progress, lang), false);
            }
        },
        &AtomicBool::new(false),
    );
    let kept = match done {
        Ok(()) => PeerState::of(&store).save_address(&address).map_err(SyncError::Store),
        Err(_) => Ok(()),
    };
    io.progress("", false)?;
    let closed = notebook::close(io, &store);
    for line in messages::summary(&summary, lang) {
        io.put(&line)?;
    }
    io.flush()?;
    done.and(kept).map_err(|e| failed(&e))?;
    closed?;
    if summary.waiting > 0 && !carried {
        io.say(&sync_words::still_waits(lang, summary.waiting))?;
    }
    Ok(if summary.waiting + summary.files_waiting == 0 || carried {
        CommandEnd::All
    } else {
        CommandEnd::Some
    })
}

/// The address used last; empty if there is none.
fn last_address(io: &mut CommandIo<'_>) -> Result<String, Stop> {
    let folder = unlock::folder(io)?;
    Ok(PeerState::of_folder(&folder).address().unwrap_or_default())
}

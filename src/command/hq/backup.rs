//! `sotay-hq backup FOLDER`: headquarters' folder as it is, but for what is made from it.

use crate::command::backup::must_be_elsewhere;
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::stage::{CommandEnd, CommandIo, CommandResult};
use crate::hq::admin::backup;
use crate::lang::hq::HqWord;
use crate::lang::words::both;
use crate::storage::disk::RealDisk;
use crate::storage::disk::space::keep_ballast;
use crate::text::format::{iso, today_from_millis};

use super::open::{directory, open};

pub const SPEC: CommandSpec = CommandSpec::new(
    "backup",
    both(
        "Sao lưu cả thư mục của đơn vị, kể cả khóa: cất nơi an toàn",
        "Copy all of headquarters' folder, keys included: keep it safe",
    ),
    run,
)
.args(&[ArgSpec::positional(
    "folder",
    "FOLDER",
    both("Thư mục để ghi vào", "The folder to write into"),
)
.path()]);

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let folder = &given.path("folder");
    must_be_elsewhere(stage, folder)?;
    let home = directory(stage)?;
    let store = open(stage)?;
    let now = (stage.now)();
    let name =
        format!("{}{}-{}", backup::PREFIX, iso(today_from_millis(now)), now % 86_400_000);
    let into = folder.join(name);
    // the store is held: nobody folds meanwhile, and logs only grow
    let copied = store
        .maintenance()
        .checkpoint()
        .and_then(|()| backup::sweep(folder))
        .and_then(|()| backup::back_up(&stage.data, &into, now))
        .and_then(|()| home.add_roll_folder(folder));
    let closed = notebook::close(stage, &store);
    copied.map_err(|e| stage.failed_at(&e, &HqWord::NotBackedUp.text(stage.lang)))?;
    closed?;
    // room for shutting devices out on a full disk; where there is none, the copy is still good
    keep_ballast(&RealDisk, &stage.data).unwrap_or_default();
    let folder = into.display().to_string();
    stage.put(&folder)?;
    stage.say(&HqWord::BackedUp { folder: &folder }.text(stage.lang))?;
    stage.flush()?;
    Ok(CommandEnd::All)
}

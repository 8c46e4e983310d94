//! `sotay attach ID FILE`: attaches a file to a record.

use std::path::Path;

use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::show::parse_id;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, notebook};
use crate::lang::attachment as attachment_words;
use crate::lang::words::both;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::programme::spec::{Kind, Type};
use crate::record::{Change, Fields, Id, Origin, Value};
use crate::services::attachment;
use crate::services::validator::{RecordValidator, RisingIds};
use crate::store::messages;
use crate::store::{Commit, Store, StoreError};

pub const SPEC: CommandSpec = CommandSpec::new(
    "attach",
    both("Đính kèm một tệp vào hồ sơ", "Attach a file to a record"),
    run,
)
.details(both(
    "Tệp được mã hóa trong sổ, tối đa 8 MB. Vị trí và giờ chụp được gỡ khỏi ảnh \
     JPEG, PNG, WebP; điểm ảnh giữ nguyên. In mã của tệp đính kèm khi đã lưu bền.",
    "The file is kept encrypted in the notebook, 8 MB at most. Place and time are \
     taken out of JPEG, PNG and WebP photos; their pixels stay as they are. Prints \
     the attachment's id once it is durable.",
))
.args(&[
    arguments::RECORD_ID,
    ArgSpec::positional("file", "FILE", both("Tệp cần đính kèm", "The file to attach")).path(),
    ArgSpec::option(
        "kind",
        "PAPER",
        both(
            "Loại giấy tờ: mã trong danh mục, hoặc anh_hien_truong, anh_nhan_may, \
             anh_san_pham, khac (mặc định)",
            "Kind of paper: an id of the checklist, or anh_hien_truong, anh_nhan_may, \
             anh_san_pham, khac (the default)",
        ),
    )
    .default("khac"),
    ArgSpec::option(
        "personal",
        "co|khong",
        both(
            "Có dữ liệu cá nhân hay không; không ghi thì coi là có",
            "Whether it holds personal data; yes when this is left out",
        ),
    )
    .one_of(&["co", "khong"]),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (file, paper) = (given.path("file"), given.text("kind"));
    let personal = given.maybe_text("personal").map(|answer| answer == "co");
    let parent = parse_id(io, given.text("id"))?;
    let kind = io.programme().with_role(KindRole::File).ok_or_else(|| bug(io))?;
    if !is_paper(io.programme(), kind, paper) {
        return Err(Stop::Usage(attachment_words::no_such_paper(io.lang, paper)));
    }
    let store = notebook::open(io)?;
    let made = attach(io, &store, kind, parent, &file, (paper, personal));
    let closed = notebook::close(io, &store);
    let made = made?;
    closed?;
    io.put(&made.to_string())?;
    io.flush()?;
    Ok(CommandEnd::All)
}

fn attach(
    io: &mut CommandIo<'_>,
    store: &Store,
    kind: &Kind,
    parent: Id,
    file: &Path,
    (paper, personal): (&str, Option<bool>),
) -> Result<Id, Stop> {
    let lang = io.lang;
    let failed = |e: StoreError| Stop::Failed(messages::error(&e, lang));
    let there = store.records().get(parent).map_err(failed)?;
    if there.is_none_or(|record| record.deleted.is_some()) {
        return Err(Stop::Failed(attachment_words::no_record(lang)));
    }
    let answers = attachment::take_in(store, parent, file, lang).map_err(Stop::Failed)?;
    let mut fields: Fields = answers.into_iter().collect();
    // without an answer a file is treated as personal data
    let own = [
        ("kind", Value::Choice(paper.to_owned())),
        ("personal", Value::Bool(personal.unwrap_or(true))),
    ];
    for (id, value) in own {
        if let Some(field) = kind.field_by_id(id) {
            fields.set(field.no, value);
        }
    }
    let officer = notebook::officer(io, store)?.id;
    let validator = RecordValidator::new(io.programme(), store, io.today(), officer);
    let id = RisingIds::default().next((io.now)()).map_err(failed)?;
    let verdict = validator.new_record(kind, id, &mut fields).map_err(failed)?;
    if let Some(fault) = verdict.wrong.iter().chain(&verdict.lacking).next() {
        return Err(Stop::Failed(fault.text(lang)));
    }
    let create = Change::Create { kind: kind.no, id, fields, origin: Origin::Officer };
    let commit = Commit {
        changes: vec![create],
        ends_draft: None,
        allow_incomplete: false,
        ..Commit::default()
    };
    store.commit(commit).map_err(|e| Stop::Failed(messages::commit(&e, lang)))?;
    Ok(id)
}

fn is_paper(programme: &Programme, kind: &Kind, paper: &str) -> bool {
    let list = match kind.field_by_id("kind").map(|field| &field.ty) {
        Some(Type::Choice(list)) => programme.list(list),
        _ => None,
    };
    list.is_some_and(|list| list.choice(paper).is_some())
}

fn bug(io: &CommandIo<'_>) -> Stop {
    io.failed(&StoreError::Bug("no kind for attachments"))
}

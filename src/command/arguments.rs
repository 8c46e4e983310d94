//! Arguments shared by several commands.

use super::spec::{ArgSpec, Presence};
use crate::lang::words::both;

pub const KIND: ArgSpec = ArgSpec::positional(
    "kind",
    "KIND",
    both(
        "Loại: establishment, visit, model, measurement, project, task, officer…",
        "Kind: establishment, visit, model, measurement, project, task, officer…",
    ),
);

pub const RECORD_ID: ArgSpec =
    ArgSpec::positional("id", "ID", both("Mã hồ sơ", "The record's id"));

pub const FORCE: ArgSpec = ArgSpec::flag(
    "force",
    both(
        "Ghi đè tệp đã có; không có tùy chọn này thì tệp đã có được giữ nguyên",
        "Overwrite a file that is there; without this it is left as it is",
    ),
);

pub const OUT: ArgSpec =
    ArgSpec::option("out", "FILE", both("Tệp được ghi", "The file to write"))
        .short('o')
        .required(Presence::Required)
        .path();

/// On a laptop: the file of a request to headquarters.
pub const REQUEST: ArgSpec =
    ArgSpec::option("request", "FILE", both("Ghi tệp đề nghị", "Write the request"))
        .path()
        .required(Presence::RequiredUnless(&["accept"]));

pub const ACCEPT: ArgSpec = ArgSpec::option(
    "accept",
    "FILE",
    both("Nhận tệp trả lời của cấp trên", "Take in headquarters' answer"),
)
.path();

pub const FORMATS: &[&str] = &["table", "csv", "json"];
pub const RECORD_FORMATS: &[&str] = &["text", "json"];

//! The commands of headquarters' program, `sotay-hq`.

mod arguments;
mod backup;
mod confirm;
mod demo;
mod enrol;
mod erase;
mod export;
mod fold;
mod handover;
mod idle_timeout;
mod import;
mod init;
mod link;
mod list;
mod officers;
mod open;
mod prove;
mod publish;
mod rebuild;
mod receive;
mod recover;
mod report;
mod restore;
mod review;
mod reviewer;
mod revoke;
mod show;
mod verify;
mod warnings;
mod withdraw;
mod words;

use std::ffi::OsString;

use super::program::Program;
use super::{Host, Next, audit, completions, doctor, execute, help, man, passphrase, version};
use crate::config;
use crate::lang::words::both;
use crate::programme::Role;

pub(super) static HEADQUARTERS: Program = Program {
    name: "sotay-hq",
    about: both(
        "sotay-hq: nhận, gộp và duyệt sổ tay của các cán bộ.",
        "sotay-hq: headquarters of the field notebooks: receives, brings together, \
         reviews.",
    ),
    data: both(
        "Thư mục của đơn vị tổng hợp (hoặc biến SOTAY_HQ_DATA)",
        "Headquarters' folder (or the variable SOTAY_HQ_DATA)",
    ),
    role: Role::Headquarters,
    variable: "SOTAY_HQ_DATA",
    folder: || Some(config::data_folder()?.with_file_name("sotay-hq")),
    not_here: |_, _| None,
    strict: false,
    before_screen: |io| open::fold(io).map(|_| ()),
    commands: &[
        init::SPEC,
        enrol::SPEC,
        receive::SPEC,
        import::SPEC,
        export::SPEC,
        fold::SPEC,
        list::SPEC,
        show::SPEC,
        audit::SPEC,
        report::SPEC,
        officers::SPEC,
        words::SPEC,
        revoke::SPEC,
        recover::SPEC,
        confirm::SPEC,
        handover::SPEC,
        publish::SPEC,
        withdraw::SPEC,
        erase::SPEC,
        backup::SPEC,
        restore::SPEC,
        demo::SPEC,
        passphrase::SPEC,
        doctor::SPEC,
        verify::SPEC,
        prove::SPEC,
        rebuild::SPEC,
        review::SPEC,
        reviewer::SPEC,
        help::SPEC,
        version::SPEC,
        completions::SPEC,
        man::SPEC,
    ],
};

/// `args` begins with the program's name.
pub fn run(args: Vec<OsString>, host: &mut Host<'_>) -> Next {
    execute(&HEADQUARTERS, args, host)
}

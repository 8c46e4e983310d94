//! The programme as data: which kinds of records there are, what they ask, and what makes an
//! answer wrong. Pure: no disk, no clock, no screen.

pub mod answer;
pub mod calendar;
pub mod check;
pub mod compute;
pub mod duties;
pub mod faults;
mod find;
pub mod lint;
pub mod load;
pub mod meaning;
pub mod reference;
mod released;
pub mod review_case;
pub mod role;
pub mod rules;
pub mod short_names;
pub mod spec;
pub mod start;
pub mod tax_code;
pub mod twins;
pub mod types;

use std::sync::LazyLock;

// `SOURCES` and `HEADQUARTERS_SOURCES`: the files of the khuyến công programme, by name. The latter
// are for headquarters only: an officer's notebook can neither show nor create their records.
include!(concat!(env!("OUT_DIR"), "/programme_files.rs"));

/// The named functions that the files call, one per line: sort, name, description.
pub const RULES: &str = include_str!("khuyencong/RULES");

/// Whether a notebook is an officer's or headquarters'. The program that opens it decides this and
/// passes it down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Officer,
    Headquarters,
}

/// Where a store gets its programme from, when it needs it.
pub trait ProgrammeSource {
    fn programme(self) -> &'static spec::Programme;
}

impl ProgrammeSource for Role {
    fn programme(self) -> &'static spec::Programme {
        Role::programme(self)
    }
}

/// For tests with a programme made for them.
impl ProgrammeSource for &'static spec::Programme {
    fn programme(self) -> &'static spec::Programme {
        self
    }
}

impl Role {
    /// The built-in programme as this role sees it; headquarters' kinds come first. A test proves
    /// that its files have no faults; if one had, the parts that could be read would be used.
    pub fn programme(self) -> &'static spec::Programme {
        static OFFICERS: LazyLock<spec::Programme> =
            LazyLock::new(|| load::read_parsed(&[SOURCES_BYTES]));
        static HEADQUARTERS: LazyLock<spec::Programme> = LazyLock::new(|| {
            let programme = load::read_parsed(&[HEADQUARTERS_BYTES, SOURCES_BYTES]);
            spec::Programme { role: Role::Headquarters, ..programme }
        });
        match self {
            Role::Officer => &OFFICERS,
            Role::Headquarters => &HEADQUARTERS,
        }
    }
}

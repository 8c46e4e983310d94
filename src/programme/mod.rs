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

// `SOURCES` and `HEADQUARTERS_SOURCES`: the files of the khuyến công programme, by name. The second
// are of headquarters alone: an officer's notebook can neither show nor make their records.
include!(concat!(env!("OUT_DIR"), "/programme_files.rs"));

/// The named functions that the files call, a line each: sort, name, what it says.
pub const RULES: &str = include_str!("khuyencong/RULES");

/// Whether a notebook is an officer's or headquarters'. Decided by the program that opens it, and passed down.
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

/// For a programme of a test's own.
impl ProgrammeSource for &'static spec::Programme {
    fn programme(self) -> &'static spec::Programme {
        self
    }
}

impl Role {
    /// The programme that this program was built with, as this role sees it: headquarters' own kinds
    /// come first there. That its files are without fault is proved by a test; should one slip
    /// through, what can be read of them serves.
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

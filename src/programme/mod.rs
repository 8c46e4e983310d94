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

/// The files of the khuyến công programme, by name. A new kind is a new line here; menus and
/// pages name the kinds in this order.
pub const SOURCES: &[(&str, &str)] = &[
    ("programme.toml", include_str!("khuyencong/programme.toml")),
    ("establishment.toml", include_str!("khuyencong/establishment.toml")),
    ("visit.toml", include_str!("khuyencong/visit.toml")),
    ("model.toml", include_str!("khuyencong/model.toml")),
    ("project.toml", include_str!("khuyencong/project.toml")),
    ("training.toml", include_str!("khuyencong/training.toml")),
    ("employment.toml", include_str!("khuyencong/employment.toml")),
    ("product.toml", include_str!("khuyencong/product.toml")),
    ("honour.toml", include_str!("khuyencong/honour.toml")),
    ("fair.toml", include_str!("khuyencong/fair.toml")),
    ("value_chain.toml", include_str!("khuyencong/value_chain.toml")),
    ("coordinated_support.toml", include_str!("khuyencong/coordinated_support.toml")),
    ("intl_lead.toml", include_str!("khuyencong/intl_lead.toml")),
    ("task.toml", include_str!("khuyencong/task.toml")),
    ("measurement.toml", include_str!("khuyencong/measurement.toml")),
    ("attachment.toml", include_str!("khuyencong/attachment.toml")),
    ("target.toml", include_str!("khuyencong/target.toml")),
    ("ceiling.toml", include_str!("khuyencong/ceiling.toml")),
    ("priority_place.toml", include_str!("khuyencong/priority_place.toml")),
    ("vsic.toml", include_str!("khuyencong/vsic.toml")),
    ("officer.toml", include_str!("khuyencong/officer.toml")),
    ("choices.toml", include_str!("khuyencong/choices.toml")),
    ("activities.toml", include_str!("khuyencong/activities.toml")),
    ("measures.toml", include_str!("khuyencong/measures.toml")),
    ("papers.toml", include_str!("khuyencong/papers.toml")),
    ("indicators.toml", include_str!("khuyencong/indicators.toml")),
];

/// Kinds that only headquarters has. An officer's notebook knows nothing of them: it can neither
/// show nor make such a record.
pub const HEADQUARTERS_SOURCES: &[(&str, &str)] = &[
    ("matter.toml", include_str!("khuyencong/matter.toml")),
    ("verdict.toml", include_str!("khuyencong/verdict.toml")),
    ("review.toml", include_str!("khuyencong/review.toml")),
];

/// The named functions that the files call, a line each: sort, name, what it says.
pub const RULES: &str = include_str!("khuyencong/RULES");

/// Whose notebook a folder is. Decided by the program that opens it, and passed down.
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
        static OFFICERS: LazyLock<spec::Programme> = LazyLock::new(|| load::read(SOURCES).0);
        static HEADQUARTERS: LazyLock<spec::Programme> = LazyLock::new(|| {
            let all: Vec<_> = HEADQUARTERS_SOURCES.iter().chain(SOURCES).copied().collect();
            let (programme, _) = load::read(&all);
            spec::Programme { role: Role::Headquarters, ..programme }
        });
        match self {
            Role::Officer => &OFFICERS,
            Role::Headquarters => &HEADQUARTERS,
        }
    }
}

//! A plan of an import with the answers of its rows unpacked.

use std::ops::Deref;

use sotay::services::import::{ImportPlan, PlanRow};

#[derive(Debug)]
pub struct OpenPlan {
    pub rows: Vec<PlanRow>,
    packed: ImportPlan,
}

impl OpenPlan {
    pub fn of(mut packed: ImportPlan) -> OpenPlan {
        let rows = std::mem::take(&mut packed.rows);
        OpenPlan { rows: rows.into_iter().map(|row| row.open().unwrap()).collect(), packed }
    }
}

impl Deref for OpenPlan {
    type Target = ImportPlan;

    fn deref(&self) -> &ImportPlan {
        &self.packed
    }
}

//! The first run: who writes in this notebook, and where. Three answers, then the work.

use crate::keymap::context::Context;
use crate::programme::reference::{Province, ProvinceHit, provinces_like};
use crate::text::edit::Editor;

#[derive(Debug)]
pub struct WelcomeLayer {
    pub name: Editor,
    pub unit: Editor,
    /// typed without accents; what it may mean stands below it
    pub province: Editor,
    pub at: usize,
    /// which answer is missing, shown at its field
    pub fault: Option<usize>,
}

pub const FIELDS: usize = 3;
pub const PROVINCE: usize = 2;

/// Why there is no notebook yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// this field has no answer, or one that means nothing
    Field(usize),
    /// the province may be one of these
    Province(Vec<ProvinceHit>),
}

impl Default for WelcomeLayer {
    fn default() -> WelcomeLayer {
        let empty = || Editor::new("");
        let (name, unit, province) = (empty(), empty(), empty());
        WelcomeLayer { name, unit, province, at: 0, fault: None }
    }
}

impl WelcomeLayer {
    pub fn contexts(&self) -> Vec<Context> {
        Context::Welcome.chain().to_vec()
    }

    pub fn fields(&self) -> [&Editor; FIELDS] {
        [&self.name, &self.unit, &self.province]
    }

    pub fn editor(&mut self) -> Option<&mut Editor> {
        match self.at {
            0 => Some(&mut self.name),
            1 => Some(&mut self.unit),
            _ => Some(&mut self.province),
        }
    }

    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(FIELDS - 1);
    }

    /// The provinces that may be meant.
    pub fn provinces(&self) -> Vec<ProvinceHit> {
        provinces_like(self.province.text())
    }

    pub fn choose_province(&mut self, province: &Province) {
        self.province = Editor::new(province.short_name());
        self.fault = None;
    }

    /// Name, unit and the province's code, or what is missing first.
    pub fn answers(&self) -> Result<(String, String, String), Missing> {
        let text = |e: &Editor| e.text().trim().to_string();
        match (text(&self.name), text(&self.unit), self.provinces()) {
            (name, _, _) if name.is_empty() => Err(Missing::Field(0)),
            (_, unit, _) if unit.is_empty() => Err(Missing::Field(1)),
            (name, unit, hits) => match hits.as_slice() {
                [one] => Ok((name, unit, one.province.code.to_string())),
                [] if !text(&self.province).is_empty() => Err(Missing::Field(PROVINCE)),
                _ => Err(Missing::Province(hits)),
            },
        }
    }
}

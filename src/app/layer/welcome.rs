//! The first run: who writes in this notebook, and where. Three answers, then the work.

use crate::keymap::context::Context;
use crate::programme::reference::{self, Province};
use crate::text::edit::Editor;
use crate::text::fold::fold;

#[derive(Debug)]
pub struct Welcome {
    pub name: Editor,
    pub unit: Editor,
    /// typed without accents; the best match stands beside it
    pub province: Editor,
    pub at: usize,
    /// which answer is missing, shown at its field
    pub fault: Option<usize>,
}

pub const FIELDS: usize = 3;

impl Default for Welcome {
    fn default() -> Welcome {
        let empty = || Editor::new("");
        let (name, unit, province) = (empty(), empty(), empty());
        Welcome { name, unit, province, at: 0, fault: None }
    }
}

impl Welcome {
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

    /// The province meant: its code, or its name from the beginning, or any part of it.
    pub fn chosen_province(&self) -> Option<&'static Province> {
        let typed = fold(self.province.text().trim());
        if typed.is_empty() {
            return None;
        }
        let all = reference::provinces();
        let bare = |p: &Province| fold(p.short_name());
        all.iter()
            .find(|p| p.code == typed)
            .or_else(|| all.iter().find(|p| bare(p) == typed))
            .or_else(|| all.iter().find(|p| bare(p).starts_with(&typed)))
            .or_else(|| all.iter().find(|p| fold(p.name).contains(&typed)))
    }

    /// The answers, or the first field that still lacks one.
    pub fn answers(&self) -> Result<(String, String, String), usize> {
        let text = |e: &Editor| e.text().trim().to_string();
        match (text(&self.name), text(&self.unit), self.chosen_province()) {
            (name, _, _) if name.is_empty() => Err(0),
            (_, unit, _) if unit.is_empty() => Err(1),
            (_, _, None) => Err(2),
            (name, unit, Some(province)) => Ok((name, unit, province.code.to_string())),
        }
    }
}

//! Styles of a LibreOffice spreadsheet: fonts of legacy encodings, what date formats show, and
//! sheets that are not displayed. Styles of content.xml build on those of styles.xml.

use std::collections::HashMap;

use super::tag::Tag;
use crate::office::budget::{Budget, BudgetSpent};
use crate::office::shown_day::ShownDay;
use crate::text::legacy::Font;

/// Memory of a tag without its text, copied names included.
const TAG: usize = 256;
/// A longer chain of parents comes from no office program, or is a cycle.
const MOST_PARENTS: usize = 16;
/// The style of cells that name none.
const DEFAULT: &str = "Default";

#[derive(Default)]
pub struct Styles {
    /// name of the current style of cells; `None` while a style of another family is read
    style: Option<String>,
    /// name of the current style, of any family
    any: String,
    faces: HashMap<String, String>,
    fonts: HashMap<String, Font>,
    /// the styles that name a font, and whether that is a legacy one
    named: HashMap<String, bool>,
    formats: HashMap<String, String>,
    parents: HashMap<String, String>,
    /// what date formats show
    days: HashMap<String, ShownDay>,
    /// the date format that is being read
    day: Option<(String, ShownDay)>,
    undisplayed: Vec<String>,
}

impl Styles {
    /// Whether the tag belongs to a style.
    pub fn start(
        &mut self,
        name: &str,
        tag: &Tag,
        budget: &mut Budget,
    ) -> Result<bool, BudgetSpent> {
        match name {
            "font-face" | "style" | "default-style" | "date-style" | "table-properties"
            | "text-properties" => {
                // what is stored of a style is no longer than its tags
                budget.spend(tag.0.len() + self.any.len() + TAG)?;
            }
            "day" | "month" | "year" if self.day.is_some() => {}
            _ => return Ok(false),
        }
        match name {
            "font-face" => {
                let names = (tag.get("style:name"), tag.get("svg:font-family"));
                if let (Some(name), Some(family)) = names {
                    self.faces.insert(name, family.trim_matches(['\'', '"']).to_owned());
                }
            }
            "style" | "default-style" => self.begin(tag),
            "date-style" => {
                let name = tag.get("style:name").unwrap_or_default();
                self.day = Some((name, ShownDay::default()));
            }
            "table-properties" => {
                let undisplayed = tag.get("table:display").as_deref() == Some("false");
                self.undisplayed.extend(undisplayed.then(|| self.any.clone()));
            }
            "text-properties" => self.font_named(tag),
            part => {
                if let Some((_, shown)) = &mut self.day {
                    shown.day |= part == "day";
                    shown.month |= part == "month";
                    shown.year |= part == "year";
                }
            }
        }
        Ok(true)
    }

    pub fn end(&mut self, name: &str) {
        if name == "date-style" {
            let known = self.day.take().filter(|(_, shown)| *shown != ShownDay::default());
            self.days.extend(known);
        }
    }

    /// Names of styles are unique only within a family.
    fn begin(&mut self, tag: &Tag) {
        self.any = tag.get("style:name").unwrap_or_default();
        let of_cells = tag.get("style:family").is_none_or(|family| family == "table-cell");
        self.style = of_cells.then(|| self.any.clone());
        let Some(style) = &self.style else { return };
        if let Some(format) = tag.get("style:data-style-name") {
            self.formats.insert(style.clone(), format);
        }
        if let Some(parent) = tag.get("style:parent-style-name") {
            self.parents.insert(style.clone(), parent);
        }
    }

    fn font_named(&mut self, tag: &Tag) {
        let (Some(style), None) = (&self.style, &self.day) else { return };
        let font = tag.get("style:font-name").or_else(|| tag.get("fo:font-family"));
        let Some(font) = font.map(|name| self.faces.get(&name).cloned().unwrap_or(name)) else {
            return;
        };
        let old = Font::by_name(font.trim_matches(['\'', '"']));
        self.named.insert(style.clone(), old.is_some());
        if let Some(font) = old {
            self.fonts.insert(style.clone(), font);
        }
    }

    pub fn is_displayed(&self, sheet_style: &str) -> bool {
        !self.undisplayed.iter().any(|style| style == sheet_style)
    }

    pub fn font(&self, style: Option<&str>) -> Option<Font> {
        let style = self.first(style, |style| self.named.contains_key(style))?;
        self.fonts.get(style).copied()
    }

    /// What the cell's format shows of a day.
    pub fn day(&self, style: Option<&str>) -> Option<ShownDay> {
        let style = self.first(style, |style| self.formats.contains_key(style))?;
        self.days.get(self.formats.get(style)?).copied()
    }

    /// The style, or its nearest parent, for which `says` holds.
    fn first<'a>(
        &'a self,
        style: Option<&'a str>,
        says: impl Fn(&str) -> bool,
    ) -> Option<&'a str> {
        let mut style = style.unwrap_or(DEFAULT);
        for _ in 0..MOST_PARENTS {
            if says(style) {
                return Some(style);
            }
            match self.parents.get(style) {
                Some(parent) => style = parent,
                None => break,
            }
        }
        // the default style of all cells has no name
        says("").then_some("")
    }
}

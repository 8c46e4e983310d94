//! Cells as Excel shows them.

use std::collections::HashMap;
use std::collections::HashSet;

use calamine::{DataRef, ExcelDateTime};

use super::super::grid::{iso_day, number};
use super::super::mask::Mask;
use super::super::number_words::NumberWords;
use super::super::shown_day::ShownDay;
use crate::text::legacy::Font;

/// What a style shows.
#[derive(Default, PartialEq)]
pub(super) struct CellStyle {
    pub(super) percent: bool,
    /// a font of a legacy encoding
    pub(super) font: Option<Font>,
    /// the format of a code
    pub(super) mask: Option<Mask>,
    /// the format of a part of a day
    pub(super) day: Option<ShownDay>,
    pub(super) words: Option<NumberWords>,
}

/// Cells that are shown differently from their value.
#[derive(Default)]
pub(super) struct Styled {
    pub(super) percents: HashSet<(u32, u32)>,
    pub(super) fonts: Vec<((u32, u32), Font)>,
    /// days that are shown in part
    pub(super) days: HashMap<(u32, u32), ShownDay>,
    /// numbers that are shown with words, or without thousands
    pub(super) words: HashMap<(u32, u32), String>,
    /// numbers that are shown as codes
    pub(super) shown: Vec<((u32, u32), String)>,
}

/// Whether a number format has a percent sign that is not literal text.
pub(super) fn shows_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

pub(super) fn text(value: &DataRef<'_>, shown: ShownDay) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) => day(moment, shown),
        DataRef::DateTimeIso(text) => iso_day(text, shown),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

pub(super) fn day(moment: &ExcelDateTime, shown: ShownDay) -> String {
    if !moment.is_datetime() {
        return number(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    shown.show(year, month, day)
}

//! Suggests questions for a column whose heading is not known.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::heading::HeadingWords;
use super::{ColumnNames, HeaderColumn, key};
use crate::programme::answer;
use crate::programme::spec::{Field, Programme, Type};
use crate::record::{Date, FieldNo, ListColumn};

/// Words that say nothing about a question, and that other words become without their marks.
const FILLERS: [&str; 18] = [
    "cac", "co", "cua", "do", "duoc", "khac", "la", "nhung", "o", "so", "tai", "theo", "va",
    "ve", "and", "is", "of", "the",
];

impl ColumnNames {
    /// Questions with more than half of their name's words in the heading, most words first.
    pub fn likely(&self, heading: &str) -> Vec<FieldNo> {
        let written = HeadingWords::of(heading, &|_| true).map(|words| words.whole().join(" "));
        let heading = written.unwrap_or_else(|| key(heading));
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric());
            let words = words.filter(|word| !word.is_empty() && !FILLERS.contains(word));
            words.map(str::to_owned).collect()
        };
        let there = words(&heading);
        let mut best: BTreeMap<FieldNo, usize> = BTreeMap::new();
        for (name, column) in &self.columns {
            let HeaderColumn::Field(no) = column else { continue };
            let name: HashSet<String> = words(name).into_iter().collect();
            let shared = name.iter().filter(|word| there.contains(word)).count();
            // many headings end with the same words, such as "sản xuất"
            let most = shared * 2 > there.len() || shared == name.len();
            if shared * 2 > name.len() && most {
                let most = best.entry(*no).or_default();
                *most = shared.max(*most);
            }
        }
        let mut likely: Vec<(FieldNo, usize)> = best.into_iter().collect();
        likely.sort_by_key(|(_, shared)| Reverse(*shared));
        likely.into_iter().map(|(no, _)| no).collect()
    }
}

/// Whether a value of the column can answer the question. A text of a number or a day need not be
/// complete here: a unit or an order of days may have to be chosen first.
pub fn can_read(
    programme: &Programme,
    field: &Field,
    column: &ListColumn,
    today: Date,
) -> bool {
    let mut examples = column.examples.iter();
    match field.ty {
        Type::YesNo => examples
            .any(|text| matches!(answer::parse(programme, field, text, today), Ok(Some(_)))),
        Type::Int | Type::Decimal | Type::Money | Type::Date | Type::Phone => {
            examples.any(|text| text.contains(|c: char| c.is_ascii_digit()))
        }
        _ => true,
    }
}

//! How the numbers of a column use point and comma: in a column with "15.75", "1.500" may be one
//! and a half.

use crate::programme::spec::{Field, Type};
use crate::text::format::{FormatFault, money_unit};

/// The uses of the marks seen in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberMarks {
    fraction_point: bool,
    fraction_comma: bool,
    thousands_comma: bool,
}

impl NumberMarks {
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> NumberMarks {
        let mut seen = NumberMarks::default();
        let marked = cells.filter(|cell| cell.contains(['.', ',']));
        for number in marked.flat_map(numbers) {
            match MarkedNumber::of(number) {
                Some(MarkedNumber::Fraction { comma: false, grouped }) => {
                    seen.fraction_point = true;
                    seen.thousands_comma |= grouped;
                }
                Some(MarkedNumber::Fraction { comma: true, .. }) => seen.fraction_comma = true,
                Some(MarkedNumber::Thousands { comma: true }) => seen.thousands_comma = true,
                _ => {}
            }
        }
        seen
    }

    /// Why an ambiguous number is not read: the column also uses its mark in the other meaning.
    /// `zeros`: unit of bare amounts as a power of ten; đồng have no fractions.
    pub fn ambiguity(self, field: &Field, zeros: u32, cell: &str) -> Option<FormatFault> {
        if self == NumberMarks::default() {
            return None;
        }
        let both = |number| match MarkedNumber::of(number)? {
            MarkedNumber::Both { comma } => Some(comma),
            _ => None,
        };
        let comma = numbers(cell).find_map(both)?;
        let disputed = match (&field.ty, comma) {
            (Type::Decimal, true) => self.fraction_point || self.thousands_comma,
            (Type::Money, _) if is_whole_dong(cell, zeros) => false,
            (_, true) => self.fraction_comma,
            (_, false) => self.fraction_point,
        };
        disputed.then_some(FormatFault::Ambiguous { comma })
    }
}

/// Whether an amount is in single đồng.
fn is_whole_dong(cell: &str, zeros: u32) -> bool {
    let at = cell.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let words = cell.get(at..).unwrap_or_default().trim();
    match words.chars().any(char::is_alphabetic) {
        true => money_unit(words).is_some_and(|unit| unit.zeros == 0),
        false => zeros == 0,
    }
}

/// The numbers in a text, with the marks between their digits.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let other = |c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',');
    text.split(other).map(|part| part.trim_matches(['.', ','])).filter(|part| !part.is_empty())
}

enum MarkedNumber {
    /// `grouped`: the other mark separates thousands
    Fraction {
        comma: bool,
        grouped: bool,
    },
    Thousands {
        comma: bool,
    },
    Both {
        comma: bool,
    },
}

impl MarkedNumber {
    fn of(number: &str) -> Option<MarkedNumber> {
        let at = number.rfind(['.', ','])?;
        let (before, behind) = (number.get(..at)?, number.get(at + 1..)?);
        let comma = number.get(at..)?.starts_with(',');
        let (mark, other) = if comma { (',', '.') } else { ('.', ',') };
        Some(match (before.contains(mark), before.contains(other)) {
            (true, _) => MarkedNumber::Thousands { comma },
            (false, true) => MarkedNumber::Fraction { comma, grouped: true },
            (false, false) => {
                let short = (1..=3).contains(&before.len()) && !before.starts_with('0');
                match short && behind.len() == 3 {
                    true => MarkedNumber::Both { comma },
                    false => MarkedNumber::Fraction { comma, grouped: false },
                }
            }
        })
    }
}

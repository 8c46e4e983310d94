//! What the cells of a column reveal about its unit if nothing else names it: percentages written
//! as fractions of one, amounts that can hardly be đồng.

use super::{DONG, LEAST_MONEY};
use crate::programme::spec::{Field, Type};
use crate::programme::types::is_percent;
use crate::record::Decimal;
use crate::text::format::{FormatFault, parse_decimal, parse_money_in};

/// Whether all numbers of a percent column are between 0 and 1, and some are fractions: 0,65 for 65
/// %.
pub fn are_fractions<'a>(field: &Field, cells: impl Iterator<Item = &'a str>) -> bool {
    if !matches!(field.ty, Type::Decimal) || !is_percent(field) {
        return false;
    }
    let mut any = false;
    for cell in cells {
        let Ok(number) = parse_decimal(cell.trim()) else {
            // a percent sign names the unit
            if cell.trim_end().ends_with('%') {
                return false;
            }
            continue;
        };
        if !(0..=Decimal::ONE).contains(&number.0) {
            return false;
        }
        any |= number.0 % Decimal::ONE != 0;
    }
    any
}

/// An amount in a column without a unit that can hardly be đồng: it is too small, has a fraction,
/// or other cells of the column name their unit.
pub fn lacks_unit<'a>(cells: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (mut named, mut small, mut modest) = (false, None, None);
    for cell in cells {
        let size = match parse_money_in(cell, 0) {
            Ok(amount) if amount.has_unit => {
                named = true;
                continue;
            }
            Ok(amount) => amount.value.saturating_abs(),
            // an amount computed by a spreadsheet may have a fraction
            Err(FormatFault::NotWholeMoney) => {
                let digits = cell.chars().take_while(|c| !matches!(c, '.' | ','));
                let millions = digits.filter(char::is_ascii_digit).count() > 6;
                if millions { DONG } else { 1 }
            }
            Err(_) => continue,
        };
        if (1..LEAST_MONEY).contains(&size) {
            small = small.or(Some(cell));
        } else if (1..DONG).contains(&size) {
            modest = modest.or(Some(cell));
        }
    }
    small.or(modest.filter(|_| named))
}

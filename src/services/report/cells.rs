//! Figures as cells of a workbook.

use crate::indicators::{Figure, show};
use crate::office::book::{Cell, CellLook, Column};
use crate::record::Decimal;

pub fn head(heading: &str, look: CellLook) -> Column {
    Column { heading: heading.to_owned(), look }
}

/// The value rounded as on the screen. Amounts are not rounded.
pub fn shown(figure: Figure) -> Option<i128> {
    let one = i128::from(Decimal::ONE);
    let step = match figure {
        Figure::Amount(_) => 1,
        Figure::Per { .. } => one / 100,
        Figure::Percent { .. }
        | Figure::Change { .. }
        | Figure::Mean { .. }
        | Figure::Median { .. } => one / 10,
    };
    let value = figure.value()?;
    let half = if value < 0 { -step / 2 } else { step / 2 };
    Some((value + half) / step * step)
}

/// Whole numbers are formatted with digit grouping.
pub fn number(value: Option<i128>) -> Cell {
    let Some(value) = value else { return Cell::Empty };
    let one = i128::from(Decimal::ONE);
    match i64::try_from(value / one) {
        Ok(whole) if value % one == 0 => Cell::Whole(whole),
        _ => i64::try_from(value)
            .map_or(Cell::Text(show::number(value)), |n| Cell::Decimal(Decimal(n))),
    }
}

pub fn real(millionths: i128) -> f64 {
    millionths as f64 / Decimal::ONE as f64
}

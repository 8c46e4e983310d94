//! Charts to the right of a sheet's rows. The spreadsheet program draws them from the cells.

use std::io;

use rust_xlsxwriter::{Chart, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType};

use super::SheetWriter;
use super::format::wrong;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartShape {
    /// horizontal bars, for long names
    Bars,
    /// vertical columns, for steps in time
    Columns,
}

/// First and last row and column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRange {
    pub rows: (u32, u32),
    pub columns: (u16, u16),
}

#[derive(Clone, Debug)]
pub struct ChartSpec {
    pub shape: ChartShape,
    pub title: String,
    /// the cells of the names, and those of the numbers
    pub names: CellRange,
    pub values: CellRange,
    /// row and column of its upper left corner
    pub at: (u32, u16),
    /// in pixels
    pub size: (u32, u32),
}

/// Blue, like the headers of tables.
const FILL: u32 = 0x2E_75_B6;

impl SheetWriter<'_> {
    pub fn chart(&mut self, spec: &ChartSpec) -> io::Result<()> {
        let mut chart = Chart::new(match spec.shape {
            ChartShape::Bars => ChartType::Bar,
            ChartShape::Columns => ChartType::Column,
        });
        let sheet = self.sheet.name();
        let range = |cells: CellRange| {
            let (rows, columns) = (cells.rows, cells.columns);
            (sheet.as_str(), rows.0, columns.0, rows.1, columns.1)
        };
        chart
            .add_series()
            .set_name(&spec.title)
            .set_categories(range(spec.names))
            .set_values(range(spec.values))
            .set_format(
                ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(FILL)),
            )
            .set_gap(60);
        chart.title().set_name(&spec.title);
        chart.legend().set_position(ChartLegendPosition::Bottom).set_hidden();
        if spec.shape == ChartShape::Bars {
            // puts the first row on top
            chart.y_axis().set_reverse();
        }
        chart.set_width(spec.size.0).set_height(spec.size.1);
        let (row, column) = spec.at;
        self.sheet.insert_chart(row, column, &chart).map_err(wrong)?;
        Ok(())
    }
}

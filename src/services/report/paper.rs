//! The data of a printed report: its rows with amounts in triệu đồng, the same period a year
//! before, the periods of a trend, and the places within the report's place.

use crate::indicators::compare::{TREND, trend};
use crate::indicators::{
    Figure, FigureCell, Growth, IndicatorTarget, PeriodFigures, Report, ReportRow, words,
};
use crate::lang::{Lang, papers as say, results};
use crate::programme::reference;
use crate::programme::spec::Label;
use crate::record::{Decimal, Query, ReportQuery, Scope};
use crate::storage::error::StoreError;
use crate::store::Store;

/// A report, and the figures of other periods and places that are printed with it.
pub struct ReportData {
    pub report: Report,
    pub before: PeriodFigures,
    /// filled only if charts are drawn
    pub steps: Vec<PeriodFigures>,
    pub places: Vec<PeriodFigures>,
    /// records of counted kinds that lack a required answer, of any period and place
    pub incomplete: usize,
}

impl ReportData {
    pub fn gather(
        store: &Store,
        asked: &ReportQuery,
        with_charts: bool,
    ) -> Result<ReportData, StoreError> {
        let reports = store.reports();
        let before = reports.year_before(asked)?;
        let mut data = ReportData {
            report: reports.run(asked)?,
            before,
            steps: Vec::with_capacity(TREND),
            places: Vec::new(),
            incomplete: incomplete(store)?,
        };
        if with_charts {
            for step in trend(asked, reports.today()) {
                data.steps.push(reports.figures(&step)?);
            }
            for scope in within(&asked.scope) {
                data.places.push(reports.figures(&ReportQuery { scope, ..asked.clone() })?);
            }
        }
        Ok(data)
    }

    pub fn rows(&self) -> impl Iterator<Item = PaperRow> {
        self.report.rows.iter().map(|row| PaperRow::of(self, row))
    }

    /// Notes that a reader of the figures needs.
    pub fn notes(&self, lang: Lang) -> Vec<String> {
        let compared = say::compared_with(lang, &self.before.period_words(lang));
        self.notes_on_figures(lang).into_iter().chain([compared]).collect()
    }

    /// The same without the period of comparison.
    pub fn notes_on_figures(&self, lang: Lang) -> Vec<String> {
        let incomplete =
            (self.incomplete > 0).then(|| results::incomplete(lang, self.incomplete));
        words::notes(&self.report, lang).into_iter().chain(incomplete).collect()
    }
}

fn incomplete(store: &Store) -> Result<usize, StoreError> {
    let programme = store.programme();
    let counted = programme.kinds.iter().filter(|kind| programme.indicators.counts(kind.no));
    counted
        .map(|kind| {
            let query = Query { incomplete: true, ..Query::all(kind.no) };
            store.records().page(&query, 0, 1).map(|page| page.total)
        })
        .sum()
}

/// The places of a table by place: provinces, or the former provinces that were merged into one.
fn within(scope: &Scope) -> Vec<Scope> {
    let province = |code: &str| Scope::Province(code.to_owned());
    match scope {
        Scope::All => reference::provinces().iter().map(|p| province(p.code)).collect(),
        Scope::Region(id) => {
            let provinces = reference::region(id).map_or(&[][..], |region| &region.provinces);
            provinces.iter().map(|code| province(code)).collect()
        }
        Scope::Province(code) => match reference::parts_of(code) {
            [] | [_] => Vec::new(),
            parts => parts.iter().map(|former| Scope::Former(former.code.to_owned())).collect(),
        },
        Scope::Commune(_) | Scope::Former(_) => Vec::new(),
    }
}

/// A row as printed.
pub struct PaperRow {
    /// without the ids of the counted records
    pub row: ReportRow,
    pub before: Option<Figure>,
    pub growth: Option<Growth>,
    pub steps: Vec<Option<Figure>>,
    pub places: Vec<Option<Figure>>,
}

impl PaperRow {
    fn of(data: &ReportData, row: &ReportRow) -> PaperRow {
        let is_dong = is_in_dong(row);
        let scale = |figure: Figure| if is_dong { in_millions(figure) } else { figure };
        let of = |figures: &PeriodFigures| figures.of_row(row).map(scale);
        PaperRow {
            before: of(&data.before),
            growth: data.before.growth(row),
            steps: data.steps.iter().map(of).collect(),
            places: data.places.iter().map(of).collect(),
            row: printed(row, is_dong),
        }
    }
}

fn is_in_dong(row: &ReportRow) -> bool {
    row.is_money && matches!(row.total().figure, Figure::Amount(_))
}

fn printed(row: &ReportRow, is_dong: bool) -> ReportRow {
    let cells = row.cells.each_ref().map(|cell| FigureCell {
        figure: if is_dong { in_millions(cell.figure) } else { cell.figure },
        counts_any: cell.counts_any,
        records: None,
    });
    let target = |target: &IndicatorTarget| match is_dong {
        true => IndicatorTarget {
            value: millions(target.value),
            value_to: target.value_to.map(millions),
            reached: target.reached.map(millions),
            ..*target
        },
        false => *target,
    };
    let unit = match is_dong {
        true => {
            Label { vi: say::MILLION_DONG.vi.to_owned(), en: say::MILLION_DONG.en.to_owned() }
        }
        false => row.unit.clone(),
    };
    ReportRow {
        key: row.key.clone(),
        label: row.label.clone(),
        above: row.above.clone(),
        unit,
        is_money: row.is_money,
        rule: row.rule.clone(),
        cells,
        targets: row.targets.iter().map(target).collect(),
    }
}

fn in_millions(figure: Figure) -> Figure {
    match figure {
        Figure::Amount(value) => Figure::Amount(millions(value)),
        other => other,
    }
}

/// Đồng to triệu đồng. Figures are in millionths, so no whole đồng is lost.
pub fn millions(value: i128) -> i128 {
    value / i128::from(Decimal::ONE)
}

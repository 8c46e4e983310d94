//! Draws results against targets: the query, a row for each result, and how the figure under the
//! cursor is counted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::{Frame, part, theme};
use super::rows;
use crate::app::layer::results::{Results, TREND_SCREEN, WIDE, has_header, rule_height};
use crate::app::model::Model;
use crate::app::requests::Holds;
use crate::indicators::{
    Figure, FigureCell, IndicatorTarget, ReportRow, TOTAL, divide, show, words,
};
use crate::lang::{Lang, papers, results as say};
use crate::programme::spec::Programme;
use crate::programme::spec::indicator::FigureSpec;
use crate::record::Period;
use crate::text::cells;

/// Widths of the columns in cells; fund columns are shown only in a wide window (`WIDE`).
const KEY_WIDTH: u16 = 4;
const TARGET_WIDTH: u16 = 9;
const SHARE_WIDTH: u16 = 8;
const BAR_WIDTH: u16 = 7;
const FUND_WIDTH: u16 = 12;
const TREND_WIDTH: u16 = 9;
/// Minimum cells for the label next to a trend.
const TREND_LABEL: u16 = 30;
const NARROW_SCREEN: u16 = 60;
/// Maximum width of the total column; `SHORT_VALUE` in a narrow window.
const VALUE_WIDTH: u16 = 18;
const SHORT_VALUE: u16 = 11;
/// Shown for a share that does not fit even in whole percents.
const MANY_TIMES: &str = ">9999 %";

pub fn draw(
    model: &Model,
    layer: u32,
    results: &Results,
    buffer: &mut Buffer,
    body: Rect,
) -> Frame {
    let lang = model.lang;
    let below = rule_height(usize::from(body.height)) as u16;
    let (title, area) = (part::row(body, 0), super::below(body));
    let area = Rect { height: area.height.saturating_sub(below), ..area };
    let waiting = model.requests.hold_layer(layer, Holds::Content);
    let is_compared = headline(results, waiting, buffer, title, lang);
    if results.report.is_none() {
        let words = crate::lang::app::loading(lang);
        part::line(buffer, part::from(part::row(area, 0), 2), &words, theme::PLAIN);
    }
    let columns = ResultColumns::of(body.width, results, lang);
    let area = match has_header(body.width, usize::from(body.height)) {
        true => {
            columns.heads(results, buffer, part::row(area, 0), lang);
            super::below(area)
        }
        false => area,
    };
    let mut cursor = None;
    let shown = results.rows().enumerate().skip(results.top).take(usize::from(area.height));
    for (y, (at, row)) in shown.enumerate() {
        let line = part::row(area, y);
        if at == results.at {
            part::line(buffer, line, ">", theme::PLAIN);
            cursor = Some((line.x, line.y));
        }
        columns.draw(results, row, buffer, line, lang);
    }
    let rule = Rect { y: area.y + area.height, height: below, ..area };
    let room = (usize::from(body.width), usize::from(below));
    let words = rule_words(model.programme, results, is_compared, room, lang);
    for (y, line) in words.iter().enumerate() {
        part::line(buffer, part::from(part::row(rule, y), 1), line, theme::PLAIN);
    }
    Frame {
        cursor: cursor.or(Some((body.x, body.y))),
        rows: rows(layer, area, results.top),
        marked: None,
    }
}

/// Draws period and place, and at the right the parts and targets of the figure under the cursor.
/// Returns whether the figure of a year before had room.
fn headline(
    results: &Results,
    waiting: bool,
    buffer: &mut Buffer,
    row: Rect,
    lang: Lang,
) -> bool {
    let asked = &results.query;
    let mut left = words::headline(asked, lang);
    if waiting && results.report.is_some() {
        left = format!("{left} · {}", crate::lang::app::loading(lang));
    }
    let used = 2 + part::line(buffer, part::from(row, 1), &left, theme::HEADING);
    let Some(selected) = results.selected() else { return true };
    let unit = selected.unit.get(lang);
    let figure = selected.total().figure;
    let mut right = match show::base(figure, unit, lang) {
        // the exact amount, which the row shows in millions
        base if base.is_empty() && is_money(selected, figure) => {
            format!("{} {unit}", show::short(figure))
        }
        base if base.is_empty() => selected.shown_unit().get(lang).to_owned(),
        base => base,
    };
    for (at, target) in selected.targets.iter().enumerate() {
        let head = if at == 0 { format!("{}: ", say::TARGET.get(lang)) } else { String::new() };
        let (set, share) = (words::target(asked, target, lang), words::share(target));
        right = format!("{right} · {head}{set} {share}");
    }
    let space = row.width.saturating_sub(used + 2);
    let mut is_compared = false;
    if let Some(before) = year_before_words(results, lang)
        && cells::width(&right) + cells::width(&before) + 3 <= usize::from(space)
    {
        right = format!("{right} · {before}");
        is_compared = true;
    }
    let right = cells::cut(&right, usize::from(space)).into_owned();
    let at = row.width.saturating_sub(cells::width(&right) as u16 + 1);
    part::line(buffer, part::from(row, at), &right, theme::PLAIN);
    is_compared
}

/// The figure of a year before and the growth, for the row under the cursor; `None` until known.
fn year_before_words(results: &Results, lang: Lang) -> Option<String> {
    results.compared.year_before(&results.query)?.words(results.selected()?, lang)
}

/// Lines below the rows: warnings about missing or sample data, then how the row is counted.
fn rule_words(
    programme: &Programme,
    results: &Results,
    is_compared: bool,
    (width, room): (usize, usize),
    lang: Lang,
) -> Vec<String> {
    let Some(report) = &results.report else { return Vec::new() };
    let empty = !report.rows.iter().any(|row| row.total().counts_any);
    let goes_by_places = |row: &ReportRow| {
        let own = programme.indicators.indicator(row.id());
        own.and_then(|own| own.figures.first()).is_some_and(FigureSpec::goes_by_places)
    };
    let no_places = report.no_places && results.selected().is_some_and(goes_by_places);
    let mut text = Vec::new();
    if report.is_ahead {
        text.push(say::AHEAD.get(lang).to_owned());
    } else if no_places {
        text.push(say::NO_PLACES.get(lang).to_owned());
    } else if empty {
        text.push(say::EMPTY.get(lang).to_owned());
    } else if report.made_up > 0 {
        text.push(say::MADE_UP.get(lang).to_owned());
    }
    // a narrow window has room only for the rule
    let is_told = is_compared || width < usize::from(NARROW_SCREEN);
    if let Some(before) = year_before_words(results, lang).filter(|_| !is_told) {
        text.push(papers::year_before_sentence(lang, &before));
    }
    if let Some(row) = results.selected() {
        text.push(row.rule.get(lang).to_owned());
    }
    let width = width.saturating_sub(2).max(8);
    let mut lines = cells::wrap(&text.join(" "), width);
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", cells::cut(last, width - 1).trim_end_matches('…'));
        }
    }
    lines
}

/// Which columns fit, and the widths that depend on the content.
struct ResultColumns {
    label: u16,
    value: u16,
    funds: bool,
    target: bool,
    trend: bool,
}

impl ResultColumns {
    fn of(width: u16, results: &Results, lang: Lang) -> ResultColumns {
        let funds = width >= WIDE;
        let narrow = width < NARROW_SCREEN;
        let total =
            |row: &ReportRow| cells::width(&shown(row, row.total().figure, lang)) as u16 + 2;
        let most = if narrow { SHORT_VALUE } else { VALUE_WIDTH };
        let value = results.rows().map(total).max().unwrap_or(0).clamp(SHARE_WIDTH, most);
        // without any target the label gets the width of these columns
        let target = results.rows().any(|row| !row.targets.is_empty());
        let mut used = 2 + KEY_WIDTH + value;
        used += match (target, narrow) {
            (true, false) => TARGET_WIDTH + SHARE_WIDTH + BAR_WIDTH,
            (true, true) => SHARE_WIDTH,
            (false, _) => 1,
        };
        if funds {
            used += TOTAL as u16 * FUND_WIDTH;
        }
        let trend = width >= TREND_SCREEN && used + TREND_WIDTH + TREND_LABEL <= width;
        used += if trend { TREND_WIDTH } else { 0 };
        let label = width.saturating_sub(used).max(6);
        ResultColumns { label, value, funds, target: target && !narrow, trend }
    }

    /// Draws the column heads.
    fn heads(&self, results: &Results, buffer: &mut Buffer, line: Rect, lang: Lang) {
        let mut at = 2 + KEY_WIDTH + self.label;
        let mut head = |width: u16, words: &str| {
            right(buffer, part::span(line, at, width), words);
            at += width;
        };
        let [funds @ .., total] = &say::FUND_HEADS;
        if self.funds {
            funds.iter().for_each(|fund| head(FUND_WIDTH, fund.get(lang)));
        }
        head(self.value, total.get(lang));
        if self.target {
            head(TARGET_WIDTH, say::TARGET.get(lang));
            head(SHARE_WIDTH, say::SHARE.get(lang));
        }
        if self.trend {
            let steps = match results.query.period {
                Period::Years(..) => papers::TREND_YEARS,
                _ => papers::TREND_QUARTERS,
            };
            let place = part::from(line, line.width.saturating_sub(TREND_WIDTH - 1));
            part::line(buffer, place, steps.get(lang), theme::PLAIN);
        }
    }

    fn draw(
        &self,
        results: &Results,
        row: &ReportRow,
        buffer: &mut Buffer,
        line: Rect,
        lang: Lang,
    ) {
        let style = if row.is_part() { theme::PLAIN } else { theme::HEADING };
        let mut at = 2;
        if !row.is_part() {
            part::line(buffer, part::span(line, at, KEY_WIDTH - 1), row.id(), theme::PLAIN);
        }
        at += KEY_WIDTH;
        let indent = 2 * u16::from(row.is_part());
        let space = self.label.saturating_sub(indent + 1);
        let place = part::span(line, at + indent, space);
        part::line(buffer, place, &row.short_label(lang), style);
        at += self.label;
        if self.funds {
            for cell in row.cells.iter().take(TOTAL) {
                right(
                    buffer,
                    part::span(line, at, FUND_WIDTH),
                    &narrow(row, cell, FUND_WIDTH, lang),
                );
                at += FUND_WIDTH;
            }
        }
        let total = narrow(row, row.total(), self.value, lang);
        right(buffer, part::span(line, at, self.value), &total);
        at += self.value;
        if self.trend
            && let Some(steps) = results.compared.trend(&results.query, row)
        {
            let right_end = part::from(line, line.width.saturating_sub(TREND_WIDTH - 1));
            part::line(buffer, right_end, &sparks(&steps), theme::PLAIN);
        }
        // only a target for all funds has a column; the headline shows the others
        let Some(target) = row.targets.first().filter(|target| target.column == TOTAL) else {
            return;
        };
        if self.target {
            let words = match is_money(row, row.total().figure) {
                true => target_in_millions(target, lang),
                false => words::target_figure(target),
            };
            right(
                buffer,
                part::span(line, at, TARGET_WIDTH),
                &fit(target.value, words, TARGET_WIDTH, lang),
            );
            at += TARGET_WIDTH;
        }
        right(buffer, part::span(line, at, SHARE_WIDTH), &share(target, SHARE_WIDTH));
        at += SHARE_WIDTH;
        if self.target {
            let bar = "█".repeat(filled(target.share, BAR_WIDTH - 1));
            part::line(buffer, part::from(line, at + 1), &bar, theme::PLAIN);
        }
    }
}

/// One bar character for each step, scaled to the range; blank without a figure.
fn sparks(steps: &[Option<i128>]) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let known = || steps.iter().flatten();
    let lowest = known().copied().min().unwrap_or(0).min(0);
    let range = known().copied().max().unwrap_or(0).max(0) - lowest;
    if range == 0 {
        return String::new();
    }
    let height = |value: i128| {
        // rounded half up
        let at = ((value - lowest) * 14 + range) / (range * 2);
        usize::try_from(at).ok().and_then(|at| HEIGHTS.get(at)).copied().unwrap_or(' ')
    };
    steps.iter().map(|step| step.map_or(' ', height)).collect()
}

/// Number of filled cells of a bar: full at 100 %, at least one for any positive share.
fn filled(share: Option<i128>, width: u16) -> usize {
    let full = 100_000_000;
    let share = share.unwrap_or(0).clamp(0, full);
    let cells = (share * i128::from(width) + full / 2) / full;
    usize::try_from(cells.max(i128::from(share > 0))).unwrap_or(0)
}

fn narrow(row: &ReportRow, cell: &FigureCell, width: u16, lang: Lang) -> String {
    let words = shown(row, cell.figure, lang);
    fit(cell.figure.value().unwrap_or(0), words, width, lang)
}

fn is_money(row: &ReportRow, figure: Figure) -> bool {
    row.is_money && matches!(figure, Figure::Amount(_))
}

/// Amounts in millions, as in printed reports; the headline has the exact amount.
fn shown(row: &ReportRow, figure: Figure, lang: Lang) -> String {
    match figure.value() {
        Some(value) if value != 0 && is_money(row, figure) => {
            say::millions(lang, &in_millions(value))
        }
        _ => show::short(figure),
    }
}

/// An amount in millions, with one decimal.
fn in_millions(value: i128) -> String {
    show::number(divide(value, 100_000_000_000).unwrap_or(0) * 100_000)
}

fn target_in_millions(target: &IndicatorTarget, lang: Lang) -> String {
    let lower = in_millions(target.value);
    let upper = target.value_to.filter(|upper| *upper != target.value).map(in_millions);
    let both = upper.map_or_else(|| lower.clone(), |upper| format!("{lower}–{upper}"));
    say::millions(lang, &both)
}

/// A number that does not fit is shown in millions or billions; digits are never cut.
fn fit(value: i128, words: String, width: u16, lang: Lang) -> String {
    if cells::width(&words) < usize::from(width) {
        return words;
    }
    let millions = say::millions(lang, &show::number(value / 1_000_000_000_000 * 1_000_000));
    if cells::width(&millions) < usize::from(width) {
        return millions;
    }
    // with one decimal
    say::billions(lang, &show::number(value / 100_000_000_000_000 * 100_000))
}

/// The share in tenths of a percent, or in whole percents if these do not fit. One blank before it
/// is kept: a share that touches the target would read as its last digits.
fn share(target: &IndicatorTarget, width: u16) -> String {
    let fits = |words: &String| cells::width(words) < usize::from(width);
    let whole = || {
        const PERCENT: i128 = 1_000_000;
        let percents = divide(target.share?, PERCENT)?;
        Some(show::percent(percents * PERCENT)).filter(fits)
    };
    let tenths = Some(words::share(target)).filter(fits);
    tenths.or_else(whole).unwrap_or_else(|| MANY_TIMES.to_owned())
}

fn right(buffer: &mut Buffer, place: Rect, text: &str) {
    let space = place.width.saturating_sub(cells::width(text) as u16);
    part::line(buffer, part::from(place, space), text, theme::PLAIN);
}

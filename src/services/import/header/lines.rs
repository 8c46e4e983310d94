//! Reads headers of two or three rows. A lower row either splits the cell above it, "Lao động" over
//! "Tổng số" and "Nữ" (the upper cell may be merged or only over the first column), or continues
//! wrapped words, "Số lao" over "động".

use crate::services::import::header::numbering::is_numbering;
use crate::services::import::letters;
use crate::services::import::row_cells::RowCells;
use crate::services::import::sheet::Score;
use crate::services::import::unit::names_money;
use crate::services::import::unit::note::{bare_heading, is_line_of_units};
use crate::services::import::unit::table_note::is_note;
use crate::text::MOST_READ;
use crate::text::fold::fold;

/// Maximum number of rows of a header.
pub const MOST_LINES: usize = 3;

/// One way to read a header.
pub struct HeaderLines {
    /// one heading for each column
    pub cells: Vec<String>,
    /// the upper headings of each column; empty if the column has only its own heading
    pub over: Vec<String>,
    /// number of rows
    pub lines: usize,
    /// score of the combined headings
    pub points: usize,
    /// The upper row heads some columns but not all. So it is no title, even if the lower row alone
    /// scores as high.
    parts: bool,
    /// Every cell of the lower row forms a known heading with the cell above it. So it is no row of
    /// data, even if the upper row alone scores as high.
    is_sure: bool,
    /// The lower row consists only of parts of groups. So it is no row of data, whether the parts
    /// are known or not.
    parts_only: bool,
}

/// A row, and its merged ranges of columns (first, last).
pub struct HeaderRow<'a> {
    pub cells: &'a [String],
    pub merged: Vec<(usize, usize)>,
}

/// The readings of a header that begins with the first of these rows: as one, two and three rows. A
/// reading of several rows is included only if it scores higher than the lower rows without the
/// first.
pub fn readings(rows: &[HeaderRow<'_>], score: Score<'_>) -> Vec<HeaderLines> {
    let points = |cells: &[String]| letters::header(cells, score).0;
    let Some(first) = rows.first() else { return Vec::new() };
    let one = HeaderLines {
        cells: first.cells.to_vec(),
        over: Vec::new(),
        lines: 1,
        points: points(first.cells),
        parts: false,
        is_sure: false,
        parts_only: false,
    };
    let mut all = vec![one];
    if let [_, next, ..] = rows {
        let two = read(rows.get(..2).unwrap_or_default(), score);
        if two.as_ref().is_some_and(|two| two.parts_only) {
            // an unknown part would be read as the whole above it
            all.clear();
        }
        let fits =
            |two: &HeaderLines| two.parts || two.parts_only || two.points > points(next.cells);
        all.extend(two.filter(fits));
    }
    if let [_, next, last, ..] = rows {
        let lower = rows.get(1..3).unwrap_or_default();
        let below = read(lower, score).map_or(0, |below| below.points);
        let alone = points(next.cells).max(points(last.cells));
        let three = read(rows, score);
        if three.as_ref().is_some_and(|three| three.parts_only) {
            all.clear();
        }
        all.extend(three.filter(|three| {
            // the lower two rows may score as high without the groups above them
            let as_much = three.points > below || three.is_sure && three.points == below;
            three.parts_only || as_much && three.points > alone
        }));
    }
    all
}

/// The best of these readings, if it beats an earlier one with `most` points.
pub fn best(readings: Vec<HeaderLines>, most: usize) -> Option<HeaderLines> {
    let mut best: Option<HeaderLines> = None;
    for reading in readings {
        let points = best.as_ref().map_or(most, |best| best.points);
        if reading.points > points
            || reading.is_sure && reading.points == points && points > most
        {
            best = Some(reading);
        }
    }
    best
}

/// The combined headings of two or three rows; `None` if the lower rows are not part of a header.
pub fn read(rows: &[HeaderRow<'_>], score: Score<'_>) -> Option<HeaderLines> {
    let mut found = match rows {
        [upper, lower] => read_two(upper, lower.cells, false, score)?,
        [upper, middle, lower] => read_three([upper, middle, lower], score)?,
        _ => return None,
    };
    found.lines = rows.len();
    (found.points, _) = letters::header(&found.cells, score);
    Some(found)
}

/// `inner`: the upper of the two rows is the middle row of three.
fn read_two(
    upper: &HeaderRow<'_>,
    lower: &[String],
    inner: bool,
    score: Score<'_>,
) -> Option<HeaderLines> {
    let HeaderRow { cells: upper, merged: wide } = upper;
    // a text of this length heads no column
    if upper.iter().chain(lower).any(|cell| cell.len() > MOST_READ) {
        return None;
    }
    let number = |cell: &String| cell.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let below: RowCells = lower.iter().collect();
    if is_line_of_units(&below) || is_numbering(&below, *upper) {
        return None;
    }
    let alone = parts_alone(upper, lower, wide);
    let is_known = |alone: Vec<String>| {
        inner || alone.iter().any(|heading| score(&[heading.as_str()]) > 0)
    };
    let parts_only = alone.is_some_and(is_known);
    if !parts_only && lower.iter().any(number) {
        return None;
    }
    let cell = |cells: &[String], column: usize| {
        cells.get(column).map(|c| c.trim().to_owned()).unwrap_or_default()
    };
    // a note about the table's unit heads no column
    let upper: Vec<String> =
        upper.iter().map(|c| if is_note(c) { String::new() } else { c.clone() }).collect();
    let upper = upper.as_slice();
    let mut found = HeaderLines {
        cells: Vec::new(),
        over: Vec::new(),
        lines: 2,
        points: 0,
        parts: false,
        is_sure: false,
        parts_only,
    };
    // whether any column is split below a merged cell, or without one
    let (mut merged, mut loose) = (false, false);
    let (mut asked, mut known) = (0, 0);
    // columns headed "regular", and groups with an unknown part
    let (mut regular, mut open) = (Vec::new(), Vec::new());
    // the column with the upper cell that heads the following columns
    let mut group: Option<usize> = None;
    for column in 0..upper.len().max(lower.len()) {
        let (own, below) = (cell(upper, column), cell(lower, column));
        let over = wide.iter().find(|(first, last)| (*first..=*last).contains(&column));
        group = match (own.is_empty(), below.is_empty()) {
            (_, true) => None,
            (false, false) => Some(column),
            (true, false) => group,
        };
        let from = over.map(|(first, _)| *first).or(group).unwrap_or(column);
        let above = cell(upper, from);
        if below.is_empty() || above == below {
            found.cells.push(above);
            found.over.push(String::new());
            continue;
        }
        let own = over.is_some() || from == column || parts_only;
        let name =
            if above.is_empty() { below.clone() } else { heading(&above, &below, own, score) };
        asked += 1;
        // "Trong đó" (of which) refers to the line above
        let part = without_of_which(&above).is_some_and(str::is_empty);
        let is_known = part || score(&[name.as_str()]) > 0;
        known += usize::from(is_known);
        if !is_known {
            open.push(from);
        } else if is_regular(&below) && !above.is_empty() {
            regular.push((column, from, below.clone()));
        }
        merged |= over.is_some() && !above.is_empty();
        loose |= over.is_none();
        found.cells.push(name);
        found.over.push(above);
    }
    // if another column counts seasonal workers, regular workers are not the total
    for (column, from, name) in regular {
        if open.contains(&from)
            && let Some(cell) = found.cells.get_mut(column)
        {
            *cell = name;
        }
    }
    let bare = |(cell, over): (&String, &String)| !cell.is_empty() && over.is_empty();
    let some = found.cells.iter().zip(&found.over).any(bare);
    let first = found.over.first().is_some_and(|over| !over.is_empty());
    found.parts = merged && some || !first && found.over.iter().any(|over| names_money(over));
    found.is_sure = asked > 0 && known == asked && some;
    // a row of data below a header forms no known headings
    (parts_only || merged && !loose || 2 * known > asked).then_some(found)
}

/// The headings of single columns, if every cell of the lower row is a part of a group or continues
/// the cell above it. A record would also fill a single column.
fn parts_alone(
    upper: &[String],
    lower: &[String],
    wide: &[(usize, usize)],
) -> Option<Vec<String>> {
    let cell = |cells: &[String], column: usize| {
        cells.get(column).map(|cell| cell.trim().to_owned()).unwrap_or_default()
    };
    let width = upper.len().max(lower.len());
    let goes_on =
        |column: usize| cell(upper, column).is_empty() && !cell(lower, column).is_empty();
    let (mut group, mut any) = (false, false);
    let mut alone = Vec::new();
    for column in 0..width {
        let (above, below) = (cell(upper, column), cell(lower, column));
        let merged = wide.iter().any(|(first, last)| (*first..=*last).contains(&column));
        group = match (above.is_empty(), below.is_empty()) {
            (_, true) => false,
            (false, false) => merged || goes_on(column + 1),
            (true, false) => merged || group,
        };
        if !below.is_empty() && above != below {
            if !group || !is_part(&below) {
                return None;
            }
            any = true;
        } else if !above.is_empty() && !merged {
            alone.push(above);
        }
    }
    any.then_some(alone)
}

/// Whether a cell can be part of a heading: words, or a year.
fn is_part(cell: &str) -> bool {
    let digits = cell.chars().take_while(char::is_ascii_digit).count();
    let year = digits == 4 && (cell.starts_with("20") || cell.starts_with("19"));
    digits == 0 && cell.chars().any(char::is_alphabetic) || year
}

/// Reads three rows: the lower two form a header under the first.
fn read_three(
    [upper, middle, lower]: [&HeaderRow<'_>; 3],
    score: Score<'_>,
) -> Option<HeaderLines> {
    let below = read_two(middle, lower.cells, true, score)?;
    // the lowest row must split something, or it would be data
    below.over.iter().any(|over| !over.is_empty()).then_some(())?;
    // a middle cell with nothing above it belongs to the group before it
    let mut all = read_two(upper, &below.cells, false, score)?;
    for (over, inner) in all.over.iter_mut().zip(below.over) {
        if over.is_empty() || !names_money(over) && names_money(&inner) {
            *over = inner;
        }
    }
    all.is_sure &= below.is_sure;
    all.parts_only &= below.parts_only;
    Some(all)
}

/// Words for the total below a group heading.
const ALL: [&str; 14] = [
    "tong so",
    "tong",
    "tong cong",
    "cong",
    "ts",
    "so luong",
    "sl",
    "chung",
    "so nguoi",
    "tong so nguoi",
    "hien co",
    "thuong xuyen",
    "total",
    "all",
];

/// The heading formed by two cells. `own`: the upper cell is in this column, not in one before it.
fn heading(above: &str, below: &str, own: bool, score: Score<'_>) -> String {
    let bare = fold(bare_heading(below));
    let all = ALL.contains(&bare.trim_end_matches(['.', ':', ' ']));
    let unit = |name: &str| match below.strip_prefix(bare_heading(below)) {
        // keep the unit in brackets with the name
        Some(unit) if !unit.is_empty() => format!("{name} {}", unit.trim()),
        _ => name.to_owned(),
    };
    let part = without_of_which(below);
    let uppers = [Some(above), without_scope(above)];
    let mut names = Vec::new();
    for above in uppers.into_iter().flatten() {
        names.push(format!("{above} {below}"));
        names.push(format!("{below} {above}"));
        names.extend(part.map(|part| format!("{above} {part}")));
        names.extend(all.then(|| unit(above)));
    }
    let first = names.first().cloned().unwrap_or_default();
    names.extend(part.map(str::to_owned));
    names.push(below.to_owned());
    let known = names.into_iter().find(|name| score(&[name.as_str()]) > 0);
    known.unwrap_or(if own { first } else { below.to_owned() })
}

/// "Regular" counts as the total, unless the list has another kind of workers.
fn is_regular(below: &str) -> bool {
    const WORDS: [&str; 4] =
        ["thuong xuyen", "ld thuong xuyen", "lao dong thuong xuyen", "regular"];
    WORDS.contains(&fold(bare_heading(below)).as_str())
}

/// The part after "Trong đó" (of which): "Nữ" in "Trong đó: Nữ".
fn without_of_which(below: &str) -> Option<&str> {
    const WORDS: [&str; 3] = ["trong do", "trong do co", "of which"];
    let ends = below.char_indices().filter(|(_, c)| c.is_whitespace() || *c == ':');
    let ends = ends.map(|(at, _)| at).chain([below.len()]);
    let heads = ends.filter(|at| {
        below.get(..*at).is_some_and(|head| WORDS.contains(&fold(head).trim_end_matches(':')))
    });
    let rest = below.get(heads.max()?..)?;
    Some(rest.trim_matches([':', ' ', '\n', '-']))
}

/// The heading without words of scope: "lao động" in "Quy mô lao động".
fn without_scope(above: &str) -> Option<&str> {
    const WORDS: [&str; 7] =
        ["quy mo", "tinh hinh", "so luong", "tong so", "so", "co cau", "thong tin"];
    let ends = above.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let mut heads = ends
        .filter(|at| above.get(..*at).is_some_and(|head| WORDS.contains(&fold(head).as_str())));
    Some(above.get(heads.next()?..)?.trim())
}

//! Headers of two lines, or of three. The lower one splits what is over it, "Lao động" over "Tổng
//! số" and "Nữ", whether the upper cell is merged or is only over its first column; or it continues
//! words that were wrapped, "Số lao" over "động".

use crate::services::import::header::numbering::is_numbering;
use crate::services::import::letters;
use crate::services::import::sheet::Score;
use crate::services::import::unit::names_money;
use crate::services::import::unit::note::{bare_heading, is_line_of_units};
use crate::services::import::unit::table_note::is_note;
use crate::text::fold::fold;

/// Rows of a header.
pub const MOST_LINES: usize = 3;

/// One way to read a header.
pub struct HeaderLines {
    /// one heading for each column
    pub cells: Vec<String>,
    /// what is over each column, empty where nothing but its own heading does
    pub over: Vec<String>,
    /// how many rows it has
    pub lines: usize,
    /// how well it fits, by its headings as they are read
    pub points: usize,
    /// The upper row heads some columns and not all: it is no title, although the lower row alone may
    /// name as many questions.
    parts: bool,
    /// Every cell of the lower row makes a known heading with what is over it: it is no row of
    /// data, although the upper row alone may name as many questions.
    is_sure: bool,
    /// The lower row has nothing but the parts of groups: it is no row of data, whether the parts are
    /// known or not.
    parts_only: bool,
}

/// A row, and the columns, from and to, over which its cells are merged.
pub struct HeaderRow<'a> {
    pub cells: &'a [String],
    pub merged: Vec<(usize, usize)>,
}

/// A header that begins with the first of these rows, read as one line, as two and as three: of
/// several lines only where they name more than the lower ones do without the first.
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
            // a part that is not known would be read as the whole that is over it
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
            // the lower two may name as much, without what they are parts of
            let as_much = three.points > below || three.is_sure && three.points == below;
            three.parts_only || as_much && three.points > alone
        }));
    }
    all
}

/// The best of these readings and of one before, which has `most` points.
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

/// The headings that two rows make, or three; none where the lower ones are no part of a header.
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

/// `inner`: another line is above, which heads the single columns.
fn read_two(
    upper: &HeaderRow<'_>,
    lower: &[String],
    inner: bool,
    score: Score<'_>,
) -> Option<HeaderLines> {
    let HeaderRow { cells: upper, merged: wide } = upper;
    let number = |cell: &String| cell.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if is_line_of_units(lower) || is_numbering(lower, upper) {
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
    // a note of the table's unit heads no column
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
    // whether anything is parted by merged cells, or without them
    let (mut merged, mut loose) = (false, false);
    let (mut asked, mut known) = (0, 0);
    // parts that are the whole where they are alone, and groups with parts that are not known
    let (mut regular, mut open) = (Vec::new(), Vec::new());
    // the column with the upper cell that heads those after it
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
        // the line above "Trong đó" says of what
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
    // with seasonal workers in another column, regular workers are not all
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
    // a row of data below a header names nothing
    (parts_only || merged && !loose || 2 * known > asked).then_some(found)
}

/// The single headings, where every cell of the lower row is a part of a group of columns or continues
/// the cell over it: a record would have something in a single column.
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

/// A heading's words, or a year.
fn is_part(cell: &str) -> bool {
    let digits = cell.chars().take_while(char::is_ascii_digit).count();
    let year = digits == 4 && (cell.starts_with("20") || cell.starts_with("19"));
    digits == 0 && cell.chars().any(char::is_alphabetic) || year
}

/// Where the lower two rows are a header of their own.
fn read_three(
    [upper, middle, lower]: [&HeaderRow<'_>; 3],
    score: Score<'_>,
) -> Option<HeaderLines> {
    let below = read_two(middle, lower.cells, true, score)?;
    // the lowest line parts something, or it would be a row of data
    below.over.iter().any(|over| !over.is_empty()).then_some(())?;
    // a cell of the middle line without one above it hangs below the group that comes before it
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

/// What says how many there are in all, below the heading of a group.
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

/// `own`: the upper cell is the column's, and not one that comes before it.
fn heading(above: &str, below: &str, own: bool, score: Score<'_>) -> String {
    let bare = fold(bare_heading(below));
    let all = ALL.contains(&bare.trim_end_matches(['.', ':', ' ']));
    let unit = |name: &str| match below.strip_prefix(bare_heading(below)) {
        // the unit in its bracket goes with the name
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

/// Regular workers are all that a list counts, unless it counts others too.
fn is_regular(below: &str) -> bool {
    const WORDS: [&str; 4] =
        ["thuong xuyen", "ld thuong xuyen", "lao dong thuong xuyen", "regular"];
    WORDS.contains(&fold(bare_heading(below)).as_str())
}

/// "Nữ" of "Trong đó: Nữ".
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

/// "lao động" of "Quy mô lao động".
fn without_scope(above: &str) -> Option<&str> {
    const WORDS: [&str; 7] =
        ["quy mo", "tinh hinh", "so luong", "tong so", "so", "co cau", "thong tin"];
    let ends = above.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let mut heads = ends
        .filter(|at| above.get(..*at).is_some_and(|head| WORDS.contains(&fold(head).as_str())));
    Some(above.get(heads.next()?..)?.trim())
}

//! Maps the columns of a file to questions: by the field's id, its label in either language, or a
//! synonym (`synonyms.tsv`).

pub mod by_shape;
pub mod heading;
mod likely;
pub mod lines;
pub mod numbering;

use std::collections::{HashMap, HashSet};

use super::header::heading::{HeadingWords, PartReadings, bare};
use super::unit::name_before_unit;
use crate::lang::{Lang, files};
use crate::programme::spec::{Field, Kind, Type};
use crate::programme::types::is_province;
use crate::record::FieldNo;
use crate::services::json::MADE_UP;
use crate::text::fold::fold;
pub use likely::can_read;

/// Longer texts are no headings; with a wrong separator a whole row is one cell. In bytes.
const MOST_HEADING: usize = 400;

const SYNONYMS: &str = include_str!("synonyms.tsv");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderColumn {
    Field(FieldNo),
    /// code of the linked record or place; an export writes it next to the name
    Code(FieldNo),
    /// the id of the row's record
    Id,
    /// the `RowStamp` of an export
    Version,
    /// `true` where `sotay list` marks a sample record
    MadeUp,
    Province,
    District,
    /// a running number
    Number,
    /// unit of the amounts in the same row
    Unit,
    /// excluded by a person
    Nothing,
}

impl HeaderColumn {
    /// Whether the column holds answers to this question.
    pub fn answers(self, no: FieldNo) -> bool {
        matches!(self, HeaderColumn::Field(own) | HeaderColumn::Code(own) if own == no)
    }
}

/// Known column names of a kind.
pub struct ColumnNames {
    /// by folded name
    columns: HashMap<String, HeaderColumn>,
    /// by normalised words, with abbreviations expanded
    by_words: HashMap<String, HeaderColumn>,
    /// all words of all names; rejects most data cells early
    words: HashSet<String>,
    /// keys of `columns` that are a question's id or label, not a synonym
    own: HashSet<String>,
    /// questions about the previous year
    of_last_year: Vec<FieldNo>,
    /// questions about the current figures, in kinds that also ask for the previous year
    current: Vec<FieldNo>,
    last_year: Option<i16>,
}

/// A name of a column.
#[derive(Clone, Debug)]
struct ColumnName {
    name: String,
    column: HeaderColumn,
    /// whether the name is the question's id or label
    own: bool,
}

/// All names of a kind's columns, highest priority first.
fn names(kind: &Kind) -> Vec<ColumnName> {
    let mut names = own_names(kind);
    for line in SYNONYMS.lines() {
        let mut parts = line.split('\t');
        let (Some(of), Some(what), Some(name)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let Some(column) = meant(kind, of, what) else { continue };
        names.push(ColumnName { name: name.to_owned(), column, own: false });
        // the code column of an earlier version, named after the label of that time
        if let HeaderColumn::Field(no) = column
            && kind.field(no).is_some_and(is_coded)
        {
            let (name, column) = (files::code_of(Lang::Vi, name), HeaderColumn::Code(no));
            names.push(ColumnName { name, column, own: false });
        }
    }
    let other = |name, column| ColumnName { name, column, own: false };
    for field in kind.fields().filter(|f| is_coded(f)) {
        let both = [Lang::Vi, Lang::En].map(|l| files::code_of(l, field.label.get(l)));
        let all = both.into_iter().chain([format!("{}.id", field.id)]);
        names.extend(all.map(|name| other(name, HeaderColumn::Code(field.no))));
    }
    let codes = [
        "id".to_owned(),
        files::OLD_RECORD_CODE.to_owned(),
        files::record_code(Lang::Vi),
        files::record_code(Lang::En),
    ];
    names.extend(codes.map(|name| other(name, HeaderColumn::Id)));
    let versions = [Lang::Vi, Lang::En].map(files::record_version);
    names.extend(versions.map(|name| other(name, HeaderColumn::Version)));
    names.push(other(MADE_UP.to_owned(), HeaderColumn::MadeUp));
    names
}

fn own_names(kind: &Kind) -> Vec<ColumnName> {
    // tables last: a table may have the same name as a question
    let is_table = |f: &&Field| matches!(f.ty, Type::Lines(_));
    let fields =
        || kind.fields().filter(|f| !is_table(f)).chain(kind.fields().filter(is_table));
    // all ids before labels: the label of one question may be the id of another
    let ids = fields().map(|field| (&field.id, field.no));
    let labels = fields().flat_map(|f| [(&f.label.vi, f.no), (&f.label.en, f.no)]);
    let own = |(name, no): (&String, FieldNo)| {
        let (name, column) = (name.clone(), HeaderColumn::Field(no));
        ColumnName { name, column, own: true }
    };
    ids.chain(labels).map(own).collect()
}

/// The column that a line of the synonyms means in a list of this kind.
fn meant(kind: &Kind, of: &str, what: &str) -> Option<HeaderColumn> {
    let field = |field: &Field| HeaderColumn::Field(field.no);
    // `None` if several questions qualify
    let only = |is: &dyn Fn(&Field) -> bool| {
        let mut all = kind.fields().filter(|field| is(field));
        all.next().filter(|_| all.next().is_none()).map(field)
    };
    let ours = of == "*" || of == kind.id;
    let has_place = || kind.fields().any(|field| matches!(field.ty, Type::Place));
    match what {
        "@name" if ours => kind.field_by_id("name").map(field),
        "@link" if ours => None,
        "@name" | "@link" => only(&|field| field.links_to(of)),
        _ if !ours => None,
        "@place" => only(&|field| matches!(field.ty, Type::Place)),
        // a kind with a question for the province maps it there; others use it to find a place
        "@province" => {
            let asked = kind.fields().find(|field| is_province(field)).map(field);
            asked.or_else(|| has_place().then_some(HeaderColumn::Province))
        }
        "@district" => has_place().then_some(HeaderColumn::District),
        "@number" => Some(HeaderColumn::Number),
        "@nothing" => Some(HeaderColumn::Nothing),
        id => kind.field_by_id(id).map(field),
    }
}

impl ColumnNames {
    pub fn of(kind: &Kind) -> ColumnNames {
        let (mut columns, mut by_words) = (HashMap::new(), HashMap::new());
        let (mut words, mut own) = (HashSet::new(), HashSet::new());
        for ColumnName { name, column, own: is_own } in names(kind) {
            if is_own {
                own.insert(key(&name));
            }
            columns.entry(key(&name)).or_insert(column);
            for said in said(&name, column) {
                words.extend(said.split(' ').map(str::to_owned));
                by_words.entry(said).or_insert(column);
            }
        }
        let of_last_year = kind.fields().filter(|field| field.id.ends_with("_prev"));
        let of_last_year: Vec<FieldNo> = of_last_year.map(|field| field.no).collect();
        let counts = |field: &&Field| field.ty.is_number();
        let of_now = kind.fields().filter(counts).map(|field| field.no);
        let of_now = of_now.filter(|no| !of_last_year.is_empty() && !of_last_year.contains(no));
        let of_now = of_now.collect();
        ColumnNames {
            columns,
            by_words,
            words,
            own,
            of_last_year,
            current: of_now,
            last_year: None,
        }
    }

    /// Sets the year of the list; headings may name a year.
    pub fn in_year(&mut self, year: i16) {
        self.last_year = Some(year.saturating_sub(1));
    }

    /// Overrides the meaning of a heading; `key` is its folded form.
    pub fn set(&mut self, key: &str, column: HeaderColumn) {
        self.columns.insert(key.to_owned(), column);
    }

    /// Whether a heading is a question's id or label, with or without its unit.
    pub fn is_label(&self, heading: &str) -> bool {
        let own = |heading: &str| self.own.contains(&key(heading));
        own(heading) || name_before_unit(heading).is_some_and(own)
    }

    pub fn column(&self, cell: &str) -> Option<HeaderColumn> {
        if cell.len() > MOST_HEADING {
            return None;
        }
        let known = |cell: &str| self.columns.get(&key(cell)).copied();
        let bare = || name_before_unit(cell);
        let by_words = || self.by_words(cell).or_else(|| self.by_words(bare()?));
        let column = known(cell).or_else(|| known(bare()?)).or_else(by_words);
        let Some((named, year)) = self.last_year.and(year(cell)) else { return column };
        let column = column
            .or_else(|| known(&named))
            .or_else(|| known(name_before_unit(&named)?))
            .or_else(|| self.by_words(&named));
        column.filter(|column| self.fits_year(*column, year))
    }

    /// The column that a heading's words mean; `None` if they are ambiguous.
    fn by_words(&self, heading: &str) -> Option<HeaderColumn> {
        let words = HeadingWords::of(heading, &|word| self.words.contains(word))?;
        let columns = |said: &[String]| -> Vec<HeaderColumn> {
            let mut found: Vec<HeaderColumn> = Vec::new();
            for column in said.iter().filter_map(|said| self.by_words.get(said)) {
                if !found.contains(column) {
                    found.push(*column);
                }
            }
            found
        };
        if let Some(column) = self.by_words.get(&words.written()) {
            return Some(*column);
        }
        match *columns(&words.whole()) {
            [one] => return Some(one),
            [] => {}
            _ => return None,
        }
        let parts = words.parts()?;
        let [one] = *columns(&parts.first()?.alone) else { return None };
        let same = |part: &PartReadings| match *columns(&part.alone) {
            [] => columns(&part.behind) == [one],
            [alone] => alone == one,
            _ => false,
        };
        parts.iter().all(same).then_some(one)
    }

    fn fits_year(&self, column: HeaderColumn, year: i16) -> bool {
        match (column, self.last_year) {
            (HeaderColumn::Field(no), Some(last)) if self.of_last_year.contains(&no) => {
                year == last
            }
            // figures of last year are the latest until those of this year are available
            (HeaderColumn::Field(no), Some(last)) if self.current.contains(&no) => {
                (last..=last + 1).contains(&year)
            }
            _ => true,
        }
    }

    /// Number of cells that name a question or a place. "STT" alone is no header.
    pub fn score(&self, row: &[&str]) -> usize {
        let named = row.iter().filter_map(|cell| self.column(cell));
        named
            .filter(|column| {
                !matches!(
                    column,
                    HeaderColumn::Number
                        | HeaderColumn::Id
                        | HeaderColumn::Version
                        | HeaderColumn::MadeUp
                        | HeaderColumn::Unit
                )
            })
            .count()
    }
}

/// The column meaning of each heading of a file.
pub fn columns(names: &ColumnNames, header: &[String]) -> Vec<Option<HeaderColumn>> {
    header.iter().map(|cell| names.column(cell)).collect()
}

/// Whether an export writes a code column next to the name.
fn is_coded(field: &Field) -> bool {
    matches!(field.ty, Type::Link(_) | Type::Links(_) | Type::Place)
}

/// Folded heading: "Tổng số lao động (người) *" -> "tong so lao dong".
pub fn key(cell: &str) -> String {
    fold(bare(cell))
}

/// The normalised words of a name, with unambiguous abbreviations expanded. Empty for the code
/// columns of an export ("Mã · Đề án"), which are recognised by their exact name only.
fn said(name: &str, column: HeaderColumn) -> Vec<String> {
    use HeaderColumn::{Code, Id, MadeUp, Version};
    if matches!(column, Code(_) | Id | MadeUp | Version) {
        return Vec::new();
    }
    let Some(words) = HeadingWords::of(name, &|_| true) else { return Vec::new() };
    let (written, mut whole) = (words.written(), words.whole());
    whole.truncate(if whole.len() == 1 { 1 } else { 0 });
    whole.retain(|whole| *whole != written);
    whole.push(written);
    whole
}

/// The year in a heading.
pub fn named_year(heading: &str) -> Option<i16> {
    year(heading).map(|(_, year)| year)
}

/// The heading without its year, and the year: "Doanh thu năm 2025 (triệu đồng)".
fn year(heading: &str) -> Option<(String, i16)> {
    let is_year = |word: &str| word.len() == 4 && word.starts_with("20");
    let mut words = heading.split(|c: char| !c.is_alphanumeric());
    let year = words.find_map(|word| word.parse::<i16>().ok().filter(|_| is_year(word)))?;
    let (before, behind) = heading.split_once(&year.to_string())?;
    let marks = |c: char| c.is_whitespace() || matches!(c, '(' | '-' | '–' | ',' | '/');
    let mut name = before.trim_end_matches(marks);
    for word in ["năm", "Năm", "NĂM", "nam"] {
        name = name.strip_suffix(word).map_or(name, |name| name.trim_end_matches(marks));
    }
    Some((format!("{name} {}", behind.trim_start_matches(')').trim_start()), year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::Role;

    /// A name with two meanings would be read as either. Only a label may equal a synonym of
    /// another kind.
    #[test]
    fn no_name_of_a_column_means_two_questions() {
        let mut wrong = Vec::new();
        for kind in &Role::Officer.programme().kinds {
            let mut known: HashMap<String, ColumnName> = HashMap::new();
            for name in names(kind) {
                for said in said(&name.name, name.column) {
                    let first = known.entry(said).or_insert_with(|| name.clone());
                    if first.column != name.column && !first.own {
                        wrong.push(format!("{}: {name:?} is {first:?}", kind.id));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_synonym_is_understood_as_it_says_and_by_some_kind() {
        let kinds: Vec<_> = Role::Officer
            .programme()
            .kinds
            .iter()
            .map(|kind| (kind, ColumnNames::of(kind)))
            .collect();
        for line in SYNONYMS.lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            let [of, what, name] = parts[..] else { panic!("{line}") };
            let mut used = false;
            for (kind, names) in &kinds {
                let Some(column) = meant(kind, of, what) else { continue };
                used = true;
                let label = of != kind.id && names.is_label(name);
                assert!(label || names.column(name) == Some(column), "{}: {line}", kind.id);
            }
            assert!(used, "{line}");
        }
    }
}

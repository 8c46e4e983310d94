//! Which column of a file answers which question: by the field's id, its label in either
//! language, or a word that offices use for it (`synonyms.tsv`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::unit::{cut_unit, without_last_bracket};
use crate::lang::{Lang, files};
use crate::programme::answer::is_province;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::FieldNo;
use crate::text::fold::fold;

const SYNONYMS: &str = include_str!("synonyms.tsv");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderColumn {
    Field(FieldNo),
    /// the code of the record or place that a field names, as an export writes it beside the name
    Code(FieldNo),
    /// the record's own id
    Id,
    /// what an export made the row from
    Version,
    Province,
    District,
    /// a running number
    Number,
    /// what the amounts of each row count in
    Unit,
    /// left out on purpose
    Nothing,
}

impl HeaderColumn {
    /// Whether the column holds answers to this question.
    pub fn answers(self, no: FieldNo) -> bool {
        matches!(self, HeaderColumn::Field(own) | HeaderColumn::Code(own) if own == no)
    }
}

/// The names by which a kind's columns are known, folded.
pub struct ColumnNames {
    columns: HashMap<String, HeaderColumn>,
    /// those of `columns` that are a question's id or label, not another word for it
    own: HashSet<String>,
    /// questions about the year before
    of_last_year: Vec<FieldNo>,
    last_year: Option<i16>,
}

/// As offices shorten words of their headings.
const SHORT: [(&str, &str); 12] = [
    ("đt", "điện thoại"),
    ("sđt", "số điện thoại"),
    ("đtdđ", "điện thoại di động"),
    ("lđ", "lao động"),
    ("đc", "địa chỉ"),
    ("đkkd", "đăng ký kinh doanh"),
    ("dn", "doanh nghiệp"),
    ("cs", "cơ sở"),
    ("cssx", "cơ sở sản xuất"),
    ("sx", "sản xuất"),
    ("sp", "sản phẩm"),
    ("mst", "mã số thuế"),
];
/// Of a heading that may hold short words.
const MOST_HEADING: usize = 120;

impl ColumnNames {
    pub fn of(kind: &Kind) -> ColumnNames {
        let mut names = HashMap::new();
        // what fits into one cell first: a table may be called like a question
        let is_table = |f: &&Field| matches!(f.ty, Type::Lines(_));
        let fields =
            || kind.fields().filter(|f| !is_table(f)).chain(kind.fields().filter(is_table));
        // all ids first: the label of one question may be the id of another
        let ids = fields().map(|field| (&field.id, field.no));
        let labels = fields().flat_map(|f| [(&f.label.vi, f.no), (&f.label.en, f.no)]);
        for (name, no) in ids.chain(labels) {
            names.entry(key(name)).or_insert(HeaderColumn::Field(no));
        }
        let own = names.keys().cloned().collect();
        let province = kind.fields().find(|field| is_province(field));
        let province = province.map(|field| HeaderColumn::Field(field.no));
        let has_place = kind.fields().any(|field| matches!(field.ty, Type::Place));
        for line in SYNONYMS.lines() {
            let mut parts = line.split('\t');
            let (Some(of), Some(what), Some(name)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if of != "*" && of != kind.id {
                continue;
            }
            let column = match what {
                // a kind that asks for a province has its answer there; another needs it for a place
                "@province" => province.or(has_place.then_some(HeaderColumn::Province)),
                "@district" => has_place.then_some(HeaderColumn::District),
                "@number" => Some(HeaderColumn::Number),
                "@nothing" => Some(HeaderColumn::Nothing),
                id => kind.field_by_id(id).map(|f| HeaderColumn::Field(f.no)),
            };
            if let Some(column) = column {
                names.entry(key(name)).or_insert(column);
            }
            // what an earlier version exported beside the name it had then
            if let Some(HeaderColumn::Field(no)) = column
                && kind.field(no).is_some_and(is_coded)
            {
                let code = files::code_of(Lang::Vi, name);
                names.entry(key(&code)).or_insert(HeaderColumn::Code(no));
            }
        }
        for field in kind.fields().filter(|f| is_coded(f)) {
            let both = [Lang::Vi, Lang::En].map(|l| files::code_of(l, field.label.get(l)));
            for name in both.into_iter().chain([format!("{}.id", field.id)]) {
                names.entry(key(&name)).or_insert(HeaderColumn::Code(field.no));
            }
        }
        for name in [
            "id",
            files::OLD_RECORD_CODE,
            &files::record_code(Lang::Vi),
            &files::record_code(Lang::En),
        ] {
            names.entry(key(name)).or_insert(HeaderColumn::Id);
        }
        for lang in [Lang::Vi, Lang::En] {
            names.entry(key(&files::record_version(lang))).or_insert(HeaderColumn::Version);
        }
        let of_last_year = kind.fields().filter(|field| field.id.ends_with("_prev"));
        let of_last_year = of_last_year.map(|field| field.no).collect();
        ColumnNames { columns: names, own, of_last_year, last_year: None }
    }

    /// For a list of this year: headings may name the year that they are of.
    pub fn in_year(&mut self, year: i16) {
        self.last_year = Some(year.saturating_sub(1));
    }

    /// What a heading means, whatever it meant before; `key` is its folded form.
    pub fn set(&mut self, key: &str, column: HeaderColumn) {
        self.columns.insert(key.to_owned(), column);
    }

    /// Whether a heading is a question's own label, with its unit or without.
    pub fn is_label(&self, heading: &str) -> bool {
        let own = |heading: &str| self.own.contains(&key(heading));
        own(heading) || cut_unit(heading).is_some_and(|(bare, _)| own(bare))
    }

    pub fn column(&self, cell: &str) -> Option<HeaderColumn> {
        let known = |cell: &str| self.columns.get(&key(cell)).copied();
        let bare = || cut_unit(cell).map(|(bare, _)| bare);
        let short = || {
            let written = [Some(cell), bare()].into_iter().flatten().filter_map(written_out);
            written.into_iter().find_map(|written| known(&written))
        };
        let column = known(cell).or_else(|| known(bare()?)).or_else(short);
        let Some((named, year)) = self.last_year.and(year(cell)) else { return column };
        let column = column.or_else(|| known(&named)).or_else(|| known(cut_unit(&named)?.0));
        column.filter(|column| self.fits_year(*column, year))
    }

    fn fits_year(&self, column: HeaderColumn, year: i16) -> bool {
        match (column, self.last_year) {
            (HeaderColumn::Field(no), Some(last)) if self.of_last_year.contains(&no) => {
                year == last
            }
            _ => true,
        }
    }

    /// Questions by how many words of their names stand in a heading, if it is more than half of them.
    pub fn likely(&self, heading: &str) -> Vec<FieldNo> {
        let heading = key(&written_out(heading).unwrap_or_else(|| heading.to_owned()));
        let words = |text: &str| -> Vec<String> {
            let words =
                text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let there = words(&heading);
        let mut best: BTreeMap<FieldNo, usize> = BTreeMap::new();
        for (name, column) in &self.columns {
            let HeaderColumn::Field(no) = column else { continue };
            let name = words(name);
            let shared = name.iter().filter(|word| there.contains(word)).count();
            if shared * 2 > name.len() {
                let most = best.entry(*no).or_default();
                *most = shared.max(*most);
            }
        }
        let mut likely: Vec<(FieldNo, usize)> = best.into_iter().collect();
        likely.sort_by_key(|(_, shared)| Reverse(*shared));
        likely.into_iter().map(|(no, _)| no).collect()
    }

    /// How many cells of a row name a question or a place; a lone "STT" is no header.
    pub fn score(&self, row: &[&str]) -> usize {
        let named = row.iter().filter_map(|cell| self.column(cell));
        named
            .filter(|column| {
                !matches!(
                    column,
                    HeaderColumn::Number
                        | HeaderColumn::Id
                        | HeaderColumn::Version
                        | HeaderColumn::Unit
                )
            })
            .count()
    }
}

/// What the columns of one file are.
pub fn columns(names: &ColumnNames, header: &[String]) -> Vec<Option<HeaderColumn>> {
    header.iter().map(|cell| names.column(cell)).collect()
}

/// An export writes the code beside the name.
fn is_coded(field: &Field) -> bool {
    matches!(field.ty, Type::Link(_) | Type::Links(_) | Type::Place)
}

/// "Tổng số lao động (người) *" -> "tong so lao dong".
pub fn key(cell: &str) -> String {
    let mut cell = cell.trim();
    loop {
        let cut = cell.trim_end_matches(['*', ':', ' ', '\u{a0}']);
        let cut = without_last_bracket(cut).map_or(cut, str::trim_end);
        if cut.len() == cell.len() {
            break;
        }
        cell = cut;
    }
    fold(cell)
}

/// The heading without its short words; `None` when it has none.
fn written_out(heading: &str) -> Option<String> {
    if heading.len() > MOST_HEADING {
        return None;
    }
    let lower = heading.nfc().collect::<String>().to_lowercase();
    let mut any = false;
    let words: Vec<&str> = lower
        .split_whitespace()
        .map(|word| {
            let bare = word.trim_end_matches(['.', ':']);
            let long = SHORT.iter().find(|(short, _)| *short == bare).map(|(_, long)| *long);
            any |= long.is_some();
            long.unwrap_or(word)
        })
        .collect();
    any.then(|| words.join(" "))
}

/// A heading without the year that it names, and that year: "Doanh thu năm 2025 (triệu đồng)".
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

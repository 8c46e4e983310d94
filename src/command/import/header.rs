//! Which column of a file answers which question: by the field's id, its label in either
//! language, or a word that offices use for it (`synonyms.tsv`).

use std::collections::HashMap;

use super::unit::cut_unit;
use crate::lang::{Lang, files};
use crate::programme::spec::{Field, Kind, Type};
use crate::record::FieldNo;
use crate::text::fold::fold;

const SYNONYMS: &str = include_str!("synonyms.tsv");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
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
    /// left out on purpose
    Nothing,
}

/// The names by which a kind's columns are known, folded.
pub struct Names(HashMap<String, Column>);

impl Names {
    pub fn of(kind: &Kind) -> Names {
        let mut names = HashMap::new();
        // what fits into one cell first: a table may be called like a question
        let is_table = |f: &&Field| matches!(f.ty, Type::Lines(_));
        let fields =
            || kind.fields().filter(|f| !is_table(f)).chain(kind.fields().filter(is_table));
        // all ids first: the label of one question may be the id of another
        let ids = fields().map(|field| (&field.id, field.no));
        let labels = fields().flat_map(|f| [(&f.label.vi, f.no), (&f.label.en, f.no)]);
        for (name, no) in ids.chain(labels) {
            names.entry(key(name)).or_insert(Column::Field(no));
        }
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
                "@province" => Some(Column::Province),
                "@district" => Some(Column::District),
                "@number" => Some(Column::Number),
                "@nothing" => Some(Column::Nothing),
                id => kind.field_by_id(id).map(|f| Column::Field(f.no)),
            };
            if let Some(column) = column {
                names.entry(key(name)).or_insert(column);
            }
            // what an earlier version exported beside the name it had then
            if let Some(Column::Field(no)) = column
                && kind.field(no).is_some_and(is_coded)
            {
                let code = files::code_of(Lang::Vi, name);
                names.entry(key(&code)).or_insert(Column::Code(no));
            }
        }
        for field in kind.fields().filter(|f| is_coded(f)) {
            let both = [Lang::Vi, Lang::En].map(|l| files::code_of(l, field.label.get(l)));
            for name in both.into_iter().chain([format!("{}.id", field.id)]) {
                names.entry(key(&name)).or_insert(Column::Code(field.no));
            }
        }
        for name in [
            "id",
            files::OLD_RECORD_CODE,
            &files::record_code(Lang::Vi),
            &files::record_code(Lang::En),
        ] {
            names.entry(key(name)).or_insert(Column::Id);
        }
        for lang in [Lang::Vi, Lang::En] {
            names.entry(key(&files::record_version(lang))).or_insert(Column::Version);
        }
        Names(names)
    }

    /// What a heading means, whatever it meant before; `key` is its folded form.
    pub fn set(&mut self, key: &str, column: Column) {
        self.0.insert(key.to_owned(), column);
    }

    pub fn column(&self, cell: &str) -> Option<Column> {
        let known = |cell: &str| self.0.get(&key(cell)).copied();
        known(cell).or_else(|| known(cut_unit(cell)?.0))
    }

    /// How many cells of a row name a question or a place; a lone "STT" is no header.
    pub fn score(&self, row: &[&str]) -> usize {
        let named = row.iter().filter_map(|cell| self.column(cell));
        named
            .filter(|column| !matches!(column, Column::Number | Column::Id | Column::Version))
            .count()
    }
}

/// What the columns of one file are.
pub fn columns(names: &Names, header: &[String]) -> Vec<Option<Column>> {
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
        let cut = match cut.strip_suffix(')').and_then(|head| head.rfind('(')) {
            Some(at) if at > 0 => cut.get(..at).unwrap_or(cut).trim_end(),
            _ => cut,
        };
        if cut.len() == cell.len() {
            break;
        }
        cell = cut;
    }
    fold(cell)
}

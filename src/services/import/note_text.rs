//! What the notes of an import say, in words.

use super::foreign::Foreign;
use super::plan::PlanFault;
use crate::lang::cli::RowsWord;
use crate::lang::{Lang, listing};
use crate::office::grid::MOST_ROW_BYTES;
use crate::programme::faults::lower;
use crate::programme::spec::{Kind, Label};
use crate::services::import::note::{
    MatchedBy, NoNameColumn, Original, PlacedColumn, UnknownColumn,
};
use crate::services::import::report::line_ranges;
use crate::services::import::sheet::{FileFault, MOST_ROWS};
use crate::services::import::{ImportNote, Note, NoteSort};
use crate::text::fold::fold;
use crate::text::format::{money_unit, show_money};
use crate::text::legacy::Charset;

/// Lines named of those that are left out.
const MOST_LINES: usize = 12;
/// Values that are shown of a column that nobody knows.
const MOST_EXAMPLES: usize = 2;

impl Note {
    /// The whole sentence, with its place in the file.
    pub fn text(&self, line: Option<u64>, lang: Lang) -> String {
        self.text_in(None, line, lang)
    }

    /// The same for a row of a workbook's sheet.
    pub fn text_in(&self, sheet: Option<&str>, line: Option<u64>, lang: Lang) -> String {
        let what = self.what.text(lang);
        let Some(line) = line else { return what };
        let (column, what) = (self.column.as_deref(), what.as_str());
        match self.sort {
            NoteSort::Fault | NoteSort::Info | NoteSort::Double | NoteSort::Change => {
                RowsWord::At { sheet, line, column, what }
            }
            NoteSort::Question => RowsWord::Ask { sheet, line, column, what },
            NoteSort::Warning => RowsWord::Warn { sheet, line, column, what },
        }
        .text(lang)
    }
}

/// The first of many.
fn some<T: ToString>(all: &[T]) -> String {
    let mut some: Vec<String> = all.iter().take(MOST_LINES).map(T::to_string).collect();
    some.extend((all.len() > MOST_LINES).then(|| "…".to_owned()));
    some.join(", ")
}

/// A unit of money as everybody writes it.
fn plain_unit(unit: &str) -> Option<&'static str> {
    let unit = money_unit(unit).filter(|unit| unit.per.is_empty())?;
    match unit.zeros {
        3 => Some("nghìn đồng"),
        6 => Some("triệu đồng"),
        9 => Some("tỷ đồng"),
        _ => None,
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// "cùng mã số thuế, tên, xã"
fn matched_by(by: &[MatchedBy], lang: Lang) -> String {
    if by.contains(&MatchedBy::All) {
        return listing::same_in_all(lang);
    }
    let mut parts: Vec<String> = Vec::new();
    for by in by {
        let named = match by {
            MatchedBy::All => Vec::new(),
            MatchedBy::Answer(label) => vec![lower(label.get(lang))],
            MatchedBy::NameAndPlace => {
                vec![listing::same_name(lang), listing::same_place(lang)]
            }
            MatchedBy::NameAndPhone => {
                vec![listing::same_name(lang), listing::same_phone(lang)]
            }
            MatchedBy::NameAndUnit => vec![listing::same_name(lang), listing::same_unit(lang)],
            MatchedBy::Name => vec![listing::same_name(lang)],
        };
        parts
            .extend(named.into_iter().filter(|part| !parts.contains(part)).collect::<Vec<_>>());
    }
    let last = parts.pop().unwrap_or_default();
    match parts.is_empty() {
        true => listing::same_one(lang, &last),
        false => listing::same_several(lang, &parts.join(", "), &last),
    }
}

impl ImportNote {
    pub fn text(&self, lang: Lang) -> String {
        let pick = |vi: &str, en: &str| match lang {
            Lang::Vi => vi.to_owned(),
            Lang::En => en.to_owned(),
        };
        match self {
            ImportNote::Sheet { name, others } => {
                let others = others.join(", ");
                match others.as_str() {
                    "" => RowsWord::Sheet { name },
                    others => RowsWord::SheetOf { name, others },
                }
                .text(lang)
            }
            ImportNote::Formulas { count, first } => {
                RowsWord::Formulas { count: *count, first }.text(lang)
            }
            ImportNote::Merged(count) => RowsWord::Merged { count: *count }.text(lang),
            ImportNote::Groups { count, line, first } => {
                RowsWord::Groups { count: *count, line: *line, first }.text(lang)
            }
            ImportNote::Strays { lines, first } => {
                let (count, lines) = (lines.len(), some(lines));
                RowsWord::Strays { count, lines: &lines, first }.text(lang)
            }
            ImportNote::NoRecordPerhaps(words) if words.is_empty() => {
                listing::no_record_perhaps_at_all(lang)
            }
            ImportNote::NoRecordPerhaps(words) => listing::no_record_perhaps(lang, words),
            ImportNote::NoNamePerhaps(text) => listing::no_name_perhaps(lang, text),
            ImportNote::OtherTables(lines) => {
                listing::other_tables(lang, lines.len(), &some(lines))
            }
            ImportNote::HiddenSheets(names) => listing::hidden_sheets(lang, &quoted(names)),
            ImportNote::OtherLists(names) => listing::other_lists(lang, &quoted(names)),
            ImportNote::NoHeading { letters, name, examples } => {
                listing::no_heading(lang, letters, name, &quoted(examples))
            }
            ImportNote::Unwrapped => listing::unwrapped(lang),
            ImportNote::OtherTable(line) => listing::other_table(lang, *line),
            ImportNote::Letters { charset, count, line, first } => {
                let (count, line) = (*count, *line);
                match charset {
                    Charset::Tcvn3 => RowsWord::Tcvn3 { count, line, first },
                    Charset::Vni => RowsWord::Vni { count, line, first },
                    Charset::Misread => RowsWord::Misread { count, line, first },
                }
                .text(lang)
            }
            ImportNote::OddLetters(cell) => RowsWord::OddLetters { cell }.text(lang),
            ImportNote::LostLetters(cell) => RowsWord::LostLetters { cell }.text(lang),
            ImportNote::NoValues { cells, emptied } => {
                let (count, cells) = (cells.len(), &*some(cells));
                match emptied {
                    true => RowsWord::EmptiedValues { count, cells },
                    false => RowsWord::NoValues { count, cells },
                }
                .text(lang)
            }
            ImportNote::NoValue(cell) => RowsWord::NoValue { cell }.text(lang),
            ImportNote::Hidden { lines, columns } => {
                let (rows, lines) = (lines.len(), some(lines));
                let columns = quoted(columns);
                RowsWord::Hidden { rows, lines: &lines, columns: &columns }.text(lang)
            }
            ImportNote::Joined(columns) => {
                RowsWord::Joined { columns: &quoted(columns) }.text(lang)
            }
            ImportNote::SecondHeading { first, others, fills } => {
                let same = |one: &PlacedColumn| {
                    let all = std::iter::once(first).chain(others);
                    all.filter(|other| fold(&other.heading) == fold(&one.heading)).count() > 1
                };
                let named = |one: &PlacedColumn| match same(one) {
                    true => listing::heading_at(lang, &one.heading, &one.letters),
                    false => format!("\"{}\"", one.heading),
                };
                let others = others.iter().map(named).collect::<Vec<_>>().join(", ");
                let first = named(first);
                let (first, others) = (first.as_str(), others.as_str());
                match fills {
                    true => RowsWord::FilledHeading { first, others },
                    false => RowsWord::SecondHeading { first, others },
                }
                .text(lang)
            }
            ImportNote::OneRecord(lines) => {
                let (count, lines) = (lines.len(), some(lines));
                RowsWord::OneRecord { count, lines: &lines }.text(lang)
            }
            ImportNote::TwoValues { line, value } => {
                RowsWord::TwoValues { line: *line, value }.text(lang)
            }
            ImportNote::NoName => RowsWord::NoName.text(lang),
            ImportNote::NotChosen(label) => {
                RowsWord::NotChosen { label: label.get(lang) }.text(lang)
            }
            ImportNote::OpenQuote(line) => RowsWord::OpenQuote { line: *line }.text(lang),
            ImportNote::ReadAsOne { first, last } => {
                RowsWord::Swallowed { first: *first, last: *last }.text(lang)
            }
            ImportNote::CellError(error) => RowsWord::CellError { error }.text(lang),
            ImportNote::NoTable => RowsWord::NoTable.text(lang),
            ImportNote::NoFile => RowsWord::NoFile.text(lang),
            ImportNote::Revision(revision) => revision.text(lang),
            ImportNote::SameId(other) => RowsWord::SameId { other: *other }.text(lang),
            ImportNote::Skipped(columns) => {
                let one = |UnknownColumn { placed, examples }: &UnknownColumn| {
                    let PlacedColumn { heading, letters } = placed;
                    let examples = examples.iter().take(MOST_EXAMPLES).cloned();
                    let examples = quoted(&examples.collect::<Vec<_>>());
                    listing::column_skipped(lang, letters, heading, &examples)
                };
                let all: Vec<String> = columns.iter().map(one).collect();
                RowsWord::Skipped { columns: &all.join("; ") }.text(lang)
            }
            ImportNote::WorkedOut(columns) => {
                let one = |PlacedColumn { heading, letters }: &PlacedColumn| {
                    format!("{letters} \"{heading}\"")
                };
                let all: Vec<String> = columns.iter().map(one).collect();
                listing::worked_out(lang, &all.join("; "))
            }
            ImportNote::Unasked(given) => match given.get(lang) {
                "" => listing::unasked_link(lang),
                given => listing::unasked(lang, given),
            },
            ImportNote::NoNameColumn(none) => none.text(lang),
            ImportNote::Unnamed(label) => listing::unnamed(lang, label.get(lang)),
            ImportNote::Mapped { columns, remembered } => {
                let pair = |(heading, to): &(String, Label)| {
                    format!("\"{heading}\" -> {}", to.get(lang))
                };
                let pairs = columns.iter().map(pair).collect::<Vec<_>>().join("; ");
                match remembered {
                    true => listing::mapped_before(lang, &pairs),
                    false => listing::mapped_now(lang, &pairs),
                }
            }
            ImportNote::Values { values, remembered } => {
                let one = |(heading, given, to, rows): &(String, String, Label, usize)| {
                    listing::value_chosen(lang, heading, given, to.get(lang), *rows)
                };
                let all = values.iter().map(one).collect::<Vec<_>>().join("; ");
                match remembered {
                    true => listing::values_before(lang, &all),
                    false => listing::values_now(lang, &all),
                }
            }
            ImportNote::Unit { column, unit } => match plain_unit(unit) {
                Some(plain) if fold(plain) != fold(unit) => {
                    listing::unit_read(lang, column, plain, unit)
                }
                _ => RowsWord::Unit { column, unit }.text(lang),
            },
            ImportNote::ForeignUnit { column, unit, wanted } => {
                let example = if wanted.contains("đồng") {
                    "triệu đồng"
                } else {
                    wanted.as_str()
                };
                RowsWord::ForeignUnit { column, unit, wanted, example }.text(lang)
            }
            ImportNote::UnknownUnit { column, unit } => {
                listing::unknown_unit(lang, column, unit)
            }
            ImportNote::NoUnit { column, example } => listing::no_unit(lang, column, example),
            ImportNote::DayOrder { column, example } => {
                listing::day_order(lang, column, example)
            }
            ImportNote::Fraction { column } => listing::fraction(lang, column),
            ImportNote::UnitInRow { given, unit, column } => match unit.as_str() {
                "" => listing::no_unit_in_row(lang, given, column),
                unit => listing::unit_in_row(lang, given, unit, column),
            },
            ImportNote::UnitColumn { column, of } => {
                listing::unit_column(lang, column, &of.join(", "))
            }
            ImportNote::ExtraUnit { column, unit } => {
                RowsWord::ExtraUnit { column, unit }.text(lang)
            }
            ImportNote::SmallMoney { column, count, most, unit } => {
                let most = show_money(*most);
                match unit {
                    Some(unit) => listing::small_money(lang, column, *count, unit, &most),
                    None => {
                        let (count, most) = (*count as u64, &*most);
                        RowsWord::SmallMoney { column, count, most }.text(lang)
                    }
                }
            }
            ImportNote::CloserUnit { column, unit, other } => {
                listing::closer_unit(lang, column, unit, other)
            }
            ImportNote::OwnUnit { given, heading } => {
                RowsWord::OwnUnit { given, heading }.text(lang)
            }
            ImportNote::ReadAs { given, taken } => RowsWord::ReadAs { given, taken }.text(lang),
            ImportNote::ChoicesRead { column, read } => {
                let one = |(given, taken, cells): &(String, Label, usize)| {
                    listing::choice_read(lang, given, taken.get(lang), *cells)
                };
                let all: Vec<String> = read.iter().map(one).collect();
                listing::choices_read(lang, column, &some(&all))
            }
            ImportNote::NoAnswers { column, count, first } => {
                RowsWord::NoAnswers { column, count: *count, first }.text(lang)
            }
            ImportNote::RepeatsAbove(given) => RowsWord::RepeatsAbove { given }.text(lang),
            ImportNote::FirstOnly { given, taken } => {
                RowsWord::FirstOnly { given, taken }.text(lang)
            }
            ImportNote::DayMonthSwapped => RowsWord::Turned.text(lang),
            ImportNote::LeftEmpty { given, what, vi, en } => {
                let why = what.text(pick(vi, en).as_str(), lang);
                RowsWord::LeftEmpty { given, why: &why }.text(lang)
            }
            ImportNote::LeftOut { given, why } => {
                let (given, why) = (given.get(lang), why.get(lang));
                match given {
                    "" => listing::left_out_because(lang, why),
                    given => RowsWord::LeftEmpty { given, why }.text(lang),
                }
            }
            ImportNote::TooLong => RowsWord::TooLong { limit: MOST_ROW_BYTES }.text(lang),
            ImportNote::MoreCells => RowsWord::MoreCells.text(lang),
            ImportNote::Double(twin) => {
                let (by, name) = (matched_by(&twin.by, lang), twin.name.as_str());
                match &twin.of {
                    // what names a record may be empty
                    Original::Row(other, theirs) if name.is_empty() || theirs.is_empty() => {
                        RowsWord::SameLine { other: *other, by: &by }
                    }
                    Original::Record(title) if title.is_empty() => {
                        RowsWord::SameNameless { by: &by }
                    }
                    Original::Row(other, _) if twin.has_same_name() => {
                        RowsWord::SameRow { name, other: *other, by: &by }
                    }
                    Original::Row(other, theirs) => {
                        RowsWord::SameRowAs { name, theirs, other: *other, by: &by }
                    }
                    Original::Record(title) => RowsWord::SameRecord { title, by: &by },
                }
                .text(lang)
            }
            ImportNote::Shown { column, count, first } => {
                RowsWord::Shown { column, count: *count, first }.text(lang)
            }
            ImportNote::Address { taken } => RowsWord::Address { taken }.text(lang),
            ImportNote::Renamed { given, now, kept: true } => {
                RowsWord::Renamed { given, now }.text(lang)
            }
            ImportNote::Renamed { given, now, kept: false } => {
                RowsWord::RenamedOnly { given, now }.text(lang)
            }
            ImportNote::Divided { given, now } => {
                RowsWord::Split { given, now: &now.join("; ") }.text(lang)
            }
            ImportNote::Several { given, now } if now.len() == 1 => {
                RowsWord::OnePlace { given, now: &now.join("; ") }.text(lang)
            }
            ImportNote::Several { given, now } => {
                RowsWord::ManyPlaces { given, now: &now.join("; ") }.text(lang)
            }
            ImportNote::Listed { given, now } => {
                RowsWord::ListedPlaces { given, now: &now.join("; ") }.text(lang)
            }
            ImportNote::OldNames { column, count } => {
                RowsWord::OldNames { column, count: *count }.text(lang)
            }
            ImportNote::NoPlace(given) => RowsWord::NoPlace { given }.text(lang),
            ImportNote::FormerDistrict { given, now } => {
                listing::former_district(lang, given, &some(now))
            }
            ImportNote::PlaceOfAddress(taken) => listing::place_of_address(lang, taken),
            ImportNote::PlaceOfGroup { given, taken } => {
                listing::place_of_group(lang, given, taken)
            }
            ImportNote::RecordElsewhere { name, place } => {
                listing::record_elsewhere(lang, name, place)
            }
            ImportNote::AddressElsewhere { address, place } => {
                listing::address_elsewhere(lang, address, place)
            }
            ImportNote::NoProvince(given) => RowsWord::NoProvince { given }.text(lang),
            ImportNote::NoRecord(given) => RowsWord::NoRecord { given }.text(lang),
            ImportNote::ManyRecords(given, count) => {
                RowsWord::ManyRecords { given, count: *count }.text(lang)
            }
            ImportNote::Answer { what, vi, en } => what.text(pick(vi, en).as_str(), lang),
            ImportNote::Rule { vi, en } => pick(vi, en),
            ImportNote::LooksLike { column, label, examples } => {
                listing::looks_like(lang, column, &quoted(examples), label.get(lang))
            }
            ImportNote::NoColumn { vi, en, rows } => {
                RowsWord::NoColumn { column: &pick(vi, en), rows: *rows }.text(lang)
            }
            ImportNote::Started { answers, rows } => {
                let one = |(label, answer): &(Label, Label)| {
                    format!("{} \"{}\"", label.get(lang), answer.get(lang))
                };
                let all = answers.iter().map(one).collect::<Vec<_>>().join("; ");
                listing::started(lang, *rows, &all)
            }
            ImportNote::OfRows { vi, en, lines } => {
                let (rows, named) = (lines.len(), line_ranges(lines, MOST_LINES));
                RowsWord::OfRows { what: &pick(vi, en), rows, lines: &named }.text(lang)
            }
            ImportNote::Lacks { vi, en } => {
                let what = pick(&vi.join(", "), &en.join(", "));
                RowsWord::Lacks { what: &what }.text(lang)
            }
        }
    }
}

impl NoNameColumn {
    fn text(&self, lang: Lang) -> String {
        let label = self.label.get(lang);
        let named =
            |column: &PlacedColumn| format!("{} \"{}\"", column.letters, column.heading);
        if self.unknown.is_empty() {
            return listing::no_name_column(lang, label);
        }
        let unknown: Vec<String> = self.unknown.iter().map(named).collect();
        let mut said = vec![listing::which_name_column(lang, label, &some(&unknown))];
        said.extend(self.likely.as_ref().map(|c| listing::likely_name(lang, &named(c))));
        said.extend(self.for_screen.then(|| listing::map_on_screen(lang)));
        said.join(" ")
    }
}

impl Foreign {
    fn word(self) -> RowsWord<'static> {
        match self {
            Foreign::WebPage => RowsWord::WebPage,
            Foreign::XmlSpreadsheet => RowsWord::XmlSpreadsheet,
            Foreign::Xml => RowsWord::NoList { kind: "XML" },
            Foreign::Json => RowsWord::Json,
            Foreign::Pdf => RowsWord::NoList { kind: "PDF" },
            Foreign::Rtf => RowsWord::NoList { kind: "RTF" },
            Foreign::Word => RowsWord::NoList { kind: "Word" },
            Foreign::BinaryWorkbook => RowsWord::BinaryWorkbook,
            Foreign::Picture => RowsWord::Picture,
            Foreign::Archive => RowsWord::Archive,
        }
    }
}

impl PlanFault {
    pub fn text(&self, kind: &Kind, lang: Lang) -> String {
        match self {
            PlanFault::NoHeader => {
                let label = |f: &crate::programme::spec::Field| match lang {
                    Lang::Vi => f.label.vi.clone(),
                    Lang::En => f.label.en.clone(),
                };
                let known: Vec<String> = kind.fields().take(4).map(label).collect();
                RowsWord::NoHeader { known: &known.join("; ") }.text(lang)
            }
            PlanFault::File(fault) => match fault {
                FileFault::Foreign(foreign) => foreign.word(),
                FileFault::NotText => RowsWord::NotText,
                FileFault::NotUtf8 { line } => RowsWord::NotUtf8 { line: *line },
                FileFault::OldSpreadsheet => RowsWord::OldSpreadsheet,
                FileFault::NoSpreadsheet => RowsWord::NoSpreadsheet,
                FileFault::LostLetters => RowsWord::LostHeader,
                FileFault::TooHeavy { line: None } => RowsWord::TooHeavy,
                FileFault::TooHeavy { line: Some(line) } => {
                    RowsWord::TooHeavyAt { line: *line }
                }
                FileFault::Empty | FileFault::NoHeader => RowsWord::EmptyFile,
                FileFault::TooManyRows => RowsWord::TooManyRows { limit: MOST_ROWS },
                FileFault::Halted => return listing::halted(lang),
                FileFault::BrokenQuotes { line } => RowsWord::BrokenQuotes { line: *line },
            }
            .text(lang),
        }
    }
}

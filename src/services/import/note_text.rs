//! Texts of the notes of an import.

mod fault;
mod parts;

use parts::{matched_by, plain_unit, quoted, some};

use crate::lang::cli::rows as rows_words;
use crate::lang::{Lang, listing};
use crate::office::grid::MOST_ROW_BYTES;
use crate::programme::spec::Label;
use crate::services::import::note::{NoNameColumn, Original, PlacedColumn, UnknownColumn};
use crate::services::import::report::line_ranges;
use crate::services::import::{ImportNote, Note, NoteSort};
use crate::text::fold::fold;
use crate::text::format::show_money;
use crate::text::legacy::Charset;

/// Maximum number of lines that are listed.
const MOST_LINES: usize = 12;
/// Example values shown of an unknown column.
const MOST_EXAMPLES: usize = 2;

impl Note {
    /// The sentence, with its place in the file.
    pub fn text(&self, line: Option<u64>, lang: Lang) -> String {
        self.text_in(None, line, lang)
    }

    /// The sentence, with its place in a sheet of a workbook.
    pub fn text_in(&self, sheet: Option<&str>, line: Option<u64>, lang: Lang) -> String {
        let what = self.what.text(lang);
        let Some(line) = line else { return what };
        let (column, what) = (self.column.as_deref(), what.as_str());
        match self.sort {
            NoteSort::Fault | NoteSort::Info | NoteSort::Double | NoteSort::Change => {
                rows_words::at(lang, sheet, line, column, what)
            }
            NoteSort::Question => rows_words::ask(lang, sheet, line, column, what),
            NoteSort::Warning => rows_words::warn(lang, sheet, line, column, what),
        }
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
                    "" => rows_words::sheet(lang, name),
                    others => rows_words::sheet_of(lang, name, others),
                }
            }
            ImportNote::Formulas { count, first } => rows_words::formulas(lang, *count, first),
            ImportNote::Merged(count) => rows_words::merged(lang, *count),
            ImportNote::Groups { count, line, first } => {
                rows_words::groups(lang, *count, *line, first)
            }
            ImportNote::Strays { lines, first } => {
                let (count, lines) = (lines.len(), some(lines));
                rows_words::strays(lang, count, &lines, first)
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
                    Charset::Tcvn3 => rows_words::tcvn3(lang, count, line, first),
                    Charset::Vni => rows_words::vni(lang, count, line, first),
                    Charset::Misread => rows_words::misread(lang, count, line, first),
                }
            }
            ImportNote::OddLetters(cell) => rows_words::odd_letters(lang, cell),
            ImportNote::LostLetters(cell) => rows_words::lost_letters(lang, cell),
            ImportNote::NoValues { cells, emptied } => {
                let (count, cells) = (cells.len(), &*some(cells));
                match emptied {
                    true => rows_words::emptied_values(lang, count, cells),
                    false => rows_words::no_values(lang, count, cells),
                }
            }
            ImportNote::NoValue(cell) => rows_words::no_value(lang, cell),
            ImportNote::Hidden { lines, columns } => {
                let (rows, lines) = (lines.len(), some(lines));
                let columns = quoted(columns);
                rows_words::hidden(lang, rows, &lines, &columns)
            }
            ImportNote::Joined(columns) => rows_words::joined(lang, &quoted(columns)),
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
                    true => rows_words::filled_heading(lang, first, others),
                    false => rows_words::second_heading(lang, first, others),
                }
            }
            ImportNote::OneRecord(lines) => {
                let (count, lines) = (lines.len(), some(lines));
                rows_words::one_record(lang, count, &lines)
            }
            ImportNote::TwoValues { line, value } => rows_words::two_values(lang, *line, value),
            ImportNote::NoName => rows_words::no_name(lang),
            ImportNote::NotChosen(label) => rows_words::not_chosen(lang, label.get(lang)),
            ImportNote::OpenQuote(line) => rows_words::open_quote(lang, *line),
            ImportNote::ReadAsOne { first, last } => rows_words::swallowed(lang, *first, *last),
            ImportNote::CellError(error) => rows_words::cell_error(lang, error),
            ImportNote::NoTable => rows_words::no_table(lang),
            ImportNote::NoFile => rows_words::no_file(lang),
            ImportNote::Revision(revision) => revision.text(lang),
            ImportNote::SameId(other) => rows_words::same_id(lang, *other),
            ImportNote::Skipped(columns) => {
                let one = |UnknownColumn { placed, examples }: &UnknownColumn| {
                    let PlacedColumn { heading, letters } = placed;
                    let examples = examples.iter().take(MOST_EXAMPLES).cloned();
                    let examples = quoted(&examples.collect::<Vec<_>>());
                    listing::column_skipped(lang, letters, heading, &examples)
                };
                let all: Vec<String> = columns.iter().map(one).collect();
                rows_words::skipped(lang, &all.join("; "))
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
                _ => rows_words::unit(lang, column, unit),
            },
            ImportNote::ForeignUnit { column, unit, wanted } => {
                let example = if wanted.contains("đồng") {
                    "triệu đồng"
                } else {
                    wanted.as_str()
                };
                rows_words::foreign_unit(lang, column, unit, wanted, example)
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
                rows_words::extra_unit(lang, column, unit)
            }
            ImportNote::SmallMoney { column, count, most, unit } => {
                let most = show_money(*most);
                match unit {
                    Some(unit) => listing::small_money(lang, column, *count, unit, &most),
                    None => {
                        let (count, most) = (*count as u64, &*most);
                        rows_words::small_money(lang, column, count, most)
                    }
                }
            }
            ImportNote::CloserUnit { column, unit, other } => {
                listing::closer_unit(lang, column, unit, other)
            }
            ImportNote::OwnUnit { given, heading } => {
                rows_words::own_unit(lang, given, heading)
            }
            ImportNote::ReadAs { given, taken } => rows_words::read_as(lang, given, taken),
            ImportNote::ChoicesRead { column, read } => {
                let one = |(given, taken, cells): &(String, Label, usize)| {
                    listing::choice_read(lang, given, taken.get(lang), *cells)
                };
                let all: Vec<String> = read.iter().map(one).collect();
                listing::choices_read(lang, column, &some(&all))
            }
            ImportNote::NoAnswers { column, count, first } => {
                rows_words::no_answers(lang, column, *count, first)
            }
            ImportNote::RepeatsAbove(given) => rows_words::repeats_above(lang, given),
            ImportNote::FirstOnly { given, taken } => {
                rows_words::first_only(lang, given, taken)
            }
            ImportNote::DayMonthSwapped => rows_words::turned(lang),
            ImportNote::LeftEmpty { given, what, vi, en } => {
                let why = what.text(pick(vi, en).as_str(), lang);
                rows_words::left_empty(lang, given, &why)
            }
            ImportNote::LeftOut { given, why } => {
                let (given, why) = (given.get(lang), why.get(lang));
                match given {
                    "" => listing::left_out_because(lang, why),
                    given => rows_words::left_empty(lang, given, why),
                }
            }
            ImportNote::TooLong => rows_words::too_long(lang, MOST_ROW_BYTES),
            ImportNote::MoreCells => rows_words::more_cells(lang),
            ImportNote::Double(twin) => {
                let (by, name) = (matched_by(&twin.by, lang), twin.name.as_str());
                match &twin.of {
                    // the cells that name a record may be empty
                    Original::Row(other, theirs) if name.is_empty() || theirs.is_empty() => {
                        rows_words::same_line(lang, *other, &by)
                    }
                    Original::Record(title) if title.is_empty() => {
                        rows_words::same_nameless(lang, &by)
                    }
                    Original::Row(other, _) if twin.has_same_name() => {
                        rows_words::same_row(lang, name, *other, &by)
                    }
                    Original::Row(other, theirs) => {
                        rows_words::same_row_as(lang, name, theirs, *other, &by)
                    }
                    Original::Record(title) => rows_words::same_record(lang, title, &by),
                }
            }
            ImportNote::Shown { column, count, first } => {
                rows_words::shown(lang, column, *count, first)
            }
            ImportNote::Address { taken } => rows_words::address(lang, taken),
            ImportNote::Renamed { given, now, kept: true } => {
                rows_words::renamed(lang, given, now)
            }
            ImportNote::Renamed { given, now, kept: false } => {
                rows_words::renamed_only(lang, given, now)
            }
            ImportNote::Divided { given, now } => {
                rows_words::split(lang, given, &now.join("; "))
            }
            ImportNote::Several { given, now } if now.len() == 1 => {
                rows_words::one_place(lang, given, &now.join("; "))
            }
            ImportNote::Several { given, now } => {
                rows_words::many_places(lang, given, &now.join("; "))
            }
            ImportNote::Listed { given, now } => {
                rows_words::listed_places(lang, given, &now.join("; "))
            }
            ImportNote::OldNames { column, count } => {
                rows_words::old_names(lang, column, *count)
            }
            ImportNote::NoPlace(given) => rows_words::no_place(lang, given),
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
            ImportNote::NoProvince(given) => rows_words::no_province(lang, given),
            ImportNote::NoRecord(given) => rows_words::no_record(lang, given),
            ImportNote::ManyRecords(given, count) => {
                rows_words::many_records(lang, given, *count)
            }
            ImportNote::Answer { what, vi, en } => what.text(pick(vi, en).as_str(), lang),
            ImportNote::Rule { vi, en } => pick(vi, en),
            ImportNote::LooksLike { column, label, examples } => {
                listing::looks_like(lang, column, &quoted(examples), label.get(lang))
            }
            ImportNote::NoColumn { vi, en, rows } => {
                rows_words::no_column(lang, &pick(vi, en), *rows)
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
                rows_words::of_rows(lang, &pick(vi, en), rows, &named)
            }
            ImportNote::Lacks { vi, en } => {
                let what = pick(&vi.join(", "), &en.join(", "));
                rows_words::lacks(lang, &what)
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

//! An empty list for others to fill in: a header with comments, cells formatted for their answers,
//! drop-downs for choices, and a second sheet that explains. Choices are on a hidden sheet, because
//! a drop-down's inline list holds at most 255 letters and no commas.

use std::io::{self, Write};

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::book::{CellLook, Column, header_format, number_format, sheet_name, width, wrong};
use super::grid::letters;
use super::latch::LatchedWriter;

/// Rows that have drop-downs.
const ROWS: u32 = 5_000;

pub struct BlankQuestion {
    pub column: Column,
    /// shown as a comment on the heading
    pub help: String,
    /// empty if anything may be typed
    pub choices: Vec<String>,
    /// whether a cell may hold several choices
    pub several: bool,
}

/// Texts of the workbook.
#[derive(Debug, Default)]
pub struct BlankWords {
    pub list: String,
    pub help: String,
    pub choices: String,
    /// shown when something else is typed
    pub wrong_choice: String,
    pub wrong_date: String,
    /// heads of the explaining sheet: question, help, what may be answered
    pub heads: [String; 3],
}

pub fn write<W: Write + Send>(
    words: &BlankWords,
    questions: &[BlankQuestion],
    out: W,
) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let list = workbook.add_worksheet();
    fill_list(list, words, questions).map_err(wrong)?;
    explain(workbook.add_worksheet(), words, questions).map_err(wrong)?;
    put_choices(workbook.add_worksheet(), words, questions).map_err(wrong)?;
    let mut out = LatchedWriter::new(out);
    let saved = workbook.save_to_writer(&mut out).map_err(wrong);
    out.result(saved)
}

fn fill_list(
    sheet: &mut Worksheet,
    words: &BlankWords,
    questions: &[BlankQuestion],
) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&words.list))?;
    let header = header_format();
    for (at, question) in (0u16..).zip(questions) {
        let column = &question.column;
        sheet.write_string_with_format(0, at, &column.heading, &header)?;
        sheet.set_column_width(at, width(column))?;
        sheet
            .set_column_format(at, &Format::new().set_num_format(number_format(column.look)))?;
        if !question.help.is_empty() {
            sheet.insert_note(0, at, &Note::new(&question.help).add_author_prefix(false))?;
        }
        if let Some(validation) = validation(words, question, at)? {
            sheet.add_data_validation(1, at, ROWS, at, &validation)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn validation(
    words: &BlankWords,
    question: &BlankQuestion,
    at: u16,
) -> Result<Option<DataValidation>, XlsxError> {
    if question.column.look == CellLook::Date {
        let day = |year| ExcelDateTime::from_ymd(year, 1, 1);
        let between = DataValidationRule::Between(day(1900)?, day(2100)?);
        let style = DataValidationErrorStyle::Warning;
        let date = DataValidation::new().allow_date(between).set_error_style(style);
        return Ok(Some(date.set_error_message(&words.wrong_date)?));
    }
    if question.choices.is_empty() {
        return Ok(None);
    }
    let (column, last) = (letters(at.into()), question.choices.len());
    let sheet = sheet_name(&words.choices);
    let list = Formula::new(format!("='{sheet}'!${column}$1:${column}${last}"));
    let list = DataValidation::new().allow_list_formula(list);
    Ok(Some(match question.several {
        true => list.show_error_message(false),
        false => list.set_error_message(&words.wrong_choice)?,
    }))
}

fn explain(
    sheet: &mut Worksheet,
    words: &BlankWords,
    questions: &[BlankQuestion],
) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&words.help))?;
    let (header, text) = (header_format(), Format::new().set_text_wrap());
    for (at, (head, width)) in (0u16..).zip(words.heads.iter().zip([32.0, 60.0, 60.0])) {
        sheet.write_string_with_format(0, at, head, &header)?;
        sheet.set_column_width(at, width)?;
    }
    for (row, question) in (1u32..).zip(questions) {
        let cells = [
            question.column.heading.clone(),
            question.help.clone(),
            question.choices.join("; "),
        ];
        for (at, cell) in (0u16..).zip(cells) {
            sheet.write_string_with_format(row, at, cell, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The choices of each question, one below the other in its column.
fn put_choices(
    sheet: &mut Worksheet,
    words: &BlankWords,
    questions: &[BlankQuestion],
) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&words.choices))?.set_hidden(true);
    for (at, question) in (0u16..).zip(questions) {
        for (row, choice) in (0u32..).zip(&question.choices) {
            sheet.write_string(row, at, choice)?;
        }
    }
    Ok(())
}

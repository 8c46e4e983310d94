//! Texts for lists that cannot be imported at all.

use super::super::plan::PlanFault;
use crate::lang::cli::rows as rows_words;
use crate::lang::{Lang, listing};
use crate::programme::spec::Kind;
use crate::services::import::foreign::Foreign;
use crate::services::import::sheet::{FileFault, MOST_ROWS};

impl Foreign {
    fn text(self, lang: Lang) -> String {
        match self {
            Foreign::WebPage => rows_words::web_page(lang),
            Foreign::XmlSpreadsheet => rows_words::xml_spreadsheet(lang),
            Foreign::Xml => rows_words::no_list(lang, "XML"),
            Foreign::Json => rows_words::json(lang),
            Foreign::Pdf => rows_words::no_list(lang, "PDF"),
            Foreign::Rtf => rows_words::no_list(lang, "RTF"),
            Foreign::Word => rows_words::no_list(lang, "Word"),
            Foreign::BinaryWorkbook => rows_words::binary_workbook(lang),
            Foreign::Picture => rows_words::picture(lang),
            Foreign::Archive => rows_words::archive(lang),
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
                rows_words::no_header(lang, &known.join("; "))
            }
            PlanFault::File(fault) => match fault {
                FileFault::Foreign(foreign) => foreign.text(lang),
                FileFault::NotText => rows_words::not_text(lang),
                FileFault::NotUtf8 { line } => rows_words::not_utf8(lang, *line),
                FileFault::OldSpreadsheet => rows_words::old_spreadsheet(lang),
                FileFault::NoSpreadsheet => rows_words::no_spreadsheet(lang),
                FileFault::LostLetters => rows_words::lost_header(lang),
                FileFault::TooHeavy { line: None } => rows_words::too_heavy(lang),
                FileFault::TooHeavy { line: Some(line) } => {
                    rows_words::too_heavy_at(lang, *line)
                }
                FileFault::Empty | FileFault::NoHeader => rows_words::empty_file(lang),
                FileFault::TooManyRows => rows_words::too_many_rows(lang, MOST_ROWS),
                FileFault::Halted => listing::halted(lang),
                FileFault::BrokenQuotes { line } => rows_words::broken_quotes(lang, *line),
            },
        }
    }
}

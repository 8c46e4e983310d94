//! Writes an empty list that an import can read. Needs no notebook. Has only the questions that fit
//! into one cell.

use std::io::{BufWriter, Write};

use super::header::{ColumnNames, HeaderColumn as Known};
use crate::cancel::CancelToken;
use crate::lang::{Lang, app, files};
use crate::office::blank::{self, BlankQuestion, BlankWords};
use crate::office::book::Column;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Required, Type};
use crate::services::export::{cell_look, choice_word};
use crate::services::out_file::{WriteFault, workbook};
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget};

/// Writes an empty list of this kind.
pub fn write(
    programme: &Programme,
    kind: &Kind,
    target: FileTarget<'_>,
    lang: Lang,
) -> Result<(), WriteFault> {
    let write = || {
        let mut out = BufWriter::new(AtomicFile::create(target, &CancelToken::default())?);
        blank::write(&words(kind, lang), &questions(programme, kind, lang), &mut out)?;
        out.flush()?;
        out.into_inner().map_err(|e| e.into_error())?.publish()
    };
    workbook(write).map_err(|e: std::io::Error| WriteFault::of(&e, target.file, lang))
}

fn words(kind: &Kind, lang: Lang) -> BlankWords {
    BlankWords {
        list: kind.short.get(lang).to_owned(),
        help: files::template_help(lang),
        choices: files::template_choices(lang),
        wrong_choice: files::wrong_choice(lang),
        wrong_date: files::wrong_date(lang),
        heads: [files::head_question(lang), files::head_help(lang), files::head_choices(lang)],
    }
}

fn questions(programme: &Programme, kind: &Kind, lang: Lang) -> Vec<BlankQuestion> {
    let names = ColumnNames::of(kind);
    let typed = |f: &&Field| {
        let computed = f.computed.as_ref().is_some_and(|c| !c.overridable);
        !computed && !matches!(f.ty, Type::Lines(_))
    };
    kind.fields().filter(typed).map(|field| question(programme, field, &names, lang)).collect()
}

/// A star marks a required answer; an import ignores it.
fn question(
    programme: &Programme,
    field: &Field,
    names: &ColumnNames,
    lang: Lang,
) -> BlankQuestion {
    let label = field.label.get(lang);
    let known = names.column(label) == Some(Known::Field(field.no));
    let label = if known { label } else { &field.id };
    let needed = matches!(field.required, Required::Always);
    let heading = if needed { format!("{label} *") } else { label.to_owned() };
    let several = matches!(field.ty, Type::Many(_));
    let choices = match &field.ty {
        Type::YesNo => vec![app::yes(lang), app::no(lang)],
        Type::Choice(list) | Type::Many(list) => programme
            .list(list)
            .map(|list| list.choices.iter().map(|c| choice_word(list, &c.id, lang)).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    let unit = field.unit.as_ref().map(|unit| files::in_unit(lang, unit.get(lang)));
    let more = match &field.ty {
        Type::Many(_) | Type::Links(_) => Some(files::several(lang)),
        Type::Date => Some(files::as_day(lang)),
        _ => None,
    };
    let needed = needed.then(|| files::needed(lang));
    // the field's help is for forms, which take "+14" and "hôm nay"; a list does not
    let help = field.help.get(lang).to_owned();
    let help = Some(help).filter(|_| !matches!(field.ty, Type::Date));
    let help = [needed, help, unit, more];
    let help: Vec<String> = help.into_iter().flatten().filter(|h| !h.is_empty()).collect();
    BlankQuestion {
        column: Column { heading, look: cell_look(field) },
        help: help.join(". "),
        choices,
        several,
    }
}

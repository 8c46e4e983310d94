//! Refusal of questions, and the help text.

use crate::app::Effect;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::Screen;
use crate::app::layer::reader::{ReaderLayer, ReaderLine};
use crate::app::model::Model;
use crate::app::update::prompt::close_prompt;
use crate::app::update::{can, navigate, work};
use crate::keymap::{BindingSource, Keymap};
use crate::lang::app as say;

/// The question on top was answered with no. Refusing to take over the notebook returns to the one
/// that was left for it, or quits.
pub fn refuse(model: &mut Model) -> Vec<Effect> {
    match model.screen() {
        Some(Screen::Ask(ask)) => match &ask.then {
            Intent::TakeOver => work::leave_unopened(model),
            Intent::ImportDoubles(preview) if preview.entering > 0 => {
                let listing = preview.listing.clone();
                close_prompt(model);
                model.want_on_top(Intent::ImportOthers(listing), IntentInput::default());
                Vec::new()
            }
            _ => navigate::back(model),
        },
        _ => navigate::back(model),
    }
}

/// The news, which are dismissed by this, and the messages of this sitting, newest first; a blank
/// line between two of them.
pub fn messages(model: &mut Model) -> Vec<String> {
    let news = std::mem::take(&mut model.news);
    model.said.extend(news.into_iter().rev());
    let mut all: Vec<String> = Vec::new();
    for message in model.said.iter().rev() {
        if !all.contains(message) {
            all.push(message.clone());
        }
    }
    all.into_iter().flat_map(|text| [text, String::new()]).collect()
}

pub fn help(model: &Model, keymap: &Keymap) -> ReaderLayer {
    let lang = model.lang;
    let mut lines = Vec::new();
    for (heading, rows) in keymap.help(&model.contexts(), |action| can(model, action), lang) {
        lines.push(ReaderLine::Heading(heading.get(lang).to_string()));
        lines.extend(rows.into_iter().map(|row| {
            let keys: Vec<&str> = row.keys.iter().map(|(key, _)| key.as_str()).collect();
            let own = row
                .keys
                .iter()
                .map(|(_, source)| *source)
                .find(|s| *s != BindingSource::Default);
            ReaderLine::Keys {
                keys: keys.join(", "),
                words: row.words.to_string(),
                source: own.map(|s| s.words(lang).to_string()).unwrap_or_default(),
            }
        }));
    }
    lines.push(ReaderLine::Heading(say::font_heading(lang)));
    lines.push(ReaderLine::Text(say::font_card(lang)));
    ReaderLayer { title: say::help_title(lang), lines, ..ReaderLayer::default() }
}

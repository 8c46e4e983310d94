//! What keys do in questions, in the palette and in help.

use crate::app::Effect;
use crate::app::intent::{Intent, IntentInput};
use crate::app::layer::Screen;
use crate::app::layer::ask::Ask;
use crate::app::layer::reader::{ReaderLayer, ReaderLine};
use crate::app::model::Model;
use crate::app::update::prompt::close_prompt;
use crate::app::update::typing::text_action;
use crate::app::update::{can, go, work};
use crate::keymap::action::Action;
use crate::keymap::{BindingSource, Keymap};
use crate::lang::app as say;

pub fn on_ask(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let Some(Screen::Ask(ask)) = model.screen() else { return Vec::new() };
    match action {
        ConfirmNext => ask.yes = !ask.yes,
        ConfirmNo => return no(model),
        ConfirmYes => {
            if matches!(ask.then, Intent::WriteFile { .. }) {
                ask.yes = false;
            }
            return yes(model);
        }
        // With a text, Enter is the yes: it cannot be given by accident on an empty line.
        ConfirmChoose if ask.editor.as_ref().is_some_and(|e| !e.text().trim().is_empty()) => {
            return yes(model);
        }
        ConfirmChoose if ask.editor.is_some() => {
            model.message = Some(say::write_first(model.lang));
        }
        ConfirmChoose if ask.yes || ask.buttons.is_some() => return yes(model),
        ConfirmChoose => return no(model),
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

/// Without the notebook there is nothing to stay for.
pub fn no(model: &mut Model) -> Vec<Effect> {
    match model.screen() {
        Some(Screen::Ask(ask)) if ask.then == Intent::TakeOver => work::quit(model),
        Some(Screen::Ask(Ask { then: Intent::ImportDoubles(preview), .. }))
            if preview.entering > 0 =>
        {
            let listing = preview.listing.clone();
            close_prompt(model);
            model.want_on_top(Intent::ImportOthers(listing), IntentInput::default());
            Vec::new()
        }
        _ => go::back(model),
    }
}

pub fn yes(model: &mut Model) -> Vec<Effect> {
    let Some(Screen::Ask(ask)) = model.screen() else { return Vec::new() };
    let (then, second) = (ask.then.clone(), ask.yes);
    let text = ask.editor.as_ref().map(|e| e.text().trim().to_string());
    if text.as_ref().is_some_and(String::is_empty) {
        model.message = Some(say::write_first(model.lang));
        model.touch();
        return Vec::new();
    }
    let input =
        IntentInput { text: text.unwrap_or_default(), second, ..IntentInput::default() };
    close_prompt(model);
    model.want_on_top(then, input);
    Vec::new()
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

pub fn on_reader(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let height = model.list_height();
    let page = height.saturating_sub(1).max(1) as isize;
    let Some(Screen::Reader(reader)) = model.screen() else { return Vec::new() };
    match action {
        ScrollUp => reader.scroll(-1, height),
        ScrollDown => reader.scroll(1, height),
        ScrollPageUp => reader.scroll(-page, height),
        ScrollPageDown => reader.scroll(page, height),
        ScrollFirst => reader.scroll(isize::MIN / 2, height),
        ScrollLast => reader.scroll(isize::MAX / 2, height),
        _ => return Vec::new(),
    }
    model.touch();
    Vec::new()
}

pub fn on_palette(model: &mut Model, action: Action) -> Vec<Effect> {
    use Action::*;
    let lang = model.lang;
    let Some(Screen::Palette(palette)) = model.screen() else { return Vec::new() };
    match action {
        MenuUp | PickUp => palette.step(-1, lang),
        MenuDown | PickDown => palette.step(1, lang),
        PickPageUp => palette.step(-10, lang),
        PickPageDown => palette.step(10, lang),
        PickCancel => return go::back(model),
        MenuChoose | PickChoose => {
            let picked = palette.chosen(lang);
            model.pop();
            let Some((words, choice)) = picked else { return Vec::new() };
            let input = IntentInput { words, ..IntentInput::default() };
            model.want_on_top(choice, input);
            return Vec::new();
        }
        _ => return text_action(model, action),
    }
    model.touch();
    Vec::new()
}

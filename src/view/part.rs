//! Shared parts of all screens: header, message, hints, and text cut to an area.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::theme;
use crate::app::cases;
use crate::app::form::ClashText;
use crate::app::intent::PassphraseTask;
use crate::app::layer::{Screen, StackedLayer};
use crate::app::model::Model;
use crate::app::update::{can, drafts_row, goes_on_here, stops_here};
use crate::keymap::action::Action;
use crate::keymap::{HINT_GAP, Keymap};
use crate::lang::{app as say, form as words, passphrase as secret_words};
use crate::programme::spec::Level;
use crate::text::format::{days_after_monday, show_date};
use crate::text::{cells, visible};

/// Draws one line of text, cut with an ellipsis; returns the cells used.
pub fn line(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    if area.width == 0 || area.height == 0 {
        return 0;
    }
    let shown = visible(text);
    let cut = cells::cut(&shown, usize::from(area.width));
    if cells::is_plain(&cut) {
        return plain_line(buffer, area, &cut, style);
    }
    let (end, _) =
        buffer.set_stringn(area.x, area.y, cut.as_ref(), usize::from(area.width), style);
    end - area.x
}

/// Fast path of `line` for text with one cell per character, which is nearly all text.
fn plain_line(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return 0;
    }
    let begin = buffer.index_of(area.x, area.y);
    let row = buffer.content.iter_mut().skip(begin).take(usize::from(area.width));
    let mut used = 0;
    for (cell, c) in row.zip(text.chars()) {
        cell.set_char(c).set_style(style);
        used += 1;
    }
    used
}

/// Draws a note at the right end of a row; returns the cells left before it.
pub fn at_right(buffer: &mut Buffer, row: Rect, text: &str) -> u16 {
    let left = row.width.saturating_sub(cells::width(text) as u16 + 1);
    line(buffer, from(row, left), text, theme::PLAIN);
    left
}

/// The row `y` rows below the top of an area; an empty area if it is outside.
pub fn row(area: Rect, y: usize) -> Rect {
    let y = u16::try_from(y).unwrap_or(u16::MAX);
    if y < area.height {
        Rect { x: area.x, y: area.y + y, width: area.width, height: 1 }
    } else {
        Rect { x: area.x, y: area.y, width: 0, height: 0 }
    }
}

/// The rest of a row from a column on.
pub fn from(area: Rect, column: u16) -> Rect {
    let column = column.min(area.width);
    Rect { x: area.x + column, width: area.width - column, ..area }
}

/// A part of a row.
pub fn span(area: Rect, column: u16, width: u16) -> Rect {
    let rest = from(area, column);
    Rect { width: rest.width.min(width), ..rest }
}

/// Draws the header: titles of the layers, progress, drafts, time of the last save.
pub fn header(model: &Model, buffer: &mut Buffer, area: Rect) {
    buffer.set_style(area, theme::BAR);
    let lang = model.lang;
    let mut state = Vec::new();
    // while long work runs, its progress comes first
    state.extend(model.work.as_ref().map(|work| work.words.clone()));
    let has_form = model.stack.iter().any(|l| matches!(l.screen, Screen::Form(_)));
    if state.is_empty() && has_form {
        state.push(match model.is_draft_refused {
            true => say::draft_refused(lang),
            false => say::draft_mark(lang),
        });
    }
    let standing = model.sync.standing.as_ref().filter(|standing| standing.hq.is_some());
    if let Some(standing) = standing.filter(|standing| standing.waiting > 0) {
        state.push(crate::lang::sync_status::unsent(lang, standing.waiting));
    }
    let drafts = model.drafts.iter().filter(|d| !d.hidden).count();
    if model.work.is_none() && drafts > 0 {
        state.push(say::drafts_count(lang, drafts));
    }
    // beside a form it would be read as said of the form, which is not saved yet
    if let Some(at) = model.saved.filter(|_| model.work.is_none() && !has_form) {
        let clock = crate::text::format::clock_from_millis(at);
        state.push(say::saved(lang, &clock));
    }
    let state = format!("{} ", state.join(" · "));
    let space = cells::width(&state) as u16;
    let left = area.width.saturating_sub(space + 1);
    line(buffer, span(area, 0, left), &path(model, usize::from(left)), theme::BAR);
    if space < area.width {
        line(buffer, from(area, area.width - space), &state, theme::BAR);
    }
}

/// The titles from the first screen to the top one. If they do not fit, the first are left out.
fn path(model: &Model, width: usize) -> String {
    // above a main screen the title of Today is left out
    let is_main = |layer: &StackedLayer| layer.screen.layer().is_main();
    let skipped = usize::from(model.stack.get(1).is_some_and(is_main));
    let title = |layer: &StackedLayer| layer.screen.layer().title(model.programme, model.lang);
    let layers = model.stack.iter().skip(skipped);
    let mut titles: Vec<String> = layers.map(title).collect();
    titles.retain(|title| !title.is_empty());
    // a page over the list of its kind has the same title
    titles.dedup();
    // a sample notebook says so on every screen, whatever is left out
    let sign = model.is_demo().then(|| format!(" {}", say::sample_sign(model.lang)));
    let sign = sign.unwrap_or_default();
    let joined = |head: &str, from: usize| {
        let shown = titles.iter().skip(from).cloned();
        let all = std::iter::once(format!(" {head}{sign}")).chain(shown);
        all.collect::<Vec<_>>().join(" › ")
    };
    let last = titles.len().saturating_sub(1);
    let mut paths = (0..=last).map(|from| joined(if from == 0 { "sotay" } else { "…" }, from));
    paths.find(|path| cells::width(path) <= width).unwrap_or_else(|| joined("…", last))
}

/// Draws the keys pressed so far, or else the message, or else help for the focused field. `last`:
/// the lowest screen row that must stay visible.
pub fn message(
    model: &Model,
    keymap: &Keymap,
    buffer: &mut Buffer,
    area: Rect,
    last: Option<u16>,
) {
    let lang = model.lang;
    let text = match (&model.message, model.top().map(|l| &l.screen)) {
        _ if !model.pending.is_empty() => {
            say::pending(lang, &crate::keymap::key::label_sequence(&model.pending))
        }
        (Some(message), _) => message.clone(),
        (None, Some(Screen::Form(form))) => form_message(model, keymap, form),
        (None, Some(Screen::Welcome(_))) => {
            let contexts = model.contexts();
            let key = |action| keymap.key_label(action, &contexts);
            say::welcome_go(lang, &key(Action::FieldNext), &key(Action::AppQuit))
        }
        (None, Some(Screen::Passphrase(layer))) => {
            let contexts = model.contexts();
            let key = |action| keymap.key_label(action, &contexts);
            let next = key(Action::FieldNext);
            match layer.task {
                PassphraseTask::Unlock => secret_words::go(lang, &next, &key(Action::AppQuit)),
                _ => secret_words::go_back(lang, &next, &key(Action::LayerClose)),
            }
        }
        (None, _) if stops_here(model) => {
            say::stop_key(lang, &keymap.key_label(Action::LayerClose, &model.contexts()))
        }
        (None, _) if goes_on_here(model) => say::cannot_stop(lang),
        (None, _) => model.news.first().cloned().unwrap_or_default(),
    };
    // a long sentence grows upwards over the body, so that it can be read completely
    let width = usize::from(area.width).saturating_sub(2).max(8);
    let free = last.map_or(area.y, |y| area.y.saturating_sub(y + 1));
    let mut lines = cells::wrap(&text, width);
    if lines.len() > usize::from(free) + 1 {
        lines.truncate(usize::from(free) + 1);
        let end = cut_end(model, keymap);
        if let Some(last) = lines.last_mut() {
            let room = width.saturating_sub(cells::width(&end)).max(1);
            *last = format!("{}{end}", cells::cut(last, room).trim_end_matches('…'));
        }
    }
    let extra = lines.len().saturating_sub(1) as u16;
    let area = Rect { y: area.y - extra, height: area.height + extra, ..area };
    if extra > 0 {
        Clear.render(area, buffer);
    }
    for (y, text) in lines.iter().enumerate() {
        line(buffer, from(row(area, y), 1), text, theme::PLAIN);
    }
}

/// The end of a text that is cut; for a message or news with the command that shows it whole, except
/// over a question, which is to be answered first.
fn cut_end(model: &Model, keymap: &Keymap) -> String {
    let key = keymap.key_label(Action::PaletteOpen, &model.contexts());
    let top = model.top().map(|layer| &layer.screen);
    let is_asked = matches!(top, Some(Screen::Ask(ask)) if ask.editor.is_none());
    let is_kept = model.message.is_some() || !model.news.is_empty();
    if !is_kept || !model.pending.is_empty() || key.is_empty() || is_asked {
        return "…".to_string();
    }
    let name = Action::AppNews.spec().words.short.get(model.lang).to_lowercase();
    say::read_whole(model.lang, &key, &name)
}

fn form_message(model: &Model, keymap: &Keymap, form: &crate::app::form::Form) -> String {
    let lang = model.lang;
    let contexts = model.contexts();
    let key = |action| keymap.key_label(action, &contexts);
    let errors = form.content.faults.iter().filter(|f| f.level == Level::Error).count();
    // a line cuts long answers; here both are shown completely
    if let Some(text) =
        ClashText::at_cursor(form, model.programme, lang).filter(|_| errors == 0)
    {
        return super::clash::clash(model, keymap, form, &text);
    }
    if let Some((text, day)) = form.meant_day(model.programme, model.today)
        && form.content.faults.is_empty()
    {
        let weekday = words::weekday(days_after_monday(day)).get(lang);
        return words::meant_day(lang, text, weekday, &show_date(day));
    }
    // the fault is described at its field; this line says how to continue
    match (errors, form.content.faults.len()) {
        (0, 0) => form.help(model.programme, lang).unwrap_or_else(|| {
            let [open, add, delete] =
                [Action::FieldEdit, Action::RowAdd, Action::RowDelete].map(key);
            say::row_help(lang, &open, &add, &delete)
        }),
        (0, _) if form.can_save_now() => say::warnings_ask(lang, &key(Action::FormSave)),
        (0, n) => match &*key(Action::FormNextFault) {
            "" => words::warnings_shown(lang, n),
            key => words::warnings_left(lang, n, key),
        },
        (n, _) => match &*key(Action::FormNextFault) {
            // no key is bound while a list is open
            "" => say::faults_count(lang, n),
            key => say::faults_left(lang, n, key),
        },
    }
}

/// The label of the button that an action of a question presses.
fn button_label(model: &Model, action: Action) -> Option<&'static str> {
    match &model.top()?.screen {
        Screen::Ask(ask) => Some(ask.label(action)?.get(model.lang)),
        _ => None,
    }
}

pub fn hints(model: &Model, keymap: &Keymap, buffer: &mut Buffer, area: Rect) {
    let contexts = model.contexts();
    let width = usize::from(area.width).saturating_sub(1);
    let possible = |action| can(model, action);
    let mut column = 1;
    let called = |action| match action {
        Action::RecordDelete if drafts_row(model).is_some() => {
            Some(words::DISCARD.get(model.lang))
        }
        Action::ConfirmYes | Action::ConfirmNo => button_label(model, action),
        _ => cases::action_label(model, action),
    };
    let hints = match model.pending.is_empty() {
        true => {
            let first = model.top().map_or(&[][..], |top| top.screen.layer().hints());
            keymap.hint_called(&contexts, first, possible, called, width, model.lang)
        }
        false => {
            keymap.hint_continuations(&contexts, &model.pending, possible, width, model.lang)
        }
    };
    for (key, words) in hints {
        column += line(buffer, from(area, column), &key, theme::HEADING);
        column +=
            1 + line(buffer, from(area, column + 1), words, theme::PLAIN) + HINT_GAP as u16;
    }
}

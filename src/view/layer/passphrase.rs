//! Draws passphrase prompts: one mark per letter.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{self, Theme};
use super::super::{Frame, part};
use crate::app::form::label_width;
use crate::app::intent::PassphraseTask;
use crate::app::layer::passphrase::{PassphraseField, PassphraseLayer};
use crate::app::model::Model;
use crate::lang::passphrase as words;
use crate::text::cells;
use crate::text::secret::Secret;

/// An input line for a passphrase.
pub struct SecretRow<'a> {
    pub name: &'a str,
    pub secret: &'a Secret,
    /// width of the label column in cells
    pub labels: u16,
}

impl SecretRow<'_> {
    /// Draws the line; returns the cursor's position if it is on this line.
    pub fn draw(
        &self,
        buffer: &mut Buffer,
        row: Rect,
        is_marked: bool,
        ascii: bool,
    ) -> Option<(u16, u16)> {
        let room = usize::from(row.width.saturating_sub(self.labels + 3)).max(4);
        let shown = mask(self.secret, room, ascii);
        if is_marked {
            part::line(buffer, row, ">", theme::PLAIN);
        }
        let name = part::span(row, 2, self.labels - 1);
        part::line(buffer, name, self.name, theme::PLAIN);
        part::line(buffer, part::from(row, self.labels + 2), &shown, theme::PLAIN);
        let column = shown.chars().count() as u16;
        is_marked.then_some((row.x + self.labels + 2 + column, row.y))
    }
}

/// Marks for the letters, at most `room`.
fn mask(secret: &Secret, room: usize, ascii: bool) -> String {
    let mark = if ascii { "*" } else { "•" };
    mark.repeat(secret.letters().min(room))
}

pub fn draw(
    model: &Model,
    layer: &PassphraseLayer,
    buffer: &mut Buffer,
    body: Rect,
    theme: Theme,
) -> Frame {
    let lang = model.lang;
    let roomy = body.height >= 12;
    let width = usize::from(body.width).saturating_sub(4).max(8);
    let mut y = usize::from(roomy);
    let lead = match layer.task {
        PassphraseTask::Unlock => words::unlock_lead(lang),
        PassphraseTask::Set if model.at_headquarters() => words::set_lead_headquarters(lang),
        PassphraseTask::Set => words::set_lead(lang),
        PassphraseTask::Change => words::change_lead(lang),
        PassphraseTask::Remove => words::remove_lead(lang),
    };
    for text in cells::wrap(&lead, width) {
        part::line(buffer, part::from(part::row(body, y), 2), &text, theme::PLAIN);
        y += 1;
    }
    y += usize::from(roomy);
    let labels = label_width(usize::from(body.width)) as u16;
    let mut cursor = None;
    for (at, field) in layer.fields().iter().enumerate() {
        let row = part::row(body, y);
        let name = match field {
            PassphraseField::Present if layer.task == PassphraseTask::Change => {
                words::old(lang)
            }
            PassphraseField::Present => words::present(lang),
            PassphraseField::New => words::new(lang),
            PassphraseField::Again => words::again(lang),
        };
        let secret = SecretRow { name: &name, secret: layer.typed(*field), labels };
        let end = secret.draw(buffer, row, at == layer.at, model.appearance.ascii);
        cursor = end.or(cursor);
        y += 1;
    }
    y += usize::from(roomy);
    let mut said = Vec::new();
    if layer.is_tried {
        said.push((words::wait(lang), theme::PLAIN));
    } else if let Some(fault) = &layer.fault {
        said.push((format!("! {fault}"), theme.fault()));
        if layer.task == PassphraseTask::Unlock {
            let advice = match model.at_headquarters() {
                true => words::forgotten_headquarters(lang),
                false => words::forgotten(lang),
            };
            said.push((advice, theme::PLAIN));
        }
    }
    for (text, style) in said {
        for text in cells::wrap(&text, width) {
            part::line(buffer, part::from(part::row(body, y), 2), &text, style);
            y += 1;
        }
    }
    Frame { cursor, rows: None, marked: None }
}

//! Lays out a form line by line: labels, answers, hits, faults and conflicts.

mod hits;

use super::Form;
use super::layout::{
    ClashText, FormLayout, FormLine, FormPart, SHORT_NOTE, choices_column, label_width,
};
use super::spot::{Spot, answerable};
use crate::app::title;
use crate::lang::Lang;
use crate::lang::app as say;
use crate::programme::spec::{Field, Programme, Type};
use crate::record::{FieldNo, Path, Value, Verdict};
use crate::text::cells;

/// Choices in view even in the lowest window with hints.
const FEWEST_HITS: usize = 2;

impl Form {
    /// Scrolls to keep the focused spot in a window of `height` lines.
    pub fn follow(
        &mut self,
        height: usize,
        width: usize,
        programme: &'static Programme,
        lang: Lang,
    ) {
        self.note_width = width.saturating_sub(4).max(8);
        // Three lines less for the list: the field's own line, maybe its section's heading, and a
        // second line of help. In a low window the help gives way: one choice is no choice.
        self.list_height = height.saturating_sub(3).max(FEWEST_HITS);
        let layout = FormLayout::new(self, width, programme, lang);
        let height = height.max(1);
        let first = layout.cursor.0;
        // at the first line of a section, show its heading too
        let above = first.saturating_sub(usize::from(first > 0 && heading(&layout, first - 1)));
        // no empty space at the bottom while lines above are hidden
        self.top = self.top.min(layout.lines.len().saturating_sub(height));
        // a second line of help covers none of the choices
        let end = layout.end + 1 + usize::from(self.focus.pick.is_some());
        self.top = self.top.max(end.saturating_sub(height)).min(above);
        self.top = self.top.max((first + 1).saturating_sub(height));
    }

    /// Help for the focused field: its fault, or else its help text; `None` on a table's row.
    pub fn help(&self, programme: &'static Programme, lang: Lang) -> Option<String> {
        let (field, path) = self.focus.field_at_cursor(&self.content, programme)?;
        let fault = self.content.faults.iter().find(|fault| fault.at == path);
        Some(fault.map_or_else(|| field.help.get(lang).to_string(), |fault| fault.text(lang)))
    }
}

impl FormLayout {
    pub fn new(
        form: &Form,
        width: usize,
        programme: &'static Programme,
        lang: Lang,
    ) -> FormLayout {
        let Some(kind) = form.content.spec(programme) else { return FormLayout::default() };
        let out = FormLayout::default();
        let mut sheet = FormSheet { form, programme, lang, width, out };
        let asked = form.content.asked(programme);
        sheet.returned(None);
        for section in &kind.sections {
            let fields: Vec<&Field> = asked
                .iter()
                .copied()
                .filter(|f| !f.internal && section.fields.iter().any(|g| g.no == f.no))
                .collect();
            if fields.is_empty() {
                continue;
            }
            sheet.line(FormPart::Heading(section.label.get(lang).to_string()), 0, false);
            for field in fields {
                sheet.field(field);
            }
        }
        sheet.out
    }
}

struct FormSheet<'a> {
    form: &'a Form,
    programme: &'static Programme,
    lang: Lang,
    width: usize,
    out: FormLayout,
}

impl FormSheet<'_> {
    fn line(&mut self, part: FormPart, depth: u16, focused: bool) {
        self.out.lines.push(FormLine { part, depth, focused });
    }

    fn field(&mut self, field: &Field) {
        if !matches!(field.ty, Type::Lines(_)) {
            self.answer(Spot::Field(field.no), field, 0);
            return;
        }
        let rows = self
            .form
            .content
            .draft
            .fields
            .get(field.no)
            .map(|v| v.as_lines())
            .unwrap_or_default();
        let value = say::rows(self.lang, rows.len());
        let label = field.label.get(self.lang).to_string();
        let required = self.form.content.required(self.programme, field);
        let mark = required && rows.is_empty();
        self.line(
            FormPart::Field { label, value, mark, computed: false, count: None },
            0,
            false,
        );
        self.faults(Path::field(field.no));
        self.clash(Spot::Field(field.no));
        self.returned(Some(field.no));
        for spot in self.form.focus.cursor.spots_of(&self.form.content, self.programme, field) {
            match spot {
                Spot::Cell(_, _, column) => {
                    if let Some(column) = field.column(column) {
                        self.answer(spot, column, 4);
                    }
                }
                Spot::Row(_, id) => {
                    let cells = rows.iter().find(|r| r.id == id).map(|row| {
                        let shown = field.columns().iter().filter_map(|c| {
                            let value = row.cells.get(c.no)?;
                            Some(title::answer_text(
                                self.programme,
                                c,
                                value,
                                &self.form.content.titles,
                                self.lang,
                            ))
                        });
                        shown.collect::<Vec<_>>().join(" · ")
                    });
                    let text =
                        cells.filter(|t| !t.is_empty()).unwrap_or_else(|| "…".to_string());
                    self.spot_line(spot, FormPart::Row(text), 2);
                    self.clash(spot);
                    if spot == self.form.at() {
                        self.out.end = self.out.lines.len().saturating_sub(1);
                    }
                }
                _ => self.spot_line(spot, FormPart::Add(say::add_row(self.lang)), 2),
            }
        }
    }

    /// Adds a line for a table row or for adding one.
    fn spot_line(&mut self, spot: Spot, part: FormPart, depth: u16) {
        let focused = spot == self.form.at();
        if focused {
            self.cursor_at(depth);
        }
        self.line(part, depth, focused);
    }

    fn cursor_at(&mut self, column: u16) {
        let line = self.out.lines.len();
        (self.out.cursor, self.out.end) = ((line, column), line);
    }

    fn answer(&mut self, spot: Spot, field: &Field, depth: u16) {
        let Some(path) = spot.path() else { return };
        let focused = spot == self.form.at();
        let editor = self.form.focus.editor.as_ref().filter(|_| focused);
        let label = field.label.get(self.lang).to_string();
        let value = self.value(field, path);
        let required = path.cell.is_none() && self.form.content.required(self.programme, field);
        let mark = required && value.is_empty() && editor.is_none_or(|e| e.text().is_empty());
        let computed = !answerable(self.programme, field);
        let value = match computed && field.headquarters && value.is_empty() {
            true => say::only_headquarters(self.lang),
            false => value,
        };
        if matches!(field.ty, Type::Note) {
            let blank = String::new();
            let part = FormPart::Field { label, value: blank, mark, computed, count: None };
            self.line(part, depth, focused);
            self.note(value, focused);
        } else {
            let space = self.value_space(depth);
            let (shown, column) = match editor {
                Some(editor) => FormLayout::visible_text(editor.text(), editor.cursor(), space),
                None => (value, 0),
            };
            if focused {
                let labels = label_width(self.width) as u16;
                self.cursor_at(depth + 2 + labels + column);
            }
            let part = FormPart::Field { label, value: shown, mark, computed, count: None };
            self.line(part, depth, focused);
        }
        match &self.form.focus.pick {
            Some(_) if focused => self.hits(),
            _ => self.namesakes(path, depth),
        }
        self.faults(path);
        self.clash(spot);
        if path.cell.is_none() {
            self.returned(Some(path.field));
        }
        if focused {
            self.out.end = self.out.lines.len().saturating_sub(1);
        }
    }

    fn value_space(&self, depth: u16) -> usize {
        self.width.saturating_sub(label_width(self.width) + 3 + usize::from(depth)).max(4)
    }

    /// The answer as one line with its unit; an unfinished text as typed.
    fn value(&self, field: &Field, path: Path) -> String {
        if let Some(typed) = self.form.content.typed_at(path) {
            return typed.text.clone();
        }
        let Some(value) = self.form.content.value_at(path) else { return String::new() };
        if matches!(field.ty, Type::Note) {
            return value.as_text().unwrap_or_default().to_string();
        }
        let text = title::answer_text(
            self.programme,
            field,
            value,
            &self.form.content.titles,
            self.lang,
        );
        match title::unit(field, self.lang) {
            Some(unit) if !text.is_empty() => format!("{text} {unit}"),
            _ => text,
        }
    }

    fn note(&mut self, text: String, focused: bool) {
        let width = self.form.note_width;
        let editor = self.form.focus.editor.as_ref().filter(|_| focused);
        let Some(editor) = editor else {
            let mut lines = cells::wrap(&text, width);
            if lines.len() > SHORT_NOTE {
                lines.truncate(SHORT_NOTE);
                if let Some(last) = lines.last_mut() {
                    last.push('…');
                }
            }
            for line in lines.into_iter().filter(|_| !text.is_empty()) {
                self.line(FormPart::Note(line), 2, false);
            }
            return;
        };
        let (row, column) = editor.cursor_cell(width);
        let first = self.out.lines.len();
        for range in editor.wrap(width) {
            let line = editor.text().get(range).unwrap_or_default().trim_end_matches('\n');
            self.line(FormPart::Note(line.to_string()), 2, true);
        }
        self.out.cursor = (first + row, column as u16 + 4);
        self.out.end = self.out.lines.len().saturating_sub(1);
    }

    /// Adds the details that distinguish the linked records from others of the same name.
    fn namesakes(&mut self, path: Path, depth: u16) {
        let ids = match self.form.content.value_at(path) {
            Some(Value::Link(id)) => std::slice::from_ref(id),
            Some(Value::Links(ids)) => ids.as_slice(),
            _ => return,
        };
        let column = choices_column(self.width) as u16 + depth;
        let room = self.width.saturating_sub(usize::from(column) + 3).max(8);
        let tells = ids.iter().filter_map(|id| self.form.content.tells.get(id));
        let tells: Vec<&String> = tells.filter(|tell| !tell.is_empty()).collect();
        for line in tells.into_iter().flat_map(|tell| cells::wrap(tell, room)) {
            self.line(FormPart::Note(line), column, false);
        }
    }

    /// Adds the reason why headquarters sent the record back. `at`: the field it is about; `None`:
    /// the whole record, above all fields.
    fn returned(&mut self, at: Option<FieldNo>) {
        let Some(record) = &self.form.content.before else { return };
        let Some(review) = record.review.as_ref().filter(|r| r.head == record.head) else {
            return;
        };
        if !matches!(review.verdict, Verdict::SentBack { field } if field == at) {
            return;
        }
        let who = crate::lang::sync_status::superior(None, self.lang);
        let text = say::review_returned(self.lang, &who, &review.by, &review.reason);
        for line in cells::wrap(&text, self.width.saturating_sub(4).max(16)) {
            self.line(FormPart::Returned(line), 2, false);
        }
    }

    fn clash(&mut self, spot: Spot) {
        let texts = self.form.content.clashes.iter().filter(|clash| clash.spot() == spot);
        let texts: Vec<ClashText> = texts
            .map(|clash| ClashText::new(&self.form.content, clash, self.programme, self.lang))
            .collect();
        let room = self.width.saturating_sub(6 + 2).max(16);
        for texts in texts {
            for line in cells::wrap(&texts.text(self.lang), room) {
                self.line(FormPart::Clash(line), 2, false);
            }
            self.line(FormPart::ClashKeys(texts), 4, false);
        }
    }

    fn faults(&mut self, path: Path) {
        for fault in self.form.content.faults.iter().filter(|f| f.at == path) {
            // mark, margin and indentation take six cells
            let room = self.width.saturating_sub(6 + 2).max(16);
            let mut lines = cells::wrap(&fault.text(self.lang), room).into_iter();
            let text = lines.next().unwrap_or_default();
            self.line(FormPart::Fault { level: fault.level, text }, 2, false);
            lines.for_each(|line| self.line(FormPart::Note(line), 4, false));
        }
    }
}

fn heading(layout: &FormLayout, line: usize) -> bool {
    layout.lines.get(line).is_some_and(|l| matches!(l.part, FormPart::Heading(_)))
}

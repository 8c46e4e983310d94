//! Builds the title of a record, which may include titles of linked records.

use super::entry::{DAY, HOME, PART, VIA};
use super::{BETWEEN, DEPTH, NONE, RecordIndex};
use crate::record::Id;
use crate::text::collate::sort_key;

/// A small number as one character; skips the surrogates.
pub(super) fn char_of(place: u32) -> char {
    let code = if place >= 0xd800 { place + 0x800 } else { place };
    char::from_u32(code).unwrap_or('\0')
}

pub(super) fn place_of(c: char) -> usize {
    let code = u32::from(c);
    (if code >= 0xe000 { code - 0x800 } else { code }) as usize
}

impl RecordIndex {
    /// A record's title as shown; empty for an unknown one.
    pub fn title(&self, slot: u32) -> String {
        let mut out = String::new();
        self.write_title(slot, DEPTH, true, &mut out);
        out
    }

    pub fn title_of(&self, id: Id) -> Option<String> {
        self.slot(id).filter(|s| self.kind(*s) != 0).map(|slot| self.title(slot))
    }

    fn write_title(&self, slot: u32, depth: u8, days: bool, out: &mut String) {
        let template = self.texts.vocabulary.title(self.texts.title(slot));
        for part in template.split(PART) {
            let begin = out.len();
            if begin > 0 {
                out.push_str(BETWEEN);
            }
            let before = out.len();
            let link = |c| part.starts_with(c).then_some(());
            if link(HOME).is_some() || link(VIA).is_some() {
                let to = match link(HOME).is_some() {
                    true => self.home(slot),
                    false => self.place_record(slot),
                };
                if to != NONE && depth > 0 {
                    let mut inner = String::new();
                    self.write_title(to, depth - 1, days, &mut inner);
                    out.push_str(&inner);
                }
            } else if let Some(day) = part.strip_prefix(DAY) {
                out.push_str(if days { day } else { "" });
            } else {
                out.push_str(part);
            }
            if out.len() == before {
                out.truncate(begin);
            }
        }
    }

    /// Sort key: Vietnamese collation of the title, then the day, then the id.
    pub(super) fn title_key(&self, slot: u32) -> (Vec<u8>, u32, Option<Id>) {
        let mut title = String::new();
        self.write_title(slot, DEPTH, false, &mut title);
        (sort_key(&title), self.day(slot), self.id(slot))
    }
}

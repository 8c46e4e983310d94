//! A tag of a LibreOffice spreadsheet; attributes are looked up by their prefixed names.

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;

use crate::office::hidden::attribute;

pub struct Tag(pub String);

impl Tag {
    pub fn of(tag: &BytesStart<'_>) -> Tag {
        Tag((**tag).to_owned())
    }

    pub fn get(&self, name: &str) -> Option<String> {
        let raw = attribute(&self.0, name)?;
        Some(unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned()))
    }

    pub fn count(&self, name: &str) -> u32 {
        self.get(name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
    }

    pub fn is_hidden(&self) -> bool {
        matches!(self.get("table:visibility").as_deref(), Some("collapse" | "filter"))
    }
}

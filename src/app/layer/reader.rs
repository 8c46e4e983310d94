//! Something to read: help, a record's history, a report.

#[derive(Debug, Default)]
pub struct Reader {
    pub title: String,
    pub lines: Vec<ReaderLine>,
    pub top: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderLine {
    Heading(String),
    Text(String),
    /// keys, what they do, whence the binding comes
    Keys {
        keys: String,
        words: String,
        source: String,
    },
}

impl Reader {
    pub fn text(title: String, lines: Vec<String>) -> Reader {
        Reader { title, lines: lines.into_iter().map(ReaderLine::Text).collect(), top: 0 }
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        let last = self.lines.len().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

//! The page that `doctor` prints: labelled lines, and findings with the next step. As text for
//! people or as one JSON object.

use serde_json::{Map, Value as Json, json};

use crate::lang::Lang;
use crate::lang::doctor as words;
use crate::text::visible_line;

#[derive(Clone, Debug, Default)]
pub struct DoctorPage {
    lines: Vec<DoctorLine>,
    findings: Vec<DoctorFinding>,
}

#[derive(Clone, Debug)]
struct DoctorLine {
    id: &'static str,
    label: String,
    text: String,
    value: Json,
}

#[derive(Clone, Debug)]
struct DoctorFinding {
    id: &'static str,
    text: String,
}

impl DoctorPage {
    /// `value` is `text` for programs; times are Unix milliseconds.
    pub fn line(&mut self, id: &'static str, label: String, text: String, value: Json) {
        self.lines.push(DoctorLine { id, label, text, value });
    }

    /// A problem and the next step.
    pub fn finding(&mut self, id: &'static str, text: String) {
        self.findings.push(DoctorFinding { id, text });
    }

    pub fn needs_attention(&self) -> bool {
        !self.findings.is_empty()
    }

    /// The page as paragraphs.
    pub fn text(&self, program: &str, lang: Lang) -> Vec<String> {
        let line = |line: &DoctorLine| format!("{}: {}", line.label, visible_line(&line.text));
        let mut out: Vec<String> = self.lines.iter().map(line).collect();
        out.push(String::new());
        if self.findings.is_empty() {
            out.push(words::nothing_wrong(lang));
        } else {
            out.push(words::attention(lang, self.findings.len() as u64));
        }
        for (at, finding) in self.findings.iter().enumerate() {
            out.push(words::item(lang, at + 1, &visible_line(&finding.text)));
        }
        out.push(String::new());
        out.push(words::support(lang));
        out.push(words::command_to_save(lang, program));
        out
    }

    pub fn json(&self) -> Json {
        let mut object: Map<String, Json> =
            self.lines.iter().map(|line| (line.id.to_owned(), line.value.clone())).collect();
        let finding = |one: &DoctorFinding| json!({ "id": one.id, "text": one.text });
        let findings = self.findings.iter().map(finding).collect();
        object.insert("findings".to_owned(), Json::Array(findings));
        Json::Object(object)
    }
}

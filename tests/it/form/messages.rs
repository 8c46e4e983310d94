//! The whole text of a fault can be read at its field, in windows of every width.

use crate::kit::programme;
use sotay::app::form::{Form, FormLayout, FormPart};
use sotay::app::ids::RowIds;
use sotay::lang::Lang;
use sotay::programme::faults::{Fault, FaultKind};
use sotay::programme::spec::{Field, Level};
use sotay::record::{Fields, Path};

use super::harness;

/// The texts of rules of a field and its columns, and the longest message that any field can have.
fn said(field: &Field) -> Vec<FaultKind> {
    let rules =
        field.rules.iter().chain(field.columns().iter().flat_map(|column| &column.rules));
    let texts = rules.filter_map(|rule| rule.text.clone().map(FaultKind::Text));
    let long =
        FaultKind::Unchosen { given: "hợp tác xã nông nghiệp dịch vụ ".repeat(8) };
    texts.chain([FaultKind::Required, long]).collect()
}

#[test]
fn every_fault_can_be_read_to_its_end() {
    let mut ids = RowIds::seeded([7; 16]);
    let mut env = harness::env(&mut ids);
    env.programme = programme();
    for kind in &programme().kinds {
        let mut form = Form::new(kind, Fields::new(), &mut env);
        for field in kind.fields().filter(|field| !field.internal && field.when.is_empty()) {
            for what in said(field) {
                for level in [Level::Error, Level::Warning] {
                    let (at, label) = (Path::field(field.no), field.label.clone());
                    form.content.faults = vec![Fault { at, level, label, what: what.clone() }];
                    for (width, lang) in
                        [(24, Lang::Vi), (40, Lang::Vi), (80, Lang::En), (120, Lang::Vi)]
                    {
                        reads(&form, width, lang);
                    }
                }
            }
        }
    }
}

#[track_caller]
fn reads(form: &Form, width: usize, lang: Lang) {
    let layout = FormLayout::new(form, width, programme(), lang);
    let first =
        layout.lines.iter().position(|line| matches!(line.part, FormPart::Fault { .. }));
    let Some(first) = first else { return };
    let mut read = Vec::new();
    for line in &layout.lines[first..] {
        let text = match &line.part {
            FormPart::Fault { text, .. } | FormPart::Note(text) if line.depth > 0 => text,
            _ => break,
        };
        // room for the mark or the margin, and the text
        assert!(6 + sotay::text::cells::width(text) <= width, "{width}: {text}");
        read.push(text.as_str());
    }
    let words = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(words(&read.concat()), words(&form.content.faults[0].text(lang)));
}

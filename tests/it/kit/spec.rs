//! Kinds and fields made by hand, for tests with a programme made for them.

use sotay::programme::spec::{
    Choice, Field, Kind, Label, ListSpec, Menu, Merge, Personal, Required, Section, Type,
};
use sotay::record::{FieldNo, KindNo};

pub fn label(text: &str) -> Label {
    Label { vi: text.into(), en: text.into() }
}

/// A choice without a short form and facts.
pub fn choice(id: &str, vi: &str) -> Choice {
    Choice { id: id.into(), label: label(vi), short: None, facts: Vec::new() }
}

/// A field that is always visible, never required, and has no rule.
pub fn field(no: FieldNo, id: &str, ty: Type) -> Field {
    Field {
        no,
        id: id.into(),
        max_len: if matches!(ty, Type::Note) { 10_000 } else { 200 },
        ty,
        unit: None,
        label: label(id),
        short: None,
        help: Label::default(),
        required: Required::No,
        when: Vec::new(),
        default: None,
        headquarters: false,
        carry: None,
        personal: Personal::No,
        min: None,
        max: None,
        narrow: None,
        computed: None,
        internal: false,
        merge: Merge::Last,
        rules: Vec::new(),
    }
}

/// A kind without a role and a list; its home is the link in its field `establishment`.
pub fn kind(no: KindNo, id: &str, fields: Vec<Field>) -> Kind {
    let home = fields.iter().find(|field| field.id == "establishment").map(|field| field.no);
    let section = Section { id: "all".into(), label: label("all"), fields };
    Kind {
        no,
        id: id.into(),
        version: 1,
        label: label(id),
        short: Label::default(),
        sections: vec![section],
        list: ListSpec::default(),
        home,
        menu: Menu::More,
        imported: false,
        published: false,
        is_reviewed: false,
        role: None,
        attention: None,
        actions: Default::default(),
        in_handover: false,
        writers: Default::default(),
        lock: None,
    }
}

//! The ids, numbers and types of the fields of every kind. Gathered first, so that a rule can refer
//! to a field further down or in another file.

use super::walk::Located;
use crate::record::FieldNo;

pub struct ProgrammeNames<'a>(Vec<KindNames<'a>>);

pub struct KindNames<'a> {
    pub id: &'a str,
    /// this kind has the role `home`
    pub is_home: bool,
    pub fields: Vec<FieldName<'a>>,
}

pub struct FieldName<'a> {
    pub id: &'a str,
    pub no: FieldNo,
    pub ty: &'a str,
    pub columns: Vec<FieldName<'a>>,
}

impl<'a> ProgrammeNames<'a> {
    pub fn gather(kinds: &[&Located<'a>]) -> ProgrammeNames<'a> {
        ProgrammeNames(kinds.iter().map(|root| KindNames::gather(root)).collect())
    }

    pub fn home(&self) -> Option<&KindNames<'a>> {
        self.0.iter().find(|kind| kind.is_home)
    }

    pub fn kind(&self, id: &str) -> Option<&KindNames<'a>> {
        self.0.iter().find(|kind| kind.id == id)
    }
}

impl<'a> KindNames<'a> {
    fn gather(root: &Located<'a>) -> KindNames<'a> {
        let sections = root.tables("section");
        let fields = sections.iter().flat_map(|s| s.tables("field"));
        KindNames {
            is_home: root.get("role").and_then(|role| role.as_str()) == Some("home"),
            id: quiet_text(root, "id"),
            fields: fields.map(|field| FieldName::gather(&field)).collect(),
        }
    }

    pub fn field(&self, id: &str) -> Option<&FieldName<'a>> {
        find(&self.fields, id)
    }
}

impl<'a> FieldName<'a> {
    fn gather(field: &Located<'a>) -> FieldName<'a> {
        let columns = if field.has("column") { field.tables("column") } else { Vec::new() };
        FieldName {
            id: quiet_text(field, "id"),
            no: field
                .get("no")
                .and_then(|v| v.as_integer())
                .and_then(|no| no.try_into().ok())
                .unwrap_or_default(),
            ty: quiet_text(field, "type"),
            columns: columns.iter().map(FieldName::gather).collect(),
        }
    }

    /// The id in the brackets: of a choice list, or of the kind linked to.
    pub fn of(&self) -> &'a str {
        inside(self.ty).map(|(_, of)| of).unwrap_or_default()
    }

    /// The kind that this link points to.
    pub fn links_to(&self) -> Option<&'a str> {
        inside(self.ty).filter(|(name, _)| *name == "link").map(|(_, of)| of)
    }
}

pub fn find<'n, 'a>(fields: &'n [FieldName<'a>], id: &str) -> Option<&'n FieldName<'a>> {
    fields.iter().find(|field| field.id == id)
}

/// `choice(run_state)` -> `choice`, `run_state`.
pub fn inside(ty: &str) -> Option<(&str, &str)> {
    ty.strip_suffix(')')?.split_once('(')
}

/// Missing and wrong values are reported when the field itself is read.
fn quiet_text<'a>(at: &Located<'a>, key: &str) -> &'a str {
    at.get(key).and_then(|v| v.as_str()).unwrap_or_default()
}

//! Finds kinds and fields by what the programme's files say of them: roles, homes, actions.

use super::role::KindRole;
use super::rules;
use super::spec::{Compute, Field, Kind, Programme, Required, Type};

impl Kind {
    pub fn is(&self, role: KindRole) -> bool {
        self.role == Some(role)
    }

    /// The first link to a home.
    pub fn home_field(&self) -> Option<&Field> {
        self.field(self.home?)
    }

    /// Whether a required answer can neither be typed nor be computed from others: it comes with
    /// something that is not in the form, such as a file.
    pub fn needs_more_than_a_form(&self) -> bool {
        let comes_along = |field: &Field| {
            field.computed.as_ref().is_some_and(|computed| {
                matches!(&computed.how, Compute::Named(name) if name == rules::KEPT)
                    && !computed.overridable
            })
        };
        self.fields()
            .any(|field| matches!(field.required, Required::Always) && comes_along(field))
    }
}

impl Programme {
    pub fn with_role(&self, role: KindRole) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.is(role))
    }

    /// Whether a field links to records of the kind with this role.
    pub fn links(&self, field: &Field, role: KindRole) -> bool {
        self.with_role(role).is_some_and(|kind| field.links_to(&kind.id))
    }

    /// The kind of the list that an action leads to.
    pub fn listed_by(&self, action: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.actions.list.as_deref() == Some(action))
    }

    /// The kind of the records that an action creates.
    pub fn created_by(&self, action: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.actions.create.as_deref() == Some(action))
    }

    /// Sets each kind's first link to a home; called after all kinds are read.
    pub(super) fn resolve_home_fields(&mut self) {
        let Some(home) = self.with_role(KindRole::Home).map(|kind| kind.id.clone()) else {
            return;
        };
        for kind in &mut self.kinds {
            let leads = |field: &&Field| matches!(&field.ty, Type::Link(to) if *to == home);
            let no = kind.fields().find(leads).map(|field| field.no);
            kind.home = no;
        }
    }
}

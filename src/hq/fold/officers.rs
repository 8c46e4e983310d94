//! Officers known only by their certificates, as nothing that they wrote has been received yet.
//! Each gets a record, so that work can be assigned; the officer's own record replaces it later.

use std::collections::BTreeSet;

use crate::hq::admin::officer::Enrolled;
use crate::hq::downlink::lane::{LaneOwner, RESTORE};
use crate::hq::fold::context::Fold;
use crate::hq::fold::outbox::Outbox;
use crate::programme::check::Context;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::programme::start::fill_defaults;
use crate::record::{Fields, Id, Origin, Value};
use crate::storage::format;
use crate::storage::format::down::{Down, Image};
use crate::storage::format::op::origin_no;
use crate::storage::format::wire::{AuthorV1, Bytes, CellV1};
use crate::store::StoreError;
use crate::sync::certificate::Certificate;
use crate::text::format::today_from_millis;

impl Fold<'_> {
    pub(crate) fn update_officers(&self) -> Result<(), StoreError> {
        let Some(kind) = self.programme.with_role(KindRole::Officer) else { return Ok(()) };
        let (mut down, mut outbox) = (Down::default(), Outbox::default());
        let all: Vec<Id> =
            self.officers.iter().map(|device| device.certificate().officer).collect();
        // looked up in memory, as this runs in every batch
        let mut known: BTreeSet<Id> = self.store.records().titles(&all)?.into_keys().collect();
        // sorted by age: prefer the newest device
        let in_use = self.officers.iter().rev().filter(|device| device.revoked.is_none());
        for who in in_use.map(Enrolled::certificate) {
            if known.insert(who.officer) && self.store.records().get(who.officer)?.is_none() {
                // for a laptop that replaces one which never sent the officer's own record; officers
                // may not change what headquarters created
                let own = self.image_of(kind, who, Origin::Officer);
                outbox.push_image([(LaneOwner::Officer(who.officer), RESTORE)], &own);
                down.images.push(self.image_of(kind, who, Origin::Headquarters));
            }
        }
        // before the record is known here: an interruption sends it again
        outbox.send(&self.home.lanes())?;
        self.write_down(down, Vec::new())
    }

    fn image_of(&self, kind: &Kind, who: &Certificate, origin: Origin) -> Image {
        let texts = [("name", &who.name), ("unit", &who.unit), ("province", &who.province)];
        let given: Fields = texts
            .into_iter()
            .filter_map(|(id, text)| {
                Some((kind.field_by_id(id)?.no, Value::Text(text.clone())))
            })
            .collect();
        let today = today_from_millis((self.now)());
        let context = Context { today, officer: None, found: Vec::new() };
        let fields = fill_defaults(self.programme, kind, &context, given);
        let cell = |(no, value): (u16, &Value)| CellV1 {
            no,
            bytes: Bytes(format::value_bytes(value)),
        };
        Image {
            kind: kind.no,
            entity: who.officer.0,
            origin: origin_no(origin),
            // every image of the officer's own record is newer
            rev: 1,
            head: 0,
            of: Vec::new(),
            created: who.issued << 16,
            author: AuthorV1 {
                device: self.home.device,
                officer: self.store.officer_id().0,
                hlc: who.issued << 16,
            },
            name: self.home.secret.name.clone(),
            deleted: None,
            fields: fields.iter().map(cell).collect(),
            covers: Vec::new(),
            review: None,
        }
    }
}

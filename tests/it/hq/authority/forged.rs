//! A dishonest device: forged ids, floods, work given to others, and what is said of the author.

use serde_json::json;
use sha2::{Digest, Sha256};
use sotay::programme::spec::Writers;
use sotay::record::{Body, FieldBytes, Id, Origin, Patched, Query};
use sotay::storage::format;

use super::{ceiling, forged, notices, raw, two};
use crate::kit::world::{World, establishment, fields, text};
use crate::kit::{headquarters, programme};

#[test]
fn a_record_under_the_id_of_a_matter_takes_nothing_from_the_reviewer() {
    let (mut w, mut a, mut b, id) = World::torn();
    w.round(&mut [&mut a, &mut b]);
    let matter = w.matters("mau_thuan")[0].clone();
    forged(&mut a, "training", matter.id, json!({"trade": "Nghề"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.matters("mau_thuan"), [matter], "{id:?}");
    assert!(!w.matters("su_co").is_empty());
}

/// Many records changed without a right give a reviewer no more cases than can be looked through.
#[test]
fn a_flood_of_refused_changes_is_told_once() {
    let (mut w, mut a, mut b) = two();
    let ids: Vec<Id> = (0..80).map(|n| ceiling(&mut w, 1930 + n)).collect();
    w.round(&mut [&mut a, &mut b]);
    for id in &ids {
        a.edit(*id, json!({"legal_ref": "FAKE"}));
    }
    w.round(&mut [&mut a, &mut b]);
    let matters = w.matters("tu_choi").len();
    assert!((1..=50).contains(&matters), "{matters}");
    assert_eq!(w.matters("giu").len(), 1);
    // the rest is raised after the reviewer closes the case that announces it
    let matter = w.matters("giu")[0].id;
    w.edit(matter, json!({"state": "xong", "decision": "xu_ly", "reason": "Đã gọi"}));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!((w.matters("tu_choi").len(), w.matters("giu").len()), (80, 0));
    let fake = ids.iter().filter(|id| text(&w.get(**id), "legal_ref") == "FAKE").count();
    assert_eq!(fake, 0);
    let all = Query::all(headquarters().kind_by_id("ceiling").unwrap().no);
    assert_eq!(w.store.records().page(&all, 0, 1).unwrap().total, 80);
}

/// A device about to be revoked used the id that the case for it would get.
#[test]
fn nobody_computes_the_id_of_a_matter_and_takes_it_first() {
    let (mut w, mut a, mut b) = two();
    let mut hash = Sha256::new_with_prefix(b"sotay matter");
    let device: String = a.who.device.iter().map(|byte| format!("{byte:02x}")).collect();
    hash.update(b"cach_ly");
    hash.update(device);
    let whole: [u8; 32] = hash.finalize().into();
    let squat = Id::new(0, whole[..10].try_into().unwrap());
    forged(&mut a, "training", squat, json!({"trade": "Nghề"}));
    w.round(&mut [&mut a, &mut b]);
    w.home.revoke(a.who.number, 0).unwrap();
    a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(w.matters("cach_ly").len(), 1);
}

#[test]
fn a_device_gave_work_to_another_officer() {
    let (mut w, mut a, mut b) = two();
    let home = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let answers = json!({"what": "Việc cho Bình", "establishment": home.to_string(),
        "owner": "can_bo", "due": "2026-12-01", "state": "dang_lam",
        "officer": b.who.officer.to_string()});
    let (id, fields) = fields("task", 66, 1, &answers);
    let kind = headquarters().kind_by_id("task").unwrap();
    let body = Body::Put {
        kind: kind.no,
        entity: id,
        origin: Origin::Headquarters,
        fields: fields
            .iter()
            .map(|(no, value)| FieldBytes {
                no,
                bytes: Some(format::value_bytes(value)),
                personal: false,
            })
            .collect(),
    };
    raw(&mut w, &a, 1, body);
    w.round(&mut [&mut a, &mut b]);
    // the rest of the op counts
    assert_eq!(text(&w.get(id), "what"), "Việc cho Bình");
    assert_eq!(text(&w.get(id), "officer"), "None");
    assert!(b.store.records().get(id).unwrap().is_none());
    let matters = w.matters("tu_choi");
    assert_eq!(matters.len(), 1);
    assert!(text(&matters[0], "first").contains("Giao cho"), "{matters:?}");
    w.edit(matters[0].id, json!({"state": "xong", "decision": "cho_vao", "reason": "Đúng"}));
    w.round(&mut [&mut a, &mut b]);
    w.round(&mut [&mut a, &mut b]);
    assert_eq!(text(&b.get(id), "what"), "Việc cho Bình");
    assert_eq!(w.matters("tu_choi").len(), 0);
}

/// Every kind, every op, whatever it claims: a device changes nothing that belongs to headquarters,
/// to another officer or to another province.
#[test]
fn no_op_of_a_dishonest_device_changes_what_is_not_its_own() {
    let mut w = World::new();
    let mut a = w.laptop("Nguyễn An", None);
    let far = w.laptop_in("01", "Trần Xa", None);
    let mut others = vec![w.store.officer_id(), ceiling(&mut w, 2018)];
    for kind in &headquarters().kinds {
        let own = headquarters().kind_by_id(&kind.id).unwrap();
        if own.writers != Writers::Headquarters {
            let sure = programme().kind_by_id(&kind.id).is_some();
            assert!(sure);
            others.push(a.put(&kind.id, json!({})));
        }
        others.push(w.put(&kind.id, json!({})));
    }
    w.round(&mut [&mut a]);
    w.edit(others[1], json!({"legal_ref": "TT 28"}));
    w.fold();
    let state = |w: &World| -> Vec<_> {
        let one = |id: &Id| {
            let r = w.get(*id);
            let alias = r.alias_of();
            (r.kind, r.fields, r.deleted, r.origin, alias)
        };
        others.iter().map(one).collect()
    };
    let before = state(&w);
    let mut seq = 0;
    for id in &others {
        let base = w.get(*id).head;
        let mut bodies = Vec::new();
        for no in [1, 2, 3, 4, 5, 12] {
            let field = FieldBytes { no, bytes: Some(vec![1, 2, 3]), personal: false };
            let fields = vec![Patched { old_hash: 0, field }];
            bodies.push(Body::Patch { entity: *id, base, fields });
        }
        bodies.push(Body::Del { entity: *id, base, reason: "x".into() });
        bodies.push(Body::Restore { entity: *id, base });
        for kind in &headquarters().kinds {
            for origin in [Origin::Officer, Origin::Headquarters, Origin::MadeUp] {
                let fields = Vec::new();
                bodies.push(Body::Put { kind: kind.no, entity: *id, origin, fields });
            }
        }
        for body in bodies {
            seq += 1;
            raw(&mut w, &far, seq, body);
        }
    }
    w.fold();
    assert_eq!(state(&w), before);
    sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
    w.fold();
    assert_eq!(state(&w), before);
}

#[test]
fn a_device_brought_up_a_matter_for_every_op_that_it_may_not_send() {
    let verdict = headquarters().kind_by_id("verdict").unwrap().no;
    let own = |n: u64| {
        let (entity, origin) = (Id::new(n, [3; 10]), Origin::Headquarters);
        Body::Put { kind: verdict, entity, origin, fields: Vec::new() }
    };
    let epoch = |n: u64| Body::Epoch { old_epoch: n, old_seq: n, reason: String::new() };
    for body in [&own as &dyn Fn(u64) -> Body, &epoch] {
        let mut w = World::new();
        let a = w.laptop("Nguyễn An", None);
        for n in 1..=300 {
            raw(&mut w, &a, n, body(n));
            if n % 100 == 0 {
                w.fold();
            }
        }
        let told = |w: &World| (w.matters("su_co").len(), w.matters("giu").len());
        assert_eq!(told(&w), (50, 1));
        // nor when everything is read again
        for _ in 0..2 {
            sotay::hq::fold::cursors::reset(&w.home, &w.store).unwrap();
            w.fold();
            assert_eq!(told(&w), (50, 1));
        }
    }
}

/// A laptop whose journal has lost the first op writes the record from its state again.
#[test]
fn an_author_was_accused_of_writing_a_record_of_somebody_else() {
    let (mut w, mut a, mut b) = two();
    let id = a.put("establishment", establishment("Mộc Hòa Phát"));
    w.round(&mut [&mut a, &mut b]);
    let kind = headquarters().kind_by_id("establishment").unwrap().no;
    let (_, fields) = fields("establishment", 1, 1, &establishment("Mộc Hòa Phát"));
    let all = fields.iter().map(|(no, value)| FieldBytes {
        no,
        bytes: Some(format::value_bytes(value)),
        personal: false,
    });
    let put = Body::Put { entity: id, kind, fields: all.collect(), origin: Origin::Officer };
    raw(&mut w, &a, 1, put.clone());
    w.fold();
    let kind_of_cases = headquarters().kind_by_id("matter").unwrap().no;
    let cases = w.store.records().page(&Query::all(kind_of_cases), 0, 9).unwrap().total;
    assert_eq!((cases, notices(&w, &a).len()), (0, 0));
    // somebody else may not
    let Body::Put { mut fields, .. } = put else { unreachable!() };
    fields.retain(|field| field.no == 1);
    raw(&mut w, &b, 1, Body::Put { entity: id, kind, fields, origin: Origin::Officer });
    w.fold();
    assert_eq!(w.matters("tu_choi").len(), 1);
}

//! One op that none of our forms would make must not stop the ops of others.

use serde_json::json;
use sotay::hq::ingest::batch::ReceivedOp;
use sotay::record::{Body, FieldBytes, Hlc, Id, Op, Origin};
use sotay::storage::format::op::encode_ops;
use sotay::storage::format::raw::split;

use crate::kit::NOW;
use crate::kit::world::{World, establishment, text};

/// Records of nearly the largest size with content that does not compress: one of them makes a
/// piece of a lane slightly too long.
#[test]
fn a_record_as_long_as_may_be_stops_nobody() {
    let mut world = World::new();
    let mut laptop = world.laptop("Nguyễn An", None);
    let good = laptop.put("establishment", establishment("Mộc Hòa Phát"));
    let mut state = 88_172_645_463_325_252u64;
    let noise: Vec<u8> = (0..65_536)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect();
    for (seq, len) in (1_000..).zip((62_800..65_500).step_by(45)) {
        let bytes = Some(noise[..len].to_vec());
        let fields = vec![FieldBytes { no: 9_999, bytes, personal: false }];
        let entity = Id([(seq % 251) as u8 + 1; 16]);
        let kind = crate::kit::kind("establishment").no;
        let body = Body::Put { kind, entity, origin: Origin::Officer, fields };
        let op = Op { seq, hlc: Hlc((NOW << 16) + seq), wall_flag: 0, ver: 1, body };
        let (device, epoch) = (laptop.who.device, 7);
        let bytes = encode_ops(&device, [0; 32], &[op], None).unwrap().bytes;
        let op = split(&bytes).unwrap().ops.remove(0);
        world.arrived.push(ReceivedOp {
            device,
            epoch,
            seq,
            received: NOW,
            frame: 0,
            held: false,
            op,
        });
    }
    world.send(&mut laptop);
    let folded = world.fold();
    assert!(folded.ops > 50);
    // some are too long as records, and are reported; none is stored in part
    assert!(folded.records > 10 && folded.records < folded.ops, "{folded:?}");
    world.down(&laptop, true);
    assert_eq!(world.get(good).id, good);
    assert_eq!(world.fold().ops, 0);
}

/// One tax code in every record of a bundle made some twenty pairs for each record, each one a
/// case: a bundle of 4 MiB would have blocked headquarters for minutes.
#[test]
fn one_code_in_every_record_makes_no_endless_list_of_pairs() {
    let mut world = World::new();
    let (mut bad, mut good) = (world.laptop("Nguyễn An", None), world.laptop("Lê Bình", None));
    let shop = |name: &str, code: &str| {
        let mut shop = establishment(name);
        shop["tax_code"] = code.into();
        shop
    };
    for n in 0..90 {
        bad.put("establishment", shop(&format!("{n} Xưởng {}", n * 7), "2600123456"));
    }
    world.send(&mut bad);
    let too_much = |world: &World| {
        let held = world.matters("giu");
        held.iter().filter(|matter| text(matter, "cause") == "qua_muc").count()
    };
    let raised = world.fold().matters;
    assert!((450..600).contains(&raised), "{raised}");
    assert_eq!(too_much(&world), 1);
    // later ops of the device raise no more cases, and do not block others
    bad.put("establishment", shop("Xưởng sau", "2600123456"));
    world.send(&mut bad);
    assert_eq!(world.fold().matters, 0);
    good.put("establishment", shop("Xưởng Lê", "2600123456"));
    world.send(&mut good);
    assert!(world.fold().matters > 0);
    assert_eq!(too_much(&world), 1);
    // each time a reviewer closes the case, the search continues until nothing is left
    let close = |world: &World| {
        let matter = world.matters("giu")[0].id;
        world.edit(matter, json!({"state": "xong", "decision": "xu_ly", "reason": "Đã gọi"}));
        world.fold().matters
    };
    let found: Vec<usize> =
        std::iter::from_fn(|| (too_much(&world) > 0).then(|| close(&world))).take(9).collect();
    assert!(found.len() > 1 && found.iter().all(|more| (1..600).contains(more)), "{found:?}");
    assert!(raised + found.iter().sum::<usize>() > 1100, "{raised} {found:?}");
    assert_eq!(too_much(&world), 0);
}

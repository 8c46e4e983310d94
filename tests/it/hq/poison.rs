//! One op that no form of ours would make must not stop the ops of everybody else.

use sotay::hq::fold::Arrived;
use sotay::record::{Body, FieldBytes, Hlc, Id, Op, Origin};
use sotay::store::codec::op::encode_ops;
use sotay::store::codec::raw::take_apart;

use super::world::{World, establishment};
use crate::kit::desk::NOW;

/// Records about as long as a record may be, of what does not pack: one of them makes a piece of a
/// lane that is just too long.
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
        let body = Body::Put { kind: 1, entity, origin: Origin::Officer, fields };
        let op = Op { seq, hlc: Hlc((NOW << 16) + seq), wall_flag: 0, ver: 1, body };
        let (device, epoch) = (laptop.who.device, 7);
        let bytes = encode_ops(&device, [0; 32], &[op], None).unwrap().bytes;
        let op = take_apart(&bytes).unwrap().ops.remove(0);
        world.arrived.push(Arrived {
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
    // some of them are too long as records, and told of; none of them is half there
    assert!(folded.records > 10 && folded.records < folded.ops, "{folded:?}");
    world.down(&laptop, true);
    assert_eq!(world.get(good).id, good);
    assert_eq!(world.fold().ops, 0);
}

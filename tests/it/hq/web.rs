//! Made-up officers who write to one record, in the form that the merge gets.

use crate::kit::programme;
use sotay::record::{Body, FieldBytes, FieldNo, Hlc, Id, Op, Origin, Patched, Row, Value};
use sotay::storage::format;
use sotay::sync::merge::{Images, KnownOp, Merged, merge};

pub const NAME: FieldNo = 1;
pub const WORKERS: FieldNo = 18;
pub const PRIORITY: FieldNo = 31;
pub const ELIGIBLE: FieldNo = 12;
pub const NOTES: FieldNo = 40;
pub const RECORD: Id = Id([9; 16]);
pub const HQ: u8 = 0;
const START: u64 = 1_795_000_000_000;

/// One record, and all ops about it.
#[derive(Clone, Default)]
pub struct WrittenOps {
    pub ops: Vec<KnownOp>,
    pub images: Images,
    ticks: u64,
}

pub fn text(t: &str) -> Option<Value> {
    Some(Value::Text(t.into()))
}

pub fn many(ids: &[&str]) -> Option<Value> {
    Some(Value::Many(ids.iter().map(|id| (*id).into()).collect()))
}

pub fn row(n: u8, cell: &str) -> Row {
    Row { id: Id([n; 16]), cells: [(1, Value::Text(cell.into()))].into_iter().collect() }
}

fn bytes(no: FieldNo, value: Option<&Value>) -> FieldBytes {
    FieldBytes { no, bytes: value.map(format::value_bytes), personal: false }
}

impl WrittenOps {
    /// Device 1 has created an establishment.
    pub fn new() -> WrittenOps {
        let mut written = WrittenOps::default();
        let fields = [(NAME, "Mộc Hòa Phát")];
        let fields = fields.map(|(no, t)| bytes(no, text(t).as_ref()));
        let (kind, entity, origin) = (1, RECORD, Origin::Officer);
        written.say(1, Body::Put { kind, entity, origin, fields: fields.to_vec() });
        written
    }

    pub fn say(&mut self, device: u8, body: Body) -> u64 {
        self.ticks += 1;
        self.say_at(device, body, START + self.ticks * 1000, START + self.ticks * 1000)
    }

    /// `clock`: the device's time; `received`: headquarters' time.
    pub fn say_at(&mut self, device: u8, body: Body, clock: u64, received: u64) -> u64 {
        let seq = self.ops.iter().filter(|t| t.device == [device; 16]).count() as u64 + 1;
        let hlc = Hlc((clock << 16) + seq);
        let made = format!("{body:?}");
        let opid = format::op::opid(&[device; 16], hlc.0, 1, made.as_bytes());
        let op = Op { seq, hlc, wall_flag: 0, ver: 1, body };
        self.ops.push(KnownOp {
            device: [device; 16],
            epoch: u64::from(device),
            opid,
            op,
            received,
            officer: Id([device; 16]),
            name: format!("Cán bộ {device}"),
            hq: device == HQ,
        });
        format::head(&opid)
    }

    pub fn set(&mut self, device: u8, base: u64, no: FieldNo, value: Option<Value>) -> u64 {
        let fields = vec![Patched { field: bytes(no, value.as_ref()), old_hash: 0 }];
        self.say(device, Body::Patch { entity: RECORD, base, fields })
    }

    pub fn delete(&mut self, device: u8, base: u64) -> u64 {
        self.say(device, Body::Del { entity: RECORD, base, reason: "trùng".into() })
    }

    /// What headquarters shows now; remembered as a snapshot that was sent down.
    pub fn image(&mut self) -> Merged {
        let merged = merge(programme(), &self.ops, &self.images).unwrap();
        if !merged.of.is_empty() {
            self.images.insert(merged.head, merged.of.clone());
        }
        merged
    }

    pub fn value(&mut self, no: FieldNo) -> Option<Value> {
        self.image().fields.get(no).cloned()
    }
}

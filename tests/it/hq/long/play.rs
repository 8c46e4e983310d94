//! Plays the steps on real folders: devices that send, claims, epochs, reviews and headquarters' own
//! acts.

use serde_json::json;
use sotay::hq::admin::handover::handover;
use sotay::hq::downlink::lane::LaneOwner;
use sotay::record::{Body, Change, FieldBytes, FieldNo, Origin, Patched, Query, Value};
use sotay::storage::format::down::{About, Down, Image, Notice};
use sotay::storage::format::wire::{AuthorV1, Bytes, CellV1};
use sotay::storage::limits;
use sotay::store::Commit;

use super::RECORDS;
use super::laptop::word;
use super::steps::{Own, Said, Step, entity, hlc};
use crate::hq::durable::{Sender, cells, noise, syllables};
use crate::kit::world::{LANES, Laptop, World, establishment, fields};
use crate::kit::{NOW, headquarters};

pub(super) struct Play {
    pub(super) w: World,
    pub(super) laptops: Vec<Laptop>,
    senders: Vec<Sender>,
    /// the head made by the last op on each record
    heads: [u64; RECORDS as usize + 1],
    pub(super) turn: u64,
}

impl Play {
    pub(super) fn new() -> Play {
        let mut w = World::new();
        let mut laptops = vec![
            w.laptop("Nguyễn An", None),
            w.laptop("Lê Bình", None),
            w.laptop_in("01", "Trần Xa", None),
        ];
        let gone = w.laptop("Phạm Chi", None);
        w.laptop("Phạm Chi", Some(gone.who.number));
        // work is assigned only to officers that headquarters knows
        laptops.iter_mut().for_each(|laptop| w.send(laptop));
        w.fold();
        let senders = laptops.iter().chain([&gone]).map(Sender::of).collect();
        Play { w, laptops, senders, heads: [0; RECORDS as usize + 1], turn: 0 }
    }

    pub(super) fn step(&mut self, step: Step) {
        self.turn += 1;
        match step {
            Step::Op { who, epoch, op } => self.op(usize::from(who) % 4, epoch, op),
            Step::Hq(own) => self.own(own),
            Step::Fold => drop(self.w.fold()),
            Step::Down { who, all } => self.w.down(&self.laptops[usize::from(who) % 3], all),
            Step::Screen { who, entity: e } => {
                let laptop = &mut self.laptops[usize::from(who) % 3];
                match laptop.store.records().get(entity(e)).unwrap() {
                    Some(record) => {
                        let (id, base, reason) = (record.id, record.head, "trùng".into());
                        let change = match record.deleted {
                            Some(_) => Change::Restore { id, base },
                            None => Change::Delete { id, base, reason },
                        };
                        // refused changes are ignored
                        let changes = vec![change];
                        let commit = Commit {
                            changes,
                            ends_draft: None,
                            allow_incomplete: true,
                            ..Commit::default()
                        };
                        laptop.store.commit(commit).map(drop).unwrap_or_default();
                    }
                    None => drop(laptop.put("establishment", establishment("Mộc Hòa Phát"))),
                }
                self.w.send(&mut self.laptops[usize::from(who) % 3]);
            }
        }
    }

    fn op(&mut self, who: usize, epoch: u64, said: Said) {
        let (turn, heads) = (self.turn, self.heads);
        let seed = turn * 31 + 7;
        let base = |e: u8, known: bool| if known { heads[usize::from(e)] } else { 0xdead_beef };
        let patched = |field| Patched { field, old_hash: 0 };
        let (at, body) = match said {
            Said::Put { entity: e, kind, origin, no, len, packs } => {
                let bytes =
                    if packs { syllables(len, seed).into_bytes() } else { noise(len, seed) };
                let origins =
                    [Origin::Officer, Origin::Import, Origin::Headquarters, Origin::MadeUp];
                let origin = origins[usize::from(origin) % 4];
                let fields = cells(vec![(no, bytes)]);
                (Some(e), Body::Put { kind, entity: entity(e), origin, fields })
            }
            Said::Twin { entity: e } => {
                let mut shop = establishment("Công ty TNHH Mộc Hòa Phát");
                shop["tax_code"] = json!("2600123456");
                let (_, fields) = fields("establishment", 1, turn, &shop);
                let cell = |(no, value): (FieldNo, &Value)| FieldBytes {
                    no,
                    bytes: Some(sotay::storage::format::value_bytes(value)),
                    personal: false,
                };
                let fields = fields.iter().map(cell).collect();
                let (kind, origin) = (crate::kit::kind("establishment").no, Origin::Officer);
                (Some(e), Body::Put { kind, entity: entity(e), origin, fields })
            }
            Said::Patch { entity: e, no, len, base: known } => {
                let fields = cells(vec![(no, syllables(len, seed).into_bytes())]);
                let fields = fields.into_iter().map(patched).collect();
                (Some(e), Body::Patch { entity: entity(e), base: base(e, known), fields })
            }
            Said::Del { entity: e, reason, base: known } => {
                let reason = syllables(reason, seed);
                (Some(e), Body::Del { entity: entity(e), base: base(e, known), reason })
            }
            Said::Restore { entity: e, base: known } => {
                (Some(e), Body::Restore { entity: entity(e), base: base(e, known) })
            }
            Said::Epoch { reason } => {
                let (old_epoch, old_seq) = (epoch, seed);
                (None, Body::Epoch { old_epoch, old_seq, reason: syllables(reason, seed) })
            }
        };
        let head = self.senders[who].send_at(&mut self.w, epoch, hlc(epoch, turn), body);
        if let Some(e) = at {
            self.heads[usize::from(e)] = head;
        }
    }

    /// Tries a change of headquarters; what the programme refuses is not done.
    fn try_hq(&self, change: Change) {
        let commit = Commit {
            changes: vec![change],
            ends_draft: None,
            allow_incomplete: true,
            ..Commit::default()
        };
        self.w.store.commit(commit).map(drop).unwrap_or_default();
    }

    fn own(&mut self, own: Own) {
        let seed = self.turn * 17 + 3;
        let officer = |to: u8| self.laptops[usize::from(to) % 3].who.officer;
        let there = |e: u8| self.w.store.records().get(entity(e)).unwrap();
        let create = |kind: &str, answers: serde_json::Value| {
            let (id, fields) = fields(kind, 99, seed, &answers);
            let kind = crate::kit::kind(kind).no;
            self.try_hq(Change::Create { kind, id, fields, origin: Origin::Officer });
        };
        match own {
            Own::Verdict { entity: e, reason } => {
                let reason = syllables(reason.min(1_000), seed);
                create(
                    "verdict",
                    json!({"about": entity(e).to_string(), "verdict": "tra_lai", "reason": reason}),
                );
            }
            Own::Task { entity: e, to } => create(
                "task",
                json!({"what": "Kiểm tra", "establishment": entity(e).to_string(),
                    "owner": "can_bo", "due": "2026-12-01", "state": "dang_lam",
                    "officer": officer(to).to_string()}),
            ),
            Own::Redirect { entity: at, to } => {
                let rows = self
                    .w
                    .store
                    .records()
                    .page(&Query::all(crate::kit::kind("task").no), 0, 1)
                    .unwrap()
                    .rows;
                let Some(task) = rows.into_iter().next() else { return };
                let no = |field: &str| {
                    headquarters().kind_by_id("task").unwrap().field_by_id(field).unwrap().no
                };
                let set = match at {
                    Some(e) => (no("establishment"), Some(Value::Link(entity(e)))),
                    None => (no("officer"), Some(Value::Link(officer(to)))),
                };
                self.try_hq(Change::Patch { id: task.id, base: task.head, set: vec![set] });
            }
            Own::Handover { from, to } => {
                self.w.ticks += 1;
                let when = NOW + self.w.ticks;
                let both = (officer(from), officer(to));
                handover(&self.w.home, &self.w.store, both, when).unwrap();
            }
            Own::Province { who, there } => {
                self.w.ticks += 1;
                let code = if there { "01" } else { "25" };
                self.w.moves(&self.laptops[usize::from(who) % 3], code);
            }
            Own::Ceiling { entity: e } => {
                let answers = json!({"kind": "ung_dung_may_moc", "percent": "50",
                    "cap": 300_000_000, "legal_ref": "TT 28/2018", "verified": true});
                let (_, fields) = fields("ceiling", 99, seed, &answers);
                let (kind, id, origin) =
                    (crate::kit::kind("ceiling").no, entity(e), Origin::Officer);
                self.try_hq(Change::Create { kind, id, fields, origin });
            }
            Own::Delete { entity: e } => {
                if let Some(record) = there(e) {
                    let (id, base) = (record.id, record.head);
                    self.try_hq(Change::Delete { id, base, reason: "thừa".into() });
                }
            }
            Own::Restore { entity: e } => {
                if let Some(record) = there(e) {
                    self.try_hq(Change::Restore { id: record.id, base: record.head });
                }
            }
            Own::Edit { entity: e } => {
                if let Some(record) = there(e) {
                    let value = Some(Value::Text(syllables(40, seed)));
                    let (id, base, set) = (record.id, record.head, vec![(1, value)]);
                    self.try_hq(Change::Patch { id, base, set });
                }
            }
            Own::Decide { first } => {
                let all = Query::all(crate::kit::kind("matter").no);
                let rows = self.w.store.records().page(&all, 0, 50).unwrap().rows;
                let no = |field: &str| {
                    headquarters().kind_by_id("matter").unwrap().field_by_id(field).unwrap().no
                };
                let choice = |id: &str| Some(Value::Choice(id.into()));
                let open = |record: &&sotay::record::Record| {
                    record.fields.get(no("state")).and_then(Value::as_text) == Some("cho")
                };
                // a reviewer reconsiders a pair
                let pair = |record: &&sotay::record::Record| {
                    record.fields.get(no("what")).and_then(Value::as_text) == Some("trung")
                };
                if let Some(matter) = rows.iter().find(open).or(rows.iter().find(pair)) {
                    let what = matter.fields.get(no("what")).and_then(Value::as_text);
                    let decision = match (what, first) {
                        (Some("tu_choi" | "cach_ly"), true) => "cho_vao",
                        (Some("tu_choi" | "cach_ly"), false) => "de_ngoai",
                        (Some("trung"), true) => "giu_1",
                        (Some("trung"), false) => "ca_hai",
                        (Some("xoa"), true) => "xoa_di",
                        (_, true) => "nhat",
                        (_, false) => "hai",
                    };
                    let set = vec![
                        (no("state"), choice("xong")),
                        (no("decision"), choice(decision)),
                        (no("reason"), Some(Value::Text("Đã xem".into()))),
                    ];
                    self.try_hq(Change::Patch { id: matter.id, base: matter.head, set });
                }
            }
            Own::Say { to, lane, entity: e, verdict, reason, when } => {
                let review = word(e, verdict, syllables(reason, seed), when, seed);
                let reviews = vec![About::of(entity(e), &review)];
                self.lane(to, lane, Down { reviews, ..Down::default() });
            }
            Own::Show { to, lane, entity: e, kind, no, len, deleted } => {
                let (device, officer) = ([9; 16], officer(to).0);
                let image = Image {
                    kind,
                    entity: entity(e).0,
                    origin: seed as u8 % 4,
                    rev: seed << 16,
                    head: seed,
                    of: vec![seed, seed + 1],
                    created: 1,
                    author: AuthorV1 { device, officer, hlc: NOW << 16 },
                    name: syllables(30, seed),
                    deleted: deleted.then(|| syllables(len.min(limits::REASON), seed)),
                    fields: vec![CellV1 { no, bytes: Bytes(noise(len, seed)) }],
                    covers: Vec::new(),
                    review: None,
                };
                self.lane(to, lane, Down { images: vec![image], ..Down::default() });
            }
            Own::Notice { to, len } => {
                let notice = Notice { when: NOW, text: syllables(len, seed) };
                self.lane(to, 0, Down { notices: vec![notice], ..Down::default() });
            }
        }
    }

    /// Appends as headquarters does; what does not fit into a piece is not sent.
    fn lane(&self, to: u8, lane: u8, down: Down) {
        let lane = LANES[usize::from(lane) % LANES.len()];
        let whose = LaneOwner::Officer(self.laptops[usize::from(to) % 3].who.officer);
        self.w
            .home
            .lanes()
            .append(&whose, lane, &[down], &mut None)
            .map(drop)
            .unwrap_or_default();
    }
}

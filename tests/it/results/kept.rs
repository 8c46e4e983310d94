//! Figures that are kept up to date by every commit are those of a notebook that was opened anew: there
//! the large kinds come from the record index, here from their records.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use sotay::record::{Id, Scope};

use super::records::*;
use crate::kit::notebook::Notebook;

#[derive(Clone, Debug)]
enum Act {
    Establishment { place: usize, female: bool, share: u32 },
    Visit { at: usize, locked: bool },
    Project { at: usize, fund: usize, passed: bool },
    Class { at: usize, people: i64 },
    Owner { at: usize, female: bool },
    Move { at: usize, place: usize },
    Outcome { at: usize, passed: bool },
    Lock { at: usize },
    Delete { at: usize },
}

fn act() -> impl Strategy<Value = Act> {
    let at = || 0..12_usize;
    prop_oneof![
        3 => (0..3_usize, any::<bool>(), 0..100_u32)
            .prop_map(|(place, female, share)| Act::Establishment { place, female, share }),
        2 => (at(), any::<bool>()).prop_map(|(at, locked)| Act::Visit { at, locked }),
        2 => (at(), 0..3_usize, any::<bool>())
            .prop_map(|(at, fund, passed)| Act::Project { at, fund, passed }),
        1 => (at(), 1..40_i64).prop_map(|(at, people)| Act::Class { at, people }),
        1 => (at(), any::<bool>()).prop_map(|(at, female)| Act::Owner { at, female }),
        1 => (at(), 0..3_usize).prop_map(|(at, place)| Act::Move { at, place }),
        1 => (at(), any::<bool>()).prop_map(|(at, passed)| Act::Outcome { at, passed }),
        1 => at().prop_map(|at| Act::Lock { at }),
        1 => at().prop_map(|at| Act::Delete { at }),
    ]
}

const PLACES: [&str; 3] = [HERE, NEAR, FAR];
const FUNDS: [&str; 3] = ["quoc_gia", "dia_phuong", "ket_hop"];

/// Ids by kind, without those that were deleted.
#[derive(Default)]
struct Made(BTreeMap<&'static str, Vec<Id>>);

impl Made {
    fn pick(&self, kind: &str, at: usize) -> Option<Id> {
        let all = self.0.get(kind)?;
        all.get(at % all.len().max(1)).copied()
    }

    fn put(&mut self, book: &mut Notebook, kind: &'static str, answers: serde_json::Value) {
        let id = book.put(kind, answers);
        self.0.entry(kind).or_default().push(id);
    }

    fn does(&mut self, book: &mut Notebook, act: &Act) {
        let outcome = |passed: bool| if passed { "dat" } else { "khong_dat" };
        match act {
            Act::Establishment { place, female, share } => {
                let more =
                    json!({"owner_female": female, "local_material_pct": share.to_string()});
                let id = establishment(book, PLACES[*place], more);
                self.0.entry("establishment").or_default().push(id);
            }
            Act::Visit { at, locked } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                let state = if *locked { "chot" } else { "nhap" };
                let answers = json!({"establishment": home.to_string(), "date": "2025-05-01",
                    "purpose": "giam_sat", "observations": "Máy chạy", "operating": "dang_hoat_dong",
                    "conclusion": "dat", "state": state});
                self.put(book, "visit", answers);
            }
            Act::Project { at, fund, passed } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                let rows = json!([{"establishment": home.to_string(), "support": 100}]);
                let more = json!({"fund_level": FUNDS[*fund], "acceptance": outcome(*passed)});
                let code = format!("DA-{}", self.0.get("project").map_or(0, Vec::len));
                self.put(book, "project", project(&code, Some("2025-06-01"), rows, more));
            }
            Act::Class { at, people } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                self.put(book, "training", training(home, "2025-04-01", *people, json!({})));
            }
            Act::Owner { at, female } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                book.edit(home, json!({"owner_female": female}));
            }
            Act::Move { at, place } => {
                let Some(home) = self.pick("establishment", *at) else { return };
                book.edit(home, json!({"place": PLACES[*place]}));
            }
            Act::Outcome { at, passed } => {
                let Some(project) = self.pick("project", *at) else { return };
                book.edit(project, json!({"acceptance": outcome(*passed)}));
            }
            Act::Lock { at } => {
                let Some(visit) = self.pick("visit", *at) else { return };
                book.edit(
                    visit,
                    json!({"state": "chot", "revision_reason": format!("sửa {at}")}),
                );
            }
            Act::Delete { at } => {
                let kinds = ["project", "visit", "training", "establishment"];
                let kind = kinds[*at % kinds.len()];
                let Some(id) = self.pick(kind, *at / kinds.len()) else { return };
                book.delete(id);
                self.0.entry(kind).or_default().retain(|own| *own != id);
            }
        }
    }
}

/// Every row with its figures and the records of every column.
fn all(book: &Notebook) -> Vec<String> {
    let scopes = [Scope::All, Scope::Province("25".into())];
    let reports = scopes.map(|scope| book.report_in("2025", scope));
    let rows = reports.iter().flat_map(|report| &report.rows);
    let cells = rows.map(|row| {
        let cells: Vec<_> =
            row.cells.iter().map(|cell| (cell.figure, book.ids_of(&cell.records))).collect();
        format!("{} {cells:?}", row.key)
    });
    cells.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]
    #[test]
    fn figures_are_kept_as_they_are_read(acts in proptest::collection::vec(act(), 4..24)) {
        let mut book = Notebook::new();
        let mut made = Made::default();
        for act in &acts {
            made.does(&mut book, act);
            // loads the facts, so that what follows is put into them
            book.report("2025");
        }
        let kept = all(&book);
        let book = book.again();
        prop_assert_eq!(kept, all(&book));
    }
}

//! The work of an officer, key by key.

mod ahead;
mod around;
mod calendar;
mod deed;
mod draft;
mod due;
mod files;
mod keep;
mod keys;
mod law;
mod list;
mod lost;
mod meet;
mod moved;
mod paths;
mod pick;
mod random;
mod record;
mod small;
mod start;
mod stays;
mod sync;
mod typing;
mod visit;
mod work;

use serde_json::json;
use sotay::record::Id;

use crate::kit::app::App;

/// A workshop as an officer would have recorded it.
pub(crate) fn workshop(app: &mut App, name: &str) -> Id {
    let answers = json!({
        "name": name, "type": "htx", "place": "08230", "status": "dang_hoat_dong",
        "sector": "dd", "products": "bàn, ghế, tủ", "workers": 12,
        "tax_none": "chưa đăng ký",
    });
    app.given("establishment", answers)
}

pub(crate) fn visit(app: &mut App, establishment: Id, more: serde_json::Value) -> Id {
    let mut answers = json!({
        "establishment": establishment.to_string(), "date": "2026-10-01",
        "purpose": "giam_sat", "observations": "Xưởng chạy đều.",
        "operating": "tam_dung", "workers_now": 9, "conclusion": "dat", "state": "nhap",
        "officers": [app.model.officer_id().unwrap().to_string()],
    });
    for (name, answer) in more.as_object().unwrap() {
        answers[name] = answer.clone();
    }
    app.given("visit", answers)
}

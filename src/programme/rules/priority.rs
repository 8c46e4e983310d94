//! The grounds for an establishment's priority (`domain.md` section 5).

use super::honour::in_force;
use crate::programme::check::context::{Need, QuestionContext, View};
use crate::programme::spec::Type;
use crate::record::{Decimal, Value};

/// Computed from certificates in the notebook; an officer may tick it for one that is missing.
const HONOURED: &str = "sp_tieu_bieu";
/// The grounds that an officer may tick.
const TICKED: [&str; 4] = ["co_khi_hoa_chat", "cn_ho_tro", HONOURED, "sp_chu_luc"];

/// The reasons for priority that follow from the record alone.
pub fn priorities(record: &View) -> Vec<&'static str> {
    let sector = record.text("sector");
    let local = record.decimal("local_material_pct").unwrap_or(Decimal(0));
    let cleaner = sector == Some("g") || record.text("type") == Some("co_so_sxsh");
    [
        ("che_bien_nls", sector == Some("a")),
        ("sxsh", cleaner),
        ("xuat_khau", record.yes("export") == Some(true)),
        ("nguyen_lieu_tai_cho", local.0 > 50 * Decimal::ONE),
        ("nhieu_lao_dong", record.int("workers").is_some_and(|n| n >= 50)),
        ("nu_lam_chu", record.yes("owner_female") == Some(true)),
        ("dtts_lam_chu", record.yes("owner_ethnic") == Some(true)),
    ]
    .into_iter()
    .filter_map(|(id, holds)| holds.then_some(id))
    .collect()
}

/// The certificates of the establishment's products.
pub(super) fn certificates(look: &QuestionContext) -> Vec<Need> {
    let own = look.subject.id;
    look.linked_via(("honour", "product"), ("product", "establishment"), own)
        .into_iter()
        .collect()
}

/// Whether it holds a certificate that is in force today.
fn is_honoured(look: &QuestionContext) -> bool {
    let views = certificates(look);
    let mut views =
        views.iter().flat_map(|need| look.others(need)).filter_map(|r| look.view(r));
    views.any(|honour| in_force(&honour, look.today()))
}

/// The computed grounds and those that the officer ticked, in the list's order.
pub(super) fn value(look: &QuestionContext) -> Option<Value> {
    let mut ids: Vec<String> =
        priorities(&look.record()).into_iter().map(str::to_string).collect();
    if let Some(Value::Many(stored)) = look.value() {
        ids.extend(stored.iter().filter(|id| TICKED.contains(&id.as_str())).cloned());
    }
    let honoured = HONOURED.to_owned();
    if !ids.contains(&honoured) && is_honoured(look) {
        ids.push(honoured);
    }
    let list = match &look.field.ty {
        Type::Many(list) => look.programme.list(list),
        _ => None,
    };
    ids.sort_by_key(|id| list.and_then(|l| l.choices.iter().position(|c| c.id == *id)));
    (!ids.is_empty()).then_some(Value::Many(ids))
}

//! Rules of attachments.

use crate::programme::check::context::{Need, QuestionContext};
use crate::programme::faults::FaultKind;
use crate::record::Value;

/// Prefix of the ids for signed lists.
const LISTS: &str = "ds_";
/// A kind of file that mostly shows people.
const SITE: &str = "anh_hien_truong";

/// Personal if the kind of file suggests it; otherwise the officer says.
pub(super) fn personal(look: &QuestionContext) -> Option<Value> {
    let record = look.record();
    let kind = record.text("kind")?;
    (kind.starts_with(LISTS) || kind == SITE).then_some(Value::Bool(true))
}

/// On export the name is appended to a folder, so it must not hold a path.
pub(super) fn bare_file_name(look: &QuestionContext) -> Option<FaultKind> {
    let name = look.text()?;
    let bad = name.contains(['/', '\\']) || name.chars().all(|c| c == '.');
    bad.then_some(FaultKind::NotThis)
}

/// Photos that the file of a product needs (TT 26/2014 Điều 12, original wording).
const PHOTOS: usize = 3;

pub(super) fn of_product(look: &QuestionContext) -> Vec<Need> {
    let product = look.record().link("product");
    product.and_then(|to| look.linking_to("attachment", "parent", to)).into_iter().collect()
}

/// X19: only for a round of this year or later; for an older one it is too late.
pub(super) fn product_photos(look: &QuestionContext) -> Option<FaultKind> {
    let current = look.record().int("round_year")? >= i64::from(look.today().year);
    let need = of_product(look).into_iter().next().filter(|n| look.context.fetched(n))?;
    let views = look.others(&need).filter_map(|record| look.view(record));
    let photos = views.filter(|view| view.text("kind") == Some("anh_san_pham")).count();
    (current && photos < PHOTOS).then_some(FaultKind::NotThis)
}

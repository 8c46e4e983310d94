//! Whether two records describe the same establishment, and the keys by which to look for such
//! records. Knows no store: [`Marks::keys`] says what to look up, and [`Marks::same`] compares two
//! records.

use std::collections::BTreeSet;

use super::reference;
use super::role::KindRole;
use super::spec::Kind;
use crate::record::{Fields, Value};
use crate::text::fold::fold;

/// Legal forms at the start of a name, without accents; longer ones first. Names that differ only
/// in these are equal.
const FORMS: [&str; 16] = [
    "cong ty trach nhiem huu han mot thanh vien",
    "cong ty trach nhiem huu han",
    "cong ty tnhh mot thanh vien",
    "cong ty tnhh mtv",
    "cong ty tnhh",
    "cong ty co phan",
    "cong ty cp",
    "cong ty",
    "doanh nghiep tu nhan",
    "dntn",
    "hop tac xa",
    "htx",
    "ho kinh doanh",
    "hkd",
    "to hop tac",
    "co so",
];

/// Why two records may be duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// beyond doubt
    CodeAndName,
    Code,
    NameAndPlace,
    NameAndPhone,
    /// a similar name, the same place and telephone
    Similar,
}

/// Whether records of this kind can be duplicates.
pub fn may_have(kind: &Kind) -> bool {
    kind.is(KindRole::Home)
}

/// A name without accents, capitals, repeated blanks and legal forms.
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let mut key = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(rest) = FORMS.iter().find_map(|form| {
        key.strip_prefix(form).filter(|rest| rest.starts_with(' ')).map(str::trim_start)
    }) {
        key = rest.to_owned();
    }
    key
}

/// Whether two name keys share at least half of the words of the longer one.
fn similar(a: &str, b: &str) -> bool {
    let words = |key| str::split(key, ' ').collect::<BTreeSet<&str>>();
    let (left, right) = (words(a), words(b));
    let shared = left.intersection(&right).count();
    a == b || (shared > 0 && shared * 2 >= left.len().max(right.len()))
}

/// What distinguishes an establishment from others.
#[derive(Clone, Debug)]
pub struct Marks {
    name: String,
    code: String,
    phone: String,
    /// the communes of today that it may be in
    communes: BTreeSet<String>,
}

impl Marks {
    pub fn of(kind: &Kind, fields: &Fields) -> Marks {
        let value = |id: &str| fields.get(kind.field_by_id(id)?.no);
        let text = |id: &str| value(id).and_then(Value::as_text).unwrap_or_default();
        let place = match value("place") {
            Some(Value::Place(place)) => place.commune.as_str(),
            _ => "",
        };
        Marks {
            name: name_key(text("name")),
            code: fold(text("tax_code")),
            phone: text("contact_phone").to_owned(),
            communes: communes(place, text("old_place")),
        }
    }

    /// Two establishments that are [`Marks::same`] have at least one of these keys in common.
    pub fn keys(&self) -> Vec<String> {
        let code = (!self.code.is_empty()).then(|| format!("code {}", self.code));
        let phone = (!self.phone.is_empty()).then(|| format!("phone {}", self.phone));
        let communes = self.communes.iter().filter(|_| !self.name.is_empty());
        let names = communes.map(|commune| format!("name {commune} {}", self.name));
        code.into_iter().chain(phone).chain(names).collect()
    }

    /// Why the two may be the same establishment; `None` if they are not.
    pub fn same(&self, other: &Marks) -> Option<Likeness> {
        if !self.code.is_empty() && !other.code.is_empty() {
            // another code, even one of a branch only, means another establishment
            let why = match similar(&self.name, &other.name) {
                true => Likeness::CodeAndName,
                false => Likeness::Code,
            };
            return (self.code == other.code).then_some(why);
        }
        let near = !self.communes.is_disjoint(&other.communes);
        let phone = !self.phone.is_empty() && self.phone == other.phone;
        let named = !self.name.is_empty() && self.name == other.name;
        match (named, near, phone) {
            (true, true, _) => Some(Likeness::NameAndPlace),
            (true, _, true) => Some(Likeness::NameAndPhone),
            (_, true, true) if similar(&self.name, &other.name) => Some(Likeness::Similar),
            _ => None,
        }
    }
}

/// The commune of the record. If its papers name a former commune that was divided, also the others
/// that took in a part, since officers choose different parts.
fn communes(place: &str, old_place: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    if place.is_empty() {
        return found;
    }
    if reference::commune(place).is_none() {
        // the code is one of an earlier map
        let now = reference::old(place, None, None);
        found.extend(now.iter().map(|hit| hit.commune.code.to_owned()));
    }
    let name = old_place.split([',', ';']).next().unwrap_or_default().trim();
    if !name.is_empty() && reference::sharing_communes(place).next().is_some() {
        let hits = reference::old(name, None, None);
        let into_it = |code| move |hit: &&reference::PlaceHit| hit.old.map(|o| o.code) == code;
        let here = hits.iter().filter(|hit| hit.commune.code == place);
        for unit in here.map(|hit| hit.old.map(|o| o.code)) {
            let parts = hits.iter().filter(into_it(unit));
            found.extend(parts.map(|hit| hit.commune.code.to_owned()));
        }
    }
    found.insert(place.to_owned());
    found
}

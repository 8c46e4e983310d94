//! Bad files of a programme are refused with all reasons at once.

use sotay::programme::load;

use super::{described, field};
use crate::kit::programme;

const BAD_LISTS: &str = r#"
[[list]]
id = "colour"
facts = { of = "shade", free = "" }
choices = [
  { id = "red", vi = "Đỏ", en = "Red", of = "nowhere" },
  { id = "red", vi = "Đỏ", en = "" },
  { id = "Blue", vi = "Xanh", en = "Blue", extra = "x" },
]

[[list]]
id = "shade"
choices = [{ id = "dark", vi = "Tối", en = "Dark" }]
"#;

const BAD_KIND: &str = r#"
id = "thing"
no = 1
version = 1
label = { vi = "Vật", en = "Thing" }
list = { title = ["nam"] }
lock = { field = "paint", is = "locked", reason = "name" }

[[section]]
id = "all"
label = { vi = "Tất cả" }

  [[section.field]]
  no = 1
  id = "name"
  type = "text"
  requird = true
  when = { field = "paint", is = "green" }
  label = { vi = "Tên của vật này dài hơn chỗ dành cho nó", en = "Name" }
  help = { vi = "Tên", en = "Name" }

  [[section.field]]
  no = 1
  id = "paint"
  type = "choice(colour)"
  default = "green"
  label = { vi = "Sơn", en = "Paint" }
  help = { vi = "Sơn gì", en = "Paint" }
    [[section.field.rule]]
    level = "fatal"
    le = "weight"
    named = "magic"

  [[section.field]]
  no = 3
  id = "owner"
  type = "link(person)"
  default = "link name age"
  label = { vi = "Chủ", en = "Owner" }
  help = { vi = "Chủ", en = "Owner" }
    [[section.field.rule]]
    level = "warning"
    eq = { link = "name", field = "age" }

  [[section.field]]
  no = 4
  id = "size"
  type = "number"
  max = "tomorrow"
  label = { vi = "Cỡ", en = "Size" }
    [[section.field.rule]]
    level = "warning"
    named = "unheard_of"
"#;

#[test]
fn all_faults_of_bad_files_are_told_at_once() {
    let broken = "id = \"x\"\nno = [\n";
    let sources = [("lists", BAD_LISTS), ("kind", BAD_KIND), ("broken", broken)];
    let faults = load::parse_known(&sources, &["magic"]).unwrap_err();
    let told = described(&faults);
    for expected in [
        "lists: colour.red: `of`: no choice `nowhere` in list `shade`",
        "lists: colour.red: `en` is empty",
        "lists: colour.Blue: unknown key `extra`",
        "lists: colour: choice `red` twice",
        "`Blue`: an id is made of a-z",
        "kind: thing.list: `title`: no field `nam`",
        "`en` is missing",
        "unknown key `requird`",
        "`green` is no answer to `paint`",
        "`when` looks at a field that comes later",
        "kind: thing.name: vi: 39 cells, 30 at most",
        "number `1` twice",
        "`default`: `green` is no answer",
        "`level` is `error` or `warning`",
        "no field `weight`",
        "a rule has one test, this has 2",
        "no field `age` behind a link `name`",
        "`name` is not a link to one record",
        "no type `number`",
        "`max`: cannot read `tomorrow`",
        "`help` is missing",
        "no named function `unheard_of`",
        "kind: thing: lock: `locked` is no answer",
        "broken: ",
    ] {
        assert!(told.contains(expected), "missing: {expected}\nin:\n{told}");
    }
}

#[test]
fn words_not_in_nfc_are_a_fault() {
    let nfd =
        "[[list]]\nid = \"l\"\nchoices = [{ id = \"a\", vi = \"Đo\u{0309}\", en = \"Red\" }]";
    let faults = load::parse(&[("l", nfd)]).unwrap_err();
    assert_eq!(faults.len(), 1, "{}", described(&faults));
    assert!(faults[0].what.contains("not NFC"), "{}", described(&faults));
}

#[test]
fn a_link_to_any_kind_is_one_to_every_kind() {
    let parent = field(programme(), "attachment", "parent");
    assert!(programme().kinds.iter().all(|kind| parent.links_to(&kind.id)));
    assert!(!field(programme(), "task", "visit").links_to("model"));
}

//! A kind's file: head, list, lock, sections.

use super::condition::FieldScope;
use super::field::field;
use super::names::{FieldName, KindNames, ProgrammeNames, find};
use super::walk::Located;
use crate::programme::spec::{
    ChoiceList, Kind, ListSpec, Menu, RecordLock, Section, Tell, Writers,
};
use crate::record::FieldNo;

pub fn kind(root: &Located, names: &ProgrammeNames, lists: &[ChoiceList]) -> Kind {
    root.only(&[
        "id",
        "no",
        "version",
        "label",
        "short",
        "menu",
        "imported",
        "judged",
        "list",
        "lock",
        "published",
        "section",
        "writers",
    ]);
    let id = root.need_text("id");
    let none = KindNames { id: "", fields: Vec::new() };
    let own = names.kind(&id).unwrap_or(&none);
    if !root.has("list") {
        root.fault("`list` is missing");
    }
    Kind {
        no: root.need_number("no"),
        version: root.need_number("version"),
        label: root.need_label("label"),
        short: root.label("short").unwrap_or_else(|| root.need_label("label")),
        menu: menu(root),
        imported: root.flag("imported"),
        published: root.flag("published"),
        writers: writers(root, own),
        judged: root.flag("judged"),
        sections: root
            .tables("section")
            .iter()
            .map(|s| section(s, own, names, lists))
            .collect(),
        list: root.table("list").map(|at| list(&at, own)).unwrap_or_default(),
        lock: root.table("lock").map(|at| lock(&at, own)),
        id,
    }
}

fn menu(root: &Located) -> Menu {
    match root.text("menu") {
        Some("front") => Menu::Front,
        None | Some("more") => Menu::More,
        Some("activities") => Menu::Activities,
        Some("reference") => Menu::Reference,
        Some(_) => {
            root.fault("`menu` is `front`, `more`, `activities` or `reference`");
            Menu::More
        }
    }
}

fn writers(root: &Located, own: &KindNames) -> Writers {
    let text = root.text("writers").unwrap_or("author");
    let named = text.strip_prefix("field ").map(|id| own.field(id));
    match (text, named) {
        ("author", _) => Writers::Author,
        ("any", _) => Writers::Any,
        ("headquarters", _) => Writers::Headquarters,
        (_, Some(Some(field))) if field.ty.starts_with("link(") => Writers::Named(field.no),
        _ => {
            root.fault("`writers` is `author`, `any`, `headquarters` or `field ID` of a link");
            Writers::Author
        }
    }
}

fn section(
    at: &Located,
    kind: &KindNames,
    names: &ProgrammeNames,
    lists: &[ChoiceList],
) -> Section {
    at.only(&["id", "label", "field"]);
    let none = FieldName { id: "", no: 0, ty: "", columns: Vec::new() };
    let fields = at.tables("field");
    Section {
        id: at.need_text("id"),
        label: at.need_label("label"),
        fields: fields
            .iter()
            .map(|f| {
                let id = f.get("id").and_then(|v| v.as_str()).unwrap_or_default();
                let own = kind.field(id).unwrap_or(&none);
                field(f, &FieldScope { names, lists, kind, siblings: &kind.fields, own })
            })
            .collect(),
    }
}

fn list(at: &Located, kind: &KindNames) -> ListSpec {
    at.only(&["title", "search", "columns", "date", "filter", "tell"]);
    if !at.has("title") {
        at.fault("`title` is missing");
    }
    ListSpec {
        title: numbers(at, "title", kind),
        search: numbers(at, "search", kind),
        columns: numbers(at, "columns", kind),
        date: numbers(at, "date", kind).first().copied(),
        filter: numbers(at, "filter", kind),
        tell: tell(at, kind),
    }
}

fn tell(at: &Located, kind: &KindNames) -> Vec<Tell> {
    let one = |word: &String| {
        if word == "last visit" {
            return Some(Tell::LastVisit);
        }
        let found = find(&kind.fields, word).map(|f| Tell::Field(f.no));
        if found.is_none() {
            at.fault(format!("`tell`: no field `{word}`"));
        }
        found
    };
    at.words("tell").iter().filter_map(one).collect()
}

fn numbers(at: &Located, key: &str, kind: &KindNames) -> Vec<FieldNo> {
    let number = |id: &String| {
        let found = find(&kind.fields, id).map(|f| f.no);
        if found.is_none() {
            at.fault(format!("`{key}`: no field `{id}`"));
        }
        found
    };
    at.words(key).iter().filter_map(number).collect()
}

fn lock(at: &Located, kind: &KindNames) -> RecordLock {
    at.only(&["field", "is", "reason"]);
    RecordLock {
        field: numbers(at, "field", kind).first().copied().unwrap_or_default(),
        is: at.need_text("is"),
        reason: numbers(at, "reason", kind).first().copied().unwrap_or_default(),
    }
}

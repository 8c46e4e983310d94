//! A kind's file: head, list, lock, sections.

use super::condition::FieldScope;
use super::field::field;
use super::names::{FieldName, KindNames, ProgrammeNames, find};
use super::walk::Located;
use crate::programme::role::{ATTENTION_SORTS, Attention, KindActions, KindRole, ROLES};
use crate::programme::spec::{
    ChoiceList, Kind, ListSpec, Menu, RecordLock, Section, Tell, Writers,
};
use crate::record::FieldNo;

pub fn kind(root: &Located, names: &ProgrammeNames, lists: &[ChoiceList]) -> Kind {
    root.allow_keys(&[
        "actions",
        "attention",
        "handed_over",
        "role",
        "id",
        "no",
        "order",
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
    let none = KindNames { id: "", is_home: false, fields: Vec::new() };
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
        is_reviewed: root.flag("judged"),
        role: role(root),
        home: None,
        attention: root.table("attention").and_then(|at| attention(&at, own)),
        actions: root.table("actions").map(|at| actions(&at, names)).unwrap_or_default(),
        in_handover: root.flag("handed_over"),
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

fn role(root: &Located) -> Option<KindRole> {
    let text = root.text("role")?;
    let found = ROLES.iter().find(|(id, _)| *id == text).map(|(_, role)| *role);
    if found.is_none() {
        root.fault(format!("`role`: there is no role `{text}`"));
    }
    found
}

fn attention(at: &Located, own: &KindNames) -> Option<Attention> {
    at.allow_keys(&["sort", "day", "state", "open", "ahead"]);
    let text = at.need_text("sort");
    let sort = ATTENTION_SORTS.iter().find(|(id, _)| *id == text).map(|(_, sort)| *sort);
    if sort.is_none() {
        at.fault(format!("`sort`: there is no attention `{text}`"));
    }
    let ahead = at.get("ahead").and_then(|days| days.as_array()).into_iter().flatten();
    let ahead = ahead.filter_map(|days| i32::try_from(days.as_integer()?).ok()).collect();
    Some(Attention {
        sort: sort?,
        day: numbers(at, "day", own).first().copied(),
        state: numbers(at, "state", own).first().copied(),
        open: at.text("open").map(str::to_owned),
        ahead,
    })
}

fn actions(at: &Located, names: &ProgrammeNames) -> KindActions {
    at.allow_keys(&["list", "create", "from"]);
    let from = at.words("from");
    for id in from.iter().filter(|id| names.kind(id).is_none()) {
        at.fault(format!("`from`: no kind `{id}`"));
    }
    let text = |key| at.text(key).map(str::to_owned);
    KindActions { list: text("list"), create: text("create"), from }
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
    at.allow_keys(&["id", "label", "field"]);
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
    at.allow_keys(&["title", "search", "columns", "date", "filter", "tell"]);
    if !at.has("title") {
        at.fault("`title` is missing");
    }
    ListSpec {
        title: numbers(at, "title", kind),
        search: numbers(at, "search", kind),
        columns: numbers(at, "columns", kind),
        date: numbers(at, "date", kind).first().copied(),
        filter: numbers(at, "filter", kind),
        details: tell(at, kind),
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
    at.allow_keys(&["field", "is", "reason"]);
    RecordLock {
        field: numbers(at, "field", kind).first().copied().unwrap_or_default(),
        is: at.need_text("is"),
        reason: numbers(at, "reason", kind).first().copied().unwrap_or_default(),
    }
}

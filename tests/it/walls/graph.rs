//! Which file imports which, read from the sources as text.

use std::collections::{BTreeMap, BTreeSet};

/// A path of a module below the crate's root.
pub type Module = Vec<String>;
pub type Graph = BTreeMap<Module, BTreeSet<Module>>;

/// `src/a/b.rs` and `src/a/b/mod.rs` are the module `a::b`.
pub fn module_of(file: &str) -> Module {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// Edges from each file to the files that it imports. Edges between a module and its direct
/// children are left out.
pub fn imports(files: &BTreeMap<Module, String>) -> Graph {
    let edges = |(module, code): (&Module, &String)| {
        let paths =
            paths_in(code).into_iter().filter_map(|path| absolute(&path, module, files));
        let targets = paths.map(|path| deepest(&path, files));
        let far = |other: &Module| {
            other != module && !is_child(other, module) && !is_child(module, other)
        };
        (module.clone(), targets.filter(far).collect())
    };
    files.iter().map(edges).collect()
}

fn is_child(child: &Module, parent: &Module) -> bool {
    child.len() == parent.len() + 1 && child.starts_with(parent)
}

fn deepest(path: &[String], files: &BTreeMap<Module, String>) -> Module {
    let ends = (0..=path.len()).rev().map(|end| path[..end].to_vec());
    ends.into_iter().find(|module| files.contains_key(module)).unwrap_or_default()
}

fn absolute(
    path: &[String],
    module: &Module,
    files: &BTreeMap<Module, String>,
) -> Option<Vec<String>> {
    let up = path.iter().take_while(|part| *part == "super").count();
    let (base, rest) = match path.first()?.as_str() {
        "crate" => (&[][..], &path[1..]),
        "self" => (&module[..], &path[1..]),
        "super" => (&module[..module.len().checked_sub(up)?], &path[up..]),
        first => {
            let child = [&module[..], &[first.to_owned()]].concat();
            files.contains_key(&child).then_some((&module[..], path))?
        }
    };
    Some([base, rest].concat())
}

/// Every path in a `use`, and every path that starts with `crate`, `super` or `self`.
fn paths_in(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some((before, tree, after)) = next_use(rest) {
        found.extend(inline(before));
        found.extend(leaves(tree));
        rest = after;
    }
    found.extend(inline(rest));
    found
}

fn next_use(code: &str) -> Option<(&str, &str, &str)> {
    let starts = code.match_indices("use ").map(|(at, _)| at);
    let begins = |at: &usize| {
        let line = code[..*at].rsplit('\n').next().unwrap_or_default().trim_start();
        line.is_empty() || line.starts_with("pub") && line.ends_with([' ', ')'])
    };
    let at = starts.into_iter().find(begins)?;
    let end = at + code[at..].find(';')?;
    Some((&code[..at], &code[at + 4..end], &code[end + 1..]))
}

/// `a::{b, c::D as E}` is `a::b` and `a::c::D`.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.split(" as ").next().unwrap_or_default().trim();
    let Some((before, inside)) = tree.split_once('{') else {
        let parts = tree.split("::").map(str::trim).filter(|part| *part != "self");
        let parts: Vec<String> = parts.map(str::to_owned).collect();
        return if tree.starts_with("self") {
            vec![[vec!["self".into()], parts].concat()]
        } else {
            vec![parts]
        };
    };
    let inside = inside.rsplit_once('}').map_or(inside, |(inside, _)| inside);
    let before: Vec<String> = before
        .split("::")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let mut depth = 0;
    let parts = inside.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let all = parts.filter(|part| !part.trim().is_empty()).flat_map(leaves);
    all.map(|leaf| {
        [before.clone(), leaf.into_iter().filter(|part| part != "self").collect()].concat()
    })
    .collect()
}

fn inline(code: &str) -> Vec<Vec<String>> {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let paths = code.split(|c: char| !word(c));
    let ours = |path: &&str| {
        ["crate::", "super::", "self::"].iter().any(|head| path.starts_with(head))
    };
    paths.filter(ours).map(|path| path.split("::").map(str::to_owned).collect()).collect()
}

/// Files that import each other, directly or through others; the largest group first.
pub fn circles(graph: &Graph) -> Vec<BTreeSet<Module>> {
    let reached = |from: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = open.pop() {
            for next in graph.get(&module).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    let all: BTreeMap<&Module, BTreeSet<Module>> =
        graph.keys().map(|module| (module, reached(module))).collect();
    let circle = |module: &Module| -> BTreeSet<Module> {
        let back = |other: &&Module| all.get(other).is_some_and(|seen| seen.contains(module));
        all[module].iter().filter(back).cloned().collect()
    };
    let found: BTreeSet<BTreeSet<Module>> =
        graph.keys().map(circle).filter(|circle| circle.len() > 1).collect();
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    found
}

#[test]
fn a_circle_is_found_in_every_way_of_naming_a_module() {
    let files = [
        ("a/mod.rs", "mod b; mod c;"),
        ("a/b.rs", "use super::c::{self, Deep};\npub(crate) use crate::d::{X as Y, e::Z};"),
        ("a/c.rs", "fn f() { crate::d::e::g() }"),
        ("d.rs", "mod e;"),
        ("d/e.rs", "use std::fs;\n    use crate::a::b::B;"),
    ];
    let files = files.map(|(file, code)| (module_of(file), code.to_owned())).into();
    let names = |circle: &BTreeSet<Module>| -> Vec<String> {
        circle.iter().map(|module| module.join("::")).collect()
    };
    let found = circles(&imports(&files));
    assert_eq!(found.iter().map(names).collect::<Vec<_>>(), [["a::b", "a::c", "d::e"]]);
}

use super::small::*;
use sotay::record::{Change, Date, Today, Value};
use sotay::store::{AHEAD, ROWS, Store};

fn task(n: u64, due: Date, state: &str) -> Change {
    let state = Value::Choice(state.into());
    let what = text(&format!("Việc {n}"));
    create(TASK, n, &[(1, Value::Link(id(1))), (2, what), (3, Value::Date(due)), (4, state)])
}

fn planned(n: u64, at: u64, when: Date, next: Date) -> Change {
    let link = Value::Link(id(at));
    create(VISIT, n, &[(1, link), (2, Value::Date(when)), (5, Value::Date(next))])
}

fn ids(today: &Today) -> [Vec<sotay::record::Id>; 4] {
    let groups =
        [&today.tasks_overdue, &today.tasks_due, &today.visits_missed, &today.visits_planned];
    groups.map(|dues| dues.rows.iter().map(|due| due.id).collect())
}

fn fill(store: &Store) {
    save(store, establishment(1, "Xưởng cưa"));
    save(store, establishment(2, "Lò gạch"));
    for (n, due, state) in [
        (10, day(11, 21), "dang_lam"),
        (11, day(11, 20), "dang_lam"),
        (12, day(11, 19), "xong"),
        (13, day(11, 22), "dang_lam"),
        (14, day(12, 5), "dang_lam"),
        (15, day(12, 6), "dang_lam"),
    ] {
        save(store, task(n, due, state));
    }
    // the later visit at a place counts, in whatever order they are written
    save(store, planned(21, 1, day(11, 10), day(11, 25)));
    save(store, planned(20, 1, day(10, 1), day(11, 1)));
    save(store, planned(22, 2, day(9, 1), day(10, 1)));
}

#[test]
fn the_first_screen_tells_what_is_due() {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill(&store);
    let today = store.records().today(TODAY).unwrap();
    assert_eq!(AHEAD, 14);
    assert_eq!(
        ids(&today),
        [vec![id(11), id(10)], vec![id(13), id(14)], vec![id(22)], vec![id(21)]]
    );
    let first = &today.tasks_overdue.rows[0];
    assert_eq!((first.title.as_str(), first.home_title.as_str()), ("Việc 11", "Xưởng cưa"));
    assert_eq!((first.day, first.home), (day(11, 20), Some(id(1))));
    assert_eq!(today.visits_planned.rows[0].title, "Xưởng cưa · 10/11/2026");
    assert_eq!(today.counts, [(1, 2), (2, 3), (14, 6), (16, 1)]);
    // a visit fulfils the plan
    save(&store, visit(23, 2, TODAY));
    assert_eq!(store.records().today(TODAY).unwrap().visits_missed.total, 0);
    // deleting it makes the plan open again
    let base = get(&store, 23).head;
    save(&store, Change::Delete { id: id(23), base, reason: "nhầm".into() });
    assert_eq!(store.records().today(TODAY).unwrap().visits_missed.total, 1);
}

#[test]
fn the_head_says_the_same_as_the_lists() {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill(&store);
    store.drafts().save(&draft(50, &[(1, text("Nháp"))])).unwrap();
    let told = store.records().today(TODAY).unwrap();
    let tomorrow = store.records().today(day(11, 23)).unwrap();
    store.close().unwrap();
    // sled's folder is missing: the first answers come only from the head
    let bare = notebook.killed();
    let (store, _) = Store::open(programme(), &bare.dir, options()).unwrap();
    assert_eq!(store.records().today(TODAY).unwrap(), told);
    assert_eq!(store.records().today(day(11, 23)).unwrap(), tomorrow);
    store.wait_ready().unwrap();
    assert_eq!(store.records().today(TODAY).unwrap(), told);
}

#[test]
fn a_head_older_than_the_last_change_is_not_shown() {
    let notebook = Notebook::new();
    let store = notebook.open();
    fill(&store);
    store.maintenance().checkpoint().unwrap();
    save(&store, task(30, day(11, 18), "dang_lam"));
    let told = store.records().today(TODAY).unwrap();
    assert_eq!(told.tasks_overdue.total, 3);
    let killed = notebook.killed();
    let (store, _) = Store::open(programme(), &killed.dir, options()).unwrap();
    assert_eq!(store.records().today(TODAY).unwrap(), told);
}

#[test]
fn rows_are_bounded_and_totals_are_not() {
    let notebook = Notebook::new();
    let store = notebook.open();
    save(&store, establishment(1, "A"));
    let many = (100..100 + ROWS as u64 + 50).map(|n| one(task(n, day(11, 2), "dang_lam")));
    store.commit_many(many.collect()).into_iter().for_each(|d| drop(d.unwrap()));
    let today = store.records().today(TODAY).unwrap();
    assert_eq!((today.tasks_overdue.total, today.tasks_overdue.rows.len()), (ROWS + 50, ROWS));
}

//! A bundle on a stick that nobody has read yet, and the next one of a laptop with another history.

use crate::kit::copy_folder;
use crate::kit::headquarters::{Headquarters, own_ops};
use crate::kit::home::Home;
use crate::kit::notebook::Notebook;
use crate::sync::files::{attach, photo};
use crate::sync::outgoing::{add, filled};
use crate::sync::stick::{carry, import};

/// Created again from the notebook's backup file.
pub(super) fn from_backup(file: &str) -> Notebook {
    let home = Home::empty();
    let ran = home.run("en", &["init", "--from-backup", file], b"");
    assert!(ran.well, "{}", ran.words);
    Notebook::opened(home)
}

pub(super) fn backed_up(book: &Notebook) -> String {
    let file = book.store.backup(&book.home.path("copies")).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Both write the same number of changes, one after the other, to a stick that was not read yet.
fn both_written(first: &Notebook, second: &Notebook) -> tempfile::TempDir {
    let stick = tempfile::tempdir().unwrap();
    for book in [first, second] {
        carry(&book.store, stick.path()).1.unwrap();
    }
    let files = std::fs::read_dir(stick.path().join("SOTAY/out")).unwrap().count();
    assert_eq!(files, 2, "one was replaced before it was read");
    stick
}

#[test]
fn a_restored_laptop_replaced_its_own_unread_bundle_on_the_stick() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let file = backed_up(&book);
    add(&mut book, 7);
    let mut again = from_backup(&file);
    again.skip_ids(50);
    add(&mut again, 8);
    let stick = both_written(&book, &again);
    import(&office, stick.path());
    let all = own_ops(&book.store).union(&own_ops(&again.store)).copied().collect();
    assert_eq!(office.ops(), all);
}

#[test]
fn a_copied_folder_replaced_the_other_copys_unread_bundle_on_the_stick() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let folder = book.home.folder();
    book.store.close().unwrap();
    let home = Home::empty();
    copy_folder(&folder, &home.folder());
    book.store = book.home.open();
    let mut again = Notebook::opened(home);
    again.skip_ids(50);
    add(&mut book, 7);
    add(&mut again, 8);
    both_written(&book, &again);
}

/// Only attached files on one stick, of two histories of one notebook.
#[test]
fn attachments_of_a_restored_laptop_replaced_unread_ones_on_the_stick() {
    let (office, mut book) = (Headquarters::new(), filled(1));
    office.enrol(&book.store);
    let file = backed_up(&book);
    let mut again = from_backup(&file);
    again.skip_ids(50);
    let stick = tempfile::tempdir().unwrap();
    let mut expected = 0;
    for (book, n) in [(&mut book, 1), (&mut again, 2)] {
        attach(book, &photo(n, 1_000));
        carry(&book.store, stick.path()).1.unwrap();
        expected += 1;
    }
    let brought = import(&office, stick.path());
    let files: u64 = brought.iter().map(|b| b.files).sum();
    assert_eq!(files, expected);
}

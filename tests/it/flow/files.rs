//! Importing and exporting lists and visits as files, from the screen.

use crate::kit::app::App;
use crate::kit::opening;
use sotay::lang;
use sotay::lang::Lang::Vi;

#[test]
fn a_list_is_exported_to_the_file_that_is_typed() {
    let mut app = App::at(80, 24);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ds.xlsx");
    app.keys("f6 f10 'xuat danh sach' enter");
    app.keys(&format!("'{}' enter", file.display()));
    assert!(file.exists(), "{}", app.text());
    assert!(
        app.text().contains(&opening(&lang::files::exported(Vi, "…", "…"))),
        "{}",
        app.text()
    );
    app.keys("f10 'xuat danh sach' enter 'ds.pdf' enter");
    assert!(app.text().contains(".geojson"), "{}", app.text());
}

use crate::kit::app::{App, Setting, USUAL};
use serde_json::json;

#[test]
fn look() {
    let t = std::time::Instant::now();
    let mut app = App::with(Setting { begun: false, ..USUAL });
    println!("{:?}\n{}", t.elapsed(), app.text());
    app.keys("'Trần Thị Bình' enter 'Trung tâm' enter 'phu tho'");
    println!("{}", app.text());
    app.keys("enter");
    println!("{:?} {}", t.elapsed(), app.text());
    app.keys("esc");
    println!("{}", app.text());
    let id = app.given(
        "establishment",
        json!({"name": "Xưởng gỗ Hòa Bình", "type": "dnnvv", "place": "08230"}),
    );
    app.keys("f2 'xuong go'");
    println!("{id} {}", app.text());
    app.keys("enter");
    println!("{:?} {}", t.elapsed(), app.text());
}

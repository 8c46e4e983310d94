//! The program under a real terminal.

use std::path::Path;

use crate::kit::pty::Pty;

#[test]
fn a_wait_sees_what_was_typed_and_an_end_gives_its_status() {
    let mut pty = Pty::start(Path::new("sh"), &["-c", "read a; echo got $a; exit 3"], (40, 5));
    pty.send("Xưởng\n");
    pty.wait_for("got Xưởng");
    assert_eq!(pty.wait_for_end().code(), Some(3));
}

#[test]
fn a_cut_line_ends_what_runs_there() {
    use std::os::unix::process::ExitStatusExt;
    let mut pty = Pty::start(Path::new("sh"), &["-c", "echo ready; exec cat"], (40, 5));
    pty.wait_for("ready");
    pty.cut();
    assert_eq!(pty.wait_for_end().signal(), Some(1));
}

#[test]
fn a_resize_and_a_change_of_mode_are_seen() {
    let script = "trap 'stty size' WINCH; stty -icanon -echo; echo ready; \
                  while read a; [ \"$a\" != q ]; do :; done; stty icanon echo";
    let mut pty = Pty::start(Path::new("sh"), &["-c", script], (40, 5));
    pty.wait_for("ready");
    assert!(!pty.is_cooked());
    pty.resize(30, 7);
    pty.wait_for("7 30");
    pty.send("q\n");
    assert!(pty.wait_for_end().success());
    assert!(pty.is_cooked());
}

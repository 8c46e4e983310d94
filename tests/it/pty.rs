//! The program on a real terminal.

use std::path::Path;
use std::process::Command;

use rustix::process::Signal;

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

/// Creates a notebook by the command line.
fn begun(folder: &Path) {
    let init = ["init", "--officer", "Trần Thị Bình", "--unit", "TT", "--province", "25"];
    command(folder, &init);
}

fn command(folder: &Path, arguments: &[&str]) -> String {
    let mut sotay = Command::new(env!("CARGO_BIN_EXE_sotay"));
    let out = sotay.arg("--data").arg(folder).args(arguments).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn the_first_run_ends_with_the_terminal_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = Pty::sotay(&folder.path().join("n"), &[]);
    pty.wait_for("Ba câu hỏi");
    assert!(!pty.is_cooked());
    pty.send("Trần Thị Bình\rTrung tâm Khuyến công\rphu tho\r\r");
    pty.wait_for("Sổ tay đã sẵn sàng");
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
    assert!(pty.is_cooked());
    assert!(pty.seen().ends_with(b"\x1b[?1049l"), "the first screen is back");
    assert!(!pty.text().contains("Sổ tay"), "{}", pty.text());
}

#[test]
fn what_was_recorded_by_keys_is_listed_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("Ghi một lượt làm việc");
    pty.send("\x0eMộc Hòa Bình");
    pty.wait_for("Ctrl-N để tạo mới");
    pty.send("\x0e");
    pty.wait_for("Mới: Cơ sở");
    pty.send("hop tac xa\rphu ninh\r\x1b[6~tieu thu\rbàn ghế\t8\x13");
    pty.wait_for("lần nữa");
    pty.send("\x13");
    pty.wait_until("the visit again", |s| {
        s.contents().contains("Mới: Lượt làm việc") && !s.contents().contains("Mới: Cơ sở")
    });
    pty.send("\tgiam sat\r\t\tMáy chạy đều.\t\x1b[6~dat\r\x13");
    pty.wait_for("Đã lưu");
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
    let listed = command(folder.path(), &["list", "visit", "--format", "json"]);
    assert!(listed.contains("\"observations\":\"Máy chạy đều.\""), "{listed}");
    assert_eq!(listed.lines().count(), 1);
}

#[test]
fn an_escape_with_nothing_behind_it_arrives() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("Ghi một lượt làm việc");
    pty.send("\x10xuat");
    pty.wait_for(": xuat");
    pty.send("\x1b");
    pty.wait_until("no palette", |screen| !screen.contents().contains(": xuat"));
    pty.send("[Dxyz\x10abc");
    pty.wait_for(": abc");
}

#[test]
fn a_window_of_another_size_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("Ghi một lượt làm việc");
    pty.send("\x0e\tx");
    for (width, height) in [(40, 12), (20, 5), (200, 60), (80, 24)] {
        pty.resize(width, height);
        pty.wait_until("the focused field", move |screen| {
            let (row, _) = screen.cursor_position();
            let line = screen.rows(0, width).nth(row.into()).unwrap_or_default();
            line.starts_with(">") && line.trim_end().ends_with('x')
        });
    }
}

/// Types into a field, ends the program with `end`, and finds the text at the next start.
fn survives(end: impl FnOnce(&mut Pty)) {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("Ghi một lượt làm việc");
    pty.send("\x0e\t\t\t\t\tĐang gõ dở");
    pty.wait_for("Đang gõ dở");
    end(&mut pty);
    pty.wait_for_end();
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("đang ở ô \"Nội dung ghi nhận\"");
    pty.send("\r");
    pty.wait_for("Mới: Lượt làm việc");
    pty.send(" tiếp");
    pty.wait_for("Đang gõ dở tiếp");
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
}

#[test]
fn typed_text_survives_a_dropped_line() {
    survives(Pty::cut);
}

#[test]
fn typed_text_survives_a_request_to_end() {
    survives(|pty| {
        pty.signal(Signal::TERM);
        assert!(pty.wait_for_end().success());
        assert!(pty.is_cooked());
    });
}

#[test]
fn typed_text_survives_a_quit_from_outside() {
    survives(|pty| {
        pty.signal(Signal::QUIT);
        assert!(pty.wait_for_end().success());
        assert!(pty.is_cooked());
    });
}

#[test]
fn a_stray_signal_ended_the_program_with_the_terminal_raw() {
    survives(|pty| {
        for signal in [Signal::USR1, Signal::USR2, Signal::ALARM, Signal::XCPU, Signal::XFSZ] {
            pty.signal(signal);
        }
        pty.send(" rồi");
        pty.wait_for("Đang gõ dở rồi");
        pty.send("\x7f\x7f\x7f\x7f");
        pty.wait_until("the text as it was", |screen| !screen.contents().contains(" rồi"));
        pty.send("\x11");
        assert!(pty.wait_for_end().success());
        assert!(pty.is_cooked());
    });
}

#[test]
fn a_second_instance_is_told_who_is_there_and_takes_over() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut first = Pty::sotay(folder.path(), &[]);
    first.wait_for("Ghi một lượt làm việc");
    first.send("\x0e\t\t\t\t\tỞ cửa sổ kia");
    first.wait_for("Ở cửa sổ kia");
    let mut second = Pty::sotay(folder.path(), &[]);
    second.wait_for("Mở ở đây và đóng bên kia?");
    second.wait_for("Phần đang gõ bên đó được giữ");
    second.send("y");
    first.wait_for("Sổ đã được đóng từ nơi khác");
    first.wait_for_end();
    assert!(first.is_cooked());
    second.wait_for("đang ở ô \"Nội dung ghi nhận\"");
    second.send("\r");
    second.wait_for("Ở cửa sổ kia");
    second.send("\x11");
    assert!(second.wait_for_end().success());
}

#[test]
fn a_pause_makes_typed_text_durable() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("Ghi một lượt làm việc");
    pty.send("\x0e\t\t\t\t\t");
    pty.wait_for("không ghi tên người");
    let journal = folder.path().join("journal/00000001.skj");
    let before = std::fs::read(&journal).unwrap();
    pty.send("Đang gõ dở");
    pty.wait_until("a draft in the journal", |_| std::fs::read(&journal).unwrap() != before);
    pty.signal(Signal::KILL);
    pty.wait_for_end();
    let mut pty = Pty::sotay(folder.path(), &[]);
    pty.wait_for("đang ở ô \"Nội dung ghi nhận\"");
    pty.send("\r");
    pty.wait_for("Đang gõ dở");
}

#[test]
fn one_notebook_is_closed_and_its_samples_are_opened_on_the_same_screen() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("n");
    begun(&own);
    command(&own, &["demo", "--establishments", "2", "--visits", "1"]);
    let mut pty = Pty::sotay(&own, &[]);
    pty.wait_for("Không có việc nào");
    pty.send("\x10doi giua so\r");
    pty.wait_for("hồ sơ ở đây không có thật");
    // others can open it while the samples are open
    command(&own, &["list", "establishment"]);
    pty.send("\x10doi giua so\r");
    pty.wait_until("back", |screen| {
        let text = screen.contents();
        text.contains("Không có việc nào") && !text.contains("không có thật")
    });
    pty.send("\x11");
    assert!(pty.wait_for_end().success());
    assert!(pty.is_cooked());
}

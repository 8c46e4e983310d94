//! The real program on a real terminal: keys in, a screen out. Waits for what the screen shows,
//! never for a fixed time; after half a minute it fails.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Pty {
    child: Child,
    /// `None` once the line has been cut.
    master: Option<File>,
    /// Kept open by the test, so that the terminal outlives the program and can be looked at.
    slave: Option<File>,
    screen: vt100::Parser,
    seen: Vec<u8>,
}

impl Pty {
    /// `setsid` makes the terminal the program's controlling terminal, as a login does.
    pub fn start(program: &Path, arguments: &[&str], size: (u16, u16)) -> Pty {
        let (master, slave) = open(size);
        let child = Command::new("setsid")
            .arg("--ctty")
            .arg(program)
            .args(arguments)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("NO_COLOR")
            .stdin(slave.try_clone().unwrap())
            .stdout(slave.try_clone().unwrap())
            .stderr(slave.try_clone().unwrap())
            .spawn()
            .expect("setsid of util-linux starts the program");
        let screen = vt100::Parser::new(size.1, size.0, 0);
        let (master, slave) = (Some(master), Some(slave));
        Pty { child, master, slave, screen, seen: Vec::new() }
    }

    /// `sotay` on the notebook in `folder`.
    pub fn sotay(folder: &Path, arguments: &[&str]) -> Pty {
        let folder = folder.to_str().expect("a folder named in UTF-8");
        let all = [&["--data", folder], arguments].concat();
        Pty::start(Path::new(env!("CARGO_BIN_EXE_sotay")), &all, (80, 24))
    }

    pub fn send(&mut self, keys: &str) {
        self.master.as_mut().expect("a line").write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until the screen holds `text`.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self.screen.screen()) {
            assert!(Instant::now() < end, "no {what:?} on:\n{}", self.text());
            self.take(Duration::from_secs(1));
        }
    }

    /// Reads what the program writes, if it writes anything in that time. A thread could not do
    /// this: it would keep the line open after `cut`.
    fn take(&mut self, patience: Duration) -> bool {
        let Some(master) = &mut self.master else { return false };
        let patience = patience.try_into().unwrap();
        let ready = poll(&mut [PollFd::new(master, PollFlags::IN)], Some(&patience));
        if !matches!(ready, Ok(1..)) {
            return false;
        }
        let mut buffer = [0; 8192];
        let Ok(count @ 1..) = master.read(&mut buffer) else { return false };
        self.screen.process(&buffer[..count]);
        self.seen.extend_from_slice(&buffer[..count]);
        true
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Everything that was written so far.
    pub fn seen(&self) -> &[u8] {
        &self.seen
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        let size = Winsize { ws_col: width, ws_row: height, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(self.master.as_ref().expect("a line"), size).unwrap();
        self.screen.screen_mut().set_size(height, width);
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Whether the terminal echoes and edits lines again, as a shell needs it.
    pub fn is_cooked(&self) -> bool {
        let modes = tcgetattr(self.slave.as_ref().expect("a line")).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Reads until the program has ended by itself.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.take(Duration::ZERO) {}
                return status;
            }
            assert!(Instant::now() < end, "still running, with:\n{}", self.text());
            if self.master.is_some() {
                self.take(Duration::from_millis(5));
            } else {
                std::thread::park_timeout(Duration::from_millis(1));
            }
        }
    }

    /// Cuts the line, as when ssh dies: the program gets SIGHUP, and its input ends.
    pub fn cut(&mut self) {
        self.slave = None;
        self.master = None;
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.cut();
        if matches!(self.child.try_wait(), Ok(None)) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

fn open((width, height): (u16, u16)) -> (File, File) {
    // a child that inherited it would never see its line cut
    let master: OwnedFd =
        openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(OFlags::NOCTTY.bits().cast_signed())
        .open(std::ffi::OsStr::from_bytes(name.as_bytes()))
        .unwrap();
    let size = Winsize { ws_col: width, ws_row: height, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&master, size).unwrap();
    (master.into(), slave)
}

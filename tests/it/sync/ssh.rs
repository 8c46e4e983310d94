//! Syncing through ssh: a real server on loopback if one is installed, and programs that behave
//! like a failing ssh.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sotay::store::Store;
use sotay::sync::line::LineTimeouts;
use sotay::sync::link::{Link, ssh};
use sotay::sync::{Summary, SyncError};

use super::outgoing::{add, filled};
use crate::kit::headquarters::{Headquarters, own_ops, receipts_are_true};
use crate::kit::notebook::Notebook;

fn at(address: &str, program: &str) -> ssh::SshAddress {
    match Link::parse(address, Some(program)).unwrap() {
        Link::Ssh(at) => at,
        other => panic!("{other:?}"),
    }
}

fn sync(
    office: &Headquarters,
    store: &Store,
    at: &ssh::SshAddress,
) -> (Summary, Result<(), SyncError>) {
    office.sync_over(store, &mut || {
        let (mut line, verdict) = ssh::open(at)?;
        let (first, silent) = (Duration::from_secs(10), Duration::from_millis(400));
        line.patience = LineTimeouts { first, silent };
        Ok((line, verdict))
    })
}

/// A script that replaces ssh.
fn script(office: &Headquarters, text: &str) -> String {
    let path = office.dir.path().join("ssh");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn enrolled(n: usize) -> (Headquarters, Notebook) {
    let (office, book) = (Headquarters::new(), filled(n));
    office.enrol(&book.store);
    (office, book)
}

fn receiver(office: &Headquarters) -> String {
    let program = env!("CARGO_BIN_EXE_sotay-hq");
    format!("{program} --data {} receive --officer 1", office.path().display())
}

#[test]
fn each_trouble_of_ssh_has_its_own_name() {
    let (office, book) = enrolled(2);
    let told = |text: &str| {
        let program = script(&office, text);
        sync(&office, &book.store, &at("ssh://hq.example", &program)).1.unwrap_err()
    };
    let refused = told("echo 'bo@hq: Permission denied (publickey).' >&2; exit 255");
    assert!(matches!(refused, SyncError::KeyRefused), "{refused:?}");
    let other = told("echo 'Host key verification failed.' >&2; exit 255");
    assert!(matches!(other, SyncError::HostUnknown), "{other:?}");
    let changed = told(
        "echo '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @' >&2; \
         echo 'Host key verification failed.' >&2; exit 255",
    );
    assert!(matches!(changed, SyncError::HostKey), "{changed:?}");
    let none = told("echo 'ssh: connect to host hq port 22: Connection refused' >&2; exit 255");
    assert!(matches!(none, SyncError::NoLine), "{none:?}");
    let portal = told("printf 'HTTP/1.1 302 Found\\r\\nLocation: http://wifi/\\r\\n\\r\\n'");
    assert!(matches!(portal, SyncError::NotHeadquarters), "{portal:?}");
    let shell = told("echo 'bash: sotay-hq: command not found' >&2; exit 127");
    assert!(matches!(shell, SyncError::NoReceiver), "{shell:?}");
    let missing = sync(&office, &book.store, &at("ssh://hq", "/nowhere/ssh")).1.unwrap_err();
    assert!(matches!(missing, SyncError::NoProgram(_)), "{missing:?}");
    assert!(office.ops().is_empty());
}

/// A line that goes silent after some bytes is given up, and tried again.
#[test]
fn a_silent_line_is_left_and_tried_again() {
    let (office, book) = enrolled(40);
    let once = office.dir.path().join("once").display().to_string();
    // greets like headquarters, reads the greeting, and then hangs
    let hang = format!(
        "if [ -e {once} ]; then exec {r}; fi; touch {once}; \
         {r} < /dev/null > /dev/null 2>&1; printf '\\020\\000\\000\\000'; exec sleep 600",
        r = receiver(&office)
    );
    let program = script(&office, &hang);
    let started = Instant::now();
    let (summary, done) = sync(&office, &book.store, &at("ssh://hq", &program));
    // the first byte was no welcome, so this is not headquarters
    assert!(matches!(done, Err(SyncError::NotHeadquarters)), "{done:?} {summary:?}");
    let (summary, done) = sync(&office, &book.store, &at("ssh://hq", &program));
    done.unwrap();
    assert_eq!((summary.tries, summary.waiting), (1, 0));
    let quiet = script(
        &office,
        &format!("{} | (dd bs=1 count=300 2>/dev/null; exec sleep 600)", receiver(&office)),
    );
    let mut book = book;
    add(&mut book, 7);
    let (summary, done) = sync(&office, &book.store, &at("ssh://hq", &quiet));
    assert!(matches!(done, Err(SyncError::NoLine)), "{done:?}");
    assert!(summary.tries > 1);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn addresses_are_read_and_none_becomes_an_option() {
    for good in ["ssh://hq", "ssh://bo@hq.gov.vn:2222", "ssh://[::1]:22", "ssh://10.0.0.1/"] {
        assert!(Link::parse(good, None).is_ok(), "{good}");
    }
    let bad = [
        "ssh://",
        "ssh://-oProxyCommand=x",
        "ssh://a b",
        "http://hq",
        "ssh://hq:0",
        "ssh://hq:99999",
        "ssh://-x@hq",
        "ssh://hq;reboot",
        "folder:",
        "hq",
    ];
    for bad in bad {
        assert!(matches!(Link::parse(bad, None), Err(SyncError::BadAddress(_))), "{bad}");
    }
}

/// Either side is killed at any moment: nothing is lost or doubled. A longer run is in
/// `benches/sync.py`.
#[test]
fn a_receiver_killed_at_any_moment_loses_nothing() {
    let (office, mut book) = enrolled(3);
    for round in 0..12 {
        add(&mut book, round);
        let kill = format!(
            "{} <&0 & pid=$!; (sleep 0.0{round:02}; kill -9 $pid) 2>/dev/null & wait $pid",
            receiver(&office)
        );
        let program = script(&office, &kill);
        let (_, done) = sync(&office, &book.store, &at("ssh://hq", &program));
        receipts_are_true(&office, &book.store);
        // it may have finished before
        if done.is_ok() {
            assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
        }
    }
    let whole = script(&office, &format!("exec {}", receiver(&office)));
    sync(&office, &book.store, &at("ssh://hq", &whole)).1.unwrap();
    assert_eq!(office.ops(), own_ops(&book.store));
}

/// A private sshd with separate keys and port; stopped by its process id.
struct Server {
    child: Child,
    port: u16,
    dir: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Client, key generator and server are separate packages.
fn sshd() -> Option<PathBuf> {
    let runs = |program: &str| Command::new(program).arg("-V").output().is_ok();
    let places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"];
    let server = places.iter().map(PathBuf::from).find(|path| path.exists());
    server.filter(|_| runs("ssh") && runs("ssh-keygen"))
}

fn keygen(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path)
        .status();
    assert!(made.unwrap().success());
}

impl Server {
    fn start(office: &Headquarters, program: &Path) -> Server {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        keygen(&path("host"));
        keygen(&path("officer"));
        keygen(&path("stranger"));
        let key = fs::read_to_string(path("officer.pub")).unwrap();
        let line = format!("command=\"{}\",restrict {key}", receiver(office));
        fs::write(path("authorized"), line).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let show = |name: &str| path(name).display().to_string();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
             PermitRootLogin yes\n",
            show("host"),
            show("authorized")
        );
        fs::write(path("config"), config).unwrap();
        // a server that runs as root needs this folder, which a package creates at boot
        fs::create_dir_all("/run/sshd").unwrap_or_default();
        let child = Command::new(program)
            .args(["-D", "-e", "-f"])
            .arg(path("config"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Server { child, port, dir };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "sshd does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn at(&self, key: &str) -> ssh::SshAddress {
        let show = |name: &str| self.dir.path().join(name).display().to_string();
        let program = format!(
            "ssh -F none -i {} -o IdentitiesOnly=yes -o UserKnownHostsFile={} \
             -o StrictHostKeyChecking=accept-new -o ControlMaster=no -o ControlPath=none",
            show(key),
            show("known")
        );
        let user = Command::new("id").arg("-un").output().unwrap().stdout;
        let user = String::from_utf8(user).unwrap();
        at(&format!("ssh://{}@127.0.0.1:{}", user.trim(), self.port), &program)
    }
}

#[test]
fn a_real_ssh_server_carries_it() {
    let Some(program) = sshd() else {
        eprintln!("left out: ssh, ssh-keygen and sshd are not all installed");
        return;
    };
    let (office, mut book) = enrolled(80);
    let server = Server::start(&office, &program);
    let open = |at: &ssh::SshAddress| {
        let at = at.clone();
        move || ssh::open(&at)
    };
    let officer = server.at("officer");
    let (summary, done) = office.sync_over(&book.store, &mut open(&officer));
    done.unwrap();
    assert_eq!((summary.sent, summary.tries), (81, 1));
    assert_eq!(office.ops(), own_ops(&book.store));
    let (_, done) = office.sync_over(&book.store, &mut open(&server.at("stranger")));
    assert!(matches!(done, Err(SyncError::KeyRefused)), "{done:?}");
    // another machine at the old address
    let known = server.dir.path().join("known");
    let stranger = fs::read_to_string(server.dir.path().join("stranger.pub")).unwrap();
    let two: Vec<&str> = stranger.split_whitespace().take(2).collect();
    fs::write(&known, format!("[127.0.0.1]:{} {}\n", server.port, two.join(" "))).unwrap();
    add(&mut book, 1);
    let (_, done) = office.sync_over(&book.store, &mut open(&officer));
    assert!(matches!(done, Err(SyncError::HostKey)), "{done:?}");
    fs::remove_file(&known).unwrap();
    office.sync_over(&book.store, &mut open(&officer)).1.unwrap();
    assert_eq!(book.store.uplink().status().unwrap().waiting, 0);
}

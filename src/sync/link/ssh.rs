//! The link over the system's ssh as a child process, with the user's configuration, agent and
//! known hosts. A master connection stays open, so that the next sync needs no log-in.

use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::error::SyncError;
use super::super::line::{Connection, LineTimeouts};

/// Maximum stored bytes of the child's stderr.
const MAX_STDERR: usize = 16 * 1024;

/// Where headquarters is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshAddress {
    /// the command, to which ssh's options are appended
    program: Vec<String>,
    user_host: String,
    port: Option<u16>,
}

impl SshAddress {
    /// Parses `[user@]host[:port]`; an address with colons is in brackets.
    pub fn parse(text: &str, program: Option<&str>) -> Option<SshAddress> {
        let (user, host) = text.rsplit_once('@').map_or((None, text), |(u, h)| (Some(u), h));
        let (host, port) = match host.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest.split_once(']')?;
                (host, after.strip_prefix(':'))
            }
            None => host.split_once(':').map_or((host, None), |(h, p)| (h, Some(p))),
        };
        let port = port
            .map(|p| p.parse::<u16>().ok().filter(|p| *p != 0))
            .map_or(Some(None), |p| p.map(Some))?;
        // refuse what ssh would take for an option
        let word = |s: &str| {
            let odd =
                |c: char| c.is_whitespace() || c.is_control() || "/\\'\"$`;&|<>".contains(c);
            !s.is_empty() && !s.starts_with('-') && !s.chars().any(odd)
        };
        if !word(host) || user.is_some_and(|user| !word(user)) {
            return None;
        }
        let user_host = user.map_or(host.to_owned(), |user| format!("{user}@{host}"));
        let program = program.unwrap_or("ssh").split_whitespace().map(str::to_owned);
        let program: Vec<String> = program.collect();
        (!program.is_empty()).then_some(SshAddress { program, user_host, port })
    }

    fn command(&self) -> Option<Command> {
        let (program, own) = self.program.split_first()?;
        let mut command = Command::new(program);
        command.args(own).args(["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"]);
        command.args(["-o", "ServerAliveInterval=20", "-o", "ServerAliveCountMax=6"]);
        if let Some(folder) = master_folder() {
            let path = format!("ControlPath={folder}/sotay-%C");
            command.args(["-o", "ControlMaster=auto", "-o", "ControlPersist=600", "-o", &path]);
        }
        if let Some(port) = self.port {
            command.args(["-p", &port.to_string()]);
        }
        command.args(["--", &self.user_host, "sotay-hq receive"]);
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Some(command)
    }
}

/// The folder of the sockets of master connections: it must be private to this user.
fn master_folder() -> Option<String> {
    let folder = std::env::var("XDG_RUNTIME_DIR").ok().filter(|f| f.starts_with('/'))?;
    // the length of a socket path is limited, and ssh appends to it
    let fits = folder.len() < 40 && !folder.contains(['%', ' ', '"']);
    fits.then_some(folder)
}

/// The child process and its stderr; ended on drop.
struct Running {
    child: Arc<Mutex<Child>>,
    words: Arc<Mutex<Vec<u8>>>,
}

/// Explains the end of a line, from the error so far and the number of bytes received.
pub type LineEnd = Box<dyn FnOnce(SyncError, u64) -> SyncError>;

/// Starts the child; whether there is a connection shows with the first answer.
pub fn open(at: &SshAddress) -> Result<(Connection, LineEnd), SyncError> {
    let missing = || SyncError::NoProgram(at.program.first().cloned().unwrap_or_default());
    let mut command = at.command().ok_or_else(missing)?;
    let mut child = command.spawn().map_err(|_| missing())?;
    let (input, out) = (child.stdout.take(), child.stdin.take());
    let words = Arc::default();
    if let Some(stderr) = child.stderr.take() {
        listen(stderr, Arc::clone(&words));
    }
    let running = Running { child: Arc::new(Mutex::new(child)), words };
    let (Some(input), Some(out)) = (input, out) else { return Err(missing()) };
    let child = Arc::clone(&running.child);
    let line = Connection {
        input: Box::new(input),
        out: Box::new(out),
        cut: Box::new(move || end(&mut lock(&child))),
        patience: LineTimeouts::default(),
    };
    Ok((line, Box::new(move |error, received| running.verdict(error, received))))
}

fn lock<T>(child: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Kills the child, if it is running, with its process group (for example a proxy command). A
/// master connection is not in its group and stays.
fn end(child: &mut Child) {
    let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    let running = matches!(child.try_wait(), Ok(None));
    if let Some(group) = group.filter(|_| running) {
        rustix::process::kill_process_group(group, rustix::process::Signal::KILL)
            .unwrap_or_default();
    }
}

/// Collects stderr in a thread that is not joined: a master connection may keep it open for long.
fn listen(mut stderr: ChildStderr, words: Arc<Mutex<Vec<u8>>>) {
    std::thread::spawn(move || {
        let mut piece = [0; 1024];
        while let Ok(n @ 1..) = stderr.read(&mut piece) {
            let mut words = lock(&words);
            if words.len() < MAX_STDERR {
                words.extend_from_slice(piece.get(..n).unwrap_or_default());
            }
        }
    });
}

impl Running {
    /// Replaces `NoLine` by the reason that ssh reports.
    fn verdict(self, error: SyncError, received: u64) -> SyncError {
        if received > 0 || !matches!(error, SyncError::NoLine) {
            return error;
        }
        // its last output and exit status may still be pending
        let mut code = None;
        for _ in 0..20 {
            code = lock(&self.child).try_wait().ok().flatten().and_then(|end| end.code());
            if code.is_some() && !lock(&self.words).is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let words = String::from_utf8_lossy(&lock(&self.words)).into_owned();
        error_of(&words, code)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut child = lock(&self.child);
        end(&mut child);
        if child.wait().is_err() {
            // already reaped
        }
    }
}

/// Exit status of ssh's own errors; any other status is that of the remote command.
const OWN_END: i32 = 255;

/// Maps ssh's messages, which are not localized, to an error.
fn error_of(words: &str, code: Option<i32>) -> SyncError {
    let says = |what: &str| words.contains(what);
    if says("REMOTE HOST IDENTIFICATION HAS CHANGED") {
        SyncError::HostKey
    } else if says("Host key verification failed") {
        SyncError::HostUnknown
    } else if says("Permission denied") || says("Too many authentication failures") {
        SyncError::KeyRefused
    } else if says("banner line") {
        SyncError::NotHeadquarters
    } else if code.is_some_and(|code| code != OWN_END) {
        SyncError::NoReceiver
    } else {
        SyncError::NoLine
    }
}

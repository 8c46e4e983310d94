//! Where this process was started: account, terminal, machine, and the client address of an ssh
//! session. A part that the system does not provide is empty.

use std::net::IpAddr;
use std::path::Path;

use super::lock::host;
use super::{Disk, RealDisk};
use crate::record::audit::AuditPlace;

const ACCOUNTS: &str = "/etc/passwd";
const MAX_ACCOUNTS: u64 = 1 << 20;
/// Maximum characters of a part.
const MAX_LETTERS: usize = 64;

pub fn process_origin() -> AuditPlace {
    let address = std::env::var("SSH_CONNECTION").ok();
    AuditPlace {
        user: short(&user()),
        terminal: short(&terminal()),
        address: address.as_deref().and_then(client).unwrap_or_default(),
        host: short(&host()),
    }
}

/// The account name from `/etc/passwd`; environment variables are not trusted.
fn user() -> String {
    let number = rustix::process::getuid().as_raw();
    let accounts = RealDisk.read(Path::new(ACCOUNTS), MAX_ACCOUNTS).unwrap_or_default();
    let name = account(&String::from_utf8_lossy(&accounts), number);
    name.unwrap_or_else(|| format!("uid {number}"))
}

fn account(accounts: &str, number: u32) -> Option<String> {
    let named = |line: &str| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        let uid = parts.nth(1)?.parse::<u32>().ok()?;
        (uid == number).then(|| name.to_owned())
    };
    accounts.lines().find_map(named)
}

fn terminal() -> String {
    let name = rustix::termios::ttyname(std::io::stdin(), Vec::new());
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The client address in `SSH_CONNECTION`, for example the first of "203.113.1.2 50022 10.0.0.5
/// 22"; `None` if it is not an IP address.
fn client(connection: &str) -> Option<String> {
    let address: IpAddr = connection.split_whitespace().next()?.parse().ok()?;
    Some(address.to_string())
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_found_by_its_number_and_the_client_by_its_address() {
        let accounts = "root:x:0:0::/root:/bin/sh\nan:x:1000:1000:An,,,:/home/an:/bin/bash\n";
        assert_eq!(account(accounts, 1000).as_deref(), Some("an"));
        assert_eq!(account(accounts, 7), None);
        assert_eq!(account("broken\n::x\n", 0), None);
        assert_eq!(client("203.113.1.2 50022 10.0.0.5 22").as_deref(), Some("203.113.1.2"));
        assert_eq!(client("2001:db8::1 50022 ::1 22").as_deref(), Some("2001:db8::1"));
        assert_eq!(client("\u{1b}[2J 1 2 3"), None);
        assert_eq!(client(""), None);
    }
}

//! Who runs the server: we ourselves, or for root, an account without rights.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// The accounts that may run the server for root, the best first.
const ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// Another user than ourselves, who runs the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// The account for the cluster in this folder: its owner, so that it stays the same; nothing when
    /// we run the server ourselves.
    pub(super) fn for_data(data: &Path) -> Result<Option<Self>> {
        if !is_root() {
            return Ok(None);
        }
        if let Ok(found) = fs::metadata(data)
            && found.uid() != 0
        {
            return Ok(Some(Self {
                uid: found.uid(),
                gid: found.gid(),
            }));
        }
        let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
        match Self::among(&known) {
            Some(account) => Ok(Some(account)),
            None => Err(Error::unreachable(
                "PostgreSQL refuses to run as root, and there is no other account for it",
            )
            .hint("use epic as a normal user, or create one: useradd --system postgres")),
        }
    }

    /// The best account in the text of a passwd file.
    fn among(passwd: &str) -> Option<Self> {
        ACCOUNTS.iter().find_map(|name| {
            passwd.lines().find_map(|line| {
                let mut fields = line.split(':');
                if fields.next() != Some(name) {
                    return None;
                }
                let uid = fields.nth(1)?.parse().ok()?;
                let gid = fields.next()?.parse().ok()?;
                (uid != 0).then_some(Self { uid, gid })
            })
        })
    }
}

/// Whether we are root.
pub(super) fn is_root() -> bool {
    our_uid() == 0
}

/// Our own user number.
pub(super) fn our_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Gives a file to the account, when there is one.
pub(super) fn give(path: &Path, account: Option<Account>) -> io::Result<()> {
    account.map_or(Ok(()), |account| {
        chown(path, Some(account.uid), Some(account.gid))
    })
}

/// The user number of the account that runs the server.
pub(super) fn uid_of(account: Option<Account>) -> u32 {
    account.map_or_else(our_uid, |account| account.uid)
}

/// A server program, to be run by the account, out of reach of the terminal's Ctrl-C and of the
/// caller's PostgreSQL settings. Its messages are in English, since we read some of them.
pub(super) fn command(program: impl AsRef<OsStr>, account: Option<Account>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir("/") // the account may not be able to enter ours
        .stdin(Stdio::null())
        .process_group(0)
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE");
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PG") {
            command.env_remove(name);
        }
    }
    if let Some(account) = account {
        command.gid(account.gid).uid(account.uid);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgres_is_preferred_nobody_will_do_and_root_never() {
        let nobody = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533:nobody:/:/bin/false\n";
        let both = format!("{nobody}postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n");
        assert_eq!(Account::among(&both), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(
            Account::among(nobody),
            Some(Account {
                uid: 65534,
                gid: 65533
            })
        );
        assert_eq!(Account::among("postgres:x:0:0::/:/bin/sh"), None);
        assert_eq!(Account::among("postgresql:x:5:5::/:/bin/sh"), None);
    }

    #[test]
    fn only_root_needs_another_account() {
        let chosen = Account::for_data(Path::new("/nowhere"));
        if is_root() {
            assert_ne!(uid_of(chosen.expect("an account")), 0);
        } else {
            assert_eq!(chosen, Ok(None));
        }
    }
}

//! How to install PostgreSQL's server on this platform, for the error that says it is missing.

use super::account::is_root;
use super::path::is_installed;
use crate::error::Error;

/// Package managers and what they install the server with, the more specific first.
const COMMANDS: [(&str, &str); 7] = [
    ("apt-get", "apt-get install postgresql"),
    ("dnf", "dnf install postgresql-server postgresql-contrib"),
    (
        "zypper",
        "zypper install postgresql-server postgresql-contrib",
    ),
    ("pacman", "pacman -S postgresql"),
    ("apk", "apk add postgresql postgresql-contrib"),
    (
        "pkg",
        "pkg install postgresql17-server postgresql17-contrib",
    ),
    ("brew", "brew install postgresql@17"),
];

/// The error that there are no server programs, with the command that installs them.
pub(super) fn missing() -> Error {
    let hint = match command(
        cfg!(target_os = "macos"),
        &|name| is_installed(name),
        is_root(),
    ) {
        Some(command) => format!("install it: {command}"),
        None => "install it: https://www.postgresql.org/download/".to_owned(),
    };
    Error::unreachable("PostgreSQL's server is not installed here")
        .hint(hint)
        .hint(
            "or set PG_BINDIR to the folder of its programs, or DATABASE_URL to a server elsewhere",
        )
}

/// The command for whichever package manager is here.
fn command(mac: bool, installed: &dyn Fn(&str) -> bool, root: bool) -> Option<String> {
    let managers = COMMANDS
        .iter()
        .filter(|(manager, _)| !mac || *manager == "brew");
    let (manager, command) = managers
        .into_iter()
        .find(|(manager, _)| installed(manager))?;
    let plain = root || *manager == "brew"; // brew refuses root
    Some(if plain {
        (*command).to_owned()
    } else {
        format!("sudo {command}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_fits_the_platform_and_the_user() {
        let debian = |name: &str| name == "apt-get";
        assert_eq!(
            command(false, &debian, true).as_deref(),
            Some("apt-get install postgresql")
        );
        assert_eq!(
            command(false, &debian, false).as_deref(),
            Some("sudo apt-get install postgresql")
        );
        let mac = |name: &str| name == "brew" || name == "apt-get";
        assert_eq!(
            command(true, &mac, false).as_deref(),
            Some("brew install postgresql@17")
        );
        assert_eq!(command(false, &|_| false, false), None);
    }
}

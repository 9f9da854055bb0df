//! The two passwords of the cluster, random, in files that only their owner can read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::account::{self, Account};
use super::folders::{Folders, cannot};
use crate::error::{Error, Result};

/// The letters of a password: 64, so that six random bits choose one without bias.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The superuser's password.
pub(super) fn superuser(folders: &Folders) -> Result<SecretString> {
    read(&superuser_file(folders))?.ok_or_else(|| {
        Error::failed(format!("{} is missing", superuser_file(folders).display()))
            .hint("it is made together with the embedded database: start that first")
    })
}

/// The file with the superuser's password, made when it is missing. initdb reads it, so it belongs to
/// the account that runs the server, who could read the cluster itself anyway.
pub(super) fn make_superuser(folders: &Folders, account: Option<Account>) -> Result<PathBuf> {
    let path = superuser_file(folders);
    if read(&path)?.is_none() {
        write(&path)?;
    }
    account::give(&path, account).map_err(|error| cannot("give away", &path, &error))?;
    Ok(path)
}

/// The login role's password, when it was made already.
pub(super) fn login(folders: &Folders) -> Result<Option<SecretString>> {
    read(&login_file(folders))
}

/// Makes up the login role's password. The caller holds the start lock.
pub(super) fn make_login(folders: &Folders) -> Result<()> {
    write(&login_file(folders))
}

fn superuser_file(folders: &Folders) -> PathBuf {
    folders.root.join("superuser.password")
}

fn login_file(folders: &Folders) -> PathBuf {
    folders.root.join("login.password")
}

fn read(path: &Path) -> Result<Option<SecretString>> {
    match fs::read_to_string(path) {
        Ok(text) if text.trim().is_empty() => Ok(None),
        Ok(text) => Ok(Some(SecretString::from(text.trim()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read", path, &error)),
    }
}

/// Writes a new password. The file appears whole or not at all.
fn write(path: &Path) -> Result<()> {
    let draft = path.with_extension("new");
    let written = || {
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(random()?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)
    };
    written().map_err(|error| cannot("write", path, &error))
}

/// 192 random bits in 32 letters, and a line end, which initdb wants.
fn random() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let letters = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte & 63)]));
    Ok(letters.chain(['\n']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn a_password_is_private_random_and_stays() {
        let top = tempfile::tempdir().expect("a folder");
        let folders = Folders::of(top.path(), Some(top.path()));
        assert!(login(&folders).expect("readable").is_none());
        make_login(&folders).expect("writable");
        let password = login(&folders).expect("readable").expect("it was made");
        assert_eq!(password.expose_secret().len(), 32);
        assert_eq!(
            fs::metadata(login_file(&folders))
                .expect("it exists")
                .mode()
                & 0o777,
            0o600
        );

        let path = make_superuser(&folders, None).expect("writable");
        let one = fs::read(&path).expect("readable");
        make_superuser(&folders, None).expect("writable");
        assert_eq!(fs::read(&path).expect("readable"), one);
        assert_ne!(random().expect("random"), random().expect("random"));
    }
}

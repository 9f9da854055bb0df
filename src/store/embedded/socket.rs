//! The folder of the socket: short, and safe from other users of the machine.

use std::env;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::account::{self, Account, is_root, our_uid};
use super::folders::{cannot, hash};
use crate::error::{Error, Result};

/// The longest runtime folder in use, in bytes; a socket's whole path may have 107, on macOS 103.
const LONGEST: usize = 60;

/// The socket's folder for the cluster in this folder, made when it is missing, and checked.
pub(super) fn prepare(cluster: &Path, account: Option<Account>) -> Result<PathBuf> {
    if let Some(runtime) = runtime_folder() {
        return safe(
            runtime.join(format!("epic-{}", hash(cluster))),
            0o700,
            account,
        );
    }
    // For root the folder above must let the server's account through.
    let mode = if is_root() { 0o711 } else { 0o700 };
    let ours = safe(
        PathBuf::from(format!("/tmp/epic-{}", our_uid())),
        mode,
        None,
    )?;
    safe(ours.join(hash(cluster)), 0o700, account)
}

/// The name of the socket in its folder.
pub(super) fn name(port: u16) -> String {
    format!(".s.PGSQL.{port}")
}

/// The login session's own folder, when it will do. Root's is closed to the server's account.
fn runtime_folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("XDG_RUNTIME_DIR")?);
    (!is_root() && is_plain(&folder) && is_safe(&folder, our_uid())).then_some(folder)
}

/// Whether a path is short and has only characters that mean nothing in PostgreSQL's settings.
fn is_plain(path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_-.".contains(byte);
    path.is_absolute() && bytes.len() <= LONGEST && bytes.iter().all(plain)
}

/// Makes a folder for its owner when it is missing, and refuses one that others could have prepared.
fn safe(folder: PathBuf, mode: u32, account: Option<Account>) -> Result<PathBuf> {
    match DirBuilder::new().mode(mode).create(&folder) {
        Ok(()) => fs::set_permissions(&folder, Permissions::from_mode(mode))
            .and_then(|()| account::give(&folder, account))
            .map_err(|error| cannot("prepare", &folder, &error))?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(cannot("create", &folder, &error)),
    }
    if is_safe(&folder, account::uid_of(account)) {
        return Ok(folder);
    }
    Err(Error::unreachable(format!(
        "{} is not a folder that only its owner can write to; another user may have made it",
        folder.display()
    ))
    .hint(format!(
        "look at it, and remove it: rm -r '{}'",
        folder.display()
    )))
}

/// Whether this is a folder, not a link, that belongs to this user and that no one else can write to.
fn is_safe(folder: &Path, owner: u32) -> bool {
    fs::symlink_metadata(folder)
        .is_ok_and(|found| found.is_dir() && found.uid() == owner && found.mode() & 0o022 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_others_prepared_is_refused() {
        let top = tempfile::tempdir().expect("a folder");
        let good = safe(top.path().join("good"), 0o700, None).expect("it is ours");
        assert_eq!(safe(good.clone(), 0o700, None), Ok(good.clone()));

        let link = top.path().join("link");
        std::os::unix::fs::symlink(&good, &link).expect("a link");
        fs::set_permissions(&good, Permissions::from_mode(0o777)).expect("a mode");
        let file = top.path().join("file");
        fs::write(&file, "").expect("a file");
        for bad in [link, good, file] {
            let error = safe(bad.clone(), 0o700, None).expect_err("it is not safe");
            assert!(
                error
                    .to_string()
                    .contains(&format!("rm -r '{}'", bad.display())),
                "{error}"
            );
        }
        assert!(!is_safe(top.path(), our_uid() + 1));
    }

    #[test]
    fn long_and_odd_runtime_folders_are_not_used() {
        assert!(is_plain(Path::new("/run/user/1000")));
        assert!(!is_plain(Path::new("run/user/1000")));
        assert!(!is_plain(Path::new("/run/us,er")));
        assert!(!is_plain(Path::new("/run/us er")));
        assert!(!is_plain(Path::new(&format!("/run/{}", "x".repeat(60)))));
    }
}

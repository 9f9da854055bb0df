//! The cluster's folder: where it is, what lies in it, and the way to it.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::is_root;
use crate::error::{Error, Result};

/// Where root's clusters lie when the server's account can't reach the folder asked for.
const ROOTS_FOLDER: &str = "/var/lib/epic";

/// The cluster's folder and what lies in it.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    /// The folder itself, without symbolic links.
    pub(super) root: PathBuf,
    /// The home folder that may be opened for the server's account.
    home: Option<PathBuf>,
}

impl Folders {
    /// The folder for the one that was asked for.
    pub(super) fn of(wished: &Path, home: Option<&Path>) -> Self {
        let wished = real(wished);
        let home = home.map(real);
        let root = if is_root() {
            reachable(wished, home.as_deref())
        } else {
            wished
        };
        Self { root, home }
    }

    /// The cluster.
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// What the server says.
    pub(super) fn log(&self) -> PathBuf {
        self.root.join("server.log")
    }

    /// The marker of a server that stays.
    pub(super) fn stay(&self) -> PathBuf {
        self.root.join("stay")
    }

    /// The major version of the cluster, when there is one.
    pub(super) fn version(&self) -> Option<String> {
        let version = fs::read_to_string(self.data().join("PG_VERSION")).ok()?;
        Some(version.trim().to_owned())
    }

    /// Opens a file for locking, and makes it, and the folder, when they are missing.
    pub(super) fn lock_file(&self, name: &str) -> Result<File> {
        let path = self.root.join(name);
        match open_private(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.prepare()?;
                open_private(&path)
            }
            other => other,
        }
        .map_err(|error| cannot("open", &path, &error))
    }

    /// Makes the folder, and opens the way to it for the server's account.
    pub(super) fn prepare(&self) -> Result<()> {
        create(&self.root).map_err(|error| cannot("create", &self.root, &error))?;
        if is_root() {
            self.open_the_way()?;
        }
        Ok(())
    }

    fn open_the_way(&self) -> Result<()> {
        for folder in closed(&self.root) {
            if folder != self.root && !may_open(&folder, self.home.as_deref()) {
                return Err(Error::unreachable(format!(
                    "the database server can't reach {}, since {} is closed to it",
                    self.root.display(),
                    folder.display()
                ))
                .hint(format!(
                    "open it for passing through: chmod go+x '{}'",
                    folder.display()
                )));
            }
            let mode = mode(&folder).unwrap_or_default() | 0o011;
            fs::set_permissions(&folder, Permissions::from_mode(mode))
                .map_err(|error| cannot("open", &folder, &error))?;
        }
        Ok(())
    }
}

/// A short name for a folder, the same for everyone who asks for it.
pub(super) fn hash(folder: &Path) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string can't fail
        text
    })
}

/// An error about a file or folder, with what to do when that is plain.
pub(super) fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    let failed = Error::unreachable(format!("can't {what} {}: {error}", path.display()));
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            failed.hint("set EPIC_HOME to a folder that you may write to")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            failed.hint("make room on that disk")
        }
        _ => failed,
    }
}

/// Creates a folder and those above it. For root all of them may be passed through, whatever the umask.
fn create(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        create(parent)?;
    }
    let mode = if is_root() { 0o711 } else { 0o700 };
    match DirBuilder::new().mode(mode).create(folder) {
        Ok(()) => fs::set_permissions(folder, Permissions::from_mode(mode)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
}

/// For root: the folder, or the one in `/var/lib` when the server's account can't reach it. A cluster
/// that exists is never left behind because somebody changed a folder's mode.
fn reachable(wished: PathBuf, home: Option<&Path>) -> PathBuf {
    let other = Path::new(ROOTS_FOLDER).join(hash(&wished));
    let parent = wished.parent().unwrap_or(&wished);
    let open = closed(parent).iter().all(|folder| may_open(folder, home));
    if wished.join("data").exists() || open && !other.join("data").exists() {
        wished
    } else {
        other
    }
}

/// The folders on the way that others can't pass through.
fn closed(folder: &Path) -> Vec<PathBuf> {
    let ancestors = folder.ancestors();
    ancestors
        .filter(|folder| mode(folder).is_some_and(|mode| mode & 0o001 == 0))
        .map(Path::to_owned)
        .collect()
}

/// Whether root may open this folder for others: only within epic's own home.
fn may_open(folder: &Path, home: Option<&Path>) -> bool {
    home.is_some_and(|home| folder.starts_with(home))
        && fs::metadata(folder).is_ok_and(|found| found.uid() == 0)
}

fn mode(folder: &Path) -> Option<u32> {
    Some(fs::metadata(folder).ok()?.mode() & 0o7777)
}

/// The path without symbolic links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (ancestor.canonicalize(), path.strip_prefix(ancestor)) {
            return real.components().chain(rest.components()).collect();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with_mode(parent: &Path, name: &str, mode: u32) -> PathBuf {
        let folder = parent.join(name);
        fs::create_dir(&folder).expect("a folder");
        fs::set_permissions(&folder, Permissions::from_mode(mode)).expect("a mode");
        folder
    }

    fn temporary() -> (tempfile::TempDir, PathBuf) {
        let kept = tempfile::tempdir_in("/tmp").expect("a folder");
        fs::set_permissions(kept.path(), Permissions::from_mode(0o711)).expect("a mode");
        let path = kept.path().canonicalize().expect("it exists");
        (kept, path)
    }

    #[test]
    fn the_same_folder_by_another_way_is_the_same() {
        let (_kept, top) = temporary();
        let folder = folder_with_mode(&top, "a b", 0o755);
        std::os::unix::fs::symlink(&folder, top.join("link")).expect("a link");
        assert_eq!(
            real(&top.join("link/new/postgres")),
            folder.join("new/postgres")
        );
        assert_eq!(real(&folder), folder);
        assert_eq!(hash(&folder).len(), 16);
        assert_ne!(hash(&folder), hash(&top));
    }

    #[test]
    fn a_closed_folder_on_the_way_moves_roots_cluster_away() {
        let (_kept, top) = temporary();
        let closed = folder_with_mode(&top, "closed", 0o700);
        let wished = closed.join("postgres");
        let elsewhere = Path::new(ROOTS_FOLDER).join(hash(&wished));
        assert_eq!(reachable(wished.clone(), None), elsewhere);
        assert_eq!(reachable(top.join("postgres"), None), top.join("postgres"));
        fs::create_dir_all(wished.join("data")).expect("folders");
        assert_eq!(reachable(wished.clone(), None), wished);
    }

    #[test]
    fn roots_home_is_opened_but_nothing_above_it() {
        if !is_root() {
            return; // files of root are needed
        }
        let (_kept, top) = temporary();
        let home = folder_with_mode(&top, "home", 0o700);
        let data = folder_with_mode(&home, "data", 0o700);
        let folders = Folders::of(&data.join("postgres"), Some(&home));
        assert_eq!(folders.root, data.join("postgres"));
        folders.prepare().expect("it can be opened");
        assert_eq!((mode(&home), mode(&data)), (Some(0o711), Some(0o711)));

        fs::create_dir(folders.data()).expect("a folder");
        fs::set_permissions(&top, Permissions::from_mode(0o700)).expect("a mode");
        let error = Folders::of(&folders.root, Some(&home))
            .prepare()
            .expect_err("it is closed");
        assert!(error.to_string().contains("chmod go+x"), "{error}");
        assert_eq!(mode(&top), Some(0o700));
    }
}

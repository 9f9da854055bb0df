//! The files of this process that are not whole, and those that other processes left behind.

use rustix::fs::{FlockOperation, flock};
use std::fs::{self, DirEntry, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How the names of files begin and end that are not whole.
pub(super) const PREFIX: &str = ".epic-";
pub(super) const SUFFIX: &str = ".part";
/// A file of this age is locked by whoever writes it, or left.
const SETTLED: Duration = Duration::from_mins(1);

/// Those of our files that are not whole: what ends the process from outside removes them.
static UNFINISHED: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

struct Entry {
    part: PathBuf,
    /// What it is to be called.
    place: PathBuf,
}

/// An entry of [`UNFINISHED`].
#[derive(Debug)]
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    /// Lists a file, and locks it for as long as it is open.
    pub(super) fn add(file: &File, part: &Path, place: &Path) -> Self {
        // Where there are no locks, nothing is taken for left either.
        let _ = flock(file, FlockOperation::NonBlockingLockExclusive);
        unfinished().push(Entry {
            part: part.to_owned(),
            place: place.to_owned(),
        });
        Self(part.to_owned())
    }

    #[cfg(test)]
    pub(super) fn part(&self) -> &Path {
        &self.0
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        unfinished().retain(|entry| entry.part != self.0);
    }
}

/// Whether a file of this place is being written by us.
pub(super) fn is_begun(place: &Path) -> bool {
    unfinished().iter().any(|entry| entry.place == place)
}

/// Removes what is not whole, since the process ends.
pub fn remove_unfinished() {
    for entry in unfinished().drain(..) {
        let _ = fs::remove_file(entry.part); // it may have just been kept
    }
}

/// Removes what processes left in a folder that were killed. Whoever still writes holds a lock.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && is_left(&entry) {
            let _ = fs::remove_file(entry.path()); // somebody else may do the same
        }
    }
}

/// Whether nobody writes a file any more.
fn is_left(entry: &DirEntry) -> bool {
    // Of the entry itself: a link is no file of ours, and to open a pipe would wait.
    let found = entry.metadata().ok().filter(fs::Metadata::is_file);
    let age = found.and_then(|found| found.modified().ok()?.elapsed().ok());
    let lock = |file: &File| flock(file, FlockOperation::NonBlockingLockExclusive).is_ok();
    age.is_some_and(|age| age > SETTLED) && File::open(entry.path()).is_ok_and(|file| lock(&file))
}

fn unfinished() -> MutexGuard<'static, Vec<Entry>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn what_nobody_writes_any_more_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let part = |name: &str, age: u64| {
            let path = folder.path().join(name);
            let file = File::create(&path).unwrap();
            let then = SystemTime::now() - Duration::from_secs(age);
            file.set_modified(then).unwrap();
            (path, file)
        };
        let (left, _) = part(".epic-left.part", 3600);
        let (fresh, _) = part(".epic-fresh.part", 0);
        let (other, _) = part("other.part", 3600);
        let link = folder.path().join(".epic-link.part");
        std::os::unix::fs::symlink(&other, &link).unwrap();
        let (written, file) = part(".epic-written.part", 3600);
        let listed = Unfinished::add(&file, &written, &folder.path().join("list.csv"));
        sweep(folder.path());
        assert!(!left.exists());
        assert!(fresh.exists() && other.exists() && written.exists());
        assert!(link.is_symlink());
        assert!(is_begun(&folder.path().join("list.csv")));
        drop((listed, file));
        sweep(folder.path());
        assert!(!written.exists());
    }
}

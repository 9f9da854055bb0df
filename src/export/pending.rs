//! A file that is written under a name of its own, and gets the one that was asked for when it is whole.
//!
//! Until then a file of that name stays as it was. What is not kept is gone.

use crate::error::{Error, Result};
use crate::host::Question;
use std::fs::{self, Metadata};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{NamedTempFile, PersistError};

/// The rights of a new file, less what the process masks out.
const MODE: u32 = 0o666;
/// Those of our files that are not whole: what ends the process from outside removes them.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Where a file is to be, before it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As it was written.
    name: PathBuf,
    /// The file itself, behind a link.
    path: PathBuf,
    folder: PathBuf,
    /// The rights of the file that is there.
    replaces: Option<u32>,
}

impl Target {
    /// Looks at the place of a file. Nothing is made yet.
    ///
    /// # Errors
    /// There is no such folder; what is there is no file.
    pub fn at(name: &Path) -> Result<Self> {
        let replaced = match fs::metadata(name) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(unwritten(name, &error)),
        };
        if replaced.as_ref().is_some_and(Metadata::is_dir) {
            let error = Error::usage(format!("{} is a folder", name.display()));
            return Err(error.hint(format!(
                "name a file in it: {}",
                name.join("list.csv").display()
            )));
        }
        if replaced.as_ref().is_some_and(|found| !found.is_file()) {
            let error = Error::usage(format!("{} is no file", name.display()));
            return Err(error.hint("what a program or a device is to read goes to standard output"));
        }
        // A link stays one: the file that it leads to is replaced.
        let path = match replaced {
            Some(_) => name
                .canonicalize()
                .map_err(|error| unwritten(name, &error))?,
            None => name.to_owned(),
        };
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        if path.file_name().is_none() || !folder.is_dir() {
            let what = format!("there is no folder '{}'", folder.display());
            return Err(Error::usage(what).hint("make it first, or name another one"));
        }
        Ok(Self {
            name: name.to_owned(),
            path,
            folder,
            replaces: replaced.map(|found| found.permissions().mode()),
        })
    }

    /// The question before a file is replaced; nothing when there is none.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        self.replaces.map(|_| Question {
            what: format!(
                "{} is there already and would be replaced",
                self.name.display()
            ),
            examples: Vec::new(),
            instead: Some("name another file".to_owned()),
        })
    }

    /// Begins the file, beside its place.
    ///
    /// # Errors
    /// The folder can't be written to.
    pub fn begin(self) -> Result<PendingFile> {
        let begun = tempfile::Builder::new()
            .prefix(".epic-")
            .suffix(".part")
            .permissions(fs::Permissions::from_mode(self.replaces.unwrap_or(MODE)))
            .tempfile_in(&self.folder);
        let file = begun.map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Error::usage(format!("{} can't be written: {error}", self.name.display()))
                    .hint("name a file in a folder of yours")
            }
            _ => unwritten(&self.name, &error),
        })?;
        Ok(PendingFile {
            listed: Listed::add(file.path()),
            file: BufWriter::new(file),
            target: self,
        })
    }
}

/// A file that is being written. It is kept by [`PendingFile::keep`], and gone when it is dropped.
#[derive(Debug)]
pub struct PendingFile {
    file: BufWriter<NamedTempFile>,
    target: Target,
    listed: Listed,
}

impl PendingFile {
    /// The name that was asked for.
    #[must_use]
    pub fn name(&self) -> &Path {
        &self.target.name
    }

    /// Writes what is left, to the disk: afterwards only the name is missing.
    ///
    /// # Errors
    /// The disk is full, or fails.
    pub fn complete(&mut self) -> Result<()> {
        let done = self.file.flush();
        done.and_then(|()| self.file.get_ref().as_file().sync_all())
            .map_err(|error| unwritten(&self.target.name, &error))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// It can't be renamed: somebody made a file of that name meanwhile, or took the folder away. Then it stays under
    /// the name that the error says.
    pub fn keep(mut self) -> Result<()> {
        self.complete()?;
        let Self {
            file,
            target,
            listed,
        } = self;
        let (file, _) = file.into_parts();
        if let Some(mode) = target.replaces {
            // Only what the process masks out of new files is missing.
            let _ = file
                .as_file()
                .set_permissions(fs::Permissions::from_mode(mode));
        }
        let renamed = match target.replaces {
            Some(_) => file.persist(&target.path),
            None => file.persist_noclobber(&target.path),
        };
        drop(listed);
        renamed.map(drop).map_err(|error| left(&target, error))
    }
}

/// What could not be renamed is left where it is: it may be all that there is of it.
fn left(target: &Target, PersistError { error, file }: PersistError) -> Error {
    let what = match error.kind() {
        ErrorKind::AlreadyExists => "somebody made a file of that name meanwhile".to_owned(),
        _ => error.to_string(),
    };
    let error = Error::failed(format!(
        "{} can't be put in its place: {what}",
        target.name.display()
    ));
    match file.keep() {
        Ok((_, path)) => error.hint(format!("all that should be in it is in {}", path.display())),
        Err(_) => error,
    }
}

impl Write for PendingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// An entry of [`UNFINISHED`].
#[derive(Debug)]
struct Listed(PathBuf);

impl Listed {
    fn add(path: &Path) -> Self {
        unfinished().push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

/// Removes what is not whole, since the process ends.
pub fn remove_unfinished() {
    for path in unfinished().drain(..) {
        let _ = fs::remove_file(path); // it may have just been kept
    }
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unwritten(name: &Path, error: &io::Error) -> Error {
    Error::failed(format!("{} can't be written: {error}", name.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn begun(path: &Path, text: &str) -> PendingFile {
        let mut file = Target::at(path).unwrap().begin().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_file_has_its_name_when_it_is_whole_and_the_old_one_stays_till_then() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let read = || fs::read_to_string(&path).unwrap();
        let file = begun(&path, "new");
        assert_eq!(names(folder.path()).len(), 1);
        assert!(!path.exists());
        file.keep().unwrap();
        assert_eq!(
            (read(), names(folder.path())),
            ("new".into(), vec!["list.csv".into()])
        );
        drop(begun(&path, "dropped"));
        assert_eq!((read(), names(folder.path()).len()), ("new".into(), 1));
        assert!(Target::at(&path).unwrap().question().is_some());
        begun(&path, "newer").keep().unwrap();
        assert_eq!((read(), names(folder.path()).len()), ("newer".into(), 1));
    }

    #[test]
    fn a_file_that_somebody_makes_meanwhile_is_not_replaced_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let file = begun(&path, "mine");
        fs::write(&path, "theirs").unwrap();
        let error = file.keep().unwrap_err();
        assert!(
            error
                .message
                .ends_with("made a file of that name meanwhile"),
            "{error}"
        );
        let rest = error.hints[0].rsplit(' ').next().unwrap();
        assert_eq!(fs::read_to_string(rest).unwrap(), "mine");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    }

    #[test]
    fn what_is_replaced_keeps_its_rights_and_a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (
            folder.path().join("list.csv"),
            folder.path().join("link.csv"),
        );
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("list.csv", &link).unwrap();
        begun(&link, "new").keep().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn what_can_be_no_file_is_said_before_anything_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (path, says) in [
            (path("none/list.csv"), "there is no folder '"),
            (path(""), "is a folder"),
            (path(".."), "is a folder"),
            ("/dev/null".into(), "is no file"),
            (PathBuf::new(), "there is no"),
        ] {
            let error = Target::at(&path).unwrap_err();
            assert!(error.message.contains(says), "{path:?}: {error}");
        }
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_is_not_whole_is_removed_when_the_process_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = begun(&folder.path().join("list.csv"), "half");
        // As `remove_unfinished`, which would take those of other tests too.
        let listed = unfinished().contains(&file.listed.0);
        assert!(listed);
        let path = file.listed.0.clone();
        file.keep().unwrap();
        assert!(!unfinished().contains(&path));
    }
}

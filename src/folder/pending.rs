//! A file that is written under a name of its own, and gets the one that was asked for when it is whole.
//!
//! Until then a file of that name stays as it was. What is not kept is gone.

use super::target::{Target, unwritten};
use super::unfinished::{self, PREFIX, SUFFIX, Unfinished};
use crate::error::{Error, Result};
use crate::host::Host;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::{NamedTempFile, PersistError};

/// The rights of a new file, less what the process masks out.
const MODE: u32 = 0o666;
/// How much is written at once.
const BUFFER: usize = 1 << 16;

/// A file that is being written. It is kept by [`PendingFile::keep`], and gone when it is dropped.
#[derive(Debug)]
pub struct PendingFile {
    file: BufWriter<NamedTempFile>,
    target: Target,
    listed: Unfinished,
}

impl PendingFile {
    /// Begins a file, beside its place.
    ///
    /// # Errors
    /// The folder can't be written to; the file is begun already, and not kept yet.
    pub fn begin(target: Target) -> Result<Self> {
        if unfinished::is_begun(&target.path) {
            let what = format!("{} is being written already", target.name.display());
            return Err(Error::usage(what).hint("a file is written once: name another one"));
        }
        unfinished::sweep(&target.folder);
        let begun = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .permissions(fs::Permissions::from_mode(target.replaces.unwrap_or(MODE)))
            .tempfile_in(&target.folder);
        let file = begun.map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::usage(format!(
                "{} can't be written: {error}",
                target.name.display()
            ))
            .hint("name a file in a folder of yours"),
            _ => unwritten(&target.name, &error),
        })?;
        Ok(Self {
            listed: Unfinished::add(file.as_file(), file.path(), &target.path),
            file: BufWriter::with_capacity(BUFFER, file),
            target,
        })
    }

    /// The same, after it was asked whether one that is there already is to be replaced.
    ///
    /// # Errors
    /// As [`PendingFile::begin`]; it is not to be replaced.
    pub fn begin_if(target: Target, host: &dyn Host) -> Result<Self> {
        if let Some(question) = target.question() {
            host.confirm(&question)?;
        }
        Self::begin(target)
    }

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
    // Under another name than those of files that are not whole, which are removed.
    let rest = file.path().with_extension("whole");
    match file.persist_noclobber(&rest) {
        Ok(_) => error.hint(format!("all that should be in it is in {}", rest.display())),
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

#[cfg(test)]
mod tests {
    use super::super::unfinished::is_begun;
    use super::*;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn begun(path: &Path, text: &str) -> PendingFile {
        let mut file = PendingFile::begin(Target::at(path).unwrap()).unwrap();
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
    fn what_is_not_whole_is_listed_and_not_begun_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let file = begun(&path, "half");
        assert!(file.listed.part().exists());
        let error = PendingFile::begin(Target::at(&path).unwrap()).unwrap_err();
        assert!(error.message.ends_with("list.csv is being written already"));
        file.keep().unwrap();
        assert!(!is_begun(&path));
        PendingFile::begin(Target::at(&path).unwrap()).unwrap();
    }
}

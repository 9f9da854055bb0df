//! Where a file is to be: what is there already, and whether it may be replaced.

use super::below;
use crate::error::{Error, Result};
use crate::host::Question;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Where a file is to be, before it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As it was written.
    pub(super) name: PathBuf,
    /// The file itself, behind a link.
    pub(super) path: PathBuf,
    pub(super) folder: PathBuf,
    /// The rights of the file that is there.
    pub(super) replaces: Option<u32>,
}

impl Target {
    /// Looks at the place of a file. Nothing is made yet.
    ///
    /// # Errors
    /// There is no such folder; what is there is no file.
    pub fn at(name: &Path) -> Result<Self> {
        Self::behind(name, name)
    }

    /// The same, of a file below a folder.
    ///
    /// # Errors
    /// As [`Target::at`]; its name or a link leads out of the folder.
    pub fn below(folder: &Path, name: &str) -> Result<Self> {
        let path = below::to_write(folder, name)?;
        Self::behind(Path::new(name), &path)
    }

    fn behind(name: &Path, path: &Path) -> Result<Self> {
        let replaced = match fs::metadata(path) {
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
            Some(_) => path
                .canonicalize()
                .map_err(|error| unwritten(name, &error))?,
            None => path.to_owned(),
        };
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let (Some(file), true) = (path.file_name(), folder.is_dir()) else {
            let what = format!("there is no folder '{}'", folder.display());
            return Err(Error::usage(what).hint("make it first, or name another one"));
        };
        let folder = folder
            .canonicalize()
            .map_err(|error| unwritten(name, &error))?;
        Ok(Self {
            name: name.to_owned(),
            path: folder.join(file),
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
}

pub(super) fn unwritten(name: &Path, error: &io::Error) -> Error {
    Error::failed(format!("{} can't be written: {error}", name.display()))
}

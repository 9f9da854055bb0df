//! A folder of scripts, and what may be read from it.

use super::embedded;
use crate::error::{Error, Kind, Result};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What files of scripts end with.
const ENDING: &str = "rhai";

/// How many folders deep modules are looked for when all are listed.
const DEPTH: usize = 4;

/// Where a script was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a folder of scripts.
    Folder(PathBuf),
    /// In the binary.
    BuiltIn,
    /// It was named by its path.
    File(PathBuf),
}

impl Place {
    /// Where a script of a name is, as people are told.
    #[must_use]
    pub fn label(&self, name: &str) -> String {
        match self {
            Self::Folder(folder) => folder
                .join(format!("{name}.{ENDING}"))
                .display()
                .to_string(),
            Self::BuiltIn => format!("{name} (built in)"),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The folder, or that it is none.
    #[must_use]
    pub fn folder(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::BuiltIn => "built in".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The names of the scripts in it, in order. Those in folders of it are modules, and none.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::BuiltIn => embedded::names().map(str::to_owned).collect(),
            Self::File(_) => Vec::new(),
            Self::Folder(folder) => {
                let files = entries(folder).filter(|path| path.is_file());
                files.filter_map(|path| name_of(&path)).collect()
            }
        };
        names.sort_unstable();
        names
    }

    /// The names of the modules in its folders, such as `lib/dates`.
    pub(super) fn modules(&self) -> Vec<String> {
        match self {
            Self::BuiltIn => embedded::modules().map(str::to_owned).collect(),
            Self::File(_) => Vec::new(),
            Self::Folder(folder) => modules_in(folder, DEPTH),
        }
    }

    /// The text of a script or a module, `lib/dates`; nothing when there is none.
    ///
    /// # Errors
    /// It is a link that leads out of the folder, it can't be read, or it is not text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>> {
        match self {
            Self::BuiltIn => Ok(embedded::text(name).map(str::to_owned)),
            Self::Folder(folder) => inside(folder, name),
            Self::File(path) => read(path).map(Some),
        }
    }
}

/// What is in a folder; nothing when it can't be read.
fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// The modules in the folders of a folder, so many folders deep. A link to a folder is passed over: what is read there
/// would be refused if it led out.
fn modules_in(folder: &Path, depth: usize) -> Vec<String> {
    let is_folder = |path: &PathBuf| path.is_dir() && !path.is_symlink();
    let mut found = Vec::new();
    for path in entries(folder).filter(is_folder) {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| is_name(name)) else {
            continue;
        };
        let mut inside = Place::Folder(path.clone()).names();
        if depth > 1 {
            inside.extend(modules_in(&path, depth - 1));
        }
        found.extend(inside.iter().map(|module| format!("{name}/{module}")));
    }
    found
}

/// The name of a script of a file.
fn name_of(path: &Path) -> Option<String> {
    let is_script = path.extension().is_some_and(|ending| ending == ENDING);
    let name = path.file_stem()?.to_str().filter(|_| is_script)?;
    is_name(name).then(|| name.to_owned())
}

/// Whether a text can be the name of a script.
pub(super) fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(is_part)
}

/// Whether an argument is the path of a file, not the name of a script.
pub(super) fn is_path(text: &str) -> bool {
    let is_file = Path::new(text)
        .extension()
        .is_some_and(|ending| ending == ENDING);
    is_file || text.contains(std::path::is_separator)
}

/// Reads a file that is in a folder, and not only a link in it that leads elsewhere.
fn inside(folder: &Path, name: &str) -> Result<Option<String>> {
    let path = folder.join(format!("{name}.{ENDING}"));
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if [ErrorKind::NotFound, ErrorKind::NotADirectory].contains(&error.kind()) => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(&path, &error)),
    };
    let root = folder
        .canonicalize()
        .map_err(|error| unreadable(folder, &error))?;
    if !real.starts_with(&root) {
        let what = format!("{} is a link that leads out of its folder", path.display());
        return Err(Error::failed(what).hint("copy the file there"));
    }
    read(&real).map(Some)
}

/// Reads a file of text.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidData => {
            Error::new(Kind::Usage, format!("{} is not text", path.display()))
        }
        _ => Error::usage(format!("{}: {error}", path.display())),
    }
}

//! Names of files below a folder: what leads out of it is refused.

use crate::error::{Error, Result};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// The file of a name below a folder, which is there.
///
/// # Errors
/// There is none; its name or a link leads out of the folder; it can't be read.
pub fn existing(folder: &Path, name: &str) -> Result<PathBuf> {
    let path = below(folder, name)?;
    let real = path
        .canonicalize()
        .map_err(|error| unreadable(name, &error))?;
    inside(folder, &real, name)?;
    if !real.is_file() {
        return Err(Error::failed(format!("{name} is no file")));
    }
    Ok(real)
}

/// The place of a file to be written below a folder; it may be there already.
///
/// # Errors
/// Its folder is not there; its name or a link leads out of the folder.
pub fn to_write(folder: &Path, name: &str) -> Result<PathBuf> {
    let path = below(folder, name)?;
    let (Some(parent), Some(file)) = (path.parent(), path.file_name()) else {
        return Err(Error::failed(format!("'{name}' is no name of a file")));
    };
    let real = parent
        .canonicalize()
        .map_err(|error| no_folder(Path::new(name), &error))?;
    inside(folder, &real, name)?;
    if !real.is_dir() {
        return Err(no_folder(Path::new(name), &ErrorKind::NotADirectory.into()));
    }
    let real = real.join(file);
    if real.is_symlink() || real.exists() && !real.is_file() {
        let error = Error::failed(format!("{name} is there, and is no file"));
        return Err(error.hint("name another file"));
    }
    Ok(real)
}

/// Why the folder of a file can't be written to, in words.
fn no_folder(name: &Path, error: &std::io::Error) -> Error {
    match (error.kind(), name.parent()) {
        (ErrorKind::NotFound | ErrorKind::NotADirectory, Some(folder)) => {
            Error::failed(format!("there is no folder '{}'", folder.display()))
                .hint("make it first, or name another one")
        }
        _ => Error::failed(format!("{} can't be written: {error}", name.display())),
    }
}

/// Why a file can't be opened, in words.
pub fn unreadable(name: &str, error: &std::io::Error) -> Error {
    Error::failed(match error.kind() {
        ErrorKind::NotFound => format!("there is no file {name}"),
        ErrorKind::PermissionDenied => format!("you may not read {name}"),
        _ => format!("{name} can't be read: {error}"),
    })
}

fn below(folder: &Path, name: &str) -> Result<PathBuf> {
    let path = Path::new(name);
    let leads_up = path.components().any(|part| part == Component::ParentDir);
    if leads_up || name.contains('\0') || name.trim().is_empty() {
        return Err(outside(name));
    }
    Ok(folder.join(path))
}

fn inside(folder: &Path, real: &Path, name: &str) -> Result<()> {
    let folder = folder.canonicalize()?;
    if real.starts_with(folder) {
        Ok(())
    } else {
        Err(outside(name))
    }
}

fn outside(name: &str) -> Error {
    Error::failed(format!("'{name}' is not below the working folder"))
        .hint("name a file there, or start epic in the folder of the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_the_folder_is_found() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("work");
        std::fs::create_dir_all(folder.join("lists")).unwrap();
        std::fs::write(home.path().join("secret.csv"), "a").unwrap();
        std::fs::write(folder.join("lists/new.csv"), "a").unwrap();
        std::os::unix::fs::symlink("lists", folder.join("alias")).unwrap();
        std::os::unix::fs::symlink("../secret.csv", folder.join("out.csv")).unwrap();
        std::os::unix::fs::symlink("..", folder.join("up")).unwrap();
        let inside = folder.join("lists/new.csv").display().to_string();
        for name in ["lists/new.csv", "./lists/new.csv", "alias/new.csv", &inside] {
            assert!(existing(&folder, name).is_ok(), "{name}");
            assert!(to_write(&folder, name).is_ok(), "{name}");
        }
        let secret = home.path().join("secret.csv").display().to_string();
        for name in [
            "../secret.csv",
            "lists/../../secret.csv",
            "out.csv",
            "up/secret.csv",
            &secret,
            "",
            "a\0b",
        ] {
            assert!(existing(&folder, name).is_err(), "{name}");
            assert!(to_write(&folder, name).is_err(), "{name}");
        }
        for (name, said) in [
            ("none.csv", "there is no file none.csv"),
            ("lists", "lists is no file"),
        ] {
            assert_eq!(existing(&folder, name).unwrap_err().message, said);
        }
        assert!(to_write(&folder, "lists/fresh.csv").is_ok());
        for (name, said) in [
            ("nowhere/fresh.csv", "there is no folder 'nowhere'"),
            (
                "lists/new.csv/fresh.csv",
                "there is no folder 'lists/new.csv'",
            ),
            ("lists", "lists is there, and is no file"),
        ] {
            assert_eq!(to_write(&folder, name).unwrap_err().message, said);
        }
    }
}

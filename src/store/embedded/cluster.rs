//! Makes the cluster: initdb, in a folder that gets its name only when it is complete.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::account::{self, Account};
use super::binaries::Binaries;
use super::folders::{Folders, cannot};
use super::{log, passwords};
use crate::error::Result;

/// What letters are, for `lower`, `ilike` and the search.
const CHARACTERS: &str = if cfg!(target_os = "macos") {
    "--lc-ctype=UTF-8"
} else {
    "--lc-ctype=C.UTF-8"
};

/// How the folders of unfinished clusters begin.
const UNFINISHED: &str = "data.new-";

/// Makes the cluster. The caller holds the start lock.
pub(super) fn make(
    folders: &Folders,
    binaries: &Binaries,
    account: Option<Account>,
    quick: bool,
) -> Result<()> {
    remove_unfinished(&folders.root);
    let draft = draft(&folders.root, account)?;
    let made = initdb(folders, binaries, account, quick, &draft).and_then(|()| {
        fs::rename(&draft, folders.data()).map_err(|error| cannot("name", &folders.data(), &error))
    });
    if made.is_err() {
        remove_unfinished(&folders.root);
    }
    made
}

/// Removes what an interrupted initdb left. One that is still running does no harm in its own folder.
fn remove_unfinished(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(UNFINISHED.as_bytes())
        {
            let _ = fs::remove_dir_all(entry.path()); // it is tried again next time
        }
    }
}

/// An empty folder for initdb, of the one who runs the server.
fn draft(root: &Path, account: Option<Account>) -> Result<PathBuf> {
    let draft = root.join(format!("{UNFINISHED}{}", uuid::Uuid::new_v4().simple()));
    DirBuilder::new()
        .mode(0o700)
        .create(&draft)
        .and_then(|()| account::give(&draft, account))
        .map_err(|error| cannot("create", &draft, &error))?;
    Ok(draft)
}

fn initdb(
    folders: &Folders,
    binaries: &Binaries,
    account: Option<Account>,
    quick: bool,
    draft: &Path,
) -> Result<()> {
    let password = passwords::make_superuser(folders, account)?;
    let program = binaries.program("initdb");
    let mut command = account::command(&program, account);
    command.args([
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C",
        // Sorted by code point, as scripts do; but letters beyond ASCII have cases too.
        CHARACTERS,
        "-A",
        "scram-sha-256",
    ]);
    command.arg("--pwfile").arg(password).arg("-D").arg(draft);
    if quick {
        command.arg("--no-sync");
    }
    let done = command
        .output()
        .map_err(|error| cannot("run", &program, &error))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(log::failure(
        "the embedded database can't be made",
        &said,
        None,
    ))
}

//! The folders: whether they are there, may be written to, and are nobody else's.

use super::finding::Verdict;
use super::server::OWNER_URL;
use crate::config::Config;
use rustix::fs::{Access, access};
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

pub(super) fn settings(config: &Config) -> Verdict {
    // What is not in the environment and is set comes from there.
    let holds_owner = config.owner_url.is_some() && env::var_os(OWNER_URL).is_none();
    if holds_owner && others_may(Path::new(".env"), 0o044) {
        return Verdict::wrong(format!("others can read .env, which holds {OWNER_URL}"))
            .hint("chmod 600 .env; if somebody did, give the owner another password");
    }
    let file = config.folders.config.join("config.toml");
    let is_there = if file.exists() {
        ""
    } else {
        ", which is not there"
    };
    Verdict::ok(format!("{}{is_there}", file.display()))
}

/// The token and the history are in it.
pub(super) fn state(config: &Config) -> Verdict {
    let folder = &config.folders.state;
    if others_may(folder, 0o022) {
        let name = folder.display();
        return Verdict::wrong(format!("others can write to {name}, where your token is")).hint(
            format!("chmod go-w '{name}', and sign in again: epic login"),
        );
    }
    written_to(folder)
}

/// Of the embedded database, if it is that one.
pub(super) fn data(config: &Config) -> Verdict {
    match &config.database_url {
        Some(_) => Verdict::ok("not needed: DATABASE_URL is set"),
        None => written_to(&config.folders.data),
    }
}

pub(super) fn working() -> Verdict {
    let folder = match env::current_dir() {
        Ok(folder) => folder,
        Err(error) => {
            return Verdict::wrong(format!("it can't be told: {error}"))
                .hint("cd to a folder that is there");
        }
    };
    if access(&folder, Access::WRITE_OK | Access::EXEC_OK).is_ok() {
        return Verdict::ok(folder.display().to_string());
    }
    let found = format!("no file can be written in {}", folder.display());
    Verdict::note(found).hint("cd to a folder of yours before --out or save_as")
}

/// A folder that is made when it is needed.
fn written_to(folder: &Path) -> Verdict {
    let name = folder.display();
    let Some(nearest) = folder.ancestors().find(|above| above.exists()) else {
        return Verdict::wrong(format!("{name} is nowhere"));
    };
    if let Err(error) = access(nearest, Access::WRITE_OK | Access::EXEC_OK) {
        return Verdict::wrong(format!("{name} can't be written to: {error}"))
            .hint("set EPIC_HOME to a folder that you may write to");
    }
    let is_there = if nearest == folder {
        ""
    } else {
        ", which is made when it is needed"
    };
    Verdict::ok(format!("{name}{is_there}"))
}

fn others_may(path: &Path, mode: u32) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & mode != 0)
}

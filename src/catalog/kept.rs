//! A session's catalog, kept between programs. It never decides a right: it is used only after the database said that
//! it is still true, and whatever is sent is judged there.

use crate::private_file;
use crate::store::Server;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The file of one session's catalog, for its owner's eyes only. That it can't be read or written is no failure: then
/// the catalog comes from the database.
#[derive(Debug, Clone)]
pub struct Kept {
    path: PathBuf,
    /// Of which server and session, for which version of the program.
    of: String,
}

impl Kept {
    /// The file in a state folder, for the session that a server is connected to as.
    #[must_use]
    pub fn new(state: &Path, server: &Server) -> Self {
        let (program, role) = (env!("CARGO_PKG_VERSION"), server.role().unwrap_or_default());
        Self {
            path: file(state),
            of: format!("{program} {role} {}", server.label()),
        }
    }

    /// Removes whatever catalog is kept in a state folder.
    pub fn forget(state: &Path) {
        let _ = fs::remove_file(file(state));
    }

    /// How long ago it was written, or [noted](Kept::note) that what is over was looked after.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        let written = fs::metadata(&self.path).ok()?.modified().ok()?;
        SystemTime::now().duration_since(written).ok()
    }

    /// Notes that what is over was looked after just now.
    pub fn note(&self) {
        let file = File::options().write(true).open(&self.path);
        let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
    }

    /// The version, and the catalog as `epic.catalog()` wrote it.
    pub(super) fn load(&self) -> Option<(String, String)> {
        let permissions = fs::metadata(&self.path).ok()?.permissions();
        if private_file::is_open_to_others(&permissions) {
            return None;
        }
        let text = fs::read_to_string(&self.path).ok()?;
        let (of, rest) = text.split_once('\n')?;
        let (version, written) = rest.split_once('\n')?;
        (of == self.of).then(|| (version.to_owned(), written.to_owned()))
    }

    pub(super) fn save(&self, version: &str, written: &str) {
        let parts = [&self.of, "\n", version, "\n", written];
        let _ = private_file::replace(&self.path, &parts.map(str::as_bytes));
    }
}

fn file(state: &Path) -> PathBuf {
    state.join("catalog")
}

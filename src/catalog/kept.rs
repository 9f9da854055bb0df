//! A session's catalog, kept between programs. It never decides a right: it is used only after the database said that
//! it is still true, and whatever is sent is judged there.

use super::entity::Entity;
use super::listed::Listed;
use super::person::Person;
use crate::private_file;
use crate::store::Server;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;
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
        let file = file(state);
        let _ = fs::remove_file(snapshot_file(&file));
        let _ = fs::remove_file(file);
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

    /// The version, who it is for, and the entities.
    pub(super) fn load(&self) -> Option<(String, Option<Person>, Vec<Listed>)> {
        let text = Rc::new(own_text(&self.path)?);
        let mut lines = Lines { text: &text, at: 0 };
        if lines.next()?.1 != self.of {
            return None;
        }
        let version = lines.next()?.1.to_owned();
        let me = serde_json::from_str(lines.next()?.1).ok()?;
        let count: usize = lines.next()?.1.parse().ok()?;
        let mut listed = Vec::new();
        for _ in 0..count {
            let name = serde_json::from_str(lines.next()?.1).ok()?;
            listed.push(Listed::written(name, &text, lines.next()?.0));
        }
        // All are written alike: if one can be read, it is by a program as this one.
        listed
            .first()
            .map_or(Ok(()), |first| first.entity().map(|_| ()))
            .ok()?;
        Some((version, me, listed))
    }

    /// At which snapshot of the database this version of it was true last, if that is known.
    pub(super) fn snapshot(&self, version: &str) -> Option<String> {
        let text = own_text(&snapshot_file(&self.path))?;
        let (known, snapshot) = text.rsplit_once('\n')?;
        let is_of_it = known == self.about(version);
        is_of_it.then(|| snapshot.to_owned())
    }

    /// Writes that.
    pub(super) fn save_snapshot(&self, version: &str, snapshot: &str) {
        let parts = [&self.about(version), "\n", snapshot];
        let _ = private_file::replace(&snapshot_file(&self.path), &parts.map(str::as_bytes));
    }

    fn about(&self, version: &str) -> String {
        format!("{}\n{version}", self.of)
    }

    /// Writes it: a line for each part, and two for each entity.
    pub(super) fn save(&self, version: &str, me: Option<&Person>, entities: &[Rc<Entity>]) {
        let text = written(me, entities).unwrap_or_default(); // what is empty is read anew
        let parts = [&self.of, "\n", version, "\n", &text];
        let _ = private_file::replace(&self.path, &parts.map(str::as_bytes));
    }
}

fn written(me: Option<&Person>, entities: &[Rc<Entity>]) -> serde_json::Result<String> {
    let me = serde_json::to_string(&me)?;
    let mut text = format!("{me}\n{}\n", entities.len());
    for entity in entities {
        let (name, entity) = (
            serde_json::to_string(&entity.name)?,
            serde_json::to_string(entity.as_ref())?,
        );
        text.extend([&name, "\n", &entity, "\n"]);
    }
    Ok(text)
}

/// The lines of a text, each of which ends with a line break; with their places in it.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (Range<usize>, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let (line, _) = self.text.get(self.at..)?.split_once('\n')?;
        let place = self.at..self.at + line.len();
        self.at = place.end + 1;
        Some((place, line))
    }
}

/// A file's text, if nobody else can have written it.
fn own_text(path: &Path) -> Option<String> {
    let permissions = fs::metadata(path).ok()?.permissions();
    let is_own = !private_file::is_open_to_others(&permissions);
    is_own.then(|| fs::read_to_string(path).ok())?
}

fn file(state: &Path) -> PathBuf {
    state.join("catalog")
}

fn snapshot_file(catalog: &Path) -> PathBuf {
    catalog.with_file_name("catalog_snapshot")
}

//! Where in the server's log the last change of a session is, kept between programs: the next one must see it, whichever
//! server it reads from.

use crate::private_file;
use crate::store::Place;
use std::path::{Path, PathBuf};

/// The file of one session's last change, in the state folder. That it can't be read or written is no failure.
#[derive(Debug, Clone)]
pub struct LastChange {
    path: PathBuf,
    role: String,
}

impl LastChange {
    /// The file in a state folder, for the session of a role.
    #[must_use]
    pub fn new(state: &Path, role: &str) -> Self {
        Self {
            path: state.join("last-change"),
            role: role.to_owned(),
        }
    }

    /// The place, if something was changed.
    #[must_use]
    pub fn load(&self) -> Option<Place> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let (role, place) = text.split_once(' ')?;
        Place::read(place).filter(|_| role == self.role)
    }

    /// Takes note of the place.
    pub fn save(&self, place: Place) {
        let text = format!("{} {place}\n", self.role);
        let _ = private_file::replace(&self.path, &[text.as_bytes()]);
    }
}

//! Where scripts and their modules are: `./scripts`, the user's own folder, then those built in.

use super::folder::{Place, is_name, is_path, read};
use super::script::Script;
use crate::config::Folders;
use crate::error::{Error, Result};
use crate::script::{ModuleText, Modules};
use std::path::Path;

/// The folder of scripts in the working folder, and in that of the configuration.
const SCRIPTS: &str = "scripts";

/// All places of scripts; an earlier one comes before a later one.
#[derive(Debug, Clone)]
pub struct Library {
    places: Vec<Place>,
    /// The flags that every script has.
    pub reserved: Vec<String>,
}

/// A script of a name, and where others of the same name are that do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The one that counts.
    pub script: Script,
    /// Where the others are.
    pub shadows: Vec<Place>,
}

impl Library {
    /// The scripts of the working folder, of the user, and of the binary.
    #[must_use]
    pub fn new(folders: &Folders, reserved: Vec<String>) -> Self {
        Self {
            places: vec![
                Place::Folder(Path::new(".").join(SCRIPTS)),
                Place::Folder(folders.config.join(SCRIPTS)),
                Place::BuiltIn,
            ],
            reserved,
        }
    }

    /// The names of all scripts, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.of_all(Place::names)
    }

    /// The names of all modules that lie in folders, such as `lib/dates`, in order.
    #[must_use]
    pub fn modules(&self) -> Vec<String> {
        self.of_all(Place::modules)
    }

    fn of_all(&self, names: fn(&Place) -> Vec<String>) -> Vec<String> {
        let mut names: Vec<String> = self.places.iter().flat_map(names).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a text can be the name of a script.
    #[must_use]
    pub fn may_be_named(text: &str) -> bool {
        is_name(text)
    }

    /// A script by its name, or any file by its path (with a `/` in it, or `.rhai` at its end).
    ///
    /// # Errors
    /// There is none, with the nearest name; it can't be read.
    pub fn find(&self, name: &str) -> Result<Found> {
        if is_path(name) {
            return of_file(name);
        }
        let mut found: Option<Found> = None;
        for place in self.places.iter().filter(|_| is_name(name)) {
            if let Some(found) = &mut found {
                if place.names().iter().any(|known| known == name) {
                    found.shadows.push(place.clone());
                }
                continue;
            }
            found = place.text(name)?.map(|text| Found {
                script: Script {
                    name: name.to_owned(),
                    text,
                    place: place.clone(),
                },
                shadows: Vec::new(),
            });
        }
        match found {
            Some(found) => Ok(found),
            None if Path::new(name).is_file() => of_file(name),
            None => Err(self.no_script(name)),
        }
    }

    fn no_script(&self, name: &str) -> Error {
        let names = self.names();
        Error::usage(format!("there is no script '{name}'"))
            .did_you_mean(name, names.iter().map(String::as_str))
            .hint("see: epic scripts; a file is named by its path: ./due.rhai")
    }
}

/// The script of a file.
fn of_file(path: &str) -> Result<Found> {
    let script = Script {
        name: path.to_owned(),
        text: read(Path::new(path))?,
        place: Place::File(path.into()),
    };
    Ok(Found {
        script,
        shadows: Vec::new(),
    })
}

impl Modules for Library {
    fn find(&self, path: &str) -> Result<ModuleText> {
        if !path.split('/').all(is_name) {
            return Err(Error::failed(format!("'{path}' can't be a module")).hint(
                "modules are named from a script folder on: import \"lib/dates\" as dates;",
            ));
        }
        for place in &self.places {
            if let Some(text) = place.text(path)? {
                return Ok(ModuleText {
                    label: place.label(path),
                    text,
                });
            }
        }
        let places: Vec<String> = self.places.iter().map(Place::folder).collect();
        let modules = Self::modules(self);
        Err(Error::failed(format!("there is no module '{path}'"))
            .did_you_mean(path, modules.iter().map(String::as_str))
            .hint(format!("looked for in: {}", places.join(", "))))
    }
}

//! The scripts and modules that are built into the binary: those of the folder `scripts/`.

include!(concat!(env!("OUT_DIR"), "/scripts.rs"));

/// The names of the scripts; modules, which lie in folders, are none.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    all().filter(|name| !name.contains('/'))
}

/// The names of the modules.
pub(super) fn modules() -> impl Iterator<Item = &'static str> {
    all().filter(|name| name.contains('/'))
}

/// The text of a script or a module.
pub(super) fn text(name: &str) -> Option<&'static str> {
    let found = SCRIPTS.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}

fn all() -> impl Iterator<Item = &'static str> {
    SCRIPTS.iter().map(|(name, _)| *name)
}

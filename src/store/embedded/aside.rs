//! A cluster that no program here can run is set aside, whole, for one that can.

use std::fs;
use std::path::PathBuf;

use super::binaries::Binaries;
use super::folders::cannot;
use super::locks::StartLock;
use super::server::Server;
use crate::error::Result;

/// Gives the folder of a cluster another name if only programs of other versions are here; says which.
pub(super) fn set_aside(server: &Server) -> Result<Option<PathBuf>> {
    let of_another_version = || {
        let version = server.folders.version()?;
        let is_ours = Binaries::find(Some(&version)).is_ok();
        (!is_ours && Binaries::find(None).is_ok()).then_some(version)
    };
    if of_another_version().is_none() {
        return Ok(None);
    }
    let _start = StartLock::take(&server.folders)?;
    // Somebody else may have done it meanwhile.
    let Some(version) = of_another_version() else {
        return Ok(None);
    };
    let root = &server.folders.root;
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    let mut aside = root.with_file_name(format!("{name}-{version}"));
    let mut number = 1;
    while aside.exists() {
        number += 1;
        aside = root.with_file_name(format!("{name}-{version}-{number}"));
    }
    fs::rename(root, &aside).map_err(|error| cannot("name", &aside, &error))?;
    Ok(Some(aside))
}

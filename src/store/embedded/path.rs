//! The folders of `PATH`.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;

pub(super) fn on_path() -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

/// Whether a program of this name can be found on the path.
pub(super) fn is_installed(program: impl AsRef<OsStr>) -> bool {
    let program = program.as_ref();
    on_path().any(|folder| folder.join(program).is_file())
}

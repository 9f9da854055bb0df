//! Programs of PostgreSQL that are not ours.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of `pg_dump` and its like, if they are of the server's version: an older one does not read a newer server.
pub fn client_programs() -> Option<PathBuf> {
    let version = epic::store::embedded::newest_version().ok()?;
    let folders = env::split_paths(&env::var_os("PATH")?).collect::<Vec<_>>();
    let debian = PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"));
    let is_it = |folder: &PathBuf| {
        let said = Command::new(folder.join("pg_dump"))
            .arg("--version")
            .output();
        said.is_ok_and(|said| {
            String::from_utf8_lossy(&said.stdout).contains(&format!(" {version}."))
        })
    };
    [debian].into_iter().chain(folders).find(is_it)
}

/// A search path with these programs, and `epic`.
pub fn with_epic(programs: &Path) -> String {
    let epic = Path::new(env!("CARGO_BIN_EXE_epic"));
    let epic = epic.parent().expect("a folder").display();
    let path = env::var("PATH").unwrap_or_default();
    format!("{epic}:{}:{path}", programs.display())
}

/// The folder of the server's programs of an older version than that of the run, if `bin/test` offers one.
pub fn older_programs() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("EPIC_TEST_OLDER_BINDIR")?);
    let said = Command::new(folder.join("postgres"))
        .arg("--version")
        .output();
    let said = String::from_utf8(said.expect("it is there").stdout).expect("a text");
    let version = epic::store::embedded::newest_version().ok()?;
    (!said.contains(&format!(" {version}."))).then_some(folder)
}

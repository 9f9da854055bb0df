//! Finds PostgreSQL's server programs.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::install;
use super::path::on_path;
use crate::error::{Error, Result};

/// Folders whose versions lie side by side: the folder, what comes before the version, and after it.
const SIDE_BY_SIDE: [(&str, &str, &str); 5] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// A folder that has both `postgres` and `initdb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries(PathBuf);

impl Binaries {
    /// The programs for a cluster of this major version, or for a new cluster.
    pub(super) fn find(cluster: Option<&str>) -> Result<Self> {
        let found = Self::all()?;
        match cluster {
            None => newest(found),
            Some(version) => choose(found, version),
        }
    }

    /// The program of this name.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The folder of the programs.
    pub(super) fn folder(&self) -> &Path {
        &self.0
    }

    /// The major version of the programs, such as `15`.
    pub(super) fn version(&self) -> Option<String> {
        let said = Command::new(self.program("postgres"))
            .arg("--version")
            .output()
            .ok()?;
        major(&String::from_utf8_lossy(&said.stdout))
    }

    /// All that are installed, the best first; only the one in `PG_BINDIR` when that is set.
    fn all() -> Result<Vec<Self>> {
        if let Some(folder) = env::var_os("PG_BINDIR").filter(|folder| !folder.is_empty()) {
            let folder = PathBuf::from(folder);
            return match Self::in_folder(&folder) {
                Some(binaries) => Ok(vec![binaries]),
                None => Err(Error::unreachable(format!(
                    "there is no postgres and initdb in {}",
                    folder.display()
                ))
                .hint("correct PG_BINDIR, or unset it")),
            };
        }
        let mut found: Vec<Self> = Vec::new();
        for folder in on_path().chain(from_pg_config()).chain(side_by_side()) {
            if let Some(binaries) = Self::in_folder(&folder)
                && !found.contains(&binaries)
            {
                found.push(binaries);
            }
        }
        Ok(found)
    }

    /// The programs in this folder, following links (initdb looks for `postgres` beside itself).
    fn in_folder(folder: &Path) -> Option<Self> {
        let postgres = folder.join("postgres").canonicalize().ok()?;
        let folder = postgres.parent()?;
        (postgres.is_file() && folder.join("initdb").is_file()).then(|| Self(folder.to_owned()))
    }
}

/// The programs of the highest version; of several with the same, those that were found first.
fn newest(found: Vec<Binaries>) -> Result<Binaries> {
    let version = |binaries: &Binaries| binaries.version().and_then(|version| version.parse().ok());
    let by_version = found.into_iter().rev();
    by_version
        .max_by_key(|binaries| version(binaries).unwrap_or(0_u32))
        .ok_or_else(install::missing)
}

/// The programs of the cluster's version among those that were found.
fn choose(found: Vec<Binaries>, version: &str) -> Result<Binaries> {
    if found.is_empty() {
        return Err(install::missing());
    }
    let mut others = Vec::new();
    for binaries in found {
        match binaries.version() {
            Some(this) if this == version => return Ok(binaries),
            this => others.push(this.unwrap_or_else(|| binaries.0.display().to_string())),
        }
    }
    Err(Error::unreachable(format!(
        "the embedded database was made by PostgreSQL {version}, but here is only {}",
        others.join(", ")
    ))
    .hint(format!(
        "install PostgreSQL {version} beside it, or set PG_BINDIR to the folder of its programs: it goes on then as before"
    ))
    .hint("to take its data to a newer PostgreSQL: \"The embedded database\" in docs/operate.md")
    .hint("to start over with demo data: epic demo --fresh, which sets the old database aside and loses nothing"))
}

fn from_pg_config() -> Option<PathBuf> {
    let said = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(
        String::from_utf8(said.stdout).ok()?.trim_end(),
    ))
}

fn side_by_side() -> impl Iterator<Item = PathBuf> {
    SIDE_BY_SIDE
        .into_iter()
        .flat_map(|(folder, before, after)| {
            newest_first(names_in(Path::new(folder)), before)
                .into_iter()
                .map(move |name| Path::new(folder).join(name).join(after))
        })
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str().map(str::to_owned))
        .collect()
}

/// The names that are the prefix and a version, the highest version first.
fn newest_first(names: Vec<String>, prefix: &str) -> Vec<String> {
    let mut versions: Vec<(u32, String)> = names
        .into_iter()
        .filter_map(|name| Some((name.strip_prefix(prefix)?.parse().ok()?, name)))
        .collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    versions.into_iter().map(|(_, name)| name).collect()
}

/// The major version in what `postgres --version` says.
fn major(said: &str) -> Option<String> {
    let (_, version) = said.split_once("(PostgreSQL) ")?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_version_comes_first_as_a_number() {
        let names = ["9", "15", "common", "16", "10"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(newest_first(names, ""), ["16", "15", "10", "9"]);
        let names = ["pgsql-9", "pgsql-17", "bin", "17"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(newest_first(names, "pgsql-"), ["pgsql-17", "pgsql-9"]);
    }

    #[test]
    fn versions_are_read_from_what_the_server_says() {
        let said = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(major(said).as_deref(), Some("15"));
        assert_eq!(
            major("postgres (PostgreSQL) 19beta1").as_deref(),
            Some("19")
        );
        assert_eq!(major("zsh: not found"), None);
    }

    #[test]
    fn a_folder_counts_only_with_both_programs() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Binaries::in_folder(folder.path()), None);
        fs::write(folder.path().join("postgres"), "").expect("a file");
        assert_eq!(Binaries::in_folder(folder.path()), None);
        fs::write(folder.path().join("initdb"), "").expect("a file");
        let real = folder.path().canonicalize().expect("it exists");
        assert_eq!(Binaries::in_folder(folder.path()), Some(Binaries(real)));
    }

    #[test]
    fn another_version_is_a_clear_error() {
        let found = Binaries::all().expect("no PG_BINDIR");
        let error = choose(found, "8").expect_err("nobody has 8");
        assert!(
            error
                .to_string()
                .contains("made by PostgreSQL 8, but here is only 1"),
            "{error}"
        );
        assert!(
            error.to_string().contains("hint: install PostgreSQL 8"),
            "{error}"
        );
    }
}

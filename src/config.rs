//! Settings: defaults < `config.toml` < `.env` < environment < options.
//!
//! [`Config::load`] reads them once, at the start. Secrets are kept in [`SecretString`], which no
//! debug print shows.

use crate::error::{Error, Result};
use crate::render::Format;
use secrecy::SecretString;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The embedded cluster's sub-folder of the data folder.
const CLUSTER: &str = "postgres";

/// Where things are kept. `EPIC_HOME` puts all three under one folder.
#[derive(Debug, Clone)]
pub struct Folders {
    /// `EPIC_HOME`, when it is set.
    pub home: Option<PathBuf>,
    /// `config.toml`.
    pub config: PathBuf,
    /// The token and the history.
    pub state: PathBuf,
    /// The embedded database.
    pub data: PathBuf,
}

impl Folders {
    /// The folder of the embedded PostgreSQL.
    #[must_use]
    pub fn cluster(&self) -> PathBuf {
        self.data.join(CLUSTER)
    }

    fn under(home: &Path) -> Self {
        Self {
            home: Some(home.to_owned()),
            config: home.join("config"),
            state: home.join("state"),
            data: home.join("data"),
        }
    }

    fn of_the_platform() -> Result<Self> {
        let folders = directories::ProjectDirs::from("", "", "epic").ok_or_else(|| {
            Error::failed("there is no home folder to keep settings in")
                .hint("set EPIC_HOME to a folder of yours")
        })?;
        let data = folders.data_local_dir().to_owned();
        Ok(Self {
            home: None,
            config: folders.config_dir().to_owned(),
            state: folders
                .state_dir()
                .map_or_else(|| data.join("state"), Path::to_owned),
            data,
        })
    }
}

/// All settings, merged.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where things are kept.
    pub folders: Folders,
    /// The shell's own URL (role `epic_login`); none means the embedded server.
    pub database_url: Option<SecretString>,
    /// The owner's URL: read by `epic db …` alone.
    pub owner_url: Option<SecretString>,
    /// A token for unattended runs (`EPIC_TOKEN`).
    pub token: Option<SecretString>,
    /// Where faults and news go (`SENTRY_DSN`); none means nowhere.
    pub sentry_dsn: Option<SecretString>,
    /// How results are written, when no option says it.
    pub format: Format,
    /// No colours (`NO_COLOR`).
    pub no_color: bool,
    /// The editor of `:edit` (`VISUAL`, else `EDITOR`).
    pub editor: Option<String>,
}

/// `config.toml`, and each of its `[profiles.NAME]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database_url: Option<String>,
    sentry_dsn: Option<String>,
    format: Option<String>,
    #[serde(default)]
    no_color: bool,
    #[serde(default)]
    profiles: HashMap<String, File>,
}

impl Config {
    /// Reads the settings of a profile (or of none) for the process.
    ///
    /// # Errors
    /// A damaged `config.toml` or `.env`, an unknown profile, a value that can't be.
    pub fn load(profile: Option<&str>) -> Result<Self> {
        let dotenv = dotenv()?;
        let read = |name: &str| {
            std::env::var(name)
                .ok()
                .or_else(|| dotenv.get(name).cloned())
                .filter(|v| !v.is_empty())
        };
        Self::read(profile, &read)
    }

    /// Reads the settings, given a way to read the environment.
    fn read(profile: Option<&str>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let mut folders = match variable("EPIC_HOME") {
            Some(home) => Folders::under(&std::path::absolute(home)?),
            None => Folders::of_the_platform()?,
        };
        let mut file = read_file(&folders.config.join("config.toml"))?;
        if let Some(name) = profile {
            folders.state = folders.state.join("profiles").join(name);
            file = of_profile(file, name)?;
        }
        Ok(Self {
            folders,
            database_url: variable("DATABASE_URL")
                .or(file.database_url)
                .map(Into::into),
            owner_url: variable("DATABASE_OWNER_URL").map(Into::into),
            token: variable("EPIC_TOKEN").map(Into::into),
            sentry_dsn: variable("SENTRY_DSN").or(file.sentry_dsn).map(Into::into),
            format: file
                .format
                .as_deref()
                .map_or(Ok(Format::default()), str::parse)?,
            no_color: file.no_color || variable("NO_COLOR").is_some(),
            editor: variable("VISUAL").or_else(|| variable("EDITOR")),
        })
    }
}

fn read_file(path: &Path) -> Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| {
            Error::usage(format!("{}: {}", path.display(), error.message()))
                .hint("mend that file, or move it away to start from the defaults")
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(Error::usage(format!("{}: {error}", path.display()))),
    }
}

/// The settings of one profile; what it doesn't say, the whole file says.
fn of_profile(mut file: File, name: &str) -> Result<File> {
    let Some(profile) = file.profiles.remove(name) else {
        let error = Error::usage(format!("config.toml has no profile '{name}'")).hint(format!(
            "write a section [profiles.{name}] with its database_url"
        ));
        return Err(error.did_you_mean(name, file.profiles.keys().map(String::as_str)));
    };
    Ok(File {
        database_url: profile.database_url.or(file.database_url),
        sentry_dsn: profile.sentry_dsn.or(file.sentry_dsn),
        format: profile.format.or(file.format),
        no_color: profile.no_color || file.no_color,
        profiles: HashMap::new(),
    })
}

/// The `.env` of the working folder; the process's own environment is left as it is.
fn dotenv() -> Result<HashMap<String, String>> {
    let items = match dotenvy::from_filename_iter(".env") {
        Ok(items) => items,
        Err(error) if error.not_found() => return Ok(HashMap::new()),
        Err(error) => return Err(Error::usage(format!(".env: {error}"))),
    };
    items
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| {
            // The error quotes the line, which may hold a password.
            let at = if let dotenvy::Error::LineParse(_, at) = error {
                format!(" near character {at}")
            } else {
                String::new()
            };
            Error::usage(format!(".env can't be read{at}")).hint("each line is NAME=\"value\"")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    fn load(home: &Path, profile: Option<&str>, extra: &[(&str, &str)]) -> Result<Config> {
        let mut variables: HashMap<_, _> = extra
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        variables.insert("EPIC_HOME".into(), home.display().to_string());
        Config::read(profile, &|name| variables.get(name).cloned())
    }

    #[test]
    fn the_environment_beats_the_profile_beats_the_file() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("config")).unwrap();
        std::fs::write(
            home.path().join("config/config.toml"),
            "database_url = 'postgres://file'\n[profiles.test]\ndatabase_url = 'postgres://profile'\n",
        )
        .unwrap();
        let url = |profile, extra: &[_]| {
            let config = load(home.path(), profile, extra).unwrap();
            config.database_url.unwrap().expose_secret().to_owned()
        };
        assert_eq!(url(None, &[]), "postgres://file");
        assert_eq!(url(Some("test"), &[]), "postgres://profile");
        assert_eq!(
            url(Some("test"), &[("DATABASE_URL", "postgres://env")]),
            "postgres://env"
        );
        let unknown = load(home.path(), Some("tset"), &[]).unwrap_err();
        assert_eq!(unknown.hints.last().unwrap(), "did you mean 'test'?");
    }

    #[test]
    fn a_misspelt_setting_is_an_error_and_no_debug_print_shows_a_secret() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("config")).unwrap();
        std::fs::write(home.path().join("config/config.toml"), "databse_url = 'x'").unwrap();
        assert!(
            load(home.path(), None, &[])
                .unwrap_err()
                .message
                .contains("databse_url")
        );

        std::fs::remove_file(home.path().join("config/config.toml")).unwrap();
        let config = load(home.path(), None, &[("EPIC_TOKEN", "very.secret.token")]).unwrap();
        assert!(!format!("{config:?}").contains("very"));
    }
}

//! Settings: defaults < `config.toml` < `.env` < environment < options.
//!
//! [`Config::load`] reads them once, at the start. Secrets are kept in [`SecretString`], which no
//! debug print shows.

mod color;
mod dotenv;
mod folders;
mod settings;
mod template;

pub use color::Color;
pub use folders::Folders;
pub use settings::{ROWS, SETTINGS, Setting, Settings};
pub use template::{PLACEHOLDERS, Piece, Placeholder, Template};

use crate::error::{Error, Result};
use dotenv::DotEnv;
use secrecy::SecretString;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::env::VarError;
use std::path::Path;

/// All settings, merged.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where things are kept.
    pub folders: Folders,
    /// The shell's own URL (role `epic_login`); none means the embedded server.
    pub database_url: Option<SecretString>,
    /// Where a standby of that database is, which may do what only reads: any URL of it. The role is that of the session.
    pub replica_url: Option<SecretString>,
    /// Whether sessions only read: a promise of this program, no right that is taken away.
    pub read_only: bool,
    /// The owner's URL: read by `epic db …` alone.
    pub owner_url: Option<SecretString>,
    /// A token for unattended runs (`EPIC_TOKEN`).
    pub token: Option<SecretString>,
    /// Where faults and news go (`SENTRY_DSN`); none means nowhere.
    pub sentry_dsn: Option<SecretString>,
    /// The profile, if there is one.
    pub profile: Option<String>,
    /// What can be set; `NO_COLOR` and options beat the file.
    pub settings: Settings,
    /// The editor of `:edit` (`VISUAL`, else `EDITOR`).
    pub editor: Option<String>,
}

/// `config.toml`, and each of its `[profiles.NAME]`.
#[derive(Debug, Default, Deserialize)]
struct File {
    database_url: Option<String>,
    replica_url: Option<String>,
    sentry_dsn: Option<String>,
    read_only: Option<bool>,
    #[serde(default)]
    profiles: HashMap<String, File>,
    #[serde(flatten)]
    settings: BTreeMap<String, toml::Value>,
}

/// Profiles that begin so are shown in red, unless they say otherwise.
const PRODUCTION: &str = "prod";

impl Config {
    /// Reads the settings of a profile (or of none) for the process.
    ///
    /// # Errors
    /// A damaged `config.toml` or `.env`, an unknown profile, a value that can't be.
    pub fn load(profile: Option<&str>) -> Result<Self> {
        let dotenv = DotEnv::load()?;
        let read = |name: &str| match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => dotenv.get(name),
            Err(VarError::NotUnicode(_)) => Err(Error::usage(format!("{name} is not text"))
                .hint(format!("set {name} again, or unset it"))),
        };
        Self::read(profile, &read)
    }

    /// Reads the settings, given a way to read the environment.
    fn read(profile: Option<&str>, read: &dyn Fn(&str) -> Result<Option<String>>) -> Result<Self> {
        // What decides where and as whom is never taken for unset because it is empty: a secret that is missing in
        // a pipeline would lead to another database, or act as somebody else.
        let named = |name: &str, otherwise: &str| match read(name)? {
            Some(value) if value.trim().is_empty() => Err(Error::usage(format!("{name} is empty"))
                .hint(format!("give it a value, or unset it {otherwise}"))),
            value => Ok(value),
        };
        // A variable that was read from a file may end with its line.
        let secret = |name: &str, otherwise: &str| {
            let value = named(name, otherwise)?;
            Ok::<_, Error>(value.map(|value| value.trim().to_owned()))
        };
        let wish = |name: &str| Ok::<_, Error>(read(name)?.filter(|value| !value.is_empty()));
        let mut folders = match named("EPIC_HOME", "for the folders of this account")? {
            Some(home) => Folders::under(&std::path::absolute(home)?),
            None => Folders::of_the_platform()?,
        };
        let mut file = read_file(&folders.config.join("config.toml"))?;
        if let Some(name) = profile {
            folders.state = folders.state.join("profiles").join(name);
            file = of_profile(file, name)?;
        }
        let mut settings = Settings::read(&file.settings)?;
        settings.no_color |= wish("NO_COLOR")?.is_some();
        if settings.color.is_none() && profile.is_some_and(|name| name.starts_with(PRODUCTION)) {
            settings.color = Some(Color::Red);
        }
        let of_environment = secret(
            "DATABASE_URL",
            "for that of config.toml or the embedded database",
        )?;
        // It is a standby of the database that is named beside it.
        let replica_url = file.replica_url.filter(|_| of_environment.is_none());
        Ok(Self {
            folders,
            replica_url: replica_url.map(Into::into),
            database_url: of_environment.or(file.database_url).map(Into::into),
            read_only: file.read_only.unwrap_or(false),
            owner_url: secret("DATABASE_OWNER_URL", "for the embedded database")?.map(Into::into),
            token: secret("EPIC_TOKEN", "to go on as who signed in here")?.map(Into::into),
            sentry_dsn: wish("SENTRY_DSN")?.or(file.sentry_dsn).map(Into::into),
            profile: profile.map(str::to_owned),
            settings,
            editor: wish("VISUAL")?.or(wish("EDITOR")?),
        })
    }
}

fn read_file(path: &Path) -> Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text)
            .map_err(|error| Error::usage(error.message()))
            .and_then(checked)
            .map_err(|mut error| {
                error.message = format!("{}: {}", path.display(), error.message);
                error.hint("mend that file, or move it away to start from the defaults")
            }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(Error::usage(format!("{}: {error}", path.display()))),
    }
}

/// Makes sure that what it says can be, in each profile too.
fn checked(file: File) -> Result<File> {
    for part in file.profiles.values().chain([&file]) {
        Settings::read(&part.settings)?;
    }
    Ok(file)
}

/// The settings of one profile; what it doesn't say, the whole file says.
fn of_profile(mut file: File, name: &str) -> Result<File> {
    let Some(profile) = file.profiles.remove(name) else {
        let error = Error::usage(format!("config.toml has no profile '{name}'")).hint(format!(
            "write a section [profiles.{name}] with its database_url"
        ));
        return Err(error.did_you_mean(name, file.profiles.keys().map(String::as_str)));
    };
    file.settings.extend(profile.settings);
    let of_file = file.replica_url.filter(|_| profile.database_url.is_none());
    Ok(File {
        replica_url: profile.replica_url.or(of_file),
        database_url: profile.database_url.or(file.database_url),
        sentry_dsn: profile.sentry_dsn.or(file.sentry_dsn),
        read_only: profile.read_only.or(file.read_only),
        profiles: HashMap::new(),
        settings: file.settings,
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
        Config::read(profile, &|name| Ok(variables.get(name).cloned()))
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
        std::fs::write(
            home.path().join("config/config.toml"),
            "database_url = 'postgres://file'\nreplica_url = 'postgres://replica'\n[profiles.same]\n[profiles.test]\ndatabase_url = 'postgres://profile'\n[profiles.own]\nreplica_url = 'postgres://own'\n",
        )
        .unwrap();
        let replica = |profile, extra: &[_]| {
            let config = load(home.path(), profile, extra).unwrap();
            config.replica_url.map(|url| url.expose_secret().to_owned())
        };
        assert_eq!(replica(None, &[]).unwrap(), "postgres://replica");
        assert_eq!(replica(Some("same"), &[]).unwrap(), "postgres://replica");
        assert_eq!(replica(Some("own"), &[]).unwrap(), "postgres://own");
        // A standby of another database is of no use.
        assert_eq!(replica(Some("test"), &[]), None);
        assert_eq!(replica(None, &[("DATABASE_URL", "postgres://env")]), None);
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

    #[test]
    fn production_is_red_unless_it_says_otherwise_and_what_can_t_be_is_refused_in_any_profile() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("config")).unwrap();
        let file = home.path().join("config/config.toml");
        let text =
            "rows = 5\n[profiles.production]\ntiming = true\n[profiles.prod2]\ncolor = 'blue'\n";
        std::fs::write(&file, text).unwrap();
        let settings = |profile| load(home.path(), profile, &[]).unwrap().settings;
        let red = settings(Some("production"));
        assert_eq!(
            (red.color, red.rows, red.timing),
            (Some(Color::Red), 5, true)
        );
        assert_eq!(settings(Some("prod2")).color, Some(Color::Blue));
        assert_eq!(settings(None).color, None);
        std::fs::write(&file, "[profiles.other]\nrwos = 3\n").unwrap();
        let error = load(home.path(), None, &[]).unwrap_err();
        assert!(
            error.message.ends_with("there is no setting 'rwos'"),
            "{error:?}"
        );
        assert!(error.hints.contains(&"did you mean 'rows'?".to_owned()));
    }

    #[test]
    fn a_profile_may_have_colours_where_the_whole_file_has_none() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("config")).unwrap();
        let text = "no_color = true\n[profiles.bright]\nno_color = false\n[profiles.plain]\n";
        std::fs::write(home.path().join("config/config.toml"), text).unwrap();
        let no_color = |profile| load(home.path(), profile, &[]).unwrap().settings.no_color;
        assert!(no_color(None));
        assert!(no_color(Some("plain")));
        assert!(!no_color(Some("bright")));
    }

    #[test]
    fn what_decides_where_and_as_whom_is_not_unset_when_it_is_empty() {
        let home = tempfile::tempdir().unwrap();
        for name in ["DATABASE_URL", "DATABASE_OWNER_URL", "EPIC_TOKEN"] {
            for value in ["", " \n"] {
                let error = load(home.path(), None, &[(name, value)]).unwrap_err();
                assert_eq!(error.message, format!("{name} is empty"));
            }
        }
        let config = load(
            home.path(),
            None,
            &[("EPIC_TOKEN", "a.b.c\n"), ("NO_COLOR", "")],
        )
        .unwrap();
        assert_eq!(config.token.unwrap().expose_secret(), "a.b.c");
        assert!(!config.settings.no_color);
    }
}

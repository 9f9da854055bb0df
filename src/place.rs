//! Which database: the one of the settings, or the embedded one.

use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::store::embedded::{Embedded, Membership, Options};
use crate::store::{self, LOGIN_ROLE, Server, interrupt, setup};
use secrecy::SecretString;
use std::cell::RefCell;
use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

/// The embedded database's name.
const DATABASE: &str = "epic";
/// The role that owns everything.
pub(crate) const OWNER_ROLE: &str = "epic_owner";
/// In the cluster's folder: what was set up there, and by which SQL.
const STAMP: &str = "set-up";

/// A database, ready to be logged in to.
pub(crate) struct Place {
    /// As the role that may only log in.
    pub(crate) login: Server,
    /// While it lives, the embedded server runs.
    member: RefCell<Option<Membership>>,
}

impl Place {
    /// The database of the settings; the embedded one is started (and set up) when it has to be.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        match &config.database_url {
            Some(url) => {
                let primary = server(url, config)?;
                let login = match &config.replica_url {
                    Some(url) => primary.with_replica(server(url, config).map_err(of_replica)?),
                    None => primary,
                };
                Ok(Self::at(login, None, config))
            }
            None => {
                let here = Here::open(config)?;
                here.prepare()?;
                here.into_place(config)
            }
        }
    }

    fn at(login: Server, member: Option<Membership>, config: &Config) -> Self {
        let login = if config.read_only {
            login.only_reading()
        } else {
            login
        };
        Self {
            login,
            member: RefCell::new(member),
        }
    }

    /// Starts the embedded server if it was stopped while we used it; returns whether it was.
    pub(crate) fn revive(&self, config: &Config) -> Result<bool> {
        let embedded = embedded(config);
        if self.member.borrow().is_none() || embedded.status().running {
            return Ok(false);
        }
        let again = embedded.join()?;
        // The old part is given up after the new one was taken: in between it would be stopped.
        drop(self.member.replace(Some(again)));
        Ok(true)
    }
}

/// How long a connection is kept that nobody uses.
fn idle_after(config: &Config) -> Duration {
    Duration::from_secs(config.settings.idle_seconds.into())
}

/// Which URL it is that can't be used.
fn of_replica(mut error: Error) -> Error {
    error.message = format!("replica_url: {}", error.message);
    error
}

/// The server of a URL; a warning when it may be anybody.
fn server(url: &SecretString, config: &Config) -> Result<Server> {
    let server = Server::from_url(url)?.with_idle_limit(idle_after(config));
    if server.is_unverified() {
        store::warn(&format!(
            "sslmode=require encrypts, but any server would be taken for {}. Write sslmode=verify-full.",
            server.label()
        ));
    }
    Ok(server)
}

/// The embedded database.
pub(crate) struct Here {
    pub(crate) embedded: Embedded,
    member: Membership,
    idle_after: Duration,
}

impl Here {
    /// Joins the embedded server; it is started when it has to be.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let embedded = embedded(config);
        let member = embedded.join()?;
        Ok(Self {
            embedded,
            member,
            idle_after: idle_after(config),
        })
    }

    /// As the role that may only log in.
    pub(crate) fn login(&self) -> Result<Server> {
        Ok(self.as_role(LOGIN_ROLE, &self.embedded.login_password()?))
    }

    /// As the superuser of the cluster.
    pub(crate) fn owner(&self) -> Result<Server> {
        Ok(self.as_role("postgres", &self.embedded.superuser_password()?))
    }

    /// As a member of the running server, apart from this value.
    pub(crate) fn into_place(self, config: &Config) -> Result<Place> {
        Ok(Place::at(self.login()?, Some(self.member), config))
    }

    fn as_role(&self, role: &str, password: &SecretString) -> Server {
        Server::on_socket(self.member.host(), self.member.port(), DATABASE)
            .with_idle_limit(self.idle_after)
            .as_role(role, password)
    }

    /// Creates and migrates the database, unless this very program did so before.
    pub(crate) fn prepare(&self) -> Result<()> {
        if self.is_prepared() {
            return Ok(());
        }
        let _one_at_a_time = self.lock()?;
        if self.is_prepared() {
            return Ok(());
        }
        let owner = self.owner()?;
        setup::initialise(&owner, Some(&self.embedded.login_password()?))?;
        setup::migrate(&owner)?;
        std::fs::write(self.stamp(), setup::fingerprint())?;
        Ok(())
    }

    /// Drops the database; the next [`Here::prepare`] creates it again.
    pub(crate) fn drop_database(&self) -> Result<()> {
        let _one_at_a_time = self.lock()?;
        let _ = std::fs::remove_file(self.stamp());
        setup::drop_database(&self.owner()?)
    }

    /// Two programs that set up the same database wait for each other.
    pub(crate) fn lock(&self) -> Result<File> {
        let file = File::create(self.embedded.folder().join("set-up.lock"))?;
        interrupt::blocked(|| file.lock()).ok_or_else(Error::interrupted)??;
        Ok(file)
    }

    /// Whether some version of this program created the database.
    pub(crate) fn was_prepared(&self) -> bool {
        self.stamp().exists()
    }

    fn is_prepared(&self) -> bool {
        std::fs::read_to_string(self.stamp()).is_ok_and(|known| known == setup::fingerprint())
    }

    fn stamp(&self) -> PathBuf {
        self.embedded.folder().join(STAMP)
    }
}

/// The embedded server of the settings, running or not.
pub(crate) fn embedded(config: &Config) -> Embedded {
    let options = Options::default();
    let options = match &config.folders.home {
        Some(home) => options.home(home),
        None => options,
    };
    Embedded::with(config.folders.cluster(), options)
}

/// The database's owner: of the settings, or of the embedded database.
pub(crate) struct Owner {
    pub(crate) server: Server,
    /// The embedded database, when it is that one.
    pub(crate) here: Option<Here>,
}

impl Owner {
    /// The embedded database is created and migrated when it has to be.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let owner = Self::as_it_is(config)?;
        owner.here.as_ref().map_or(Ok(()), Here::prepare)?;
        Ok(owner)
    }

    /// The same for what sets the database up, or looks at it: nothing is created.
    pub(crate) fn as_it_is(config: &Config) -> Result<Self> {
        match (&config.owner_url, &config.database_url) {
            (Some(url), _) => Ok(Self {
                server: server(url, config)?,
                here: None,
            }),
            (None, Some(_)) => Err(
                Error::new(Kind::Usage, "DATABASE_OWNER_URL is not set").hint(
                    "it names the database as its owner: postgres://OWNER:PASSWORD@HOST/DATABASE",
                ),
            ),
            (None, None) => Self::of(Here::open(config)?),
        }
    }

    /// Of the embedded database.
    pub(crate) fn of(here: Here) -> Result<Self> {
        Ok(Self {
            server: here.owner()?,
            here: Some(here),
        })
    }
}

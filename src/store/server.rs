//! Which server, which database, as which role: everything needed to connect.

use super::tls::Tls;
use super::{failure, zone};
use crate::error::Error;
use postgres::config::{Host, SslMode};
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;
use std::time::{Duration, Instant};

/// Sent with every connection: they beat settings that somebody left on a shared role. Whoever has
/// `DATABASE_URL` may do that, and could so keep everybody from signing in.
const SETTINGS: &str = "-c search_path=crm -c local_preload_libraries= \
    -c statement_timeout=10min -c idle_in_transaction_session_timeout=10min \
    -c idle_session_timeout=0 -c lock_timeout=0 \
    -c default_transaction_read_only=off -c default_transaction_isolation=read\\ committed \
    -c row_security=on -c DateStyle=ISO";

/// How long a server that is starting up is waited for.
const STARTING_UP: Duration = Duration::from_secs(5);

/// A server to connect to, with the role and the password to use.
///
/// Its debug print shows no password.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) config: postgres::Config,
    pub(super) tls: Tls,
    as_owner: bool,
}

impl Server {
    /// A server on this machine, reached through its socket folder; the role is still to be named.
    #[must_use]
    pub fn on_socket(folder: &Path, port: u16, database: &str) -> Self {
        let mut config = postgres::Config::new();
        config
            .host_path(folder)
            .port(port)
            .dbname(database)
            .ssl_mode(SslMode::Disable);
        Self::with_settings(config, Tls::none())
    }

    pub(super) fn with_settings(mut config: postgres::Config, tls: Tls) -> Self {
        config
            .application_name("epic")
            .connect_timeout(Duration::from_secs(10));
        Self {
            config,
            tls,
            as_owner: false,
        }
    }

    /// The same database, as another role.
    #[must_use]
    pub fn as_role(&self, role: &str, password: &SecretString) -> Self {
        let mut server = self.clone();
        server.config.user(role).password(password.expose_secret());
        server
    }

    /// The same server and role, another database.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let mut server = self.clone();
        server.config.dbname(name);
        server
    }

    /// The same server, acting as the owner of everything the shell keeps there.
    #[must_use]
    pub fn as_owner(&self) -> Self {
        let mut server = self.clone();
        server.as_owner = true;
        server
    }

    /// Whether connections are encrypted, but to a server that may be anybody (`sslmode=require`).
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        self.tls.is_unverified()
    }

    /// The role it connects as.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.config.get_user()
    }

    /// The password in the URL, if any.
    #[must_use]
    pub fn password(&self) -> Option<SecretString> {
        let bytes = self.config.get_password()?;
        Some(String::from_utf8_lossy(bytes).into_owned().into())
    }

    /// The database's name.
    #[must_use]
    pub fn database(&self) -> &str {
        self.config
            .get_dbname()
            .or(self.role())
            .unwrap_or("postgres")
    }

    /// What people call it: `epic on db.example.org:5432`, `epic on this machine`.
    #[must_use]
    pub fn label(&self) -> String {
        let place = match self.config.get_hosts().first() {
            Some(Host::Tcp(host)) => format!("{host}:{}", self.port()),
            _ => "this machine".to_owned(),
        };
        format!("{} on {place}", self.database())
    }

    pub(super) fn port(&self) -> u16 {
        self.config.get_ports().first().copied().unwrap_or(5432)
    }

    /// Connects; waits a little for a server that is only starting up.
    ///
    /// # Errors
    /// Not reachable, or the role or password is not (or no longer) good.
    pub(super) fn connect(&self) -> std::result::Result<postgres::Client, postgres::Error> {
        let since = Instant::now();
        loop {
            match self.ready().connect(self.tls.connector()) {
                Err(error) if zone::is_sent() && zone::is_refused(&error) => {}
                Err(error) if failure::is_starting_up(&error) && since.elapsed() < STARTING_UP => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                result => return result,
            }
        }
    }

    /// How to fill a pool with connections to it.
    pub(super) fn parts(&self) -> (postgres::Config, Tls) {
        (self.ready(), self.tls.clone())
    }

    /// With all that a connection says at its beginning.
    fn ready(&self) -> postgres::Config {
        let role = if self.as_owner {
            " -c role=epic_owner"
        } else {
            ""
        };
        let mut config = self.config.clone();
        config.options(&format!("{SETTINGS}{}{role}", zone::setting()));
        config
    }

    /// The error of a connection that could not be made.
    pub(super) fn refused(&self, error: &postgres::Error) -> Error {
        failure::of_connecting(error, &self.label())
    }
}

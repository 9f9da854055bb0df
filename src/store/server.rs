//! Which server, which database, as which role: everything needed to connect.

use super::tls::Tls;
use super::{failure, zone};
use crate::error::{Error, Result};
use postgres::config::{Host, SslMode};
use secrecy::{ExposeSecret, SecretString};
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use url::form_urlencoded;

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
    config: postgres::Config,
    tls: Tls,
    as_owner: bool,
}

impl Server {
    /// Reads a PostgreSQL URL (`postgres://role:password@host:port/database?sslmode=verify-full`).
    ///
    /// # Errors
    /// A URL that can't be read, or one whose connection would be neither local nor encrypted and
    /// verified.
    pub fn from_url(url: &SecretString) -> Result<Self> {
        let (rest, mode, root) = split_tls(url.expose_secret());
        let mut config: postgres::Config = rest.parse().map_err(|_| {
            Error::usage("the database URL can't be read").hint(
                "it looks like postgres://role:password@host:5432/database?sslmode=verify-full",
            )
        })?;
        // `hostaddr` is where it connects to, whatever the host is called.
        let local = config.get_hosts().iter().all(is_local)
            && config.get_hostaddrs().iter().all(IpAddr::is_loopback);
        let tls = Tls::choose(mode.as_deref(), root, local)?;
        config.ssl_mode(if tls.is_used() {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        Ok(Self::with_settings(config, tls))
    }

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

    fn with_settings(mut config: postgres::Config, tls: Tls) -> Self {
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

    /// A URL for other programs (psql, pgAdmin, DBeaver). It holds the password.
    #[must_use]
    pub fn url(&self) -> SecretString {
        let encode = |text: &str| {
            form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        let role = self.role().unwrap_or_default();
        let password = self
            .password()
            .map(|p| format!(":{}", encode(p.expose_secret())));
        let mut url = format!(
            "postgresql://{}{}@",
            encode(role),
            password.unwrap_or_default()
        );
        let database = encode(self.database());
        let _ = match self.config.get_hosts().first() {
            Some(Host::Unix(folder)) => {
                write!(
                    url,
                    "/{database}?host={}&port={}",
                    encode(&folder.display().to_string()),
                    self.port()
                )
            }
            Some(Host::Tcp(host)) => {
                write!(url, "{host}:{}/{database}{}", self.port(), self.tls.query())
            }
            None => write!(url, "/{database}"),
        };
        url.into()
    }

    fn port(&self) -> u16 {
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

/// A socket or this very machine: nobody can listen in between.
fn is_local(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .trim_matches(['[', ']'])
                    .parse()
                    .is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
    }
}

/// Takes `sslmode` and `sslrootcert` out of a URL: the driver knows neither.
fn split_tls(url: &str) -> (String, Option<String>, Option<PathBuf>) {
    let Some((base, query)) = url.split_once('?') else {
        return (url.to_owned(), None, None);
    };
    let (mut mode, mut root) = (None, None);
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "sslmode" => mode = Some(value.into_owned()),
            "sslrootcert" => root = Some(PathBuf::from(value.into_owned())),
            _ => drop(rest.append_pair(&name, &value)),
        }
    }
    (
        format!("{base}?{}", rest.finish().replace('+', "%20")),
        mode,
        root,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Result<Server> {
        Server::from_url(&url.to_owned().into())
    }

    #[test]
    fn a_url_says_where_and_as_whom_and_its_debug_print_hides_the_password() {
        let server = server("postgres://epic_login:s%C3%A9cret@localhost:5433/epic").unwrap();
        assert_eq!(server.label(), "epic on localhost:5433");
        assert_eq!(server.role(), Some("epic_login"));
        assert_eq!(server.password().unwrap().expose_secret(), "sécret");
        assert!(!format!("{server:?}").contains("cret"));
    }

    #[test]
    fn a_socket_folder_in_the_url_is_local() {
        let server = server("postgres://r:p@/epic?host=/run/a%20b&port=5433").unwrap();
        assert_eq!(server.label(), "epic on this machine");
        assert_eq!(
            server.url().expose_secret(),
            "postgresql://r:p@/epic?host=%2Frun%2Fa+b&port=5433"
                .replace('+', "%20")
                .as_str()
        );
    }

    #[test]
    fn a_server_elsewhere_needs_verified_tls() {
        let error = server("postgres://r:p@db.example.org/epic?sslmode=disable").unwrap_err();
        assert_eq!(
            error.message,
            "sslmode=disable would send your login over the network unprotected"
        );
        assert!(server("postgres://r:p@127.0.0.1/epic?sslmode=disable").is_ok());
        for url in [
            "postgres://r:p@localhost/epic?hostaddr=203.0.113.5&sslmode=disable",
            "postgres://r:p@localhost,db.example.org/epic?sslmode=prefer",
            "postgres://r:p@localhost.example.org/epic?sslmode=allow",
            "postgres://r:p@db.example.org/epic?sslmode=verify-ca",
            "postgres://r:p@db.example.org/epic?sslmode=require&sslrootcert=ca.pem",
        ] {
            assert!(server(url).is_err(), "{url}");
        }
    }

    #[test]
    fn require_is_said_to_be_unverified_and_handed_on() {
        let server = server("postgres://r:p@db.example.org/epic?sslmode=require").unwrap();
        assert!(server.is_unverified());
        assert_eq!(
            server.url().expose_secret(),
            "postgresql://r:p@db.example.org:5432/epic?sslmode=require"
        );
    }
}

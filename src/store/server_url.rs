//! A server as a URL: read from what somebody set, written for other programs.

use super::server::Server;
use super::tls::Tls;
use crate::error::{Error, Result};
use postgres::config::{Host, SslMode};
use secrecy::{ExposeSecret, SecretString};
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use url::form_urlencoded;

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

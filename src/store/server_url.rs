//! A server as a URL: read from what somebody set, written for other programs.

mod parameters;

use super::server::Server;
use super::settings;
use super::target::Target;
use super::tls::Tls;
use super::wanted::Wanted;
use crate::error::{Error, Result};
use parameters::{EXAMPLE, Own};
use postgres::config::{Host, SslMode};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

impl Server {
    /// Reads a PostgreSQL URL (`postgres://role:password@host:port/database?sslmode=verify-full`).
    ///
    /// # Errors
    /// A URL that can't be read or names no database, or one whose connection would be neither local nor encrypted
    /// and verified.
    pub fn from_url(url: &SecretString) -> Result<Self> {
        let (rest, own) = Own::split(url.expose_secret());
        let unreadable = || Error::usage("the database URL can't be read");
        let read: tokio_postgres::Config = rest
            .parse()
            .map_err(|_| unreadable().hint(format!("it looks like {EXAMPLE}")))?;
        if read.get_dbname().is_none_or(str::is_empty) {
            return Err(Error::usage("the database URL names no database")
                .hint(format!("its name follows the host: {EXAMPLE}")));
        }
        let wanted = own.wanted.as_deref().unwrap_or("any");
        let wanted = Wanted::of(wanted).ok_or_else(|| {
            unreadable().hint(format!(
                "target_session_attrs={wanted}: write any, primary, standby or prefer-standby"
            ))
        })?;
        let targets = own.targets(&read)?;
        let local = targets.iter().all(Target::is_local);
        let tls = Tls::choose(own.mode.as_deref(), own.root, local)?;
        let mut config = without_hosts(&read);
        config.ssl_mode(if tls.is_used() {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        Ok(Self::of(targets, config, tls, wanted))
    }

    /// A URL for other programs (psql, pgAdmin, DBeaver). It holds the password. Of several hosts, the one that was
    /// connected to comes first.
    #[must_use]
    pub fn url(&self) -> SecretString {
        let user = encode(self.role().unwrap_or_default());
        let password = self
            .password()
            .map(|p| format!(":{}", encode(p.expose_secret())));
        let password = password.unwrap_or_default();
        let database = encode(self.database());
        let targets: Vec<_> = self.targets_from_the_used().collect();
        let list = |part: &dyn Fn(&Target) -> String| {
            let parts: Vec<String> = targets.iter().map(|target| part(target)).collect();
            parts.join(",")
        };
        let (mut hosts, mut parameters) = (String::new(), Vec::new());
        if targets.iter().all(|target| target.name().is_some()) {
            hosts = list(&|target| target.to_string());
        } else {
            let host = |target: &Target| match &target.host {
                Host::Unix(folder) => encode(&folder.display().to_string()),
                Host::Tcp(name) => encode(name),
            };
            parameters.push(format!("host={}", list(&host)));
            parameters.push(format!("port={}", list(&|target| target.port.to_string())));
        }
        if targets.iter().all(|target| target.address.is_some()) {
            let address =
                |target: &Target| target.address.map_or_else(String::new, |ip| ip.to_string());
            parameters.push(format!("hostaddr={}", list(&address)));
        }
        if self.wanted != Wanted::Any {
            parameters.push(format!("target_session_attrs={}", self.wanted.name()));
        }
        parameters.extend(self.tls.parameters());
        parameters.extend(self.driver_parameters().map(str::to_owned));
        if self.only_reads() {
            parameters.push(format!("options={}", encode(&settings::only_reading())));
        }
        let mark = if parameters.is_empty() { "" } else { "?" };
        let parameters = parameters.join("&");
        format!("postgresql://{user}{password}@{hosts}/{database}{mark}{parameters}").into()
    }
}

/// The driver keeps one list of hosts, which is only added to.
fn without_hosts(read: &tokio_postgres::Config) -> tokio_postgres::Config {
    let mut config = tokio_postgres::Config::new();
    if let Some(user) = read.get_user() {
        config.user(user);
    }
    if let Some(password) = read.get_password() {
        config.password(password);
    }
    if let Some(database) = read.get_dbname() {
        config.dbname(database);
    }
    if let Some(timeout) = read.get_connect_timeout() {
        config.connect_timeout(*timeout);
    }
    if let Some(timeout) = read.get_tcp_user_timeout() {
        config.tcp_user_timeout(*timeout);
    }
    if let Some(interval) = read.get_keepalives_interval() {
        config.keepalives_interval(interval);
    }
    if let Some(retries) = read.get_keepalives_retries() {
        config.keepalives_retries(retries);
    }
    config
        .keepalives(read.get_keepalives())
        .keepalives_idle(read.get_keepalives_idle())
        .ssl_negotiation(read.get_ssl_negotiation())
        .channel_binding(read.get_channel_binding())
        .load_balance_hosts(read.get_load_balance_hosts());
    config
}

/// As a part of a URL.
fn encode(text: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
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

    #[test]
    fn an_address_keeps_its_brackets() {
        let server = server("postgres://r:p@[::1]:5433/epic?sslmode=require").unwrap();
        assert_eq!(server.label(), "epic on [::1]:5433");
        assert_eq!(
            server.url().expose_secret(),
            "postgresql://r:p@[::1]:5433/epic?sslmode=require"
        );
        let again = Server::from_url(&server.url()).unwrap();
        assert_eq!(again.label(), server.label());
    }

    #[test]
    fn all_hosts_are_handed_on_and_the_one_in_use_comes_first() {
        for url in [
            "postgres://r:p@localhost:1,127.0.0.1:2/epic?target_session_attrs=primary",
            "postgres://r:p@/epic?host=localhost,127.0.0.1&port=1,2&target_session_attrs=read-write",
        ] {
            let server = server(url).unwrap();
            assert_eq!(server.label(), "epic on localhost:1, 127.0.0.1:2");
            let other_role = server.as_role("s", &"p".to_owned().into());
            server.uses(1, false);
            assert_eq!(other_role.label(), "epic on 127.0.0.1:2");
            assert_eq!(
                other_role.url().expose_secret(),
                "postgresql://s:p@127.0.0.1:2,localhost:1/epic?target_session_attrs=primary"
            );
        }
    }

    #[test]
    fn what_the_driver_reads_of_a_url_is_handed_on() {
        let asked = "channel_binding=require&sslnegotiation=direct&load_balance_hosts=random";
        let url = format!("postgresql://r:p@one:1,two:2/epic?sslmode=require&{asked}");
        let handed_on = server(&url).unwrap().url();
        assert_eq!(handed_on.expose_secret(), url);
        let wrong = server("postgres://r:p@h/epic?channel_binding=perhaps").unwrap_err();
        assert_eq!(wrong.message, "the database URL can't be read");
    }

    #[test]
    fn a_plus_in_a_parameter_is_a_plus() {
        let error = server("postgres://r:p@h/epic?sslrootcert=/c++/c.pem").unwrap_err();
        assert!(
            error.message.starts_with("sslrootcert /c++/c.pem: "),
            "{error}"
        );
        let socket = server("postgres://r:p@/epic?host=/run/a+b").unwrap();
        assert!(socket.url().expose_secret().contains("host=%2Frun%2Fa%2Bb"));
    }

    #[test]
    fn what_a_url_lacks_is_named() {
        let said = |url: &str| server(url).unwrap_err().message;
        for url in [
            "postgres://r:p@localhost",
            "postgres://r:p@localhost/",
            "postgres://r:p@localhost/?sslmode=disable",
        ] {
            assert_eq!(said(url), "the database URL names no database");
        }
        assert_eq!(said("postgres:///epic"), "the database URL names no host");
        assert_eq!(
            said("postgres://r:p@/epic?host=localhost,localhost&port=1,2,3"),
            "the database URL can't be read: port"
        );
        let odd = server("postgres://r:p@localhost/epic?target_session_attrs=slave").unwrap_err();
        assert_eq!(
            odd.hints,
            ["target_session_attrs=slave: write any, primary, standby or prefer-standby"]
        );
    }
}

//! One host of a server: where it is, and what people call it.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use tokio_postgres::config::Host;

/// Where one of a server's hosts listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) host: Host,
    /// Where it connects to, whatever the host is called.
    pub(super) address: Option<IpAddr>,
    pub(super) port: u16,
}

impl Target {
    /// A socket or this very machine: nobody can listen in between.
    pub(super) fn is_local(&self) -> bool {
        match (&self.host, self.address) {
            (Host::Unix(_), _) => true,
            (Host::Tcp(name), address) => {
                let named = name == "localhost"
                    || name
                        .parse()
                        .is_ok_and(|address: IpAddr| address.is_loopback());
                named && address.is_none_or(|address| address.is_loopback())
            }
        }
    }

    /// The host as a URL has it: an IPv6 address stands in brackets.
    pub(super) fn name(&self) -> Option<String> {
        match &self.host {
            Host::Unix(_) => None,
            Host::Tcp(name) if name.contains(':') => Some(format!("[{name}]")),
            Host::Tcp(name) => Some(name.clone()),
        }
    }

    /// The same host, once for each address that its name has.
    pub(super) async fn addresses(&self) -> io::Result<Vec<Self>> {
        let Host::Tcp(name) = &self.host else {
            return Ok(vec![self.clone()]);
        };
        let known = self.address.or_else(|| name.parse().ok());
        let found = match known {
            Some(address) => vec![address],
            None => tokio::net::lookup_host((name.as_str(), self.port))
                .await?
                .map(|found| found.ip())
                .collect(),
        };
        let at = |address| Self {
            address: Some(address),
            ..self.clone()
        };
        Ok(found.into_iter().map(at).collect())
    }

    /// Fills in where to connect to.
    pub(super) fn write_to(&self, config: &mut tokio_postgres::Config) {
        match &self.host {
            Host::Unix(folder) => config.host_path(folder),
            Host::Tcp(name) => config.host(name),
        };
        if let Some(address) = self.address {
            config.hostaddr(address);
        }
        config.port(self.port);
    }

    /// The socket's file, of a host on this machine.
    pub(super) fn socket_file(&self) -> Option<PathBuf> {
        match &self.host {
            Host::Unix(folder) => Some(folder.join(format!(".s.PGSQL.{}", self.port))),
            Host::Tcp(_) => None,
        }
    }

    /// The address of a host whose name was looked up.
    pub(super) fn socket_address(&self) -> Option<SocketAddr> {
        self.address
            .map(|address| SocketAddr::new(address, self.port))
    }
}

/// `db.example.org:5432`, `this machine`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name}:{}", self.port),
            None => f.write_str("this machine"),
        }
    }
}

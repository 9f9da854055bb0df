//! Parameters of a URL that we read ourselves.

use crate::error::{Error, Result};
use crate::store::target::Target;
use postgres::config::Host;
use std::path::PathBuf;
use url::form_urlencoded;

/// What a URL looks like.
pub(super) const EXAMPLE: &str = "postgres://role:password@host:5432/database?sslmode=verify-full";

/// The parameters that the driver does not know, or knows otherwise than other programs do.
#[derive(Default)]
pub(super) struct Own {
    pub(super) mode: Option<String>,
    pub(super) root: Option<PathBuf>,
    pub(super) wanted: Option<String>,
    hosts: Vec<String>,
    ports: Vec<String>,
    addresses: Vec<String>,
}

impl Own {
    /// Takes them out of a URL.
    pub(super) fn split(url: &str) -> (String, Self) {
        let mut own = Self::default();
        let Some((base, query)) = url.split_once('?') else {
            return (url.to_owned(), own);
        };
        let list = |value: &str| value.split(',').map(str::to_owned).collect();
        let mut rest = form_urlencoded::Serializer::new(String::new());
        // A plus is a plus here, and no space as in forms of the web.
        for (name, value) in form_urlencoded::parse(query.replace('+', "%2B").as_bytes()) {
            match &*name {
                "sslmode" => own.mode = Some(value.into_owned()),
                "sslrootcert" => own.root = Some(PathBuf::from(value.into_owned())),
                "target_session_attrs" => own.wanted = Some(value.into_owned()),
                "host" => own.hosts = list(&value),
                "port" => own.ports = list(&value),
                "hostaddr" => own.addresses = list(&value),
                _ => drop(rest.append_pair(&name, &value)),
            }
        }
        (format!("{base}?{}", rest.finish().replace('+', "%20")), own)
    }

    /// The hosts of the URL; a parameter beats what stands before the path, as in psql.
    pub(super) fn targets(&self, read: &tokio_postgres::Config) -> Result<Vec<Target>> {
        let mut hosts: Vec<Host> = read.get_hosts().to_vec();
        let mut ports = read.get_ports().to_vec();
        if !self.hosts.is_empty() {
            hosts = self.hosts.iter().map(|name| host(name)).collect();
        }
        if !self.ports.is_empty() {
            ports = self
                .ports
                .iter()
                .map(|port| port.parse().map_err(|_| mismatch(&format!("port={port}"))))
                .collect::<Result<_>>()?;
        }
        let addresses = self
            .addresses
            .iter()
            .map(|ip| ip.parse().map_err(|_| mismatch(&format!("hostaddr={ip}"))))
            .collect::<Result<Vec<_>>>()?;
        if hosts.is_empty() {
            let named = |ip: &std::net::IpAddr| Host::Tcp(ip.to_string());
            hosts = addresses.iter().map(named).collect();
        }
        if hosts.is_empty() {
            return Err(Error::usage("the database URL names no host")
                .hint(format!("it looks like {EXAMPLE}")));
        }
        if !addresses.is_empty() && addresses.len() != hosts.len() {
            return Err(mismatch("hostaddr"));
        }
        if ports.len() > 1 && ports.len() != hosts.len() {
            return Err(mismatch("port"));
        }
        let port = |i: usize| ports.get(i).or(ports.first()).copied().unwrap_or(5432);
        let target = |(i, host)| Target {
            host,
            address: addresses.get(i).copied(),
            port: port(i),
        };
        Ok(hosts.into_iter().enumerate().map(target).collect())
    }
}

fn host(name: &str) -> Host {
    if name.starts_with('/') {
        Host::Unix(PathBuf::from(name))
    } else {
        Host::Tcp(name.trim_matches(['[', ']']).to_owned())
    }
}

fn mismatch(parameter: &str) -> Error {
    Error::usage(format!("the database URL can't be read: {parameter}"))
        .hint("there is one for each host: host=one,two&port=5432,5433")
}

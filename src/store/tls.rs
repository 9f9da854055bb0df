//! Encrypted connections: verified, or not at all.

use crate::error::{Error, Result};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Whether and how connections are encrypted.
#[derive(Clone)]
pub(super) struct Tls {
    config: Arc<ClientConfig>,
    used: bool,
    root: Option<PathBuf>,
}

impl Tls {
    /// No encryption: for local sockets.
    pub(super) fn none() -> Self {
        Self {
            config: Arc::new(client(RootCertStore::empty())),
            used: false,
            root: None,
        }
    }

    /// Decides from `sslmode` and `sslrootcert` of a URL.
    pub(super) fn choose(mode: Option<&str>, root: Option<PathBuf>, local: bool) -> Result<Self> {
        match (mode, local) {
            (Some("verify-full"), _) | (None, false) => Self::verified(root),
            (None | Some("disable" | "allow" | "prefer"), true) => Ok(Self::none()),
            (Some(weak @ ("disable" | "allow" | "prefer")), false) => Err(Error::usage(format!(
                "sslmode={weak} would send your login over the network unprotected"
            ))
            .hint("write sslmode=verify-full (and sslrootcert=FILE for a certificate authority of your own)")),
            (Some(other), _) => Err(Error::usage(format!("sslmode={other} is not supported"))
                .hint("write sslmode=verify-full; sslmode=disable is for this machine only")),
        }
    }

    fn verified(root: Option<PathBuf>) -> Result<Self> {
        let roots = match &root {
            Some(file) => roots_of_file(file)?,
            None => roots_of_the_system()?,
        };
        Ok(Self {
            config: Arc::new(client(roots)),
            used: true,
            root,
        })
    }

    /// Whether connections are encrypted.
    pub(super) fn is_used(&self) -> bool {
        self.used
    }

    /// For the driver.
    pub(super) fn connector(&self) -> MakeRustlsConnect {
        MakeRustlsConnect::new((*self.config).clone())
    }

    /// The query part of a URL that asks other programs for the same.
    pub(super) fn query(&self) -> String {
        let mut query = String::new();
        if self.used {
            query.push_str("?sslmode=verify-full");
            if let Some(root) = &self.root {
                let _ = write!(query, "&sslrootcert={}", root.display());
            }
        }
        query
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls")
            .field("used", &self.used)
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

fn client(roots: RootCertStore) -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports the default TLS versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn roots_of_file(file: &Path) -> Result<RootCertStore> {
    let unreadable = |why: &dyn std::fmt::Display| {
        Error::usage(format!("sslrootcert {}: {why}", file.display())).hint(
            "it must be a PEM file with the certificate of the authority that signed the server's",
        )
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|e| unreadable(&e))? {
        let certificate = certificate.map_err(|e| unreadable(&e))?;
        roots.add(certificate).map_err(|e| unreadable(&e))?;
    }
    if roots.is_empty() {
        return Err(unreadable(&"holds no certificate"));
    }
    Ok(roots)
}

fn roots_of_the_system() -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(Error::usage(
            "this system has no certificate authorities to verify the server with",
        )
        .hint("install the package ca-certificates, or give sslrootcert=FILE in the URL"));
    }
    Ok(roots)
}

//! Encrypted connections: verified, unless `sslmode=require` asks for less.

use crate::error::{Error, Result};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ConfigBuilder, DigitallySignedStruct, RootCertStore, SignatureScheme,
    WantsVerifier,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;
use url::form_urlencoded::byte_serialize;

/// `sslrootcert=system`: the authorities that this machine trusts.
const SYSTEM: &str = "system";

/// Whether and how connections are encrypted.
#[derive(Clone)]
pub(super) struct Tls {
    config: Arc<ClientConfig>,
    mode: Mode,
    root: Option<PathBuf>,
}

/// What `sslmode` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Not encrypted.
    Disable,
    /// Encrypted; the certificate may be anybody's.
    Require,
    /// Encrypted; the certificate is checked, with the host's name.
    VerifyFull,
}

impl Tls {
    /// No encryption: for local sockets.
    pub(super) fn none() -> Self {
        Self {
            config: Arc::new(
                builder()
                    .with_root_certificates(RootCertStore::empty())
                    .with_no_client_auth(),
            ),
            mode: Mode::Disable,
            root: None,
        }
    }

    /// Decides from `sslmode` and `sslrootcert` of a URL.
    pub(super) fn choose(mode: Option<&str>, root: Option<PathBuf>, local: bool) -> Result<Self> {
        match (mode, local) {
            (Some("verify-full"), _) | (None, false) => Self::verified(root),
            (Some("require"), _) if root.is_some() => Err(Error::usage(
                "sslmode=require does not look at sslrootcert",
            )
            .hint("write sslmode=verify-full, which does")),
            (Some("require"), _) => Ok(Self::unverified()),
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
        let root = root.filter(|file| file.as_os_str() != SYSTEM);
        // Other programs may be given the URL, and run in another folder.
        let root = root.map(std::path::absolute).transpose()?;
        let roots = match &root {
            Some(file) => roots_of_file(file)?,
            None => roots_of_the_system()?,
        };
        Ok(Self {
            config: Arc::new(
                builder()
                    .with_root_certificates(roots)
                    .with_no_client_auth(),
            ),
            mode: Mode::VerifyFull,
            root,
        })
    }

    fn unverified() -> Self {
        let config = builder()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate))
            .with_no_client_auth();
        Self {
            config: Arc::new(config),
            mode: Mode::Require,
            root: None,
        }
    }

    /// Whether connections are encrypted.
    pub(super) fn is_used(&self) -> bool {
        self.mode != Mode::Disable
    }

    /// Whether connections are encrypted to a server that may be anybody.
    pub(super) fn is_unverified(&self) -> bool {
        self.mode == Mode::Require
    }

    /// For the driver.
    pub(super) fn connector(&self) -> MakeRustlsConnect {
        MakeRustlsConnect::new((*self.config).clone())
    }

    /// The parameters of a URL that ask other programs for the same.
    pub(super) fn parameters(&self) -> Vec<String> {
        let root = self.root.as_ref().map_or_else(
            || SYSTEM.to_owned(),
            |file| byte_serialize(file.as_os_str().as_encoded_bytes()).collect::<String>(),
        );
        match self.mode {
            Mode::Disable => Vec::new(),
            Mode::Require => vec!["sslmode=require".to_owned()],
            Mode::VerifyFull => vec![
                "sslmode=verify-full".to_owned(),
                format!("sslrootcert={}", root.replace('+', "%20")),
            ],
        }
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls")
            .field("mode", &self.mode)
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

fn builder() -> ConfigBuilder<ClientConfig, WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports the default TLS versions")
}

/// Accepts whatever certificate a server shows, for `sslmode=require` alone. The handshake itself is
/// checked as ever: the server has the key of the certificate that it shows.
#[derive(Debug)]
struct AnyCertificate;

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let known = ring::default_provider().signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, &known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let known = ring::default_provider().signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, &known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let known = ring::default_provider().signature_verification_algorithms;
        known.supported_schemes()
    }
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

//! Which server, which database, as which role: everything needed to connect.

use super::link::Failure;
use super::settings::Opening;
use super::target::Target;
use super::tls::Tls;
use super::wanted::Wanted;
use super::{failure, settings};
use crate::error::Error;
use postgres::config::{ChannelBinding, Host, LoadBalanceHosts, SslMode, SslNegotiation};
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio_postgres::Config;

/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::from_mins(1);
/// No host was connected to yet.
const NONE: usize = usize::MAX;

/// How long a server that says nothing is taken to be there.
const SILENCE: Duration = Duration::from_secs(30);
const PROBES: u32 = 3;

/// A server to connect to, with the role and the password to use.
///
/// Its debug print shows no password.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it may be, in the order of the URL.
    targets: Vec<Target>,
    /// All but the hosts.
    config: Config,
    pub(super) tls: Tls,
    pub(super) wanted: Wanted,
    opening: Opening,
    idle_after: Duration,
    /// What was connected to last; also by those that were made of this one.
    used: Arc<Used>,
    /// What follows it and may read instead.
    replica: Option<Box<Server>>,
}

/// A host that was connected to.
#[derive(Debug)]
struct Used {
    index: AtomicUsize,
    is_standby: AtomicBool,
}

impl Default for Used {
    fn default() -> Self {
        Self {
            index: AtomicUsize::new(NONE),
            is_standby: AtomicBool::new(false),
        }
    }
}

impl Server {
    /// A server on this machine, reached through its socket folder; the role is still to be named.
    #[must_use]
    pub fn on_socket(folder: &Path, port: u16, database: &str) -> Self {
        let mut config = Config::new();
        config.dbname(database).ssl_mode(SslMode::Disable);
        let target = Target {
            host: Host::Unix(folder.to_owned()),
            address: None,
            port,
        };
        Self::of(vec![target], config, Tls::none(), Wanted::Any)
    }

    pub(super) fn of(targets: Vec<Target>, mut config: Config, tls: Tls, wanted: Wanted) -> Self {
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        if config.get_keepalives_idle() > SILENCE {
            config
                .keepalives_idle(SILENCE)
                .keepalives_interval(SILENCE / PROBES)
                .keepalives_retries(PROBES);
        }
        Self {
            targets,
            config,
            tls,
            wanted,
            opening: Opening::default(),
            idle_after: IDLE,
            used: Arc::default(),
            replica: None,
        }
    }

    /// The same server, with a standby of it that may do what only reads. Of several hosts of that, a standby is taken;
    /// the role is that of this server.
    #[must_use]
    pub fn with_replica(&self, replica: Self) -> Self {
        let mut server = self.clone();
        let replica = Self {
            wanted: Wanted::Standby,
            idle_after: self.idle_after,
            ..replica
        };
        server.replica = Some(Box::new(replica));
        server
    }

    /// The standby that may do what only reads.
    pub(super) fn replica(&self) -> Option<&Self> {
        self.replica.as_deref()
    }

    /// The same database, as another role.
    #[must_use]
    pub fn as_role(&self, role: &str, password: &SecretString) -> Self {
        let mut server = self.clone();
        let replica = server
            .replica
            .map(|standby| standby.as_role(role, password));
        server.replica = replica.map(Box::new);
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
        server.opening.as_owner = true;
        server
    }

    /// The same server, where connections only read: it refuses every change on them.
    #[must_use]
    pub fn only_reading(&self) -> Self {
        let mut server = self.clone();
        server.opening.only_reads = true;
        server
    }

    /// The same server for what writes in any case, such as signing in: of several hosts, the primary.
    #[must_use]
    pub fn to_write(&self) -> Self {
        let mut server = self.clone();
        server.opening.only_reads = false;
        server.replica = None;
        if server.targets.len() > 1 {
            server.wanted = Wanted::Primary;
            server.used = Arc::default(); // another host, perhaps
        }
        server
    }

    /// Whether no other host than a standby will do.
    #[must_use]
    pub fn needs_standby(&self) -> bool {
        self.wanted == Wanted::Standby
    }

    /// Whether connections only read.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        self.opening.only_reads
    }

    /// Whether the host that was connected to last was a standby then: it only follows another server.
    #[must_use]
    pub fn is_standby(&self) -> bool {
        self.used.is_standby.load(Ordering::Relaxed)
    }

    /// The same server, whose connections are given back when nobody used them for so long.
    #[must_use]
    pub fn with_idle_limit(&self, most: Duration) -> Self {
        let mut server = self.clone();
        server.idle_after = most;
        server
    }

    /// Whether connections are encrypted, but to a server that may be anybody (`sslmode=require`).
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        self.tls.is_unverified()
    }

    /// Whether connections are encrypted at all.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.tls.is_used()
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

    /// What people call it: `epic on db.example.org:5432`, `epic on this machine`. Of several hosts it is the one that
    /// was connected to, and before that, all.
    #[must_use]
    pub fn label(&self) -> String {
        let names: Vec<String> = match self.target_in_use() {
            Some(used) => vec![used.to_string()],
            None => self.targets.iter().map(Target::to_string).collect(),
        };
        format!("{} on {}", self.database(), names.join(", "))
    }

    /// Where it may be, in the order of the URL.
    pub(super) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Where it may be, beginning with the host that was connected to.
    pub(super) fn targets_from_the_used(&self) -> impl Iterator<Item = &Target> {
        let first = self.target_in_use();
        let others = self
            .targets
            .iter()
            .filter(move |other| Some(*other) != first);
        first.into_iter().chain(others)
    }

    fn target_in_use(&self) -> Option<&Target> {
        self.targets.get(self.used.index.load(Ordering::Relaxed))
    }

    /// Takes note of the host that was connected to.
    pub(super) fn uses(&self, index: usize, is_standby: bool) {
        self.used.index.store(index, Ordering::Relaxed);
        self.used.is_standby.store(is_standby, Ordering::Relaxed);
    }

    /// What the URL asks for that the driver knows as well as libpq does, as it is written there.
    pub(super) fn driver_parameters(&self) -> impl Iterator<Item = &'static str> {
        let binding = match self.config.get_channel_binding() {
            ChannelBinding::Require => Some("channel_binding=require"),
            ChannelBinding::Disable => Some("channel_binding=disable"),
            _ => None,
        };
        let negotiation = match self.config.get_ssl_negotiation() {
            SslNegotiation::Direct => Some("sslnegotiation=direct"),
            _ => None,
        };
        let balance = match self.config.get_load_balance_hosts() {
            LoadBalanceHosts::Random => Some("load_balance_hosts=random"),
            _ => None,
        };
        [binding, negotiation, balance].into_iter().flatten()
    }

    pub(super) fn tls(&self) -> &Tls {
        &self.tls
    }

    pub(super) fn opening(&self) -> Opening {
        self.opening
    }

    pub(super) fn idle_after(&self) -> Duration {
        self.idle_after
    }

    /// With all that a connection says at its beginning, but for the host.
    pub(super) fn ready(&self) -> Config {
        let mut config = self.config.clone();
        if let Some(options) = settings::options(self.opening) {
            config.options(options);
        }
        config
    }

    /// The error of a connection that could not be made.
    pub(super) fn refused(&self, failure: &Failure) -> Error {
        failure::of_connecting(failure, &self.label())
    }
}

//! What the embedded server is doing.

use std::path::PathBuf;

/// The state of the server at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether it takes connections.
    pub running: bool,
    /// The server's process, when it runs.
    pub pid: Option<i32>,
    /// The cluster's folder; for root perhaps not the one that was asked for.
    pub folder: PathBuf,
    /// The folder of the socket, when it runs.
    pub socket_folder: Option<PathBuf>,
    /// The port in the socket's name, when it runs.
    pub port: Option<u16>,
    /// The port on 127.0.0.1, when it listens there.
    pub tcp: Option<u16>,
    /// Whether it stays when nobody takes part.
    pub stays: bool,
    /// The major version of the cluster, such as `15`; nothing when there is none yet.
    pub version: Option<String>,
}

//! How the embedded server is set up.

use std::path::PathBuf;

/// How the server is set up when it has to be made or started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of all of epic's files, which root may open for the server's account.
    pub home: Option<PathBuf>,
    /// Trades safety for speed: a power cut may lose the cluster. For tests.
    pub fsync_off: bool,
    /// How many connections the server takes.
    pub max_connections: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            home: None,
            fsync_off: false,
            max_connections: 100,
        }
    }
}

impl Options {
    /// The settings for tests: nothing waits for the disk, and many may connect.
    #[must_use]
    pub fn for_tests() -> Self {
        Self {
            fsync_off: true,
            max_connections: 200,
            ..Self::default()
        }
    }

    /// The same options with this home.
    #[must_use]
    pub fn home(mut self, home: impl Into<PathBuf>) -> Self {
        self.home = Some(home.into());
        self
    }
}

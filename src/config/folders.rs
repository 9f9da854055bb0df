//! Where files are kept.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// The embedded cluster's sub-folder of the data folder.
const CLUSTER: &str = "postgres";

/// Where things are kept. `EPIC_HOME` puts all three under one folder.
#[derive(Debug, Clone)]
pub struct Folders {
    /// `EPIC_HOME`, when it is set.
    pub home: Option<PathBuf>,
    /// `config.toml`.
    pub config: PathBuf,
    /// The token and the history.
    pub state: PathBuf,
    /// The embedded database.
    pub data: PathBuf,
}

impl Folders {
    /// The folder of the embedded PostgreSQL.
    #[must_use]
    pub fn cluster(&self) -> PathBuf {
        self.data.join(CLUSTER)
    }

    pub(super) fn under(home: &Path) -> Self {
        Self {
            home: Some(home.to_owned()),
            config: home.join("config"),
            state: home.join("state"),
            data: home.join("data"),
        }
    }

    pub(super) fn of_the_platform() -> Result<Self> {
        let folders = directories::ProjectDirs::from("", "", "epic").ok_or_else(|| {
            Error::failed("there is no home folder to keep settings in")
                .hint("set EPIC_HOME to a folder of yours")
        })?;
        let data = folders.data_local_dir().to_owned();
        Ok(Self {
            home: None,
            config: folders.config_dir().to_owned(),
            state: folders
                .state_dir()
                .map_or_else(|| data.join("state"), Path::to_owned),
            data,
        })
    }
}

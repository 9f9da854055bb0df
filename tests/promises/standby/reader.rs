//! Somebody who reads at a standby.

use super::{MARIE, both};
use crate::harness::{OwnServer, PASSWORD, Said, Shell, Terminal, until};

/// Which server answers: its port.
pub const WHERE: &str = "sql(\"select inet_server_port() as it\")[0].it";
pub const IN_SQL: &str = "select inet_server_port() as it;";
pub const PROMPT: &str = "marie (commercial) ❯ ";

/// Marie, who signed in at the primary, with a standby for what only reads.
pub struct Reader {
    pub marie: Shell,
    pub primary: OwnServer,
    pub standby: OwnServer,
}

impl Reader {
    pub fn new() -> Option<Self> {
        let (primary, standby) = both()?;
        Some(Self::at(primary, standby))
    }

    pub fn at(primary: OwnServer, standby: OwnServer) -> Self {
        let marie = Shell::at(OwnServer::database_of(&[&primary], ""));
        marie.login(MARIE, PASSWORD).ok();
        let text = format!(
            "database_url = '{}'\nreplica_url = 'postgres://{},{}/epic'\n",
            OwnServer::url_of(&[&primary, &standby], "?target_session_attrs=primary"),
            primary.host(),
            standby.host()
        );
        marie.file("config/config.toml", &text);
        primary.is_followed_by(&standby);
        let reader = Self {
            marie,
            primary,
            standby,
        };
        // It may have been asked too early.
        until("it reads there", || reader.is_beside());
        reader
    }

    /// `epic ARGUMENTS…`
    pub fn run(&self, arguments: &[&str]) -> Said {
        let mut command = self.marie.command(arguments);
        command.env_remove("DATABASE_URL");
        self.marie.said(command)
    }

    pub fn terminal(&self) -> Terminal {
        let mut command = self.marie.command(&["--no-color"]);
        command.env_remove("DATABASE_URL");
        Terminal::with(command)
    }

    /// Whether it is the standby that answers.
    pub fn is_beside(&self) -> bool {
        self.run(&["-e", WHERE]).ok() == self.there()
    }

    /// What the standby answers.
    pub fn there(&self) -> String {
        self.standby.port.to_string()
    }

    /// What the primary does.
    pub fn here(&self) -> String {
        self.primary.port.to_string()
    }

    pub fn follows(&self) {
        self.primary.is_followed_by(&self.standby);
    }
}

//! Where nothing can be changed: in a program that only reads, and at a server that only follows another one.

use super::session::Session;
use super::standby::misjudged;
use crate::error::{Error, Result};

/// What to do where nothing can be changed because somebody asked for that.
pub const HOW_TO_WRITE: &str =
    "to change something, leave --read-only away (in config.toml: read_only)";

impl Session {
    /// Whether this session only reads ([`Server::only_reading`](crate::store::Server::only_reading)). It is a promise of
    /// this program, which keeps slips away; what somebody may do is decided by their rights.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        self.server().only_reads()
    }

    /// Refuses a change before anything is sent or asked, where this session only reads.
    ///
    /// # Errors
    /// It does.
    pub fn may_write(&self) -> Result<()> {
        if self.only_reads() {
            return Err(only_reads());
        }
        Ok(())
    }

    /// What the database says of a change where nothing can be changed, in words for people.
    pub(super) fn refused_to_write(&self, error: Error) -> Error {
        let mut refused = if self.only_reads() {
            only_reads()
        } else if self.is_beside() {
            misjudged()
        } else if self.server().is_standby() {
            let server = self.server().label();
            Error::failed(format!(
                "{server} is a standby, which only follows the primary: nothing can be changed there"
            ))
            .hint("to change something, name the primary in DATABASE_URL; of several hosts, target_session_attrs=primary takes it")
        } else {
            return error; // by what was typed
        };
        refused.excerpt = error.excerpt;
        refused.cause = error.cause;
        refused
    }
}

fn only_reads() -> Error {
    Error::failed("this would change something, and epic only reads here").hint(HOW_TO_WRITE)
}

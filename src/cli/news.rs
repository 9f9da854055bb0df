//! What is sent to Sentry, if there is a DSN: faults now, and what an account tells after a commit.

use crate::config::Config;
use crate::shell;
use crate::telemetry;
use secrecy::ExposeSecret;

/// Reports faults, panics and what is committed from now on, if there is a DSN.
pub(super) fn start(config: &Config) {
    let Some(dsn) = &config.sentry_dsn else {
        return;
    };
    if let Err(error) = telemetry::start(dsn.expose_secret()) {
        shell::say(format!("warning: {error}"));
    }
}

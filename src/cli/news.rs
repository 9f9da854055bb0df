//! What goes to Sentry, if there is a DSN: faults, and what the API tells after a commit.

use crate::api::Session;
use crate::config::Config;
use crate::shell;
use crate::telemetry;
use secrecy::ExposeSecret;

/// Faults, panics and news are told from now on, if there is a DSN.
pub(super) fn start(config: &Config) {
    let Some(dsn) = &config.sentry_dsn else {
        return;
    };
    if let Err(error) = telemetry::start(dsn.expose_secret()) {
        shell::say(format!("warning: {error}"));
    }
}

/// The session, which tells its news from now on.
pub(super) fn told(config: &Config, session: Session) -> Session {
    if config.sentry_dsn.is_some() {
        let by = session.token().claims.sub.clone();
        session.on_committed(move |news| {
            telemetry::news(&telemetry::News {
                what: news.what.clone(),
                by: by.clone(),
                ids: news.ids.clone(),
                count: news.count,
                fields: news.fields.clone(),
            });
        });
    }
    session
}

//! Telling Sentry what went wrong in the program, and what matters to the business.
//!
//! Without a DSN nothing is done and nothing is kept. With one, [`start`] only remembers it: the sender
//! is made at the first event, in a thread of its own, so that no prompt ever waits for it; [`flush`]
//! waits for Sentry at the end, two seconds at most.
//!
//! What is sent holds no personal data but ids of collaborators: texts lose what they quote
//! (`scrub`), the name of the machine is left out.

mod scrub;
mod sender;

use crate::error::Error;
use sentry::protocol::{Event, Exception, Level, Map, User, Value};
use std::panic::{self, PanicHookInfo};
use std::time::Duration;

/// How long [`flush`] waits for Sentry.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something that happened in the business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What happened: `contract signed`.
    pub what: String,
    /// The id of the collaborator who did it.
    pub by: String,
    /// To which rows; the first of them, if they are many.
    pub ids: Vec<i64>,
    /// To how many.
    pub count: i64,
    /// Which fields were changed; their names only.
    pub fields: Vec<String>,
}

/// From now on, reports and panics are sent to this DSN. To be called once.
///
/// # Errors
/// It is no DSN; then nothing is sent.
pub fn start(dsn: &str) -> Result<(), Error> {
    let dsn = dsn.parse().map_err(|_| {
        // It holds a key, so it is not quoted.
        Error::usage("SENTRY_DSN is no DSN, so nothing is reported")
            .hint("it looks like https://KEY@HOST/NUMBER")
    })?;
    if sender::send_to(dsn) {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            panicked(info);
            before(info);
        }));
    }
    Ok(())
}

/// Tells of an error, if it is one that should not happen: neither a mistake of a person nor a refusal.
pub fn error(error: &Error) {
    if error.is_fault && sender::is_on() {
        sender::send(of_error(error));
    }
}

/// Tells what happened in the business. To be called after the commit.
pub fn news(news: &News) {
    if sender::is_on() {
        sender::send(of_news(news));
    }
}

/// Waits until everything was sent; for Sentry two seconds at most.
pub fn flush() {
    sender::flush(PATIENCE);
}

fn of_error(error: &Error) -> Event<'static> {
    let code = error.cause.as_ref().map(|cause| cause.code.clone());
    let kind = format!("{:?}", error.kind);
    Event {
        level: Level::Error,
        logger: Some("epic".into()),
        exception: vec![Exception {
            ty: code.map_or(kind.clone(), |code| format!("{kind} {code}")),
            value: Some(scrub::scrub(&error.message)),
            ..Exception::default()
        }]
        .into(),
        ..Event::default()
    }
}

fn of_news(news: &News) -> Event<'static> {
    let extra: Map<String, Value> = [
        ("ids", news.ids.clone().into()),
        ("count", news.count.into()),
        ("fields", news.fields.clone().into()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    Event {
        level: Level::Info,
        logger: Some("epic.business".into()),
        message: Some(news.what.clone()),
        user: Some(User {
            id: Some(news.by.clone()),
            ..User::default()
        }),
        extra,
        ..Event::default()
    }
}

/// The program may be about to end, so this waits until it is sent.
fn panicked(info: &PanicHookInfo<'_>) {
    if sender::is_here() {
        return;
    }
    let integration = sentry::integrations::panic::PanicIntegration::new();
    let mut event = integration.event_from_panic_info(info);
    for exception in &mut event.exception {
        exception.value = exception.value.as_deref().map(scrub::scrub);
    }
    event.culprit = info.location().map(ToString::to_string);
    sender::send(event);
    flush();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn an_error_is_told_without_what_it_quotes() {
        let error = Error::new(Kind::Failed, "no row for 'ada@example.com' in clients");
        let event = of_error(&error);
        let told = &event.exception[0];
        assert_eq!(told.ty, "Failed");
        assert_eq!(told.value.as_deref(), Some("no row for '…' in clients"));
    }

    #[test]
    fn a_dsn_that_is_none_is_not_quoted() {
        let error = start("https://s3cret-without-host").unwrap_err();
        assert!(!error.to_string().contains("s3cret"));
    }
}

//! What somebody should know while something runs or after it went well: no error, and no result.

use crate::error::Error;
use std::sync::OnceLock;
use tokio_postgres::error::{DbError, SqlState};

static TELL: OnceLock<fn(&str)> = OnceLock::new();
static FOLLOW: OnceLock<fn(Option<&str>)> = OnceLock::new();

/// Sets the receiver; the first stays. Without one, nothing is said.
pub fn on_notice(tell: fn(&str)) {
    let _ = TELL.set(tell);
}

/// Sets who follows where a long statement is: told every second or so while one runs, by a thread, and nothing when it is
/// over. The first stays.
pub fn on_progress(follow: fn(Option<&str>)) {
    let _ = FOLLOW.set(follow);
}

/// Whether somebody follows long statements.
pub(super) fn is_followed() -> bool {
    FOLLOW.get().is_some()
}

/// Tells where a long statement is; nothing when it is over.
pub(super) fn follow(place: Option<&str>) {
    if let Some(follow) = FOLLOW.get() {
        follow(place);
    }
}

/// Tells it, from whatever thread.
pub(super) fn tell(text: &str) {
    say(&format!("note: {text}"));
}

/// Tells what should not stay as it is.
pub fn warn(text: &str) {
    say(&format!("warning: {text}"));
}

/// Hands on what the server says besides its answers. What it says of transactions is about statements that
/// nobody typed.
pub(super) fn hand_on(notice: &DbError) {
    let of_transactions = [
        SqlState::NO_ACTIVE_SQL_TRANSACTION,
        SqlState::ACTIVE_SQL_TRANSACTION,
    ];
    if of_transactions.contains(notice.code()) {
        return;
    }
    let (severity, message) = (notice.severity().to_lowercase(), notice.message());
    let mut words = Error::failed(format!("{severity}: {message}"));
    words.detail = notice.detail().map(str::to_owned);
    words.hints.extend(notice.hint().map(str::to_owned));
    say(&words.to_string());
}

fn say(text: &str) {
    if let Some(tell) = TELL.get() {
        tell(text);
    }
}

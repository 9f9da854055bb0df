//! What the driver reports, as our one error type.

use super::interrupt;
use super::link::{Failure, LOST};
use super::pooler;
use super::roles::LOGIN_ROLE;
use crate::error::{DatabaseCause, Error, Excerpt};
use postgres::error::{DbError, ErrorPosition, SqlState};
use rustls::CertificateError;

/// Where in the server an exception comes from that a function raises.
const RAISED: &str = "exec_stmt_raise";
/// Where it comes from that a role has no connection left.
const LIMIT_OF_A_ROLE: &str = "InitializeSessionUserId";
/// What the driver says when the server answers that it does not encrypt.
const NO_TLS: &str = "server does not support TLS";

/// What it says when the server does not bind the proof of the password to the encrypted connection.
const NO_BINDING: &str = "server did not use channel binding";

/// What became of a transaction whose connection is gone.
const UNDONE: &str = "what was not committed is undone; run it again";

/// The server is there, but not ready yet.
pub(super) fn is_starting_up(error: &postgres::Error) -> bool {
    error.code() == Some(&SqlState::CANNOT_CONNECT_NOW)
}

/// All connections are in use: those of the server, of the pooler before it, or those for signing in. That a session
/// itself has too many is none of them: waiting does not help there.
pub(super) fn is_full(error: &postgres::Error) -> bool {
    let Some(refusal) = error.as_db_error() else {
        return false;
    };
    pooler::said(refusal) == Some(pooler::Said::Full)
        || *refusal.code() == SqlState::TOO_MANY_CONNECTIONS
            && (refusal.routine() != Some(LIMIT_OF_A_ROLE) || is_for_signing_in(refusal))
}

fn is_for_signing_in(refusal: &DbError) -> bool {
    refusal.message().contains(LOGIN_ROLE)
}

/// The transaction failed earlier; nothing runs in it any more.
pub(super) fn is_aborted_transaction(error: &Error) -> bool {
    error
        .cause
        .as_ref()
        .is_some_and(|cause| cause.code == SqlState::IN_FAILED_SQL_TRANSACTION.code())
}

/// A connection could not be made.
pub(super) fn of_connecting(failure: &Failure, server: &str) -> Error {
    match failure {
        Failure::Driver(error) => of_driver(error, server),
        Failure::System(error) => unreachable(server, error),
        Failure::TooLate(patience) => Error::unreachable(format!(
            "no answer from {server} within {} s",
            patience.as_secs()
        ))
        .hint("check that the server runs, and the network to it"),
        Failure::Interrupted => Error::interrupted(),
        Failure::NoneOfTheKind(kind) => Error::unreachable(format!(
            "none of the hosts of {server} is what target_session_attrs={kind} asks for"
        ))
        .hint("check the hosts in the URL; without target_session_attrs the first that answers is taken"),
    }
}

/// What to do when a server does not answer that somebody gave the URL of.
pub const CHECK_URL: &str = "check that the server runs and that the URL is right";

fn unreachable(server: &str, why: &dyn std::fmt::Display) -> Error {
    Error::unreachable(format!("can't reach the database {server}: {why}")).hint(CHECK_URL)
}

fn of_driver(error: &postgres::Error, server: &str) -> Error {
    let refused = || {
        let mut refused = Error::sign_in(format!("{server} refuses this login"));
        refused.cause = error.as_db_error().map(|db| Box::new(cause(db)));
        refused
    };
    match error.as_db_error().and_then(pooler::said) {
        Some(pooler::Said::RefusesLogin) => return refused(),
        Some(pooler::Said::Full) => return none_free(server),
        Some(pooler::Said::Lost) | None => {}
    }
    match error.code() {
        Some(code) if is_refused_login(code) => refused(),
        Some(&SqlState::UNDEFINED_DATABASE) => Error::unreachable(format!(
            "there is no database {server}"
        ))
        .hint("check DATABASE_URL; an administrator creates the database with: epic db init"),
        Some(&SqlState::TOO_MANY_CONNECTIONS) => of_too_many(error.as_db_error(), server),
        _ => of_tls(error, server).unwrap_or_else(|| unreachable(server, &plain(error))),
    }
}

/// It was waited for.
fn none_free(server: &str) -> Error {
    Error::unreachable(format!("{server} has no connection free"))
        .hint("others use them all: try again in a moment")
}

/// The server has one code for the limits of a server, a database and a role, and names the role in its message alone.
fn of_too_many(refusal: Option<&DbError>, server: &str) -> Error {
    let of_role = refusal.filter(|db| db.routine() == Some(LIMIT_OF_A_ROLE));
    let Some(of_role) = of_role else {
        return none_free(server);
    };
    if is_for_signing_in(of_role) {
        return Error::unreachable(format!("too many are signing in to {server} right now"))
            .hint("try again in a moment");
    }
    Error::unreachable("this login has as many connections as it may have")
        .hint("close a shell or another program of the same login")
}

/// The connection could not be encrypted, or the server is not the one it should be.
fn of_tls(error: &postgres::Error, server: &str) -> Option<Error> {
    if plain(error) == NO_TLS {
        let refused = Error::unreachable(format!("{server} does not encrypt connections"));
        return Some(refused.hint("whoever runs the server turns it on: ssl = on"));
    }
    if plain(error) == NO_BINDING {
        let refused = Error::unreachable(format!(
            "{server} does not prove that nobody is in between, which channel_binding=require asks for"
        ));
        return Some(refused.hint(
            "that takes an encrypted connection, and scram-sha-256 in pg_hba.conf of the server",
        ));
    }
    let rustls::Error::InvalidCertificate(problem) = tls_error(error)? else {
        return None;
    };
    let (what, hint) = match problem {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => (
            "is not signed by an authority that is trusted here".to_owned(),
            "for an authority of your own: sslrootcert=FILE in the URL, with its certificate",
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
            "is for another name".to_owned(),
            "write the host in the URL as the certificate has it",
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
            "has expired".to_owned(),
            "whoever runs the server renews it; is the clock of this machine right?",
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
            "is not valid yet".to_owned(),
            "is the clock of this machine right?",
        ),
        // The reason comes from a crate of its own, which has no words for people.
        CertificateError::Other(reason) if format!("{reason:?}").contains("CaUsedAsEndEntity") => (
            "is that of an authority, not of a server".to_owned(),
            "a self-signed one is not enough: whoever runs the server has it signed by an authority, whose certificate is sslrootcert",
        ),
        CertificateError::Other(_) => (
            "breaks the rules of certificates".to_owned(),
            "whoever runs the server replaces it",
        ),
        other => (
            format!("can't be accepted: {other}"),
            "whoever runs the server replaces it",
        ),
    };
    Some(Error::unreachable(format!("the certificate of {server} {what}")).hint(hint))
}

fn tls_error(error: &postgres::Error) -> Option<&rustls::Error> {
    let mut reason: &(dyn std::error::Error + 'static) = error;
    loop {
        // What an I/O error wraps is not its source.
        let wrapped = reason
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .and_then(|inner| inner.downcast_ref());
        if let Some(found) = wrapped.or_else(|| reason.downcast_ref()) {
            return Some(found);
        }
        reason = reason.source()?;
    }
}

fn is_refused_login(code: &SqlState) -> bool {
    [
        SqlState::INVALID_PASSWORD,
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
        SqlState::INSUFFICIENT_PRIVILEGE,
    ]
    .contains(code)
}

/// A statement failed.
pub(super) fn of_statement(error: &postgres::Error, sql: &str) -> Error {
    let Some(db) = error.as_db_error() else {
        return of_transport(error);
    };
    let code = db.code();
    if pooler::said(db).is_some() {
        return Error::unreachable(format!(
            "the pooler ended this connection: {}",
            db.message()
        ))
        .hint(UNDONE);
    }
    if is_conflict_of_standby(db) {
        let mut result = Error::failed(
            "the standby gave this up: the primary has taken away what it was still reading",
        )
        .hint("run it again; max_standby_streaming_delay of the standby says how long it waits for readers");
        result.cause = Some(Box::new(cause(db)));
        return result;
    }
    if let Some(collision) = collision(code) {
        let mut result = Error::failed(collision).hint("run it again");
        result.cause = Some(Box::new(cause(db)));
        return result;
    }
    let mut result = match *code {
        SqlState::QUERY_CANCELED if interrupt::requested() => return Error::interrupted(),
        SqlState::INSUFFICIENT_PRIVILEGE => Error::not_allowed(db.message()),
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION => Error::sign_in(db.message()),
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Error::unreachable("the server ended this connection").hint(UNDONE)
        }
        _ if LOST.contains(code) => Error::unreachable(
            "a pooler has put another connection to the server in the place of this one",
        )
        .hint(UNDONE),
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
            Error::unreachable("the server ended this transaction: nothing was done in it for long")
        }
        SqlState::NUMERIC_VALUE_OUT_OF_RANGE => {
            Error::failed(format!("a number is too large: {}", db.message()))
        }
        _ => Error::failed(db.message()),
    };
    if code.code().starts_with("42") || code.code().starts_with("22") {
        result.excerpt = excerpt(db, sql);
    }
    result.is_fault = is_fault_of_server(code);
    // What PostgreSQL itself adds is said better elsewhere, and may quote the row.
    result.detail = db
        .detail()
        .filter(|_| db.routine() == Some(RAISED))
        .map(str::to_owned);
    result.hints.extend(db.hint().map(str::to_owned));
    result.cause = Some(Box::new(cause(db)));
    result
}

/// The user gave up waiting for the server.
pub(super) fn given_up() -> Error {
    Error::interrupted()
        .hint("the server did not answer: the connection was given up, and what was not committed is undone")
}

/// Whether a function of the database says it, in a sentence of its own.
pub(crate) fn is_raised(error: &Error) -> bool {
    comes_from(error, &[RAISED])
}

/// Whether it comes from one of some functions in the server.
pub(super) fn comes_from(error: &Error, routines: &[&str]) -> bool {
    let routine = error
        .cause
        .as_ref()
        .and_then(|cause| cause.routine.as_deref());
    routine.is_some_and(|routine| routines.contains(&routine))
}

/// A standby cancelled a query that kept it from following. Other collisions come from where rows are looked at.
fn is_conflict_of_standby(db: &DbError) -> bool {
    let is_interrupt = |routine: &str| routine.starts_with("Process");
    *db.code() == SqlState::T_R_SERIALIZATION_FAILURE && db.routine().is_some_and(is_interrupt)
}

/// Two transactions were in each other's way; the server ended this one.
fn collision(code: &SqlState) -> Option<&'static str> {
    match *code {
        SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => {
            Some("somebody else changes the same rows at this moment")
        }
        SqlState::LOCK_NOT_AVAILABLE => Some("somebody else holds these rows at this moment"),
        _ => None,
    }
}

/// Internal errors, no disk or memory left, files that can't be read.
fn is_fault_of_server(code: &SqlState) -> bool {
    ["XX", "53", "58"].contains(&&code.code()[..2])
}

/// The connection itself failed, or a value could not be sent.
fn of_transport(error: &postgres::Error) -> Error {
    if error.is_closed()
        || std::error::Error::source(error)
            .is_some_and(<dyn std::error::Error + 'static>::is::<std::io::Error>)
    {
        return Error::unreachable("the connection to the database was lost").hint(UNDONE);
    }
    Error::failed(plain(error))
}

fn cause(db: &DbError) -> DatabaseCause {
    let own = |text: Option<&str>| text.map(str::to_owned);
    DatabaseCause {
        code: db.code().code().to_owned(),
        detail: own(db.detail()),
        table: own(db.table()),
        column: own(db.column()),
        constraint: own(db.constraint()),
        routine: own(db.routine()),
    }
}

/// The position that the server points at, in the text that was sent.
fn excerpt(db: &DbError, sql: &str) -> Option<Box<Excerpt>> {
    let Some(ErrorPosition::Original(position)) = db.position() else {
        return None;
    };
    let before: String = sql
        .chars()
        .take((*position as usize).checked_sub(1)?)
        .collect();
    let line = before.matches('\n').count();
    let start = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count();
    let text = sql.lines().nth(line)?.to_owned();
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    let width = text.chars().skip(start).take_while(word).count().max(1);
    Some(Box::new(Excerpt {
        line: line + 1,
        text,
        start,
        width,
    }))
}

/// The innermost reason, without the driver's own prefix.
fn plain(error: &postgres::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    reason.to_string()
}

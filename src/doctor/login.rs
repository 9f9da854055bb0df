//! What staff do: sign in with `DATABASE_URL`, and go on in the session that was kept.

use super::finding::{Check, Findings, Verdict};
use super::server::{self, STAFF_URL, Subject};
use crate::account;
use crate::api::Session;
use crate::config::Config;
use crate::error::{Kind, Result};
use crate::place::Owner;
use crate::store::{LOGIN_ROLE, Server};
use crate::value::Value;

const SIGN_IN: Check<Subject> = ("sign-in", sign_in);
const SESSION: &str = "session";

pub(super) fn look(config: &Config, of: Option<&Subject>, why_not: &str, found: &mut Findings) {
    server::look(of, why_not, found);
    let (of, why_not) = server::to_ask(of, why_not);
    found.make(&[SIGN_IN], of, why_not);
    let session = match of {
        Some(of) => session(config, of).unwrap_or_else(Verdict::from),
        None => Verdict::not_checked(why_not),
    };
    found.add(SESSION, session);
}

/// Whether staff can sign in, for the owner: everybody who has `DATABASE_URL` can change the password of its role, which
/// PostgreSQL lets every role do.
pub(super) fn look_for_the_owner(config: &Config, owner: Option<&Owner>, found: &mut Findings) {
    let (server, why_not) = match (
        owner.and_then(|owner| owner.here.as_ref()),
        &config.database_url,
    ) {
        (Some(here), _) => (Some(here.login()), ""),
        (None, Some(url)) => (Some(Server::from_url(url)), ""),
        (None, None) if config.owner_url.is_some() => (None, "DATABASE_URL is not set"),
        (None, None) => (None, server::NEEDS_EMBEDDED),
    };
    let named_by = config.database_url.as_ref().map(|_| STAFF_URL);
    match server {
        None => found.add(SIGN_IN.0, Verdict::not_checked(why_not)),
        Some(Err(error)) => found.add(SIGN_IN.0, error.into()),
        Some(Ok(server)) => {
            let subject = Subject::of(server, named_by);
            let check = if subject.reached.is_ok() {
                sign_in
            } else {
                server::place
            };
            found.make(&[(SIGN_IN.0, check)], Some(&subject), "");
        }
    }
}

/// Whether the shared login can be used to sign in.
fn sign_in(of: &Subject) -> Result<Verdict> {
    let database = of.database();
    let sql = "select to_regprocedure('auth.argon()') is not null,
        to_regrole('epic_db_' || (select oid from pg_database where datname = current_database())) is not null";
    let rows = database.query(sql, &[])?;
    let said = |column| rows.first().map(|row| row.get(column)).transpose();
    if said(0)? != Some(Value::Bool(true)) {
        return Ok(Verdict::wrong("this database was not set up")
            .hint("its owner does that: epic db init; or the URL names another database"));
    }
    if said(1)? != Some(Value::Bool(true)) {
        return Ok(
            Verdict::wrong("this database is a copy that was not set up yet")
                .hint("its owner does that: epic db init"),
        );
    }
    database.query("select auth.argon()", &[])?;
    Ok(match of.server.role() {
        Some(LOGIN_ROLE) => Verdict::ok("whoever has an account can sign in"),
        other => Verdict::note(format!(
            "the URL names {}, not {LOGIN_ROLE}: it may more than signing in",
            other.unwrap_or("nobody")
        ))
        .hint("give staff the URL that epic db init prints"),
    })
}

/// The session that was kept, if there is one.
fn session(config: &Config, of: &Subject) -> Result<Verdict> {
    let Some(token) = account::token(config)? else {
        return Ok(Verdict::note("nobody is signed in here").hint("sign in: epic login"));
    };
    match Session::resume(&of.server, token).me() {
        Ok(me) => {
            let until = me.expires.with_timezone(&chrono::Local);
            let (name, role) = (me.full_name, me.role);
            let until = until.format("%Y-%m-%d %H:%M");
            Ok(Verdict::ok(format!("{name} ({role}) until {until}")))
        }
        Err(error) if error.kind == Kind::SignIn => Ok(Verdict::from(error).into_note()),
        Err(error) => Err(error),
    }
}

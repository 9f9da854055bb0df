//! The server: whether it lets one in, and if not, what kept one out; its version, encryption and clock.

use super::finding::{Check, Findings, Verdict};
use crate::error::{Error, Result};
use crate::store::{Database, LoginRefusal, Server};
use crate::value::Value;
use chrono::{DateTime, TimeDelta, Utc};
use std::ops::RangeInclusive;

/// Where staff sign in.
pub(super) const STAFF_URL: &str = "DATABASE_URL";
/// Where the owner does.
pub(super) const OWNER_URL: &str = "DATABASE_OWNER_URL";

/// The major versions that this program is tried on.
const TRIED: RangeInclusive<i64> = 14..=18;
/// How far clocks may be apart before it matters to somebody.
const APART: TimeDelta = TimeDelta::minutes(1);

/// A server that is looked at, and where it was named.
pub(super) struct Subject {
    pub(super) server: Server,
    pub(super) named_by: Option<&'static str>,
    pub(super) reached: Result<Reached>,
}

/// What a server says of itself.
#[derive(Clone)]
pub(super) struct Reached {
    version: String,
    number: i64,
    tls: Option<String>,
    is_standby: bool,
    /// How far the clock of this machine is ahead.
    ahead: TimeDelta,
}

const CHECKS: [Check<Reached>; 2] = [
    ("version", |of| Ok(version(of))),
    ("clock", |of| Ok(clock(of))),
];

impl Subject {
    pub(super) fn of(server: Server, named_by: Option<&'static str>) -> Self {
        Self {
            reached: reach(&server),
            server,
            named_by,
        }
    }

    pub(super) fn database(&self) -> Database {
        Database::new(self.server.clone())
    }

    fn if_reached(&self) -> Option<&Self> {
        self.reached.is_ok().then_some(self)
    }
}

/// A subject, if it can be asked, and else why not: it can't be reached, or there is none for that reason.
pub(super) fn to_ask<'a>(of: Option<&'a Subject>, none: &'a str) -> (Option<&'a Subject>, &'a str) {
    let why_not = if of.is_some() { NOT_REACHED } else { none };
    (of.and_then(Subject::if_reached), why_not)
}

/// What a check says that needs a server which can't be reached.
const NOT_REACHED: &str = "the server can't be reached";
/// The same of the embedded server, where it is not there.
pub(super) const NEEDS_EMBEDDED: &str = "it needs the embedded server";

pub(super) fn look(of: Option<&Subject>, why_not: &str, found: &mut Findings) {
    found.make(&[("server", place)], of, why_not);
    let (subject, why_not) = to_ask(of, why_not);
    found.make(&[("encryption", |of| Ok(encryption(of)))], subject, why_not);
    let reached = subject.and_then(|of| of.reached.as_ref().ok());
    found.make(&CHECKS, reached, why_not);
}

/// Whether one is let in.
pub(super) fn place(of: &Subject) -> Result<Verdict> {
    let role = of.server.role().unwrap_or("nobody");
    match &of.reached {
        Ok(reached) if reached.is_standby => Ok(Verdict::note(format!(
            "{} lets {role} in, and is a standby: it only reads",
            of.server.label()
        ))
        .hint("signing in and changes need the primary: target_session_attrs=primary in the URL")),
        Ok(_) => Ok(Verdict::ok(format!("{} lets {role} in", of.server.label()))),
        Err(error) => match LoginRefusal::of(error) {
            Some(refusal) => Ok(refused(of, refusal, role)),
            None => Err(error.clone()),
        },
    }
}

/// What kept one out, and who can change that.
fn refused(of: &Subject, refusal: LoginRefusal, role: &str) -> Verdict {
    let (label, database) = (of.server.label(), of.server.database());
    let kind = if of.server.is_encrypted() {
        "hostssl"
    } else {
        "host"
    };
    let users = match of.named_by {
        Some(OWNER_URL) => role,
        _ => "epic_login,+epic_app",
    };
    let line = format!(
        "whoever runs the server adds a line to pg_hba.conf and reloads it: {kind} {database} {users} ADDRESS scram-sha-256"
    );
    let wrong = |what: String| Verdict::wrong(format!("{label}: {what}"));
    match (refusal, of.named_by) {
        (LoginRefusal::NoHbaLine, _) => {
            wrong(format!("pg_hba.conf does not let {role} in from here")).hint(line)
        }
        (LoginRefusal::OtherMethod, _) => wrong(format!(
            "pg_hba.conf asks {role} for something else than a password"
        ))
        .hint(line),
        (LoginRefusal::Password, None) => {
            wrong(format!("the password kept here is not that of {role}"))
                .hint("epic db init sets it again")
        }
        (LoginRefusal::Password, Some(url)) => {
            let wrong = wrong(format!("the password in {url} is not that of {role}"));
            match url {
                STAFF_URL => wrong
                    .hint("ask the owner for the URL; epic db init sets the password to that of their DATABASE_URL, and with --new-password makes another"),
                _ => wrong.hint("correct it"),
            }
        }
        (LoginRefusal::Role, _) => wrong(format!("{role} is not there, or may not sign in"))
            .hint("check the URL; the owner sets the server up by: epic db init"),
        (LoginRefusal::Connect, _) => wrong(format!("{role} may not connect to this database"))
            .hint("the owner gives that right by: epic db init"),
    }
}

fn encryption(of: &Subject) -> Verdict {
    let said = of.reached.as_ref().ok().and_then(|said| said.tls.clone());
    let tls = said.map(|said| format!(", {said}")).unwrap_or_default();
    if of.server.is_unverified() {
        Verdict::note(format!("encrypted{tls}, but any server is taken for yours"))
            .hint("write sslmode=verify-full in the URL, and sslrootcert=FILE for an authority of your own")
    } else if of.server.is_encrypted() {
        Verdict::ok(format!("encrypted{tls}, and the server is verified"))
    } else {
        Verdict::ok("none: the connection does not leave this machine")
    }
}

fn version(of: &Reached) -> Verdict {
    let (major, said) = (of.number / 10000, format!("PostgreSQL {}", of.version));
    let (first, last) = (TRIED.start(), TRIED.end());
    if major < *first {
        Verdict::wrong(format!("{said} is too old")).hint(format!(
            "whoever runs the server upgrades it, to {first} at least"
        ))
    } else if major > *last {
        Verdict::note(format!(
            "{said} is newer than what this program was tried on"
        ))
        .hint(format!(
            "it was tried on {first} to {last}: is there a newer epic?"
        ))
    } else {
        Verdict::ok(said)
    }
}

fn clock(of: &Reached) -> Verdict {
    let apart = of.ahead.abs();
    if apart < APART {
        return Verdict::ok("that of this machine and the server's agree");
    }
    let (minutes, way) = (
        (apart.num_seconds() + 30) / 60,
        if of.ahead > TimeDelta::zero() {
            "ahead of"
        } else {
            "behind"
        },
    );

    Verdict::wrong(format!("that of this machine is {minutes} min {way} the server's"))
            .hint("the server's decides when a session ends; set the one that is wrong, or have it set by the network")
}

fn reach(server: &Server) -> Result<Reached> {
    let sql = "select current_setting('server_version'), current_setting('server_version_num')::int,
        (select version from pg_stat_ssl where pid = pg_backend_pid()), pg_is_in_recovery(), clock_timestamp()";
    let database = Database::new(server.clone());
    database.query("select 1", &[])?; // so that connecting takes none of the time between the clocks
    let before = Utc::now();
    let rows = database.query(sql, &[])?;
    let here = before + (Utc::now() - before) / 2;
    let row = rows
        .first()
        .ok_or_else(|| Error::failed("the server says nothing"))?;
    let text = |value: Value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let there: DateTime<Utc> = match row.get(4)? {
        Value::Timestamp(there) => there,
        _ => here,
    };
    Ok(Reached {
        version: text(row.get(0)?).unwrap_or_default(),
        number: match row.get(1)? {
            Value::Int(number) => number,
            _ => 0,
        },
        tls: text(row.get(2)?),
        is_standby: row.get(3)? == Value::Bool(true),
        ahead: here - there,
    })
}

//! A run can be taken back: exactly, as a whole, under the rights of whoever does it, or not at all.

mod conflicts;
mod exact;
mod grown;
mod killed;
mod prompt;
mod rights;

use crate::harness::Shell;
use epic::api::Session;
use epic::error::{Error, Result};
use postgres::Client;
use regex::Regex;
use std::collections::HashSet;
use uuid::Uuid;

const TABLES: [&str; 4] = ["collaborators", "clients", "contracts", "events"];

/// Runs statements as one entry, and gives the run that it is.
#[track_caller]
fn run(session: &Session, owner: &mut Client, statements: &[&str]) -> Uuid {
    let all = || -> Result<()> {
        for statement in statements {
            session.sql_exec(statement, &[])?;
        }
        Ok(())
    };
    session.transaction(all).expect("an entry");
    last_run(owner)
}

/// The run that changed something last.
#[track_caller]
fn last_run(owner: &mut Client) -> Uuid {
    let sql = "select run::text from audit.log order by id desc limit 1";
    let run: Option<String> = owner.query_one(sql, &[]).expect("a change").get(0);
    run.expect("a run").parse().expect("an id")
}

/// Takes a run back, and gives the run that did it.
#[track_caller]
fn undo(session: &Session, owner: &mut Client, run: Uuid) -> Uuid {
    let undone = session.undo(run).and_then(epic::api::Undo::commit);
    undone.unwrap_or_else(|error| panic!("{error}"));
    last_run(owner)
}

/// Why a run can't be taken back.
#[track_caller]
fn refusal(session: &Session, run: Uuid) -> Error {
    match session.undo(run) {
        Ok(_) => panic!("it was undone"),
        Err(error) => error,
    }
}

/// A text without the ids and times that differ from run to run.
fn lasting(text: &str) -> String {
    let time = Regex::new(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?").expect("a pattern");
    let id = Regex::new(r"(run|undo) [0-9a-f]{8}").expect("a pattern");
    id.replace_all(&time.replace_all(text, "TIME"), "$1 ID")
        .into_owned()
}

/// Every row of business, as a text.
fn rows(owner: &mut Client) -> Vec<String> {
    let of = |table: &&str| {
        format!("select {table:?} as name, t.id, '{table} ' || t::text as row from crm.{table} t")
            .replace('"', "'")
    };
    let all: Vec<String> = TABLES.iter().map(of).collect();
    let sql = format!(
        "select row from ({}) r order by name, id",
        all.join(" union all ")
    );
    let rows = owner.query(&sql, &[]).expect("rows");
    rows.iter().map(|row| row.get(0)).collect()
}

/// The first difference between two states.
fn difference(before: &[String], after: &[String]) -> Option<String> {
    if before == after {
        return None;
    }
    let [old, new] = [before, after].map(|rows| rows.iter().collect::<HashSet<_>>());
    Some(format!(
        "gone: {:?}\n new: {:?}",
        old.difference(&new).next(),
        new.difference(&old).next()
    ))
}

/// The ids that a query finds, as the owner.
fn ids(owner: &mut Client, sql: &str) -> Vec<i64> {
    let rows = owner.query(sql, &[]).expect("ids");
    rows.iter().map(|row| row.get(0)).collect()
}

/// The e-mails of the first three clients.
fn mails(owner: &mut Client) -> Vec<String> {
    let sql = "select email from crm.clients where id in (1, 2, 3) order by id";
    let rows = owner.query(sql, &[]).expect("e-mails");
    rows.iter().map(|row| row.get(0)).collect()
}

/// An admin at a database of their own, and its owner.
fn scene() -> (Shell, Session, Client) {
    let admin = Shell::as_("admin@epic.events");
    let (session, owner) = (admin.session(), admin.owner());
    (admin, session, owner)
}

//! `epic db status`: which migrations are applied, what the database holds, whether anybody can sign in.

use crate::config::Config;
use crate::error::Result;
use crate::place::{LOGIN_ROLE, Owner};
use crate::rows::{Column, Rows};
use crate::shell::{self, Printer};
use crate::store::setup::{self, Content};
use crate::store::{Database, Server};
use crate::value::{Type, Value};
use std::time::Instant;

pub(super) fn run(config: &Config, printer: &Printer) -> Result<()> {
    let since = Instant::now();
    let owner = Owner::open(config)?;
    let migrations = setup::migrations(&owner.server)?;
    let rows = Rows {
        columns: ["migration", "applied"]
            .map(|name| Column {
                name: name.into(),
                kind: Some(Type::Text),
            })
            .into(),
        rows: migrations
            .iter()
            .map(|migration| {
                let applied = migration
                    .applied
                    .clone()
                    .unwrap_or_else(|| "not yet: epic db migrate".into());
                vec![Value::Text(migration.name.clone()), Value::Text(applied)]
            })
            .collect(),
    };
    printer.rows(&rows, since)?;
    if migrations
        .iter()
        .all(|migration| migration.applied.is_some())
    {
        shell::say(format!(
            "{} holds {}",
            owner.server.label(),
            match setup::content(&owner.server)? {
                Content::Empty => "no data yet",
                Content::Demo => "the demo data",
                Content::Real => "data of its own",
            }
        ));
        warn_of_the_shared_login(config, &owner);
    }
    Ok(())
}

/// Says when nobody can sign in: everybody who has `DATABASE_URL` can change the password of its role, which
/// PostgreSQL lets every role do.
fn warn_of_the_shared_login(config: &Config, owner: &Owner) {
    let login = match (&owner.here, &config.database_url) {
        (Some(here), _) => here.login(),
        (None, Some(url)) => Server::from_url(url),
        (None, None) => return,
    };
    let asked = login.and_then(|login| Database::new(login).query("select auth.argon()", &[]));
    if let Err(error) = asked {
        shell::say(format!(
            "warning: nobody can sign in with DATABASE_URL: {}\n hint: if that is what your staff have, this sets \
             the password of {LOGIN_ROLE} to it again: epic db init",
            error.message
        ));
    }
}

//! What is in order, what is wrong and what to do: of this machine, of the server, of the database.
//!
//! `epic doctor` asks for all of it, `epic db status` for the owner's part. Nothing is mended here, and nothing made: an
//! embedded database that is not there stays so. What can't be reached is said, with what could not be checked for it. No
//! finding holds a secret.

mod database;
mod embedded;
mod finding;
mod folders;
mod hba;
mod login;
mod machine;
mod rights;
mod server;
mod standby;

pub(crate) use finding::{Findings, State};

use crate::config::Config;
use crate::error::Result;
use crate::place::Owner;
use crate::store::Server;
use finding::Verdict;
use server::{OWNER_URL, STAFF_URL, Subject};

/// All that can be looked at here.
pub(crate) fn all(config: &Config) -> Findings {
    let mut found = Findings::default();
    machine::look(config, &mut found);
    match &config.database_url {
        Some(url) => {
            let staff = named(Server::from_url(url), STAFF_URL, &mut found);
            login::look(config, staff.as_ref(), "see DATABASE_URL", &mut found);
            standby::look(config, &mut found);
            let owner = config.owner_url.as_ref().map(Server::from_url);
            let why = owner.as_ref().map_or(
                "DATABASE_OWNER_URL is not set",
                |_| "see DATABASE_OWNER_URL",
            );
            let owner = owner.and_then(|owner| named(owner, OWNER_URL, &mut found));
            database::look(owner.as_ref(), why, &mut found);
        }
        None => embedded::look(config, &mut found),
    }
    found
}

/// What the owner of a database wants to know of it.
///
/// # Errors
/// It is not said which database.
pub(crate) fn of_the_database(config: &Config) -> Result<Findings> {
    let mut found = Findings::default();
    let is_embedded = config.owner_url.is_none() && config.database_url.is_none();
    let owner = if is_embedded {
        embedded::open(config, &mut found)
            .map(Owner::of)
            .transpose()?
    } else {
        Some(Owner::as_it_is(config)?)
    };
    let named_by = config.owner_url.as_ref().map(|_| OWNER_URL);
    let subject = owner
        .as_ref()
        .map(|owner| Subject::of(owner.server.clone(), named_by));
    server::look(subject.as_ref(), server::NEEDS_EMBEDDED, &mut found);
    database::look_inside(subject.as_ref(), server::NEEDS_EMBEDDED, &mut found);
    login::look_for_the_owner(config, owner.as_ref(), &mut found);
    Ok(found)
}

/// The server that a URL leads to, if the URL can be read.
fn named(server: Result<Server>, by: &'static str, found: &mut Findings) -> Option<Subject> {
    match server {
        Ok(server) => Some(Subject::of(server, Some(by))),
        Err(error) => {
            found.add(by, Verdict::from(error));
            None
        }
    }
}

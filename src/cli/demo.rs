//! `epic demo`: the embedded database with demo data, and somebody signed in.

use super::arguments::Fate;
use super::db::{DEMO_PASSWORD, seed};
use super::evaluate;
use super::others;
use super::session::{self, Open};
use crate::account::{Account, refuse_token_of_environment};
use crate::api::Session;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::place::{self, Here};
use crate::shell::{self, Console};
use crate::store::setup::{self, Content};

/// Who is signed in when nobody is named.
const ADMIN: &str = "admin@epic.events";

pub(super) fn run(
    config: &Config,
    console: &Console,
    email: Option<&str>,
    fresh: bool,
    code: Option<String>,
    fate: Fate,
) -> Result<u8> {
    if config.database_url.is_some() {
        shell::say("DATABASE_URL is set: this demo does not use it, but other commands will.");
    }
    refuse_token_of_environment(config, "the demo's")?;
    if fresh {
        others::may_end(config, console)?;
        if let Some(folder) = place::embedded(config).set_aside()? {
            let folder = folder.display();
            shell::say(format!(
                "The database of another PostgreSQL is set aside: {folder}"
            ));
        }
    }
    let here = Here::open(config)?;
    here.prepare()?;
    fill(&here, fresh)?;
    let account = Account::at(config, here.into_place(config)?);
    let session = sign_in(&account, email.unwrap_or(ADMIN))?;
    match code {
        Some(code) => evaluate::run(config, session, console, &code, fate.of_code()?),
        None if fate.trial.dry_run => Err(evaluate::nothing_to_try()),
        None => {
            shell::say(session::welcome(&session)?);
            evaluate::prompt(config, console, Open { account, session }, fate.sandbox)
        }
    }
}

/// Makes sure that the demo data is there. Other data is left alone.
fn fill(here: &Here, fresh: bool) -> Result<()> {
    let mut content = setup::content(&here.owner()?)?;
    if content == Content::Real {
        return Err(Error::failed(
            "the embedded database holds data of its own, not the demo data",
        )
        .hint("use another folder for the demo: EPIC_HOME=/some/folder epic demo"));
    }
    if fresh {
        here.drop_database()?;
        here.prepare()?;
        content = Content::Empty;
    }
    if content == Content::Empty {
        let _one_at_a_time = here.lock()?;
        if setup::content(&here.owner()?)? == Content::Empty {
            seed(&here.owner()?)?;
        }
    }
    Ok(())
}

/// Resumes that person's session if it still lives, or signs them in.
fn sign_in(account: &Account<'_>, email: &str) -> Result<Session> {
    if let Some(session) = account.kept(email) {
        return Ok(session);
    }
    let password = DEMO_PASSWORD.to_owned().into();
    account.sign_in(email, &password).map_err(|error| {
        if error.kind == Kind::SignIn {
            error
                .hint(format!(
                    "all people of the demo can sign in; {ADMIN} sees them with: collaborators"
                ))
                .hint("when a password was changed: epic demo --fresh starts over")
        } else {
            error
        }
    })
}

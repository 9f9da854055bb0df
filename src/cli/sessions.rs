//! `epic sessions`: who is signed in, and ending that.

use super::arguments::Sessions;
use super::session::{self, Open};
use crate::api::OpenSession;
use crate::config::Config;
use crate::error::Result;
use crate::render::visible;
use crate::shell::{self, Printer};
use std::time::Instant;

pub(super) fn run(config: &Config, printer: &Printer, command: Option<Sessions>) -> Result<()> {
    let since = Instant::now();
    let open = session::resume(config)?;
    match command {
        None => printer.rows(&OpenSession::table(open.session.sessions()?), since),
        Some(Sessions::End { id }) => end(&open, &id),
    }
}

fn end(open: &Open<'_>, id: &str) -> Result<()> {
    let ended = open.session.end_session(id)?;
    if ended.current {
        open.account.forget(&open.session)?;
    }
    let whose = if ended.current {
        "Your own session".to_owned()
    } else {
        format!("The session of {}", visible(&ended.full_name))
    };
    shell::say(format!("{whose} has ended."));
    Ok(())
}

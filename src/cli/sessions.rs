//! `epic sessions`: who is signed in, and ending that.

use super::arguments::Sessions;
use super::session;
use crate::access::TokenFile;
use crate::api::{OpenSession, Session};
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
        Some(Sessions::End { id }) => end(config, &open.session, &id),
    }
}

fn end(config: &Config, session: &Session, id: &str) -> Result<()> {
    let ended = session.end_session(id)?;
    if ended.current && config.token.is_none() {
        TokenFile::new(&config.folders.state).remove()?;
    }
    let whose = if ended.current {
        "Your own session".to_owned()
    } else {
        format!("The session of {}", visible(&ended.full_name))
    };
    shell::say(format!("{whose} has ended."));
    Ok(())
}

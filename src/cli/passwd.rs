//! `epic passwd`: changing one's own password.

use super::db::ask_twice;
use super::session::{self, Open, lines_of_stdin};
use crate::access::password;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::shell;
use secrecy::SecretString;

/// Changes the password, which ends all sessions; then signs in with the new one and keeps that token.
pub(super) fn run(config: &Config, password_stdin: bool) -> Result<()> {
    session::refuse_token_of_environment(config)?;
    let Open { session, place } = session::resume(config)?;
    let email = session.me()?.email;
    let (present, new) = if password_stdin {
        of_stdin()?
    } else {
        ask(&email)?
    };
    session.change_password(&present, &new)?;
    shell::say("The password is changed, and all your sessions have ended.");
    let session = session::sign_in(config, &place, &email, &new)?;
    shell::say(session::welcome(&session)?);
    Ok(())
}

fn ask(email: &str) -> Result<(SecretString, SecretString)> {
    let present = shell::ask_password(&format!("Present password of {email}: "))?;
    let new = ask_twice("New password: ")?;
    password::check_strength(&new)?;
    Ok((present, new))
}

/// The first line is the present password, the second the new one.
fn of_stdin() -> Result<(SecretString, SecretString)> {
    let mut lines = lines_of_stdin()?.into_iter();
    match (lines.next(), lines.next()) {
        (Some(present), Some(new)) => Ok((present, new)),
        _ => Err(Error::usage("--password-stdin needs two lines")
            .hint("the present password, then the new one")),
    }
}

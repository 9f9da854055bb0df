//! Changing one's own password: `epic passwd`, and `:passwd` in the shell.

use super::db::ask_twice;
use super::session::{self, Open, lines_of_stdin};
use super::target::Target;
use crate::access::password;
use crate::api::Session;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::shell;
use secrecy::SecretString;

/// The present password and the new one.
type Passwords = (SecretString, SecretString);

/// `epic passwd`
pub(super) fn run(config: &Config, password_stdin: bool) -> Result<()> {
    session::refuse_token_of_environment(config)?;
    let Open { session, target } = session::resume(config)?;
    let session = if password_stdin {
        session.me()?; // before anything is said about the input
        change(config, &target, &session, of_stdin()?)?
    } else {
        ask_and_change(config, &target, &session)?
    };
    shell::say(session::welcome(&session)?);
    Ok(())
}

/// Asks for the present password and a new one, and changes it.
pub(super) fn ask_and_change(
    config: &Config,
    target: &Target,
    session: &Session,
) -> Result<Session> {
    session::refuse_token_of_environment(config)?;
    session.still_lives()?;
    let email = session.me()?.email;
    let present = shell::ask_password(&format!("Present password of {email}: "))?;
    prove(target, &email, &present)?;
    let new = ask_twice("New password: ")?;
    password::check_strength(&new)?;
    change(config, target, session, (present, new))
}

/// Fails when a password is wrong, before a new one is asked for. Nothing else judges it without a new one: so it
/// signs in, and out again.
fn prove(target: &Target, email: &str, present: &SecretString) -> Result<()> {
    let proven = Session::login(&target.login, email, present);
    let proven = proven.map_err(|error| match error.kind {
        Kind::SignIn => password::wrong(),
        _ => error,
    })?;
    proven.logout()
}

/// Changes the password, which ends all sessions; then signs in with the new one and keeps that token.
fn change(
    config: &Config,
    target: &Target,
    session: &Session,
    (present, new): Passwords,
) -> Result<Session> {
    let email = session.me()?.email;
    session.change_password(&present, &new)?;
    shell::say("The password is changed, and all your sessions have ended.");
    session::sign_in(config, target, &email, &new)
}

/// The first line is the present password, the second the new one.
fn of_stdin() -> Result<Passwords> {
    let mut lines = lines_of_stdin()?.into_iter();
    match (lines.next(), lines.next()) {
        (Some(present), Some(new)) => Ok((present, new)),
        _ => Err(Error::usage("--password-stdin needs two lines")
            .hint("the present password, then the new one")),
    }
}

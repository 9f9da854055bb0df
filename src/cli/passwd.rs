//! `epic passwd`: changing one's own password.

use super::session::{self, Open, lines_of_stdin};
use crate::account::{Passwords, refuse_token_of_environment};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::shell::{self, Console};

/// `epic passwd`
pub(super) fn run(config: &Config, console: &Console, password_stdin: bool) -> Result<()> {
    refuse_token_of_environment(config, "your")?;
    let Open { account, session } = session::resume(config)?;
    let session = if password_stdin {
        session.me()?; // before anything is said about the input
        account.change_password(&session, of_stdin()?)?
    } else {
        account.ask_and_change_password(console, &session)?
    };
    shell::say(shell::PASSWORD_CHANGED);
    shell::say(session::welcome(&session)?);
    Ok(())
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

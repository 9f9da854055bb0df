//! Signing in and out; who I am.

use crate::account::{self, Account, refuse_token_of_environment};
use crate::api::Session;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::place;
use crate::rows::{Column, Rows};
use crate::script::Outcome;
use crate::shell::{self, Console, Printer};
use crate::store::interrupt;
use crate::value::Value;
use secrecy::{ExposeSecret, SecretString};
use std::io::IsTerminal;
use std::time::Instant;

/// A session, and the account that it is of (the embedded server runs as long as that lives).
pub(super) struct Open<'a> {
    pub(super) account: Account<'a>,
    pub(super) session: Session,
}

/// Resumes the session that was kept.
pub(super) fn resume(config: &Config) -> Result<Open<'_>> {
    let (account, session) = Account::resume(config)?;
    Ok(Open { account, session })
}

/// `epic login`
pub(super) fn login(
    config: &Config,
    console: &Console,
    email: Option<String>,
    password_stdin: bool,
) -> Result<()> {
    refuse_token_of_environment(config, "your")?;
    let account = Account::open(config)?;
    let session = if password_stdin {
        let email = email.ok_or_else(|| {
            Error::usage("--password-stdin needs the e-mail")
                .hint("epic login EMAIL --password-stdin")
        })?;
        account.sign_in(&email, &password_of_stdin()?)?
    } else {
        account.ask_and_sign_in(console, email.as_deref())?
    };
    shell::say(welcome(&session)?);
    Ok(())
}

/// `Signed in as Marie Durand (commercial) until 18:42.`
pub(super) fn welcome(session: &Session) -> Result<String> {
    Ok(format!("Signed in as {}.", shell::signed_in_as(session)?))
}

/// The first line of standard input.
pub(super) fn password_of_stdin() -> Result<SecretString> {
    let first = lines_of_stdin()?.into_iter().next();
    Ok(first.unwrap_or_default())
}

/// The lines of standard input, which are passwords.
pub(super) fn lines_of_stdin() -> Result<Vec<SecretString>> {
    if std::io::stdin().is_terminal() {
        return Err(
            Error::usage("--password-stdin, but standard input is a terminal")
                .hint("pipe the password in, or leave the option out to be asked"),
        );
    }
    let text = all_of_stdin()?;
    Ok(text.lines().map(|line| line.to_owned().into()).collect())
}

/// All of standard input; a signal ends the wait for it.
pub(super) fn all_of_stdin() -> Result<String> {
    let read = || std::io::read_to_string(std::io::stdin());
    let text = interrupt::blocked(read).ok_or_else(Error::interrupted)?;
    let text = text.map_err(|error| Error::usage(format!("standard input: {error}")))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// `epic logout`
pub(super) fn logout(config: &Config) -> Result<()> {
    match account::leave(config) {
        Ok(()) => shell::say("Signed out."),
        Err(error) if error.kind == Kind::SignIn => shell::say("You were not signed in."),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// `epic whoami`
pub(super) fn whoami(config: &Config, printer: &Printer) -> Result<()> {
    let since = Instant::now();
    let Open { account, session } = resume(config)?;
    let me = session.me()?;
    let reading = session.reading_place();
    let mut facts = vec![
        ("name", Value::Text(me.full_name)),
        ("email", Value::Text(me.email)),
        ("role", Value::Text(me.role)),
        ("until", Value::Timestamp(me.expires)),
        ("database", Value::Text(account.label())),
    ];
    facts.extend(reading.map(|place| ("reading", Value::Text(place))));
    let column = |(name, value): &(&str, Value)| Column {
        name: (*name).to_owned(),
        kind: value.kind(),
    };
    let columns = facts.iter().map(column).collect();
    let row = facts.into_iter().map(|(_, value)| value).collect();
    let rows = vec![row];
    printer
        .show(Outcome::Row(Rows { columns, rows }), since)?
        .finish()
}

/// `epic url`
pub(super) fn url(config: &Config) -> Result<()> {
    let open = resume(config)?;
    open.session.me()?;
    if config.database_url.is_none() {
        let embedded = place::embedded(config);
        if !embedded.status().stays {
            embedded.start(None)?;
            shell::say("The embedded server stays up for other programs until: epic db stop");
        }
    }
    shell::print(open.session.server().url().expose_secret())
}

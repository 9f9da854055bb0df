//! Signing in and out; who I am.

use super::news;
use super::target::Target;
use crate::access::{Token, TokenFile};
use crate::api::Session;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::rows::{Column, Rows};
use crate::script::Outcome;
use crate::shell::{self, Printer};
use crate::store::interrupt;
use crate::value::Value;
use secrecy::{ExposeSecret, SecretString};
use std::io::IsTerminal;
use std::time::Instant;

/// A session, and the database it talks to (the embedded server runs as long as it lives).
pub(super) struct Open {
    pub(super) session: Session,
    pub(super) target: Target,
}

/// The token of the environment or of the state folder.
///
/// # Errors
/// There is none, it expired, or its file is not usable.
fn token(config: &Config) -> Result<Token> {
    let token = match &config.token {
        Some(text) => Some(Token::parse(text.clone())?),
        None => TokenFile::new(&config.folders.state).load()?,
    };
    token.ok_or_else(|| not_signed_in(config))
}

fn not_signed_in(config: &Config) -> Error {
    let error = Error::sign_in("you are not signed in").hint("sign in: epic login");
    if config.database_url.is_some() {
        error
    } else {
        error.hint("to try it out: epic demo; to use a server of yours: set DATABASE_URL")
    }
}

/// Goes on with the session that was kept.
pub(super) fn resume(config: &Config) -> Result<Open> {
    let token = token(config)?;
    let target = Target::open(config)?;
    let session = news::told(config, Session::resume(&target.login, token));
    if let Some(ahead) = session.clock_ahead()? {
        shell::say(format!(
            "warning: the clock of this machine is {} min ahead of the server's, which decides when a session ends.",
            ahead.num_minutes()
        ));
    }
    Ok(Open { session, target })
}

/// Signs in and keeps the token.
pub(super) fn sign_in(
    config: &Config,
    target: &Target,
    email: &str,
    password: &SecretString,
) -> Result<Session> {
    let session = news::told(config, Session::login(&target.login, email, password)?);
    TokenFile::new(&config.folders.state).save(session.token())?;
    Ok(session)
}

/// Asks for what is missing, signs in and keeps the token.
pub(super) fn ask_and_sign_in(
    config: &Config,
    target: &Target,
    email: Option<&str>,
) -> Result<Session> {
    let email = match email {
        Some(email) => email.to_owned(),
        None => shell::ask_line("E-mail: ")?,
    };
    let password = shell::ask_password("Password: ")?;
    sign_in(config, target, &email, &password)
}

/// `epic login`
pub(super) fn login(config: &Config, email: Option<String>, password_stdin: bool) -> Result<()> {
    refuse_token_of_environment(config)?;
    let target = Target::open(config)?;
    let session = if password_stdin {
        let email = email.ok_or_else(|| {
            Error::usage("--password-stdin needs the e-mail")
                .hint("epic login EMAIL --password-stdin")
        })?;
        sign_in(config, &target, &email, &password_of_stdin()?)?
    } else {
        ask_and_sign_in(config, &target, email.as_deref())?
    };
    shell::say(welcome(&session)?);
    Ok(())
}

/// Fails when a token of the environment would hide the one that is to be kept.
pub(super) fn refuse_token_of_environment(config: &Config) -> Result<()> {
    if config.token.is_none() {
        return Ok(());
    }
    Err(
        Error::usage("EPIC_TOKEN is set: it would be used instead of your login")
            .hint("unset EPIC_TOKEN first"),
    )
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
    let file = TokenFile::new(&config.folders.state);
    let until = token(config).ok().map(|token| token.expires());
    let outcome = resume(config).and_then(|open| open.session.logout());
    if config.token.is_none() {
        // Whatever became of the session, this machine forgets it.
        file.remove()?;
    }
    match outcome {
        Err(error) if error.kind == Kind::SignIn => {
            shell::say("You were not signed in.");
            Ok(())
        }
        Err(error) => {
            let until = until.map_or_else(String::new, |until| {
                let until = until.with_timezone(&chrono::Local);
                format!(", until {}", until.format("%Y-%m-%d %H:%M"))
            });
            let token = if config.token.is_none() {
                "the token is removed here"
            } else {
                "EPIC_TOKEN still opens it"
            };
            Err(error.hint(format!(
                "the session itself goes on on the server{until}: {token}"
            )))
        }
        Ok(()) => {
            shell::say("Signed out.");
            Ok(())
        }
    }
}

/// `epic whoami`
pub(super) fn whoami(config: &Config, printer: &Printer) -> Result<()> {
    let since = Instant::now();
    let Open { session, target } = resume(config)?;
    let me = session.me()?;
    let facts = [
        ("name", Value::Text(me.full_name)),
        ("email", Value::Text(me.email)),
        ("role", Value::Text(me.role)),
        ("until", Value::Timestamp(me.expires)),
        ("database", Value::Text(target.login.label())),
    ];
    let column = |(name, value): &(&str, Value)| Column {
        name: (*name).to_owned(),
        kind: value.kind(),
    };
    let columns = facts.iter().map(column).collect();
    let row = facts.into_iter().map(|(_, value)| value).collect();
    printer.show(
        Outcome::Row(Rows {
            columns,
            rows: vec![row],
        }),
        since,
    )
}

/// `epic url`
pub(super) fn url(config: &Config) -> Result<()> {
    let open = resume(config)?;
    open.session.me()?;
    if config.database_url.is_none() {
        let embedded = super::target::embedded(config);
        if !embedded.status().stays {
            embedded.start(None)?;
            shell::say("The embedded server stays up for other programs until: epic db stop");
        }
    }
    shell::print(open.session.server().url().expose_secret())
}

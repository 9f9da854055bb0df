//! Somebody's account: signing in and out, the password, and the token that is kept between commands.

use crate::access::{Token, TokenFile, password};
use crate::api::{Session, confirmed};
use crate::catalog::Kept;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::host::Host;
use crate::place::Place;
use crate::store::warn;
use crate::telemetry;
use secrecy::SecretString;

/// The present password and the new one.
pub(crate) type Passwords = (SecretString, SecretString);

/// The account at a database: signed in with the token of the settings, or the one in the state folder.
pub(crate) struct Account<'a> {
    config: &'a Config,
    place: Place,
}

impl<'a> Account<'a> {
    /// At the place of the settings.
    pub(crate) fn open(config: &'a Config) -> Result<Self> {
        Ok(Self::at(config, Place::open(config)?))
    }

    pub(crate) fn at(config: &'a Config, place: Place) -> Self {
        Self { config, place }
    }

    /// Resumes the session of the token in the environment or the state folder.
    ///
    /// # Errors
    /// There is none, or its file is not usable.
    pub(crate) fn resume(config: &'a Config) -> Result<(Self, Session)> {
        let token = token(config)?.ok_or_else(|| not_signed_in(config))?;
        let account = Self::open(config)?;
        let session = account.prepared(Session::resume(&account.place.login, token));
        if let Some(ahead) = session.clock_ahead()? {
            warn(&format!(
                "the clock of this machine is {} min ahead of the server's, which decides when a session ends.",
                ahead.num_minutes()
            ));
        }
        Ok((account, session))
    }

    /// The session that was kept, if it is this person's and still lives.
    pub(crate) fn kept(&self, email: &str) -> Option<Session> {
        let token = file(self.config).load().ok()??;
        if token.claims.email != email {
            return None;
        }
        let session = self.prepared(Session::resume(&self.place.login, token));
        session.me().is_ok().then_some(session)
    }

    /// Signs in and keeps the token.
    pub(crate) fn sign_in(&self, email: &str, password: &SecretString) -> Result<Session> {
        let session = self.prepared(Session::login(&self.place.login, email, password)?);
        file(self.config).save(session.token())?;
        Ok(session)
    }

    /// Asks for what is missing, signs in and keeps the token.
    pub(crate) fn ask_and_sign_in(&self, host: &dyn Host, email: Option<&str>) -> Result<Session> {
        let email = match email {
            Some(email) => email.to_owned(),
            None => host.ask("E-mail: ")?,
        };
        let password = host.ask_secret("Password: ")?;
        self.sign_in(&email, &password)
    }

    /// Asks for the present password and a new one, and changes it; the session is a new one.
    pub(crate) fn ask_and_change_password(
        &self,
        host: &dyn Host,
        session: &Session,
    ) -> Result<Session> {
        refuse_token_of_environment(self.config, "your")?;
        session.may_write()?;
        session.still_lives()?;
        let email = session.me()?.email;
        let present = host.ask_secret(&format!("Present password of {email}: "))?;
        self.prove(&email, &present)?;
        let new = ask_twice(host, "New password: ")?;
        password::check_strength(&new)?;
        self.change_password(session, (present, new))
    }

    /// Changes the password, which ends all sessions; then signs in with the new one and keeps that token.
    pub(crate) fn change_password(
        &self,
        session: &Session,
        (present, new): Passwords,
    ) -> Result<Session> {
        let email = session.me()?.email;
        session.change_password(&present, &new)?;
        self.sign_in(&email, &new).map_err(|error| {
            error.hint("the password is changed, and all your sessions have ended")
        })
    }

    /// Fails when a password is wrong, before a new one is asked for. Nothing else judges it without a new one: so it
    /// signs in, and out again.
    fn prove(&self, email: &str, present: &SecretString) -> Result<()> {
        let proven = Session::login(&self.place.login, email, present);
        let proven = proven.map_err(|error| match error.kind {
            // The database says something only of an account whose password is right.
            Kind::SignIn if error.cause.is_none() => password::wrong(),
            _ => error,
        })?;
        proven.logout()
    }

    /// Ends a session, because this shell has another one now. That of the environment continues: it is
    /// not ours, and may be in use elsewhere.
    pub(crate) fn replace(&self, session: &Session) -> Result<()> {
        if self.is_of_environment(session) {
            return Ok(());
        }
        session
            .logout()
            .map_err(|error| error.hint("the session before ends by itself on the server"))
    }

    /// Forgets the token of a session that is over.
    pub(crate) fn forget(&self, session: &Session) -> Result<()> {
        file(self.config).forget(session.token())
    }

    fn is_of_environment(&self, session: &Session) -> bool {
        let token = token_of_environment(self.config).ok().flatten();
        token.is_some_and(|token| token.claims.jti == session.token().claims.jti)
    }

    /// Starts a server of our own that was stopped meanwhile; whether there was one to start.
    pub(crate) fn revive(&self) -> Result<bool> {
        self.place.revive(self.config)
    }

    /// What the place is called.
    pub(crate) fn label(&self) -> String {
        self.place.login.label()
    }

    /// The session, which keeps its catalog, and tells its news from now on, if there is a DSN.
    fn prepared(&self, session: Session) -> Session {
        session.keep_catalog(&self.config.folders.state);
        if self.config.sentry_dsn.is_some() {
            let by = session.token().claims.sub.clone();
            session.on_committed(move |news| {
                telemetry::news(&telemetry::News {
                    what: news.what.clone(),
                    by: by.clone(),
                    ids: news.ids.clone(),
                    count: news.count,
                    fields: news.fields.clone(),
                });
            });
        }
        session
    }
}

/// Ends the session that is kept, and forgets its token whatever becomes of it on the server: this machine is to be
/// left.
pub(crate) fn leave(config: &Config) -> Result<()> {
    let token = token(config);
    let ended = Account::resume(config).and_then(|(_, session)| session.logout());
    Kept::forget(&config.folders.state);
    match &token {
        Ok(Some(token)) => file(config).forget(token)?,
        Err(_) if config.token.is_none() => file(config).remove()?, // it is of no use to anybody
        _ => {}
    }
    ended.map_err(|error| match token {
        Ok(Some(token)) if error.kind != Kind::SignIn => error.hint(goes_on(config, &token)),
        _ => error,
    })
}

fn goes_on(config: &Config, token: &Token) -> String {
    let until = token.expires().with_timezone(&chrono::Local);
    let token = if config.token.is_none() {
        "the token is removed here"
    } else {
        "EPIC_TOKEN still opens it"
    };
    format!(
        "the session itself goes on on the server, until {}: {token}",
        until.format("%Y-%m-%d %H:%M")
    )
}

/// Fails when a token of the environment would hide one that is to be kept, of `whose` login.
pub(crate) fn refuse_token_of_environment(config: &Config, whose: &str) -> Result<()> {
    if config.token.is_none() {
        return Ok(());
    }
    Err(Error::usage(format!(
        "EPIC_TOKEN is set: it would be used instead of {whose} login"
    ))
    .hint("unset EPIC_TOKEN first"))
}

/// Asks for a new password, twice.
pub(crate) fn ask_twice(host: &dyn Host, question: &str) -> Result<SecretString> {
    confirmed(host.ask_secret(question)?, |again| host.ask_secret(again))
}

fn file(config: &Config) -> TokenFile {
    TokenFile::new(&config.folders.state)
}

/// The token of the environment or the state folder.
///
/// # Errors
/// It is not usable.
pub(crate) fn token(config: &Config) -> Result<Option<Token>> {
    match token_of_environment(config)? {
        Some(token) => Ok(Some(token)),
        None => file(config).load(),
    }
}

fn token_of_environment(config: &Config) -> Result<Option<Token>> {
    config.token.clone().map(Token::parse).transpose()
}

fn not_signed_in(config: &Config) -> Error {
    let error = Error::sign_in("you are not signed in").hint("sign in: epic login");
    if config.database_url.is_some() {
        error
    } else {
        error.hint("to try it out: epic demo; to use a server of yours: set DATABASE_URL")
    }
}

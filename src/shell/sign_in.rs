//! Signing in and out inside the shell.

use super::state::Shell;
use crate::api::Session;
use crate::error::{Error, Kind, Result};
use crate::render::visible;
use chrono::{Local, TimeDelta, Utc};

/// When the end of a session is near.
const SOON: TimeDelta = TimeDelta::minutes(10);

/// What to know after the password was changed.
pub(crate) const PASSWORD_CHANGED: &str =
    "The password is changed, and all your sessions have ended.";

/// "Marie Durand (commercial) until 18:42", in local time.
///
/// # Errors
/// The session has ended, or the database can't be reached.
pub fn signed_in_as(session: &Session) -> Result<String> {
    let me = session.me()?;
    let until = me.expires.with_timezone(&Local);
    let until = if until.date_naive() == Local::now().date_naive() {
        until.format("%H:%M")
    } else {
        until.format("%Y-%m-%d %H:%M")
    };
    Ok(format!(
        "{} ({}) until {until}",
        visible(&me.full_name),
        visible(&me.role)
    ))
}

impl Shell<'_> {
    /// Signs in; the e-mail and the password are asked for.
    pub(super) fn sign_in(&mut self, email: Option<&str>) -> Result<()> {
        let session = self.account.ask_and_sign_in(&*self.host, email)?;
        self.go_on_as(session)
    }

    /// Changes my password; the passwords are asked for.
    pub(super) fn change_password(&mut self) -> Result<()> {
        let present = self.signed_in()?;
        let session = self
            .account
            .ask_and_change_password(&*self.host, &present)?;
        self.note(PASSWORD_CHANGED);
        self.go_on_as(session)
    }

    fn go_on_as(&mut self, session: Session) -> Result<()> {
        let who = signed_in_as(&session);
        self.end_before(&session);
        self.interpreter.borrow_mut().set_session(Some(session));
        self.note(&format!("Signed in as {}.", who?));
        Ok(())
    }

    /// Ends the session before: nothing may act by it once the prompt names another.
    fn end_before(&self, next: &Session) {
        let Some(old) = self.session().filter(|old| !old.is_same(next)) else {
            return;
        };
        if let Err(error) = self.account.replace(&old) {
            self.complain(&error);
        }
        self.printer.last.forget();
        old.close();
    }

    /// Ends the session on the server and forgets its token.
    pub(super) fn sign_out(&mut self) -> Result<()> {
        let session = self.signed_in()?;
        session.logout().map_err(|error| {
            error.hint("you are still signed in: the session was not ended on the server")
        })?;
        self.forget(&session)
    }

    /// Signs out here, and forgets the token of a session that was ended.
    pub(super) fn forget(&mut self, session: &Session) -> Result<()> {
        self.interpreter.borrow_mut().set_session(None);
        self.printer.last.forget();
        session.close();
        self.account.forget(session)
    }

    /// Says once that a session will soon end by itself, before an entry is lost time.
    pub(super) fn warn_of_the_end(&mut self, session: Option<&Session>) {
        let Some(token) = session.map(Session::token) else {
            return;
        };
        let left = token.expires() - Utc::now();
        let is_known = self.warned.as_ref() == Some(&token.claims.jti);
        if is_known || left > SOON || left <= TimeDelta::zero() {
            return;
        }
        self.warned = Some(token.claims.jti.clone());
        let minutes = left.num_minutes() + 1;
        let until = token.expires().with_timezone(&Local).format("%H:%M");
        self.note(&format!(
            "Your session ends at {until}, in {minutes} min. To go on after that: :login"
        ));
    }

    /// Whether the session's time is over, as the server says too: this clock may be fast. Then it is said, and
    /// the entry waits for another sign-in; connections that are open would answer for a while.
    pub(super) fn is_over(&mut self, entry: &str) -> bool {
        let Some(session) = self.session().filter(|it| it.token().is_expired()) else {
            return false;
        };
        let is_over = matches!(session.still_lives(), Err(error) if error.kind == Kind::SignIn);
        if is_over {
            self.complain(&Error::sign_in("your session has expired"));
            self.sign_in_again(&session, entry);
        }
        is_over
    }

    /// After an entry that failed because the session is over: offers to sign in as the same person, and
    /// the entry again, so that it is not lost.
    pub(super) fn sign_in_again(&mut self, session: &Session, entry: &str) {
        let email = &session.token().claims.email;
        self.note(&format!(
            "Sign in again as {}, or Ctrl-C to do it later.",
            visible(email)
        ));
        match self.sign_in(Some(email)) {
            Ok(()) => {
                self.note("Values from before belong to the ended session: fetch them again.");
            }
            Err(error) if error.kind == Kind::Interrupted => {}
            Err(error) => self.complain(&error),
        }
        self.offer(entry);
    }
}

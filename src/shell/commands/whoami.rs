//! `:whoami`: who is signed in, until when, and where.

use crate::error::Result;
use crate::shell::sign_in::signed_in_as;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    let session = shell.signed_in()?;
    session.still_lives()?;
    let who = signed_in_as(&session)?;
    let (email, server) = (&session.token().claims.email, session.server().label());
    shell.printer.text(&format!("{who}\n{email} at {server}"))
}

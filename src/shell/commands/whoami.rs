//! `:whoami`: who is signed in, until when, and where.

use crate::error::Result;
use crate::render::visible;
use crate::shell::sign_in::signed_in_as;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    let session = shell.signed_in()?;
    session.still_lives()?;
    let who = signed_in_as(&session)?;
    let (email, server) = (&session.token().claims.email, session.server().label());
    let reading = session.reading_place();
    let reading = reading.map_or_else(String::new, |place| format!("\n{}", visible(&place)));
    shell
        .printer
        .text(&format!("{who}\n{email} at {server}{reading}"))
}

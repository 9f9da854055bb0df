//! `:sessions`: open sessions, and ending one.

use crate::api::OpenSession;
use crate::error::Result;
use crate::render::visible;
use crate::shell::state::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let since = Instant::now();
    let session = shell.signed_in()?;
    let Some(id) = argument.strip_prefix("end") else {
        let sessions = OpenSession::table(session.sessions()?);
        return shell.printer.rows(&sessions, since);
    };
    let ended = session.end_session(id)?;
    if ended.current {
        shell.forget(&session)?;
    }
    shell.note(&format!(
        "The session of {} has ended.",
        visible(&ended.full_name)
    ));
    Ok(())
}

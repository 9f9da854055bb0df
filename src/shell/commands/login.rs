//! `:login` and `:logout`.

use crate::error::{Kind, Result};
use crate::shell::state::Shell;

pub(super) fn login(shell: &mut Shell<'_>, email: &str) -> Result<()> {
    let email = Some(email).filter(|email| !email.is_empty());
    match shell.sign_in(email) {
        // Shown here: the shell would take it for the end of the session and ask once more.
        Err(error) if error.kind == Kind::SignIn => {
            shell.complain(&error);
            Ok(())
        }
        result => result,
    }
}

pub(super) fn logout(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    shell.sign_out()?;
    shell.note("Signed out.");
    Ok(())
}

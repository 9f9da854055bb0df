//! `:passwd`: changing one's own password.

use crate::error::Result;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    shell.change_password()
}

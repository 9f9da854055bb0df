//! `:last`: the last result again, perhaps in another format. Nothing is asked again.

use crate::error::{Error, Result};
use crate::shell::state::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, format: &str) -> Result<()> {
    let since = Instant::now();
    let mut printer = shell.printer.clone();
    if !format.is_empty() {
        printer.format = format.parse()?;
    }
    let last = printer.last();
    let last = last.ok_or_else(|| {
        Error::usage("there is no result yet").hint("it shows again what an entry has shown")
    })?;
    printer.show(last, since)?.finish()
}

//! `epic man`: what clap makes of the declared arguments, as pages for `man`.

use super::arguments::Arguments;
use crate::error::{Error, Result};
use crate::shell;
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::Path;

/// Writes the pages of all commands to a folder; without one, prints the first.
pub(super) fn run(folder: Option<&Path>) -> Result<()> {
    let command = Arguments::command().disable_help_subcommand(true);
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        return shell::print(String::from_utf8_lossy(&page).trim_end());
    };
    let unwritten = |error: std::io::Error| {
        Error::failed(format!("{}: {error}", folder.display()))
            .hint("name a folder of yours, such as ~/.local/share/man/man1")
    };
    std::fs::create_dir_all(folder).map_err(unwritten)?;
    clap_mangen::generate_to(command, folder).map_err(unwritten)?;
    shell::say(format!(
        "The pages are in {}: man epic, man epic-run …",
        folder.display()
    ));
    Ok(())
}

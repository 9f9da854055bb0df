//! `epic runs`: what was run, and what it changed.

use super::arguments::{RunFilter, Runs};
use super::session;
use crate::api::{Session, Wanted, since};
use crate::config::Config;
use crate::error::Result;
use crate::shell::Printer;
use std::time::Instant;

pub(super) fn run(
    config: &Config,
    printer: &Printer,
    command: Option<Runs>,
    filter: &RunFilter,
) -> Result<()> {
    let wanted = filter.wanted()?;
    let open = session::resume(config)?;
    match command {
        None => list(&open.session, printer, &wanted),
        Some(Runs::Show { id, all }) => printer.run(&open.session, &id, all),
    }
}

fn list(session: &Session, printer: &Printer, wanted: &Wanted) -> Result<()> {
    let since = Instant::now();
    printer.runs(session, wanted, "--limit", since)
}

impl RunFilter {
    fn wanted(&self) -> Result<Wanted> {
        Ok(Wanted {
            since: self.since.as_deref().map(since).transpose()?,
            script: self.script.clone(),
            by: self.by.clone(),
            most: Some(self.limit),
        })
    }
}

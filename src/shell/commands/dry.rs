//! `:dry`: what code would change, without keeping it.

use super::{find, run as saved};
use crate::api::{Counts, Outcome};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::shell::Consent;
use crate::shell::state::Shell;
use std::rc::Rc;

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let session = shell.signed_in()?;
    let (all, code) = match argument.strip_prefix("--all") {
        Some(rest) if rest.starts_with(char::is_whitespace) => (true, rest.trim()),
        _ => (false, argument),
    };
    match find(code)? {
        None => tried(shell, code, false, all).map(drop),
        Some((command, sql)) if command.name == "sql" => tried(shell, sql, true, all).map(drop),
        Some((command, file)) if command.name == "run" => {
            let (script, text) = saved::read(file)?;
            let recording = session.record(&script)?;
            let done = tried(shell, &text, false, all);
            match &done {
                Ok(counts) => recording.end(Outcome::Dry, Some(counts)),
                Err(_) => recording.end(Outcome::of(&done), None),
            }
            done.map(drop)
        }
        Some((command, _)) => Err(Error::usage(format!(":{} changes nothing", command.name))
            .hint("try code, :sql STATEMENT or :run FILE")),
    }
}

/// A dry run changes nothing, so that nothing is asked.
fn tried(shell: &mut Shell<'_>, code: &str, is_sql: bool, all: bool) -> Result<Counts> {
    let mut console = (*shell.host).clone();
    console.consent = Consent::Given;
    let mut interpreter = shell.interpreter.borrow_mut();
    interpreter.set_host(Rc::new(console));
    let run = if is_sql {
        interpreter.run_sql(code)
    } else {
        interpreter.run(code)
    };
    let tried = run.and_then(|run| {
        let changes = run.changes()?;
        let shown = shell
            .printer
            .would_change(changes.as_ref(), &run.effects(), all)?;
        let counts = changes.map(|changes| changes.counts);
        Ok((counts.unwrap_or_default(), shown))
    });
    interpreter.set_host(Rc::clone(&shell.host) as Rc<dyn Host>);
    // Nothing is held while somebody reads.
    let (counts, shown) = tried?;
    shown.finish()?;
    Ok(counts)
}

//! `:dry`: what code would change, without keeping it.

use super::{Entry, run as saved};
use crate::api::{Counts, Outcome};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::script::{Interpreter, Run};
use crate::shell::Consent;
use crate::shell::state::Shell;
use std::rc::Rc;

pub(super) fn run(shell: &mut Shell<'_>, argument: &str) -> Result<()> {
    let session = shell.signed_in()?;
    let (all, code) = match argument.strip_prefix("--all") {
        Some(rest) if rest.starts_with(char::is_whitespace) => (true, rest.trim()),
        _ => (false, argument),
    };
    match shell.entry(code)? {
        Entry::Code(code) => tried(shell, |interpreter| interpreter.run(code), all).map(drop),
        Entry::Command(command, sql) if command.name == "sql" => tried(
            shell,
            |interpreter| interpreter.run_sql(sql, |_| Ok(())),
            all,
        )
        .map(drop),
        Entry::Command(command, written) if command.name == "run" => {
            let Some(chosen) = saved::choose(shell, written)? else {
                return Ok(());
            };
            let recording = session.record(&chosen.script)?;
            let done = tried(shell, |interpreter| chosen.run(interpreter), all);
            match &done {
                Ok(counts) => recording.end(Outcome::Dry, Some(counts)),
                Err(_) => recording.end(Outcome::of(&done), None),
            }
            done.map(drop)
        }
        Entry::Command(command, _) => {
            Err(Error::usage(format!(":{} changes nothing", command.name))
                .hint("try code, SQL or :run NAME"))
        }
    }
}

/// A dry run changes nothing, so that nothing is asked.
fn tried(
    shell: &mut Shell<'_>,
    work: impl FnOnce(&mut Interpreter) -> Result<Run>,
    all: bool,
) -> Result<Counts> {
    let mut console = (*shell.host).clone();
    console.consent = Consent::Trial;
    let mut interpreter = shell.interpreter.borrow_mut();
    interpreter.set_host(Rc::new(console));
    let tried = work(&mut interpreter).and_then(|run| {
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

//! `:keep`: what the sandbox changed is kept, after a question.

use super::sandbox::not_there;
use crate::error::{Error, Kind, Result};
use crate::host::{Host, Question};
use crate::shell::sandbox::Sandbox;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, _: &str) -> Result<()> {
    let nothing = || Error::usage("there is nothing to keep: this sandbox changed nothing");
    let open = match &shell.sandbox {
        Sandbox::Off => return Err(not_there()),
        Sandbox::Empty => return Err(nothing()),
        Sandbox::Open(open) => open,
    };
    let (counts, effects) =
        open.look(|changes, effects| Ok((changes.counts.clone(), effects.to_vec())))?;
    let counts = Some(counts.to_string()).filter(|counts| !counts.is_empty());
    let what: Vec<String> = counts.into_iter().chain(effects).collect();
    if what.is_empty() {
        return Err(nothing());
    }
    let what = what.join("; ");
    let asked = shell.host.confirm(&Question {
        what: format!("this keeps what the sandbox did: {what}"),
        examples: Vec::new(),
        instead: None,
    });
    asked.map_err(|error| match error.kind {
        Kind::Failed => Error::failed("nothing is kept yet, and the sandbox goes on")
            .hint(":sandbox off leaves it without keeping anything"),
        _ => error,
    })?;
    if let Sandbox::Open(open) = std::mem::replace(&mut shell.sandbox, Sandbox::Empty) {
        open.keep()?;
        shell.note(&format!(
            "Kept: {what}. The sandbox goes on, empty; :sandbox off leaves it."
        ));
    }
    Ok(())
}

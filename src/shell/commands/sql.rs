//! `:sql`: one statement of plain SQL, as one transaction.

use crate::error::Result;
use crate::script::Outcome;
use crate::shell::state::Shell;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, statement: &str) -> Result<()> {
    let since = Instant::now();
    shell.signed_in()?;
    let printer = &shell.printer;
    let mut interpreter = shell.interpreter.borrow_mut();
    let shown = interpreter.sql(statement, |outcome| match outcome {
        Outcome::Rows(rows) => printer.first_rows(rows, since),
        outcome => printer.show(outcome, since),
    })?;
    shown.finish()
}

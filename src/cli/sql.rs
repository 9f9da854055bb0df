//! `epic sql`: statements of plain SQL, one by one, as one transaction.

use super::arguments::{SqlSource, Trial};
use super::evaluate::{STDIN, connect};
use super::session::{self, Open};
use crate::api::{Answer, Parameters};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::host::{Host, Question};
use crate::script::Outcome;
use crate::shell::{self, Console, Printer, Shown};
use crate::store::sql_text::statements;
use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

/// Runs what was given as text, in a file or on standard input.
pub(super) fn run(
    config: &Config,
    console: &Console,
    source: SqlSource,
    trial: Trial,
) -> Result<()> {
    let params = source.params.clone();
    let text = text(source)?;
    let (console, besides) = trial.of(console)?;
    let printer = &console.printer;
    // The place is held on to: an embedded server runs as long as somebody does.
    let Open {
        session,
        account: _here,
    } = session::resume(config)?;
    connect(&session, printer)?;
    let confirm = |question: &Question| console.confirm(question);
    let params = Parameters::Written(&params);
    if trial.dry_run {
        let open = session.begin()?;
        session.sql_exec_each(&text, params, confirm, |_, _| Ok(()))?;
        let changes = open.changes()?;
        let effects = open.effects().into_iter().chain(besides);
        return printer
            .would_change(Some(&changes), &effects.collect::<Vec<_>>(), trial.all)?
            .finish();
    }
    let mut results = Results::new(printer, &text);
    let (open, ()) = session.with_sql(&text, || {
        session.sql_exec_each(&text, params, confirm, |statement, answer| {
            let hint = session.why_no_row(statement, &answer);
            results.add(answer, hint)
        })
    })?;
    // Shown inside the transaction: what can't be shown is not kept.
    results.keep()?;
    let lag = open.lag();
    open.commit()?;
    results.finish()?;
    if let Some(lag) = &lag {
        printer.hint(lag);
    }
    Ok(())
}

/// The text of the statements.
fn text(source: SqlSource) -> Result<String> {
    let is_stdin = |path: &Path| path == Path::new(STDIN);
    match (source.statement, source.file) {
        (Some(text), _) if text != STDIN => Ok(text),
        (None, Some(path)) if !is_stdin(&path) => std::fs::read_to_string(&path)
            .map(|text| text.trim_start_matches('\u{feff}').to_owned())
            .map_err(|error| Error::usage(format!("{}: {error}", path.display()))),
        (None, None) if std::io::stdin().is_terminal() => {
            Err(Error::usage("there is no SQL to run")
                .hint("write epic sql 'select …', or give a file: epic sql -f FILE"))
        }
        _ => session::all_of_stdin(),
    }
}

/// What the statements gave, shown one by one. A file takes the rows of one of them.
struct Results<'a> {
    printer: &'a Printer,
    is_alone: bool,
    since: Instant,
    shown: Option<(Shown, Option<String>)>,
}

impl<'a> Results<'a> {
    fn new(printer: &'a Printer, text: &str) -> Self {
        Self {
            printer,
            is_alone: statements(text).nth(1).is_none(),
            since: Instant::now(),
            shown: None,
        }
    }

    fn add(&mut self, answer: Answer, hint: Option<String>) -> Result<()> {
        let is_file = self.printer.destination.is_file();
        let outcome = match (answer.words(), answer) {
            (Some(words), _) if is_file && !self.is_alone => {
                shell::say(words);
                return Ok(());
            }
            (Some(words), _) => Outcome::Message(words),
            (None, Answer::Rows(rows)) => Outcome::Rows(rows),
            (None, _) => Outcome::Nothing,
        };
        if is_file && self.shown.is_some() {
            let error = Error::usage("a file takes one result, and this statement gives another");
            return Err(error.hint("run them one by one, each with its own --out"));
        }
        self.finish()?;
        self.shown = Some((self.printer.show(outcome, self.since)?, hint));
        self.since = Instant::now();
        Ok(())
    }

    /// What is to be kept when the statements are.
    fn keep(&mut self) -> Result<()> {
        if self.shown.is_none() {
            let nothing = self.printer.show(Outcome::Nothing, self.since)?;
            self.shown = Some((nothing, None));
        }
        Ok(())
    }

    /// Does what is left of the last result that was shown.
    fn finish(&mut self) -> Result<()> {
        let Some((shown, hint)) = self.shown.take() else {
            return Ok(());
        };
        shown.finish()?;
        if let Some(hint) = hint {
            self.printer.hint(&hint);
        }
        Ok(())
    }
}

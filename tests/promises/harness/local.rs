//! A session inside the test: what the interpreter answers, without starting `epic`.

use super::Shell;
use epic::error::{Error, Result};
use epic::script::{Interpreter, Outcome};
use epic::value::Value;

/// An interpreter for somebody who signed in.
pub struct Local {
    interpreter: Interpreter,
    /// Whose it is; the database lives as long as this.
    pub shell: Shell,
}

impl Local {
    /// Somebody with a database of their own that holds the demo data.
    #[track_caller]
    pub fn as_(email: &str) -> Self {
        Self::of(Shell::as_(email))
    }

    /// Somebody at a database that is there already.
    pub fn of(shell: Shell) -> Self {
        let interpreter = Interpreter::new(Some(shell.session()));
        Self { interpreter, shell }
    }

    /// Evaluates an entry and shows its value: rows as `name=value …`, one a line.
    pub fn try_e(&mut self, code: &str) -> Result<String> {
        self.interpreter.evaluate(code, shown)
    }

    /// As [`Local::try_e`], for entries that succeed.
    #[track_caller]
    pub fn e(&mut self, code: &str) -> String {
        self.try_e(code)
            .unwrap_or_else(|error| panic!("{code}\n{error}"))
    }

    /// The error of an entry that fails.
    #[track_caller]
    pub fn error(&mut self, code: &str) -> Error {
        match self.try_e(code) {
            Ok(value) => panic!("{code}\ngives {value}"),
            Err(error) => error,
        }
    }

    /// Entries one after the other, and what each says.
    pub fn said(&mut self, codes: &[&str]) -> String {
        let entry = |code: &&str| match self.try_e(code) {
            Ok(shown) => format!("> {code}\n{shown}\n"),
            Err(error) => format!("> {code}\n{error}\n"),
        };
        codes.iter().map(entry).collect::<Vec<_>>().join("\n")
    }

    /// The one value of an entry.
    pub fn value(&mut self, code: &str) -> Result<Value> {
        self.interpreter.evaluate(code, |outcome| match outcome {
            Outcome::Value(value) => Ok(value),
            _ => Ok(Value::Null),
        })
    }
}

fn shown(outcome: Outcome) -> Result<String> {
    Ok(match outcome {
        Outcome::Nothing => String::new(),
        Outcome::Value(value) => value.to_string(),
        Outcome::Text(text) | Outcome::Message(text) => text,
        Outcome::Chart(chart) => chart.to_string(),
        Outcome::Hinted(text, hint) => format!("{text}\n hint: {hint}"),
        Outcome::Row(rows) | Outcome::Rows(rows) | Outcome::Tables(_, rows) => lines(&rows),
        Outcome::Collection(collection) => lines(&collection.head(20)?),
    })
}

fn lines(rows: &epic::rows::Rows) -> String {
    let line = |row: &Vec<Value>| {
        let cells = rows.columns.iter().zip(row);
        let cells = cells.map(|(column, value)| format!("{}={value}", column.name));
        cells.collect::<Vec<_>>().join(" ")
    };
    rows.rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

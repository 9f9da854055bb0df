//! What an entry is: a command, SQL, or code.

use super::aliases;
use super::argument::Argument;
use super::statement_end::is_ended;
use super::table::{COMMANDS, Command, named};
use crate::error::{Error, Result};
use crate::store::sql_text;

/// The command that runs SQL.
const SQL: &str = "sql";

/// What an entry is.
#[derive(Debug, PartialEq)]
pub(in crate::shell) enum Entry<'a> {
    /// A command with its argument. A statement of SQL is that of `:sql`.
    Command(&'static Command, &'a str),
    /// Code of the language.
    Code(&'a str),
}

impl<'a> Entry<'a> {
    /// What a text is; `is_sql` says of what is no command whether it is SQL.
    pub(in crate::shell) fn of(text: &'a str, is_sql: &dyn Fn(&str) -> bool) -> Result<Self> {
        match aliases::meant(text)? {
            Some((entry, rest)) => return Self::meant(entry, rest),
            None if is_command(text) => {}
            None => {
                let sql = named(SQL).filter(|_| is_sql(text));
                return Ok(sql.map_or(Self::Code(text), |sql| Self::Command(sql, text.trim())));
            }
        }
        let line = text.trim_start().trim_start_matches(':');
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match named(name) {
            Some(command) => Ok(Self::Command(command, argument.trim())),
            None => Err(unknown(name)),
        }
    }

    /// What an alias stands for.
    fn meant(entry: &'static str, rest: &'a str) -> Result<Self> {
        match entry.strip_prefix(':') {
            Some(name) => match named(name) {
                Some(command) => Ok(Self::Command(command, rest)),
                None => Err(unknown(name)),
            },
            None => Ok(Self::Code(entry)),
        }
    }

    /// Whether it is a command that continues on the next line: only SQL does, up to a semicolon or an empty line.
    pub(in crate::shell) fn goes_on(&self, text: &str) -> bool {
        match self {
            Self::Command(command, sql) if command.argument == Argument::Statement => {
                // A line that is indented is as empty.
                let is_left = || text.trim_end_matches(' ').ends_with('\n');
                !sql.is_empty() && (sql_text::is_open(sql) || !is_ended(sql) && !is_left())
            }
            _ => false,
        }
    }
}

/// Whether a text is a command, known or not.
pub(in crate::shell) fn is_command(text: &str) -> bool {
    text.trim_start().starts_with([':', '\\'])
}

fn unknown(name: &str) -> Error {
    let names: Vec<String> = COMMANDS
        .iter()
        .map(|command| format!(":{}", command.name))
        .collect();
    let written = format!(":{name}");
    Error::usage(format!("there is no command '{written}'"))
        .did_you_mean(&written, names.iter().map(String::as_str))
        .hint(":help lists the commands")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> Entry<'_> {
        Entry::of(text, &|text| text.starts_with("select")).unwrap()
    }

    fn goes_on(text: &str) -> bool {
        entry(text).goes_on(text)
    }

    #[test]
    fn an_entry_is_a_command_sql_or_code() {
        let sql = named("sql").unwrap();
        assert_eq!(entry("clients "), Entry::Code("clients "));
        assert_eq!(
            entry(":sql  table clients;"),
            Entry::Command(sql, "table clients;")
        );
        assert_eq!(entry("select 1;\n"), Entry::Command(sql, "select 1;"));
        let fields = named("fields").unwrap();
        assert_eq!(entry("\\d clients"), Entry::Command(fields, "clients"));
        assert!(matches!(entry("\\du"), Entry::Code(code) if code.contains("role")));
    }

    #[test]
    fn a_slip_gets_a_hint() {
        let error = Entry::of(":histroy", &|_| false).unwrap_err();
        assert_eq!(error.message, "there is no command ':histroy'");
        assert_eq!(error.hints[0], "did you mean ':history'?");
    }

    #[test]
    fn only_sql_goes_on() {
        for text in [
            ":sql select (1",
            ":sql select 1",
            ":sql select 1\nfrom t",
            ":sql select 'a\n",
            "select",
            "select 1\nfrom t",
            "select $$ a;\n",
        ] {
            assert!(goes_on(text), "{text}");
        }
        for text in [
            ":sql select 1\nfrom t\n",
            ":sql select 1;",
            ":sql",
            ":history (",
            "select 1;",
            "select 1 \\gx",
            "select 1 -- one\n;",
            "select 1\n",
            "clients.filter(",
        ] {
            assert!(!goes_on(text), "{text}");
        }
    }
}

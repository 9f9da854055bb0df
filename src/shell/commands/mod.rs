//! The shell's own commands. Each is declared once, in [`COMMANDS`]: help, completion and did-you-mean
//! follow from it; [`dispatch`] says which file does the work.

mod argument;
pub(super) mod dispatch;
mod dry;
mod edit;
mod fields;
mod format;
mod help;
mod history;
mod idioms;
mod login;
mod passwd;
mod rules;
mod run;
mod runs;
mod scripts;
mod sessions;
mod sql;
mod timing;
mod undo;
mod whoami;

pub(super) use argument::{Argument, format_names};

use crate::error::{Error, Result};
use crate::store::sql_text;

/// A command.
pub(super) struct Command {
    /// Its name, without the colon.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) argument: Argument,
    /// What it does, in one line.
    pub(super) about: &'static str,
    work: Work,
}

/// What a command does.
#[derive(Clone, Copy)]
enum Work {
    Help,
    Whoami,
    Login,
    Logout,
    Passwd,
    Sessions,
    Sql,
    Run,
    Dry,
    Runs,
    Undo,
    Scripts,
    Fields,
    Rules,
    Format,
    Timing,
    Edit,
    History,
    Quit,
}

/// All of them, in the order of `:help`.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "help",
        argument: Argument::Topic,
        about: "the commands, or what is known about a name",
        work: Work::Help,
    },
    Command {
        name: "whoami",
        argument: Argument::None,
        about: "who is signed in, until when, and where",
        work: Work::Whoami,
    },
    Command {
        name: "login",
        argument: Argument::Email,
        about: "sign in, or go on as somebody else",
        work: Work::Login,
    },
    Command {
        name: "logout",
        argument: Argument::None,
        about: "end this session everywhere",
        work: Work::Logout,
    },
    Command {
        name: "passwd",
        argument: Argument::None,
        about: "change your password; this ends your other sessions",
        work: Work::Passwd,
    },
    Command {
        name: "sessions",
        argument: Argument::Session,
        about: "open sessions: yours (an admin sees everybody's), or end one",
        work: Work::Sessions,
    },
    Command {
        name: "sql",
        argument: Argument::Statement,
        about: "run one statement of plain SQL, up to a ; or an empty line, with your own rights",
        work: Work::Sql,
    },
    Command {
        name: "run",
        argument: Argument::Script,
        about: "run a saved script with its parameters, or evaluate a file as one entry",
        work: Work::Run,
    },
    Command {
        name: "scripts",
        argument: Argument::None,
        about: "the saved scripts that there are",
        work: Work::Scripts,
    },
    Command {
        name: "dry",
        argument: Argument::Code,
        about: "show what code, :run FILE or :sql STATEMENT would change, and keep nothing of it",
        work: Work::Dry,
    },
    Command {
        name: "runs",
        argument: Argument::Run,
        about: "what was run: the newest, or one with what it changed, row by row",
        work: Work::Runs,
    },
    Command {
        name: "undo",
        argument: Argument::RunToUndo,
        about: "take the last entry back that changed something here, or a run",
        work: Work::Undo,
    },
    Command {
        name: "fields",
        argument: Argument::Entity,
        about: "the fields and relations of a collection, and what you may do with them",
        work: Work::Fields,
    },
    Command {
        name: "rules",
        argument: Argument::Entity,
        about: "who may do what with a collection, and what always holds",
        work: Work::Rules,
    },
    Command {
        name: "format",
        argument: Argument::Format,
        about: "show or set how results are written",
        work: Work::Format,
    },
    Command {
        name: "timing",
        argument: Argument::Switch,
        about: "show how long each entry takes",
        work: Work::Timing,
    },
    Command {
        name: "edit",
        argument: Argument::None,
        about: "change the last entry in your editor and evaluate it",
        work: Work::Edit,
    },
    Command {
        name: "history",
        argument: Argument::Count,
        about: "the last entries",
        work: Work::History,
    },
    Command {
        name: "quit",
        argument: Argument::None,
        about: "leave; Ctrl-D does too",
        work: Work::Quit,
    },
];

impl Command {
    /// How it is written: `:fields NAME`.
    pub(super) fn usage(&self) -> String {
        format!(":{} {}", self.name, self.argument.label())
            .trim_end()
            .to_owned()
    }

    /// Whether it has to do with who is signed in, and would go on for a session that is over.
    pub(super) fn needs_session(&self) -> bool {
        let for_anybody = [
            "help", "login", "logout", "format", "timing", "history", "quit",
        ];
        !for_anybody.contains(&self.name)
    }
}

/// The command that an entry is, with its argument; none when it is for the interpreter.
pub(super) fn find(entry: &str) -> Result<Option<(&'static Command, &str)>> {
    let entry = idioms::meant(entry)?;
    let Some(line) = entry.trim_start().strip_prefix(':') else {
        return Ok(None);
    };
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match named(name) {
        Some(command) => Ok(Some((command, argument.trim()))),
        None => Err(unknown(name)),
    }
}

/// A command by its name.
pub(super) fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// Whether a text is a command, known or not.
pub(super) fn is_command(text: &str) -> bool {
    text.trim_start().starts_with(':')
}

/// Whether a command continues on the next line: only SQL does, up to a semicolon or an empty line.
pub(super) fn goes_on(text: &str) -> bool {
    let is_left = || text.ends_with('\n');
    matches!(find(text), Ok(Some((command, sql)))
        if command.argument == Argument::Statement
            && !sql.is_empty()
            && (sql_text::is_open(sql) || !sql_text::is_ended(sql) && !is_left()))
}

/// What `help` or `help filter` asks about, written as a command; nothing for any other entry.
pub(super) fn topic_of_help(entry: &str) -> Option<&str> {
    let topic = entry.trim_end_matches(';').strip_prefix("help")?;
    let is_name = |c: char| c.is_alphanumeric() || "_.".contains(c);
    let stands_apart = topic.is_empty() || topic.starts_with(char::is_whitespace);
    (stands_apart && topic.trim().chars().all(is_name)).then_some(topic.trim())
}

/// Whether a file's name is being typed.
pub(super) fn takes_a_file(text: &str) -> bool {
    text.contains(char::is_whitespace)
        && matches!(find(text), Ok(Some((command, _))) if command.argument == Argument::Script)
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

    #[test]
    fn each_command_is_found_by_its_name_alone_and_says_what_it_does() {
        for (index, command) in COMMANDS.iter().enumerate() {
            assert!(!command.about.is_empty());
            let twin = COMMANDS[..index]
                .iter()
                .find(|other| other.name == command.name);
            assert!(twin.is_none(), "{}", command.name);
            let written = format!(" :{}  a b ", command.name);
            let (found, argument) = find(&written).unwrap().unwrap();
            assert_eq!((found.name, argument), (command.name, "a b"));
        }
        assert!(find("clients").unwrap().is_none());
    }

    #[test]
    fn a_slip_gets_a_hint() {
        let error = find(":histroy").err().unwrap();
        assert_eq!(error.message, "there is no command ':histroy'");
        assert_eq!(error.hints[0], "did you mean ':history'?");
    }

    #[test]
    fn help_may_be_written_as_a_command() {
        assert_eq!(topic_of_help("help"), Some(""));
        assert_eq!(topic_of_help("help clients.phone;"), Some("clients.phone"));
        for entry in ["help(\"filter\")", "helper", "help + 1", "helping hand"] {
            assert_eq!(topic_of_help(entry), None, "{entry}");
        }
    }

    #[test]
    fn only_sql_goes_on_and_only_run_takes_a_file() {
        assert!(goes_on(":sql select (1"));
        assert!(goes_on(":sql select 1"));
        assert!(goes_on(":sql select 1\nfrom t"));
        assert!(!goes_on(":sql select 1\nfrom t\n"));
        assert!(goes_on(":sql select 'a\n"));
        assert!(!goes_on(":sql select 1;"));
        assert!(!goes_on(":sql"));
        assert!(!goes_on(":history ("));
        assert!(takes_a_file(":run fol"));
        assert!(!takes_a_file(":run"));
        assert!(!takes_a_file("run fol"));
    }
}

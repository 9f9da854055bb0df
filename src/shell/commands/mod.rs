//! The shell's own commands. Each is declared once, in [`COMMANDS`]: help, completion and did-you-mean
//! follow from it; [`dispatch`] says which file does the work.

mod aliases;
mod argument;
mod clear;
pub(super) mod dispatch;
mod dry;
mod edit;
mod entry;
mod fields;
mod format;
mod help;
mod history;
mod login;
mod passwd;
mod rules;
mod run;
mod runs;
mod scripts;
mod sessions;
mod sql;
mod statement_end;
mod timing;
mod undo;
mod vertical;
mod whoami;

pub(super) use aliases::ALIASES;
pub(super) use argument::{Argument, format_names};
pub(super) use entry::{Entry, is_command};

/// A command.
#[derive(Debug, PartialEq)]
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
#[derive(Debug, Clone, Copy, PartialEq)]
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
    Vertical,
    Timing,
    Edit,
    History,
    Clear,
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
        about: "run SQL, up to a ; or an empty line, with your own rights; :sql itself may be left out",
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
        argument: Argument::EntityOrNone,
        about: "the collections, or the fields and relations of one, and what you may do with them",
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
        name: "vertical",
        argument: Argument::Switch,
        about: "show each field of a row on a line of its own, or tables again",
        work: Work::Vertical,
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
        name: "clear",
        argument: Argument::None,
        about: "clear the screen; Ctrl-L does too",
        work: Work::Clear,
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
            "help", "login", "logout", "format", "vertical", "timing", "history", "clear", "quit",
        ];
        !for_anybody.contains(&self.name)
    }
}

/// A command by its name.
pub(super) fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// What `help` or `help filter` asks about, written as a command; nothing for any other entry.
pub(super) fn topic_of_help(entry: &str) -> Option<&str> {
    let topic = entry.trim_end_matches(';').strip_prefix("help")?;
    let is_name = |c: char| c.is_alphanumeric() || "_.".contains(c);
    let stands_apart = topic.is_empty() || topic.starts_with(char::is_whitespace);
    (stands_apart && topic.trim().chars().all(is_name)).then_some(topic.trim())
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
            let found = Entry::of(&written, &|_| false).unwrap();
            assert_eq!(found, Entry::Command(command, "a b"));
        }
    }

    #[test]
    fn help_may_be_written_as_a_command() {
        assert_eq!(topic_of_help("help"), Some(""));
        assert_eq!(topic_of_help("help clients.phone;"), Some("clients.phone"));
        for entry in ["help(\"filter\")", "helper", "help + 1", "helping hand"] {
            assert_eq!(topic_of_help(entry), None, "{entry}");
        }
    }
}

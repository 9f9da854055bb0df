//! The table of commands.

use super::argument::Argument;

/// A command.
#[derive(Debug, PartialEq)]
pub(in crate::shell) struct Command {
    /// Its name, without the colon.
    pub(in crate::shell) name: &'static str,
    /// What it takes.
    pub(in crate::shell) argument: Argument,
    /// What it does, in one line.
    pub(in crate::shell) about: &'static str,
    pub(super) work: Work,
}

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Work {
    Help,
    Whoami,
    Login,
    Logout,
    Passwd,
    Sessions,
    Sql,
    Watch,
    Run,
    Dry,
    Sandbox,
    Changes,
    Keep,
    Set,
    Runs,
    Undo,
    Scripts,
    Fields,
    Rules,
    Format,
    Vertical,
    Last,
    Timing,
    Edit,
    History,
    Clear,
    Quit,
}

/// All of them, in the order of `:help`.
pub(in crate::shell) const COMMANDS: &[Command] = &[
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
        name: "watch",
        argument: Argument::Watched,
        about: "show what code or SQL gives every 2 (or N) seconds, and mark what changed; it only reads",
        work: Work::Watch,
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
        name: "sandbox",
        argument: Argument::Switch,
        about: "keep nothing of what follows unless :keep is said, or leave that and roll it back",
        work: Work::Sandbox,
    },
    Command {
        name: "changes",
        argument: Argument::All,
        about: "what the sandbox changed so far, before and after",
        work: Work::Changes,
    },
    Command {
        name: "keep",
        argument: Argument::None,
        about: "keep what the sandbox changed, after a question",
        work: Work::Keep,
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
        argument: Argument::AutoSwitch,
        about: "show each field of a row on a line of its own, or tables again; auto: where a line has no room for a row",
        work: Work::Vertical,
    },
    Command {
        name: "last",
        argument: Argument::Format,
        about: "show the last result again, perhaps in another format; nothing is asked again",
        work: Work::Last,
    },
    Command {
        name: "timing",
        argument: Argument::Switch,
        about: "show how long each entry takes: the database, the script, the drawing",
        work: Work::Timing,
    },
    Command {
        name: "set",
        argument: Argument::Setting,
        about: "what is set, and to what, or set something for this shell",
        work: Work::Set,
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
    pub(in crate::shell) fn usage(&self) -> String {
        format!(":{} {}", self.name, self.argument.label())
            .trim_end()
            .to_owned()
    }

    /// Whether it has to do with who is signed in, and would go on for a session that is over.
    pub(in crate::shell) fn needs_session(&self) -> bool {
        let for_anybody = [
            "help", "login", "logout", "format", "vertical", "timing", "set", "history", "clear",
            "quit",
        ];
        !for_anybody.contains(&self.name)
    }

    /// Whether it may change something, as an entry does.
    pub(in crate::shell) fn may_change(&self) -> bool {
        matches!(self.work, Work::Sql | Work::Watch | Work::Run)
    }

    /// Whether it looks at the database by itself, and changes nothing there.
    pub(in crate::shell) fn only_looks(&self) -> bool {
        use Work::{Fields, Rules, Runs, Scripts, Sessions, Whoami};
        matches!(
            self.work,
            Whoami | Sessions | Runs | Scripts | Fields | Rules
        )
    }

    /// Whether it would end the session of a sandbox, or is no part of one.
    pub(in crate::shell) fn is_barred_in_sandbox(&self, argument: &str) -> bool {
        match self.work {
            Work::Login | Work::Logout | Work::Passwd | Work::Undo | Work::Dry => true,
            Work::Sessions => !argument.is_empty(),
            _ => false,
        }
    }
}

/// A command by its name.
pub(in crate::shell) fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_name_of_its_own_and_says_what_it_does() {
        for (index, command) in COMMANDS.iter().enumerate() {
            assert!(!command.about.is_empty());
            let twin = COMMANDS[..index]
                .iter()
                .find(|other| other.name == command.name);
            assert!(twin.is_none(), "{}", command.name);
            assert_eq!(named(command.name), Some(command));
        }
    }
}

//! The shell's own commands. Each is declared once, in `table.rs`: help, completion and did-you-mean
//! follow from it; `dispatch.rs` says which file does the work.

mod aliases;
mod argument;
mod changes;
mod clear;
pub(super) mod dispatch;
mod dry;
mod edit;
mod entry;
mod fields;
mod format;
mod help;
mod history;
mod keep;
mod last;
mod login;
mod passwd;
mod rules;
mod run;
mod runs;
mod sandbox;
mod scripts;
mod sessions;
mod set;
mod sql;
mod statement_end;
mod table;
mod timing;
mod undo;
mod vertical;
mod watch;
mod whoami;

pub(super) use aliases::ALIASES;
pub(super) use argument::Argument;
pub(super) use edit::edited;
pub(super) use entry::{Entry, is_command};
pub(super) use help::explained;
pub(super) use table::{COMMANDS, Command};

/// What `help` or `help filter` asks about, written as a command; nothing for any other entry.
pub(super) fn topic_of_help(entry: &str) -> Option<&str> {
    let topic = entry.trim_end_matches(';').strip_prefix("help")?;
    let is_name = |c: char| c.is_alphanumeric() || "_.:\\ ".contains(c);
    let stands_apart = topic.is_empty() || topic.starts_with(char::is_whitespace);
    (stands_apart && topic.trim().chars().all(is_name)).then_some(topic.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_may_be_written_as_a_command() {
        assert_eq!(topic_of_help("help"), Some(""));
        assert_eq!(topic_of_help("help clients.phone;"), Some("clients.phone"));
        assert_eq!(topic_of_help("help :watch"), Some(":watch"));
        assert_eq!(topic_of_help("help not allowed"), Some("not allowed"));
        for entry in ["help(\"filter\")", "helper", "help + 1", "helping hand"] {
            assert_eq!(topic_of_help(entry), None, "{entry}");
        }
    }
}

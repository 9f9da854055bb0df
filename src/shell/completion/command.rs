//! Colon commands and what they take.

use super::{Candidate, Vocabulary};
use crate::config::{SETTINGS, Setting};
use crate::shell::commands::{self, ALIASES, Argument, COMMANDS, Entry, is_command};

/// What could follow in a command, and where the word begins that it replaces.
pub(super) fn candidates(before: &str, words: &Vocabulary<'_>) -> (usize, Vec<Candidate>) {
    let start = before.rfind(|c: char| !(c.is_alphanumeric() || "_:\\".contains(c)));
    let start = start.map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    if before[..start].trim().is_empty() {
        let aliases = ALIASES.iter().filter(|alias| is_command(alias.written));
        let aliases = aliases.map(|alias| Candidate::plain(alias.written));
        return (start, COMMANDS.iter().map(command).chain(aliases).collect());
    }
    let Ok(Entry::Command(command, argument)) = Entry::of(&before[..start], words.is_sql) else {
        return (start, Vec::new());
    };
    if command.argument == Argument::Setting && !argument.is_empty() {
        let setting = Setting::named(argument);
        let values = setting.map_or_else(|_| Vec::new(), |setting| (setting.values)());
        return (start, values.into_iter().map(Candidate::plain).collect());
    }
    // All but SQL take one word, and "end" is followed by what nobody completes.
    if !argument.is_empty() && command.argument != Argument::Statement {
        return (start, Vec::new());
    }
    (start, arguments(command.argument, words))
}

fn command(command: &commands::Command) -> Candidate {
    let space = if command.argument == Argument::None {
        ""
    } else {
        " "
    };
    Candidate {
        name: format!(":{}", command.name),
        text: format!(":{}{space}", command.name),
    }
}

fn arguments(argument: Argument, words: &Vocabulary<'_>) -> Vec<Candidate> {
    let plain = |names: Vec<String>| names.into_iter().map(Candidate::plain).collect();
    match argument {
        Argument::Entity | Argument::EntityOrNone => plain(entities(words)),
        Argument::Statement => plain(words_of_sql(words)),
        Argument::Format => plain(commands::format_names()),
        Argument::Session => plain(vec!["end ".into()]),
        Argument::Setting => {
            let names = SETTINGS.iter().map(|setting| format!("{} ", setting.name));
            plain(names.collect())
        }
        Argument::All => plain(vec!["--all".into()]),
        Argument::Switch => plain(vec!["on".into(), "off".into()]),
        Argument::AutoSwitch => plain(vec!["on".into(), "off".into(), "auto".into()]),
        Argument::Topic => {
            let commands = COMMANDS.iter().map(|command| command.name.to_owned());
            plain(commands.chain(words.names.iter().cloned()).collect())
        }
        Argument::Run => plain(vec!["show ".into()]),
        Argument::None
        | Argument::Code
        | Argument::Watched
        | Argument::Email
        | Argument::Script
        | Argument::RunToUndo
        | Argument::Count => Vec::new(),
    }
}

fn entities(words: &Vocabulary<'_>) -> Vec<String> {
    let entities = words.entities();
    entities.iter().map(|entity| entity.name.clone()).collect()
}

/// The tables and their columns.
fn words_of_sql(words: &Vocabulary<'_>) -> Vec<String> {
    let entities = words.entities();
    let fields = entities.iter().flat_map(|entity| &entity.fields);
    let tables = entities.iter().map(|entity| entity.name.clone());
    tables
        .chain(fields.map(|field| field.name.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn commands_and_their_arguments_are_offered() {
        assert_eq!(offered(":f"), [":fields ", ":format "]);
        assert_eq!(offered(" :qu"), [":quit"]);
        assert_eq!(
            offered(":fields c"),
            ["clients", "collaborators", "contracts"]
        );
        assert_eq!(offered(":format m"), ["markdown"]);
        assert_eq!(offered(":timing o"), ["off", "on"]);
        assert_eq!(offered(":help cou"), ["count"]);
        assert_eq!(offered(":help his"), ["history"]);
        assert_eq!(offered(":sql select k.cl"), ["client_id", "clients"]);
        assert_eq!(offered("select k.cl"), ["client_id", "clients"]);
        assert_eq!(offered("\\d c"), ["clients", "collaborators", "contracts"]);
        assert_eq!(offered("\\ti"), ["\\timing"]);
        assert_eq!(offered(":sessions "), ["end "]);
        assert_eq!(offered(":set k"), ["keys "]);
        assert_eq!(offered(":set keys "), ["emacs", "vi"]);
        assert_eq!(offered(":set rows "), [""; 0]);
        for line in [
            ":nonsense c",
            ":sessions end ",
            ":fields clients c",
            ":quit ",
        ] {
            assert_eq!(offered(line), [""; 0], "{line}");
        }
    }
}

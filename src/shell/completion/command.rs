//! Colon commands and what they take.

use super::text::PEOPLE;
use super::{Candidate, Offered, Vocabulary, of_entry, sql};
use crate::api::Lookup;
use crate::config::{SETTINGS, Setting};
use crate::library::{Following, Suggestion};
use crate::render::Format;
use crate::shell::commands::{self, ALIASES, Argument, COMMANDS, Entry};

/// What every script takes at the prompt.
const HELP: (&str, &str) = ("--help", "what it does and takes");

/// What could follow in a command.
pub(super) fn candidates(before: &str, after: &str, words: &Vocabulary<'_>) -> Offered {
    let start = word(before);
    if before[..start].trim().is_empty() {
        let aliases = ALIASES
            .iter()
            .filter(|alias| alias.written.starts_with('\\'));
        let aliases = aliases.map(|alias| Candidate::plain(alias.written).about(alias.entry));
        let names = COMMANDS.iter().map(command).chain(aliases);
        return names.collect::<Offered>().at(start);
    }
    let is_sql = |text: &str| words.session.is_sql(text);
    let Ok(Entry::Command(command, argument)) = Entry::of(before, &is_sql) else {
        return Offered::default().at(start);
    };
    // It is a part of the line.
    let from = match argument {
        "" => before.len(),
        argument => argument.as_ptr() as usize - before.as_ptr() as usize,
    };
    let given = &before[from..start.max(from)];
    match command.argument {
        Argument::Statement => sql::candidates(&before[from..], after, words).later(from),
        Argument::Code => of_code((before, after), from, &["--all"], words),
        Argument::Watched => {
            let number = before[from..]
                .split_whitespace()
                .next()
                .filter(|word| word.parse::<u32>().is_ok());
            of_code((before, after), from, number.as_slice(), words)
        }
        Argument::Script => of_script(before, from, words),
        other => arguments(other, given, words).at(start),
    }
}

/// Where the word begins that the cursor is in.
fn word(before: &str) -> usize {
    let end = before.rfind(|c: char| !(c.is_alphanumeric() || "_:\\@.-".contains(c)));
    end.map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    })
}

fn command(command: &commands::Command) -> Candidate {
    let space = if command.argument == Argument::None {
        ""
    } else {
        " "
    };
    let written = format!(":{}", command.name);
    Candidate {
        label: command.usage(),
        ..Candidate::written(written.clone(), format!("{written}{space}")).about(command.about)
    }
}

/// The words that an argument may be, behind those that are given.
fn arguments(argument: Argument, given: &str, words: &Vocabulary<'_>) -> Offered {
    let plain = |names: Vec<String>| names.into_iter().map(Candidate::plain).collect();
    let given: Vec<&str> = given.split_whitespace().collect();
    match (argument, given.as_slice()) {
        (Argument::Entity | Argument::EntityOrNone, []) => entities(words).collect(),
        (Argument::Format, []) => plain(Format::names()),
        (Argument::Session, []) => plain(vec!["end ".into()]),
        (Argument::Setting, []) => SETTINGS.iter().map(setting).collect(),
        (Argument::Setting, [name]) => Setting::named(name)
            .map_or_else(|_| Offered::default(), |known| plain((known.values)())),
        (Argument::All, []) | (Argument::Run, ["show", _]) => plain(vec!["--all".into()]),
        (Argument::Switch, []) => plain(vec!["on".into(), "off".into()]),
        (Argument::AutoSwitch, []) => plain(vec!["on".into(), "off".into(), "auto".into()]),
        (Argument::Topic, []) => {
            let commands = COMMANDS.iter();
            let commands =
                commands.map(|command| Candidate::plain(command.name).about(command.about));
            commands
                .chain(super::names(&[], words).into_iter().map(named))
                .collect()
        }
        (Argument::Email, []) => {
            let (entity, field) = PEOPLE;
            words
                .looked_up(&Lookup::texts(entity, field, ""))
                .into_iter()
                .collect()
        }
        (Argument::Session, ["end"]) => words.looked_up(&Lookup::Sessions).into_iter().collect(),
        (Argument::Run, []) => plain(vec!["show ".into()]),
        (Argument::RunToUndo, []) | (Argument::Run, ["show"]) => {
            words.looked_up(&Lookup::Runs).into_iter().collect()
        }
        _ => Offered::default(),
    }
}

fn setting(setting: &Setting) -> Candidate {
    Candidate::written(setting.name, format!("{} ", setting.name)).about(setting.about)
}

/// Without the brackets of a call.
fn named(candidate: Candidate) -> Candidate {
    Candidate {
        text: candidate.name.clone(),
        ..candidate
    }
}

fn entities(words: &Vocabulary<'_>) -> impl Iterator<Item = Candidate> {
    words.entities().iter().map(|entity| {
        let about = entity.comment.clone().unwrap_or_default();
        Candidate::plain(&entity.name).about(about)
    })
}

/// An entry in an entry, behind words that may precede it.
fn of_code(
    (before, after): (&str, &str),
    from: usize,
    preceding: &[&str],
    words: &Vocabulary<'_>,
) -> Offered {
    let rest = &before[from..];
    let first = rest
        .split_whitespace()
        .next()
        .filter(|first| preceding.contains(first));
    let skipped = match first {
        Some(first) if rest.len() > first.len() => {
            rest.len() - rest[first.len()..].trim_start().len()
        }
        Some(_) => return Offered::default().at(before.len()),
        None => 0,
    };
    of_entry(&rest[skipped..], after, words).later(from + skipped)
}

/// A saved script or a file, then what the script takes.
fn of_script(before: &str, from: usize, words: &Vocabulary<'_>) -> Offered {
    let Some(library) = words.library else {
        return Offered::file();
    };
    let start = before
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + 1)
        .max(from);
    let typed = &before[start..];
    let given: Vec<String> = before[from..start]
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let candidate = |(text, about): Suggestion| Candidate::plain(text).about(about);
    let Some((script, given)) = given.split_first() else {
        let names = library.suggested().into_iter().map(candidate);
        return Offered {
            takes_a_file: true,
            ..names.collect::<Offered>().at(start)
        };
    };
    let rows = |kind: &str, typed: &str| {
        let found = match words.session.key_field(kind) {
            Some((entity, field)) => words.looked_up(&Lookup::texts(&entity, &field, typed)),
            None => Vec::new(),
        };
        found.into_iter().map(|candidate| candidate.text).collect()
    };
    match library.following(script, typed, given, &rows) {
        Ok(Following::Values(values)) => values
            .into_iter()
            .map(candidate)
            .collect::<Offered>()
            .at(start),
        Ok(Following::Flags(flags)) => {
            let help = Candidate::plain(HELP.0).about(HELP.1);
            let flags = flags.into_iter().map(candidate).chain([help]);
            flags.collect::<Offered>().at(start)
        }
        Ok(Following::File) => Offered::file().at(start),
        Err(_) => Offered::default().at(start),
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::completion::samples::offered;

    #[test]
    fn commands_and_their_arguments_are_offered() {
        for (line, expected) in [
            (":f", &[":fields ", ":format "][..]),
            (" :qu", &[":quit"]),
            (":fields c", &["clients", "collaborators", "contracts"]),
            (":format m", &["markdown"]),
            (":timing o", &["off", "on"]),
            (":help cou", &["count"]),
            (":help his", &["history"]),
            (":sql select k.cl", &["client_id"]),
            (":sql select * from cl", &["clients"]),
            ("\\d c", &["clients", "collaborators", "contracts"]),
            ("\\ti", &["\\timing"]),
            (":sessions ", &["end "]),
            (":sessions end 7524", &["7524a1b2"]),
            (":runs ", &["show "]),
            (":runs show 12", &["12ab34cd"]),
            (":undo ", &["12ab34cd"]),
            (":changes --", &["--all"]),
            (":set k", &["keys "]),
            (":set keys ", &["emacs", "vi"]),
            (":set rows ", &[]),
            (":login ma", &["marie of collaborators.email"]),
            (":nonsense c", &[]),
            (":fields clients c", &[]),
            (":quit ", &[]),
        ] {
            assert_eq!(offered(line), expected, "{line}");
        }
    }

    #[test]
    fn code_in_a_command_is_completed_as_an_entry() {
        for (line, expected) in [
            (":dry clients.tak", &["take("][..]),
            (":dry --all clients.tak", &["take("]),
            (":dry :form", &[":format "]),
            (":watch clients.tak", &["take("]),
            (":watch 5 clients.filter(|c| c.em", &["email"]),
            (":watch 5", &[]),
        ] {
            assert_eq!(offered(line), expected, "{line}");
        }
    }

    #[test]
    fn scripts_and_what_they_take() {
        assert_eq!(offered(":run follow"), ["follow-ups"]);
        assert_eq!(offered(":run follow-ups --da"), ["--days"]);
        assert_eq!(offered(":run nonsense --da"), [""; 0]);
    }
}

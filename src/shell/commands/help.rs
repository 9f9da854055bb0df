//! `:help`: the commands, or what is known about one name.

use super::table::named;
use super::{COMMANDS, Command, aliases};
use crate::error::Result;
use crate::shell::state::Shell;
use std::fmt::Write as _;

pub(super) fn run(shell: &mut Shell<'_>, topic: &str) -> Result<()> {
    let topic = topic.trim_matches('"');
    let of_language = || shell.interpreter.borrow().help(Some(topic));
    let text = match explained(topic) {
        _ if topic.is_empty() => overview(),
        // The language may know the name, too.
        Some(command) => match of_language() {
            Ok(text) if text != command => format!("{command}\n\n{text}"),
            _ => command,
        },
        None => of_language()?,
    };
    shell.printer.text(&text)
}

/// What a command is: `watch`, `:watch`, or `\watch`.
pub(in crate::shell) fn explained(written: &str) -> Option<String> {
    let ours = named(written.strip_prefix(':').unwrap_or(written));
    ours.or_else(|| aliases::command(written)).map(about)
}

fn about(command: &Command) -> String {
    let mut text = format!("{}\n  {}", command.usage(), command.about);
    if let Some(also) = also(command) {
        let _ = write!(text, "\n  also written {also}");
    }
    text
}

/// Its words in other programs.
fn also(command: &Command) -> Option<String> {
    let words: Vec<&str> = aliases::of(command).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn overview() -> String {
    let mut text = String::from("Commands\n");
    let usages = || COMMANDS.iter().map(Command::usage);
    let width = usages().map(|usage| usage.len()).max().unwrap_or(0);
    for command in COMMANDS {
        let _ = writeln!(text, "  {:<width$}  {}", command.usage(), command.about);
    }
    text.push_str("Words of psql and other programs\n");
    for command in COMMANDS {
        if let Some(also) = also(command) {
            let _ = writeln!(text, "  {:<width$}  {also}", format!(":{}", command.name));
        }
    }
    text.push_str(
        "SQL\n  begins with select, insert, update … and ends with ; or an empty line; all else is the language\n\
         Keys\n  Tab completes · Right takes what is shown in grey · Ctrl-R searches the history · Alt-Enter breaks the line\n  \
         Ctrl-X Ctrl-E opens your editor · Ctrl-C drops the line or stops what runs\n\
         help shows what the language can say",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overview_has_a_line_for_each_command() {
        let text = overview();
        let fields = text
            .lines()
            .find(|line| line.starts_with("  :fields [NAME] "));
        assert!(fields.is_some_and(|line| line.contains("  the collections, or the fields")));
        let (commands, words) = text.split_once("Words of").unwrap();
        let count = |text: &str| text.lines().filter(|line| line.starts_with("  :")).count();
        assert_eq!(count(commands), COMMANDS.len());
        assert!(words.contains("\\d, \\dt, show collections"));
        assert_eq!(count(words), COMMANDS.iter().filter_map(also).count());
    }
}

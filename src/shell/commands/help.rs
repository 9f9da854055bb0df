//! `:help`: the commands, or what is known about one name.

use super::{COMMANDS, Command, named};
use crate::error::Result;
use crate::shell::state::Shell;
use std::fmt::Write as _;

pub(super) fn run(shell: &mut Shell<'_>, topic: &str) -> Result<()> {
    let topic = topic.trim_matches('"');
    let text = match named(topic.trim_start_matches(':')) {
        _ if topic.is_empty() => overview(),
        Some(command) => format!("{}\n  {}", command.usage(), command.about),
        None => shell.interpreter.borrow().help(Some(topic))?,
    };
    shell.printer.text(&text)
}

fn overview() -> String {
    let mut text = String::from("Commands\n");
    let usages = || COMMANDS.iter().map(Command::usage);
    let width = usages().map(|usage| usage.len()).max().unwrap_or(0);
    for command in COMMANDS {
        let _ = writeln!(text, "  {:<width$}  {}", command.usage(), command.about);
    }
    text.push_str(
        "Keys\n  Tab completes · Ctrl-R searches the history · Ctrl-C drops the line or stops what runs\n\
         All else is the language: help shows what it can say",
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
            .find(|line| line.starts_with("  :fields NAME "));
        assert!(fields.is_some_and(|line| line.contains("  the fields and relations")));
        assert_eq!(
            text.lines().filter(|line| line.starts_with("  :")).count(),
            COMMANDS.len()
        );
    }
}

//! Topics: parts of the documentation, as help shows them. What they say is written on the pages alone, whose examples
//! are run by the tests.

use super::closures::table;
use super::help::line;
use super::language::{HEAD, METHODS};
use super::markdown::plain;

/// A topic.
pub(super) struct Topic {
    /// What it is called; the first name is listed.
    pub(super) names: &'static [&'static str],
    /// The text of the page.
    page: &'static str,
    /// The part of the page: what stands below this heading, or what the page begins with.
    part: Option<&'static str>,
}

const SHELL: &str = include_str!("../../../docs/shell.md");
const SCRIPTS: &str = include_str!("../../../docs/scripts.md");
const EXPORT: &str = include_str!("../../../docs/export.md");
const IMPORT: &str = include_str!("../../../docs/import.md");
const CHARTS: &str = include_str!("../../../docs/charts.md");
const RUNS: &str = include_str!("../../../docs/runs.md");
const README: &str = include_str!("../../../README.md");

/// All of them, in the order of the help.
const TOPICS: [Topic; 19] = [
    part(&["language", "rhai"], HEAD, "In five minutes"),
    part(&["collections", "lazy"], HEAD, "Collections are lazy"),
    part(&["closures"], HEAD, "Closures become SQL"),
    part(&["nothing", "null"], HEAD, "Nothing there"),
    part(
        &["dates", "moments", "money", "spans"],
        HEAD,
        "Dates, moments and money",
    ),
    part(
        &["changes", "transactions"],
        HEAD,
        "Changes and transactions",
    ),
    part(&["sql"], SHELL, "SQL as it is typed"),
    part(&["completion", "tab"], SHELL, "Completion"),
    part(&["psql", "mongosh"], SHELL, "Words of other programs"),
    whole(&["scripts"], SCRIPTS),
    part(&["parameters", "header"], SCRIPTS, "The header"),
    part(&["modules"], SCRIPTS, "Modules"),
    whole(&["files", "export"], EXPORT),
    part(&["formats"], EXPORT, "Formats"),
    whole(&["import"], IMPORT),
    whole(&["charts"], CHARTS),
    whole(&["runs"], RUNS),
    part(&["undo"], RUNS, "Undo"),
    part(&["errors", "exit codes"], README, "Exit codes"),
];

const fn part(names: &'static [&'static str], page: &'static str, part: &'static str) -> Topic {
    Topic {
        names,
        page,
        part: Some(part),
    }
}

const fn whole(names: &'static [&'static str], page: &'static str) -> Topic {
    Topic {
        names,
        page,
        part: None,
    }
}

/// The topic of a name.
pub(super) fn named(name: &str) -> Option<&'static Topic> {
    let is_its = |topic: &&Topic| {
        topic
            .names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    TOPICS.iter().find(is_its)
}

/// What topics are called: each by its first name.
pub fn listed() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().map(|topic| topic.names[0])
}

/// All of them, with what each is about.
pub(super) fn overview() -> String {
    let mut text = "Topics\n".to_owned();
    for topic in &TOPICS {
        let title = topic.text().lines().next().unwrap_or_default().to_owned();
        line(&mut text, &topic.names.join(", "), &title);
    }
    text.trim_end().to_owned()
}

/// All their names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().flat_map(|topic| topic.names).copied()
}

impl Topic {
    /// The topic as text: its heading, and what the page says below it.
    pub(super) fn text(&self) -> String {
        plain(&self.markdown().replace(METHODS, &table()))
    }

    /// The topic's part of its page: from its heading to the next one.
    fn markdown(&self) -> String {
        let lines = self.page.lines();
        let is_its = |line: &str| {
            heading(line).is_some_and(|title| self.part.is_none_or(|part| part == title))
        };
        let mut inside = false;
        let mut begun = lines.skip_while(|line| !is_its(line));
        let first = begun.next().unwrap_or_default();
        let own = begun.take_while(|line| {
            inside ^= line.starts_with("```");
            inside || heading(line).is_none()
        });
        let mut text = first.to_owned();
        for line in own {
            text.push('\n');
            text.push_str(line);
        }
        text
    }
}

/// The title that a line is.
fn heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    (title.len() < line.len())
        .then(|| title.strip_prefix(' '))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_topic_is_a_part_of_a_page_and_has_names_of_its_own() {
        for topic in &TOPICS {
            let text = topic.text();
            let lines = text.lines().count();
            assert!(lines > 2, "{:?}: {text}", topic.names);
            if let Some(part) = topic.part {
                assert_eq!(text.lines().next(), Some(part));
            }
            assert!(!text.contains("```") && !text.contains("<!--"), "{text}");
        }
        let names: Vec<&str> = names().collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "{name}");
        }
    }
}

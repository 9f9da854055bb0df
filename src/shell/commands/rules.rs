//! `:rules`: who may do what with a collection, and what always holds.

use crate::catalog::{Action, Entity};
use crate::error::Result;
use crate::shell::state::Shell;
use std::fmt::Write as _;

pub(super) fn run(shell: &mut Shell<'_>, name: &str) -> Result<()> {
    let catalog = shell.catalog()?;
    shell.printer.text(&described(catalog.entity(name)?))
}

fn described(entity: &Entity) -> String {
    let mut text = String::new();
    for action in [
        Action::Select,
        Action::Insert,
        Action::Update,
        Action::Delete,
    ] {
        let _ = writeln!(text, "to {action} {}:", entity.name);
        let before = text.len();
        for rule in entity.rules_for(action) {
            line(&mut text, &rule.name, rule.comment.as_deref());
        }
        if text.len() == before {
            text.push_str("   · nobody may\n");
        }
    }
    // A constraint that PostgreSQL named itself is no sentence.
    let always = entity
        .constraints
        .iter()
        .filter(|rule| rule.name.contains(' '));
    for (index, rule) in always.enumerate() {
        if index == 0 {
            text.push_str("always:\n");
        }
        line(&mut text, &rule.name, rule.comment.as_deref());
    }
    text.truncate(text.trim_end().len());
    text
}

fn line(text: &mut String, sentence: &str, comment: Option<&str>) {
    let _ = writeln!(text, "   · {sentence}");
    if let Some(comment) = comment {
        let _ = writeln!(text, "     {comment}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::completion::samples::catalog;

    #[test]
    fn rules_are_grouped_by_what_they_allow() {
        let text = described(catalog().entity("clients").unwrap());
        assert_eq!(
            text,
            "to read clients:\n   · everybody reads clients\nto create clients:\n   · nobody may\n\
             to update clients:\n   · a commercial updates their own clients\n     theirs is what they created\n\
             to delete clients:\n   · nobody may\nalways:\n   · an e-mail looks like an e-mail"
        );
    }
}

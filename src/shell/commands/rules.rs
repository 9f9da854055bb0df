//! `:rules`: who may do what with a collection, and what always holds.

use crate::error::Result;
use crate::script;
use crate::shell::state::Shell;

pub(super) fn run(shell: &mut Shell<'_>, name: &str) -> Result<()> {
    let catalog = shell.catalog()?;
    shell.printer.text(&script::rules(catalog.entity(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::completion::samples::catalog;

    #[test]
    fn rules_are_grouped_by_what_they_allow() {
        let text = script::rules(catalog().entity("clients").unwrap());
        assert_eq!(
            text,
            "to read clients:\n   · everybody reads clients\nto create clients:\n   · nobody may\n\
             to update clients:\n   · a commercial updates their own clients\n     theirs is what they created\n\
             to delete clients:\n   · nobody may\nalways:\n   · an e-mail looks like an e-mail"
        );
    }
}

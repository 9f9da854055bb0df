//! `:fields`: the collections, or the fields and relations of one, and what I may do with each.

use crate::catalog::{Entity, Field};
use crate::error::Result;
use crate::rows::Rows;
use crate::shell::state::Shell;
use std::rc::Rc;
use std::time::Instant;

pub(super) fn run(shell: &mut Shell<'_>, name: &str) -> Result<()> {
    let since = Instant::now();
    let catalog = shell.catalog()?;
    let rows = match name {
        "" => listed(catalog.entities()),
        name => described(catalog.entity(name)?),
    };
    shell.printer.rows(&rows, since)
}

/// The collections, and what they hold.
fn listed(entities: &[Rc<Entity>]) -> Rows {
    let row = |entity: &Rc<Entity>| {
        [
            entity.name.clone(),
            entity.comment.clone().unwrap_or_default(),
        ]
    };
    Rows::of_texts(["name", "about"], entities.iter().map(row))
}

fn described(entity: &Entity) -> Rows {
    let fields = entity.fields.iter().map(of_field);
    let relations = entity.relations.iter().map(|relation| {
        [
            relation.name.clone(),
            relation.leads(),
            String::new(),
            String::new(),
            String::new(),
        ]
    });
    Rows::of_texts(
        ["name", "type", "needed", "you may", "about"],
        fields.chain(relations),
    )
}

fn of_field(field: &Field) -> [String; 5] {
    let may = [
        (field.may_select, "read"),
        (field.may_insert, "create"),
        (field.may_update, "update"),
    ];
    let may: Vec<&str> = may
        .iter()
        .filter(|(yes, _)| *yes)
        .map(|(_, verb)| *verb)
        .collect();
    let needed = if field.is_required() { "yes" } else { "" };
    let about = field.comment.clone().unwrap_or_default();
    [
        field.name.clone(),
        field.shown_type(),
        needed.to_owned(),
        may.join(", "),
        about,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::completion::samples::catalog;
    use crate::value::Value;

    #[test]
    fn fields_say_their_type_and_what_may_be_done_and_relations_where_they_lead() {
        let rows = described(catalog().entity("clients").unwrap()).rows;
        let line = |index: usize| {
            let cells: Vec<String> = rows[index].iter().map(Value::to_string).collect();
            cells.join(" ; ")
        };
        assert_eq!(line(0), "id ; int ;  ; read ; ");
        assert_eq!(line(1), "full_name ; text ; yes ; read, create, update ; ");
        assert_eq!(
            line(rows.len() - 2),
            "commercial ; one of collaborators ;  ;  ; "
        );
        assert_eq!(line(rows.len() - 1), "contracts ; many contracts ;  ;  ; ");
    }
}
